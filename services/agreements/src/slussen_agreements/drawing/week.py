"""A week of opening hours: the days below each other, each activity a line, the joint time the last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from slussen_agreements.drawing.svg import box, chart, text

TOP: Final = 28
DAY: Final = 20
LINE: Final = 12
GAP: Final = 14
AN_HOUR: Final = 60
EARLIEST: Final = 8
LATEST: Final = 17
WEEKDAYS: Final = 5


@dataclass(frozen=True, slots=True)
class Band:
    """An activity's open time: (day from 0, first minute of the day, end minute)."""

    label: str
    spans: Sequence[tuple[int, int, int]]
    is_sum: bool = False


def week_picture(bands: Sequence[Band], days: Sequence[str], *, title: str) -> Markup:
    """Return the week; Saturday and Sunday are there where something is open."""
    spans = [span for band in bands for span in band.spans]
    shown = days[: max([WEEKDAYS - 1, *(day for day, _, _ in spans)]) + 1]
    first = min([EARLIEST, *(start // AN_HOUR for _, start, _ in spans)])
    last = max([LATEST, *(-(-end // AN_HOUR) for _, _, end in spans)])
    tall = DAY + len(bands) * LINE + GAP
    height = TOP + len(shown) * tall
    parts = [*_hours(first, last, height)]
    for day, name in enumerate(shown):
        top = TOP + day * tall
        parts.append(text(0, top + 14, name, "label"))
        parts += _lines(bands, day, top + DAY, first, last)
    return chart(title, height, "".join(parts))


def _lines(bands: Sequence[Band], day: int, top: int, first: int, last: int) -> Iterator[str]:
    """Return a day's bands below each other."""
    whole = (last - first) * AN_HOUR
    for line, band in enumerate(bands):
        css = "joint" if band.is_sum else f"band band-{line % 6}"
        for of, start, end in band.spans:
            if of == day:
                begins, ends = start - first * AN_HOUR, end - first * AN_HOUR
                yield box(begins / whole, ends / whole, top + line * LINE, LINE - 2, css)


def _hours(first: int, last: int, height: int) -> Iterator[str]:
    """Return the lines of the hours."""
    anchors = {first: "start", last: "end"}
    for hour in range(first, last + 1):
        x = f"{(hour - first) / (last - first):.3%}"
        yield f'<line x1="{x}" y1="20" x2="{x}" y2="{height - 6}" class="hour"/>'
        yield text(x, 13, f"{hour:02}", "said", anchors.get(hour, "middle"))
