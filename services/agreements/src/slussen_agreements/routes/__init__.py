"""REST in: from HTTP to use cases, and their answers."""

from slussen_agreements.routes import (
    agreements,
    authorities,
    centres,
    county_profiles,
    disputes,
    editions,
    notices,
    signing,
    units,
)

ROUTERS = (
    authorities.router,
    units.router,
    centres.router,
    agreements.router,
    county_profiles.router,
    signing.router,
    notices.router,
    editions.router,
    disputes.router,
)
