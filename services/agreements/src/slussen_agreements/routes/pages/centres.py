"""The family centres that the reader works with, and one of them: its day, and the way to all about it."""

from typing import Any

from starlette.responses import Response

from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.repository import register
from slussen_agreements.routes.answers import READS
from slussen_agreements.routes.pages.agreements import coordinates
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import agreements, centres, today
from slussen_agreements.use_cases.centre_visits import Visit
from slussen_chassis.pages import CurrentPage, page_router
from slussen_chassis.web import CurrentCaller, PageRequest, Transaction

router = page_router("agreements", "/centres")

PARTS = ("", "wheel", "meetings", "hours", "steering", "offer", "costs", "calendar")
"""The tabs of a centre's pages, by the last part of their addresses."""


@router.get("", dependencies=READS)
async def list_centres(page: CurrentPage, session: Transaction, caller: CurrentCaller) -> Response:
    """List the centres that the reader works with."""
    found = await today.centres_of(session, caller, page.today)
    return page.show("centres.html", found=found)


@router.get("/{centre_id}", dependencies=READS)
async def show_centre(page: CurrentPage, visit: AtCentre) -> Response:
    """Show a centre."""
    found = await centres.get_centre(visit.session, visit.centre_id, now=visit.now)
    day = await today.centre_today(visit, found.centre)
    own = await agreements.list_agreements(
        visit.session, PageRequest(50, 0), centre_id=visit.centre_id, caller=visit.caller
    )
    units = await register.units(visit.session, found.centre.unit_ids)
    return page.show(
        "centre.html",
        classified=found,
        day=day,
        agreements=[one.agreement for one in own],
        units=units,
        **frame(visit, found.centre),
    )


async def framed(visit: Visit) -> dict[str, Any]:
    """Return what every page about a centre shows."""
    return frame(visit, await register.get_centre(visit.session, visit.centre_id))


def frame(visit: Visit, centre: FamilyCentre) -> dict[str, Any]:
    """Return what every page about a centre shows: its name, its tabs, and whether the reader may change it."""
    keeps = coordinates(visit.caller)
    parts = [part for part in PARTS if part != "calendar" or keeps]
    may_change = keeps and visit.caller.county_code == centre.county_code
    return {"centre": centre, "parts_of_centre": parts, "may_change": may_change, "today": visit.today}
