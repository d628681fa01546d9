"""Webhooks and their keys in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col
from sqlmodel import select as select_model
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_gateway.integration.domain.failures import WINDOW, Tally
from slussen_gateway.integration.domain.webhooks import (
    Key,
    Wanted,
    Webhook,
    WebhookExistsError,
    WebhookNotFoundError,
)
from slussen_gateway.integration.tables import (
    WebhookAttemptRow,
    WebhookDeliveryRow,
    WebhookKeyRow,
    WebhookRow,
)


def webhook_of(row: WebhookRow) -> Webhook:
    """Return the webhook that a row holds."""
    plain = row.model_dump(exclude={"types", "counties", "authorities"})
    return Webhook(**plain, wanted=Wanted(tuple(row.types), tuple(row.counties), tuple(row.authorities)))


async def save(session: AsyncSession, webhook: Webhook) -> None:
    """Keep a webhook, new or changed.

    Raises:
        WebhookExistsError: The client has another one to the same address.
    """
    row = WebhookRow(
        **{name: getattr(webhook, name) for name in Webhook.__slots__ if name != "wanted"},
        types=list(webhook.wanted.types),
        counties=list(webhook.wanted.counties),
        authorities=list(webhook.wanted.authorities),
    )
    try:
        async with session.begin_nested():
            await session.merge(row)
    except IntegrityError as error:
        raise WebhookExistsError from error


async def get(
    session: AsyncSession, webhook_id: UUID, *, visible_to: UUID, client_id: str | None, locked: bool = False
) -> Webhook:
    """Return a webhook of the authority's, and of the client's where one is named.

    Raises:
        WebhookNotFoundError: There is none, or it is another's.
    """
    query = _seen(visible_to, client_id).where(col(WebhookRow.id) == webhook_id)
    query = query.execution_options(populate_existing=True)
    row = (await session.exec(query.with_for_update() if locked else query)).first()
    if row is None:
        raise WebhookNotFoundError
    return webhook_of(row)


async def list_webhooks(
    session: AsyncSession, *, visible_to: UUID, client_id: str | None, limit: int, offset: int
) -> Sequence[Webhook]:
    """Return webhooks of the authority's, and of the client's where one is named, the oldest first."""
    query = _seen(visible_to, client_id).order_by(col(WebhookRow.id)).limit(limit).offset(offset)
    return [webhook_of(row) for row in await session.exec(query)]


async def count_webhooks(session: AsyncSession, *, visible_to: UUID, client_id: str) -> int:
    """Return how many webhooks a client has."""
    query = _seen(visible_to, client_id).subquery()
    connection = await session.connection()
    return int((await connection.execute(select(func.count()).select_from(query))).scalar_one())


def _seen(authority_id: UUID, client_id: str | None) -> Any:
    query = select_model(WebhookRow).where(col(WebhookRow.authority_id) == authority_id)
    return query if client_id is None else query.where(col(WebhookRow.client_id) == client_id)


async def remove(session: AsyncSession, webhook_id: UUID) -> None:
    """Remove a webhook with all that belongs to it."""
    await (await session.connection()).execute(delete(WebhookRow).where(col(WebhookRow.id) == webhook_id))


async def list_keys(
    session: AsyncSession, webhook_ids: Sequence[UUID], now: datetime
) -> Sequence[WebhookKeyRow]:
    """Return the keys that are in use, the newest first."""
    query = (
        select_model(WebhookKeyRow)
        .where(col(WebhookKeyRow.webhook_id).in_(webhook_ids))
        .where(or_(col(WebhookKeyRow.expires_at).is_(None), col(WebhookKeyRow.expires_at) > now))
        .order_by(col(WebhookKeyRow.id).desc())
    )
    return (await session.exec(query)).all()


def key_of(row: WebhookKeyRow) -> Key:
    """Return what is told of a pair of keys."""
    return Key(row.id, row.public_key, row.created_at, row.expires_at)


async def add_key(session: AsyncSession, key: Key, sealed: bytes, webhook: Webhook) -> None:
    """Keep a new pair of keys."""
    session.add(
        WebhookKeyRow(
            id=key.id,
            webhook_id=webhook.id,
            authority_id=webhook.authority_id,
            public_key=key.public_key,
            sealed=sealed,
            created_at=key.created_at,
            expires_at=key.expires_at,
        )
    )


async def end_keys(session: AsyncSession, webhook_id: UUID, *, at: datetime) -> None:
    """Let all keys of a webhook end at a moment, if they do not end before."""
    statement = update(WebhookKeyRow).where(
        col(WebhookKeyRow.webhook_id) == webhook_id,
        or_(col(WebhookKeyRow.expires_at).is_(None), col(WebhookKeyRow.expires_at) > at),
    )
    await (await session.connection()).execute(statement.values(expires_at=at))


async def tally(session: AsyncSession, webhook: Webhook, now: datetime) -> Tally:
    """Return how the webhook's requests of the last 24 hours went."""
    failed = func.count().filter(col(WebhookAttemptRow.outcome) != "delivered")
    since = max(now - WINDOW, webhook.counted_from)
    query = select(func.count(), failed).where(
        col(WebhookAttemptRow.webhook_id) == webhook.id, col(WebhookAttemptRow.at) >= since
    )
    attempts, wrong = (await (await session.connection()).execute(query)).one()
    return Tally(attempts, wrong, webhook.silent_since)


async def waiting(session: AsyncSession, webhook_id: UUID) -> int:
    """Return how many deliveries wait for a webhook."""
    query = select(func.count()).where(
        col(WebhookDeliveryRow.webhook_id) == webhook_id, col(WebhookDeliveryRow.state) == "waiting"
    )
    return int((await (await session.connection()).execute(query)).scalar_one())


async def behind(session: AsyncSession, head: int) -> Sequence[Webhook]:
    """Worker: return the active webhooks for which the feed holds something that was not looked at."""
    query = select_model(WebhookRow).where(
        col(WebhookRow.status) == "active", col(WebhookRow.position) < head
    )
    return [webhook_of(row) for row in await session.exec(query.with_for_update(skip_locked=True))]


async def change(session: AsyncSession, webhook_id: UUID, **values: Any) -> None:
    """Worker: change what it keeps of a webhook."""
    statement = update(WebhookRow).where(col(WebhookRow.id) == webhook_id)
    await (await session.connection()).execute(statement.values(**values))


async def lock(session: AsyncSession, webhook_id: UUID) -> Webhook | None:
    """Worker: return a webhook, locked; None where it was removed."""
    query = select_model(WebhookRow).where(col(WebhookRow.id) == webhook_id).with_for_update()
    row = (await session.exec(query)).first()
    return webhook_of(row) if row else None
