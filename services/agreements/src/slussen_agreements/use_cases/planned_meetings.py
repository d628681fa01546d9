"""Meetings: planned, with an agenda that builds itself, decided at, and closed with their minutes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from slussen_agreements.domain import register_rules
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.planned_meetings import (
    AgendaItem,
    Decision,
    PlannedMeeting,
    PlannedMeetingNotFoundError,
    agenda,
    decision_faults,
    require_open,
)
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import planned_meetings as repository
from slussen_agreements.repository import register
from slussen_agreements.use_cases.annual_wheel import MarkedDuty, marked
from slussen_agreements.use_cases.centre_visits import Visit, centre_to_change, ground_on
from slussen_agreements.use_cases.matters import matters_of_centre, signing_for
from slussen_agreements.use_cases.own_duties import reader_at
from slussen_agreements.use_cases.steering import record_meeting
from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.web import check_version
from slussen_contracts.agreements.meetings import DecisionCreate, MinutesWrite, PlannedMeetingWrite
from slussen_contracts.agreements.steering import MeetingCreate

RESOURCE = "planned-meeting"


@dataclass(frozen=True, slots=True)
class PreparedMeeting:
    """A planned meeting with its agenda and what has been decided at it."""

    meeting: PlannedMeeting
    agenda: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]


async def plan_meeting(visit: Visit, wanted: PlannedMeetingWrite) -> PlannedMeeting:
    """Plan a meeting of the centre; all who take part in the centre see it.

    Raises:
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    writer = await _reader(visit, centre)
    meeting = PlannedMeeting(
        id=new_id(),
        county_code=centre.county_code,
        responsible_authority_id=writer,
        grants=await _grants(visit, centre, writer),
        centre_id=centre.id,
        **dict(wanted),
    )
    await repository.add_meeting(visit.session, meeting)
    audit.record(visit.session, "meeting.plan", resource_type=RESOURCE, resource_id=meeting.id)
    return meeting


async def list_meetings(visit: Visit, year: int) -> Sequence[PlannedMeeting]:
    """Return a year's planned meetings.

    Raises:
        PlannedMeetingNotFoundError: The caller takes no part in any centre and administers no county.
        CentreNotFoundError: There is no such centre.
    """
    centre = await register.get_centre(visit.session, visit.centre_id)
    reader = await _reader(visit, centre)
    audit.record(visit.session, "meeting.list", resource_type=RESOURCE)
    return await repository.list_meetings(visit.session, centre.id, Period.of_year(year), visible_to=reader)


async def prepared(visit: Visit, meeting_id: UUID) -> PreparedMeeting:
    """Return a planned meeting with its agenda.

    Raises:
        PlannedMeetingNotFoundError: There is none that the caller may see.
        CentreNotFoundError: There is no such centre.
    """
    centre = await register.get_centre(visit.session, visit.centre_id)
    reader = await _reader(visit, centre)
    meeting = await repository.get_meeting(visit.session, centre.id, meeting_id, visible_to=reader)
    audit.record(visit.session, "meeting.read", resource_type=RESOURCE, resource_id=meeting.id)
    return await _prepared(visit, meeting, reader)


async def next_meeting(visit: Visit) -> PreparedMeeting | None:
    """Return the centre's next meeting with its agenda; None where none is planned or the caller takes no part."""
    centre = await register.get_centre(visit.session, visit.centre_id)
    reader = await reader_at(visit.session, centre, visit.caller)
    if reader is None:
        return None
    meeting = await repository.find_next(visit.session, centre.id, visible_to=reader)
    return await _prepared(visit, meeting, reader) if meeting else None


async def change_meeting(
    visit: Visit, meeting_id: UUID, wanted: PlannedMeetingWrite, *, expected: int | None
) -> PlannedMeeting:
    """Move a planned meeting, or say where it is.

    Raises:
        MinutesClosedError: It has been held.
        DomainError: As `_to_change` says.
    """
    meeting = await _to_change(visit, meeting_id, expected)
    changed = replace(meeting, version=meeting.version + 1, **dict(wanted))
    await repository.save_meeting(visit.session, changed)
    audit.record(visit.session, "meeting.change", resource_type=RESOURCE, resource_id=changed.id)
    return changed


