"""Pieces of SVG that every picture is made of; every text in them is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from slussen_statistics.domain.pictures.figure import Column, Figure, Side

INK: Final = "#1f2a2e"
QUIET: Final = "#55636a"
GRID: Final = "#d5dcdf"
DEEP: Final = "#0b5563"
WARM: Final = "#a8480f"
PAPER: Final = "#ffffff"
FONT: Final = "Noto Sans, system-ui, sans-serif"
LETTER: Final = 0.57
"""A letter's mean width, in sizes of its type."""
LINE: Final = 1.35
BODY: Final = 13
SMALL: Final = 500
"""Under this a picture is for a small screen."""
MARGIN: Final = 8
"""The empty edge around a picture."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing's content from its top left corner, and its height."""

    content: str
    height: float


def wrapped(words: str, width: float, size: float = BODY) -> list[str]:
    """Return a text in lines that fit a width, as near as letters can be told without their font."""
    room = max(int(width / (size * LETTER)), 4)
    lines = [""]
    for word in words.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def cut(words: str, width: float, size: float = BODY) -> str:
    """Return a text, shortened with three dots where it does not fit; the table has it whole."""
    room = max(int(width / (size * LETTER)), 4)
    return words if len(words) <= room else f"{words[: room - 1].rstrip(' ,')}…"


def text(  # noqa: PLR0913 - a text's place and look
    x: float,
    y: float,
    words: str,
    *,
    size: float = BODY,
    anchor: str = "start",
    fill: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """Return a text at a place; `halo` keeps it readable on what lies beneath."""
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight}'
    front = f'<text {place} fill="{fill}">{escape(words)}</text>'
    if not halo:
        return front
    behind = f'fill="none" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" aria-hidden="true"'
    return f"<text {place} {behind}>{escape(words)}</text>{front}"


def rect(x: float, y: float, width: float, height: float, look: str) -> str:
    """Return a rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" {look}/>'


def path(points: Sequence[tuple[float, float]], look: str, *, closed: bool = False) -> str:
    """Return a line through points."""
    drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{drawn}{"Z" if closed else ""}" {look}/>'


LOOKS: Final = {
    Side.HERE: f'fill="{DEEP}" stroke="{DEEP}" stroke-width="1.5"',
    Side.COUNTY: f'fill="{PAPER}" stroke="{WARM}" stroke-width="1.5" stroke-dasharray="4 2"',
}
"""How bars look: filled here, an outline with dashes for the county."""


def legend(columns: Sequence[Column], width: float) -> Drawn:
    """Return whose numbers each look shows."""
    parts, y = [], 0.0
    for column in columns:
        parts.append(rect(1, y + 2, 18, 11, LOOKS[column.side]))
        for line in wrapped(column.label, width - 28):
            parts.append(text(28, y + 12, line))
            y += BODY * LINE
        y += 3
    return Drawn("".join(parts), y + 8)


def moved(drawn: Drawn, x: float, y: float) -> str:
    """Return a drawing at another place."""
    return f'<g transform="translate({x:.1f} {y:.1f})">{drawn.content}</g>'


def framed(figure: Figure, width: int, drawn: Drawn) -> str:
    """Return a whole document: title and description, heading, drawing, source."""
    parts, y, size = [], 20.0, 18 if width > SMALL else 15
    for line in wrapped(figure.title, width, size * 1.06):
        parts.append(text(0, y, line, size=size, bold=True))
        y += size * LINE
    for line in wrapped(figure.place, width):
        parts.append(text(0, y, line, fill=QUIET))
        y += BODY * LINE
    if not drawn.height:
        for line in wrapped(figure.finding, width):
            parts.append(text(0, y + 10, line))
            y += BODY * LINE
    y += 10
    parts.append(moved(drawn, 0, y))
    y += drawn.height + 28
    for line in wrapped(figure.source, width, 11):
        parts.append(text(0, y, line, size=11, fill=QUIET))
        y += 11 * LINE
    return _document(figure, width, y, "".join(parts))


def _document(figure: Figure, width: int, height: float, content: str) -> str:
    box = f"{-MARGIN} {-MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN:.0f}"
    size = f'width="{width + 2 * MARGIN}" height="{height + 2 * MARGIN:.0f}" viewBox="{box}"'
    title = f"{figure.title}. {figure.place}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title description"'
        f" lang={quoteattr(figure.language)} font-family={quoteattr(FONT)}>"
        f'<title id="title">{escape(title)}</title><desc id="description">{escape(figure.finding)}</desc>'
        f'<rect x="{-MARGIN}" y="{-MARGIN}" width="100%" height="100%" fill="{PAPER}"/>{content}</svg>'
    )
