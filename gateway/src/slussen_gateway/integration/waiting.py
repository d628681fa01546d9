"""Waiting for something new in the feed: one look at its head for all who wait in this process."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from sqlalchemy.exc import SQLAlchemyError

from slussen_chassis.database import Context, Database
from slussen_gateway.integration.repository import feed

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2


class FeedHead:
    """The feed's newest position as this process knows it; looked at only while somebody waits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting = 0
        self._wanted = asyncio.Event()
        self._moved = asyncio.Condition()
        self._position = 0

    async def run(self) -> None:
        """Look again and again, for as long as the process lives."""
        while True:
            await self._wanted.wait()
            await self._look()
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        try:
            async with self._database.transaction(Context()) as session:
                position = await feed.head(session)
        except (OSError, SQLAlchemyError) as error:
            log.warning("the feed's head can't be read", extra={"fields": {"reason": type(error).__name__}})
            return
        async with self._moved:
            if position != self._position:
                self._position = position
                self._moved.notify_all()

    async def wait_beyond(self, position: int, seconds: float) -> bool:
        """Wait until the head lies beyond `position`, at most so long; tell whether it does."""
        self._waiting += 1
        self._wanted.set()
        try:
            async with asyncio.timeout(seconds), self._moved:
                await self._moved.wait_for(lambda: self._position > position)
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._wanted.clear()


@contextlib.asynccontextmanager
async def follow_feed(api: FastAPI) -> AsyncIterator[None]:
    """Give the application a look at the feed's head while it runs."""
    api.state.feed_head = FeedHead(api.state.database)
    task = asyncio.create_task(api.state.feed_head.run())
    try:
        yield
    finally:
        task.cancel()


def head_of(request: Request) -> FeedHead:
    """Return the application's look at the feed's head."""
    found: FeedHead = request.app.state.feed_head
    return found
