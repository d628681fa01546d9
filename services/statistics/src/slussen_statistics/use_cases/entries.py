"""Entering, correcting and voiding what a centre counts itself; announced, so that the ledger learns of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import ForbiddenError, InvalidError, NotFoundError
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.profiles.loading import UnknownProfileError, profile
from slussen_contracts.profiles.model import CountyProfile
from slussen_contracts.statistics.entries import EntryWrite
from slussen_contracts.statistics.events import EntryCorrected, EntryRecorded, EntryState
from slussen_statistics.domain.entries import (
    AlreadyEnteredError,
    CentreClosedError,
    Counted,
    counted,
    faults_in,
    is_closed,
    notes_on,
)
from slussen_statistics.domain.labels import Label
from slussen_statistics.repository import entries, register
from slussen_statistics.repository.entries import Wanted
from slussen_statistics.tables import CentreCopyRow, EntryRow
from slussen_statistics.use_cases.own_figures import find_own_centre

ENTRY: TypeAdapter[EntryWrite] = TypeAdapter(EntryWrite)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it stands, with what to think of."""

    row: EntryRow
    notes: Sequence[Label]

    @property
    def entry(self) -> EntryWrite:
        """Return what was entered."""
        return ENTRY.validate_python(self.row.body)


@dataclass(frozen=True, slots=True)
class Desk:
    """A centre at which the caller may enter, on a day."""

    centre: CentreCopyRow
    caller: Caller
    now: datetime

    @property
    def today(self) -> date:
        """Return the calendar day."""
        return local_day(self.now)

    @property
    def authority_id(self) -> UUID:
        """Return the authority that the caller acts for.

        Raises:
            ForbiddenError: The caller acts for none.
        """
        if self.caller.authority_id is None:
            raise ForbiddenError
        return self.caller.authority_id

    @property
    def profile(self) -> CountyProfile | None:
        """Return the county's profile; None where it has none that is in force."""
        try:
            return profile(self.centre.profile_id, on=self.today)
        except UnknownProfileError:
            return None


async def open_desk(session: AsyncSession, centre_id: UUID, *, caller: Caller, now: datetime) -> Desk:
    """Return the desk of a centre at which the caller's unit works.

    Raises:
        NotFoundError: No such centre, or the caller's unit does not work there.
        ForbiddenError: The caller acts for no authority.
    """
    centre = await find_own_centre(session, centre_id, caller=caller, on=local_day(now))
    if caller.authority_id is None:
        raise ForbiddenError
    return Desk(centre, caller, now)


async def record_entry(session: AsyncSession, desk: Desk, entry: EntryWrite) -> Kept:
    """Keep a new entry and announce it.

    Raises:
        InvalidError: Something in it is not as it must be.
        CentreClosedError: The centre's agreement has ended.
        AlreadyEnteredError: There is one for that day, month, year or reference.
    """
    row, found = await _new_row(session, desk, entry)
    if not await entries.add(session, row):
        raise AlreadyEnteredError
    audit.record(session, "entry.record", resource_type="entry", resource_id=row.id)
    enqueue(session, event_of(EntryRecorded, row, found, desk))
    return Kept(row, notes_on(entry, desk.profile))


async def record_anonymous(session: AsyncSession, desk: Desk, entry: EntryWrite, *, entry_id: UUID) -> None:
    """Keep an answer of nobody in particular and announce it; no trace says when it was given.

    Raises:
        InvalidError: Something in it is not as it must be.
        CentreClosedError: The centre's agreement has ended.
    """
    row, found = await _new_row(session, desk, entry, entry_id)
    await entries.add(session, row)
    enqueue(session, event_of(EntryRecorded, row, found, desk, event_id=uuid4()))


async def correct_entry(
    session: AsyncSession, desk: Desk, entry_id: UUID, entry: EntryWrite, *, expected: int | None
) -> Kept:
    """Keep a new version of an entry and announce it.

    Raises:
        NotFoundError: There is no such entry of this kind at the centre.
        PreconditionFailedError: It has changed since it was read.
        InvalidError: Something in it is not as it must be, or makes it another entry.
    """
    row = await _get(session, desk, entry_id)
    check_version(row.version, expected)
    return await _replace(session, desk, row, entry)


async def _replace(session: AsyncSession, desk: Desk, row: EntryRow, entry: EntryWrite) -> Kept:
    if row.kind != entry.kind:
        raise NotFoundError
    await _check(session, desk, entry)
    found = _counted(desk, entry, row.id)
    if found.natural_key != row.natural_key:
        raise AlreadyEnteredError(
            sv="Dag, månad, år eller referens ändras inte; makulera och för in på nytt",
            en="Day, month, year and reference don't change; void it and enter anew",
        )
    changes = {"body": entry.model_dump(mode="json"), "on_day": found.on, "recorded_at": desk.now}
    await entries.replace(session, row, changes)
    audit.record(session, "entry.correct", resource_type="entry", resource_id=row.id)
    enqueue(session, event_of(EntryCorrected, row, found, desk))
    return Kept(row, notes_on(entry, desk.profile))


