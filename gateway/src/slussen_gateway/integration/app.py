"""The integration app as an ASGI application: the only file that knows all parts of requests."""

from slussen_chassis.app import Part, Service, create_service
from slussen_chassis.clock import Clock
from slussen_chassis.openapi import About
from slussen_chassis.serving import serve
from slussen_chassis.settings import ServiceSettings, read_settings
from slussen_gateway.integration.routes import (
    clients,
    deliveries,
    events,
    operations,
    recalls,
    usage,
    webhooks,
)
from slussen_gateway.integration.routes.pages import SITE
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.waiting import follow_feed

ABOUT = About(
    title="Slussen: händelser ut",
    description="Händelser till dem som ansluter: hämtade, väntade in, strömmade eller skickade (webhookar), var och"
    " en bara det som dess huvudman får känna till. / Events for those who connect: pulled, waited for, streamed or"
    " sent (webhooks), to each only what its authority may know.",
    limitations="Händelser sparas i 30 dagar och säger vad som hänt, aldrig innehållet; det läses med behörighet."
    " / Events are kept for 30 days and say what happened, never the content, which is read with rights checked.",
)


def create_app(settings: ServiceSettings, *, clock: Clock | None = None) -> Service:
    """Return the app."""
    routers = [
        events.router,
        events.lasting,
        webhooks.router,
        webhooks.secret_bearing,
        deliveries.router,
        recalls.router,
        operations.router,
        clients.router,
        usage.router,
    ]
    part = Part("integration", ABOUT, routers, resources=[follow_feed], site=SITE)
    return create_service(part, settings, clock=clock)


def main() -> None:
    """Serve requests until told to stop."""
    serve(create_app(read_settings(IntegrationSettings)), "integration")


if __name__ == "__main__":
    main()
