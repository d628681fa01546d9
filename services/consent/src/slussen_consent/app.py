"""The consent service as an ASGI application: the only file that knows all parts."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI

from slussen_chassis.app import Part, Service, create_service
from slussen_chassis.clock import Clock
from slussen_chassis.openapi import About
from slussen_chassis.serving import serve
from slussen_chassis.settings import read_settings
from slussen_consent.receipt_keys import ReceiptKeys
from slussen_consent.repository.register import Register
from slussen_consent.resources import Resources
from slussen_consent.routes import (
    api,
    channels,
    documented,
    emergencies,
    follow_up,
    grounds,
    migrations,
    own,
    people,
    persons,
    receipts,
    searches,
)
from slussen_consent.routes.fhir import definitions, resources
from slussen_consent.routes.hot import HotRoutes
from slussen_consent.routes.pages.site import SITE
from slussen_consent.settings import ConsentSettings
from slussen_consent.use_cases.searches import Allowance
from slussen_consent.vault import Vault

ABOUT = About(
    title="Slussen: samtycken",
    description=(
        "Samtycken, sekretessgränser och beslut om utlämnande; registret över personers ogenomskinliga id:n.\n\n"
        "Consents, boundaries of confidentiality and decisions on disclosure; persons' opaque ids."
    ),
    limitations=(
        "Journalen eller akten är den rättsliga handlingen; här finns en spegling med hänvisning. "
        "/ The journal stays the legal record; this mirrors it with a reference."
    ),
)


def create_app(settings: ConsentSettings, *, clock: Clock | None = None) -> Service:
    """Return the consent service's application."""
    hot = HotRoutes()

    @contextlib.asynccontextmanager
    async def opened(api: FastAPI) -> AsyncIterator[None]:
        await api.state.database.raw_pool()
        yield

    part = Part(
        name="consent",
        about=ABOUT,
        routers=[
            *(api.router, follow_up.router, grounds.router, channels.router, documented.router),
            *(migrations.router, migrations.streams, searches.router),
            *(definitions.router, resources.router, emergencies.router, people.router),
            *(own.router, persons.router, receipts.router, receipts.open_router),
        ],
        site=SITE,
        lean=hot.lean(),
        resources=[opened],
    )
    service = create_service(part, settings, clock=clock)
    state = service.api.state
    register = Register(state.database, settings.register_seconds)
    state.resources = Resources(
        vault=Vault.of(settings),
        register=register,
        database=state.database,
        receipt_keys=ReceiptKeys.from_json(
            settings.receipt_key.get_secret_value(), settings.receipt_past_keys
        ),
        refuses_synthetic=settings.environment == "production",
    )
    state.searches = Allowance(settings.searches_per_minute)
    state.hot = hot
    hot.attach(service.api)
    return service


def main() -> None:
    """Serve requests until told to stop."""
    serve(create_app(read_settings(ConsentSettings)), "consent")


if __name__ == "__main__":
    main()
