"""Opening hours: entered as a whole, and a week of them under the county's rule."""

from dataclasses import dataclass

from slussen_agreements.domain import register_rules
from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.domain.opening_hours.account import Account, accounts
from slussen_agreements.domain.opening_hours.joint import JointTime, joint_time
from slussen_agreements.domain.opening_hours.rules import (
    HoursRule,
    WeekResult,
    evaluate_week,
    reduced_week_faults,
    reduced_weeks_left,
)
from slussen_agreements.domain.opening_hours.schedule import schedule_faults
from slussen_agreements.domain.profile_rules.hours import hours_rule
from slussen_agreements.repository import register
from slussen_agreements.repository.centre_sections import Entered, entered
from slussen_agreements.use_cases.centre_visits import Ground, Visit, enter, ground_on, known
from slussen_agreements.use_cases.opening_weeks import announce_ended, reduced_weeks, schedule_of
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements import opening_hours as api
from slussen_contracts.identifiers import Activity


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
    """Write all of the centre's hours, and announce what they tell of weeks that have ended.

    Raises:
        InvalidError: A time is out of order, an activity is not the centre's, or too many weeks are reduced.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    ground = await ground_on(visit, visit.today)
    register_rules.refuse([*_faults(ground, wanted), *_reduced_faults(ground, wanted)])
    stored = await enter(visit, wanted, expected=expected)
    await announce_ended(visit.session, ground.centre, wanted, visit.now)
    return stored


async def evaluated(visit: Visit, week: IsoWeek) -> EvaluatedWeek:
    """Evaluate a week under the profile in force on its last day.

    Raises:
        CentreNotFoundError: There is no such centre.
    """
    ground = await ground_on(visit, week.last)
    content = (await entered(visit.session, visit.centre_id, api.OpeningHoursWrite)).content
    return _evaluated(ground, content, week)


def _evaluated(ground: Ground, content: api.OpeningHoursWrite, week: IsoWeek) -> EvaluatedWeek:
    schedule, rule = schedule_of(content, ground.activities), hours_rule(ground.profile, ground.terms)
    reduced = reduced_weeks(content)
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
        found += schedule_faults(schedule_of(wanted, ground.activities))
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
