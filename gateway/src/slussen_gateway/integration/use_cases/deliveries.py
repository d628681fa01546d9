"""Deliveries as a webhook's owner sees and orders them: log, resend, replay, test event, filter test."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.web import PageRequest
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.integration.webhooks import FilterTest
from slussen_gateway.integration.domain import webhooks as domain
from slussen_gateway.integration.domain.feed import Entry
from slussen_gateway.integration.domain.webhooks import (
    MOST_REPLAYED,
    Delivery,
    ReplayCountChangedError,
    Webhook,
    WebhookDisabledError,
)
from slussen_gateway.integration.repository import deliveries as repository
from slussen_gateway.integration.repository import feed as feed_repository
from slussen_gateway.integration.tables import WebhookAttemptRow
from slussen_gateway.integration.use_cases.callers import authority_of
from slussen_gateway.integration.use_cases.webhooks import get_webhook, wanted_by


async def list_deliveries(
    session: AsyncSession, webhook_id: UUID, page: PageRequest, *, state: str | None, caller: Caller
) -> Sequence[Delivery]:
    """Return a webhook's deliveries, the newest first, one more than the page holds.

    Raises:
        WebhookNotFoundError: There is no such webhook that is the caller's.
    """
    webhook = await get_webhook(session, webhook_id, caller=caller)
    return await repository.list_deliveries(
        session, webhook, state=state, limit=page.limit + 1, offset=page.offset
    )


async def get_delivery(
    session: AsyncSession, webhook_id: UUID, delivery_id: UUID, *, caller: Caller
) -> tuple[Delivery, Sequence[WebhookAttemptRow]]:
    """Return a delivery and every request that was made for it.

    Raises:
        WebhookNotFoundError, DeliveryNotFoundError: It is not there, or not the caller's.
    """
    webhook = await get_webhook(session, webhook_id, caller=caller)
    delivery = await repository.get(session, webhook, delivery_id)
    return delivery, await repository.list_attempts(session, delivery)


async def resend_delivery(
    session: AsyncSession, webhook_id: UUID, delivery_id: UUID, *, caller: Caller, now: datetime
) -> Delivery:
    """Send a delivery's event again, at once and with the same `webhook-id`; return the new delivery.

    Raises:
        WebhookNotFoundError, DeliveryNotFoundError: It is not there, or not the caller's.
        WebhookDisabledError: Nothing is sent to the webhook.
    """
    webhook = await _sendable(session, webhook_id, caller)
    delivery = await repository.get(session, webhook, delivery_id)
    audit.record(session, "webhook.resend", resource_type="webhook", resource_id=webhook.id)
    return await repository.add_one(
        session, webhook, delivery.envelope, kind="resend", position=delivery.position, now=now
    )


async def send_test_event(
    session: AsyncSession, webhook_id: UUID, *, caller: Caller, now: datetime
) -> Delivery:
    """Send an event that stands in no feed, signed as all others; return its delivery.

    Raises:
        WebhookNotFoundError: There is no such webhook that is the caller's.
        WebhookDisabledError: Nothing is sent to the webhook.
    """
    webhook = await _sendable(session, webhook_id, caller)
    envelope = domain.test_envelope(webhook, new_id(), now)
    return await repository.add_one(session, webhook, envelope, kind="test", position=None, now=now)


async def _sendable(session: AsyncSession, webhook_id: UUID, caller: Caller) -> Webhook:
    webhook = await get_webhook(session, webhook_id, caller=caller)
    if webhook.status == "disabled":
        raise WebhookDisabledError
    return webhook


async def count_replay(
    session: AsyncSession, webhook_id: UUID, *, after: int, through: int, caller: Caller
) -> int:
    """Return how many events of a range the webhook's filter takes; at most one more than can be replayed.

    Raises:
        WebhookNotFoundError: There is no such webhook that is the caller's.
    """
    webhook = await get_webhook(session, webhook_id, caller=caller)
    return len(await _range(session, webhook, after, through))


async def replay_range(  # noqa: PLR0913 - which range, and what was counted
    session: AsyncSession,
    webhook_id: UUID,
    *,
    after: int,
    through: int,
    expected_count: int,
    caller: Caller,
    now: datetime,
) -> int:
    """Send the events of a range again, those that the webhook's filter takes; return how many.

    Raises:
        WebhookNotFoundError: There is no such webhook that is the caller's.
        WebhookDisabledError: Nothing is sent to the webhook.
        ReplayCountChangedError: There are more or fewer than was said, or more than can be replayed at once.
    """
    webhook = await _sendable(session, webhook_id, caller)
    entries = await _range(session, webhook, after, through)
    if len(entries) != expected_count or len(entries) > MOST_REPLAYED:
        raise ReplayCountChangedError
    audit.record(session, "webhook.replay", resource_type="webhook", resource_id=webhook.id)
    return await repository.add(session, webhook, entries, kind="replay", now=now)


async def _range(session: AsyncSession, webhook: Webhook, after: int, through: int) -> Sequence[Entry]:
    return await feed_repository.list_entries(
        session,
        visible_to=webhook.authority_id,
        after=after,
        through=through,
        wanted=webhook.wanted.filter(EVENTS),
        most=MOST_REPLAYED + 1,
    )


async def try_filter(
    session: AsyncSession, tried: FilterTest, *, caller: Caller
) -> tuple[int, Sequence[Entry]]:
    """Return how many of the newest events were looked at, and those that a filter would take.

    Raises:
        InvalidError: A type is unknown.
        AuthorityMissingError: The caller acts for no authority.
    """
    authority = authority_of(caller)
    wanted = wanted_by(tried).filter(EVENTS)
    newest = await feed_repository.list_newest(session, visible_to=authority, most=tried.last)
    if not newest:
        return 0, []
    found = await feed_repository.list_entries(
        session, visible_to=authority, after=newest[-1] - 1, wanted=wanted, most=len(newest)
    )
    return len(newest), found
