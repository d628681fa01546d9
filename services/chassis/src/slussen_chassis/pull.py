"""How a consumer takes its messages from the stream: many at a time, and one at a time after a process that ended.

The broker counts deliveries, and a message is counted when it is handed out, whether or not anybody came to it. Of
what a killed process had in hand only one message was being worked on, and that one may be what killed it. Therefore,
until all of that is settled, messages are taken one by one: only the one that ends the process again counts on.

The broker sets no limit to deliveries. At its limit it would drop a message silently, also one that no process lived
long enough to keep as a dead letter; the consumer counts instead.
"""

import contextlib
from collections.abc import Sequence

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from slussen_contracts.catalogue import STREAM

BATCH = 200
ACK_WAIT_SECONDS = 30.0
FETCH_SECONDS = 1.0
WITHOUT_LIMIT = -1


class Pull:
    """A durable consumer's subscription, as one process holds it.

    `inherited` is the place in the stream up to which earlier processes may have left messages unsettled; 0 if none.
    """

    def __init__(self, subscription: JetStreamContext.PullSubscription, inherited: int) -> None:
        self._subscription = subscription
        self._inherited = inherited

    @classmethod
    async def open(cls, nats: Client, consumer: str, subjects: Sequence[str]) -> "Pull":
        """Create the durable consumer or bring it up to date, and subscribe."""
        stream = nats.jetstream(timeout=5)
        config = ConsumerConfig(
            durable_name=consumer,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_SECONDS,
            max_deliver=WITHOUT_LIMIT,
            deliver_policy=DeliverPolicy.ALL,
            filter_subjects=list(subjects),
            max_ack_pending=BATCH * 5,
        )
        info = await stream.add_consumer(STREAM, config)
        inherited = info.delivered.stream_seq if info.num_ack_pending and info.delivered else 0
        return cls(await stream.pull_subscribe_bind(durable=consumer, stream=STREAM), inherited)

    async def fetch(self) -> list[Msg]:
        """Return what comes within a second: up to a batch, or one message while earlier ones are unsettled."""
        size = 1 if await self._has_inherited() else BATCH
        try:
            return await self._subscription.fetch(size, timeout=FETCH_SECONDS)
        except TimeoutError:
            return []

    async def _has_inherited(self) -> bool:
        if self._inherited:
            info = await self._subscription.consumer_info()
            settled = info.ack_floor.stream_seq if info.ack_floor else 0
            if not info.num_ack_pending or settled >= self._inherited:
                self._inherited = 0
        return self._inherited > 0

    async def close(self) -> None:
        """Drop the subscription: a late status message in its queue would make the connection's drain wait 30 s."""
        with contextlib.suppress(NatsError):
            await self._subscription.unsubscribe()
