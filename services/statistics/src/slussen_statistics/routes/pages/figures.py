"""The figures' page: what a county has published, as pictures with their tables; open to all, without script."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from slussen_chassis.pages import CurrentPage, page_router
from slussen_chassis.web import Transaction
from slussen_statistics.domain.catalogue import NotReleasedError
from slussen_statistics.domain.published import Area
from slussen_statistics.routes.addresses import origin
from slussen_statistics.routes.figures import INTEGRITY, SCRIPT_PATH
from slussen_statistics.use_cases import pictures
from slussen_statistics.use_cases.pictures import Chosen, Picture

router = page_router("statistics", "/figures")
CODE: Final = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on the page, and the addresses of its files."""

    picture: Picture
    query: str

    def address(self, form: str) -> str:
        """Return the address of the figure in a format."""
        return f"/statistics/v1/figures/{self.picture.figure.id}/{form}?{self.query}"


@router.get("")
async def show_figures(page: CurrentPage, session: Transaction) -> Response:
    """Show a county's published figures, of all of it or of one of its areas."""
    counties = await pictures.list_counties(session)
    asked = page.request.query_params
    county, area = asked.get("county", ""), asked.get("area", "")
    if not county and len(counties) == 1:
        [county] = counties
    if county not in counties:
        return page.show("figures.html", counties=counties, county=county, chosen=None, status=_found(county))
    try:
        chosen = await pictures.choose(session, county, area if CODE.fullmatch(area) else None)
    except NotReleasedError:
        chosen = await pictures.choose(session, county)
    found = await pictures.read_pictures(session, chosen, language=page.language)
    query = _query(chosen, page.language)
    return page.show(
        "figures.html",
        counties=counties,
        county=county,
        chosen=chosen,
        places=[(one.code, _named(one)) for one in _with_centres(chosen)],
        shown=[Shown(one, query) for one in found if not one.figure.is_empty],
        nothing=[one.figure for one in found if one.figure.is_empty],
        notes=list(dict.fromkeys(note for one in found for note in one.notes)),
        script=SCRIPT_PATH,
        integrity=INTEGRITY,
        site=origin(page.request),
    )


def _found(county: str) -> int:
    return 404 if county else 200


def _with_centres(chosen: Chosen) -> list[Area]:
    """Return the county, the municipalities that have a centre, and the centres; and what was chosen, always."""
    held = {one.municipality_code for one in chosen.areas}
    return [a for a in chosen.areas if not a.is_municipality or a.code in held or a == chosen.area]


def _named(area: Area) -> str:
    """Return an area's name, set in by what it lies in."""
    depth = 0 if area.is_county else 1 if area.is_municipality else 2
    return "\N{NO-BREAK SPACE}" * 3 * depth + area.name


def _query(chosen: Chosen, language: str) -> str:
    asked = {"county": chosen.release.county_code, "lang": language}
    if not chosen.area.is_county:
        asked["area"] = chosen.area.code
    return urlencode(asked)
