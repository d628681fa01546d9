"""Everything announced again, each thing at its current version, for readers that lost what they had.

Readers take an event only where its version is newer than what they keep, so that this harms nobody.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.repository import agreements, register
from slussen_agreements.use_cases.announcing import (
    announce_agreement,
    announce_authority,
    announce_board,
    announce_centre,
    announce_unit,
)

BATCH = 200

Step = Callable[[AsyncSession, UUID | None, datetime], Awaitable[UUID | None]]
"""Announces the next batch after an id; returns the last id, or None where there was nothing left."""


async def announce_authorities_after(session: AsyncSession, last: UUID | None, now: datetime) -> UUID | None:
    """Announce the next responsible authorities."""
    found = await register.authorities_after(session, last, BATCH)
    for authority in found:
        announce_authority(session, authority, now=now)
    return found[-1].id if found else None


async def announce_boards_after(session: AsyncSession, last: UUID | None, now: datetime) -> UUID | None:
    """Announce the next boards."""
    found = await register.boards_after(session, last, BATCH)
    for board in found:
        announce_board(session, board, now=now)
    return found[-1].id if found else None


async def announce_units_after(session: AsyncSession, last: UUID | None, now: datetime) -> UUID | None:
    """Announce the next units."""
    found = await register.units_after(session, last, BATCH)
    authorities = await register.authorities(session, {unit.authority_id for unit in found})
    for unit in found:
        announce_unit(session, unit, authorities[unit.authority_id].authority_type, now=now)
    return found[-1].id if found else None


async def announce_centres_after(session: AsyncSession, last: UUID | None, now: datetime) -> UUID | None:
    """Announce the next family centres."""
    found = await register.centres_after(session, last, BATCH)
    for centre in found:
        announce_centre(session, centre, now=now)
    return found[-1].id if found else None


async def announce_agreements_after(session: AsyncSession, last: UUID | None, now: datetime) -> UUID | None:
    """Announce the next agreements that are or were in force."""
    found = await agreements.agreements_to_announce(session, last, BATCH)
    for agreement in found:
        announce_agreement(session, agreement, now=now)
    return found[-1].id if found else None


STEPS: tuple[Step, ...] = (
    announce_authorities_after,
    announce_boards_after,
    announce_units_after,
    announce_centres_after,
    announce_agreements_after,
)
