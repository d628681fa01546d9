"""Horizontal bars: how much of a whole, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from slussen_agreements.drawing.svg import box, chart, text

ROW: Final = 52
BAR: Final = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is, how much of which whole, and what is written beside it."""

    label: str
    value: float
    whole: float
    said: str


def bars(shown: Sequence[Bar], *, title: str) -> Markup:
    """Return bars, each over the track of its whole."""
    longest = max((bar.whole for bar in shown), default=0) or 1
    parts = []
    for place, bar in enumerate(shown):
        top = place * ROW
        full = bar.value >= bar.whole
        parts += [
            text(0, top + 16, bar.label, "label"),
            text("100%", top + 16, bar.said, "said", "end"),
            box(0, bar.whole / longest, top + 24, BAR, "track"),
            box(0, bar.value / longest, top + 24, BAR, "bar full" if full else "bar"),
        ]
    return chart(title, max(len(shown) * ROW, 1), "".join(parts))
