"""A county's meetings and goals, and briefings on confidentiality; rows of organisations, not of people's data."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.county_cooperation import (
    CountyGoals,
    CountyMeeting,
    CountyMeetingNotFoundError,
    GoalsDecidedError,
)
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.staffing import Briefing, BriefingNotFoundError
from slussen_agreements.repository import rows
from slussen_agreements.tables import ConfidentialityBriefingRow, CountyGoalsRow, CountyMeetingRow

ONCE_A_DAY = {"county_decides_on_goals_once_a_day": GoalsDecidedError}


async def add_county_meeting(session: AsyncSession, meeting: CountyMeeting) -> None:
    """Insert a meeting that was held."""
    await rows.add(session, CountyMeetingRow(**rows.columns(CountyMeetingRow, meeting)))


async def take_county_meeting(session: AsyncSession, county_code: str, meeting_id: UUID) -> CountyMeeting:
    """Remove a meeting that was entered by mistake, and return it.

    Raises:
        CountyMeetingNotFoundError: The county has no such meeting.
    """
    row = await session.get(CountyMeetingRow, meeting_id)
    if row is None or row.county_code != county_code:
        raise CountyMeetingNotFoundError
    meeting = rows.thing(CountyMeeting, row)
    await session.delete(row)
    await rows.flush(session)
    return meeting


async def county_meetings(session: AsyncSession, county_code: str, period: Period) -> list[CountyMeeting]:
    """Return a county's meetings in a period, in the order of their days."""
    row, day = CountyMeetingRow, col(CountyMeetingRow.held_on)
    query = select(row).where(col(row.county_code) == county_code, day >= period.first, day <= period.last)
    return [rows.thing(CountyMeeting, one) for one in await session.exec(query.order_by(day, col(row.id)))]


async def add_goals(session: AsyncSession, goals: CountyGoals) -> None:
    """Insert a county's goals."""
    await rows.add(session, CountyGoalsRow(**rows.columns(CountyGoalsRow, goals)), ONCE_A_DAY)


async def county_goals(session: AsyncSession, county_code: str) -> list[CountyGoals]:
    """Return all goals that a county has decided on, the newest first."""
    row = CountyGoalsRow
    query = select(row).where(col(row.county_code) == county_code).order_by(col(row.decided_on).desc())
    return [rows.thing(CountyGoals, one) for one in await session.exec(query)]


async def add_briefing(session: AsyncSession, of: Briefing) -> None:
    """Insert a briefing."""
    await rows.add(session, ConfidentialityBriefingRow(**rows.columns(ConfidentialityBriefingRow, of)))


async def take_briefing(session: AsyncSession, centre_id: UUID, briefing_id: UUID) -> Briefing:
    """Remove a briefing that was entered by mistake, and return it.

    Raises:
        BriefingNotFoundError: The centre has no such briefing.
    """
    row = await session.get(ConfidentialityBriefingRow, briefing_id)
    if row is None or row.centre_id != centre_id:
        raise BriefingNotFoundError
    briefing = rows.thing(Briefing, row)
    await session.delete(row)
    await rows.flush(session)
    return briefing


async def briefings(session: AsyncSession, centre_id: UUID) -> list[Briefing]:
    """Return a centre's briefings, the earliest first."""
    row = ConfidentialityBriefingRow
    query = select(row).where(col(row.centre_id) == centre_id).order_by(col(row.briefed_on), col(row.id))
    return [rows.thing(Briefing, one) for one in await session.exec(query)]
