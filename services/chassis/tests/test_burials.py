"""What no worker could settle is kept all the same: where the database is away, and where the worker ends each time."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from bus_parts import Effects, note, publish, running, until
from mortal_worker import ACK_WAIT_SECONDS, MAX_DELIVER
from nats.aio.client import Client
from nats.js.api import ConsumerConfig, ConsumerInfo
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import bus, pull
from slussen_chassis.bus import Consumer
from slussen_chassis.database import Database
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.testing import TestDatabase
from slussen_contracts.catalogue import STREAM

MORTAL = Path(__file__).parent / "parts" / "mortal_worker.py"
LETTERS = "SELECT reason, event_type, event_id, deliveries FROM dead_letter ORDER BY stream_sequence"


@pytest.fixture
async def worker_database(settings: ServiceSettings) -> AsyncIterator[Database]:
    database = Database.for_worker(settings)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def _known_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bus.EVENTS, note().type, type(note()))


class Switch:
    """Takes a test's database away from whoever uses it, and gives it back."""

    def __init__(self, admin_url: str, name: str) -> None:
        self._admin_url, self._name = admin_url, name

    async def turn(self, *, on: bool) -> None:
        admin = await asyncpg.connect(self._admin_url)
        await admin.execute(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS {on}')
        if not on:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
            await admin.execute(query, self._name)
        await admin.close()


class Cut(Effects):
    """Its subscriber loses the database as it takes its first note."""

    def __init__(self, consumer: str, switch: Switch) -> None:
        super().__init__(consumer)
        self.switch = switch
        self.is_cut = False

    async def write(self, event: Any, session: AsyncSession) -> None:
        if not self.is_cut:
            await self.switch.turn(on=False)
            self.is_cut = True
        await super().write(event, session)


async def unsettled(nats: Client, consumer: str) -> ConsumerInfo:
    return await nats.jetstream().consumer_info(STREAM, consumer)


async def test_a_burial_waits_for_the_database_and_nothing_is_lost_or_acknowledged_before(
    database: TestDatabase,
    worker_database: Database,
    nats: Client,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus, "MAX_DELIVER", 1)
    name, switch = f"c{uuid4().hex[:8]}", Switch(postgres_url, database.name)
    effects, good = Cut(name, switch), note("good")

    async def has_cut() -> bool:
        return effects.is_cut

    async def are_unsettled(count: int) -> bool:
        return (await unsettled(nats, name)).num_ack_pending == count

    await switch.turn(on=False)
    await nats.jetstream().publish(good.nats_subject, b"not json")
    await publish(nats, good)
    async with running(Consumer(effects.subscriptions, worker_database, nats)):
        await asyncio.sleep(3 * bus.WAIT_SECONDS)
        assert await are_unsettled(2)
        await switch.turn(on=True)
        await until(has_cut)
        await asyncio.sleep(2 * bus.WAIT_SECONDS)
        assert await are_unsettled(1)
        await switch.turn(on=True)
        await until(lambda: are_unsettled(0))
    [letter] = await database.rows(LETTERS)
    assert (letter["reason"], letter["deliveries"]) == ("not JSON", 1)
    assert effects.seen == ["good"]


async def killed(consumer: str, database: TestDatabase, nats_url: str) -> int:
    urls = {"WORKER_URL": database.urls.worker, "BUS_URL": nats_url}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(MORTAL), consumer, env={**os.environ, **urls}
    )
    return await asyncio.wait_for(process.wait(), 20)


async def test_what_ends_the_worker_each_time_is_buried_alone_and_never_dropped_by_the_broker(
    database: TestDatabase,
    worker_database: Database,
    nats: Client,
    nats_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus, "MAX_DELIVER", MAX_DELIVER)
    monkeypatch.setattr(pull, "ACK_WAIT_SECONDS", ACK_WAIT_SECONDS)
    name, deadly = f"c{uuid4().hex[:8]}", note("deadly")
    effects = Effects(name)
    earlier = ConsumerConfig(durable_name=name, max_deliver=MAX_DELIVER, filter_subjects=["slussen.>"])
    await nats.jetstream().add_consumer(STREAM, earlier)
    await publish(nats, note("before"), deadly, note("after"), note("last"))
    for _ in range(MAX_DELIVER):
        assert await killed(name, database, nats_url) == -signal.SIGKILL
    await asyncio.sleep(ACK_WAIT_SECONDS)
    await publish(nats, note("new"))

    async def has_settled() -> bool:
        return {"after", "last", "new"} <= set(effects.seen) and (
            await unsettled(nats, name)
        ).num_ack_pending == 0

    async with running(Consumer(effects.subscriptions, worker_database, nats)):
        await until(has_settled)
    [letter] = await database.rows(LETTERS)
    assert (letter["reason"], letter["event_id"]) == (bus.NO_OUTCOME, deadly.id)
    assert (letter["event_type"], letter["deliveries"]) == (deadly.type, MAX_DELIVER + 1)


async def test_a_letter_that_cannot_be_kept_is_left_to_the_next_delivery_and_others_flow_on(
    database: TestDatabase, worker_database: Database, nats: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "ACK_WAIT_SECONDS", 0.2)
    name = f"c{uuid4().hex[:8]}"
    effects = Effects(name)
    await database.rows("ALTER TABLE dead_letter ADD CONSTRAINT nothing CHECK (consumer = '')")
    await nats.jetstream().publish(note().nats_subject, b"not json")
    await publish(nats, note("good"))

    async def has_passed() -> bool:
        return effects.seen == ["good"] and (await unsettled(nats, name)).num_redelivered == 1

    async def is_buried() -> bool:
        return len(await database.rows(LETTERS)) == 1

    async with running(Consumer(effects.subscriptions, worker_database, nats)):
        await until(has_passed)
        await database.rows("ALTER TABLE dead_letter DROP CONSTRAINT nothing")
        await until(is_buried)
    assert (await database.rows(LETTERS))[0]["reason"] == "not JSON"
