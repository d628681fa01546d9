"""REST in: from HTTP to use cases, and their answers."""

from slussen_agreements.routes import (
    agreements,
    authorities,
    centres,
    county_profiles,
    disputes,
    editions,
    notices,
    register_files,
    signing,
    units,
)

ROUTERS = (
    authorities.router,
    units.router,
    centres.router,
    agreements.router,
    county_profiles.router,
    register_files.router,
    signing.router,
    notices.router,
    editions.router,
    disputes.router,
)
