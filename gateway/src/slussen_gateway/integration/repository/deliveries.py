"""Deliveries to webhooks in the database: made, claimed, and what became of every request."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlmodel import col
from sqlmodel import select as select_model
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import new_id
from slussen_gateway.integration.domain.feed import Entry
from slussen_gateway.integration.domain.webhooks import Delivery, DeliveryNotFoundError, Webhook
from slussen_gateway.integration.tables import WebhookAttemptRow, WebhookDeliveryRow

_CLAIM = text(
    "UPDATE webhook_delivery SET next_attempt_at = :until, attempts = attempts + 1,"
    " first_at = coalesce(first_at, :now) WHERE id IN ("
    " SELECT due.id FROM webhook w CROSS JOIN LATERAL ("
    "  SELECT d.id FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting'"
    "  AND d.next_attempt_at <= :now ORDER BY d.next_attempt_at, d.id LIMIT :each FOR UPDATE SKIP LOCKED) due"
    " WHERE w.status = 'active' AND w.id <> ALL(CAST(:busy AS uuid[])))"
    " RETURNING id"
)


def delivery_of(row: WebhookDeliveryRow) -> Delivery:
    """Return the delivery that a row holds."""
    return Delivery(**row.model_dump())


async def add(
    session: AsyncSession, webhook: Webhook, entries: Iterable[Entry], *, kind: str, now: datetime
) -> int:
    """Make a delivery of each entry of the feed, each due at once; return how many are new."""
    rows = [
        _row(webhook, entry.envelope, kind, now) | {"position": entry.position, "next_attempt_at": now}
        for entry in entries
    ]
    if not rows:
        return 0
    statement = insert_or_skip(WebhookDeliveryRow).on_conflict_do_nothing()
    made = await (await session.connection()).execute(statement.returning(col(WebhookDeliveryRow.id)), rows)
    return len(made.all())


async def add_one(
    session: AsyncSession, webhook: Webhook, envelope: Any, *, kind: str, position: int | None, now: datetime
) -> Delivery:
    """Make one delivery, due at once, and return it."""
    row = _row(webhook, envelope, kind, now) | {"position": position, "next_attempt_at": now}
    await (await session.connection()).execute(insert(WebhookDeliveryRow).values(row))
    return Delivery(**row)


def _row(webhook: Webhook, envelope: Any, kind: str, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "webhook_id": webhook.id,
        "authority_id": webhook.authority_id,
        "event_id": UUID(envelope["id"]),
        "type": envelope["type"],
        "kind": kind,
        "state": "waiting",
        "envelope": envelope,
        "attempts": 0,
        "first_at": None,
        "last_outcome": None,
        "created_at": now,
    }


async def claim(
    session: AsyncSession, *, now: datetime, lease: timedelta, each: int, busy: Collection[UUID]
) -> Sequence[Delivery]:
    """Worker: take up to `each` due deliveries of every active webhook that is not busy.

    Who took them and died has them taken from it after the lease: a request may be made twice, never not at all.
    """
    parameters = {"now": now, "until": now + lease, "each": each, "busy": list(busy)}
    ids = [row.id for row in await (await session.connection()).execute(_CLAIM, parameters)]
    if not ids:
        return []
    query = select_model(WebhookDeliveryRow).where(col(WebhookDeliveryRow.id).in_(ids))
    rows = await session.exec(query.order_by(col(WebhookDeliveryRow.id)))
    return [delivery_of(row) for row in rows]


async def settle(
    session: AsyncSession, delivery: Delivery, *, state: str, next_attempt_at: datetime | None, outcome: str
) -> None:
    """Worker: keep what an attempt came to."""
    statement = update(WebhookDeliveryRow).where(col(WebhookDeliveryRow.id) == delivery.id)
    values = {"state": state, "next_attempt_at": next_attempt_at, "last_outcome": outcome}
    await (await session.connection()).execute(statement.values(**values))


async def add_attempt(session: AsyncSession, delivery: Delivery, **what: Any) -> None:
    """Worker: keep what was sent and what came back, without bodies."""
    row = {
        "id": new_id(),
        "delivery_id": delivery.id,
        "webhook_id": delivery.webhook_id,
        "authority_id": delivery.authority_id,
        **what,
    }
    await (await session.connection()).execute(insert(WebhookAttemptRow).values(row))


async def list_deliveries(
    session: AsyncSession, webhook: Webhook, *, state: str | None, limit: int, offset: int
) -> Sequence[Delivery]:
    """Return a webhook's deliveries, the newest first."""
    query = select_model(WebhookDeliveryRow).where(col(WebhookDeliveryRow.webhook_id) == webhook.id)
    if state is not None:
        query = query.where(col(WebhookDeliveryRow.state) == state)
    rows = await session.exec(query.order_by(col(WebhookDeliveryRow.id).desc()).limit(limit).offset(offset))
    return [delivery_of(row) for row in rows]


async def get(session: AsyncSession, webhook: Webhook, delivery_id: UUID) -> Delivery:
    """Return a delivery of a webhook.

    Raises:
        DeliveryNotFoundError: It is not there, or another webhook's.
    """
    query = select_model(WebhookDeliveryRow).where(
        col(WebhookDeliveryRow.webhook_id) == webhook.id, col(WebhookDeliveryRow.id) == delivery_id
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise DeliveryNotFoundError
    return delivery_of(row)


async def list_attempts(session: AsyncSession, delivery: Delivery) -> Sequence[WebhookAttemptRow]:
    """Return every request of a delivery, in order."""
    query = select_model(WebhookAttemptRow).where(col(WebhookAttemptRow.delivery_id) == delivery.id)
    return (await session.exec(query.order_by(col(WebhookAttemptRow.id)))).all()


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Worker: remove deliveries that are older than the feed keeps events, with their requests."""
    await (await session.connection()).execute(
        delete(WebhookDeliveryRow).where(col(WebhookDeliveryRow.created_at) < moment)
    )
