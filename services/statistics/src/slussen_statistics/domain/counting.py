"""Counting visits by taps: several phones add up in whatever order, and a day never shows less than nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from slussen_contracts.statistics.counts import Tap
from slussen_contracts.statistics.entries import Visits
from slussen_statistics.domain.entries import Agreement, AlreadyEnteredError, CentreClosedError, is_closed
from slussen_statistics.domain.labels import Label

LONGEST_OFFLINE = timedelta(days=31)
"""How old a tap may be that comes late; a phone counts for a day without network, and may lie in a drawer."""

MOST = 1_000_000
"""The largest number that a day's entry holds."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why taps of a day are not taken."""

    rule: str
    reason: Label


NOT_YET = Refusal("in-the-future", Label("dagen har inte varit än", "the day has not come yet"))
TOO_OLD = Refusal("too-long-ago", Label("dagen är äldre än 31 dagar", "the day is more than 31 days ago"))
CLOSED = Refusal(
    CentreClosedError.code,
    Label("familjecentralens avtal hade upphört", "the centre's agreement had ended"),
)
OUT_OF_SIGHT = Refusal(
    AlreadyEnteredError.code,
    Label(
        "dagen är införd av någon vars uppgifter ni inte ser",
        "the day was entered by somebody out of your sight",
    ),
)


@dataclass(frozen=True, slots=True)
class Steps:
    """What taps change a day by."""

    adults: int = 0
    children: int = 0
    families: int = 0
    first_visits: int = 0

    def plus(self, other: "Tap | Steps") -> "Steps":
        """Return these with a tap or other steps more."""
        return Steps(
            self.adults + other.adults,
            self.children + other.children,
            self.families + other.families,
            self.first_visits + other.first_visits,
        )

    def added_to(self, day: Visits, beyond: "Steps") -> "tuple[Visits, Steps]":
        """Return a day with these added, and how far the sums lie beyond what a day can show.

        `beyond` is what former taps came to beyond it: one taken back before it is counted is counted with it, so that
        the order in which taps come changes nothing.
        """
        sums = asdict(self.plus(beyond))
        sums = {kind: steps + getattr(day, kind) for kind, steps in sums.items()}
        shown = {kind: min(max(total, 0), MOST) for kind, total in sums.items()}
        rest = Steps(**{kind: total - shown[kind] for kind, total in sums.items()})
        return day.model_copy(update=shown), rest


def by_day(taps: Iterable[Tap]) -> Mapping[date, Steps]:
    """Return what taps change each day by, in whatever order they came."""
    found: defaultdict[date, Steps] = defaultdict(Steps)
    for tap in taps:
        found[tap.on] = found[tap.on].plus(tap)
    return dict(sorted(found.items()))


def refusal_of(day: date, *, today: date, agreements: Iterable[Agreement]) -> Refusal | None:
    """Return why taps of a day are not taken; None where they are."""
    if day > today:
        return NOT_YET
    if today - day > LONGEST_OFFLINE:
        return TOO_OLD
    return CLOSED if is_closed(agreements, on=day) else None
