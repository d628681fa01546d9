"""Pages for those who work at a centre: its annual reports."""

from typing import Final

from slussen_chassis.pages import Link, Site
from slussen_contracts.statistics import scopes
from slussen_statistics.routes.pages import report_sections, reports, start
from slussen_statistics.routes.pages.paths import HOME, REPORTS
from slussen_statistics.routes.pages.wording import FILTERS

SITE: Final = Site(
    service="statistics",
    package="slussen_statistics",
    routers=(start.router, reports.router, report_sections.router),
    navigation=(
        Link("nav.start", HOME),
        Link("nav.reports", REPORTS, scopes.RECORD),
    ),
    filters=FILTERS,
)
