"""Opening hours: entered as a whole, and a week of them under the county's rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import register_rules
from slussen_agreements.domain.days import IsoWeek, Period
from slussen_agreements.domain.opening_hours.account import Account, accounts
from slussen_agreements.domain.opening_hours.joint import JointTime, joint_time
from slussen_agreements.domain.opening_hours.rules import (
    HoursRule,
    WeekResult,
    evaluate_week,
    reduced_week_faults,
    reduced_weeks_left,
)
from slussen_agreements.domain.opening_hours.schedule import (
    ChangedDay,
    Engagement,
    Opening,
    Schedule,
    schedule_faults,
)
from slussen_agreements.domain.profile_rules.hours import hours_rule
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.repository import annual_wheel, register
from slussen_agreements.repository.centre_sections import Entered, entered
from slussen_agreements.use_cases.centre_visits import Ground, Visit, enter, ground_of, ground_on, known
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem
from slussen_chassis.outbox import enqueue
from slussen_contracts.agreements import opening_hours as api
from slussen_contracts.agreements.events import OpeningWeekEvaluated
from slussen_contracts.identifiers import Activity

LONGEST_BACK = timedelta(weeks=52)
"""How far back hours that are entered late count."""


@dataclass(frozen=True, slots=True)
class EvaluatedWeek:
    """A week with its result, what every entry counted for, and how many weeks may still be reduced."""

    ground: Ground
    result: WeekResult
    time: JointTime
    accounts: tuple[Account, ...]
    is_reduced: bool
    reduced_weeks_left: int | None


async def hours(visit: Visit) -> Entered[api.OpeningHoursWrite]:
    """Return the centre's hours as they are entered.

    Raises:
        CentreNotFoundError: There is no such centre.
        InvalidError: The day that is asked about has not come.
    """
    await register.get_centre(visit.session, visit.centre_id)
    return await known(visit, api.OpeningHoursWrite)


async def enter_hours(
    visit: Visit, wanted: api.OpeningHoursWrite, *, expected: int | None
) -> Entered[api.OpeningHoursWrite]:
    """Write all of the centre's hours.

    Raises:
        InvalidError: A time is out of order, an activity is not the centre's, or too many weeks are reduced.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    ground = await ground_on(visit, visit.today)
    register_rules.refuse([*_faults(ground, wanted), *_reduced_faults(ground, wanted)])
    stored = await enter(visit, wanted, expected=expected)
    weeks = ended_weeks(wanted, opened_on=ground.centre.valid_from, today=visit.today)
    await _announce(visit.session, ground.centre, wanted, weeks, visit.now)
    return stored


