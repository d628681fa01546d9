"""How many decisions were made on a day, by who asked and what came of it; which days have been counted."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_COUNTED: Final = text("SELECT day FROM decision_day WHERE day = ANY(CAST(:days AS date[]))")
_MARK: Final = text(
    "INSERT INTO decision_day (day, counted_at) VALUES (:day, :now) ON CONFLICT DO NOTHING RETURNING day"
)
_NUMBERS: Final = text("""
    SELECT county_code, responsible_authority_id, (document ->> 'centreId')::uuid AS centre_id,
           document ->> 'boundary' AS boundary, outcome, count(*) AS number
    FROM disclosure_decision
    WHERE decided_at >= CAST(:day AS date) - interval '1 day' AND decided_at < CAST(:day AS date) + interval '2 days'
      AND (decided_at AT TIME ZONE 'Europe/Stockholm')::date = CAST(:day AS date)
      AND document ? 'boundary'
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
""")
"""Questions about the past keep no boundary, and do not count."""


class Number(NamedTuple):
    """How many decisions of one kind were made on a day."""

    county_code: str
    authority_id: UUID
    centre_id: UUID | None
    boundary: str
    outcome: str
    number: int


async def counted_days(session: AsyncSession, days: Collection[date]) -> set[date]:
    """Return which of the days have been counted."""
    connection = await session.connection()
    return {row.day for row in await connection.execute(_COUNTED, {"days": list(days)})}


async def mark_counted(session: AsyncSession, day: date, now: datetime) -> bool:
    """Mark a day as counted; False: another has counted it."""
    connection = await session.connection()
    return (await connection.execute(_MARK, {"day": day, "now": now})).first() is not None


async def numbers_of(session: AsyncSession, day: date) -> list[Number]:
    """Return how many decisions of each kind were made on a day in Europe/Stockholm."""
    connection = await session.connection()
    return [Number(*row) for row in await connection.execute(_NUMBERS, {"day": day})]
