"""The edge on a real port, with a real NATS, a service on a Unix socket, and an issuer that really signs."""

import contextlib
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from nats.js.errors import NotFoundError
from nats.js.kv import KeyValue

sys.path.insert(0, str(Path(__file__).parent / "parts"))

import echo_service
import nats
import signing_issuer
import standing
from nats.aio.client import Client

MIDWIFE_UNIT = "SE2321000164-MVC1"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a short path, as Unix sockets need."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="edge-") as name:
        yield Path(name)


@pytest.fixture
async def bus(nats_url: str) -> AsyncIterator[Client]:
    client = await nats.connect(nats_url)
    yield client
    await client.close()


@pytest.fixture
async def buckets(bus: Client) -> dict[str, KeyValue]:
    """The four buckets, empty but for those whom most tests need."""
    js = bus.jetstream()
    made = {}
    for name in ("sessions", "logouts", "grants", "directory"):
        with contextlib.suppress(NotFoundError):
            await js.delete_key_value(name)
        made[name] = await js.create_key_value(bucket=name, storage="memory")
    await made["grants"].put("client.journal", json.dumps(standing.JOURNAL_GRANT).encode())
    await made["directory"].put("org.2321000164", json.dumps(standing.REGION).encode())
    await made["directory"].put(f"hsa.{MIDWIFE_UNIT}", json.dumps(standing.UNIT).encode())
    return made


@pytest.fixture
async def issuer() -> AsyncIterator[signing_issuer.SigningIssuer]:
    made = signing_issuer.SigningIssuer()
    async with standing.serving(made.app) as port:
        made.url = f"http://127.0.0.1:{port}"
        yield made


@pytest.fixture
async def service(folder: Path) -> AsyncIterator[echo_service.EchoService]:
    """A service that tells what it was asked; all four names lead to it."""
    made = echo_service.EchoService(folder / "service.sock")
    async with standing.serving(made.app, uds=str(made.socket)):
        yield made


@pytest.fixture
def environment(
    issuer: signing_issuer.SigningIssuer, service: echo_service.EchoService, nats_url: str
) -> dict[str, Any]:
    """The edge's settings; a test may change them before it asks for `edge`."""
    return standing.environment(issuer, f"unix:{service.socket}", nats_url)


@pytest.fixture
async def edge(environment: dict[str, Any], buckets: dict[str, KeyValue]) -> AsyncIterator[standing.Edge]:
    """The edge, ready."""
    async with standing.edge(environment) as made:
        await standing.until_ready(made)
        yield made


@pytest.fixture
def journal(issuer: signing_issuer.SigningIssuer) -> dict[str, str]:
    """The headers of a journal system with a valid token."""
    return {"authorization": f"Bearer {issuer.client_token('journal')}"}
