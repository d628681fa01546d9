"""Counting visits at the door: taps of several phones become the day's entry, each tap once."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.statistics.counts import Tap
from slussen_contracts.statistics.entries import Visits
from slussen_statistics.domain.counting import (
    LONGEST_OFFLINE,
    OUT_OF_SIGHT,
    Refusal,
    Steps,
    by_day,
    refusal_of,
)
from slussen_statistics.domain.entries import AlreadyEnteredError
from slussen_statistics.repository import counting, entries
from slussen_statistics.tables import EntryRow
from slussen_statistics.use_cases.entries import ENTRY, Desk, correct_entry, record_entry

KEPT = LONGEST_OFFLINE + timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Counted:
    """What days have come to, and the taps that were not taken, each with its reason."""

    days: Sequence[Visits]
    refused: Sequence[tuple[Tap, Refusal]]


async def count(session: AsyncSession, desk: Desk, taps: Sequence[Tap]) -> Counted:
    """Add taps that have not been added before to their days; one that is refused hinders no other.

    Raises:
        AlreadyEnteredError: A day was entered in the same moment; sent again, the taps count.
    """
    refused = await _refused(session, desk, taps)
    taken = [tap for tap in taps if tap.id not in refused]
    days = sorted({tap.on for tap in taken})
    for day in days:
        await counting.take_turn(session, desk.centre.centre_id, day)
    for day in days:
        of_day = [tap for tap in taken if tap.on == day]
        if not await _add(session, desk, day, of_day):
            refused |= dict.fromkeys((tap.id for tap in of_day), OUT_OF_SIGHT)
    await counting.forget_taps(session, desk.centre.centre_id, before=desk.today - KEPT)
    shown = sorted({tap.on for tap in taken if tap.id not in refused})
    return Counted(
        [visits_of(await find_day(session, desk, day), day) for day in shown],
        [(tap, refused[tap.id]) for tap in _once(taps, refused)],
    )


async def _refused(session: AsyncSession, desk: Desk, taps: Sequence[Tap]) -> dict[UUID, Refusal]:
    """Return which taps are not taken and why; one that was counted already is never refused afterwards."""
    centre = desk.centre
    agreements = await entries.list_agreements(session, centre.centre_id, centre.county_code)
    found = {
        tap.id: refusal
        for tap in taps
        if (refusal := refusal_of(tap.on, today=desk.today, agreements=agreements))
    }
    counted = await counting.find_taps(session, centre.centre_id, found) if found else frozenset()
    return {tap_id: refusal for tap_id, refusal in found.items() if tap_id not in counted}


async def _add(session: AsyncSession, desk: Desk, day: date, taps: Sequence[Tap]) -> bool:
    """Add a day's taps; tell whether the day could be found, and leave nothing behind where it could not."""
    savepoint = await session.begin_nested()
    new = await counting.add_taps(session, desk.centre.centre_id, {tap.id: tap.on for tap in taps})
    try:
        for steps in by_day(_once(taps, new)).values():
            await _change(session, desk, day, steps)
    except AlreadyEnteredError:
        await savepoint.rollback()
        if await find_day(session, desk, day) is not None:
            raise
        return False
    await savepoint.commit()
    return True


async def _change(session: AsyncSession, desk: Desk, day: date, steps: Steps) -> None:
    row = await find_day(session, desk, day)
    before = visits_of(row, day)
    after, beyond = steps.added_to(before, _beyond(row))
    if row is None:
        await record_entry(session, desk, after)
    elif after != before:
        await correct_entry(session, desk, row.id, after, expected=row.version)
    if beyond != Steps() or (row and row.beyond):
        await _keep_beyond(session, desk, day, beyond)


def _beyond(row: EntryRow | None) -> Steps:
    """Return how far taps lie beyond what the entry shows; nothing, where it was written otherwise since."""
    kept = dict(row.beyond) if row and row.beyond else {}
    return Steps(**kept) if row and kept.pop("version", None) == row.version else Steps()


async def _keep_beyond(session: AsyncSession, desk: Desk, day: date, beyond: Steps) -> None:
    if row := await find_day(session, desk, day):
        row.beyond = {"version": row.version, **asdict(beyond)} if beyond != Steps() else None
        await session.flush()


def _once(taps: Sequence[Tap], ids: Collection[UUID]) -> list[Tap]:
    """Return the taps of these ids, each once."""
    found = {tap.id: tap for tap in taps if tap.id in ids}
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
