"""The referrals service: the only file that knows all parts."""

import contextlib
import json
import os
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI

from slussen_chassis.app import Part, Service, create_service
from slussen_chassis.auth import InternalTokenSigner
from slussen_chassis.clock import Clock
from slussen_chassis.openapi import About
from slussen_chassis.settings import read_settings
from slussen_referrals.clients import SELF, ConsentClient
from slussen_referrals.routes import api
from slussen_referrals.settings import ReferralsSettings

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


def consent_client(settings: ReferralsSettings, clock: Clock | None = None) -> ConsentClient:
    """Return the way to the consent service, with this service's own key."""
    signer = InternalTokenSigner(json.loads(settings.signing_key.get_secret_value()), SELF)
    return ConsentClient(settings.consent_url, signer, clock=clock)


def create_app(settings: ReferralsSettings, *, clock: Clock | None = None) -> Service:
    """Return the ASGI application of the referrals service."""

    @contextlib.asynccontextmanager
    async def consents(api: FastAPI) -> AsyncIterator[None]:
        async with consent_client(settings) as client:
            api.state.consents = client
            yield

    part = Part(name="referrals", about=ABOUT, routers=[api.router], resources=[consents])
    return create_service(part, settings, clock=clock)


def main() -> None:
    """Serve over TCP, for containers."""
    service = create_app(read_settings(ReferralsSettings))
    host, port = os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8080"))  # noqa: S104 - a container's own network
    uvicorn.run(service, host=host, port=port, access_log=False, server_header=False)


if __name__ == "__main__":
    main()
