"""A web of axes: how far out on each the area and its county reach; the axes are numbered and named beside it."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Final

from slussen_statistics.domain.pictures.figure import Figure, Side
from slussen_statistics.domain.showing import Value
from slussen_statistics.drawing.svg import (
    BODY,
    DEEP,
    GRID,
    LINE,
    QUIET,
    SMALL,
    WARM,
    Drawn,
    legend,
    moved,
    path,
    rect,
    text,
    wrapped,
)

LARGEST: Final = 118.0
EDGE: Final = 22.0
LOOKS: Final = {
    Side.HERE: f'fill="{DEEP}" fill-opacity="0.18" stroke="{DEEP}" stroke-width="2.5"',
    Side.COUNTY: f'fill="none" stroke="{WARM}" stroke-width="2.5" stroke-dasharray="7 4"',
}


def at(place: int, count: int, radius: float) -> tuple[float, float]:
    """Return a place on an axis from the middle; the first axis points up, the next ones follow clockwise."""
    angle = 2 * pi * place / count
    return radius * sin(angle), -radius * cos(angle)


def corners(values: Sequence[Value], top: float, radius: float) -> list[tuple[float, float] | None]:
    """Return how far out each axis reaches; None where there is no number."""
    count = len(values)
    return [None if v is None else at(i, count, radius * v / top) for i, v in enumerate(values)]


def spider(figure: Figure, width: float) -> Drawn:
    """Return the web, with the names of its axes beside it, on a small screen beneath."""
    radius = min(LARGEST, width / 2 - EDGE)
    side = 2 * (radius + EDGE)
    web = f'<g transform="translate({side / 2:.1f} {side / 2:.1f})">{_web(figure, radius)}</g>'
    if width < SMALL:
        names = _names(figure, width)
        return Drawn(web + moved(names, 0, side + 8), side + 8 + names.height)
    names = _names(figure, width - side - 28)
    return Drawn(web + moved(names, side + 28, EDGE), max(side, names.height + EDGE))


def _web(figure: Figure, radius: float) -> str:
    count, top = len(figure.rows), figure.top or 1
    parts = []
    for ring in range(1, int(top) + 1):
        points = [at(i, count, radius * ring / top) for i in range(count)]
        parts.append(path(points, f'fill="none" stroke="{GRID}"', closed=True))
    for i in range(count):
        parts.append(path([(0, 0), at(i, count, radius)], f'stroke="{GRID}"'))
        x, y = at(i, count, radius + 13)
        parts.append(text(x, y + 5, str(i + 1), anchor="middle", bold=True))
    for number in reversed(range(len(figure.columns))):
        parts += _reach(figure, number, radius)
    for ring in range(1, int(top) + 1):
        parts.append(text(5, -radius * ring / top + 12, str(ring), size=10, fill=QUIET, halo=True))
    return "".join(parts)


def _reach(figure: Figure, number: int, radius: float) -> list[str]:
    """Return how far one side reaches: a closed line where every axis has a number, and a mark on each."""
    side = figure.columns[number].side
    found = corners([row.values[number] for row in figure.rows], figure.top or 1, radius)
    points = [point for point in found if point is not None]
    parts = [path(points, LOOKS[side], closed=True)] if len(points) == len(found) else []
    for x, y in points:
        if side is Side.HERE:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{DEEP}"/>')
        else:
            look = f'fill="#ffffff" stroke="{WARM}" stroke-width="2"'
            parts.append(rect(x - 3.5, y - 3.5, 7, 7, look))
    return parts


def _names(figure: Figure, width: float) -> Drawn:
    key = legend(figure.columns, width)
    parts, y = [key.content], key.height + 6
    for number, row in enumerate(figure.rows, 1):
        said = " / ".join(figure.said(cell) for cell in row.cells)
        parts.append(text(0, y + BODY, str(number), bold=True))
        for line in wrapped(f"{row.headings[0]}: {said}", width - 24):
            parts.append(text(24, y + BODY, line))
            y += BODY * LINE
        y += 4
    return Drawn("".join(parts), y)
