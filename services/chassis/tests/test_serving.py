import asyncio
import os
import signal

import pytest
from nats.aio.client import Client
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import serving
from slussen_chassis.bus import Consumer, Subscriptions
from slussen_chassis.database import Database
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.worker import Worker, WorkerParts
from slussen_contracts.agreements.events import UnitChanged


async def test_a_worker_ends_by_itself_when_the_process_is_told_to(
    settings: ServiceSettings, nats: Client
) -> None:
    assert nats.is_connected
    given: list[WorkerParts] = []

    def subscriptions(parts: WorkerParts) -> Subscriptions:
        given.append(parts)
        made = Subscriptions("sample-serving")

        @made.on(UnitChanged)
        async def ignore(_event: UnitChanged, _session: AsyncSession) -> None:
            return

        return made

    worker = Worker("sample", settings, subscriptions)
    running = asyncio.create_task(serving.work_until_told(worker))
    await worker.started.wait()
    assert given[0].nats.is_connected
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)


def test_requests_are_served_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr(serving.uvicorn, "run", lambda app, **options: asked.update(app=app, **options))
    monkeypatch.setattr(serving, "configure_logging", lambda service: asked.update(service=service))
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("PORT", "8123")

    async def app(*_: object) -> None:
        return

    serving.serve(app, "sample")
    assert (asked["host"], asked["port"], asked["service"]) == ("127.0.0.1", 8123, "sample")


async def test_a_consumer_that_stops_leaves_no_subscription_for_a_drain_to_wait_for(
    settings: ServiceSettings, nats: Client
) -> None:
    made = Subscriptions("sample-stops")

    @made.on(UnitChanged)
    async def ignore(_event: UnitChanged, _session: AsyncSession) -> None:
        return

    database, stop = Database.for_worker(settings), asyncio.Event()
    before = set(nats._subs)
    running = asyncio.create_task(Consumer(made, database, nats).run(stop))
    while not set(nats._subs) - before:
        await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(running, 10)
    left = [sub for sid, sub in nats._subs.items() if sid not in before and "_INBOX" in sub.subject]
    assert [sub for sub in left if not sub.subject.endswith(".*")] == []
    await database.close()
