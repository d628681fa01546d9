import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from slussen_chassis.app import Service
from slussen_chassis.auth import InternalTokenVerifier
from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Database
from slussen_chassis.testing import TestDatabase, internal_keys, settings_environment
from slussen_referrals.app import create_app
from slussen_referrals.clients import consent_client
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.subscribers import subscriptions

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from referral_world import ConsentService, World


@pytest.fixture(scope="session")
def service_name() -> str:
    return "referrals"


@pytest.fixture
async def consent_service() -> AsyncIterator[tuple[ConsentService, str]]:
    """A consent service on a Unix socket, and its address."""
    app = ConsentService(InternalTokenVerifier(json.loads(internal_keys()), "consent"))
    app.says("consent_required")
    with tempfile.TemporaryDirectory(prefix="slc-") as folder:
        socket = f"{folder}/c.sock"
        config = uvicorn.Config(app, uds=socket, ws="none", lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        yield app, f"unix:{socket}"
        server.should_exit = True
        await task


@pytest.fixture
def settings(
    database: TestDatabase, nats_url: str, consent_service: tuple[ConsentService, str]
) -> ReferralsSettings:
    return ReferralsSettings(**settings_environment(database, nats_url), consent_url=consent_service[1])


@pytest.fixture
async def service(settings: ReferralsSettings, clock: FixedClock) -> AsyncIterator[Service]:
    app = create_app(settings, clock=clock)
    async with app.api.router.lifespan_context(app.api):
        yield app


@pytest.fixture
async def world(
    service: Service,
    settings: ReferralsSettings,
    consent_service: tuple[ConsentService, str],
    database: TestDatabase,
    clock: FixedClock,
) -> AsyncIterator[World]:
    """A centre with its staff, known to the service."""
    worker = Database.for_worker(settings)
    async with contextlib.aclosing(_Closing(worker)), consent_client(settings) as consents:
        made = World(service, consent_service[0], database, subscriptions(consents, clock), worker, clock)
        await made.learn_register()
        yield made


class _Closing:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def aclose(self) -> None:
        await self._database.close()
