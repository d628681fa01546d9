"""Horizontal bars: the chosen area's, and the county's beneath for comparison, each with its number."""

from typing import Final

from slussen_statistics.domain.pictures.figure import Figure, FigureRow
from slussen_statistics.drawing.svg import (
    BODY,
    GRID,
    LINE,
    LOOKS,
    SMALL,
    Drawn,
    legend,
    moved,
    rect,
    text,
    wrapped,
)

BAR: Final = 14
GAP: Final = 5
BETWEEN: Final = 14
ROOM_FOR_NUMBER: Final = 62
LABELS: Final = 0.42
"""The labels' share of a wide picture."""


def bars(figure: Figure, width: float) -> Drawn:
    """Return a group of bars for each row."""
    parts, y = [], 0.0
    if len(figure.drawn_columns) > 1:
        key = legend(figure.drawn_columns, width)
        parts.append(key.content)
        y = key.height
    for row in figure.rows:
        drawn = _row(figure, row, width)
        parts.append(moved(drawn, 0, y))
        y += drawn.height + BETWEEN
    return Drawn("".join(parts), y - BETWEEN)


def length_of(value: float, top: float, room: float) -> float:
    """Return a bar's length."""
    return min(value / top, 1) * room if top else 0.0


def _row(figure: Figure, row: FigureRow, width: float) -> Drawn:
    """Return a row: its label at the left, on a small screen above, and its bars."""
    is_narrow = width < SMALL
    start = 0.0 if is_narrow else width * LABELS
    lines = wrapped(row.headings[0], width if is_narrow else start - 12)
    parts = [text(0, BODY + i * BODY * LINE, line) for i, line in enumerate(lines)]
    label = len(lines) * BODY * LINE
    y = label + 4 if is_narrow else 0.0
    room = width - start - ROOM_FOR_NUMBER
    top = figure.top or _largest(figure)
    for cell, column in zip(figure.drawn(row), figure.drawn_columns, strict=True):
        said = figure.said(cell) + (figure.unit if cell.value is not None else "")
        parts.append(rect(start, y, room, BAR, f'fill="none" stroke="{GRID}"'))
        length = length_of(cell.value or 0, top, room)
        if length:
            parts.append(rect(start, y, length, BAR, LOOKS[column.side]))
        parts.append(text(start + room + 8, y + BAR - 2, said))
        y += BAR + GAP
    return Drawn("".join(parts), max(label, y - GAP))


def _largest(figure: Figure) -> float:
    return max((cell.value or 0 for row in figure.rows for cell in figure.drawn(row)), default=0) or 1
