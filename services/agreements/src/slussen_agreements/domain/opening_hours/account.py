"""A week's openings and engagements one by one: how much of each is joint open time, and why not the rest.

Source: handbook 4.11.1; S000 Samverkan och samlokalisering.
"""

from dataclasses import dataclass
from typing import Final

from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.domain.opening_hours.joint import Counting, JointTime
from slussen_agreements.domain.opening_hours.schedule import (
    Engagement,
    EngagementKind,
    Opening,
    OpeningKind,
    Schedule,
)
from slussen_agreements.domain.opening_hours.time_set import Span, TimeSet
from slussen_contracts.identifiers import Activity

GROUNDS: Final[dict[str, tuple[str, str]]] = {
    "counts": ("Räknas helt.", "All of it counts."),
    "not-all-open": (
        "Räknas bara när alla verksamheter är öppna med personal på plats.",
        "Counts only while every activity is open with staff on site.",
    ),
    "by-invitation": (
        "Bara för inbjudna; räknas inte som öppet.",
        "For those who are invited alone; not counted as open.",
    ),
    "targeted": ("En riktad grupp räknas inte som öppet.", "A targeted group is not counted as open."),
    "excluded": ("Länet räknar bort sådan tid.", "The county takes such time out."),
    "staff-remains": (
        "Räknas så länge verksamheten har någon kvar på plats.",
        "Counts while the activity still has somebody on site.",
    ),
    "nobody-remains": (
        "Verksamheten har ingen kvar på plats; tiden räknas inte.",
        "The activity has nobody left on site; the time does not count.",
    ),
    "not-regulated": (
        "Länet säger inget om sådan tid; den räknas inte bort.",
        "The county says nothing about such time; it is not taken out.",
    ),
}
"""Why an entry counts or not, in both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How many of an entry's minutes are joint open time, and on what ground; `ground` is a key of GROUNDS."""

    span: Span
    activity: Activity | None
    kind: str
    counted_minutes: int
    ground: str


def accounts(schedule: Schedule, week: IsoWeek, time: JointTime, counting: Counting) -> tuple[Account, ...]:
    """Account for all that is entered about a week, in the order of time."""
    found = [
        _account(span, activity, opening.kind, time, _ground_of_opening(span, opening, time))
        for activity in sorted(schedule.activities)
        for span, opening in schedule.openings_in(week, activity)
    ]
    found += [
        _account(one.span, one.activity, one.kind, time, _ground_beside(one, time, counting))
        for one in schedule.engagements_in(week)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.span, entry.activity or "", entry.kind)))


def _account(
    span: Span, activity: Activity | None, kind: OpeningKind | EngagementKind, time: JointTime, ground: str
) -> Account:
    counted = (TimeSet.of([span]) & time.joint).minutes
    return Account(span=span, activity=activity, kind=kind.value, counted_minutes=counted, ground=ground)


def _ground_of_opening(span: Span, opening: Opening, time: JointTime) -> str:
    if (TimeSet.of([span]) & time.joint).minutes == span[1] - span[0]:
        return "counts"
    own = TimeSet.of([span]) & time.by_activity.get(opening.activity, TimeSet())
    if opening.kind is OpeningKind.EVERYBODY or own.minutes:
        return "not-all-open"
    return "by-invitation" if opening.kind is OpeningKind.BY_INVITATION else "targeted"


def _ground_beside(engagement: Engagement, time: JointTime, counting: Counting) -> str:
    is_visit = engagement.kind is EngagementKind.HOME_VISIT
    if engagement.kind in counting.excluded and not (is_visit and counting.home_visits_while_staffed):
        return "excluded"
    if not is_visit or engagement.activity is None:
        return "not-regulated"
    staffed = TimeSet.of([engagement.span]) & time.by_activity.get(engagement.activity, TimeSet())
    return "staff-remains" if staffed.minutes else "nobody-remains"
