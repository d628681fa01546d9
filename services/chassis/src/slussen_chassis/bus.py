"""Events in: pull consumers, an inbox, batches in one transaction, and dead letters with their reason.

The inbox row, unique on consumer and event, is inserted in the transaction of the effect: an event that comes
twice has its effect once, however late the second copy comes. A batch is tried in one transaction; where one
event fails, each gets a transaction of its own. What can't be read is a dead letter at once; what keeps failing
becomes one at the last delivery, and so does what ended the worker as often. Other events flow on. A database that
is away is waited for and is no event's failure; nothing is acknowledged before its effect or its burial is committed.

Most events of some types change nothing in a service. It can look over a whole batch at once and tell which events
concern it: a statement for the batch instead of one for each event.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import dropwhile
from typing import Any, TypeVar
from uuid import UUID

from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.database import Context, Database
from slussen_chassis.dead_letters import DeadLetters
from slussen_chassis.inbox import first_deliveries
from slussen_chassis.pull import ACK_WAIT_SECONDS, Pull
from slussen_chassis.telemetry import accept_traceparent, traceparent_var
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.events import Event, parse_envelope
from slussen_contracts.operations.events import DeadLetterReplayRequested

log = logging.getLogger(__name__)
EventT = TypeVar("EventT", bound=Event)
Handler = Callable[[Any, AsyncSession], Awaitable[None]]
Glance = Callable[[Sequence[Any], AsyncSession], Awaitable[Collection[UUID]]]
"""Looks over a batch's events of one type and returns the ids of those that concern; leaves no context behind."""

MAX_DELIVER = 6
WAIT_SECONDS = 0.5
NO_OUTCOME = "delivered too often without an outcome: the worker may have ended each time"


class UnreadableError(Exception):
    """A message that no retry can mend: not an event, or of an unknown type or version.

    `event_type` is the type that it says it is of, where that is one of ours.
    """

    def __init__(self, reason: str, event_type: str | None = None) -> None:
        super().__init__(reason)
        self.event_type = event_type


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event as it was delivered, with its trace and its place in the stream."""

    event: Event
    traceparent: str | None
    message: Msg | None


class Subscriptions:
    """What one service does when others' events arrive: one function for each event type."""

    def __init__(self, consumer: str) -> None:
        self.consumer = consumer
        self._handlers: dict[str, Handler] = {}
        self._glances: dict[str, Glance] = {}

    def on(self, *kinds: type[EventT]) -> Callable[[Handler], Handler]:
        """Register a function for events of `kinds`; it gets the event and the transaction."""

        def register(handler: Handler) -> Handler:
            for kind in kinds:
                if kind.type in self._handlers:
                    raise ValueError(f"{kind.type} has a subscriber already")
                self._handlers[kind.type] = handler
            return handler

        return register

    def concerning(self, kind: type[EventT]) -> Callable[[Glance], Glance]:
        """Register what tells which of a batch's events of `kind` concern the service; the others are let pass.

        It looks before the batch has any effect. Therefore only events are let pass that come before the first one
        that concerns: from there on each gets its function, since an earlier one may have changed what it meets.
        """

        def register(glance: Glance) -> Glance:
            self._glances[kind.type] = glance
            return glance

        return register

    @property
    def filters(self) -> list[str]:
        """Return the NATS subject filters, for every county, in a stable order."""
        return sorted(EVENTS[event_type].subject_filter() for event_type in self._handlers)

    def read(self, message: Msg) -> Delivery:
        """Return the event in a message that was delivered.

        Raises:
            UnreadableError: It is no event that this service can read; the reason holds no value from it.
        """
        return Delivery(*self.open(message.data), message)

    def takes(self, event: Event) -> bool:
        """Tell whether the service does anything with an event."""
        return event.type in self._handlers

    def open(self, body: bytes) -> tuple[Event, str | None]:
        """Return the event in a message's body, and its trace.

        Raises:
            UnreadableError: It is no event that this service can read; the reason holds no value from it.
        """
        try:
            envelope = parse_envelope(body)
        except ValueError as error:
            raise UnreadableError(str(error)) from None
        kind = EVENTS.get(envelope["type"])
        if kind is None:
            raise UnreadableError("unknown type or version")
        try:
            event = kind.from_cloud_event(envelope)
        except ValidationError as error:
            fields = sorted({".".join(map(str, e["loc"])) for e in error.errors()})
            raise UnreadableError(f"faulty members: {', '.join(fields)}", kind.type) from None
        trace = envelope.get("traceparent")
        return event, trace if isinstance(trace, str) else None

    async def deliver(self, deliveries: Sequence[Delivery], session: AsyncSession) -> None:
        """Let events have their effects in `session`, each unless it had it before."""
        fresh = await first_deliveries(session, [d.event for d in deliveries], consumer=self.consumer)
        due = list({d.event.id: d for d in deliveries if d.event.id in fresh}.values())
        passing = await self._passing([d.event for d in due], session)
        for delivery in dropwhile(lambda d: d.event.id in passing, due):
            await self._effect(delivery, session)

    async def _passing(self, events: Sequence[Event], session: AsyncSession) -> set[UUID]:
        passing: set[UUID] = set()
        for event_type, glance in self._glances.items():
            if asked := [event for event in events if event.type == event_type]:
                passing |= {event.id for event in asked}.difference(await glance(asked, session))
        return passing

    async def _effect(self, delivery: Delivery, session: AsyncSession) -> None:
        token = traceparent_var.set(accept_traceparent(delivery.traceparent))
        try:
            await self._handlers[delivery.event.type](delivery.event, session)
        finally:
            traceparent_var.reset(token)


