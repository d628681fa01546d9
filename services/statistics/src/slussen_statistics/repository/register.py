"""Copies of units, centres, agreements and coordinators, as the register announced them."""

from datetime import date
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.tables import AgreementCopyRow, CentreCopyRow, CoordinatorCopyRow, UnitCopyRow

Copy = UnitCopyRow | CentreCopyRow | AgreementCopyRow | CoordinatorCopyRow


async def save_newer(session: AsyncSession, row: Copy) -> None:
    """Keep a copy where it is no older than the one we have: the same version may tell more than it did before."""
    kind = type(row)
    values = row.model_dump()
    statement = insert(kind).values(values)
    key = [column.name for column in inspect(kind).primary_key]
    newer = statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in values if name not in key},
        where=col(kind.version) <= statement.excluded.version,
    )
    await (await session.connection()).execute(newer)


async def find_centre_of_unit(
    session: AsyncSession, centre_id: UUID, *, unit_id: UUID, on: date
) -> CentreCopyRow | None:
    """Return the centre if the unit works at it on the day `on`; None where it does not."""
    at_centre = (
        select(UnitCopyRow.unit_id)
        .where(col(UnitCopyRow.unit_id) == unit_id)
        .where(col(UnitCopyRow.centre_ids).contains([centre_id]))
        .where(col(UnitCopyRow.valid_from) <= on)
        .where(col(UnitCopyRow.valid_through).is_(None) | (col(UnitCopyRow.valid_through) >= on))
    )
    query = select(CentreCopyRow).where(col(CentreCopyRow.centre_id) == centre_id).where(at_centre.exists())
    return (await session.exec(query)).first()


async def find_centre(session: AsyncSession, centre_id: UUID) -> CentreCopyRow | None:
    """Return a centre; None where the register has not told of it yet."""
    query = select(CentreCopyRow).where(col(CentreCopyRow.centre_id) == centre_id)
    return (await session.exec(query)).first()


async def list_authorities(session: AsyncSession, centre_id: UUID, *, on: date) -> list[UUID]:
    """Return the authorities whose units work at a centre on a day."""
    query = (
        select(UnitCopyRow.authority_id)
        .where(col(UnitCopyRow.centre_ids).contains([centre_id]))
        .where(col(UnitCopyRow.valid_from) <= on)
        .where(col(UnitCopyRow.valid_through).is_(None) | (col(UnitCopyRow.valid_through) >= on))
        .where(col(UnitCopyRow.authority_id).is_not(None))
        .distinct()
    )
    return sorted(found for found in (await session.exec(query)).all() if found is not None)


async def list_centres(session: AsyncSession, county_code: str) -> list[CentreCopyRow]:
    """Return a county's centres, those that have closed included."""
    query = select(CentreCopyRow).where(col(CentreCopyRow.county_code) == county_code)
    return list((await session.exec(query.order_by(col(CentreCopyRow.centre_id)))).all())


async def list_agreements(session: AsyncSession, county_code: str) -> list[AgreementCopyRow]:
    """Return a county's collaboration agreements, those that have ended included."""
    query = select(AgreementCopyRow).where(col(AgreementCopyRow.county_code) == county_code)
    return list((await session.exec(query.order_by(col(AgreementCopyRow.agreement_id)))).all())


async def list_coordinators(session: AsyncSession, county_code: str) -> list[CoordinatorCopyRow]:
    """Return a county's appointments of coordinators, those that have ended included."""
    query = select(CoordinatorCopyRow).where(col(CoordinatorCopyRow.county_code) == county_code)
    return list((await session.exec(query.order_by(col(CoordinatorCopyRow.appointment_id)))).all())
