"""Counting visits at the door: taps of several phones become the day's entry, each tap once."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.errors import InvalidError
from slussen_contracts.statistics.counts import Tap
from slussen_contracts.statistics.entries import Visits
from slussen_statistics.domain.counting import LONGEST_OFFLINE, by_day, faults_in
from slussen_statistics.domain.entries import AlreadyEnteredError
from slussen_statistics.repository import counting, entries
from slussen_statistics.tables import EntryRow
from slussen_statistics.use_cases.entries import ENTRY, Desk, correct_entry, record_entry

KEPT = LONGEST_OFFLINE + timedelta(days=30)


async def count(session: AsyncSession, desk: Desk, taps: Sequence[Tap]) -> list[Visits]:
    """Add taps that have not been added before to their days; return what those days have come to.

    Raises:
        InvalidError: A tap is of a day to come, or too old.
        CentreClosedError: The centre's agreement has ended.
    """
    if faults := list(faults_in(taps, today=desk.today)):
        raise InvalidError(*faults)
    centre_id = desk.centre.centre_id
    days = {tap.on for tap in taps}
    for day in sorted(days):
        await counting.take_turn(session, centre_id, day)
    new = await counting.add_taps(session, centre_id, {tap.id: tap.on for tap in taps})
    for day, steps in by_day(_once(taps, new)).items():
        row = await find_day(session, desk, day)
        before = visits_of(row, day)
        after = steps.added_to(before)
        if row is None:
            await record_entry(session, desk, after)
        elif after != before:
            await correct_entry(session, desk, row.id, after, expected=row.version)
    await counting.forget_taps(session, centre_id, before=desk.today - KEPT)
    return [visits_of(await find_day(session, desk, day), day) for day in sorted(days)]


def _once(taps: Sequence[Tap], new: frozenset[object]) -> list[Tap]:
    """Return the taps that are new, each once."""
    found = {tap.id: tap for tap in taps if tap.id in new}
    return list(found.values())


async def set_day(session: AsyncSession, desk: Desk, day: Visits, *, expected: int) -> None:
    """Keep a day's totals as somebody has written them; `expected` is the version they saw, 0 for none.

    Raises:
        PreconditionFailedError: The day has changed meanwhile.
        AlreadyEnteredError: Somebody else has entered it meanwhile.
        InvalidError: The day has not come yet.
    """
    await counting.take_turn(session, desk.centre.centre_id, day.on)
    row = await find_day(session, desk, day.on)
    if row is None:
        await record_entry(session, desk, day)
    elif expected == 0:
        raise AlreadyEnteredError
    else:
        await correct_entry(session, desk, row.id, day, expected=expected)


async def find_day(session: AsyncSession, desk: Desk, day: date) -> EntryRow | None:
    """Return the day's entry; None before anything was counted."""
    return await entries.find_by_key(
        session, desk.centre.centre_id, "visits", day.isoformat(), visible_to=desk.caller.authority_id
    )


def visits_of(row: EntryRow | None, day: date) -> Visits:
    """Return what a day has come to."""
    found = None if row is None else ENTRY.validate_python(row.body)
    return found if isinstance(found, Visits) else Visits(kind="visits", on=day)
