"""Joint open time: when every activity is on site and open, less what the county does not count.

A group in parallel with the open preschool counts; a session for a group counts if everybody in it may come; a
home visit neither adds nor breaks joint time while each activity still has somebody on site (Annex B K-3).

Source: handbook 4.11.1, OH-2 to OH-7; S000 Samverkan och samlokalisering.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType

from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.domain.opening_hours.schedule import EngagementKind, OpeningKind, Schedule
from slussen_agreements.domain.opening_hours.time_set import Span, TimeSet
from slussen_contracts.identifiers import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What a county counts as joint open time beside plain opening, and what it takes out."""

    groups_in_parallel: bool = False
    targeted_sessions: bool = False
    home_visits_while_staffed: bool = False
    excluded: frozenset[EngagementKind] = frozenset()


@dataclass(frozen=True, slots=True)
class JointTime:
    """A week's joint open time, and each activity's own time on site."""

    joint: TimeSet
    by_activity: Mapping[Activity, TimeSet] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def minutes(self) -> int:
        """Minutes of joint open time."""
        return self.joint.minutes

    @property
    def open(self) -> TimeSet:
        """The minutes in which at least one activity is open with somebody on site."""
        return TimeSet.of(span for own in self.by_activity.values() for span in own.spans)


def joint_time(schedule: Schedule, week: IsoWeek, counting: Counting) -> JointTime:
    """Compute a week's joint open time of all activities that take part; none take part: there is none."""
    preschool = _on_site(schedule, week, Activity.OPEN_PRESCHOOL, counting, beside=TimeSet())
    by_activity = {
        activity: _on_site(schedule, week, activity, counting, beside=preschool)
        for activity in sorted(schedule.activities)
    }
    shared = reduce(TimeSet.__and__, by_activity.values()) if by_activity else TimeSet()
    return JointTime(shared - _excluded(schedule, week, counting), by_activity)


def _on_site(
    schedule: Schedule, week: IsoWeek, activity: Activity, counting: Counting, *, beside: TimeSet
) -> TimeSet:
    """Return when an activity is open with somebody on site; groups count while `beside` is open."""
    plain = {OpeningKind.EVERYBODY} | ({OpeningKind.TARGETED} if counting.targeted_sessions else set())
    staff: list[tuple[Span, int]] = []
    for span, opening in schedule.openings_in(week, activity):
        if opening.kind in plain:
            staff.append((span, opening.staff))
        elif counting.groups_in_parallel:
            staff += [(part, opening.staff) for part in (TimeSet.of([span]) & beside).spans]
    return TimeSet.staffed([*staff, *_away(schedule, week, activity)])


def _away(schedule: Schedule, week: IsoWeek, activity: Activity) -> Iterator[tuple[Span, int]]:
    for engagement in schedule.engagements_in(week):
        if engagement.kind is EngagementKind.HOME_VISIT and engagement.activity == activity:
            yield engagement.span, -engagement.staff


def _excluded(schedule: Schedule, week: IsoWeek, counting: Counting) -> TimeSet:
    return TimeSet.of(
        engagement.span
        for engagement in schedule.engagements_in(week)
        if engagement.kind in _taken_out(counting)
    )


def _taken_out(counting: Counting) -> Collection[EngagementKind]:
    if counting.home_visits_while_staffed:
        return counting.excluded - {EngagementKind.HOME_VISIT}
    return counting.excluded
