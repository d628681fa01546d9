"""Sets of minutes within one week, as half-open spans counted from Monday 00:00 by the clock on the wall."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final, TypeAlias

MINUTES_AN_HOUR: Final = 60
MINUTES_A_DAY: Final = 24 * MINUTES_AN_HOUR

Span: TypeAlias = tuple[int, int]
"""From a minute to another that is no longer in it."""


@dataclass(frozen=True, slots=True)
class TimeSet:
    """Minutes of a week; `spans` are in order and neither overlap nor touch."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "TimeSet":
        """Return the minutes that lie in any of the spans."""
        return cls.staffed((span, 1) for span in spans)

    @classmethod
    def staffed(cls, spans: Iterable[tuple[Span, int]]) -> "TimeSet":
        """Return the minutes with at least one person, where each span adds or takes away some."""
        changes: Counter[int] = Counter()
        for (start, end), persons in spans:
            changes[start] += persons
            changes[end] -= persons
        return cls(tuple(_runs(changes)))

    @property
    def minutes(self) -> int:
        """How many minutes it has."""
        return sum(end - start for start, end in self.spans)

    @property
    def days(self) -> int:
        """How many days of the week have some of its minutes."""
        return len({day for start, end in self.spans for day in _days_of(start, end)})

    def __and__(self, other: "TimeSet") -> "TimeSet":
        """Return the minutes that are in both."""
        shared = (
            (max(start, begin), min(end, stop)) for start, end in self.spans for begin, stop in other.spans
        )
        return TimeSet.of(span for span in shared if span[0] < span[1])

    def __sub__(self, other: "TimeSet") -> "TimeSet":
        """Return the minutes that are in this and not in the other."""
        kept = [(span, 1) for span in self.spans]
        return TimeSet.staffed([*kept, *((span, -1) for span in other.spans)])


def span_of(day: date, opens: time, closes: time) -> Span:
    """Return a span on a day of the week."""
    start = (day.isoweekday() - 1) * MINUTES_A_DAY
    return start + _minute(opens), start + _minute(closes)


def _days_of(start: int, end: int) -> range:
    """Return the days, counted from Monday as 0, in which a span's minutes lie."""
    return range(start // MINUTES_A_DAY, (end - 1) // MINUTES_A_DAY + 1)


def _minute(moment: time) -> int:
    return moment.hour * MINUTES_AN_HOUR + moment.minute


def _runs(changes: Counter[int]) -> Iterator[Span]:
    """Give the spans in which the number of persons is above zero."""
    persons, since = 0, None
    for minute in sorted(changes):
        persons += changes[minute]
        if persons > 0 and since is None:
            since = minute
        elif persons <= 0 and since is not None:
            yield since, minute
            since = None
