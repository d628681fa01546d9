"""Pages: for staff counter, annual reports and surveys; for all the published figures, and surveys that links open."""

from typing import Final

from slussen_chassis.auth import Caller
from slussen_chassis.pages import Link, Site
from slussen_contracts.statistics import scopes
from slussen_statistics.routes.pages import (
    answering,
    counter,
    figures,
    own,
    report_sections,
    reports,
    start,
    surveys,
)
from slussen_statistics.routes.pages.paths import COUNTER, FIGURES, HOME, OWN, REPORTS, SURVEYS
from slussen_statistics.routes.pages.wording import FILTERS


def has_logged_in(caller: Caller) -> bool:
    """Tell whether somebody has logged in: the only open page needs no navigation to itself."""
    return caller.kind != "anonymous"


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
        own.router,
        figures.router,
    ),
    navigation=(
        Link("nav.start", HOME, scopes.RECORD),
        Link("nav.counter", COUNTER, scopes.RECORD),
        Link("nav.reports", REPORTS, scopes.RECORD),
        Link("nav.surveys", SURVEYS, scopes.RECORD),
        Link("nav.own", OWN, scopes.READ_OWN),
        Link("nav.figures", FIGURES, shown_to=has_logged_in),
    ),
    scripts=("counter.js",),
    filters=FILTERS,
)
