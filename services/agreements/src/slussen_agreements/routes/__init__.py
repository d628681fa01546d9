"""REST in: from HTTP to use cases, and their answers."""

from slussen_agreements.routes import (
    agreements,
    authorities,
    centres,
    county_profiles,
    register_files,
    units,
)

ROUTERS = (
    authorities.router,
    units.router,
    centres.router,
    agreements.router,
    county_profiles.router,
    register_files.router,
)
