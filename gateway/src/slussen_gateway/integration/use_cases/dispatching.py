"""The worker's part of webhooks: from the feed to deliveries, and from each request's answer to what is next."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.integration.events import WebhookDisabled, WebhookWarned
from slussen_gateway.integration.domain.failures import Tally, warned_level
from slussen_gateway.integration.domain.feed import Entry
from slussen_gateway.integration.domain.retries import asked_wait, next_attempt
from slussen_gateway.integration.domain.webhooks import MOST_WAITING, Delivery, Webhook
from slussen_gateway.integration.repository import deliveries, feed, recalls, webhooks

SPREAD_AT_ONCE: Final = 200
EACH: Final = 8
"""Deliveries of one webhook that are sent in one go."""
NEVER_ARRIVED: Final = frozenset({"address_not_allowed"})
LEASE: Final = timedelta(seconds=90)
"""After this a delivery whose sender died is taken by another."""

_dice = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it was made and what it came to."""

    at: datetime
    outcome: str
    milliseconds: int
    status: int | None
    request_headers: Mapping[str, str]
    request_bytes: int
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_bytes: int = 0


async def spread_events(session: AsyncSession, *, now: datetime) -> int:
    """Make deliveries of what has come into the feed, for every active webhook; return how many are new.

    A webhook that has many waiting gets no more until they are fewer; the feed keeps what it is yet to get.
    """
    head = await feed.head(session)
    made = 0
    for webhook in await webhooks.behind(session, head):
        if await webhooks.waiting(session, webhook.id) < MOST_WAITING:
            made += await _spread(session, webhook, head, now)
    return made


async def _spread(session: AsyncSession, webhook: Webhook, head: int, now: datetime) -> int:
    entries = await feed.list_entries(
        session,
        visible_to=webhook.authority_id,
        after=webhook.position,
        through=head,
        wanted=webhook.wanted.filter(EVENTS),
        most=SPREAD_AT_ONCE,
    )
    made = await deliveries.add(session, webhook, entries, kind="event", now=now)
    reached = entries[-1].position if len(entries) == SPREAD_AT_ONCE else head
    await webhooks.change(session, webhook.id, position=reached)
    return made


async def claim_due(
    session: AsyncSession, busy: Collection[UUID], *, now: datetime
) -> Mapping[UUID, Sequence[Delivery]]:
    """Take what is due of every active webhook that is not busy, by webhook."""
    claimed: dict[UUID, list[Delivery]] = {}
    for delivery in await deliveries.claim(session, now=now, lease=LEASE, each=EACH, busy=busy):
        claimed.setdefault(delivery.webhook_id, []).append(delivery)
    return claimed


async def keep_outcome(
    session: AsyncSession, webhook: Webhook, delivery: Delivery, sent: Sent, *, now: datetime
) -> None:
    """Write what a request came to into the log, and say what is next for the delivery and its webhook.

    Where the request may have been read, the client counts as told of the event's thing.
    """
    if delivery.position is not None and sent.outcome not in NEVER_ARRIVED:
        entry = Entry(delivery.position, delivery.envelope)
        await recalls.note_told(session, [entry], webhook.client_id, kept_by=webhook.authority_id, at=now)
    await deliveries.add_attempt(session, delivery, **{name: getattr(sent, name) for name in Sent.__slots__})
    if sent.outcome == "delivered":
        await deliveries.settle(
            session, delivery, state="delivered", next_attempt_at=None, outcome=sent.outcome
        )
        await webhooks.change(session, delivery.webhook_id, silent_since=now)
        return
    following = None if sent.outcome == "gone" else _following(delivery, sent, now)
    state = "failed" if following is None else "waiting"
    await deliveries.settle(session, delivery, state=state, next_attempt_at=following, outcome=sent.outcome)
    if sent.outcome == "gone":
        await _disable(session, delivery.webhook_id, "gone", now)


def _following(delivery: Delivery, sent: Sent, now: datetime) -> datetime | None:
    return next_attempt(
        delivery.attempts,
        first_at=delivery.first_at or now,
        now=now,
        chance=_dice.random(),
        asked_wait=asked_wait(sent.response_headers.get("retry-after"), now),
    )


async def watch_failures(session: AsyncSession, webhook_id: UUID, *, now: datetime) -> None:
    """Warn where a level of failures was passed, and disable a webhook to which nothing has come for a whole day."""
    webhook = await webhooks.lock(session, webhook_id)
    if webhook is None or webhook.status != "active":
        return
    tally = await webhooks.tally(session, webhook, now)
    level, is_due = warned_level(webhook.warned_level, tally)
    if level != webhook.warned_level:
        await webhooks.change(session, webhook.id, warned_level=level)
    if is_due:
        enqueue(session, WebhookWarned(**_state(webhook, tally, webhook.version, now), level=level))
    if tally.is_dead(now):
        await _disable(session, webhook.id, "failing", now)


async def _disable(session: AsyncSession, webhook_id: UUID, reason: str, now: datetime) -> None:
    webhook = await webhooks.lock(session, webhook_id)
    if webhook is None or webhook.status != "active":
        return
    version = webhook.version + 1
    await webhooks.change(session, webhook.id, status="disabled", disabled_reason=reason, version=version)
    tally = await webhooks.tally(session, webhook, now)
    enqueue(session, WebhookDisabled(**_state(webhook, tally, version, now), reason=reason))


def _state(webhook: Webhook, tally: Tally, version: int, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "occurred_at": now,
        "county_code": webhook.county_code,
        "aggregate_id": webhook.id,
        "aggregate_version": version,
        "authority_id": webhook.authority_id,
        "client_id": webhook.client_id,
        "failed_percent": tally.percent,
    }
