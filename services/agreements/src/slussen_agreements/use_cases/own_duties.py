"""What a centre's meetings made duties of, read as one of those who take part in the centre."""

from dataclasses import replace
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.annual_wheel import Duty
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import planned_meetings
from slussen_chassis.auth import Caller
from slussen_chassis.database import context_of, set_context
from slussen_contracts.agreements import scopes


async def read_as(session: AsyncSession, reader: UUID) -> UUID:
    """Let the transaction work under an id from here on; return it."""
    await set_context(session, replace(context_of(session), authority_id=reader))
    return reader


async def reader_at(session: AsyncSession, centre: FamilyCentre, caller: Caller) -> UUID | None:
    """Return as whom a caller reads what belongs to those at a centre; None: as nobody.

    An authority reads as itself; the administration of the centre's own county under that county's id.
    """
    if caller.authority_id is not None:
        return caller.authority_id
    if scopes.ADMINISTER in caller.scopes and caller.county_code == centre.county_code:
        return await read_as(session, county_administration(centre.county_code))
    return None


async def own_duties(session: AsyncSession, centre: FamilyCentre, year: int) -> list[Duty]:
    """Return a year's duties that meetings decided, as far as the transaction's reader may see them."""
    reader = context_of(session).authority_id
    if reader is None:
        return []
    whole = Period.of_year(year)
    found = await planned_meetings.list_duties(session, [centre.id], whole, visible_to=reader)
    return [one.duty for one in found if one.duty is not None]
