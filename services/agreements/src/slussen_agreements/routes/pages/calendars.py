"""Secret links to a centre's calendar: made, shown once, revoked."""

from typing import Any
from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from slussen_agreements.routes.answers import COORDINATES, PREFIX
from slussen_agreements.routes.pages.centres import framed
from slussen_agreements.routes.pages.paths import of_centre
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import calendars
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_contracts.agreements.annual_wheel import CalendarLinkCreate

router = page_router("agreements", "/centres/{centre_id}/calendar")


class LinkForm(FormModel):
    """A link to make: for whom, and with whose duties."""

    label: str = Field(min_length=1, max_length=200)
    responsible: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,63}$")


@router.get("", dependencies=COORDINATES)
async def show_links(page: CurrentPage, visit: AtCentre) -> Response:
    """Show the centre's calendar links."""
    return await _shown(page, visit, page.form())


@router.post("", dependencies=COORDINATES)
async def make_link(page: CurrentPage, visit: AtCentre) -> Response:
    """Make a link, and show its address this once."""
    form = await page.entered(LinkForm)
    path: str | None = None
    if content := form.content:
        async with form.attempt(visit.session):
            wanted = CalendarLinkCreate(label=content.label, responsible=content.responsible)
            made = await calendars.make_link(visit, wanted)
            path = f"{PREFIX}/calendars/{made.secret}.ics"
    return await _shown(page, visit, page.form() if path else form, path=path)


@router.post("/{link_id}/revocation", dependencies=COORDINATES)
async def revoke_link(page: CurrentPage, visit: AtCentre, link_id: UUID) -> Response:
    """Revoke a link."""
    await calendars.revoke_link(visit, link_id)
    return page.go(of_centre(visit.centre_id, "calendar"), said="link-revoked")


async def _shown(page: WebPage, visit: AtCentre, form: Form[Any], path: str | None = None) -> Response:
    links = await calendars.list_links(visit)
    return page.show("calendar.html", form=form, links=links, new_path=path, **await framed(visit))
