"""Pages: for a centre's staff its counter, annual reports and surveys; for a visitor the survey that a link opens."""

from typing import Final

from slussen_chassis.pages import Link, Site
from slussen_contracts.statistics import scopes
from slussen_statistics.routes.pages import answering, counter, report_sections, reports, start, surveys
from slussen_statistics.routes.pages.paths import COUNTER, HOME, REPORTS, SURVEYS
from slussen_statistics.routes.pages.wording import FILTERS

SITE: Final = Site(
    service="statistics",
    package="slussen_statistics",
    routers=(
        start.router,
        reports.router,
        report_sections.router,
        surveys.router,
        answering.router,
        counter.router,
    ),
    navigation=(
        Link("nav.start", HOME, scopes.RECORD),
        Link("nav.counter", COUNTER, scopes.RECORD),
        Link("nav.reports", REPORTS, scopes.RECORD),
        Link("nav.surveys", SURVEYS, scopes.RECORD),
    ),
    scripts=("counter.js",),
    filters=FILTERS,
)
