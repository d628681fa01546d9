"""Planned meetings and their decisions. Every read names the reader; row security holds the same beneath."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.days import Period
from slussen_agreements.domain.planned_meetings import Decision, PlannedMeeting, PlannedMeetingNotFoundError
from slussen_agreements.repository import rows
from slussen_agreements.tables.meetings import MeetingDecisionRow, PlannedMeetingRow


async def add_meeting(session: AsyncSession, meeting: PlannedMeeting) -> None:
    """Insert a planned meeting."""
    await rows.add(session, _row(meeting))


async def save_meeting(session: AsyncSession, meeting: PlannedMeeting) -> None:
    """Write a meeting that was read for update."""
    await rows.write(session, _row(meeting))


async def get_meeting(
    session: AsyncSession, centre_id: UUID, meeting_id: UUID, *, visible_to: UUID, for_update: bool = False
) -> PlannedMeeting:
    """Return a centre's planned meeting.

    Raises:
        PlannedMeetingNotFoundError: There is none, or none that the reader may see.
    """
    row = PlannedMeetingRow
    query = select(row).where(
        col(row.id) == meeting_id,
        col(row.centre_id) == centre_id,
        col(row.grants).contains([visible_to]),
    )
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = (await session.exec(query)).first()
    if found is None:
        raise PlannedMeetingNotFoundError
    return _meeting(found)


async def list_meetings(
    session: AsyncSession, centre_id: UUID, period: Period, *, visible_to: UUID
) -> list[PlannedMeeting]:
    """Return a centre's planned meetings of a period, in the order of their days."""
    row = PlannedMeetingRow
    day = col(row.planned_on)
    query = select(row).where(
        col(row.centre_id) == centre_id,
        day >= period.first,
        day <= period.last,
        col(row.grants).contains([visible_to]),
    )
    return [_meeting(found) for found in await session.exec(query.order_by(day, col(row.id)))]


async def find_next(session: AsyncSession, centre_id: UUID, *, visible_to: UUID) -> PlannedMeeting | None:
    """Return the first meeting whose minutes are not closed, be it that its day has passed."""
    row = PlannedMeetingRow
    query = select(row).where(
        col(row.centre_id) == centre_id,
        col(row.held_on).is_(None),
        col(row.grants).contains([visible_to]),
    )
    found = (await session.exec(query.order_by(col(row.planned_on), col(row.id)).limit(1))).first()
    return _meeting(found) if found else None


async def find_before(session: AsyncSession, meeting: PlannedMeeting, *, visible_to: UUID) -> UUID | None:
    """Return the id of the last meeting of the same kind that was held before this one."""
    row = PlannedMeetingRow
    query = select(row.id).where(
        col(row.centre_id) == meeting.centre_id,
        col(row.kind) == meeting.kind,
        col(row.held_on).is_not(None),
        col(row.planned_on) <= meeting.planned_on,
        col(row.id) != meeting.id,
        col(row.grants).contains([visible_to]),
    )
    return (await session.exec(query.order_by(col(row.planned_on).desc()).limit(1))).first()


async def add_decision(session: AsyncSession, decision: Decision) -> None:
    """Insert a decision."""
    values = rows.columns(MeetingDecisionRow, decision)
    await rows.add(session, MeetingDecisionRow(**{**values, "grants": list(decision.grants)}))


async def list_decisions(session: AsyncSession, meeting_id: UUID, *, visible_to: UUID) -> list[Decision]:
    """Return what was decided at a meeting, in the order in which it was."""
    row = MeetingDecisionRow
    query = select(row).where(
        col(row.planned_meeting_id) == meeting_id, col(row.grants).contains([visible_to])
    )
    return [_decision(found) for found in await session.exec(query.order_by(col(row.id)))]


async def list_duties(
    session: AsyncSession, centre_ids: Collection[UUID], period: Period, *, visible_to: UUID
) -> list[Decision]:
    """Return the decisions at some centres that are duties of a period."""
    row = MeetingDecisionRow
    day = col(row.due_on)
    query = select(row).where(
        col(row.centre_id).in_(centre_ids),
        day >= period.first,
        day <= period.last,
        col(row.grants).contains([visible_to]),
    )
    return [_decision(found) for found in await session.exec(query.order_by(day, col(row.id)))]


def _row(meeting: PlannedMeeting) -> PlannedMeetingRow:
    return PlannedMeetingRow(**{**rows.columns(PlannedMeetingRow, meeting), "grants": list(meeting.grants)})


def _meeting(row: PlannedMeetingRow) -> PlannedMeeting:
    return rows.thing(PlannedMeeting, row, grants=tuple(row.grants))


def _decision(row: MeetingDecisionRow) -> Decision:
    return rows.thing(Decision, row, grants=tuple(row.grants))
