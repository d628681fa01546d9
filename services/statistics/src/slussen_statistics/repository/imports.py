"""Entries by the file: found, added and corrected in a few statements, however many they are."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.repository.sight import seen_by
from slussen_statistics.tables import EntryRow


async def find_by_keys(
    session: AsyncSession, centre_id: UUID, kind: str, keys: Collection[str], *, visible_to: UUID | None
) -> Mapping[str, EntryRow]:
    """Return the entries of natural keys that an authority may see, by key, locked; those that are not there lack."""
    query = (
        select(EntryRow)
        .where(col(EntryRow.centre_id) == centre_id)
        .where(col(EntryRow.kind) == kind)
        .where(col(EntryRow.natural_key).in_(keys))
        .where(seen_by(EntryRow, visible_to))
        .order_by(col(EntryRow.natural_key))
        .with_for_update()
    )
    return {row.natural_key: row for row in (await session.exec(query)).all()}


async def add_many(session: AsyncSession, rows: Sequence[EntryRow]) -> frozenset[UUID]:
    """Keep new entries; return the ids of those whose natural key there was none of."""
    if not rows:
        return frozenset()
    made = insert(EntryRow).on_conflict_do_nothing(index_elements=["centre_id", "kind", "natural_key"])
    connection = await session.connection()
    found = await connection.execute(made.returning(col(EntryRow.id)), [row.model_dump() for row in rows])
    return frozenset(found.scalars())
