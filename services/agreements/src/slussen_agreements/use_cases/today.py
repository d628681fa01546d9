"""What is to be done today: what is mine, what is late, the next meeting, and what the agreements ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.annual_wheel import DutyState, state
from slussen_agreements.domain.attention import Matter
from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.repository import own_centres, register
from slussen_agreements.use_cases.access import reader_of
from slussen_agreements.use_cases.annual_wheel import MarkedDuty
from slussen_agreements.use_cases.centre_visits import Visit
from slussen_agreements.use_cases.matters import matters_of_centre, signing_for
from slussen_agreements.use_cases.opening_hours import EvaluatedWeek, evaluated, hours
from slussen_agreements.use_cases.planned_meetings import PreparedMeeting, duties_around, next_meeting
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day

SOON: Final = timedelta(days=30)
LATE_FOR: Final = timedelta(days=365)
"""What has been late for longer is history."""
SHOWN_IN_FULL: Final = 6
"""Of so many centres the day is told; of more, a list."""


@dataclass(frozen=True, slots=True)
class CentreToday:
    """A centre's day: its duties that are late, open and near, its next meeting, and this week's joint hours."""

    centre: FamilyCentre
    late: tuple[MarkedDuty, ...]
    open: tuple[MarkedDuty, ...]
    soon: tuple[MarkedDuty, ...]
    meeting: PreparedMeeting | None
    week: EvaluatedWeek | None


@dataclass(frozen=True, slots=True)
class Today:
    """The day of one reader; with many centres these are told by name alone."""

    centres: tuple[FamilyCentre, ...]
    in_full: tuple[CentreToday, ...]
    matters: tuple[Matter, ...]


async def centres_of(session: AsyncSession, caller: Caller, on: date) -> list[FamilyCentre]:
    """Return the centres that a caller works with: its unit's, its authority's, or its county's."""
    ids = await own_centres.centre_ids_of(
        session,
        authority_id=caller.authority_id,
        unit_id=caller.unit_id,
        county_code=caller.county_code,
        on=on,
    )
    return list((await register.centres(session, ids)).values())


async def today(session: AsyncSession, *, caller: Caller, now: datetime) -> Today:
    """Return what a caller has before them today.

    Raises:
        AgreementNotFoundError: The caller acts for no authority and administers no county.
    """
    reader = await reader_of(session, caller)
    day = local_day(now)
    centres = await centres_of(session, caller, day)
    in_full = []
    if len(centres) <= SHOWN_IN_FULL:
        in_full = [await centre_today(Visit(session, centre.id, caller, now), centre) for centre in centres]
    asked = await matters_of_centre(session, None, reader=reader, signs_for=signing_for(caller), today=day)
    audit.record(session, "today.read", resource_type="agreement")
    return Today(tuple(centres), tuple(in_full), asked)


async def centre_today(visit: Visit, centre: FamilyCentre) -> CentreToday:
    """Return a centre's day."""
    duties = await duties_around(visit)
    entered = await hours(visit)
    return CentreToday(
        centre=centre,
        late=tuple(_in_state(duties, DutyState.OVERDUE, visit.today)),
        open=tuple(_in_state(duties, DutyState.CURRENT, visit.today)),
        soon=tuple(_in_state(duties, DutyState.PLANNED, visit.today)),
        meeting=await next_meeting(visit),
        week=await evaluated(visit, IsoWeek.of(visit.today)) if entered.version else None,
    )


def is_mine(one: MarkedDuty, caller: Caller) -> bool:
    """Tell whether a duty is the caller's own."""
    return one.duty.owner is not None and one.duty.owner in {caller.subject, caller.name}


def _in_state(duties: list[MarkedDuty], wanted: DutyState, day: date) -> Iterator[MarkedDuty]:
    for one in duties:
        if state(one.duty, done_on=one.mark.done_on, today=day) is not wanted:
            continue
        if wanted is DutyState.PLANNED and one.duty.period.first > day + SOON:
            continue
        if wanted is DutyState.OVERDUE and one.duty.period.last < day - LATE_FOR:
            continue
        if wanted is DutyState.CURRENT and not one.duty.has_stated_time and one.duty.period.last > day + SOON:
            continue
        yield one