def ended_weeks(content: api.OpeningHoursWrite, *, opened_on: date, today: date) -> list[IsoWeek]:
    """Return the whole weeks of the centre that have ended since its hours' first stated day, a year of them at most.

    Hours without a first day say nothing of the weeks before they were entered.
    """
    stated = [opening.valid_from for opening in content.openings if opening.valid_from]
    if not stated:
        return []
    since = max(min(stated), opened_on, today - LONGEST_BACK)
    days = (since + timedelta(weeks=number) for number in range((today - since).days // 7 + 2))
    return [week for week in map(IsoWeek.of, days) if since <= week.first and week.last < today]


async def evaluated(visit: Visit, week: IsoWeek) -> EvaluatedWeek:
    """Evaluate a week under the profile in force on its last day.

    Raises:
        CentreNotFoundError: There is no such centre.
    """
    ground = await ground_on(visit, week.last)
    content = (await entered(visit.session, visit.centre_id, api.OpeningHoursWrite)).content
    return _evaluated(ground, content, week)


async def announce_week(session: AsyncSession, centre: FamilyCentre, now: datetime) -> None:
    """Announce the joint hours of the week that ended last, once, if the centre has entered any."""
    written = await entered(session, centre.id, api.OpeningHoursWrite)
    if written.version:
        last = IsoWeek.of(local_day(now) - timedelta(days=7))
        await _announce(session, centre, written.content, [last], now)


async def _announce(
    session: AsyncSession,
    centre: FamilyCentre,
    content: api.OpeningHoursWrite,
    weeks: Sequence[IsoWeek],
    now: datetime,
) -> None:
    """Announce those of the weeks that have not been announced before."""
    for week in weeks:
        if await annual_wheel.add_announced(session, centre.id, week):
            found = _evaluated(await ground_of(session, centre, week.last), content, week).result
            enqueue(session, _week_event(centre, week, found, now))


def _week_event(
    centre: FamilyCentre, week: IsoWeek, found: WeekResult, now: datetime
) -> OpeningWeekEvaluated:
    return OpeningWeekEvaluated(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=_week_id(centre.id, week),
        aggregate_version=1,
        centre_id=centre.id,
        iso_year=week.year,
        iso_week=week.week,
        joint_minutes=found.joint_minutes,
        required_minutes=found.required_minutes,
        is_reduced=found.is_reduced,
        open_minutes=found.open_minutes,
        open_days=found.open_days,
        joint_days=found.joint_days,
        municipality_code=centre.municipality_code,
    )


def _evaluated(ground: Ground, content: api.OpeningHoursWrite, week: IsoWeek) -> EvaluatedWeek:
    schedule, rule = _schedule(content, ground.activities), hours_rule(ground.profile, ground.terms)
    reduced = _reduced(content)
    time = joint_time(schedule, week, rule.counting)
    return EvaluatedWeek(
        ground=ground,
        result=evaluate_week(schedule, week, rule, reduced=reduced),
        time=time,
        accounts=accounts(schedule, week, time, rule.counting),
        is_reduced=week in reduced,
        reduced_weeks_left=_left(rule, reduced, week.year),
    )


def _left(rule: HoursRule, reduced: list[IsoWeek], year: int) -> int | None:
    return reduced_weeks_left(year, reduced, rule.summer) if rule.summer else None


def _faults(ground: Ground, wanted: api.OpeningHoursWrite) -> list[FieldProblem]:
    found = [*_days_out_of_order(wanted), *_strangers(wanted, ground.activities)]
    if not found:
        found += schedule_faults(_schedule(wanted, ground.activities))
        found += _changed_days_out_of_order(wanted)
    return found


def _days_out_of_order(wanted: api.OpeningHoursWrite) -> list[FieldProblem]:
    return [
        FieldProblem(
            f"openings.{place}.validThrough", "order", "är före första dagen", "is before the first day"
        )
        for place, one in enumerate(wanted.openings)
        if one.valid_from and one.valid_through and one.valid_through < one.valid_from
    ]


def _changed_days_out_of_order(wanted: api.OpeningHoursWrite) -> list[FieldProblem]:
    return [
        FieldProblem(
            f"changedDays.{place}.openings.{inner}.closes",
            "order",
            "ska vara efter början",
            "must be after the start",
        )
        for place, changed in enumerate(wanted.changed_days)
        for inner, one in enumerate(changed.openings)
        if one.closes <= one.opens
    ]


def _strangers(wanted: api.OpeningHoursWrite, activities: frozenset[Activity]) -> list[FieldProblem]:
    lists: dict[str, tuple[api.WeeklyOpening | api.ChangedDay | api.Engagement, ...]] = {
        "openings": wanted.openings,
        "changedDays": wanted.changed_days,
        "engagements": wanted.engagements,
    }
    return [
        FieldProblem(
            f"{name}.{place}.activity",
            "of-centre",
            "är ingen av centralens verksamheter",
            "is none of the centre's activities",
        )
        for name, entries in lists.items()
        for place, one in enumerate(entries)
        if one.activity is not None and one.activity not in activities
    ]


def _reduced_faults(ground: Ground, wanted: api.OpeningHoursWrite) -> list[FieldProblem]:
    """Find the reduced weeks that the rule refuses, each looked at with those before it."""
    rule = hours_rule(ground.profile, ground.terms)
    found: list[FieldProblem] = []
    taken: list[IsoWeek] = []
    for place, one in enumerate(wanted.reduced_weeks):
        field = f"reducedWeeks.{place}.isoWeek"
        week = _week(one)
        if week is None:
            found.append(FieldProblem(field, "of-year", "finns inte det året", "is not in that year"))
            continue
        faults = reduced_week_faults(week, taken, rule)
        found += [FieldProblem(field, fault.rule, fault.sv, fault.en) for fault in faults]
        taken.append(week)
    return found


def _week(written: api.ReducedWeek) -> IsoWeek | None:
    try:
        return IsoWeek(written.iso_year, written.iso_week)
    except ValueError:
        return None


def _reduced(content: api.OpeningHoursWrite) -> list[IsoWeek]:
    return [IsoWeek(one.iso_year, one.iso_week) for one in content.reduced_weeks]


def _schedule(content: api.OpeningHoursWrite, activities: frozenset[Activity]) -> Schedule:
    return Schedule(
        activities=activities,
        openings=tuple(
            _opening(one, one.activity, one.weekday, _holds(one.valid_from, one.valid_through))
            for one in content.openings
        ),
        changed_days=tuple(
            ChangedDay(
                activity=changed.activity,
                day=changed.day,
                openings=tuple(
                    _opening(one, changed.activity, changed.day.isoweekday()) for one in changed.openings
                ),
                reason=changed.reason,
            )
            for changed in content.changed_days
        ),
        engagements=tuple(Engagement(**dict(one)) for one in content.engagements),
    )


def _opening(written: api.OpenTime, activity: Activity, weekday: int, holds: Period | None = None) -> Opening:
    return Opening(
        activity=activity,
        weekday=weekday,
        opens=written.opens,
        closes=written.closes,
        kind=written.kind,
        staff=written.staff,
        holds=holds,
    )


def _holds(first: date | None, last: date | None) -> Period | None:
    return Period(first or date.min, last or date.max) if first or last else None


def _week_id(centre_id: UUID, week: IsoWeek) -> UUID:
    return uuid5(centre_id, f"opening-week:{week.year}-W{week.week:02}")
