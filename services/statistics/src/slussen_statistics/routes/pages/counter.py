"""The counter at the open preschool's door: big buttons that work without network, or a plain form without script."""

from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any
from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.entries import Visits
from slussen_statistics.routes.pages.paths import of_counter
from slussen_statistics.use_cases import annual_reports, counting, entries
from slussen_statistics.use_cases.entries import Desk

router = page_router("statistics", "/counter")
RECORDS = [requires(scopes.RECORD)]
KINDS = ("adults", "children", "families", "firstVisits")
MOST = 100_000
WORKER_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
}
"""A worker has a policy of its own: it fetches from here, and does nothing else."""


class DayForm(FormModel):
    """A day's totals, as somebody has written them."""

    on: date
    version: int
    adults: int = Field(default=0, ge=0, le=MOST)
    children: int = Field(default=0, ge=0, le=MOST)
    families: int = Field(default=0, ge=0, le=MOST)
    first_visits: int = Field(default=0, ge=0, le=MOST)


@router.get("", dependencies=RECORDS)
async def choose_centre(page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now) -> Response:
    """Lead to the reader's centre, or let one be chosen."""
    centres = await annual_reports.list_own_centres(session, caller=caller, now=now)
    if len(centres) == 1:
        return page.go(of_counter(centres[0].centre_id))
    return page.show("counters.html", centres=centres)


@router.get("/worker.js", dependencies=RECORDS)
async def get_worker() -> Response:
    """Return the script that shows the counter's page without network; its scope is the counter alone."""
    content = (resources.files("slussen_statistics") / "web" / "worker.js").read_bytes()
    return Response(content, media_type="text/javascript", headers=WORKER_HEADERS)


@router.get("/{centre_id}", dependencies=RECORDS)
async def show_counter(
    centre_id: UUID,
    page: CurrentPage,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    day: date | None = None,
) -> Response:
    """Show a day's count."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    return await _shown(page, session, desk, day or desk.today)


@router.get("/{centre_id}/offline", dependencies=RECORDS)
async def show_offline(
    centre_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Show the page that a phone keeps: without anybody's name and without a number."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    nobody = replace(page, caller=None, place=None)
    shown: dict[str, Any] = {
        "centre": desk.centre,
        "kinds": KINDS,
        "day": desk.today,
        "version": 0,
        "is_offline": True,
    }
    return nobody.show("counter.html", form=page.form(), found=Visits(kind="visits", on=desk.today), **shown)


@router.post("/{centre_id}", dependencies=RECORDS)
async def set_day(
    centre_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Keep a day's totals."""
    form = await page.entered(DayForm)
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    if content := form.content:
        async with form.attempt(session):
            day = Visits(
                kind="visits",
                on=content.on,
                adults=content.adults,
                children=content.children,
                families=content.families,
                first_visits=content.first_visits,
            )
            await counting.set_day(session, desk, day, expected=content.version)
            return page.go(f"{of_counter(centre_id)}?day={content.on}", said="day-stored")
    return await _shown(page, session, desk, desk.today, form)


async def _shown(
    page: WebPage, session: Transaction, desk: Desk, day: date, form: Form[Any] | None = None
) -> Response:
    row = await counting.find_day(session, desk, day)
    found = counting.visits_of(row, day)
    values = {
        "adults": found.adults,
        "children": found.children,
        "families": found.families,
        "firstVisits": found.first_visits,
    }
    return page.show(
        "counter.html",
        form=form or page.form(values),
        found=found,
        centre=desk.centre,
        kinds=KINDS,
        day=day,
        version=row.version if row else 0,
        is_offline=False,
    )
