"""Generations of figures: which one is read, and which one is being made beside it."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_LOCK = "hashtext('statistics generation')"
_SHARED = text(f"SELECT pg_advisory_xact_lock_shared({_LOCK})")
_ALONE = text(f"SELECT pg_advisory_xact_lock({_LOCK})")
_READ = text("SELECT current, building FROM rebuild_state")
_BEGIN = text(
    "UPDATE rebuild_state SET building = coalesce(building, current + 1) RETURNING current, building"
)
_END = text("UPDATE rebuild_state SET current = building, building = NULL RETURNING current")
_FORGET_FIGURES = text("DELETE FROM figure WHERE generation < :generation")
_FORGET_PRESENCES = text("DELETE FROM presence WHERE generation < :generation")


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


async def end(session: AsyncSession) -> None:
    """Let the new generation be the one that is read; waits for all writers, whose next ones see it."""
    connection = await session.connection()
    await connection.execute(_ALONE)
    await connection.execute(_END)


async def forget_before(session: AsyncSession, generation: int) -> None:
    """Remove the figures of former generations."""
    connection = await session.connection()
    await connection.execute(_FORGET_FIGURES, {"generation": generation})
    await connection.execute(_FORGET_PRESENCES, {"generation": generation})
