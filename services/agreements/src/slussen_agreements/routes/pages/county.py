"""How a county stands: which municipalities lack what, and what falls due."""

from typing import Any

from starlette.responses import Response

from slussen_agreements.drawing.bars import Bar, bars
from slussen_agreements.routes.answers import ADMINISTERS
from slussen_agreements.use_cases.county_overview import DUTY, CountyOverview, Due, county_overview
from slussen_chassis.auth import Caller
from slussen_chassis.pages import CurrentPage, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction

router = page_router("agreements", "/county")


def is_for(caller: Caller) -> bool:
    """Tell whether the overview is for a caller: the county's administration, who acts for no authority."""
    return caller.authority_id is None


@router.get("", dependencies=ADMINISTERS)
async def show_county(page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now) -> Response:
    """Show how the county stands."""
    found = await county_overview(session, caller=caller, now=now)
    names = {one.municipality_code: one.name for one in found.municipalities}
    return page.show(
        "county.html",
        found=found,
        due=[one for one in found.due if one.what != DUTY],
        duties=_same_duties(found),
        municipality_names=names,
        picture=_picture(page, found),
    )


def _same_duties(found: CountyOverview) -> list[list[Due]]:
    """Put the centres that have the same duty before them together, by day."""
    same: dict[str, list[Due]] = {}
    for one in found.due:
        if one.duty_key is not None:
            same.setdefault(one.duty_key, []).append(one)
    return list(same.values())


def _picture(page: WebPage, found: CountyOverview) -> Any:
    """Draw how many of the municipalities have what is asked for."""
    whole = len(found.municipalities)
    counted = {
        "centre": sum(one.has_centre for one in found.municipalities),
        "agreement": sum(one.has_agreement for one in found.municipalities),
        "coordinator": sum(one.has_coordinator for one in found.municipalities),
    }
    shown = [
        Bar(page.t(f"county.has-{what}"), count, whole, page.t("county.of", count=count, whole=whole))
        for what, count in counted.items()
    ]
    return bars(shown, title=page.t("county.picture"))
