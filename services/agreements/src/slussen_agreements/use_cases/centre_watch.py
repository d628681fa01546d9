"""What is said of centres when a day comes: their duties, and the week that ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.repository import register
from slussen_agreements.use_cases.annual_wheel import notice_duties
from slussen_agreements.use_cases.opening_weeks import announce_week

CENTRES_AT_ONCE: Final = 200


async def next_centres(session: AsyncSession, last: UUID | None) -> Sequence[FamilyCentre]:
    """Return the next centres after an id."""
    return await register.centres_after(session, last, CENTRES_AT_ONCE)


async def notice_centre(session: AsyncSession, centre: FamilyCentre, now: datetime) -> None:
    """Announce what is new about one centre's duties and its week that ended."""
    await notice_duties(session, centre, now)
    await announce_week(session, centre, now)
