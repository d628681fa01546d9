import asyncio
import base64
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
import uvicorn

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.bus import Delivery
from slussen_chassis.clock import FixedClock, new_id
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import START, TestDatabase, client_for, settings_environment, staff, token_for
from slussen_contracts.agreements.events import (
    AgreementState,
    CentreActivity,
    FamilyCentreRegistered,
    UnitRegistered,
)
from slussen_contracts.events import Event
from slussen_contracts.referrals.events import ReferralSent, ReferralState
from slussen_contracts.statistics.events import EntryRecorded
from slussen_statistics.app import create_app
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.subscribers import subscriptions_with

SECRET = base64.b64encode(bytes(range(32))).decode()
Deliver = Callable[..., Awaitable[None]]
Call = Callable[..., Awaitable[Any]]


@pytest.fixture(scope="session")
def service_name() -> str:
    return "statistics"


@pytest.fixture
def settings(database: TestDatabase, nats_url: str) -> StatisticsSettings:
    """County 18 publishes its flow under a threshold, all others under noise."""
    more = {"pseudonym_secret": SECRET, "threshold_counties": "18"}
    return StatisticsSettings(**more, **settings_environment(database, nats_url))  # type: ignore[arg-type]


@pytest.fixture
async def service(settings: StatisticsSettings, clock: FixedClock) -> AsyncIterator[Service]:
    app = create_app(settings, clock=clock)
    async with app.api.router.lifespan_context(app.api):
        yield app


@pytest.fixture
async def worker_database(settings: StatisticsSettings) -> AsyncIterator[Database]:
    database = Database.for_worker(settings)
    yield database
    await database.close()


@pytest.fixture
def deliver(worker_database: Database, settings: StatisticsSettings) -> Deliver:
    """Let events have their effect as the consumer does: inbox and handler in one transaction."""
    subscriptions = subscriptions_with(settings.keyring())

    async def deliver_all(*events: Event) -> None:
        async with worker_database.transaction(Context()) as session:
            deliveries = [Delivery(event, None, cast("Any", None)) for event in events]
            await subscriptions.deliver(deliveries, session)

    return deliver_all


@pytest.fixture
def call(service: Service) -> Call:
    """Call the service as somebody, and return the answer."""

    async def ask(caller: Caller | None, method: str, path: str, **more: Any) -> Any:
        async with client_for(service, caller, "statistics") as client:
            return await client.request(method, f"/statistics/v1{path}", **more)

    return ask


def anonymous() -> Caller:
    return Caller("anonymous", "anonymous", frozenset({"statistics:read-published"}))


def administrator(county_code: str = "18") -> Caller:
    return staff("statistics:release statistics:read-published", county_code=county_code)


CENTRE = UUID("01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11")


def referral(event_class: type[ReferralState] = ReferralSent, **more: Any) -> Any:
    values = {
        "id": new_id(),
        "occurred_at": START,
        "county_code": "18",
        "aggregate_id": uuid4(),
        "aggregate_version": 1,
        "centre_id": CENTRE,
        "municipality_code": "1880",
        "profile_id": "orebro",
        "subject_id": uuid4(),
        "family_id": uuid4(),
        "kind": "internal",
        "state": "sent",
        "from_unit_id": uuid4(),
        "from_activity": "maternal_health_care",
        "from_profession": "midwife",
        "to_unit_id": uuid4(),
        "to_activity": "preventive_social_services",
        "to_profession": "social_worker",
        "opened_on": date(2026, 10, 5),
        "sent_at": START,
    }
    return event_class.model_validate({**values, **more})


def referrals(count: int, **more: Any) -> list[Any]:
    return [referral(**more) for _ in range(count)]


def agreement(event_class: type[AgreementState], /, **more: Any) -> Any:
    """Return the event of an agreement of the centre that ends with October 2026."""
    values = {
        "id": new_id(),
        "occurred_at": START,
        "county_code": "18",
        "aggregate_id": uuid4(),
        "aggregate_version": 1,
        "kind": "local",
        "centre_id": CENTRE,
        "profile_id": "orebro",
        "profile_first_day": date(2026, 3, 1),
        "party_authority_ids": (uuid4(), uuid4()),
        "valid_from": date(2026, 1, 1),
        "valid_through": date(2026, 10, 31),
    }
    return event_class.model_validate({**values, **more})


def place(
    unit_id: UUID,
    *,
    centre_id: UUID = CENTRE,
    activity: str = "maternal_health_care",
    profile_id: str = "orebro",
    centre_version: int = 1,
    **more: Any,
) -> tuple[Any, Any]:
    """Return the register's events of a centre and of a unit that works there."""
    envelope = {"occurred_at": START, "county_code": "18", "aggregate_version": 1}
    unit = {
        **envelope,
        "id": new_id(),
        "aggregate_id": unit_id,
        "name": "BMM Lyktan",
        "hsa_id": "SE2321000164-1001",
        "authority_id": uuid4(),
        "authority_type": "region",
        "board_id": None,
        "branch": "health",
        "activity": activity,
        "centre_ids": (centre_id,),
        "valid_from": date(2026, 1, 1),
    }
    centre = FamilyCentreRegistered(
        **{**envelope, "aggregate_version": centre_version},
        id=new_id(),
        aggregate_id=centre_id,
        name="Familjecentralen Lyktan",
        municipality_code="1880",
        profile_id=profile_id,
        activities=(CentreActivity.model_validate({"activity": activity, "unit_id": unit_id}),),
        valid_from=date(2026, 1, 1),
    )
    return UnitRegistered.model_validate({**unit, **more}), centre


def entry(kind: str, **more: Any) -> Any:
    """Return the event of an entry that a centre has made."""
    values = {
        "id": new_id(),
        "occurred_at": START,
        "county_code": "18",
        "aggregate_id": new_id(),
        "aggregate_version": 1,
        "centre_id": CENTRE,
        "municipality_code": "1880",
        "kind": kind,
        "on": date(2026, 10, 5),
    }
    return EntryRecorded.model_validate({**values, **more})


support = SimpleNamespace(
    agreement=agreement,
    entry=entry,
    CENTRE=CENTRE,
    administrator=administrator,
    anonymous=anonymous,
    place=place,
    referral=referral,
    referrals=referrals,
)


@pytest.fixture
def make() -> SimpleNamespace:
    """Makers of callers and events, for tests (a conftest can't be imported)."""
    return support


class AsVisitor:
    """What the gateway does for a caller without login: it vouches for nobody in particular."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            token = token_for(anonymous(), "statistics").encode()
            scope["headers"] = [*scope["headers"], (b"authorization", b"Bearer " + token)]
        await self.app(scope, receive, send)


@pytest.fixture
async def public_address(service: Service) -> AsyncIterator[str]:
    """The service on a port of its own, open to callers without login as behind the gateway."""
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(AsVisitor(service), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving
