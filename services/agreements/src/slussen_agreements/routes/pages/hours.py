"""A centre's opening hours: a week drawn, its joint hours against the rule, and every week's openings entered."""

from datetime import date, time, timedelta
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from slussen_agreements.domain.days import ONE_DAY, IsoWeek
from slussen_agreements.domain.opening_hours.account import GROUNDS
from slussen_agreements.domain.opening_hours.time_set import MINUTES_A_DAY
from slussen_agreements.domain.profile_rules.hours import hours_regulated_by
from slussen_agreements.drawing.week import Band, week_picture
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.centres import framed
from slussen_agreements.routes.pages.paths import of_centre
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import opening_hours
from slussen_agreements.use_cases.opening_hours import EvaluatedWeek
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_contracts.agreements.codes import OpeningKind
from slussen_contracts.agreements.opening_hours import OpeningHoursWrite, WeeklyOpening
from slussen_contracts.identifiers import Activity

router = page_router("agreements", "/centres/{centre_id}/hours")

AnyWeek = Annotated[str | None, Query(pattern=r"^\d{4}-W\d{2}$")]
WEEK_BACK, WEEK_ON = timedelta(days=-7), timedelta(days=7)


class OpeningForm(FormModel):
    """An activity's open time on one or more weekdays; without a first day it has always been so."""

    activity: Activity
    weekdays: tuple[int, ...] = Field(min_length=1, max_length=7)
    opens: time
    closes: time
    kind: OpeningKind = OpeningKind.EVERYBODY
    staff: int = Field(default=1, ge=1, le=200)
    valid_from: date | None = None
    valid_through: date | None = None
    version: int


class RemovalForm(FormModel):
    """Which of the entered openings to take away; one that `ended` has held through yesterday."""

    place: int = Field(ge=0)
    ended: bool = False
    version: int


@router.get("", dependencies=READS)
async def show_hours(page: CurrentPage, visit: AtCentre, week: AnyWeek = None) -> Response:
    """Show a week."""
    form = page.form({"kind": "everybody", "staff": 1, "validFrom": visit.today})
    return await _shown(page, visit, _week(week, visit.today), form)


@router.post("/openings", dependencies=COORDINATES)
async def add_opening(page: CurrentPage, visit: AtCentre) -> Response:
    """Add an open time on the weekdays that are ticked."""
    form = await page.entered(OpeningForm)
    if content := form.content:
        async with form.attempt(visit.session):
            known = await opening_hours.hours(visit)
            common = content.model_dump(exclude={"weekdays", "version"})
            new = [WeeklyOpening(weekday=day, **common) for day in content.weekdays]
            openings = (*known.content.openings, *new)
            await _enter(visit, known.content, openings, content.version)
            return page.go(of_centre(visit.centre_id, "hours"), said="hours-stored")
    for name in [name for name in form.errors if name.startswith("openings.")]:
        form.errors[name.rpartition(".")[2]] = form.errors.pop(name)
    return await _shown(page, visit, IsoWeek.of(visit.today), form)


@router.post("/removal", dependencies=COORDINATES)
async def remove_opening(page: CurrentPage, visit: AtCentre) -> Response:
    """Take an open time away, or let it end: then the days before stay as they were."""
    form = await page.entered(RemovalForm)
    if content := form.content:
        async with form.attempt(visit.session):
            known = await opening_hours.hours(visit)
            openings = _without(known.content.openings, content, visit.today)
            await _enter(visit, known.content, openings, content.version)
            return page.go(of_centre(visit.centre_id, "hours"), said="hours-stored")
    return await _shown(page, visit, IsoWeek.of(visit.today), form)


def _without(
    openings: tuple[WeeklyOpening, ...], removal: RemovalForm, today: date
) -> tuple[WeeklyOpening, ...]:
    """Return the openings without one, which stays through yesterday where it ended and had begun."""
    kept = list(openings)
    for taken in kept[removal.place : removal.place + 1]:
        has_been = taken.valid_from is None or taken.valid_from < today
        last = min(taken.valid_through or date.max, today - ONE_DAY)
        ended = [taken.model_copy(update={"valid_through": last})] if removal.ended and has_been else []
        kept[removal.place : removal.place + 1] = ended
    return tuple(kept)


async def _enter(
    visit: AtCentre, known: OpeningHoursWrite, openings: tuple[WeeklyOpening, ...], version: int
) -> None:
    wanted = known.model_copy(update={"openings": openings})
    await opening_hours.enter_hours(visit, wanted, expected=version)


def _week(written: str | None, today: date) -> IsoWeek:
    if written is None:
        return IsoWeek.of(today)
    try:
        return IsoWeek(int(written[:4]), int(written[-2:]))
    except ValueError:
        return IsoWeek.of(today)


async def _shown(page: WebPage, visit: AtCentre, week: IsoWeek, form: Form[Any]) -> Response:
    found = await opening_hours.evaluated(visit, week)
    entered = await opening_hours.hours(visit)
    rows = sorted(enumerate(entered.content.openings), key=lambda one: (one[1].weekday, one[1].opens))
    return page.show(
        "hours.html",
        form=form,
        found=found,
        week=week,
        before=IsoWeek.of(week.first + WEEK_BACK),
        after=IsoWeek.of(week.first + WEEK_ON),
        version=entered.version,
        openings=rows,
        activities=sorted(found.ground.activities),
        grounds=GROUNDS,
        weekday_options=[(day, page.wording.weekday(day).capitalize()) for day in range(1, 8)],
        regulated_by=hours_regulated_by(found.ground.profile, found.ground.terms).value,
        picture=_picture(page, found),
        **await framed(visit),
    )


def _picture(page: WebPage, found: EvaluatedWeek) -> Any:
    """Draw each activity's time on site by day, and the joint time below."""
    bands = [
        Band(page.t(f"activity.{activity.value}"), _by_day(times.spans))
        for activity, times in found.time.by_activity.items()
    ]
    bands.append(Band(page.t("hours.joint"), _by_day(found.time.joint.spans), is_sum=True))
    names = page.wording
    days = [names.weekday(number).capitalize() for number in range(1, 8)]
    return week_picture(bands, days, title=page.t("hours.picture", week=found.result.week.week))


def _by_day(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int, int]]:
    """Return (day from 0, first minute, end minute) of each span."""
    return [
        (start // MINUTES_A_DAY, start % MINUTES_A_DAY, start % MINUTES_A_DAY + end - start)
        for start, end in spans
    ]