class Consumer:
    """Pulls the events of one service's subscriptions and lets them have their effect."""

    def __init__(self, subscriptions: Subscriptions, database: Database, nats: Client) -> None:
        self._subscriptions = subscriptions
        self._database = database
        self._nats = nats
        self._stop = asyncio.Event()
        self._in_hand: list[Msg] = []
        self._letters = DeadLetters(
            subscriptions.consumer, database, nats, take=self._take, reason_of=reason_of
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; a broker or database that is away is waited for."""
        self._stop = stop
        subjects = sorted({*self._subscriptions.filters, DeadLetterReplayRequested.subject_filter()})
        while not stop.is_set():
            try:
                pull = await Pull.open(self._nats, self._subscriptions.consumer, subjects)
                try:
                    while not stop.is_set():
                        await self._work_batch(await pull.fetch())
                finally:
                    await pull.close()
            except Exception as error:  # noqa: BLE001 - what is not acknowledged comes again, whatever it is
                log.warning("consumer waits", extra={"fields": {"reason": type(error).__name__}})
                await asyncio.sleep(WAIT_SECONDS)

    async def _work_batch(self, messages: list[Msg]) -> None:
        self._in_hand = messages
        read = [found for message in messages if (found := await self._read(message))]
        arrived = [(d, m) for d, m in read if not await self._is_done_as_request(d, m)]
        if not arrived:
            return
        try:
            await self._together([delivery for delivery, _ in arrived])
        except Exception as error:  # noqa: BLE001 - one bad event must not stop the others: each goes alone
            log.info("batch goes one by one", extra={"fields": {"reason": type(error).__name__}})
            for delivery, message in arrived:
                await self._alone(delivery, message)
        else:
            for _, message in arrived:
                await message.ack()

    async def _read(self, message: Msg) -> tuple[Delivery, Msg] | None:
        try:
            delivery = self._subscriptions.read(message)
        except UnreadableError as error:
            await self._bury(message, str(error), event_type=error.event_type)
            return None
        if message.metadata.num_delivered > MAX_DELIVER:
            await self._bury(message, NO_OUTCOME, event_type=delivery.event.type, event_id=delivery.event.id)
            return None
        return delivery, message

    async def _is_done_as_request(self, delivery: Delivery, message: Msg) -> bool:
        """Replay what an operator asks this service to; tell whether there is nothing more to do with the event."""
        request = delivery.event
        if isinstance(request, DeadLetterReplayRequested):
            if not await self._surely(lambda: self._letters.replay(request), message):
                return True
            if not self._subscriptions.takes(request):
                await message.ack()
                return True
        return False

    async def _together(self, deliveries: Sequence[Delivery]) -> None:
        async with self._database.transaction(Context()) as session:
            await self._subscriptions.deliver(deliveries, session)

    async def _take(self, body: bytes, session: AsyncSession) -> None:
        event, trace = self._subscriptions.open(body)
        await self._subscriptions.deliver([Delivery(event, trace, None)], session)

    async def _alone(self, delivery: Delivery, message: Msg) -> None:
        error = await self._failure(delivery)
        while error and await self._has_waited():
            error = await self._failure(delivery)
        if error is None:
            await message.ack()
            return
        event, attempt = delivery.event, message.metadata.num_delivered
        told = {"type": event.type, "reason": type(error).__name__, "attempt": attempt}
        log.warning("event failed", extra={"fields": told})
        if attempt >= MAX_DELIVER:
            await self._bury(message, reason_of(error), event_type=event.type, event_id=event.id)
        else:
            await message.nak(delay=min(0.2 * 2**attempt, 30.0))

    async def _failure(self, delivery: Delivery) -> Exception | None:
        """Let one event have its effect; return why it had none."""
        try:
            await self._together([delivery])
        except Exception as error:  # noqa: BLE001 - whatever it is, the event is retried, then a dead letter
            return error
        return None

    async def _bury(
        self, message: Msg, reason: str, *, event_type: str | None = None, event_id: UUID | None = None
    ) -> None:
        """Keep a dead letter, and only then tell the broker that its message is done with."""
        bury = partial(self._letters.bury, message, reason, event_type=event_type, event_id=event_id)
        if await self._surely(bury, message):
            await message.term()

    async def _surely(self, do: Callable[[], Awaitable[None]], message: Msg) -> bool:
        """Do something, again after the database was away; what fails even so is left to the message's next coming."""
        while True:
            try:
                await do()
            except Exception as error:  # noqa: BLE001 - whatever it is, nothing is acknowledged
                if await self._has_waited():
                    continue
                told = {"reason": type(error).__name__}
                log.error("left to the next delivery", extra={"fields": told})  # noqa: TRY400 - values stay out
                await message.nak(delay=ACK_WAIT_SECONDS)
                return False
            return True

    async def _has_waited(self) -> bool:
        """Wait while the database does not answer, keeping what is in hand; tell whether there was a wait."""
        waited = False
        while not await self._database.answers():
            if self._stop.is_set():
                raise ConnectionError
            waited = True
            for message in self._in_hand:
                if not message.is_acked:
                    await message.in_progress()
            await asyncio.sleep(WAIT_SECONDS)
        return waited


def reason_of(error: Exception) -> str:
    """Return why an event could not be taken, without a value from it."""
    if isinstance(error, UnreadableError):
        return str(error)
    return f"{type(error).__name__} in the subscriber"
