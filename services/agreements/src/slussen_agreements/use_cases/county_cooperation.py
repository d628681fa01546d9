"""What a county's centres do together: meetings of its bodies, and its goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import county_cooperation as rules
from slussen_agreements.domain.county_cooperation import BodyRule, CountyGoals, CountyMeeting
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.findings import Finding, NotRegulated
from slussen_agreements.domain.register import OtherCountyError, require_county
from slussen_agreements.domain.register_rules import refuse, unknown
from slussen_agreements.domain.revision import (
    RevisionRule,
    RevisionStanding,
    next_revision,
    revision_standing,
)
from slussen_agreements.domain.steering import meetings_left
from slussen_agreements.repository import county_cooperation as repository
from slussen_agreements.use_cases.places import centre_named, profile_of_county
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.outbox import enqueue
from slussen_contracts.agreements.centre_events import (
    CountyGoalsDecided,
    CountyMeetingEvent,
    CountyMeetingHeld,
    CountyMeetingRemoved,
)
from slussen_contracts.agreements.county_cooperation import CountyBody, CountyGoalsCreate, CountyMeetingCreate
from slussen_contracts.profiles import CountyProfile


@dataclass(frozen=True, slots=True)
class StandingGoals:
    """A county's goals, and where they stand in their cycle of revision."""

    goals: CountyGoals
    standing: RevisionStanding
    rule: RevisionRule


@dataclass(frozen=True, slots=True)
class BodyYear:
    """A body's rule, its meetings in a year and how many remain."""

    body: CountyBody
    rule: BodyRule
    met: tuple[CountyMeeting, ...]
    left: int


@dataclass(frozen=True, slots=True)
class CooperationYear:
    """A year of what a county's centres do together."""

    county_code: str
    year: int
    profile: CountyProfile
    bodies: tuple[BodyYear, ...]
    goals: StandingGoals | None
    findings: tuple[Finding, ...]


async def cooperation_year(
    session: AsyncSession, county_code: str, year: int, *, now: datetime
) -> CooperationYear:
    """Return a year of what a county's centres do together, with what falls short of its document."""
    today, whole = local_day(now), Period.of_year(year)
    judged_on = min(max(today, whole.first), whole.last)
    profile = profile_of_county(county_code, judged_on)
    met = await repository.county_meetings(session, county_code, whole)
    bodies = tuple(_body_year(body, rule, year, met) for body, rule in rules.body_rules(profile).items())
    decided = rules.goals_on(await repository.county_goals(session, county_code), judged_on)
    goals = _standing(decided, profile, today) if decided else None
    findings = [found for one in bodies for found in rules.body_findings(one.rule, year, one.met, today)]
    return CooperationYear(
        county_code, year, profile, bodies, goals, (*findings, *(goals.standing.findings if goals else ()))
    )


async def record_county_meeting(
    session: AsyncSession, wanted: CountyMeetingCreate, *, caller: Caller, now: datetime
) -> CountyMeeting:
    """Record that a body of the caller's county met, and announce it.

    Raises:
        OtherCountyError: The caller belongs to no county.
        InvalidError: The day has not come, or the host is no centre of the county.
    """
    county_code = require_county(caller.county_code)
    refuse(rules.held_faults("heldOn", wanted.held_on, local_day(now)))
    if wanted.host_centre_id is not None:
        host = await centre_named(session, wanted.host_centre_id, field="hostCentreId")
        refuse([unknown("hostCentreId")] if host.county_code != county_code else [])
    meeting = CountyMeeting(id=new_id(), county_code=county_code, **dict(wanted))
    await repository.add_county_meeting(session, meeting)
    _announce(session, CountyMeetingHeld, meeting, 1, now)
    return meeting


async def remove_county_meeting(
    session: AsyncSession, meeting_id: UUID, *, caller: Caller, now: datetime
) -> None:
    """Remove a meeting that was entered by mistake, and announce that.

    Raises:
        OtherCountyError: The caller belongs to no county.
        CountyMeetingNotFoundError: The caller's county has no such meeting.
    """
    county_code = require_county(caller.county_code)
    meeting = await repository.take_county_meeting(session, county_code, meeting_id)
    _announce(session, CountyMeetingRemoved, meeting, 2, now)


async def decide_goals(
    session: AsyncSession, wanted: CountyGoalsCreate, *, caller: Caller, now: datetime
) -> StandingGoals:
    """Record the goals that the caller's county decided on, and announce when they are to be revised.

    Raises:
        OtherCountyError: The caller belongs to no county.
        InvalidError: The day has not come.
        GoalsDecidedError: There are goals of that day.
    """
    county_code, today = require_county(caller.county_code), local_day(now)
    refuse(rules.held_faults("decidedOn", wanted.decided_on, today))
    goals = CountyGoals(id=new_id(), county_code=county_code, **dict(wanted))
    await repository.add_goals(session, goals)
    profile = profile_of_county(county_code, today)
    revise_by = next_revision(goals.decided_on, rules.goals_rule(profile))
    event = CountyGoalsDecided(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=county_code,
        aggregate_id=goals.id,
        aggregate_version=1,
        decided_on=goals.decided_on,
        number_of_goals=len(goals.goals),
        revise_by=None if isinstance(revise_by, NotRegulated) else revise_by,
    )
    enqueue(session, event)
    return _standing(goals, profile, today)


async def list_goals(session: AsyncSession, county_code: str, *, now: datetime) -> list[StandingGoals]:
    """Return all goals that a county has decided on, the newest first."""
    today = local_day(now)
    profile = profile_of_county(county_code, today)
    return [_standing(one, profile, today) for one in await repository.county_goals(session, county_code)]


def require_one_county(county_code: str | None) -> str:
    """Return the county that is asked about.

    Raises:
        OtherCountyError: A national caller has named none.
    """
    if county_code is None:
        raise OtherCountyError
    return county_code


def _body_year(body: CountyBody, rule: BodyRule, year: int, met: Sequence[CountyMeeting]) -> BodyYear:
    own = tuple(one for one in met if one.body is body)
    return BodyYear(body, rule, own, meetings_left(rule.meetings, year, [one.held_on for one in own]))


def _standing(goals: CountyGoals, profile: CountyProfile, today: date) -> StandingGoals:
    rule = rules.goals_rule(profile)
    return StandingGoals(goals, revision_standing(goals.decided_on, rule, today=today), rule)


def _announce(
    session: AsyncSession, kind: type[CountyMeetingEvent], of: CountyMeeting, version: int, now: datetime
) -> None:
    event = kind(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=of.county_code,
        aggregate_id=of.id,
        aggregate_version=version,
        body=of.body,
        held_on=of.held_on,
        host_centre_id=of.host_centre_id,
    )
    enqueue(session, event)
