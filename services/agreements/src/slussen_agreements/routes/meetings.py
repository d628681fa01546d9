"""A centre's planned meetings over REST: agenda, decisions that become duties, minutes."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from slussen_agreements.domain.annual_wheel import Duty
from slussen_agreements.domain.attention import Matter
from slussen_agreements.domain.planned_meetings import AgendaItem, Decision, PlannedMeeting
from slussen_agreements.routes.answers import COORDINATES, READS, created
from slussen_agreements.routes.visits import CENTRE, AtCentre, Year
from slussen_agreements.use_cases import planned_meetings
from slussen_agreements.use_cases.planned_meetings import PreparedMeeting
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import RequiredIfMatch, set_etag
from slussen_contracts.agreements.meetings import (
    AgendaItemRead,
    DecisionCreate,
    DecisionRead,
    MinutesWrite,
    PlannedMeetingList,
    PlannedMeetingRead,
    PlannedMeetingWrite,
    PreparedMeetingRead,
)

router = APIRouter(prefix=f"{CENTRE}/planned-meetings", route_class=TransactionRoute, tags=["steering"])

ASKED = {
    "sign": ("Avtalet ska undertecknas", "The agreement is to be signed"),
    "rejected": ("Avtalets lydelse är avböjd", "The agreement's wording was rejected"),
    "fill": ("Avtalet saknar avsnitt", "The agreement lacks clauses"),
    "activate": ("Avtalet kan sättas i kraft", "The agreement can be put into force"),
    "await": ("Avtalet väntar på underskrift", "The agreement awaits signatures"),
    "ends": ("Avtalet upphör", "The agreement ends"),
    "revise": ("Avtalet ska gås igenom", "The agreement is to be looked over"),
}


@router.post("", operation_id="planMeeting", status_code=201, dependencies=COORDINATES)
async def plan_meeting(
    visit: AtCentre, wanted: PlannedMeetingWrite, response: Response
) -> PlannedMeetingRead:
    """Planera ett möte; dagordningen byggs av det som är på gång. / Plan a meeting; its agenda builds itself."""
    meeting = await planned_meetings.plan_meeting(visit, wanted)
    created(response, f"/family-centres/{visit.centre_id}/planned-meetings/{meeting.id}", meeting.version)
    return PlannedMeetingRead(**_members(meeting))


@router.get("", operation_id="listPlannedMeetings", dependencies=READS)
async def list_meetings(visit: AtCentre, year: Year) -> PlannedMeetingList:
    """Lista ett års planerade möten. / List a year's planned meetings."""
    found = await planned_meetings.list_meetings(visit, year)
    return PlannedMeetingList(items=tuple(PlannedMeetingRead(**_members(one)) for one in found))


@router.get("/{meeting_id}", operation_id="getPlannedMeeting", dependencies=READS)
async def get_meeting(visit: AtCentre, meeting_id: UUID, response: Response) -> PreparedMeetingRead:
    """Visa ett möte med dagordning och beslut. / Show a meeting with its agenda and decisions."""
    return _prepared(await planned_meetings.prepared(visit, meeting_id), response)


@router.put("/{meeting_id}", operation_id="changePlannedMeeting", dependencies=COORDINATES)
async def change_meeting(
    visit: AtCentre,
    meeting_id: UUID,
    wanted: PlannedMeetingWrite,
    response: Response,
    expected: RequiredIfMatch,
) -> PlannedMeetingRead:
    """Flytta ett möte eller ändra platsen. / Move a meeting or change its place."""
    meeting = await planned_meetings.change_meeting(visit, meeting_id, wanted, expected=expected)
    set_etag(response, meeting.version)
    return PlannedMeetingRead(**_members(meeting))


@router.post(
    "/{meeting_id}/decisions", operation_id="recordDecision", status_code=201, dependencies=COORDINATES
)
async def record_decision(visit: AtCentre, meeting_id: UUID, wanted: DecisionCreate) -> DecisionRead:
    """Skriv ned ett beslut; med en dag blir det en uppgift i årshjulet. / Record a decision; with a day, a duty."""
    return _decision(await planned_meetings.decide(visit, meeting_id, wanted))


@router.post("/{meeting_id}/minutes", operation_id="closeMinutes", dependencies=COORDINATES)
async def close_minutes(
    visit: AtCentre, meeting_id: UUID, wanted: MinutesWrite, response: Response, expected: RequiredIfMatch
) -> PlannedMeetingRead:
    """Justera protokollet; mötet räknas mot länets krav. / Close the minutes; the meeting counts."""
    meeting = await planned_meetings.close_minutes(visit, meeting_id, wanted, expected=expected)
    set_etag(response, meeting.version)
    return PlannedMeetingRead(**_members(meeting))


def _members(meeting: PlannedMeeting) -> dict[str, object]:
    names = ("id", "version", "centre_id", "kind", "planned_on", "starts_at", "place", "held_on", "notes")
    return {name: getattr(meeting, name) for name in names}


def _prepared(found: PreparedMeeting, response: Response) -> PreparedMeetingRead:
    set_etag(response, found.meeting.version)
    return PreparedMeetingRead(
        **_members(found.meeting),
        agenda=tuple(_point(point) for point in found.agenda),
        decisions=tuple(_decision(decision) for decision in found.decisions),
    )


def _decision(decision: Decision) -> DecisionRead:
    duty = decision.duty
    return DecisionRead(
        id=decision.id,
        text=decision.text,
        owner=decision.owner,
        due_on=decision.due_on,
        decided_on=decision.decided_on,
        duty_key=duty.key if duty else None,
    )


def _point(point: AgendaItem) -> AgendaItemRead:
    match point.about:
        case Duty() as duty:
            sv, en = duty.what.sv, duty.what.en
            return AgendaItemRead(ground=point.ground, sv=sv, en=en, day=point.day, duty_key=duty.key)
        case Decision(text=text):
            return AgendaItemRead(ground=point.ground, sv=text, en=text, day=point.day)
        case Matter(ask=ask, agreement=agreement):
            sv, en = ASKED[ask]
            return AgendaItemRead(ground=point.ground, sv=sv, en=en, day=point.day, agreement_id=agreement.id)
