"""A small load generator: `python -m slussen_bench.own_load < what.json`, one line of JSON as the answer.

It asks over a fixed number of kept-alive connections: each again as soon as it was answered, or all of them at a
steady rate, whether the answers keep up or not. It always waits for the last answer, so that what was sent is known.
"""

import asyncio
import json
import sys
import time
from collections import deque
from typing import Any

import httptools
import uvloop
from typing_extensions import override

from slussen_bench.template import Template

HOST = "127.0.0.1"
TICK = 0.001
LAST_ANSWER_SECONDS = 30.0
FIRST_FAILURE = 400


class Connection(asyncio.Protocol):
    """One connection; it tells its run when an answer is complete."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._parser = httptools.HttpResponseParser(self)
        self._transport: Any = None
        self._since = 0.0

    @override
    def connection_made(self, transport: Any) -> None:
        """Keep the transport."""
        self._transport = transport

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Note what was never answered."""
        del exc
        if self._since:
            self._run.answered(self, self._since, failed=True)

    def ask(self, data: bytes, since: float) -> None:
        """Send a request that was due at `since`."""
        self._since = since
        self._transport.write(data)

    @override
    def data_received(self, data: bytes) -> None:
        """Read the answer."""
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Count the answer."""
        since, self._since = self._since, 0.0
        self._run.answered(self, since, failed=self._parser.get_status_code() >= FIRST_FAILURE)

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()


class Run:
    """One run: which requests are due, which connections are free, how long each answer took."""

    def __init__(self, template: Template, seconds: float, connections: int, rate: float | None) -> None:
        self._template = template
        self._seconds = seconds
        self._connections = connections
        self._rate = rate
        self._head = "\r\n".join(
            [f"{template.method} {template.path} HTTP/1.1", f"host: {HOST}:{template.port}"]
            + [f"{name}: {value}" for name, value in template.headers.items()]
        )
        self._free: deque[Connection] = deque()
        self._number = 0
        self._under_way = 0
        self._ends_at = 0.0
        self._took: list[float] = []
        self._in_time = 0
        self._failures = 0

    async def go(self) -> dict[str, float]:
        """Do it all."""
        loop = asyncio.get_running_loop()
        opened = [
            (await loop.create_connection(lambda: Connection(self), HOST, self._template.port))[1]
            for _ in range(self._connections)
        ]
        began = time.perf_counter()
        self._ends_at = began + self._seconds
        self._free.extend(opened)
        await (self._steadily(began) if self._rate else self._as_fast_as_answered())
        await self._last_answers()
        for connection in opened:
            connection.close()
        self._took.sort()
        return {
            "rate": self._in_time / self._seconds,
            "p50_ms": self._percentile(50),
            "p99_ms": self._percentile(99),
            "answers": len(self._took),
            "failures": self._failures,
        }

    def answered(self, connection: Connection, since: float, *, failed: bool) -> None:
        """Note an answer; ask again where the run asks as fast as it is answered."""
        now = time.perf_counter()
        self._under_way -= 1
        self._failures += failed
        self._took.append(now - since)
        self._in_time += now <= self._ends_at
        if self._rate is None and now < self._ends_at and not failed:
            self._ask(connection, now)
        else:
            self._free.append(connection)

    async def _as_fast_as_answered(self) -> None:
        while self._free:
            self._ask(self._free.popleft(), time.perf_counter())
        await asyncio.sleep(self._ends_at - time.perf_counter())

    async def _steadily(self, began: float) -> None:
        rate = self._rate or 1.0
        while (now := time.perf_counter()) < self._ends_at:
            while self._free and self._number < (now - began) * rate:
                self._ask(self._free.popleft(), began + self._number / rate)
            await asyncio.sleep(TICK)

    async def _last_answers(self) -> None:
        until = time.perf_counter() + LAST_ANSWER_SECONDS
        while self._under_way and time.perf_counter() < until:
            await asyncio.sleep(TICK)
        self._failures += self._under_way

    def _ask(self, connection: Connection, since: float) -> None:
        body = self._template.body(self._number).encode()
        self._number += 1
        self._under_way += 1
        connection.ask(f"{self._head}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body, since)

    def _percentile(self, percent: int) -> float:
        return self._took[len(self._took) * percent // 100] * 1000 if self._took else 0.0


def main() -> None:
    """Read what to do, do it, say what came of it."""
    asked = json.load(sys.stdin)
    run = Run(Template(**asked["template"]), asked["seconds"], asked["connections"], asked["rate"])
    print(json.dumps(uvloop.run(run.go())))


if __name__ == "__main__":
    main()
