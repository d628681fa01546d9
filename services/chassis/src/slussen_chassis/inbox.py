"""The mark of what a consumer has received: one row for each event, in the transaction of its effect.

An event whose id tells no moment (version 4) is marked with the day alone.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.events import Event

_FIRST = text(
    "INSERT INTO inbox (consumer, event_id, received_at) SELECT :consumer, id,"
    " CASE WHEN get_byte(uuid_send(id), 6) >> 4 = 4 THEN date_trunc('day', now()) ELSE now() END"
    " FROM unnest(CAST(:event_ids AS uuid[])) AS id ON CONFLICT DO NOTHING RETURNING event_id"
)


async def first_deliveries(session: AsyncSession, events: Sequence[Event], *, consumer: str) -> set[UUID]:
    """Mark `events` as received by `consumer`, in one statement; return the ids of those that are new to it."""
    connection = await session.connection()
    parameters = {"consumer": consumer, "event_ids": [event.id for event in events]}
    return {row.event_id for row in await connection.execute(_FIRST, parameters)}
