"""Meetings held and coordinators' appointments."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.appointments import (
    AppointmentNotFoundError,
    CoordinatorAppointment,
    Meeting,
    MeetingNotFoundError,
)
from slussen_agreements.domain.days import Period
from slussen_agreements.repository import rows
from slussen_agreements.tables import CentreMeetingRow, CoordinatorAppointmentRow


async def add_meeting(session: AsyncSession, meeting: Meeting) -> None:
    """Insert a meeting that was held."""
    await rows.add(session, CentreMeetingRow(**rows.columns(CentreMeetingRow, meeting)))


async def get_meeting(session: AsyncSession, centre_id: UUID, meeting_id: UUID) -> Meeting:
    """Return a meeting that a centre held.

    Raises:
        MeetingNotFoundError: The centre has no such meeting.
    """
    row = await session.get(CentreMeetingRow, meeting_id)
    if row is None or row.centre_id != centre_id:
        raise MeetingNotFoundError
    return rows.thing(Meeting, row)


async def remove_meeting(session: AsyncSession, meeting: Meeting) -> None:
    """Remove a meeting that was entered by mistake."""
    row = await session.get(CentreMeetingRow, meeting.id)
    if row is not None:
        await session.delete(row)
        await rows.flush(session)


async def meetings(session: AsyncSession, centre_id: UUID, period: Period) -> list[Meeting]:
    """Return the meetings that a centre held in a period, in the order of their days."""
    day = col(CentreMeetingRow.held_on)
    query = select(CentreMeetingRow).where(
        col(CentreMeetingRow.centre_id) == centre_id, day >= period.first, day <= period.last
    )
    found = await session.exec(query.order_by(day, col(CentreMeetingRow.id)))
    return [rows.thing(Meeting, row) for row in found]


async def add_appointment(session: AsyncSession, appointment: CoordinatorAppointment) -> None:
    """Insert a coordinator's appointment."""
    await rows.add(session, _row(appointment))


async def save_appointment(session: AsyncSession, appointment: CoordinatorAppointment) -> None:
    """Write an appointment; the centre is locked by the caller."""
    await rows.write(session, _row(appointment))


async def get_appointment(
    session: AsyncSession, centre_id: UUID, appointment_id: UUID
) -> CoordinatorAppointment:
    """Return a coordinator's appointment at a centre.

    Raises:
        AppointmentNotFoundError: The centre has no such appointment.
    """
    row = await session.get(CoordinatorAppointmentRow, appointment_id, populate_existing=True)
    if row is None or row.centre_id != centre_id:
        raise AppointmentNotFoundError
    return rows.thing(CoordinatorAppointment, row)


async def appointments(session: AsyncSession, centre_id: UUID) -> list[CoordinatorAppointment]:
    """Return all appointments at a centre, the earliest first."""
    kind = CoordinatorAppointmentRow
    query = select(kind).where(col(kind.centre_id) == centre_id)
    found = await session.exec(query.order_by(col(kind.valid_from), col(kind.id)))
    return [rows.thing(CoordinatorAppointment, row) for row in found]


def coordinator_on(found: list[CoordinatorAppointment], day: date) -> str | None:
    """Return who is coordinator on a day, the one appointed last where tasks are shared."""
    in_force = [one.holder_subject for one in found if one.term.is_in_force(day)]
    return in_force[-1] if in_force else None


def _row(appointment: CoordinatorAppointment) -> CoordinatorAppointmentRow:
    return CoordinatorAppointmentRow(**rows.columns(CoordinatorAppointmentRow, appointment))
