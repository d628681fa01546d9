"""The annual wheel: a year's duties, what becomes of them, and what is said of them when a day comes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import register_rules
from slussen_agreements.domain.annual_wheel import Duty, duties
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.duty_mark import (
    DutyMark,
    DutyNotFoundError,
    mark_faults,
    noticed,
    reported,
)
from slussen_agreements.domain.profile_rules.wheel import COORDINATOR, wheel_entries
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import annual_wheel, register, steering
from slussen_agreements.repository.centre_sections import entered
from slussen_agreements.repository.overview import CentrePlace
from slussen_agreements.use_cases.centre_visits import (
    Ground,
    Visit,
    centre_to_change,
    ground_of,
    ground_on,
)
from slussen_agreements.use_cases.own_duties import own_duties, read_as, reader_at
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import PreconditionFailedError
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.agreements.annual_wheel import DutyChange
from slussen_contracts.agreements.events import (
    DutyDone,
    DutyEvent,
    DutyOverdue,
    DutyReminded,
    DutyReopened,
)
from slussen_contracts.agreements.steering import SeatsWrite

YEAR_IN_KEY: Final = 4


@dataclass(frozen=True, slots=True)
class MarkedDuty:
    """A duty with what has become of it."""

    duty: Duty
    mark: DutyMark


@dataclass(frozen=True, slots=True)
class Wheel:
    """A year's duties in the order of their days."""

    ground: Ground
    year: int
    duties: tuple[MarkedDuty, ...]


async def wheel(visit: Visit, year: int) -> Wheel:
    """Return a year's wheel.

    Raises:
        CentreNotFoundError: There is no such centre.
    """
    ground = await ground_on(visit, judged_on(year, visit.today))
    await reader_at(visit.session, ground.centre, visit.caller)
    return Wheel(ground, year, tuple(await marked(visit.session, ground, year, visit.today)))


async def marked(session: AsyncSession, ground: Ground, year: int, today: date) -> list[MarkedDuty]:
    """Return a year's duties while the centre is open, each with what has become of it.

    Those of the profile, and those that meetings decided where the transaction's reader takes part in the centre.
    """
    found = await steering.appointments(session, ground.centre.id)
    coordinator = steering.coordinator_on(found, today)
    owners = await _holders(session, ground, today)
    if coordinator:
        owners[COORDINATOR] = coordinator
    marks = await annual_wheel.marks(session, ground.centre.id)
    known = [
        *duties(year, wheel_entries(ground.profile), owners),
        *await own_duties(session, ground.centre, year),
    ]
    return [
        MarkedDuty(duty, marks.get(duty.key) or DutyMark(centre_id=ground.centre.id, key=duty.key))
        for duty in sorted(known, key=lambda duty: duty.period)
        if is_open_in(ground.centre, duty.period)
    ]


async def _holders(session: AsyncSession, ground: Ground, today: date) -> dict[str, str]:
    """Return who has each role today, the one that was entered last where several do."""
    seats = (await entered(session, ground.centre.id, SeatsWrite)).content
    return {
        one.role: one.subject
        for one in seats.holders
        if one.valid_from <= today and (one.valid_through is None or today <= one.valid_through)
    }


async def change_duty(visit: Visit, key: str, wanted: DutyChange, *, expected: int | None) -> MarkedDuty:
    """Mark a duty as done, or not, and which of its parts are handed in.

    Raises:
        DutyNotFoundError: The centre's wheel has no such duty.
        PreconditionFailedError: It has another version than `expected`.
        InvalidError: A part is unknown or missing, or the day has not come.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    await reader_at(visit.session, centre, visit.caller)
    before = await _duty(visit, centre, key)
    check_version(before.mark.version, expected)
    after = replace(
        before.mark,
        version=before.mark.version + 1,
        done_on=wanted.done_on,
        handed_in=tuple(dict.fromkeys(wanted.handed_in)),
    )
    register_rules.refuse(mark_faults(before.duty, after, visit.today))
    if not await annual_wheel.save_mark(visit.session, after):
        raise PreconditionFailedError
    if after.done_on != before.mark.done_on:
        kind = DutyDone if after.done_on else DutyReopened
        enqueue(visit.session, _event(kind, centre, MarkedDuty(before.duty, after), visit.now))
    return MarkedDuty(before.duty, after)


async def notice_duties(session: AsyncSession, centre: FamilyCentre, now: datetime) -> None:
    """Announce, once each, the duties that come near and those that are overdue, around the year's ends too."""
    today = local_day(now)
    await read_as(session, county_administration(centre.county_code))
    for year in (today.year - 1, today.year, today.year + 1):
        ground = await ground_of(session, centre, judged_on(year, today))
        for one in await marked(session, ground, year, today):
            mark = noticed(one.duty, one.mark, now, today)
            if mark is not None and await annual_wheel.save_mark(session, mark):
                kind = DutyOverdue if mark.overdue_at != one.mark.overdue_at else DutyReminded
                enqueue(session, _event(kind, centre, MarkedDuty(one.duty, mark), now))


async def report_handed_in(
    session: AsyncSession, centre_id: UUID, *, year: int, submitted_on: date, now: datetime
) -> None:
    """Mark what is done by the annual report of `year` being handed in: duties of the year after, when it is due.

    Raises:
        PreconditionFailedError: Somebody marked the duty at the same time; the event comes again.
    """
    centre = await register.get_centre(session, centre_id)
    await read_as(session, county_administration(centre.county_code))
    due, today = year + 1, local_day(now)
    ground = await ground_of(session, centre, judged_on(due, today))
    for before in await marked(session, ground, due, today):
        mark = reported(before.duty, before.mark, submitted_on)
        if mark is None:
            continue
        if not await annual_wheel.save_mark(session, mark):
            raise PreconditionFailedError
        if mark.done_on != before.mark.done_on:
            enqueue(session, _event(DutyDone, centre, MarkedDuty(before.duty, mark), now))


async def _duty(visit: Visit, centre: FamilyCentre, key: str) -> MarkedDuty:
    for year in _years_in(key):
        ground = await ground_of(visit.session, centre, judged_on(year, visit.today))
        for one in await marked(visit.session, ground, year, visit.today):
            if one.duty.key == key:
                return one
    raise DutyNotFoundError


def _years_in(key: str) -> Iterator[int]:
    """Give the year that a duty's key names, if it is one."""
    written = key.rpartition(":")[2][:YEAR_IN_KEY]
    if len(written) == YEAR_IN_KEY and written.isascii() and written.isdigit() and written > "1900":
        yield int(written)


def judged_on(year: int, today: date) -> date:
    """Return the day whose profile a year is judged under: today, or the nearest day of another year."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def is_open_in(centre: FamilyCentre | CentrePlace, period: Period) -> bool:
    """Tell whether a centre is open on a day of a period."""
    ends = centre.valid_through
    return period.last >= centre.valid_from and (ends is None or period.first <= ends)


def _event(kind: type[DutyEvent], centre: FamilyCentre, of: MarkedDuty, now: datetime) -> DutyEvent:
    return kind(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=uuid5(centre.id, f"duty:{of.duty.key}"),
        aggregate_version=of.mark.version,
        centre_id=centre.id,
        entry=of.duty.what.key,
        responsible=of.duty.responsible,
        first_day=of.duty.period.first,
        last_day=of.duty.period.last,
        done_on=of.mark.done_on,
        municipality_code=centre.municipality_code,
    )
