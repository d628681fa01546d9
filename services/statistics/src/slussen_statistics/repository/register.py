"""Copies of units and centres, as the register announced them."""

from datetime import date
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.tables import CentreCopyRow, UnitCopyRow


async def save_newer(session: AsyncSession, row: UnitCopyRow | CentreCopyRow) -> None:
    """Keep a copy where it is newer than the one we have."""
    kind = type(row)
    values = row.model_dump()
    statement = insert(kind).values(values)
    key = [column.name for column in inspect(kind).primary_key]
    newer = statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in values if name not in key},
        where=col(kind.version) < statement.excluded.version,
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
