"""Measures how many requests a second a pure ASGI proxy hands on, by the client it uses: our own pool, or httpx.

    python tests/benchmarks/bench_proxy_client.py [--seconds 5] [--connections 32] [--rounds 3]

One process each for the load, the proxy and the service behind it (a Unix socket); POST of 1 KB, answer of 200 bytes.
`direct` is the same load on the service itself: the ceiling. The rounds go through all variants in turn, and the
median of each is shown. Absolute figures belong to one machine; read the ratios.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httptools
import httpx
import uvicorn

from slussen_gateway.edge.upstream import Address, Pool

BODY = b"x" * 1024
ANSWER = b'{"status":"recorded","id":"0199f2ab-7d00-7000-8000-000000000000"}'.ljust(200)
REQUEST = (
    b"POST /consent/v1/consent-events HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
    b"content-length: 1024\r\n\r\n" + BODY
)
HEAD = REQUEST[: -len(BODY)]


async def service(scope: Any, receive: Any, send: Any) -> None:
    """The service behind the proxy: reads the body and answers."""
    await receive()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"200")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": ANSWER})


class OwnPoolProxy:
    """A proxy on the edge's own pool."""

    def __init__(self, socket: str) -> None:
        self._pool = Pool(Address(socket_path=socket))

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        """Hand one request on."""
        body = (await receive())["body"]
        connection = await self._pool.ask(HEAD + body)
        headers, answer = connection.headers, connection.take()
        self._pool.release(connection)
        await send({"type": "http.response.start", "status": connection.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


class HttpxProxy:
    """The same proxy on httpx."""

    def __init__(self, socket: str) -> None:
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=socket, limits=httpx.Limits(max_connections=128))
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand one request on."""
        body = (await receive())["body"]
        url = "http://bench" + scope["path"]
        answer = await self._client.post(url, content=body, headers={"content-type": "application/json"})
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer.content))]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": answer.content})


VARIANTS = {"direct": None, "own pool": OwnPoolProxy, "httpx": HttpxProxy}


def serve(variant: str, socket: str, behind: str) -> None:
    """Run one process of the measurement."""
    kind = VARIANTS[variant]
    app = service if kind is None else kind(behind)
    config = uvicorn.Config(
        app,
        uds=socket,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        interface="asgi3",
        loop="uvloop",
    )
    uvicorn.Server(config).run()


@contextlib.contextmanager
def running(variant: str, socket: str, behind: str) -> Iterator[int]:
    """Start one process and wait until it listens; its process id comes out."""
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(variant, socket, behind), daemon=True
    )
    process.start()
    while not Path(socket).exists():
        time.sleep(0.01)
    try:
        yield process.pid or 0
    finally:
        process.terminate()
        process.join()


class Load(asyncio.Protocol):
    """One connection of the load: asks again as soon as it was answered."""

    def __init__(self, counter: list[int]) -> None:
        self._counter = counter
        self._parser = httptools.HttpResponseParser(self)
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        self._transport = transport
        transport.write(REQUEST)

    def data_received(self, data: bytes) -> None:
        """Read the answer."""
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Count it and ask again."""
        self._counter[0] += self._parser.get_status_code() == 200
        self._transport.write(REQUEST)


async def load(socket: str, connections: int, seconds: float) -> float:
    """Return requests a second."""
    loop = asyncio.get_running_loop()
    counter = [0]
    transports = [
        (await loop.create_unix_connection(lambda: Load(counter), socket))[0] for _ in range(connections)
    ]
    await asyncio.sleep(0.5)
    before, began = counter[0], time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (counter[0] - before) / (time.perf_counter() - began)
    for transport in transports:
        transport.abort()
    return rate


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(variant: str, folder: str, connections: int, seconds: float) -> tuple[float, float]:
    """Return requests a second, and microseconds of the proxy's processor time for each."""
    import uvloop

    behind, front = f"{folder}/service.sock", f"{folder}/proxy.sock"
    with running("direct", behind, ""), contextlib.ExitStack() as stack:
        pid = stack.enter_context(running(variant, front, behind))
        before, began = cpu_seconds(pid), time.perf_counter()
        rate = uvloop.run(load(front, connections, seconds))
        used = (cpu_seconds(pid) - before) / (time.perf_counter() - began)
    for socket in (behind, front):
        Path(socket).unlink(missing_ok=True)
    return rate, used / rate * 1e6


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    results: dict[str, list[tuple[float, float]]] = {variant: [] for variant in VARIANTS}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for _ in range(options.rounds):
            for variant, found in results.items():
                found.append(measure(variant, folder, options.connections, options.seconds))
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, httpx {httpx.__version__}, "
        f"{options.connections} connections, median of {options.rounds} x {options.seconds:g} s\n"
    )
    print("| client | requests/s | of direct | proxy CPU a request |\n|---|---|---|---|")
    ceiling = statistics.median(rate for rate, _ in results["direct"])
    for variant, found in results.items():
        rate, cpu = statistics.median(r for r, _ in found), statistics.median(c for _, c in found)
        print(f"| {variant} | {rate:,.0f} | {rate / ceiling:.2f} | {cpu:.0f} us |")


if __name__ == "__main__":
    main()
