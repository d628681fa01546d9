import base64
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Database
from slussen_chassis.sealing.keys import new_seal_key
from slussen_chassis.testing import TestDatabase, settings_environment
from slussen_consent.settings import ConsentSettings

sys.path.insert(0, str(Path(__file__).parent / "parts"))

if TYPE_CHECKING:
    from consent_world import World

KEYS = json.dumps({"1": base64.b64encode(b"k" * 32).decode()})
INDEX_KEY = base64.b64encode(b"i" * 32).decode()
RECEIPT_KEY = json.dumps(new_seal_key("receipts-test"))


@pytest.fixture(scope="session")
def service_name() -> str:
    return "consent"


@pytest.fixture
def settings(database: TestDatabase, nats_url: str) -> ConsentSettings:
    return ConsentSettings(
        **settings_environment(database, nats_url),
        subject_keys=KEYS,
        blind_index_key=INDEX_KEY,
        receipt_key=RECEIPT_KEY,
        register_seconds=0,
    )


@pytest.fixture
async def world(
    settings: ConsentSettings, database: TestDatabase, clock: FixedClock
) -> AsyncIterator["World"]:
    from consent_world import World

    from slussen_consent.app import create_app

    service = create_app(settings, clock=clock)
    async with service.api.router.lifespan_context(service.api):
        made = World(service, database, clock)
        await made.fill()
        yield made


@pytest.fixture
async def worker_database(settings: ConsentSettings) -> AsyncIterator[Database]:
    database = Database.for_worker(settings)
    yield database
    await database.close()
