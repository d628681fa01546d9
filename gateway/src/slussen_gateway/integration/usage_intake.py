"""Taking what gateways tell of systems' calls, from their stream into the database.

The sums are kept before a report is confirmed. One that comes again changes nothing, since it holds sums so far.
"""

import contextlib
import logging
from typing import Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig
from pydantic import ValidationError

from slussen_chassis.database import Context
from slussen_chassis.streams import USAGE_STREAM
from slussen_chassis.worker import WorkerParts
from slussen_gateway.integration.use_cases import usage
from slussen_gateway.usage_report import UsageReport

EVERY_SECONDS: Final = 1.0
CONSUMER: Final = "integration"
BATCH: Final = 50
FETCH_SECONDS: Final = 0.5
ACK_WAIT_SECONDS: Final = 30

log = logging.getLogger(__name__)


class UsageIntake:
    """Takes reports; a job of the worker."""

    def __init__(self) -> None:
        self._is_bound = False
        self._has_complained = False

    async def take_usage(self, parts: WorkerParts) -> None:
        """Take all reports that wait."""
        try:
            pull = await self._subscribed(parts.nats)
            try:
                while messages := await _waiting(pull):
                    await self._take(parts, messages)
            finally:  # one that is left open makes the connection's drain wait at the end
                with contextlib.suppress(NatsError):
                    await pull.unsubscribe()
        except (NatsError, OSError) as error:
            self._is_bound = False
            if not self._has_complained:
                log.warning("no counts can be had", extra={"fields": {"reason": type(error).__name__}})
            self._has_complained = True
        else:
            self._has_complained = False

    async def _subscribed(self, nats: Client) -> JetStreamContext.PullSubscription:
        stream = nats.jetstream(timeout=5)
        if not self._is_bound:
            config = ConsumerConfig(
                durable_name=CONSUMER,
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=ACK_WAIT_SECONDS,
                max_ack_pending=BATCH * 5,
            )
            await stream.add_consumer(USAGE_STREAM, config)
            self._is_bound = True
        return await stream.pull_subscribe_bind(durable=CONSUMER, stream=USAGE_STREAM)

    async def _take(self, parts: WorkerParts, messages: list[Msg]) -> None:
        async with parts.database.transaction(Context()) as session:
            for message in messages:
                if report := _read(message):
                    await usage.take_report(session, report)
        for message in messages:
            await message.ack()


async def _waiting(pull: JetStreamContext.PullSubscription) -> list[Msg]:
    try:
        return await pull.fetch(BATCH, timeout=FETCH_SECONDS)
    except TimeoutError:
        return []


def _read(message: Msg) -> UsageReport | None:
    try:
        return UsageReport.model_validate_json(message.data)
    except ValidationError:
        log.warning("a report of usage is unreadable")
        return None
