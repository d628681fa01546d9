"""Events that a service could not take: kept with their reason, told of, and tried again when an operator asks.

A dead letter holds where its message lies in the stream and why it failed, never what it says. To try it again the
message is read from the stream, and has its effect as if it had just come: the inbox sees to it that this is once.
Each step is announced, so that the operators' desk follows without a way into anybody's database.
"""

import hashlib
import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import SystemClock, new_id
from slussen_chassis.database import Context, Database
from slussen_chassis.outbox import enqueue
from slussen_contracts.catalogue import STREAM
from slussen_contracts.events import NATIONAL
from slussen_contracts.operations.events import NOTED, DeadLetterReplayRequested

log = logging.getLogger(__name__)

MOST_MEMBERS = 60
GONE = "no longer in the stream"
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z_]{0,39}")
_DEAD = text(
    "INSERT INTO dead_letter (id, consumer, stream_sequence, event_id, event_type, reason, digest, deliveries)"
    " VALUES (:id, :consumer, :stream_sequence, :event_id, :event_type, :reason, :digest, :deliveries)"
    " ON CONFLICT (consumer, stream_sequence) DO NOTHING"
    " RETURNING id, stream_sequence, event_id, event_type, reason, digest, deliveries"
)
_FIND = text(
    "SELECT stream_sequence, digest FROM dead_letter"
    " WHERE id = :id AND consumer = :consumer AND replayed_at IS NULL"
)
_TAKEN = text(
    "UPDATE dead_letter SET replayed_at = now(), deliveries = deliveries + 1 WHERE id = :id AND replayed_at IS NULL"
    " RETURNING id, stream_sequence, event_id, event_type, reason, digest, deliveries"
)
_STILL_DEAD = text(
    "UPDATE dead_letter SET reason = :reason, deliveries = deliveries + 1 WHERE id = :id AND replayed_at IS NULL"
    " RETURNING id, stream_sequence, event_id, event_type, reason, digest, deliveries"
)


Take = Callable[[bytes, AsyncSession], Awaitable[None]]
"""Reads the event in a body and lets it have its effect in the transaction."""
ReasonOf = Callable[[Exception], str]
"""Tells why something failed, without a value from what came in."""


class DeadLetters:
    """One consumer's."""

    def __init__(
        self, consumer: str, database: Database, nats: Client, *, take: Take, reason_of: ReasonOf
    ) -> None:
        self._consumer = consumer
        self._database = database
        self._nats = nats
        self._take = take
        self._reason_of = reason_of

    async def bury(
        self, message: Msg, reason: str, *, event_type: str | None = None, event_id: UUID | None = None
    ) -> None:
        """Keep a dead letter: where it lies in the stream and why it failed, never its body."""
        row = {
            "id": new_id(),
            "consumer": self._consumer,
            "stream_sequence": message.metadata.sequence.stream,
            "event_id": event_id,
            "event_type": event_type,
            "reason": reason[:300],
            "digest": _digest(message.data),
            "deliveries": message.metadata.num_delivered or 1,
        }
        async with self._database.transaction(Context()) as session:
            kept = (await (await session.connection()).execute(_DEAD, row)).mappings().first()
            if kept is not None:
                self._tell(session, dict(kept), message.data, "waiting")
        log.error("dead letter", extra={"fields": {"reason": row["reason"], "type": row["event_type"]}})

    async def replay(self, request: DeadLetterReplayRequested) -> None:
        """Try a dead letter again, if it is this service's and still waits; whatever fails becomes its new reason."""
        if request.service != self._consumer:
            return
        letter = {"id": request.aggregate_id, "consumer": self._consumer}
        async with self._database.transaction(Context()) as session:
            found = (await (await session.connection()).execute(_FIND, letter)).first()
        if found is None:
            return
        body = await self._stored(found.stream_sequence, found.digest)
        try:
            async with self._database.transaction(Context()) as session:
                await self._take(body, session)
                await self._mark(session, _TAKEN, {"id": letter["id"]}, body, "replayed")
        except Exception as error:  # noqa: BLE001 - whatever it is, the letter stays dead and says why
            reason = self._reason_of(error) if body else GONE
            async with self._database.transaction(Context()) as session:
                row = {"id": letter["id"], "reason": reason[:300]}
                await self._mark(session, _STILL_DEAD, row, body, "waiting")
            log.warning("a dead letter failed again", extra={"fields": {"reason": reason[:300]}})

    async def _stored(self, sequence: int, digest: str) -> bytes:
        """Return the very message's body; an empty one, which nobody can take, where it is no longer there."""
        try:
            message = await self._nats.jetstream(timeout=5).get_msg(STREAM, seq=sequence)
        except NotFoundError:
            return b""
        return message.data if message.data and _digest(message.data) == digest else b""

    async def _mark(
        self, session: AsyncSession, statement: Any, row: dict[str, Any], body: bytes, state: str
    ) -> None:
        kept = (await (await session.connection()).execute(statement, row)).mappings().first()
        if kept is not None:
            self._tell(session, dict(kept), body, state)

    def _tell(self, session: AsyncSession, kept: dict[str, Any], body: bytes, state: str) -> None:
        kind = NOTED.get(self._consumer)
        if kind is None:
            return
        letter_id = kept.pop("id")
        event = kind(
            id=new_id(),
            occurred_at=SystemClock().now(),
            county_code=NATIONAL,
            aggregate_id=letter_id,
            aggregate_version=kept["deliveries"],
            service=self._consumer,
            size=len(body),
            members=members_of(body),
            state=state,
            **kept,
        )
        enqueue(session, event)


def members_of(body: bytes) -> tuple[str, ...]:
    """Return the names of a body's members, sorted: those of the envelope and of its data, without any value.

    Only plain names are told; one that holds a digit might itself be somebody's number.
    """
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(envelope, dict):
        return ()
    data = envelope.get("data")
    inner = [f"data.{name}" for name in data if _PLAIN_NAME.fullmatch(name)] if isinstance(data, dict) else []
    return tuple(sorted([name for name in envelope if _PLAIN_NAME.fullmatch(name)] + inner)[:MOST_MEMBERS])


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
