"""What a county's centres do together, over REST."""

from uuid import UUID

from fastapi import APIRouter

from slussen_agreements.routes.answers import ADMINISTERS, PREFIX, READS, ListedCounty, read
from slussen_agreements.routes.visits import Year, found, named
from slussen_agreements.use_cases import county_cooperation
from slussen_agreements.use_cases.county_cooperation import BodyYear, StandingGoals, require_one_county
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.county_cooperation import (
    CountyBodyRead,
    CountyCooperationRead,
    CountyGoalsCreate,
    CountyGoalsList,
    CountyGoalsRead,
    CountyMeetingCreate,
    CountyMeetingRead,
)
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.agreements.lifecycle import RevisionRead

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["county-cooperation"])


@router.get("/county-cooperation", operation_id="getCountyCooperation", dependencies=READS)
async def get_county_cooperation(
    year: Year, session: Transaction, county_code: ListedCounty, now: Now
) -> CountyCooperationRead:
    """Visa ett års möten och mål i länet mot länets minimum. / Show a year of the county's meetings and goals."""
    county = require_one_county(county_code)
    of = await county_cooperation.cooperation_year(session, county, year, now=now)
    return CountyCooperationRead(
        county_code=of.county_code,
        year=of.year,
        profile_id=of.profile.id,
        profile_first_day=of.profile.first_day,
        bodies=tuple(_body(one) for one in of.bodies),
        goals=_goals(of.goals) if of.goals else None,
        findings=found(of.findings),
    )


@router.post(
    "/county-meetings", operation_id="recordCountyMeeting", status_code=201, dependencies=ADMINISTERS
)
async def record_meeting(
    wanted: CountyMeetingCreate, session: Transaction, caller: CurrentCaller, now: Now
) -> CountyMeetingRead:
    """Anteckna att en grupp i länet har mötts. / Record that a body of the county met."""
    made = await county_cooperation.record_county_meeting(session, wanted, caller=caller, now=now)
    return read(CountyMeetingRead, made)


@router.delete(
    "/county-meetings/{meeting_id}",
    operation_id="removeCountyMeeting",
    status_code=204,
    dependencies=ADMINISTERS,
)
async def remove_meeting(meeting_id: UUID, session: Transaction, caller: CurrentCaller, now: Now) -> None:
    """Ta bort ett möte som antecknats av misstag. / Remove a meeting that was entered by mistake."""
    await county_cooperation.remove_county_meeting(session, meeting_id, caller=caller, now=now)


@router.post("/county-goals", operation_id="decideCountyGoals", status_code=201, dependencies=ADMINISTERS)
async def decide_goals(
    wanted: CountyGoalsCreate, session: Transaction, caller: CurrentCaller, now: Now
) -> CountyGoalsRead:
    """Anteckna länets mål som de beslutats eller reviderats. / Record the county's goals as decided on."""
    return _goals(await county_cooperation.decide_goals(session, wanted, caller=caller, now=now))


@router.get("/county-goals", operation_id="listCountyGoals", dependencies=READS)
async def list_goals(session: Transaction, county_code: ListedCounty, now: Now) -> CountyGoalsList:
    """Visa länets mål, de senaste först, och när de ska revideras. / Show the county's goals, the newest first."""
    decided = await county_cooperation.list_goals(session, require_one_county(county_code), now=now)
    return CountyGoalsList(items=tuple(_goals(one) for one in decided))


def _body(one: BodyYear) -> CountyBodyRead:
    rule = one.rule.meetings
    is_silent = rule.min_per_year is None
    return CountyBodyRead(
        **dict(named(rule.name)),
        regulated_by=RegulatedBy.NOT_REGULATED if is_silent else RegulatedBy.COUNTY,
        min_per_year=rule.min_per_year,
        left=one.left,
        host_rotation=one.rule.host_rotation,
        meetings=tuple(read(CountyMeetingRead, meeting) for meeting in one.met),
    )


def _goals(one: StandingGoals) -> CountyGoalsRead:
    return CountyGoalsRead(
        id=one.goals.id,
        county_code=one.goals.county_code,
        decided_on=one.goals.decided_on,
        goals=one.goals.goals,
        revision=RevisionRead(
            state=one.standing.state.value,
            due_on=one.standing.due_on,
            may_revise_now=one.standing.may_revise_now,
            revised_by=one.rule.by,
        ),
    )
