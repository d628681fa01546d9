"""A worker in a process of its own, that a note titled `deadly` kills as it is taken."""

import asyncio
import os
import signal
import sys
from typing import Any, ClassVar

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import bus, pull
from slussen_chassis.connection import connect
from slussen_chassis.database import Database
from slussen_contracts.events import Event

MAX_DELIVER = 2
ACK_WAIT_SECONDS = 0.4


class Note(Event):
    """What the sample service tells of a note."""

    type: ClassVar[str] = "slussen.sample.note.written.v1"

    title: str


async def take(event: Any, session: AsyncSession) -> None:
    """Take a note."""
    del session
    if event.title == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)


async def work(consumer: str) -> None:
    """Work until killed."""
    bus.MAX_DELIVER, pull.ACK_WAIT_SECONDS = MAX_DELIVER, ACK_WAIT_SECONDS
    bus.EVENTS[Note.type] = Note  # type: ignore[index]
    subscriptions = bus.Subscriptions(consumer)
    subscriptions.on(Note)(take)
    database = Database(os.environ["WORKER_URL"], pool_size=1, pool_timeout_seconds=5)
    nats = await connect(os.environ["BUS_URL"], name="mortal", seed=os.environ.get("SLUSSEN_TEST_NATS_SEED"))
    await bus.Consumer(subscriptions, database, nats).run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
