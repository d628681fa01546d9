"""The floors: the least that does the same durable work. Raw ASGI, orjson, asyncpg; no checks, no rules, no gateway."""

import contextlib
import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from typing_extensions import override

from slussen_bench.failure import BenchError
from slussen_bench.statements import PERSONS, Statement, person
from slussen_local.parts import ports
from slussen_local.parts.program import wait_until
from slussen_local.processes import serve_http

POOL = 16
RECORDED = b'{"id":"%b","consentId":"0199f2ab-7d00-7000-8000-000000000000","version":1}'
JSON = (b"content-type", b"application/json")
PERSON_IDS = [str(person(number)) for number in range(1, PERSONS + 1)]


class Floor:
    """What both floors share: a pool, opened with the server, and whole bodies in and out."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one connection (ASGI 3)."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        answer = await self.answer(orjson.loads(body))
        length = (b"content-length", b"%d" % len(answer))
        await send({"type": "http.response.start", "status": 201, "headers": [JSON, length]})
        await send({"type": "http.response.body", "body": answer})

    async def answer(self, asked: Any) -> bytes:
        """Do the work, and return the answer's body."""
        raise NotImplementedError

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await asyncpg.create_pool(self._url, min_size=POOL, max_size=POOL, reset=_no_reset)
        gc.freeze()
        gc.set_threshold(50_000, 50, 50)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


class EventFloor(Floor):
    """Stores an event: the service's one statement, with the values of a stored event."""

    def __init__(self, url: str, registration: Statement) -> None:
        super().__init__(url)
        self._registration = registration

    @override
    async def answer(self, asked: Any) -> bytes:
        """Store it under its id."""
        event_id = asked["id"]
        await self._pool.fetch(self._registration.sql, *self._registration.fresh(event_id))
        stored: bytes = RECORDED % event_id.encode()
        return stored


class DecisionFloor(Floor):
    """Decides nothing: the same read and the same write, and an answer that was made before."""

    def __init__(self, url: str, read: Statement, keep: Statement, said: bytes) -> None:
        super().__init__(url)
        self._read = read
        self._keep = keep
        self._said = said

    @override
    async def answer(self, asked: Any) -> bytes:
        """Read, write, answer."""
        subject = UUID(asked["subjectId"])
        await self._pool.fetch(self._read.sql, *self._read.fresh("", subject))
        await self._pool.fetchval(self._keep.sql, *self._keep.fresh("", subject))
        return self._said


async def _no_reset(_connection: Any) -> None:
    """As the services' raw pool."""


@contextlib.contextmanager
def serving(make: Callable[..., Any], *arguments: Any) -> Iterator[tuple[int, int]]:
    """Serve an ASGI application in a process of its own, as the services are served; give its port and process id."""
    port = ports.free_port()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(make, arguments, port), daemon=True
    )
    process.start()
    try:
        if (
            not wait_until(lambda: ports.answers(port) or not process.is_alive(), 60)
            or not process.is_alive()
        ):
            raise BenchError(f"{make.__name__} did not start")
        yield port, process.pid or 0
    finally:
        process.terminate()
        process.join()


def _serve(make: Callable[..., Any], arguments: Sequence[Any], port: int) -> None:
    serve_http(make(*arguments), port=port)


def run_apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run a function in a process of its own and return what it returned."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)
