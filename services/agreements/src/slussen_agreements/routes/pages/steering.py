"""Who steers a centre: the group's seats, meetings against the minimums, the coordinator."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from slussen_agreements.drawing.bars import Bar, bars
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.centres import framed
from slussen_agreements.routes.pages.paths import of_centre
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import coordinators, steering
from slussen_agreements.use_cases.steering import SteeringYear
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.agreements.steering import AppointmentCreate, MeetingCreate, SeatsWrite
from slussen_contracts.identifiers import Profession

router = page_router("agreements", "/centres/{centre_id}/steering")

AnyYear = Annotated[int | None, Query(ge=2000, le=2200)]


class SeatsForm(FormModel):
    """Which seats are filled."""

    filled: tuple[str, ...] = ()
    version: int


class MeetingForm(FormModel):
    """A meeting that was held."""

    kind: MeetingKind
    held_on: date
    purpose: str | None = Field(default=None, max_length=200)
    documented: bool | None = None


class AppointmentForm(FormModel):
    """A coordinator's appointment."""

    holder_subject: str = Field(pattern=r"^[A-Za-z0-9._@:-]{1,120}$")
    profession: Profession | None = None
    extent: int | None = Field(default=None, ge=1, le=100)
    valid_from: date
    valid_through: date | None = None


@router.get("", dependencies=READS)
async def show_steering(page: CurrentPage, visit: AtCentre, year: AnyYear = None) -> Response:
    """Show a year of steering."""
    return await _shown(page, visit, year or visit.today.year)


@router.post("/seats", dependencies=COORDINATES)
async def enter_seats(page: CurrentPage, visit: AtCentre) -> Response:
    """Store which seats are filled."""
    form = await page.entered(SeatsForm)
    if content := form.content:
        async with form.attempt(visit.session):
            known = await steering.seats(visit)
            wanted = SeatsWrite(filled=content.filled, holders=known.holders)
            await steering.enter_seats(visit, wanted, expected=content.version)
            return page.go(of_centre(visit.centre_id, "steering"), said="seats-stored")
    return await _shown(page, visit, visit.today.year, seats_form=form)


@router.post("/held", dependencies=COORDINATES)
async def record_meeting(page: CurrentPage, visit: AtCentre) -> Response:
    """Record a meeting that was held."""
    form = await page.entered(MeetingForm)
    if content := form.content:
        async with form.attempt(visit.session):
            await steering.record_meeting(visit, MeetingCreate(**dict(content)))
            return page.go(of_centre(visit.centre_id, "steering"), said="meeting-recorded")
    return await _shown(page, visit, visit.today.year, meeting_form=form)


@router.post("/coordinator", dependencies=COORDINATES)
async def appoint(page: CurrentPage, visit: AtCentre) -> Response:
    """Appoint a coordinator."""
    form = await page.entered(AppointmentForm)
    if content := form.content:
        async with form.attempt(visit.session):
            await coordinators.appoint(visit, AppointmentCreate(**dict(content)))
            return page.go(of_centre(visit.centre_id, "steering"), said="coordinator-appointed")
    return await _shown(page, visit, visit.today.year, appointment_form=form)


async def _shown(page: WebPage, visit: AtCentre, year: int, **forms: Form[Any]) -> Response:
    found = await steering.steering_year(visit, year)
    own = visit.caller.county_code == found.ground.centre.county_code
    shown: dict[str, Any] = {
        "seats_form": page.form({"filled": sorted(found.seats.filled)}),
        "meeting_form": page.form({"heldOn": visit.today}),
        "appointment_form": page.form({"validFrom": visit.today}),
        **forms,
    }
    seats = [(seat.key, (seat.en if page.english else seat.sv).capitalize()) for seat in found.seats.seats]
    return page.show(
        "steering.html",
        seat_options=seats,
        professions=list(Profession),
        found=found,
        year=year,
        appointments=await coordinators.appointments(visit) if own else (),
        picture=_picture(page, found),
        **shown,
        **await framed(visit),
    )


def _picture(page: WebPage, found: SteeringYear) -> Any:
    """Draw how many meetings of each kind were held, of how many."""
    shown = []
    for one in found.rules:
        kind = one.rule.name.key
        held = sum(meeting.kind == kind for meeting in found.meetings)
        least = one.rule.min_per_year or (12 if one.rule.monthly else 0)
        shown.append(
            Bar(
                page.t(f"meeting-kind.{kind}"),
                held,
                max(held, least),
                page.t("steering.of", held=held, least=least) if least else str(held),
            )
        )
    return bars(shown, title=page.t("steering.picture", year=found.year))
