"""The integration app with a real database; events arrive as the consumer brings them."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from integration_parts import MIDWIVES, MUNICIPALITY, REGION, SOCIAL_WORKERS, Call, Deliver, unit

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.bus import Delivery
from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase, client_for, settings_environment
from slussen_contracts.events import Event
from slussen_gateway.integration.app import create_app
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.subscribers import subscriptions


@pytest.fixture(scope="session")
def service_name() -> str:
    return "integration"


@pytest.fixture
def service_package() -> str:
    return "slussen_gateway.integration"


@pytest.fixture
def settings(database: TestDatabase, nats_url: str) -> IntegrationSettings:
    own: dict[str, Any] = {
        "webhook_keys": json.dumps({"1": base64.b64encode(bytes(32)).decode()}),
        "webhook_networks": ["127.0.0.0/8"],
        "webhook_plain_http": True,
    }
    return IntegrationSettings(**settings_environment(database, nats_url), **own)  # type: ignore[arg-type]


@pytest.fixture
async def app(settings: IntegrationSettings, clock: FixedClock) -> AsyncIterator[Service]:
    made = create_app(settings, clock=clock)
    async with made.api.router.lifespan_context(made.api):
        yield made


@pytest.fixture
async def worker_database(settings: IntegrationSettings) -> AsyncIterator[Database]:
    database = Database.for_worker(settings)
    yield database
    await database.close()


@pytest.fixture
def deliver(worker_database: Database) -> Deliver:
    """Let events have their effect as the consumer does: inbox and handler in one transaction."""

    async def deliver_all(*events: Event) -> None:
        async with worker_database.transaction(Context()) as session:
            deliveries = [Delivery(event, None, cast("Any", None)) for event in events]
            await subscriptions.deliver(deliveries, session)

    return deliver_all


@pytest.fixture
async def register(deliver: Deliver) -> None:
    """The midwives' unit and the social workers', each at its own authority."""
    await deliver(unit(MIDWIVES, REGION), unit(SOCIAL_WORKERS, MUNICIPALITY))


@pytest.fixture
def call(app: Service) -> Call:
    """Call the app as somebody, and return the answer."""

    async def ask(caller: Caller | None, method: str, path: str, **more: Any) -> Any:
        async with client_for(app, caller, "integration") as client:
            return await client.request(method, f"/events/v1{path}", **more)

    return ask
