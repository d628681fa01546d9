"""The relay: brings committed events from the outbox to the stream, in order, at least once.

One relay leads per database, by an advisory lock on a connection of its own; the others stand by. Rows are read
by `published_at IS NULL`, published as one atomic batch (one acknowledgement), and marked. A batch that the
server refuses is published one by one. A broker that is away is waited for: the rows stay where they are.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import APIError

from slussen_chassis.database import SERVER_SETTINGS
from slussen_chassis.outbox import HINT_CHANNEL
from slussen_contracts.catalogue import STREAM
from slussen_contracts.events import cloud_event

log = logging.getLogger(__name__)

BATCH = 500
IDLE_POLL_SECONDS = 0.25
BUSY_POLL_SECONDS = 0.01
BUSY_FOR_SECONDS = 2.0
RETRY_FOR_SECONDS = 10.0
LEADER_LOCK = 0x510555E4

_READ = (
    "SELECT seq, id, type, county_code, aggregate_id, aggregate_version, occurred_at, traceparent, data"
    " FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT $1"
)
_MARK = "UPDATE outbox SET published_at = now() WHERE id = ANY($1::uuid[]) AND published_at IS NULL"


class PublishError(Exception):
    """The stream did not take a message in time; its row stays unpublished."""


class Relay:
    """One service's relay; `run` until told to stop."""

    def __init__(self, database_url: str, nats: Client, *, source: str) -> None:
        self._url = database_url
        self._nats = nats
        self._source = source
        self._hint = asyncio.Event()
        self.is_leader = False

    async def run(self, stop: asyncio.Event) -> None:
        """Lead or stand by until `stop` is set; a lost database or broker is waited for."""
        while not stop.is_set():
            try:
                await self._lead(stop)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, NatsError, PublishError) as error:
                log.warning("relay waits", extra={"fields": {"reason": type(error).__name__}})
                await _wait(stop, 0.5)
            finally:
                self.is_leader = False

    async def _lead(self, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(self._url, server_settings=SERVER_SETTINGS, timeout=5)
        try:
            while not stop.is_set() and not self.is_leader:
                self.is_leader = await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER_LOCK)
                if not self.is_leader:
                    await _wait(stop, 1.0)
            await connection.add_listener(HINT_CHANNEL, lambda *_: self._hint.set())
            await self._follow(connection, stop)
        finally:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await connection.close(timeout=2)

    async def _follow(self, connection: "asyncpg.Connection[Any]", stop: asyncio.Event) -> None:
        busy_until = 0.0
        while not stop.is_set():
            self._hint.clear()
            moved = await self.move_batch(connection)
            if moved == BATCH:
                continue
            now = time.monotonic()
            if moved:
                busy_until = now + BUSY_FOR_SECONDS
            pause = BUSY_POLL_SECONDS if now < busy_until else IDLE_POLL_SECONDS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hint.wait(), pause)

    async def move_batch(self, connection: "asyncpg.Connection[Any]") -> int:
        """Publish and mark the oldest unpublished rows; return how many were moved, at most `BATCH`."""
        rows = await connection.fetch(_READ, BATCH)
        if not rows:
            return 0
        await publish(self._nats, [message(row) for row in rows])
        ids: list[UUID] = [row["id"] for row in rows]
        await connection.execute(_MARK, ids)
        return len(rows)


def message(row: Any) -> tuple[str, bytes, str]:
    """Return NATS subject, body (structured CloudEvent) and message id of an outbox row."""
    envelope = cloud_event(
        event_id=str(row["id"]),
        event_type=row["type"],
        occurred_at=row["occurred_at"],
        county_code=row["county_code"],
        aggregate_id=str(row["aggregate_id"]),
        aggregate_version=row["aggregate_version"],
        data=orjson.loads(row["data"]),
        traceparent=row["traceparent"],
    )
    subject = row["type"].replace("slussen.", f"slussen.{row['county_code']}.", 1)
    return subject, orjson.dumps(envelope), str(row["id"])


async def publish(nats: Client, messages: Sequence[tuple[str, bytes, str]]) -> None:
    """Publish all `messages`, as one atomic batch where the server takes it.

    Raises:
        PublishError: The stream did not acknowledge within the retry time.
    """
    if len(messages) > 1 and await _publish_atomically(nats, messages):
        return
    for subject, body, message_id in messages:
        await _publish_one(nats, subject, body, message_id)


async def _publish_atomically(nats: Client, messages: Sequence[tuple[str, bytes, str]]) -> bool:
    """Publish one atomic batch (NATS 2.12); False where the server refused it, for whatever reason."""
    batch = uuid4().hex
    last = len(messages)
    for sequence, (subject, body, message_id) in enumerate(messages[:-1], 1):
        await nats.publish(subject, body, headers=_batch_headers(batch, sequence, message_id))
    subject, body, message_id = messages[-1]
    headers = {**_batch_headers(batch, last, message_id), "Nats-Batch-Commit": "1"}
    try:
        answer = await nats.request(subject, body, timeout=5, headers=headers)
    except NatsError:
        return False
    acknowledged = orjson.loads(answer.data)
    return "error" not in acknowledged and acknowledged.get("count") == last


def _batch_headers(batch: str, sequence: int, message_id: str) -> dict[str, str]:
    return {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(sequence), "Nats-Msg-Id": message_id}


async def _publish_one(nats: Client, subject: str, body: bytes, message_id: str) -> None:
    """Publish one message with its id; retry past a change of the cluster's leader (measured: 6.2 s)."""
    deadline = time.monotonic() + RETRY_FOR_SECONDS
    stream = nats.jetstream(timeout=2)
    while True:
        try:
            await stream.publish(subject, body, stream=STREAM, headers={"Nats-Msg-Id": message_id})
        except (NatsError, APIError, TimeoutError) as error:
            if time.monotonic() > deadline:
                raise PublishError(type(error).__name__) from error
            await asyncio.sleep(0.1)
        else:
            return


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
