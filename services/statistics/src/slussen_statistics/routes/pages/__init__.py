"""Pages for those who work at a centre: its annual reports and surveys; and the page on which a visitor answers."""

from typing import Final

from slussen_chassis.pages import Link, Site
from slussen_contracts.statistics import scopes
from slussen_statistics.routes.pages import answering, report_sections, reports, start, surveys
from slussen_statistics.routes.pages.paths import HOME, REPORTS, SURVEYS
from slussen_statistics.routes.pages.wording import FILTERS

SITE: Final = Site(
    service="statistics",
    package="slussen_statistics",
    routers=(start.router, reports.router, report_sections.router, surveys.router, answering.router),
    navigation=(
        Link("nav.start", HOME, scopes.RECORD),
        Link("nav.reports", REPORTS, scopes.RECORD),
        Link("nav.surveys", SURVEYS, scopes.RECORD),
    ),
    filters=FILTERS,
)
