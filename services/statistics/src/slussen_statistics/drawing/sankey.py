"""A flow from left to right: as wide as it is large, and what leaves and what arrives is what flows (Sankey)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from slussen_statistics.domain.pictures.figure import UNKNOWN, Cell, Figure
from slussen_statistics.drawing.svg import BODY, DEEP, QUIET, WARM, Drawn, cut, rect, text

FLOWING: Final = 240.0
"""How high everything that flows is together."""
LABEL: Final = 22.0
NODE: Final = 10.0
GAP: Final = 8.0
TOP: Final = 20.0
Links = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Node:
    """An end of flows: its name, how much passes, where it begins and how high it is."""

    name: str
    amount: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow between two nodes: where it leaves, where it arrives, how high it is."""

    sender: str
    receiver: str
    amount: float
    leaves: float
    arrives: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands."""

    senders: tuple[Node, ...]
    receivers: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: float


def layout(links: Links) -> Layout:
    """Return where nodes and ribbons stand; the largest are at the top, and none crosses without need."""
    scale = FLOWING / (sum(links.values()) or 1)
    senders = _column(((a, amount) for (a, _), amount in links.items()), scale)
    receivers = _column(((b, amount) for (_, b), amount in links.items()), scale)
    ribbons = _ribbons(links, senders, receivers, scale)
    height = max((n.y + n.height for n in (*senders, *receivers)), default=0)
    return Layout(senders, receivers, ribbons, height)


def _column(ends: Iterable[tuple[str, float]], scale: float) -> tuple[Node, ...]:
    amounts: dict[str, float] = {}
    for name, amount in ends:
        amounts[name] = amounts.get(name, 0) + amount
    nodes, y = [], TOP
    for name, amount in sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0])):
        y += LABEL
        nodes.append(Node(name, amount, y, amount * scale))
        y += amount * scale + GAP
    return tuple(nodes)


def _ribbons(
    links: Links, senders: tuple[Node, ...], receivers: tuple[Node, ...], scale: float
) -> tuple[Ribbon, ...]:
    """Return the ribbons in the order of both columns, each beginning where the one before it ended."""
    leaves = {node.name: node.y for node in senders}
    arrives = {node.name: node.y for node in receivers}
    found = []
    for sender in senders:
        for receiver in receivers:
            amount = links.get((sender.name, receiver.name), 0)
            if amount:
                height = amount * scale
                at = leaves[sender.name], arrives[receiver.name]
                found.append(Ribbon(sender.name, receiver.name, amount, *at, height))
                leaves[sender.name] += height
                arrives[receiver.name] += height
    return tuple(found)


def sankey(figure: Figure, width: float) -> Drawn:
    """Return the flow of the first column; a number that is withheld is in the table alone, and so are zeros.

    An end is as high as what is drawn of it, and names its published total, which has a noise of its own.
    """
    links = {(row.headings[0], row.headings[1]): row.values[0] for row in figure.rows if row.values[0]}
    if not links:
        return Drawn("", 0)
    found = layout({key: float(value or 0) for key, value in links.items()})
    parts = [
        text(0, BODY, figure.headings[0].capitalize(), fill=QUIET),
        text(width, BODY, figure.headings[1].capitalize(), fill=QUIET, anchor="end"),
    ]
    order = [node.name for node in found.senders]
    parts += [_ribbon(figure, ribbon, width, order.index(ribbon.sender)) for ribbon in found.ribbons]
    room = width / 2 - 12
    for node in found.senders:
        parts += [
            rect(0, node.y, NODE, node.height, f'fill="{DEEP}"'),
            _label(figure, node, 0, room, "start"),
        ]
    for node in found.receivers:
        parts += [
            rect(width - NODE, node.y, NODE, node.height, f'fill="{WARM}"'),
            _label(figure, node, width, room, "end"),
        ]
    return Drawn("".join(parts), found.height)


def _label(figure: Figure, node: Node, x: float, room: float, anchor: str) -> str:
    said = figure.said(figure.ends[anchor == "end"].get(node.name, UNKNOWN))
    words = f"{cut(node.name, room - (len(said) + 1) * BODY * 0.57)} {said}"
    return text(x, node.y - 6, words, anchor=anchor, halo=True)


def _ribbon(figure: Figure, ribbon: Ribbon, width: float, place: int) -> str:
    start, end, middle = NODE, width - NODE, width / 2
    a, b, h = ribbon.leaves, ribbon.arrives, ribbon.height
    shape = (
        f"M{start:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {end:.1f} {b:.1f}"
        f"V{b + h:.1f}C{middle:.1f} {b + h:.1f} {middle:.1f} {a + h:.1f} {start:.1f} {a + h:.1f}Z"
    )
    shade = ("0.42", "0.26")[place % 2]
    look = f'fill="{DEEP}" fill-opacity="{shade}" stroke="{DEEP}" stroke-opacity="0.5" stroke-width="0.6"'
    return f'<path d="{shape}" {look} data-amount="{figure.said(Cell(round(ribbon.amount)))}"/>'
