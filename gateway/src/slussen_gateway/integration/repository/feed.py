"""The feed in the database: appended in one order, read by position at a cost that others' events do not change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, delete, func, select, union_all, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel import select as select_model
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_gateway.integration.domain.feed import EVERYBODY, Entry, Filter
from slussen_gateway.integration.tables import FeedEntryRow, FeedHeadRow, ReadingRow, UnitAuthorityRow

COUNTED_AT_MOST = 100_000
MOST_POSITION = 2**62


async def append(
    session: AsyncSession,
    envelope: Mapping[str, Any],
    authorities: Collection[UUID],
    *,
    responsible: Collection[UUID],
    at: datetime,
) -> int:
    """Add a thin event to the feeds of `authorities`; return its position. `responsible` is whose its thing is.

    The head stays locked until the commit, so that nobody sees a position before all smaller ones are there.
    """
    head = update(FeedHeadRow).values(position=FeedHeadRow.position + 1).returning(col(FeedHeadRow.position))
    connection = await session.connection()
    position: int = (await connection.execute(head)).scalar_one()
    row = {
        "position": position,
        "event_id": UUID(envelope["id"]),
        "type": envelope["type"],
        "county_code": envelope["countycode"],
        "envelope": envelope,
        "recorded_at": at,
        "responsible_ids": sorted(responsible),
    }
    await connection.execute(insert(FeedEntryRow), [{**row, "authority_id": each} for each in authorities])
    return position


async def list_entries(
    session: AsyncSession,
    *,
    visible_to: UUID,
    after: int,
    wanted: Filter,
    most: int,
    through: int | None = None,
) -> Sequence[Entry]:
    """Return the next `most` events after a position, of the authority's feed and of everybody's."""
    columns = (col(FeedEntryRow.position), col(FeedEntryRow.envelope))
    last = MOST_POSITION if through is None else through
    parts = [
        _narrowed(select(*columns), feed, wanted)
        .where(col(FeedEntryRow.position) > after, col(FeedEntryRow.position) <= last)
        .order_by(col(FeedEntryRow.position))
        .limit(most)
        .subquery()
        for feed in (visible_to, EVERYBODY)
    ]
    both = union_all(*(select(part) for part in parts)).subquery()
    found = await (await session.connection()).execute(
        select(both.c.position, both.c.envelope).order_by(both.c.position).limit(most)
    )
    return [Entry(position, envelope) for position, envelope in found]


async def list_newest(session: AsyncSession, *, visible_to: UUID, most: int) -> Sequence[int]:
    """Return the positions of the newest events that an authority may know, the newest first."""
    parts = [
        select(col(FeedEntryRow.position))
        .where(col(FeedEntryRow.authority_id) == feed)
        .order_by(col(FeedEntryRow.position).desc())
        .limit(most)
        .subquery()
        for feed in (visible_to, EVERYBODY)
    ]
    both = union_all(*(select(part) for part in parts)).subquery()
    query = select(both.c.position).order_by(both.c.position.desc()).limit(most)
    return [row.position for row in await (await session.connection()).execute(query)]


async def count_entries(
    session: AsyncSession, *, visible_to: UUID, after: int, through: int | None, wanted: Filter
) -> int:
    """Return how many events lie after a position, and up to another; at most `COUNTED_AT_MOST` of each feed."""
    counted = 0
    for feed in (visible_to, EVERYBODY):
        query = _narrowed(select(col(FeedEntryRow.position)), feed, wanted).where(
            col(FeedEntryRow.position) > after
        )
        if through is not None:
            query = query.where(col(FeedEntryRow.position) <= through)
        some = query.limit(COUNTED_AT_MOST).subquery()
        connection = await session.connection()
        counted += (await connection.execute(select(func.count()).select_from(some))).scalar_one()
    return counted


def _narrowed(query: "Select[Any]", feed: UUID, wanted: Filter) -> "Select[Any]":
    query = query.where(col(FeedEntryRow.authority_id) == feed)
    if wanted.types:
        query = query.where(col(FeedEntryRow.type).in_(sorted(wanted.types)))
    if wanted.counties:
        query = query.where(col(FeedEntryRow.county_code).in_(sorted(wanted.counties)))
    if wanted.authorities:
        query = query.where(
            cast("Any", col(FeedEntryRow.responsible_ids)).overlap(sorted(wanted.authorities))
        )
    return query


async def head(session: AsyncSession) -> int:
    """Return the newest position; 0 where nothing has happened yet."""
    return (await session.exec(select_model(FeedHeadRow.position))).one()


async def find_reading(session: AsyncSession, client_id: str, *, visible_to: UUID) -> int | None:
    """Return how far a client says that it has read; None where it never said."""
    row = await session.get(ReadingRow, (visible_to, client_id))
    return row.position if row else None


async def save_reading(
    session: AsyncSession, client_id: str, position: int, *, kept_by: UUID, at: datetime
) -> None:
    """Keep how far a client has read."""
    values = {"authority_id": kept_by, "client_id": client_id, "position": position, "read_at": at}
    statement = insert(ReadingRow).values(values)
    kept = statement.on_conflict_do_update(
        index_elements=["authority_id", "client_id"], set_={"position": position, "read_at": at}
    )
    await (await session.connection()).execute(kept)


async def authorities_of(session: AsyncSession, unit_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Return the responsible authority of each of the units that is known."""
    query = select_model(UnitAuthorityRow).where(col(UnitAuthorityRow.unit_id).in_(unit_ids))
    return {row.unit_id: row.authority_id for row in await session.exec(query)}


async def save_unit(session: AsyncSession, unit_id: UUID, *, version: int, authority_id: UUID) -> None:
    """Keep whose a unit is, where this is newer than what we have."""
    statement = insert(UnitAuthorityRow).values(unit_id=unit_id, version=version, authority_id=authority_id)
    newer = statement.on_conflict_do_update(
        index_elements=["unit_id"],
        set_={"version": version, "authority_id": authority_id},
        where=col(UnitAuthorityRow.version) < version,
    )
    await (await session.connection()).execute(newer)


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Remove what is older than the feed promises to keep."""
    await (await session.connection()).execute(
        delete(FeedEntryRow).where(col(FeedEntryRow.recorded_at) < moment)
    )
