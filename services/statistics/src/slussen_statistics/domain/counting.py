"""Counting visits by taps: several phones add up, and a day never comes to less than nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from slussen_chassis.errors import FieldProblem
from slussen_contracts.statistics.counts import Tap
from slussen_contracts.statistics.entries import Visits

LONGEST_OFFLINE = timedelta(days=31)
"""How old a tap may be that comes late; a phone counts for a day without network, and may lie in a drawer."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What taps change a day by."""

    adults: int = 0
    children: int = 0
    families: int = 0
    first_visits: int = 0

    def plus(self, tap: Tap) -> "Steps":
        """Return these with a tap more."""
        return Steps(
            self.adults + tap.adults,
            self.children + tap.children,
            self.families + tap.families,
            self.first_visits + tap.first_visits,
        )

    def added_to(self, day: Visits) -> Visits:
        """Return a day with these added; no number falls below nought."""
        return Visits(
            kind="visits",
            on=day.on,
            adults=max(day.adults + self.adults, 0),
            children=max(day.children + self.children, 0),
            families=max(day.families + self.families, 0),
            first_visits=max(day.first_visits + self.first_visits, 0),
        )


def by_day(taps: Iterable[Tap]) -> Mapping[date, Steps]:
    """Return what taps change each day by, in whatever order they came."""
    found: defaultdict[date, Steps] = defaultdict(Steps)
    for tap in taps:
        found[tap.on] = found[tap.on].plus(tap)
    return dict(sorted(found.items()))


def faults_in(taps: Iterable[Tap], *, today: date) -> Iterator[FieldProblem]:
    """Yield each tap of a day that has not come, or that lies too far back."""
    for place, tap in enumerate(taps):
        if tap.on > today:
            yield FieldProblem(
                f"taps.{place}.on", "in-the-future", "dagen har inte varit än", "the day has not come yet"
            )
        elif today - tap.on > LONGEST_OFFLINE:
            sv, en = "är äldre än 31 dagar", "is more than 31 days old"
            yield FieldProblem(f"taps.{place}.on", "too-long-ago", sv, en)
