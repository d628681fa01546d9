import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.clock import FixedClock
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.testing import TestDatabase, client_for, settings_environment, staff

sys.path.insert(0, str(Path(__file__).parent / "parts"))


@pytest.fixture(scope="session")
def service_name() -> str:
    return "sample"


@pytest.fixture(scope="session")
def service_package() -> str:
    return "sample_service"


@pytest.fixture
def settings(database: TestDatabase, nats_url: str) -> ServiceSettings:
    return ServiceSettings(**settings_environment(database, nats_url))


@pytest.fixture
async def service(settings: ServiceSettings, clock: FixedClock) -> AsyncIterator[Service]:
    from sample_service.app import create_app

    app = create_app(settings, clock)
    async with app.api.router.lifespan_context(app.api):
        yield app


@pytest.fixture
def caller() -> Caller:
    return staff("sample:write", unit=uuid4())


@pytest.fixture
async def client(service: Service, caller: Caller) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(service, caller, "sample") as http:
        yield http
