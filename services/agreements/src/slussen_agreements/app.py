"""The agreements service's application: the only file that knows all parts of requests."""

from slussen_agreements.routes import ROUTERS
from slussen_agreements.routes.pages import SITE
from slussen_agreements.settings import AgreementsSettings
from slussen_chassis.app import Part, Service, create_service
from slussen_chassis.clock import Clock
from slussen_chassis.openapi import About
from slussen_chassis.serving import serve
from slussen_chassis.settings import ServiceSettings, read_settings

ABOUT = About(
    title="Slussen: avtal",
    description="Register över huvudmän, nämnder, enheter och familjecentraler, och avtalen mellan huvudmännen."
    " / Register of responsible authorities, boards, units and family centres, and their agreements.",
    limitations="Registret ändras bara av det egna länet; avtal syns bara för parterna och länets administration."
    " / The register is changed by its own county alone; agreements are seen by parties and the county.",
)


def create_app(settings: ServiceSettings, *, clock: Clock | None = None) -> Service:
    """Return the service as an ASGI application."""
    return create_service(
        Part(name="agreements", about=ABOUT, routers=ROUTERS, site=SITE), settings, clock=clock
    )


def main() -> None:
    """Serve requests until told to stop."""
    serve(create_app(read_settings(AgreementsSettings)), "agreements")


if __name__ == "__main__":
    main()
