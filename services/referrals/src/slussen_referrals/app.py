"""The referrals service: the only file that knows all parts."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI

from slussen_chassis.app import Part, Service, create_service
from slussen_chassis.clock import Clock
from slussen_chassis.crypto import Keyring
from slussen_chassis.openapi import About
from slussen_chassis.serving import serve
from slussen_chassis.settings import read_settings
from slussen_referrals.clients import SELF, consent_client
from slussen_referrals.routes import (
    api,
    directory,
    drafts,
    families,
    groups,
    messages,
    outside,
    plans,
    receiving,
    sending,
    stream,
    web,
    working,
)
from slussen_referrals.routes.fhir import definitions, resources
from slussen_referrals.routes.pages.site import SITE
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases.watching import Watch

ABOUT = About(
    title="Slussen: slussningar",
    description=(
        "Slussningar mellan yrken på och utanför familjecentralen, i slutna kretslopp: avsändaren ser utfallet."
        " / Closed-loop referrals between professions inside and outside the family centre."
    ),
    limitations=(
        "Ingen fritext och inga bilagor i denna version; uppgifter lämnas som koder."
        " / No free text and no attachments in this version; information is passed on as codes."
    ),
)


ROUTERS = [
    module.router
    for module in (
        api,
        sending,
        stream,
        receiving,
        working,
        groups,
        messages,
        outside,
        directory,
        drafts,
        families,
        plans,
        definitions,
        resources,
    )
]


def create_app(settings: ReferralsSettings, *, clock: Clock | None = None) -> Service:
    """Return the ASGI application of the referrals service."""

    @contextlib.asynccontextmanager
    async def consents(api: FastAPI) -> AsyncIterator[None]:
        async with consent_client(settings) as client:
            api.state.consents = client
            api.state.watch = Watch(api.state.database, api.state.clock)
            api.state.draft_keys = Keyring.from_json(settings.draft_keys.get_secret_value())
            yield

    routers = [*ROUTERS, web.web_router()]
    part = Part(name=SELF, about=ABOUT, routers=routers, resources=[consents], site=SITE)
    return create_service(part, settings, clock=clock)


def main() -> None:
    """Serve requests until told to stop."""
    serve(create_app(read_settings(ReferralsSettings)), SELF)


if __name__ == "__main__":
    main()