async def decide(visit: Visit, meeting_id: UUID, wanted: DecisionCreate) -> Decision:
    """Write down what a meeting decided; with a day it is a duty of the annual wheel at once.

    Raises:
        InvalidError: A duty without anybody, or a day before the meeting.
        MinutesClosedError: The minutes are closed.
        DomainError: As `_to_change` says.
    """
    meeting = await _to_change(visit, meeting_id, None)
    register_rules.refuse(decision_faults(meeting, wanted.due_on, wanted.owner))
    decision = Decision(
        id=new_id(),
        county_code=meeting.county_code,
        responsible_authority_id=await _writer(visit, meeting),
        grants=meeting.grants,
        centre_id=meeting.centre_id,
        planned_meeting_id=meeting.id,
        decided_on=min(visit.today, meeting.planned_on),
        **dict(wanted),
    )
    await repository.add_decision(visit.session, decision)
    audit.record(visit.session, "meeting.decide", resource_type=RESOURCE, resource_id=meeting.id)
    return decision


async def close_minutes(
    visit: Visit, meeting_id: UUID, wanted: MinutesWrite, *, expected: int | None
) -> PlannedMeeting:
    """Close a meeting's minutes: it was held, and counts against the county's minimum.

    Raises:
        InvalidError: The day has not come.
        MinutesClosedError: They are closed already.
        DomainError: As `_to_change` says.
    """
    meeting = await _to_change(visit, meeting_id, expected)
    documented = await _is_documented(visit, meeting, wanted)
    held = await record_meeting(
        visit,
        MeetingCreate(
            kind=meeting.kind, held_on=wanted.held_on, purpose=wanted.purpose, documented=documented
        ),
    )
    closed = replace(
        meeting,
        version=meeting.version + 1,
        notes=wanted.notes,
        held_on=held.held_on,
        meeting_id=held.id,
    )
    await repository.save_meeting(visit.session, closed)
    audit.record(visit.session, "meeting.close-minutes", resource_type=RESOURCE, resource_id=closed.id)
    return closed


async def _is_documented(visit: Visit, meeting: PlannedMeeting, wanted: MinutesWrite) -> bool | None:
    """Tell whether a meeting is written down: it has notes, or a decision; None: nobody has said."""
    reader = await _writer(visit, meeting)
    if wanted.notes or await repository.list_decisions(visit.session, meeting.id, visible_to=reader):
        return True
    return None


async def _prepared(visit: Visit, meeting: PlannedMeeting, reader: UUID) -> PreparedMeeting:
    decisions = await repository.list_decisions(visit.session, meeting.id, visible_to=reader)
    points: tuple[AgendaItem, ...] = ()
    if meeting.held_on is None:
        before = await repository.find_before(visit.session, meeting, visible_to=reader)
        earlier = await repository.list_decisions(visit.session, before, visible_to=reader) if before else []
        points = agenda(
            meeting,
            duties=[(one.duty, one.mark) for one in await duties_around(visit)],
            decisions=earlier,
            matters=await matters_of_centre(
                visit.session,
                meeting.centre_id,
                reader=reader,
                signs_for=signing_for(visit.caller),
                today=visit.today,
            ),
            today=visit.today,
        )
    return PreparedMeeting(meeting, points, tuple(decisions))


async def duties_around(visit: Visit) -> list[MarkedDuty]:
    """Return the duties of last year, this year and the next."""
    ground = await ground_on(visit, visit.today)
    await reader_at(visit.session, ground.centre, visit.caller)
    this = visit.today.year
    return [
        one
        for year in (this - 1, this, this + 1)
        for one in await marked(visit.session, ground, year, visit.today)
    ]


async def _to_change(visit: Visit, meeting_id: UUID, expected: int | None) -> PlannedMeeting:
    """Return a meeting, locked, that is still to be held.

    Raises:
        PlannedMeetingNotFoundError: There is none that the caller may see.
        PreconditionFailedError: It has another version than `expected`.
        MinutesClosedError: It was held.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    reader = await _reader(visit, centre)
    meeting = await repository.get_meeting(
        visit.session, centre.id, meeting_id, visible_to=reader, for_update=True
    )
    check_version(meeting.version, expected)
    require_open(meeting)
    return meeting


async def _reader(visit: Visit, centre: FamilyCentre) -> UUID:
    reader = await reader_at(visit.session, centre, visit.caller)
    if reader is None:
        raise PlannedMeetingNotFoundError
    return reader


async def _writer(visit: Visit, meeting: PlannedMeeting) -> UUID:
    return visit.caller.authority_id or county_administration(meeting.county_code)


async def _grants(visit: Visit, centre: FamilyCentre, writer: UUID) -> tuple[UUID, ...]:
    """Return who sees a centre's meetings: the authorities of its units, and its county's administration."""
    units = await register.units(visit.session, centre.unit_ids)
    authorities = sorted({unit.authority_id for unit in units.values()})
    return tuple(dict.fromkeys([*authorities, county_administration(centre.county_code), writer]))
