"""What a county's centres do together: how often its bodies meet, who hosts, and when its goals are revised.

Source: handbook 2.4, 2.6 and 4.8; S003 Länsövergripande styrgrupp (twice a year, hosting rotates, goals every second
year, a group for the development day every year) and Länsövergripande samordnarnätverk (once a year); S002 13.2
(yearly follow-up by Samverkansgrupp barn och unga).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.findings import Finding, Label, Weight
from slussen_agreements.domain.revision import RevisionRule
from slussen_agreements.domain.steering import MeetingRule, meeting_findings
from slussen_chassis.errors import ConflictError, FieldProblem, NotFoundError
from slussen_contracts.agreements.county_cooperation import CountyBody
from slussen_contracts.profiles import CountyProfile

YEARLY: Final = "yearly"
NAMES: Final = {
    CountyBody.COUNTY_STEERING_GROUP: ("länsövergripande styrgrupp", "the county's steering group"),
    CountyBody.COORDINATOR_NETWORK: ("samordnarnätverket", "the coordinators' network"),
    CountyBody.YEARLY_FOLLOW_UP: ("årlig uppföljning i länet", "the county's yearly follow-up"),
    CountyBody.DEVELOPMENT_DAY_GROUP: (
        "arbetsgrupp för utvecklingsdagen",
        "the group for the development day",
    ),
}


class CountyMeetingNotFoundError(NotFoundError):
    """The county has no such meeting."""

    title_sv: ClassVar[str] = "Länet har inget sådant möte"
    title_en: ClassVar[str] = "The county has no such meeting"


class GoalsDecidedError(ConflictError):
    """A county decides on its goals once a day."""

    code: ClassVar[str] = "goals-decided"
    title_sv: ClassVar[str] = "Länet har redan mål beslutade den dagen"
    title_en: ClassVar[str] = "The county has goals decided on that day already"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyMeeting:
    """A meeting of a body of the county's centres."""

    id: UUID
    county_code: str
    body: CountyBody
    held_on: date
    host_centre_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyGoals:
    """A county's goals from the day on which they were decided on."""

    id: UUID
    county_code: str
    decided_on: date
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyRule:
    """How often a county's body meets at least, and how its hosting goes round."""

    meetings: MeetingRule
    host_rotation: str | None = None


def body_rules(profile: CountyProfile) -> dict[CountyBody, BodyRule]:
    """Return the rules on a county's bodies; None as a number where its document is silent."""
    group, rule = profile.governance.county_steering_group, profile.coordinator
    least, network = group.min_meetings_per_year, rule.network_min_meetings_per_year
    follow_up, day = group.follow_up_per_year, group.development_day
    named = (group.name.value or NAMES[CountyBody.COUNTY_STEERING_GROUP][0],) * 2
    numbers = {
        CountyBody.COUNTY_STEERING_GROUP: (
            least.value if isinstance(least.value, int) else None,
            least.force,
            group.host_rotation.value,
        ),
        CountyBody.COORDINATOR_NETWORK: (network.value, network.force, rule.network_host_rotation.value),
        CountyBody.YEARLY_FOLLOW_UP: (follow_up.value, follow_up.force, None),
        CountyBody.DEVELOPMENT_DAY_GROUP: (1 if day.value == YEARLY else None, day.force, None),
    }
    words = {**NAMES, CountyBody.COUNTY_STEERING_GROUP: named} if group.name.value else NAMES
    return {
        body: BodyRule(
            MeetingRule(name=Label(body, *words[body]), min_per_year=number, weight=Weight.of(force)),
            rotation,
        )
        for body, (number, force, rotation) in numbers.items()
    }


def goals_rule(profile: CountyProfile) -> RevisionRule:
    """Return how often a county's goals are revised."""
    group = profile.governance.county_steering_group
    return RevisionRule(interval_months=group.goals_revised_months.value, on_need=True)


def goals_on(found: Collection[CountyGoals], day: date) -> CountyGoals | None:
    """Return the goals in force on a day: the newest that were decided by then."""
    return max((one for one in found if one.decided_on <= day), key=lambda one: one.decided_on, default=None)


def body_findings(rule: BodyRule, year: int, met: Sequence[CountyMeeting], today: date) -> Iterator[Finding]:
    """Find too few meetings in a year that has ended, and a host that did not change where hosting goes round."""
    yield from meeting_findings(rule.meetings, year, [one.held_on for one in met], today=today)
    hosts = [one.host_centre_id for one in met if one.host_centre_id is not None]
    if rule.host_rotation and any(one == other for one, other in pairwise(hosts)):
        yield Finding(
            "host-not-rotated",
            Weight.NOTICE,
            f"{rule.meetings.name.sv}: värdskapet roterar, men samma central var värd två gånger i rad.",
            f"{rule.meetings.name.en}: hosting goes round, but one centre hosted twice in a row.",
            rule.meetings.name.key,
        )


def held_faults(field: str, day: date, today: date) -> Iterator[FieldProblem]:
    """Find something that is said to have happened on a day to come."""
    if day > today:
        yield FieldProblem(field, "in-future", "har inte kommit än", "has not come yet")
