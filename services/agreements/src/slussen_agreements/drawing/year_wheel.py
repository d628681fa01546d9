"""The year as a wheel: twelve months around, a dot for each duty, its state by colour and by sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from markupsafe import Markup, escape

from slussen_agreements.drawing.svg import drawing, text

SIZE: Final = 360
CENTRE: Final = SIZE / 2
INNER: Final = 52.0
OUTER: Final = 150.0
NAMES: Final = 166.0
MONTHS: Final = 12
FIRST_RING: Final = 74.0
RING: Final = 21.0
IN_A_RING: Final = 2
EDGE: Final = 11.0
SIGNS: Final = {"done": "✓", "done_late": "✓", "overdue": "!", "current": "•", "planned": ""}


@dataclass(frozen=True, slots=True)
class Dot:
    """A duty: where it stands, and what it is."""

    state: str
    words: str


def year_wheel(
    dots: Mapping[int, Sequence[Dot]], months: Sequence[str], *, year: int, present: int | None
) -> Markup:
    """Return the wheel; January begins at the top, and the present month is marked."""
    parts = [_segment(month, is_present=month == present) for month in range(1, MONTHS + 1)]
    for month, name in enumerate(months, 1):
        x, y = _at(month - 0.5, NAMES)
        parts.append(text(x, y + 4, name[:3], "said", "middle"))
        shown = dots.get(month, ())
        rings = -(-len(shown) // IN_A_RING)
        step = min(RING, (OUTER - FIRST_RING - EDGE) / max(rings - 1, 1))
        parts += [_dot(month, place, dot, step) for place, dot in enumerate(shown)]
    parts.append(text(CENTRE, CENTRE + 9, str(year), "year", "middle"))
    return drawing(str(year), SIZE, "".join(parts))


def _at(month: float, radius: float) -> tuple[float, float]:
    """Return a place; `month` is 0 at the top and 12 there again."""
    angle = month / MONTHS * 2 * pi
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)


def _segment(month: int, *, is_present: bool) -> str:
    (x1, y1), (x2, y2) = _at(month - 1, OUTER), _at(month, OUTER)
    (x3, y3), (x4, y4) = _at(month, INNER), _at(month - 1, INNER)
    css = "month present" if is_present else "month"
    return (
        f'<path class="{css}" d="M{x1:.1f} {y1:.1f}A{OUTER} {OUTER} 0 0 1 {x2:.1f} {y2:.1f}'
        f'L{x3:.1f} {y3:.1f}A{INNER} {INNER} 0 0 0 {x4:.1f} {y4:.1f}Z"/>'
    )


def _dot(month: int, place: int, dot: Dot, step: float) -> str:
    """Return a dot with its sign; two stand in a ring, the next ones further out."""
    ring, column = divmod(place, IN_A_RING)
    x, y = _at(month - 1 + (column + 1) / (IN_A_RING + 1), FIRST_RING + ring * step)
    sign = text(x, y + 4, SIGNS.get(dot.state, ""), "sign", "middle")
    return (
        f'<g><title>{escape(dot.words)}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="8"'
        f' class="dot {dot.state}"/>{sign}</g>'
    )
