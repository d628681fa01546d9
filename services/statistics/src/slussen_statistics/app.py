"""The statistics service as an ASGI application; the only file that knows all parts."""

from slussen_chassis.app import Part, Service, create_service
from slussen_chassis.clock import Clock
from slussen_chassis.openapi import About
from slussen_chassis.serving import serve
from slussen_chassis.settings import read_settings
from slussen_statistics.routes import annual_reports, api, counts, dcat, entries, figures, files, surveys
from slussen_statistics.routes.odata import ROUTER as ODATA
from slussen_statistics.routes.pages import SITE
from slussen_statistics.routes.px import ROUTER as PX
from slussen_statistics.settings import StatisticsSettings

ABOUT = About(
    title="Slussen: statistik",
    description=(
        "Familjecentralernas siffror: egna exakta för den som arbetar där, och skyddade, daterade tabeller för"
        " alla. / The family centres' figures: exact for those who work there, protected and dated for all."
    ),
    limitations=(
        "PxWebApi 2 ligger under /statistics/v1/px och beskrivs av sin egen specifikation. /"
        " PxWebApi 2 lies under /statistics/v1/px and is described by its own specification."
        " OData 4.0 ligger under /statistics/odata/v4 med egen $metadata. /"
        " OData 4.0 lies under /statistics/odata/v4 with its own $metadata."
    ),
)


def create_app(settings: StatisticsSettings, *, clock: Clock | None = None) -> Service:
    """Return the application."""
    own = [
        api.router,
        entries.router,
        counts.router,
        annual_reports.router,
        surveys.router,
        files.router,
        dcat.router,
        figures.router,
        figures.component,
    ]
    routers = [*own, PX, ODATA]
    return create_service(Part("statistics", ABOUT, routers, site=SITE), settings, clock=clock)


def main() -> None:
    """Serve requests until told to stop."""
    serve(create_app(read_settings(StatisticsSettings)), "statistics")


if __name__ == "__main__":
    main()
