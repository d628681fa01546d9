"""What is entered about a centre's hours: weekly openings, changed days, and what staff do beside being open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from slussen_agreements.domain.days import IsoWeek, Period
from slussen_agreements.domain.opening_hours.time_set import Span, span_of
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.codes import EngagementKind, OpeningKind
from slussen_contracts.identifiers import Activity

__all__ = [
    "ChangedDay",
    "Engagement",
    "EngagementKind",
    "Opening",
    "OpeningKind",
    "Schedule",
    "schedule_faults",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An activity's open time on one weekday (1 is Monday), with how many of its staff are on site."""

    activity: Activity
    weekday: int
    opens: time
    closes: time
    kind: OpeningKind = OpeningKind.EVERYBODY
    staff: int = 1
    holds: Period | None = None

    def is_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return day.isoweekday() == self.weekday and (self.holds is None or day in self.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDay:
    """A day on which an activity keeps other hours than every week's; no openings: it is closed."""

    activity: Activity
    day: date
    openings: tuple[Opening, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """A meeting, planning, supervision or home visit on a day; a home visit takes staff of one activity away."""

    kind: EngagementKind
    day: date
    starts: time
    ends: time
    activity: Activity | None = None
    staff: int = 1

    @property
    def span(self) -> Span:
        """When it is, within its week."""
        return span_of(self.day, self.starts, self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All of a centre's hours; `activities` are those that take part and must all be open."""

    activities: frozenset[Activity]
    openings: tuple[Opening, ...]
    changed_days: tuple[ChangedDay, ...] = ()
    engagements: tuple[Engagement, ...] = ()

    def openings_in(self, week: IsoWeek, activity: Activity) -> Iterator[tuple[Span, Opening]]:
        """Give an activity's openings in a week: a changed day's own, else every week's."""
        changes = {change.day: change for change in self.changed_days if change.activity == activity}
        regular = [opening for opening in self.openings if opening.activity == activity]
        for day in week.days:
            of_day = changes[day].openings if day in changes else [one for one in regular if one.is_on(day)]
            for opening in of_day:
                yield span_of(day, opening.opens, opening.closes), opening

    def is_closed_in(self, week: IsoWeek) -> bool:
        """Whether no activity is open in a week."""
        return not any(True for activity in self.activities for _ in self.openings_in(week, activity))

    def engagements_in(self, week: IsoWeek) -> tuple[Engagement, ...]:
        """Return what staff do in a week beside being open."""
        first, last = week.first, week.last
        return tuple(one for one in self.engagements if first <= one.day <= last)

    def reasons_in(self, week: IsoWeek) -> tuple[str, ...]:
        """Return why days of a week were changed, each reason once."""
        changed = sorted(self.changed_days, key=lambda change: change.day)
        return tuple(dict.fromkeys(one.reason for one in changed if one.reason and one.day in week.days))


def schedule_faults(schedule: Schedule) -> Iterator[FieldProblem]:
    """Find what is wrong with a schedule: times in order, somebody on site, a home visit's activity."""
    for place, opening in enumerate(schedule.openings):
        if opening.closes <= opening.opens:
            yield _not_in_order(f"openings.{place}.closes")
        if opening.staff < 1:
            yield _nobody(f"openings.{place}.staff")
    for place, engagement in enumerate(schedule.engagements):
        if engagement.ends <= engagement.starts:
            yield _not_in_order(f"engagements.{place}.ends")
        if engagement.staff < 1:
            yield _nobody(f"engagements.{place}.staff")
        if engagement.kind is EngagementKind.HOME_VISIT and engagement.activity is None:
            yield FieldProblem(
                f"engagements.{place}.activity",
                "required",
                "krävs för ett hembesök",
                "a home visit must have it",
            )


def _not_in_order(field: str) -> FieldProblem:
    return FieldProblem(field, "order", "ska vara efter början", "must be after the start")


def _nobody(field: str) -> FieldProblem:
    return FieldProblem(field, "minimum", "ska vara minst en", "must be at least one")
