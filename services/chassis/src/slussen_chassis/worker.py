"""The second process of a service: relay, subscribers, jobs by the clock, and the audit log's sealer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nats.aio.client import Client
from sqlalchemy import text

from slussen_chassis.bus import Consumer, Subscriptions
from slussen_chassis.clock import SystemClock
from slussen_chassis.connection import connect, process_name
from slussen_chassis.database import Context, Database
from slussen_chassis.relay import Relay
from slussen_chassis.sealing.checkpoints import CheckpointFile
from slussen_chassis.sealing.keys import SealKey
from slussen_chassis.sealing.sealer import Sealer
from slussen_chassis.settings import ServiceSettings

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600.0
_OLD_EVENTS = text("DELETE FROM outbox WHERE published_at < now() - make_interval(days => :days)")
_OLD_KEYS = text("DELETE FROM idempotency_key WHERE created_at < now() - make_interval(hours => :hours)")


@dataclass(frozen=True, slots=True)
class WorkerParts:
    """What a job may use."""

    database: Database
    nats: Client
    settings: ServiceSettings


Job = Callable[[WorkerParts], Awaitable[None]]
SubscriptionsMaker = Callable[[WorkerParts], Subscriptions]
"""For subscribers that need more than their transaction, such as the broker's key-value buckets."""


@dataclass(slots=True)
class Worker:
    """One service's worker.

    Attributes:
        service: Its name.
        subscriptions: What it does with events, or what makes that from the worker's parts; None where it follows none.
        jobs: What it does every so many seconds, each by (seconds, function).
    """

    service: str
    settings: ServiceSettings
    subscriptions: Subscriptions | SubscriptionsMaker | None = None
    jobs: list[tuple[float, Job]] = field(default_factory=list)
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is under way."""
        settings = self.settings
        SystemClock.follow(settings.sandbox_clock)
        seed = settings.nats_seed.get_secret_value() if settings.nats_seed else None
        nats = await connect(settings.nats_url, name=process_name(self.service, "worker"), seed=seed)
        database = Database.for_worker(settings)
        parts = WorkerParts(database, nats, settings)
        subscriptions = self.subscriptions(parts) if callable(self.subscriptions) else self.subscriptions
        url = settings.worker_database_url.get_secret_value()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(Relay(url, nats, source=self.service).run(stop))
                if subscriptions and subscriptions.filters:
                    tasks.create_task(Consumer(subscriptions, database, nats).run(stop))
                if sealer := sealer_of(self.service, settings):
                    tasks.create_task(sealer.run(stop))
                for seconds, job in [(TIDY_SECONDS, tidy_up), *self.jobs]:
                    tasks.create_task(_repeat(seconds, job, parts, stop))
                self.started.set()
        finally:
            await nats.drain()
            await database.close()


def sealer_of(service: str, settings: ServiceSettings) -> Sealer | None:
    """Return the sealer that the settings ask for; where they ask for none, say that nothing is sealed."""
    if settings.sealer_database_url is None or settings.seal_key is None:
        log.warning("audit rows are not sealed: no sealer's address", extra={"fields": {"service": service}})
        return None
    checkpoints = CheckpointFile(settings.seal_checkpoints) if settings.seal_checkpoints else None
    key = SealKey.from_json(settings.seal_key.get_secret_value())
    return Sealer(settings.sealer_database_url.get_secret_value(), key, checkpoints)


async def _repeat(seconds: float, job: Job, parts: WorkerParts, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await job(parts)
        except Exception:
            log.exception("job failed", extra={"fields": {"job": getattr(job, "__name__", "job")}})
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            continue


async def tidy_up(parts: WorkerParts) -> None:
    """Remove published outbox rows and stored answers that are past their time; a job of every worker."""
    async with parts.database.transaction(Context()) as session:
        connection = await session.connection()
        await connection.execute(_OLD_EVENTS, {"days": parts.settings.outbox_keep_days})
        await connection.execute(_OLD_KEYS, {"hours": parts.settings.idempotency_hours})
