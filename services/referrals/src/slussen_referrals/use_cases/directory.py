"""Look for a recipient, and tell of one's own unit or of a service outside the register."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.web import PageRequest, check_version
from slussen_contracts.identifiers import Profession
from slussen_contracts.referrals.api import Capacity, ContentField, ContentForm, DirectoryDetails
from slussen_referrals import register
from slussen_referrals.domain.directory import Entry, Suiting
from slussen_referrals.domain.errors import EntryNotFoundError, NotYourEntryError, invalid
from slussen_referrals.repository import directory as repository
from slussen_referrals.use_cases.acting import By
from slussen_referrals.use_cases.keeping import place_of
from slussen_referrals.use_cases.opening import open_centre


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """A service outside the register."""

    name: str
    professions: tuple[Profession, ...]
    centre_id: UUID
    details: DirectoryDetails


async def list_entries(
    session: AsyncSession, suiting: Suiting, caller: Caller, page: PageRequest
) -> Sequence[Entry]:
    """Return the county's recipients for such a family, by name, with one more than the page holds."""
    place_of(caller)
    found = await repository.list_entries(session, caller.county_code)
    suitable = [entry for entry in found if entry.suits(suiting)]
    return suitable[page.offset : page.offset + page.limit + 1]


async def read_entry(session: AsyncSession, entry_id: UUID, caller: Caller) -> Entry:
    """Return a recipient of the caller's county."""
    place_of(caller)
    entry = await repository.get_entry(session, entry_id)
    if entry.county_code != caller.county_code:
        raise EntryNotFoundError
    return entry


async def enter_service(session: AsyncSession, own: OwnEntry, by: By, today: date) -> Entry:
    """Enter a service outside the register, near the caller's centre.

    Raises:
        InvalidError: There is no such centre, or the caller's unit does not work there.
    """
    at = place_of(by.caller)
    centre = await open_centre(session, own.centre_id, today)
    unit = await register.find_unit(session, at.unit_id)
    if unit is None or unit.authority_id != at.authority_id or not unit.works_at(centre):
        raise invalid("centreId", "not-your-centre", "din enhet arbetar inte där", "your unit is not there")
    entry = Entry(
        id=new_id(),
        version=1,
        county_code=centre.county_code,
        authority_id=at.authority_id,
        name=own.name,
        professions=own.professions,
        details=own.details,
        centre_id=centre.id,
        changed_at=by.now,
    )
    return await _keep(session, entry)


async def describe(session: AsyncSession, entry_id: UUID, details: DirectoryDetails, by: By) -> Entry:
    """Say for whom a service is and how to reach it."""
    entry = await _own(session, entry_id, by)
    return await _keep(session, _next(entry, by.now, details=details))


async def state_capacity(
    session: AsyncSession, entry_id: UUID, capacity: Capacity, full_through: date | None, by: By
) -> Entry:
    """Say whether there is room."""
    if full_through is not None and capacity is not Capacity.FULL:
        raise invalid("fullThrough", "not-full", "bara när det är fullt", "where it is full alone")
    entry = await _own(session, entry_id, by)
    return await _keep(session, _next(entry, by.now, capacity=capacity, full_through=full_through))


async def declare_content(
    session: AsyncSession, entry_id: UUID, fields: Sequence[ContentField], by: By
) -> Entry:
    """Say what the recipient needs to know; each change is a new version of the form."""
    keys = [field.key for field in fields]
    if len(set(keys)) < len(keys):
        raise invalid("fields", "twice", "en nyckel finns två gånger", "a key stands there twice")
    if any((field.kind == "choice") != bool(field.options) for field in fields):
        raise invalid("fields", "options", "bara ett val har möjliga svar", "a choice alone has options")
    entry = await _own(session, entry_id, by)
    version = entry.form.version + 1 if entry.form else 1
    form = ContentForm(version=version, fields=list(fields))
    return await _keep(session, _next(entry, by.now, form=form))


async def _own(session: AsyncSession, entry_id: UUID, by: By) -> Entry:
    """Return an entry that the caller may change: of the own unit, or entered by the own authority.

    Raises:
        NotYourEntryError: It is another's.
    """
    entry = await read_entry(session, entry_id, by.caller)
    at = place_of(by.caller)
    is_own_unit = entry.unit is None or entry.id == at.unit_id
    if entry.authority_id != at.authority_id or not is_own_unit:
        raise NotYourEntryError
    check_version(entry.version, by.expected)
    return entry


def _next(entry: Entry, at: datetime, **changes: Any) -> Entry:
    return replace(entry, version=entry.version + 1, changed_at=at, **changes)


async def _keep(session: AsyncSession, entry: Entry) -> Entry:
    await repository.save_entry(session, entry)
    audit.record(session, "directory_entry.change", resource_type="directory_entry", resource_id=entry.id)
    return entry
