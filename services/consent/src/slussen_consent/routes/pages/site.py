"""The consent service's pages."""

from slussen_chassis.pages import Link, Site
from slussen_consent.routes.pages import open as open_pages
from slussen_consent.routes.pages import own, staff
from slussen_contracts.consent import scopes

SITE = Site(
    service="consent",
    package="slussen_consent",
    routers=[own.router, open_pages.router, staff.router],
    navigation=[
        Link("nav.overview", staff.HOME, scopes.READ),
        Link("nav.own", own.HOME, scopes.OWN),
        Link("nav.rules", "/consent/pages/rules"),
        Link("nav.receipts", "/consent/pages/receipts"),
    ],
    place_of=staff.place_of,
    person_home=own.HOME,
)
