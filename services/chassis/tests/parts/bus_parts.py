"""Events of the sample service, a subscriber that notes what it took, and the running of parts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import orjson
from nats.aio.client import Client
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_chassis.clock import new_id
from slussen_chassis.database import Context, set_context
from slussen_chassis.telemetry import trace_id
from slussen_chassis.testing import START


@contextlib.asynccontextmanager
async def running(*parts: Any) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(part.run(stop)) for part in parts]
    yield
    stop.set()
    await asyncio.gather(*tasks)


async def until(condition: Any, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)


def note(title: str = "A", **envelope: Any) -> Any:
    from sample_service.app import NoteWritten

    values = {
        "id": new_id(),
        "occurred_at": START,
        "county_code": "18",
        "aggregate_id": uuid4(),
        "aggregate_version": 1,
    }
    return NoteWritten(**{**values, **envelope}, title=title)


async def publish(nats: Client, *events: Any) -> None:
    from slussen_contracts.events import to_cloud_event

    for event in events:
        await nats.jetstream().publish(event.nats_subject, orjson.dumps(to_cloud_event(event)))


class Effects:
    def __init__(self, consumer: str) -> None:
        from sample_service.app import NoteWritten

        self.subscriptions = Subscriptions(consumer)
        self.seen: list[str] = []
        self.traces: list[str] = []
        self.failures = 0
        self.subscriptions.on(NoteWritten)(self.write)

    async def write(self, event: Any, session: AsyncSession) -> None:
        if event.title == "poison" or self.failures > 0:
            self.failures -= 1
            raise RuntimeError(event.title)
        authority = uuid4()
        await set_context(session, Context(authority_id=authority))
        insert = "INSERT INTO note VALUES (:id, '18', :authority, ARRAY[CAST(:authority AS uuid)], :title, 1)"
        await (await session.connection()).execute(
            text(insert), {"id": new_id(), "authority": authority, "title": f"{event.title} {event.id}"}
        )
        self.seen.append(event.title)
        self.traces.append(trace_id())
