"""What counties have added to their clause libraries."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.library import Addition, AdditionExistsError, AdditionNotFoundError
from slussen_agreements.repository import rows
from slussen_agreements.tables import LibraryAdditionRow

ONCE_A_DAY = {"county_adds_a_text_once_a_day": AdditionExistsError}


async def additions(session: AsyncSession, county_code: str) -> list[Addition]:
    """Return all that a county has added, by kind, key and first day."""
    row = LibraryAdditionRow
    order = (col(row.kind), col(row.key), col(row.valid_from))
    query = select(row).where(col(row.county_code) == county_code).order_by(*order)
    return [rows.thing(Addition, found) for found in await session.exec(query)]


async def get_addition(session: AsyncSession, county_code: str, addition_id: UUID) -> Addition:
    """Return an addition of a county, locked.

    Raises:
        AdditionNotFoundError: The county has no such addition.
    """
    row = LibraryAdditionRow
    query = select(row).where(col(row.id) == addition_id, col(row.county_code) == county_code)
    found = (await session.exec(query.with_for_update())).first()
    if found is None:
        raise AdditionNotFoundError
    return rows.thing(Addition, found)


async def add_addition(session: AsyncSession, of: Addition) -> None:
    """Insert an addition."""
    await rows.add(session, LibraryAdditionRow(**rows.columns(LibraryAdditionRow, of)), ONCE_A_DAY)


async def end_addition(session: AsyncSession, of: Addition) -> None:
    """Write an addition's last day; nothing else of it changes."""
    row = await session.get_one(LibraryAdditionRow, of.id)
    row.version, row.valid_through = of.version, of.valid_through
    await rows.flush(session)
