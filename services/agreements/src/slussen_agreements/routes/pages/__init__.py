"""Pages for coordinators, steering groups, signatories and county administrators."""

from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.repository import register
from slussen_agreements.routes.pages import (
    agreements,
    calendars,
    centres,
    clauses,
    costs,
    county,
    editions,
    hours,
    meetings,
    notices,
    offering,
    signing,
    steering,
    today,
    wheel,
)
from slussen_agreements.routes.pages.wording import FILTERS
from slussen_chassis.auth import Caller
from slussen_chassis.pages import Link, Site
from slussen_contracts.agreements import scopes


async def place_of(session: AsyncSession, caller: Caller) -> str | None:
    """Return the unit or the authority that the caller works for, as the register names it."""
    if caller.unit_id is not None:
        found = (await register.units(session, [caller.unit_id])).get(caller.unit_id)
        return found.name if found else None
    if caller.authority_id is not None:
        authority = await register.find_authority(session, caller.authority_id)
        return authority.name if authority else None
    return None


SITE: Final = Site(
    service="agreements",
    package="slussen_agreements",
    routers=(
        today.router,
        agreements.router,
        clauses.router,
        signing.router,
        notices.router,
        editions.router,
        county.router,
        centres.router,
        wheel.router,
        hours.router,
        steering.router,
        meetings.router,
        costs.router,
        offering.router,
        calendars.router,
    ),
    navigation=(
        Link("nav.today", "/agreements/pages", scopes.READ),
        Link("nav.agreements", "/agreements/pages/agreements", scopes.READ),
        Link("nav.centres", "/agreements/pages/centres", scopes.READ),
        Link("nav.county", "/agreements/pages/county", scopes.ADMINISTER, county.is_for),
    ),
    place_of=place_of,
    filters=FILTERS,
)
