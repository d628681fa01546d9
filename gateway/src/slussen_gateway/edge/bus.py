"""The connection to NATS, and key-value buckets followed into memory.

A bucket's copy is used through an outage of NATS, for a stated time; after that the edge refuses, since it could no
longer know what has been suspended.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from typing import Any, Final, Generic, TypeVar

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.kv import KeyValue

log = logging.getLogger(__name__)

STALE_SECONDS: Final = 900.0
CONFIRM_SECONDS: Final = 10.0
POLL_SECONDS: Final = 1.0
RETRY_SECONDS: Final = 0.25

_Value = TypeVar("_Value")


class Bus:
    """One connection to NATS that reconnects for ever.

    Attributes:
        reconnections: How many times it has been re-established; a watch from before it has ended.
    """

    def __init__(self, url: str, seed: str | None) -> None:
        self._url = url
        self._seed = seed
        self._client: Client | None = None
        self._is_closing = False
        self.reconnections = 0

    @property
    def is_connected(self) -> bool:
        """NATS answers."""
        return self._client is not None and self._client.is_connected

    async def connect(self) -> None:
        """Connect, trying until it succeeds."""
        while self._client is None:
            try:
                self._client = await nats.connect(
                    self._url,
                    nkeys_seed_str=self._seed,
                    name="slussen-gateway",
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=RETRY_SECONDS,
                    connect_timeout=2,
                    ping_interval=10,
                    allow_reconnect=True,
                    disconnected_cb=self._disconnected,
                    reconnected_cb=self._reconnected,
                    error_cb=_note_error,
                )
            except (NatsError, OSError):
                await asyncio.sleep(RETRY_SECONDS)

    async def bucket(self, name: str) -> KeyValue:
        """Return a bucket.

        Raises:
            NatsError: NATS does not answer, or has no such bucket.
        """
        if self._client is None:
            raise NatsError
        return await self._client.jetstream(timeout=2).key_value(name)

    async def tell(self, subject: str, data: bytes) -> None:
        """Put a message into the stream of its subject; it is kept when this returns.

        Raises:
            NatsError: NATS does not answer, or keeps no such messages.
        """
        if self._client is None:
            raise NatsError
        await self._client.jetstream(timeout=2).publish(subject, data)

    async def close(self) -> None:
        """Disconnect."""
        self._is_closing = True
        if self._client is not None:
            await self._client.close()

    async def _disconnected(self) -> None:
        if not self._is_closing:
            log.warning("the bus is away")

    async def _reconnected(self) -> None:
        self.reconnections += 1
        log.info("the bus is back")


async def _note_error(error: Exception) -> None:
    log.debug("the bus reports an error", extra={"fields": {"error": type(error).__name__}})


class WatchedBucket(Generic[_Value]):
    """A bucket's values in memory, kept up to date by `run`.

    A value that can't be read counts as absent, so that it gives nobody access.

    Attributes:
        generation: Grows with every change, so that what was worked out from the values can be worked out again.
    """

    def __init__(self, bus: Bus, name: str, read: Callable[[bytes], _Value]) -> None:
        self._bus = bus
        self._name = name
        self._read = read
        self._values: dict[str, _Value] = {}
        self._confirmed_at: float | None = None
        self._revision = 0
        self._has_complained = False
        self.generation = 0

    def get(self, key: str) -> _Value | None:
        """Return a value, or None."""
        return self._values.get(key)

    def values(self) -> Collection[_Value]:
        """Return all values."""
        return self._values.values()

    @property
    def is_loaded(self) -> bool:
        """The copy is whole, and NATS has confirmed it within the stated time."""
        return self._confirmed_at is not None and time.monotonic() - self._confirmed_at < STALE_SECONDS

    async def run(self) -> None:
        """Follow the bucket for as long as the edge runs."""
        while True:
            try:
                bucket = await self._bus.bucket(self._name)
                await self._follow(bucket)
            except (NatsError, TimeoutError, OSError) as error:
                self._complain(type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)

    def _complain(self, error: str) -> None:
        """Log once that the bucket can't be followed, until it can be again."""
        if not self._has_complained:
            log.warning(
                "a bucket can't be followed", extra={"fields": {"bucket": self._name, "error": error}}
            )
        self._has_complained = True

    async def _follow(self, bucket: KeyValue) -> None:
        """Load the bucket anew and apply its changes, until the watch has ended or missed something."""
        reconnections = self._bus.reconnections
        watcher: Any = await bucket.watchall()  # nats-py leaves its methods untyped
        try:
            await self._load(watcher)
            checked_at = time.monotonic()
            while self._bus.reconnections == reconnections:
                try:
                    entry = await watcher.updates(timeout=POLL_SECONDS)
                except NatsTimeoutError:
                    entry = None
                if isinstance(entry, KeyValue.Entry):
                    self._apply(self._values, entry)
                    self._confirmed_at = time.monotonic()
                    self.generation += 1
                elif time.monotonic() - checked_at > CONFIRM_SECONDS:
                    checked_at = time.monotonic()
                    if not await self._is_current(bucket):
                        return
        finally:
            await watcher.stop()

    async def _load(self, watcher: Any) -> None:
        values: dict[str, _Value] = {}
        while isinstance(entry := await watcher.updates(), KeyValue.Entry):
            self._apply(values, entry)
        self._values = values
        self._confirmed_at = time.monotonic()
        self._has_complained = False
        self.generation += 1

    async def _is_current(self, bucket: KeyValue) -> bool:
        """Ask NATS whether anything has been missed."""
        status = await bucket.status()
        if status.stream_info.state.last_seq > self._revision:
            return False
        self._confirmed_at = time.monotonic()
        return True

    def _apply(self, values: dict[str, _Value], entry: KeyValue.Entry) -> None:
        self._revision = max(self._revision, entry.revision or 0)
        values.pop(entry.key, None)
        if entry.operation is None and entry.value is not None:
            try:
                values[entry.key] = self._read(entry.value)
            except ValueError:
                log.warning("an unreadable value gives no access", extra={"fields": {"bucket": self._name}})
