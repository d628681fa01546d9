"""A centre's opening hours over REST."""

from datetime import date, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.domain.opening_hours.account import GROUNDS, Account
from slussen_agreements.domain.opening_hours.time_set import MINUTES_A_DAY, MINUTES_AN_HOUR, Span
from slussen_agreements.domain.profile_rules.hours import hours_regulated_by
from slussen_agreements.repository.centre_sections import Entered
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.visits import CENTRE, AtCentre, AtCentreThen, found
from slussen_agreements.use_cases import opening_hours
from slussen_agreements.use_cases.opening_hours import EvaluatedWeek
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import RequiredIfMatch, set_etag
from slussen_contracts.agreements.opening_hours import (
    ActivityMinutes,
    CountedEntry,
    OpeningHoursRead,
    OpeningHoursWrite,
    OpeningWeekRead,
    TimeOfDay,
)
from slussen_contracts.identifiers import Activity

router = APIRouter(prefix=f"{CENTRE}/opening-hours", route_class=TransactionRoute, tags=["opening-hours"])


@router.get("", operation_id="getOpeningHours", dependencies=READS)
async def get_hours(visit: AtCentreThen, response: Response) -> OpeningHoursRead:
    """Visa centralens öppettider som de är inlagda. / Show the centre's hours as they are entered."""
    return _entered(visit, await opening_hours.hours(visit), response)


@router.put("", operation_id="enterOpeningHours", dependencies=COORDINATES)
async def put_hours(
    visit: AtCentre, wanted: OpeningHoursWrite, response: Response, expected: RequiredIfMatch
) -> OpeningHoursRead:
    """Lägg in alla öppettider, ändrade dagar, möten, hembesök och reducerade veckor. / Enter all of the hours."""
    return _entered(visit, await opening_hours.enter_hours(visit, wanted, expected=expected), response)


@router.get("/weeks/{iso_year}/{iso_week}", operation_id="evaluateOpeningWeek", dependencies=READS)
async def get_week(
    visit: AtCentre,
    iso_year: Annotated[int, Path(ge=2000, le=2200)],
    iso_week: Annotated[int, Path(ge=1, le=53)],
) -> OpeningWeekRead:
    """Visa en veckas gemensamma öppettid: vad som räknas, inte räknas och saknas. / Evaluate a week's joint hours."""
    try:
        week = IsoWeek(iso_year, iso_week)
    except ValueError as error:
        fault = FieldProblem("isoWeek", "of-year", "finns inte det året", "is not in that year")
        raise InvalidError(fault) from error
    return _week(await opening_hours.evaluated(visit, week))


def _entered(visit: AtCentre, known: Entered[OpeningHoursWrite], response: Response) -> OpeningHoursRead:
    set_etag(response, known.version)
    return OpeningHoursRead(centre_id=visit.centre_id, version=known.version, **dict(known.content))


def _week(evaluated: EvaluatedWeek) -> OpeningWeekRead:
    result, ground = evaluated.result, evaluated.ground
    week = result.week
    return OpeningWeekRead(
        centre_id=ground.centre.id,
        iso_year=week.year,
        iso_week=week.week,
        first_day=week.first,
        last_day=week.last,
        profile_id=ground.profile.id,
        profile_first_day=ground.profile.first_day,
        regulated_by=hours_regulated_by(ground.profile, ground.terms),
        joint_minutes=result.joint_minutes,
        required_minutes=result.required_minutes,
        shortfall_minutes=result.shortfall_minutes,
        fulfilled=result.is_fulfilled,
        reduced=evaluated.is_reduced,
        reduced_weeks_left=evaluated.reduced_weeks_left,
        joint=tuple(_time(span, week) for span in evaluated.time.joint.spans),
        activities=tuple(
            ActivityMinutes(activity=Activity(name), minutes=minutes)
            for name, minutes in result.activity_minutes
        ),
        entries=tuple(_counted(one, week) for one in evaluated.accounts),
        findings=found(result.findings),
    )


def _counted(one: Account, week: IsoWeek) -> CountedEntry:
    sv, en = GROUNDS[one.ground]
    return CountedEntry(
        **dict(_time(one.span, week)),
        activity=one.activity,
        kind=one.kind,
        counted_minutes=one.counted_minutes,
        ground=one.ground,
        sv=sv,
        en=en,
    )


def _time(span: Span, week: IsoWeek) -> TimeOfDay:
    day: date = week.first + timedelta(days=span[0] // MINUTES_A_DAY)
    return TimeOfDay(day=day, starts=_clock(span[0]), ends=_clock(span[1]))


def _clock(minute: int) -> time:
    hour, rest = divmod(minute % MINUTES_A_DAY, MINUTES_AN_HOUR)
    return time(hour, rest)
