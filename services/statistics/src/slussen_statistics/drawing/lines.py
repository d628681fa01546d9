"""Lines over time: a panel for the chosen area and one for its county, since their numbers differ in size."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Final

from slussen_statistics.domain.pictures.figure import Cell, Column, Figure, Side
from slussen_statistics.domain.showing import Value
from slussen_statistics.drawing.svg import (
    BODY,
    DEEP,
    GRID,
    LINE,
    QUIET,
    WARM,
    Drawn,
    cut,
    moved,
    path,
    rect,
    text,
)

HEIGHT: Final = 150
AXIS: Final = 46
RIGHT: Final = 44
STEPS: Final = 2
STROKES: Final = (
    f'fill="none" stroke="{DEEP}" stroke-width="2.5"',
    f'fill="none" stroke="{WARM}" stroke-width="2.5" stroke-dasharray="7 4"',
)
"""A whole line, and a dashed one."""


def lines(figure: Figure, width: float) -> Drawn:
    """Return the panels below each other."""
    parts, y = [], 0.0
    for side in Side:
        numbers = [i for i, column in enumerate(figure.columns) if column.side is side]
        if numbers:
            panel = _panel(figure, numbers, width)
            parts.append(moved(panel, 0, y))
            y += panel.height + 24
    return Drawn("".join(parts), y - 24)


def round_top(largest: float) -> float:
    """Return a round number that is no smaller: 1, 2, 4, 5 or 8 of a power of ten."""
    if largest <= STEPS:
        return float(STEPS)
    power = float(10 ** floor(log10(largest)))
    return next(power * n for n in (1, 2, 4, 5, 8, 10) if power * n >= largest)


def _panel(figure: Figure, numbers: Sequence[int], width: float) -> Drawn:
    """Return one side's lines over their common axis."""
    columns = [figure.columns[i] for i in numbers]
    name = columns[0].label.removesuffix(f": {columns[0].short}")
    parts = [text(0, BODY, cut(name, width), bold=True)]
    y = BODY * LINE
    for column, line in zip(columns, range(len(columns)), strict=True):
        parts += _key(column, line, y)
        y += BODY * LINE
    y += 12
    top = round_top(max((row.values[i] or 0 for row in figure.rows for i in numbers), default=0))
    room = width - AXIS - RIGHT
    parts += _grid(figure, top, width, y)
    ends: list[tuple[float, float, str]] = []
    for line, number in enumerate(numbers):
        cells = [row.cells[number] for row in figure.rows]
        found = places([cell.value for cell in cells], top, room, y)
        parts += _line(found, line)
        last = next((i for i in reversed(range(len(found))) if found[i]), None)
        if last is not None and (place := found[last]):
            ends.append((*place, figure.said(cells[last])))
    parts += _ends(ends)
    parts += _periods(figure, room, y + HEIGHT + 18)
    return Drawn("".join(parts), y + HEIGHT + 24)


def _key(column: Column, line: int, y: float) -> list[str]:
    middle = y + 9
    return [
        path([(1, middle), (27, middle)], STROKES[line]),
        _mark(14, middle, line),
        text(36, y + BODY, column.short),
    ]


def _grid(figure: Figure, top: float, width: float, y: float) -> list[str]:
    parts = []
    for step in range(STEPS + 1):
        at = y + HEIGHT * (1 - step / STEPS)
        parts.append(path([(AXIS, at), (width - RIGHT, at)], f'stroke="{GRID}"'))
        value = Cell(round(top * step / STEPS))
        parts.append(text(AXIS - 8, at + 4, figure.said(value), size=11, anchor="end", fill=QUIET))
    return parts


def places(values: Sequence[Value], top: float, room: float, y: float) -> list[tuple[float, float] | None]:
    """Return where each number stands; None where there is none."""
    step = room / max(len(values) - 1, 1)
    start = AXIS if len(values) > 1 else AXIS + room / 2
    return [
        None if value is None else (start + i * step, y + HEIGHT * (1 - value / top))
        for i, value in enumerate(values)
    ]


def _line(found: Sequence[tuple[float, float] | None], line: int) -> list[str]:
    """Return a line with a mark at each number; it is broken where a number is missing."""
    parts: list[str] = []
    run: list[tuple[float, float]] = []
    for place in [*found, None]:
        if place is not None:
            run.append(place)
            continue
        if len(run) > 1:
            parts.append(path(run, STROKES[line]))
        run = []
    return parts + [_mark(*place, line) for place in found if place]


def _ends(ends: Sequence[tuple[float, float, str]]) -> list[str]:
    """Return the lines' last numbers beside their ends, kept apart from each other."""
    parts, lowest = [], 0.0
    for x, y, words in sorted(ends, key=lambda end: end[1]):
        at = max(y + 4, lowest + 13)
        parts.append(text(x + 8, at, words, size=12, halo=True))
        lowest = at
    return parts


def _mark(x: float, y: float, line: int) -> str:
    if line:
        return rect(x - 3.5, y - 3.5, 7, 7, f'fill="#ffffff" stroke="{WARM}" stroke-width="2"')
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{DEEP}"/>'


def _periods(figure: Figure, room: float, y: float) -> list[str]:
    """Return the periods beneath, as many as there is room for."""
    count = len(figure.rows)
    if count == 1:
        return [text(AXIS + room / 2, y, figure.rows[0].headings[0], size=11, anchor="middle", fill=QUIET)]
    each = ceil(count / max(int(room / 68), 1))
    step = room / (count - 1)
    return [
        text(AXIS + i * step, y, row.headings[0], size=11, anchor="middle", fill=QUIET)
        for i, row in enumerate(figure.rows)
        if i % each == 0
    ]
