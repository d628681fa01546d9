"""Taps that have been counted, so that none counts twice; they hold no number."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.tables import CounterTapRow

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext(:centre), hashtext(:day))")


async def take_turn(session: AsyncSession, centre_id: UUID, day: date) -> None:
    """Wait until no other transaction counts the centre's day."""
    parameters = {"centre": str(centre_id), "day": day.isoformat()}
    await (await session.connection()).execute(_ONE_AT_A_TIME, parameters)


async def add_taps(session: AsyncSession, centre_id: UUID, taps: Mapping[UUID, date]) -> frozenset[UUID]:
    """Note taps as counted; return those that were not before."""
    rows = [{"centre_id": centre_id, "id": tap, "on_day": on} for tap, on in sorted(taps.items())]
    statement = insert(CounterTapRow).values(rows).on_conflict_do_nothing()
    found = await (await session.connection()).execute(statement.returning(col(CounterTapRow.id)))
    return frozenset(found.scalars())


async def find_taps(session: AsyncSession, centre_id: UUID, taps: Collection[UUID]) -> frozenset[UUID]:
    """Return those of the taps that were counted."""
    tap = CounterTapRow
    query = select(tap.id).where(col(tap.centre_id) == centre_id).where(col(tap.id).in_(taps))
    return frozenset((await session.exec(query)).all())


async def forget_taps(session: AsyncSession, centre_id: UUID, *, before: date) -> None:
    """Forget taps that are too old to come again."""
    tap = CounterTapRow
    old = delete(tap).where(col(tap.centre_id) == centre_id).where(col(tap.on_day) < before)
    await (await session.connection()).execute(old)
