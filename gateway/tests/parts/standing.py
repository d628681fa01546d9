"""How the tests run real servers in their own event loop, and what the register holds to begin with."""

import asyncio
import base64
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from joserfc.jwk import ECKey

from slussen_chassis.auth import Caller, InternalTokenVerifier
from slussen_gateway.edge.routing import SERVICES
from slussen_gateway.edge.server import server_config
from slussen_gateway.edge.settings import EdgeSettings

SIGNING_KEY = ECKey.generate_key("P-256", {"kid": "gateway-1"}, private=True)
CLIENT_KEY = ECKey.generate_key("P-256", {"kid": "client-1"}, private=True)
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""No certificates: the tests speak plain HTTP, and loading a machine's takes a tenth of a second."""
AUTHORITY = UUID(int=0x18)
UNIT_ID = UUID(int=0x1801)
CENTRE = UUID(int=0x1802)

REGION = {"authorityId": str(AUTHORITY), "countyCode": "18", "authorityType": "region", "version": 1}
UNIT = {
    "unitId": str(UNIT_ID),
    "authorityId": str(AUTHORITY),
    "authorityType": "region",
    "boardId": None,
    "branch": "health",
    "activity": "maternal_health_care",
    "countyCode": "18",
    "centreIds": [str(CENTRE)],
    "version": 1,
}
JOURNAL_GRANT = {
    "clientId": "journal",
    "state": "active",
    "organisationNumber": "2321000164",
    "countyCode": "18",
    "scopes": ["consent:record"],
    "unitHsaId": None,
}


class QuietServer(uvicorn.Server):
    """A server that leaves the process's signals alone and stops at once when it is told to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.told_to_stop = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.told_to_stop.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def running(config: uvicorn.Config) -> AsyncIterator[uvicorn.Server]:
    server = QuietServer(config)
    task = asyncio.create_task(server.serve())
    while not server.started and not task.done():
        await asyncio.sleep(0.002)
    try:
        yield server
    finally:
        server.should_exit = True
        server.force_exit = config.lifespan == "off"
        server.told_to_stop.set()
        await task


@contextlib.asynccontextmanager
async def serving(app: Any, *, uds: str | None = None, protocol: Any = "httptools") -> AsyncIterator[int]:
    """Serve an ASGI app on a Unix socket or on a free port, which is returned."""
    config = uvicorn.Config(
        app, uds=uds, port=0, http=protocol, log_config=None, lifespan="off", ws="none", interface="asgi3"
    )
    async with running(config) as server:
        yield _port(server)


def _port(server: uvicorn.Server) -> int:
    name = server.servers[0].sockets[0].getsockname()
    return name[1] if isinstance(name, tuple) else 0


@dataclass
class Edge:
    """The edge under test."""

    port: int
    http: httpx.AsyncClient
    settings: EdgeSettings
    app: Any

    async def raw(self, *parts: bytes, pause: float = 0) -> bytes:
        """Send bytes as they are; return everything that comes until the edge closes or falls silent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        received = bytearray()
        reading = asyncio.create_task(_collect(reader, received))
        with contextlib.suppress(ConnectionError):
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
        await asyncio.wait({reading}, timeout=1.5)
        reading.cancel()
        writer.close()
        return bytes(received)


async def _collect(reader: asyncio.StreamReader, received: bytearray) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            received += data


@contextlib.asynccontextmanager
async def edge(environment: dict[str, Any]) -> AsyncIterator[Edge]:
    settings = EdgeSettings(**environment)
    config = server_config(settings)
    config.timeout_graceful_shutdown = 1
    async with running(config) as server:
        port = _port(server)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10, verify=PLAIN) as http:
            yield Edge(port, http, settings, config.app)


def environment(issuer: Any, service: str, nats_url: str) -> dict[str, Any]:
    issuer.clients["slussen-gateway"] = CLIENT_KEY
    own = {"issuer": issuer.url, "client_key": json.dumps(CLIENT_KEY.as_dict(private=True))}
    return fixed_environment(service, nats_url) | own


def fixed_environment(service: str, nats_url: str) -> dict[str, Any]:
    """The settings that do not depend on the issuer."""
    return {
        "environment": "test",
        "public_origin": "http://localhost:8400",
        "signing_key": json.dumps(SIGNING_KEY.as_dict(private=True)),
        "session_keys": json.dumps({"1": base64.b64encode(bytes(range(32))).decode()}),
        "services": dict.fromkeys(SERVICES, service),
        "nats_url": nats_url,
        "port": 0,
        "anonymous_burst": 5,
        "anonymous_per_second": 0.5,
    }


async def until_ready(edge: Edge) -> None:
    async with asyncio.timeout(20):
        while (await edge.http.get("/health/ready")).status_code != httpx.codes.OK:
            await asyncio.sleep(0.02)


def verifier(audience: str) -> InternalTokenVerifier:
    """What a service believes."""
    return InternalTokenVerifier({"gateway": {"keys": [SIGNING_KEY.as_dict(private=False)]}}, audience)


def caller_of(request: dict[str, Any], audience: str = "consent") -> Caller:
    """Whom a request that reached a service proves as its caller."""
    token = dict(request["headers"])["authorization"].removeprefix("Bearer ")
    return verifier(audience).verify(token, datetime.now(UTC))
