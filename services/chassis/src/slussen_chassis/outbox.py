"""Events that are committed with their cause, and the relay that brings them to the stream.

`enqueue` gathers an event in the session, which writes it before its commit: no event without its effect, no
effect without its event. Rows are found by `published_at IS NULL`; each message carries its event's id, so that
the stream drops a second copy inside its window, and the subscriber's inbox drops any later one.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import tells_when
from slussen_chassis.database import BEFORE_COMMIT
from slussen_chassis.telemetry import traceparent_var
from slussen_contracts.events import Event

HINT_CHANNEL = "outbox"

_INSERT = text(
    "INSERT INTO outbox (id, type, county_code, aggregate_id, aggregate_version, occurred_at, traceparent, data)"
    " VALUES (:id, :type, :county_code, :aggregate_id, :aggregate_version, :occurred_at, :traceparent,"
    " CAST(:data AS jsonb))"
)
_HINT = text(f"SELECT pg_notify('{HINT_CHANNEL}', '')")


def enqueue(session: AsyncSession, *events: Event) -> None:
    """Announce `events` when, and only when, the session's transaction commits."""
    session.sync_session.info.setdefault("outbox", []).extend(events)


def row(event: Event) -> dict[str, Any]:
    """Return the outbox columns of `event`; its trace is the present one, unless its id tells no moment.

    A trace leads to log lines with their time, which such an event must not have.
    """
    return {
        "id": event.id,
        "type": event.type,
        "county_code": event.county_code,
        "aggregate_id": event.aggregate_id,
        "aggregate_version": event.aggregate_version,
        "occurred_at": event.occurred_at,
        "traceparent": traceparent_var.get() if tells_when(event.id) else None,
        "data": orjson.dumps(event.data()).decode(),
    }


def _write(session: Session) -> None:
    events: Sequence[Event] | None = session.info.pop("outbox", None)
    if events:
        connection = session.connection()
        connection.execute(_INSERT, [row(event) for event in events])
        connection.execute(_HINT)


BEFORE_COMMIT.append(_write)