async def void_entry(session: AsyncSession, desk: Desk, entry_id: UUID, *, expected: int | None) -> Kept:
    """Make an entry count nowhere; its natural key is free again.

    Raises:
        NotFoundError: There is no such entry at the centre.
        PreconditionFailedError: It has changed since it was read.
        EntryIsVoidError: It is void already.
    """
    row = await _get(session, desk, entry_id)
    check_version(row.version, expected)
    entry = ENTRY.validate_python(row.body)
    found = _counted(desk, entry, row.id)
    changes = {"is_void": True, "natural_key": f"void:{row.id}", "recorded_at": desk.now}
    await entries.replace(session, row, changes)
    audit.record(session, "entry.void", resource_type="entry", resource_id=row.id)
    enqueue(session, event_of(EntryCorrected, row, found, desk))
    return Kept(row, [])


async def read_entry(session: AsyncSession, desk: Desk, entry_id: UUID) -> Kept:
    """Return an entry of the centre; leave a trace.

    Raises:
        NotFoundError: There is no such entry at the centre.
    """
    row = await entries.find(session, desk.centre.centre_id, entry_id, visible_to=desk.caller.authority_id)
    if row is None:
        raise NotFoundError
    audit.record(session, "entry.read", resource_type="entry", resource_id=entry_id)
    return Kept(row, notes_on(ENTRY.validate_python(row.body), desk.profile))


async def list_entries(session: AsyncSession, desk: Desk, wanted: Wanted) -> list[Kept]:
    """Return entries of the centre; leave a trace."""
    rows = await entries.list_entries(
        session, desk.centre.centre_id, wanted, visible_to=desk.caller.authority_id
    )
    audit.record(session, "entry.list", resource_type="centre", resource_id=desk.centre.centre_id)
    return [Kept(row, []) for row in rows]


async def _get(session: AsyncSession, desk: Desk, entry_id: UUID) -> EntryRow:
    row = await entries.find(
        session, desk.centre.centre_id, entry_id, visible_to=desk.caller.authority_id, for_update=True
    )
    if row is None:
        raise NotFoundError
    return row


async def _check(session: AsyncSession, desk: Desk, entry: EntryWrite) -> None:
    faults = faults_in(entry, today=desk.today, profile=desk.profile)
    if faults:
        raise InvalidError(*faults)
    centre = desk.centre
    agreements = await entries.list_agreements(session, centre.centre_id, centre.county_code)
    if is_closed(agreements, on=day_of(desk, entry)):
        raise CentreClosedError


def day_of(desk: Desk, entry: EntryWrite) -> date:
    """Return the day on which the centre must be open: the entry's own; today for plans and goals."""
    return getattr(entry, "on", desk.today)


def _counted(desk: Desk, entry: EntryWrite, entry_id: UUID) -> Counted:
    return counted(entry, activities=desk.centre.activities or (), entry_id=str(entry_id))


async def _new_row(
    session: AsyncSession, desk: Desk, entry: EntryWrite, entry_id: UUID | None = None
) -> tuple[EntryRow, Counted]:
    await _check(session, desk, entry)
    return new_row(desk, entry, grants=await grants_at(session, desk), entry_id=entry_id)


async def grants_at(session: AsyncSession, desk: Desk) -> list[UUID]:
    """Return who may see what is entered today: the caller's authority and those whose units work at the centre."""
    working = await register.list_authorities(session, desk.centre.centre_id, on=desk.today)
    return sorted({desk.authority_id, *working})


def new_row(
    desk: Desk, entry: EntryWrite, *, grants: list[UUID], entry_id: UUID | None = None
) -> tuple[EntryRow, Counted]:
    """Return an entry as it is kept, and what of it counts."""
    centre = desk.centre
    entry_id = entry_id or new_id()
    found = _counted(desk, entry, entry_id)
    row = EntryRow(
        id=entry_id,
        version=1,
        kind=entry.kind,
        centre_id=centre.centre_id,
        county_code=centre.county_code,
        municipality_code=centre.municipality_code,
        on_day=found.on,
        natural_key=found.natural_key,
        is_void=False,
        body=entry.model_dump(mode="json"),
        recorded_by_unit_id=desk.caller.unit_id,
        recorded_at=desk.now,
        responsible_authority_id=desk.authority_id,
        grants=grants,
    )
    return row, found


def event_of(
    kind: type[EntryState], row: EntryRow, found: Counted, desk: Desk, *, event_id: UUID | None = None
) -> EntryState:
    """Return what announces an entry as it stands: codes and numbers, no text."""
    return kind(
        id=event_id or new_id(),
        occurred_at=desk.now,
        county_code=row.county_code,
        aggregate_id=row.id,
        aggregate_version=row.version,
        kind=row.kind,
        centre_id=row.centre_id,
        municipality_code=row.municipality_code,
        on=found.on,
        codes=found.codes,
        numbers=found.numbers,
        is_void=row.is_void,
    )
