"""Survey occasions for staff: create one, print its codes, see how many have answered, close it."""

from datetime import date
from typing import Any
from uuid import UUID

import segno
from fastapi import Request
from pydantic import Field
from starlette.responses import Response

from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.surveys import SurveyCreate
from slussen_statistics.domain.instruments import instruments
from slussen_statistics.domain.surveys import MOST_LINKS, OPEN_INSTRUMENTS
from slussen_statistics.routes.pages.paths import SURVEY, of_survey
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases import annual_reports, entries, surveys
from slussen_statistics.use_cases.entries import Desk

router = page_router("statistics", "/surveys")
RECORDS = [requires(scopes.RECORD)]


class SurveyForm(FormModel):
    """An occasion to create."""

    centre_id: UUID
    instrument: str = Field(pattern=r"^[a-z_]{1,40}$")
    opens_on: date
    closes_on: date


class LinksForm(FormModel):
    """How many codes are wanted."""

    count: int = Field(ge=1, le=MOST_LINKS)


@router.get("", dependencies=RECORDS)
async def show_surveys(page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now) -> Response:
    """Show the occasions of the reader's centres, and create one."""
    return await _list(page, session, caller, now, page.form({"opensOn": page.today}))


@router.post("", dependencies=RECORDS)
async def create_survey(page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now) -> Response:
    """Create an occasion."""
    form = await page.entered(SurveyForm)
    if content := form.content:
        async with form.attempt(session):
            desk = await entries.open_desk(session, content.centre_id, caller=caller, now=now)
            wanted = SurveyCreate(
                instrument=content.instrument, opens_on=content.opens_on, closes_on=content.closes_on
            )
            made = await surveys.create(session, desk, wanted)
            return page.go(of_survey(content.centre_id, made.row.id), said="survey-created")
    return await _list(page, session, caller, now, form)


@router.get("/{centre_id}/{survey_id}", dependencies=RECORDS)
async def show_survey(
    centre_id: UUID, survey_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Show an occasion: how many codes, how many answers."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    return await _shown(page, session, desk, survey_id, page.form({"count": 20}))


@router.post("/{centre_id}/{survey_id}/links", dependencies=RECORDS)
async def make_links(  # noqa: PLR0913, PLR0917 - the path, and who makes them when
    centre_id: UUID,
    survey_id: UUID,
    request: Request,
    page: CurrentPage,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> Response:
    """Show a sheet of new codes to print; they are known on this page alone."""
    form = await page.entered(LinksForm)
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    if content := form.content:
        async with form.attempt(session):
            tokens = await surveys.make_links(session, desk, survey_id, content.count)
            survey = await surveys.read(session, desk, survey_id)
            settings: StatisticsSettings = request.app.state.settings
            origin = settings.public_origin or str(request.base_url).rstrip("/")
            codes = [_code(f"{origin}{SURVEY}/{token}") for token in tokens]
            return page.show("survey_sheet.html", survey=survey, centre=desk.centre, codes=codes)
    return await _shown(page, session, desk, survey_id, form)


@router.post("/{centre_id}/{survey_id}/closing", dependencies=RECORDS)
async def close_survey(
    centre_id: UUID, survey_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Close an occasion."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    await surveys.close(session, desk, survey_id)
    return page.go(of_survey(centre_id, survey_id), said="survey-closed")


def _code(url: str) -> tuple[str, str]:
    """Return a link and its QR code as a picture."""
    made = segno.make(url, error="m", micro=False)
    return url, made.svg_data_uri(border=2, dark="#000000", light="#ffffff", omitsize=True)


async def _shown(
    page: WebPage, session: Transaction, desk: Desk, survey_id: UUID, form: Form[Any]
) -> Response:
    survey = await surveys.read(session, desk, survey_id)
    return page.show("survey_occasion.html", survey=survey, centre=desk.centre, form=form)


async def _list(
    page: WebPage, session: Transaction, caller: CurrentCaller, now: Now, form: Form[Any]
) -> Response:
    centres = await annual_reports.list_own_centres(session, caller=caller, now=now)
    found = []
    for centre in centres:
        desk = Desk(centre, caller, now)
        found += [(centre, one) for one in await surveys.list_surveys(session, desk)]
    choices = [(code, instruments()[code].label.in_language(page.language)) for code in OPEN_INSTRUMENTS]
    names = {centre.centre_id: centre.name for centre in centres}
    return page.show("surveys.html", form=form, found=found, names=names, instruments=choices)
