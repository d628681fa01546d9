"""A pytest plugin: a database per test, a broker, a clock that stands still, and callers.

The addresses of PostgreSQL and NATS come from `SLUSSEN_TEST_DATABASE_URL` and `SLUSSEN_TEST_NATS_URL`; the root
`conftest.py` starts both once per run. Each test gets a copy of a migrated template database (35 ms).

A service's tests say which service they are of, in their `conftest.py`:

    @pytest.fixture(scope="session")
    def service_name() -> str:
        return "consent"
"""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
import uvicorn
from joserfc.jwk import ECKey
from nats.aio.client import Client

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller, InternalTokenSigner
from slussen_chassis.clock import FixedClock
from slussen_chassis.connection import connect
from slussen_chassis.migrations import migrate
from slussen_chassis.roles import LOGIN_ROLES, ServiceUrls, create_service_database
from slussen_chassis.streams import BUCKETS, ensure_streams
from slussen_contracts.catalogue import STREAM

PASSWORDS = {role: f"{role}-test" for role in LOGIN_ROLES}
START = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
_KEY = ECKey.generate_key("P-256", parameters={"kid": "test", "alg": "ES256", "use": "sig"}, private=True)

InternalTokens = Callable[..., str]


def _at_database(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", "", ""))


def _run(function: Callable[[], Any]) -> Any:
    """Run blocking work in a thread, since the test may have an event loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


@dataclass(frozen=True, slots=True)
class TestDatabase:
    """A database of one test: addresses by role, and the superuser's for looking under the hood."""

    __test__ = False

    name: str
    urls: ServiceUrls
    admin_url: str

    async def rows(self, query: str, *arguments: Any) -> list[dict[str, Any]]:
        """Return the rows of a query as the superuser, whom row security does not bind."""
        connection = await asyncpg.connect(self.admin_url)
        try:
            return [dict(row) for row in await connection.fetch(query, *arguments)]
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Return the address of the test run's PostgreSQL, as superuser."""
    url = os.environ.get("SLUSSEN_TEST_DATABASE_URL")
    if not url:
        pytest.fail("SLUSSEN_TEST_DATABASE_URL is not set: run the tests from the repository's root")
    return url


@pytest.fixture(scope="session")
def nats_url() -> str:
    """Return the address of the test run's NATS."""
    url = os.environ.get("SLUSSEN_TEST_NATS_URL")
    if not url:
        pytest.fail("SLUSSEN_TEST_NATS_URL is not set: run the tests from the repository's root")
    return url


@pytest.fixture(scope="session")
def service_name() -> str:
    """Return the service under test; each service's `conftest.py` overrides this."""
    return pytest.fail("override the fixture service_name in conftest.py")


@pytest.fixture
def service_package(service_name: str) -> str:
    """Return the import name of the service under test."""
    return f"slussen_{service_name}"


def make_template(postgres_url: str, service: str, package: str) -> str:
    """Create and migrate a template database for a service; return its name. Blocks."""
    name = f"template_{service}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid4().hex[:6]}"
    urls = asyncio.run(create_service_database(postgres_url, service, PASSWORDS, database=name))
    migrate(package, urls.migrator)
    return name


async def copy_database(postgres_url: str, service: str, template: str) -> TestDatabase:
    """Return a fresh copy of a template."""
    name = f"t_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_url)
    try:
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    finally:
        await admin.close()
    urls = await create_service_database(postgres_url, service, PASSWORDS, database=name)
    return TestDatabase(name, urls, _at_database(postgres_url, name))


async def drop_database(postgres_url: str, name: str) -> None:
    """Remove a test's database, whoever is still connected."""
    admin = await asyncpg.connect(postgres_url)
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()


@pytest.fixture(scope="session")
def templates(postgres_url: str) -> Iterator[dict[str, str]]:
    """Return the migrated templates of this run by service; one run may test several services."""
    made: dict[str, str] = {}
    yield made
    for name in made.values():
        _run(partial(asyncio.run, drop_database(postgres_url, name)))


@pytest.fixture
def template_database(
    postgres_url: str, templates: dict[str, str], service_name: str, service_package: str
) -> str:
    """Return the name of the migrated template of the service under test, made at first use."""
    if service_name not in templates:
        templates[service_name] = _run(lambda: make_template(postgres_url, service_name, service_package))
    return templates[service_name]


@pytest.fixture
async def database(
    postgres_url: str, service_name: str, template_database: str
) -> AsyncIterator[TestDatabase]:
    """Return a fresh database for this test."""
    made = await copy_database(postgres_url, service_name, template_database)
    yield made
    await drop_database(postgres_url, made.name)


@pytest.fixture
async def nats(nats_url: str) -> AsyncIterator[Client]:
    """Return a connection to a broker whose stream and buckets are there, empty, and followed by nobody."""
    client = await connect(nats_url, name="test", seed=os.environ.get("SLUSSEN_TEST_NATS_SEED"))
    await ensure_streams(client, max_bytes=256 * 2**20)
    stream = client.jetstream(timeout=10)
    for consumer in await stream.consumers_info(STREAM):
        await stream.delete_consumer(STREAM, consumer.name)
    await stream.purge_stream(STREAM)
    for bucket in BUCKETS:
        await stream.purge_stream(f"KV_{bucket}")
    yield client
    await client.close()


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that stands still at 2026-11-22 08:30 UTC until it is moved."""
    return FixedClock(START)


def internal_keys() -> str:
    """Return the JSON of whom services believe in tests: one key, as the gateway and as every service."""
    public = {"keys": [_KEY.as_dict(private=False)]}
    names = ("gateway", "agreements", "consent", "referrals", "statistics", "integration")
    return json.dumps(dict.fromkeys(names, public))


def signing_key() -> str:
    """Return the JSON of the private key that goes with `internal_keys`."""
    return json.dumps(_KEY.as_dict(private=True))


def settings_environment(database: TestDatabase, nats_url: str) -> dict[str, str]:
    """Return the settings every service has, for `Settings(**...)`."""
    return {
        "environment": "test",
        "database_url": database.urls.app,
        "worker_database_url": database.urls.worker,
        "nats_url": nats_url,
        "internal_keys": internal_keys(),
        "signing_key": signing_key(),
    }


def token_for(caller: Caller, audience: str) -> str:
    """Return an internal token, as the gateway would sign it for `caller`."""
    return InternalTokenSigner(json.loads(signing_key()), "gateway").sign(caller, audience, datetime.now(UTC))


def staff(scopes: str, *, authority: UUID | None = None, unit: UUID | None = None, **more: Any) -> Caller:
    """Return a user at a unit of an authority in county 18, with the scopes named."""
    return Caller(
        subject=more.pop("subject", "user-1"),
        kind=more.pop("kind", "user"),
        scopes=frozenset(scopes.split()),
        county_code=more.pop("county_code", "18"),
        authority_id=authority or uuid4(),
        unit_id=unit,
        **more,
    )


def client_for(app: Any, caller: Caller | None, audience: str) -> httpx.AsyncClient:
    """Return an HTTP client that calls `app` in this process as `caller` (None: without a token)."""
    headers = {"Authorization": f"Bearer {token_for(caller, audience)}"} if caller else {}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers)


@contextlib.asynccontextmanager
async def served(service: Service) -> AsyncIterator[tuple[str, int]]:
    """Serve a running service on 127.0.0.1, for clients that bring their own connections; give host and port."""
    listening = socket.create_server(("127.0.0.1", 0))  # callers wait in its queue until it is served
    config = uvicorn.Config(service, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.ensure_future(server.serve(sockets=[listening]))
    host, port = listening.getsockname()[:2]
    try:
        yield host, port
    finally:
        server.should_exit = True
        await task
