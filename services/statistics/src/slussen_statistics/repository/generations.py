"""Generations of figures: which one is read, and which one is being made beside it."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.database import Database

_LOCK = "hashtext('statistics generation')"
_SHARED = text(f"SELECT pg_advisory_xact_lock_shared({_LOCK})")
_ALONE = text(f"SELECT pg_advisory_xact_lock({_LOCK})")
_READ = text("SELECT current, building FROM rebuild_state")
_BEGIN = text(
    "UPDATE rebuild_state SET building = coalesce(building, current + 1) RETURNING current, building"
)
_END = text("UPDATE rebuild_state SET current = building, building = NULL WHERE building = :generation")
_TRY_TO_LEAD = text("SELECT pg_try_advisory_lock(hashtext('statistics rebuild'))")
_LEAD_NO_MORE = text("SELECT pg_advisory_unlock(hashtext('statistics rebuild'))")
# In the order of the primary key, so that it is a look in the index where nothing is left.
_FORGET = tuple(
    text(
        f"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table}"  # noqa: S608 - own tables' names
        " WHERE generation < (SELECT current FROM rebuild_state) ORDER BY generation LIMIT :most))"
    )
    for table in ("figure", "presence")
)


@dataclass(frozen=True, slots=True)
class Generations:
    """The generation of figures that is read, and the one that is being made, if any."""

    current: int
    building: int | None


async def hold(session: AsyncSession) -> Generations:
    """Return the generations, which stay as they are until this transaction ends."""
    kept: Generations | None = session.info.get("generations")
    if kept is None:
        connection = await session.connection()
        await connection.execute(_SHARED)
        row = (await connection.execute(_READ)).one()
        kept = session.info["generations"] = Generations(row.current, row.building)
    return kept


async def begin(session: AsyncSession) -> Generations:
    """Begin a new generation beside the present one, or go on with one that was begun; waits for all writers."""
    connection = await session.connection()
    await connection.execute(_ALONE)
    row = (await connection.execute(_BEGIN)).one()
    return Generations(row.current, row.building)


async def find_building(session: AsyncSession) -> int | None:
    """Return the generation that was begun and is not done."""
    row = (await (await session.connection()).execute(_READ)).one()
    return Generations(row.current, row.building).building


async def end(session: AsyncSession, generation: int) -> None:
    """Let the new generation be the one that is read, unless it is already.

    Waits for all writers, whose next ones see it.
    """
    connection = await session.connection()
    await connection.execute(_ALONE)
    await connection.execute(_END, {"generation": generation})


async def forget_some(session: AsyncSession, *, most: int) -> int:
    """Remove some of the figures and presences of former generations; return how many, 0 where none is left."""
    connection = await session.connection()
    for forget in _FORGET:
        if forgotten := (await connection.execute(forget, {"most": most})).rowcount:
            return forgotten
    return 0


@contextlib.asynccontextmanager
async def alone(database: Database) -> AsyncIterator[bool]:
    """Be the only one who makes or forgets generations until the block ends; tell whether that is so.

    The lock belongs to a connection of its own: who is killed holds up nobody.
    """
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        is_alone = bool(await connection.scalar(_TRY_TO_LEAD))
        try:
            yield is_alone
        finally:
            if is_alone:
                await connection.execute(_LEAD_NO_MORE)
