import base64
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from slussen_agreements.app import create_app
from slussen_agreements.settings import AgreementsSettings
from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.clock import FixedClock
from slussen_chassis.sealing.keys import new_seal_key
from slussen_chassis.testing import TestDatabase, client_for, settings_environment

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from agreements_parts import V1, Connect, Register, administrator


@pytest.fixture(scope="session")
def service_name() -> str:
    return "agreements"


@pytest.fixture
def settings(database: TestDatabase, nats_url: str) -> AgreementsSettings:
    return AgreementsSettings(
        **settings_environment(database, nats_url),
        document_seal_key=json.dumps(new_seal_key("documents-test")),
        signed_file_keys=json.dumps({"1": base64.b64encode(bytes(32)).decode()}),
    )


@pytest.fixture
async def service(settings: AgreementsSettings, clock: FixedClock) -> AsyncIterator[Service]:
    app = create_app(settings, clock=clock)
    async with app.api.router.lifespan_context(app.api):
        yield app


@pytest.fixture
async def connect(service: Service) -> AsyncIterator[Connect]:
    clients: list[httpx.AsyncClient] = []

    def connected(caller: Caller | None) -> httpx.AsyncClient:
        clients.append(client_for(service, caller, "agreements"))
        clients[-1].base_url = httpx.URL(f"http://service{V1}")
        return clients[-1]

    yield connected
    for client in clients:
        await client.aclose()


@pytest.fixture
def admin(connect: Connect) -> httpx.AsyncClient:
    return connect(administrator())


@pytest.fixture
def register(admin: httpx.AsyncClient) -> Register:
    return Register(admin)
