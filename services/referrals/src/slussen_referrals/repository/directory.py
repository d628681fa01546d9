"""The service directory: units of the register with what they say of themselves, and entries made by hand."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.identifiers import Profession
from slussen_contracts.referrals.api import Capacity, ContentForm, DirectoryDetails
from slussen_referrals.domain.directory import Entry
from slussen_referrals.domain.errors import EntryNotFoundError
from slussen_referrals.register import unit_of
from slussen_referrals.tables import DirectoryEntryRow, UnitRow

_Pair = tuple[UnitRow | None, DirectoryEntryRow | None]


async def find_entry(session: AsyncSession, entry_id: UUID) -> Entry | None:
    """Return an entry by its id, which for a unit is the unit's; None where there is none."""
    unit = await session.get(UnitRow, entry_id)
    row = await session.get(DirectoryEntryRow, entry_id)
    return None if unit is None and row is None else _entry((unit, row))


async def get_entry(session: AsyncSession, entry_id: UUID) -> Entry:
    """Return an entry.

    Raises:
        EntryNotFoundError: There is none.
    """
    found = await find_entry(session, entry_id)
    if found is None:
        raise EntryNotFoundError
    return found


async def list_entries(session: AsyncSession, county_code: str) -> Sequence[Entry]:
    """Return a county's entries, by name."""
    units = await session.exec(select(UnitRow).where(col(UnitRow.county_code) == county_code))
    rows = await session.exec(
        select(DirectoryEntryRow).where(col(DirectoryEntryRow.county_code) == county_code)
    )
    by_id = {row.id: row for row in rows}
    found = [_entry((unit, by_id.pop(unit.id, None))) for unit in units]
    found += [_entry((None, row)) for row in by_id.values() if row.unit_id is None]
    return sorted(found, key=lambda entry: (entry.name.casefold(), entry.id))


async def names(session: AsyncSession, entry_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of services outside the register."""
    if not entry_ids:
        return {}
    query = select(DirectoryEntryRow.id, DirectoryEntryRow.name).where(
        col(DirectoryEntryRow.id).in_(entry_ids), col(DirectoryEntryRow.name).is_not(None)
    )
    return {found: name or "" for found, name in await session.exec(query)}


async def save_entry(session: AsyncSession, entry: Entry) -> None:
    """Keep an entry's new version."""
    values = _columns(entry)
    statement = insert(DirectoryEntryRow).values(values)
    await session.exec(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def _entry(pair: _Pair) -> Entry:
    unit_row, row = pair
    unit = unit_of(unit_row) if unit_row else None
    own: dict[str, Any] = {} if row is None else _own(row)
    if unit_row is not None and unit is not None:
        return Entry(
            id=unit_row.id,
            county_code=unit_row.county_code,
            authority_id=unit.authority_id,
            name=unit.name,
            professions=tuple(sorted(unit.professions)),
            unit=unit,
            **{"version": 1, "details": DirectoryDetails(), **own},
        )
    if row is None:
        raise EntryNotFoundError
    return Entry(
        id=row.id,
        county_code=row.county_code,
        authority_id=row.authority_id,
        name=row.name or "",
        professions=tuple(map(Profession, row.professions)),
        **own,
    )


def _own(row: DirectoryEntryRow) -> dict[str, Any]:
    form = ContentForm(version=row.form_version, fields=row.form) if row.form_version else None
    return {
        "version": row.version,
        "details": DirectoryDetails.model_validate(row.details),
        "capacity": Capacity(row.capacity),
        "full_through": row.full_through,
        "form": form,
        "centre_id": row.centre_id,
        "changed_at": row.changed_at,
    }


def _columns(entry: Entry) -> dict[str, Any]:
    is_own = entry.unit is None
    return {
        "id": entry.id,
        "version": entry.version,
        "county_code": entry.county_code,
        "authority_id": entry.authority_id,
        "unit_id": None if is_own else entry.id,
        "centre_id": entry.centre_id,
        "name": entry.name if is_own else None,
        "professions": [profession.value for profession in entry.professions] if is_own else [],
        "details": entry.details.model_dump(mode="json"),
        "capacity": entry.capacity.value,
        "full_through": entry.full_through,
        "form_version": entry.form.version if entry.form else 0,
        "form": [field.model_dump(mode="json") for field in entry.form.fields] if entry.form else [],
        "changed_at": entry.changed_at,
    }
