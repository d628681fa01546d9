"""The referrals service's pages."""

from slussen_chassis.pages import Site
from slussen_referrals.routes.pages import outside

SITE = Site(
    service="referrals",
    package="slussen_referrals",
    routers=[outside.router],
    start=outside.HOME,
)
