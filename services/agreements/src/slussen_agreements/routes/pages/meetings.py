"""Meetings: planned, with an agenda that builds itself, and minutes whose decisions become duties in one tap."""

from datetime import date, time
from typing import Any
from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.centres import framed
from slussen_agreements.routes.pages.paths import of_centre
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import planned_meetings
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.agreements.meetings import DecisionCreate, MinutesWrite, PlannedMeetingWrite

router = page_router("agreements", "/centres/{centre_id}/meetings")


class PlanForm(FormModel):
    """A meeting to plan."""

    kind: MeetingKind
    planned_on: date
    starts_at: time | None = None
    place: str | None = Field(default=None, max_length=200)


class DecisionForm(FormModel):
    """A decision; with a day it becomes a duty."""

    text: str = Field(min_length=1, max_length=500)
    owner: str | None = Field(default=None, max_length=200)
    due_on: date | None = None


class MinutesForm(FormModel):
    """That the meeting was held, and what is noted."""

    held_on: date
    purpose: str | None = Field(default=None, max_length=200)
    notes: str = Field(default="", max_length=20_000)
    version: int


@router.get("", dependencies=READS)
async def show_meetings(page: CurrentPage, visit: AtCentre) -> Response:
    """Show this year's meetings and the next's, and plan one."""
    return await _list(page, visit, page.form({"kind": "steering_group"}))


@router.post("", dependencies=COORDINATES)
async def plan_meeting(page: CurrentPage, visit: AtCentre) -> Response:
    """Plan a meeting."""
    form = await page.entered(PlanForm)
    if content := form.content:
        async with form.attempt(visit.session):
            meeting = await planned_meetings.plan_meeting(visit, PlannedMeetingWrite(**dict(content)))
            return page.go(of_centre(visit.centre_id, f"meetings/{meeting.id}"), said="meeting-planned")
    return await _list(page, visit, form)


@router.get("/{meeting_id}", dependencies=READS)
async def show_meeting(page: CurrentPage, visit: AtCentre, meeting_id: UUID) -> Response:
    """Show a meeting: its agenda, its decisions, its minutes."""
    return await _shown(page, visit, meeting_id)


@router.post("/{meeting_id}/decisions", dependencies=COORDINATES)
async def decide(page: CurrentPage, visit: AtCentre, meeting_id: UUID) -> Response:
    """Write down a decision; with a day it is in the wheel at once."""
    form = await page.entered(DecisionForm)
    if content := form.content:
        async with form.attempt(visit.session):
            made = await planned_meetings.decide(visit, meeting_id, DecisionCreate(**dict(content)))
            said = "duty-made" if made.duty else "decision-stored"
            return page.go(
                of_centre(visit.centre_id, f"meetings/{meeting_id}"), said=said, anchor="decisions"
            )
    return await _shown(page, visit, meeting_id, decision_form=form)


@router.post("/{meeting_id}/minutes", dependencies=COORDINATES)
async def close_minutes(page: CurrentPage, visit: AtCentre, meeting_id: UUID) -> Response:
    """Close the minutes."""
    form = await page.entered(MinutesForm)
    if content := form.content:
        async with form.attempt(visit.session):
            wanted = MinutesWrite(**content.model_dump(exclude={"version"}))
            await planned_meetings.close_minutes(visit, meeting_id, wanted, expected=content.version)
            return page.go(of_centre(visit.centre_id, f"meetings/{meeting_id}"), said="minutes-closed")
    return await _shown(page, visit, meeting_id, minutes_form=form)


async def _list(page: WebPage, visit: AtCentre, form: Form[Any]) -> Response:
    year = visit.today.year
    found = [one for of in (year, year + 1) for one in await planned_meetings.list_meetings(visit, of)]
    return page.show(
        "meetings.html",
        form=form,
        to_come=[one for one in found if one.held_on is None],
        held=[one for one in reversed(found) if one.held_on],
        **await framed(visit),
    )


async def _shown(page: WebPage, visit: AtCentre, meeting_id: UUID, **forms: Form[Any]) -> Response:
    found = await planned_meetings.prepared(visit, meeting_id)
    meeting = found.meeting
    held_on = min(meeting.planned_on, visit.today)
    shown: dict[str, Any] = {
        "decision_form": page.form(),
        "minutes_form": page.form({"heldOn": held_on, "notes": meeting.notes}),
        **forms,
    }
    return page.show("meeting.html", found=found, meeting=meeting, **shown, **await framed(visit))
