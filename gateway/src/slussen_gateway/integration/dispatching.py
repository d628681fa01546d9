"""The worker's job that sends webhooks: each webhook's beside the others', so that a slow one delays none."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from slussen_chassis.clock import Clock, SystemClock
from slussen_chassis.crypto import Keyring
from slussen_chassis.database import Context, Database
from slussen_chassis.worker import WorkerParts
from slussen_gateway.integration.domain.webhooks import Delivery, Webhook
from slussen_gateway.integration.repository import webhooks
from slussen_gateway.integration.sending import Sender
from slussen_gateway.integration.use_cases import dispatching
from slussen_gateway.integration.use_cases.dispatching import Sent
from slussen_gateway.integration.webhook_keys import KeyPair, signed_headers

log = logging.getLogger(__name__)

EVERY_SECONDS = 0.25
AT_ONCE = 4
"""Requests to one webhook under way at the same time."""
USER_AGENT = "Slussen-Webhooks/1.0"
CONTENT_TYPE = "application/cloudevents+json"


class Dispatcher:
    """Sends what is due; one for a worker."""

    def __init__(self, sender: Sender, keyring: Keyring, clock: Clock | None = None) -> None:
        self._sender = sender
        self._keyring = keyring
        self._clock = clock or SystemClock()
        self._under_way: dict[UUID, asyncio.Task[None]] = {}

    async def send_due(self, parts: WorkerParts) -> None:
        """Turn the feed into deliveries and begin to send what is due; a job of the worker."""
        await self.begin(parts.database)

    async def begin(self, database: Database) -> None:
        """Begin to send what is due, and come back at once."""
        async with database.transaction(Context()) as session:
            await dispatching.spread_events(session, now=self._clock.now())
        async with database.transaction(Context()) as session:
            claimed = await dispatching.claim_due(session, self._under_way.keys(), now=self._clock.now())
        for webhook_id, due in claimed.items():
            task = asyncio.create_task(self._send_to(database, webhook_id, due))
            self._under_way[webhook_id] = task
            task.add_done_callback(lambda _, done=webhook_id: self._under_way.pop(done, None))  # type: ignore[misc]

    async def finish(self) -> None:
        """Wait until nothing is under way."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _send_to(self, database: Database, webhook_id: UUID, due: Sequence[Delivery]) -> None:
        """Send what is due of one webhook, then look at how it fares; what fails here is tried after the lease."""
        try:
            found = await self._open(database, webhook_id)
            if found is None:
                return
            webhook, keys = found
            slots = asyncio.Semaphore(AT_ONCE)
            sendings = (self._send(database, webhook, keys, delivery, slots) for delivery in due)
            await asyncio.gather(*sendings)
            async with database.transaction(Context()) as session:
                await dispatching.watch_failures(session, webhook_id, now=self._clock.now())
        except Exception:
            log.exception("a webhook's deliveries broke off", extra={"fields": {"webhook": str(webhook_id)}})

    async def _open(self, database: Database, webhook_id: UUID) -> tuple[Webhook, Sequence[KeyPair]] | None:
        async with database.transaction(Context()) as session:
            webhook = await webhooks.lock(session, webhook_id)
            if webhook is None:
                return None
            rows = await webhooks.list_keys(session, [webhook_id], self._clock.now())
        return webhook, [KeyPair.opened(r.sealed, self._keyring, r.id, r.authority_id) for r in rows]

    async def _send(
        self,
        database: Database,
        webhook: Webhook,
        keys: Sequence[KeyPair],
        delivery: Delivery,
        slots: asyncio.Semaphore,
    ) -> None:
        async with slots:
            sent = await self._request(webhook, keys, delivery)
        async with database.transaction(Context()) as session:
            await dispatching.keep_outcome(session, webhook, delivery, sent, now=self._clock.now())

    async def _request(self, webhook: Webhook, keys: Sequence[KeyPair], delivery: Delivery) -> Sent:
        at = self._clock.now()
        body = orjson.dumps(delivery.envelope)
        headers = {
            "content-type": CONTENT_TYPE,
            "user-agent": USER_AGENT,
            **signed_headers(str(delivery.event_id), int(at.timestamp()), body, keys),
        }
        answer = await self._sender.send(webhook.url, headers, body)
        shown: dict[str, Any] = {n: value for n, value in headers.items() if n != "webhook-signature"}
        return Sent(
            at=at,
            outcome=answer.outcome,
            milliseconds=answer.milliseconds,
            status=answer.status,
            request_headers=shown,
            request_bytes=len(body),
            response_headers=dict(answer.headers),
            response_bytes=answer.bytes_read,
        )
