"""Weeks that have ended: what is announced of them, once, and as a new version when their numbers were corrected."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.days import IsoWeek, Period
from slussen_agreements.domain.opening_hours.rules import WeekResult, evaluate_week
from slussen_agreements.domain.opening_hours.schedule import ChangedDay, Engagement, Opening, Schedule
from slussen_agreements.domain.profile_rules.hours import hours_rule
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.repository import annual_wheel
from slussen_agreements.repository.centre_sections import entered
from slussen_agreements.use_cases.centre_visits import ground_of
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.outbox import enqueue
from slussen_contracts.agreements import opening_hours as api
from slussen_contracts.agreements.events import OpeningWeekEvaluated
from slussen_contracts.identifiers import Activity

LONGEST_BACK: Final = timedelta(weeks=52)
"""How far back hours that are entered late, or corrected, count."""


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


async def announce_week(session: AsyncSession, centre: FamilyCentre, now: datetime) -> None:
    """Announce the week that ended last, once, if the centre has entered hours that held in it.

    A week that was announced before its numbers were kept is announced again.
    """
    written = await entered(session, centre.id, api.OpeningHoursWrite)
    last = IsoWeek.of(local_day(now) - timedelta(days=7))
    if written.version and not _begin_after(written.content, last.first):
        found = await _results(session, centre, written.content, [last], now)
        await _announce(session, centre, found, now, corrects=False)


async def announce_ended(
    session: AsyncSession, centre: FamilyCentre, content: api.OpeningHoursWrite, now: datetime
) -> None:
    """Announce the ended weeks that hours tell of, and anew those of the last year whose numbers they change.

    The centre is locked by the caller.
    """
    today = local_day(now)
    told = await annual_wheel.announced_since(session, centre.id, IsoWeek.of(today - LONGEST_BACK))
    weeks = {*told, *ended_weeks(content, opened_on=centre.valid_from, today=today)}
    found = await _results(session, centre, content, sorted(weeks), now)
    changed = [one for one in found if told.get(one.week) != one.numbers]
    await _announce(session, centre, changed, now, corrects=True)


def _begin_after(content: api.OpeningHoursWrite, day: date) -> bool:
    """Tell whether all openings have a first day after that day, so that they say nothing of its whole week."""
    first_days = [opening.valid_from for opening in content.openings]
    return bool(first_days) and all(first is not None and first > day for first in first_days)


async def _results(
    session: AsyncSession,
    centre: FamilyCentre,
    content: api.OpeningHoursWrite,
    weeks: list[IsoWeek],
    now: datetime,
) -> list[WeekResult]:
    """Evaluate weeks, each under the profile in force on its last day."""
    ground = await ground_of(session, centre, local_day(now))
    schedule, reduced = schedule_of(content, ground.activities), reduced_weeks(content)
    found = []
    for week in weeks:
        rule = hours_rule(present_profile(centre.profile_id, week.last), ground.terms)
        found.append(evaluate_week(schedule, week, rule, reduced=reduced))
    return found


async def _announce(
    session: AsyncSession, centre: FamilyCentre, found: list[WeekResult], now: datetime, *, corrects: bool
) -> None:
    """Announce weeks, each at the version that it gets; those of which nothing is new get none."""
    for one in found:
        version = await annual_wheel.note_announced(
            session, centre.id, one.week, one.numbers, corrects=corrects
        )
        if version is not None:
            enqueue(session, _week_event(centre, one, version, now))


def _week_event(centre: FamilyCentre, found: WeekResult, version: int, now: datetime) -> OpeningWeekEvaluated:
    return OpeningWeekEvaluated(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=_week_id(centre.id, found.week),
        aggregate_version=version,
        centre_id=centre.id,
        iso_year=found.week.year,
        iso_week=found.week.week,
        joint_minutes=found.joint_minutes,
        required_minutes=found.required_minutes,
        is_reduced=found.is_reduced,
        open_minutes=found.open_minutes,
        open_days=found.open_days,
        joint_days=found.joint_days,
        municipality_code=centre.municipality_code,
    )


def reduced_weeks(content: api.OpeningHoursWrite) -> list[IsoWeek]:
    """Return the weeks that are entered as reduced."""
    return [IsoWeek(one.iso_year, one.iso_week) for one in content.reduced_weeks]


def schedule_of(content: api.OpeningHoursWrite, activities: frozenset[Activity]) -> Schedule:
    """Return what is entered as the rules read it."""
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
