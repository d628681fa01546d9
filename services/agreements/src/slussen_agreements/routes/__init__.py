"""REST in: from HTTP to use cases, and their answers."""

from slussen_agreements.routes import (
    agreements,
    annual_wheel,
    authorities,
    centres,
    county_profiles,
    disputes,
    editions,
    notices,
    offering,
    opening_hours,
    overview,
    register_files,
    signing,
    steering,
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
    overview.router,
    opening_hours.router,
    annual_wheel.router,
    annual_wheel.calendar_router,
    steering.router,
    offering.router,
)
