"""Our copies of units and centres, read through a memory that is trusted for about a second.

The copies lag behind the register anyway; a decision keeps the facts that it was made on.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from slussen_chassis.database import Database
from slussen_consent.domain.employment import Employment
from slussen_consent.repository.context import plain
from slussen_contracts.consent.api import UnitReference
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession

LARGEST = 20_000

_UNITS = "SELECT * FROM unit_copy WHERE id = ANY($1::uuid[]) OR hsa_id = ANY($2::text[])"
_AT_CENTRES = "SELECT * FROM unit_copy WHERE centre_ids && $1::uuid[] ORDER BY id"
_NAMES = """
SELECT id, name FROM unit_copy WHERE id = ANY($1::uuid[]) AND name IS NOT NULL
UNION ALL SELECT id, name FROM authority_copy WHERE id = ANY($1::uuid[])
"""
_PROFILES = "SELECT id, profile_id FROM centre_copy WHERE id = ANY($1::uuid[])"
_UNITS_AS_OF = (
    "SELECT DISTINCT ON (id) * FROM unit_history WHERE known_at <= $3"
    " AND (id = ANY($1::uuid[]) OR hsa_id = ANY($2::text[])) ORDER BY id, version DESC"
)
_PROFILES_AS_OF = (
    "SELECT DISTINCT ON (id) id, profile_id FROM centre_history WHERE known_at <= $2"
    " AND id = ANY($1::uuid[]) ORDER BY id, version DESC"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (enhet) as our copy of the register has it."""

    id: UUID
    version: int
    hsa_id: str
    authority_id: UUID
    authority_type: AuthorityType
    board_id: UUID | None
    branch: Branch
    activity: Activity | None
    centre_ids: frozenset[UUID]
    county_code: str
    valid_from: date
    valid_through: date | None

    def is_open(self, on: date) -> bool:
        """Whether the unit works on a day, its first and last day included."""
        return self.valid_from <= on <= (self.valid_through or on)

    def employment(self, profession: Profession | None, on: date) -> Employment:
        """Return what the rules read about somebody employed here on a day; outside its days nothing is known."""
        if not self.is_open(on):
            return Employment(unit_id=self.id, profession=profession)
        return Employment(
            authority_type=self.authority_type,
            authority_id=self.authority_id,
            unit_id=self.id,
            board_id=self.board_id,
            branch=self.branch,
            profession=profession,
            activity=self.activity,
            centre_ids=self.centre_ids,
        )


@dataclass(frozen=True, slots=True)
class Units:
    """The units that one request names."""

    by_id: dict[UUID, Unit]
    by_hsa_id: dict[str, Unit]

    def find(self, reference: UnitReference) -> Unit | None:
        """Return the unit that a reference names, None where the register does not have it."""
        if reference.hsa_id is not None:
            return self.by_hsa_id.get(reference.hsa_id)
        return self.by_id.get(reference.unit_id) if reference.unit_id else None


class Memory:
    """Values that are trusted for a while."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._entries: dict[Any, tuple[float, Any]] = {}

    def get(self, key: Any) -> Any:
        """Return the value, None where there is none that is still trusted."""
        entry = self._entries.get(key)
        return entry[1] if entry is not None and entry[0] > time.monotonic() else None

    def put(self, key: Any, value: Any) -> None:
        """Trust the value from now."""
        if len(self._entries) >= LARGEST:
            self._entries.clear()
        self._entries[key] = (time.monotonic() + self._seconds, value)


class Register:
    """The register's copies, as this process reads them."""

    def __init__(self, database: Database, seconds: float) -> None:
        self._database = database
        self._units = Memory(seconds)
        self._at_centres = Memory(seconds)
        self._profiles = Memory(seconds)

    async def units(self, references: Collection[UnitReference], *, as_of: datetime | None = None) -> Units:
        """Return the units that are named and known, read in one go where they are not remembered.

        With `as_of` they are as our copy had them at that moment, so that the answer stays the same ever after.
        """
        found = Units({}, {})
        if as_of is not None:
            keys = {key for reference in references if (key := reference.hsa_id or reference.unit_id)}
            for unit in await self._read(_UNITS_AS_OF, keys, as_of):
                _keep(found, unit)
            return found
        unread: set[UUID | str] = set()
        for reference in references:
            key = reference.hsa_id or reference.unit_id
            if key is None:
                continue
            unit = self._units.get(key)
            if unit is None:
                unread.add(key)
            else:
                _keep(found, unit)
        if unread:
            for unit in await self._read(_UNITS, unread):
                self._units.put(unit.id, unit)
                self._units.put(unit.hsa_id, unit)
                _keep(found, unit)
        return found

    async def _read(self, query: str, keys: set[UUID | str], *more: datetime) -> list[Unit]:
        pool = await self._database.raw_pool()
        ids = [key for key in keys if isinstance(key, UUID)]
        hsa_ids = [key for key in keys if isinstance(key, str)]
        units = [_unit(row) for row in await pool.fetch(query, ids, hsa_ids, *more)]
        return sorted(units, key=lambda unit: unit.version)

    async def units_at(self, centre_ids: frozenset[UUID]) -> tuple[Unit, ...]:
        """Return the units that work at any of the centres, in a stable order."""
        if not centre_ids:
            return ()
        known: tuple[Unit, ...] | None = self._at_centres.get(centre_ids)
        if known is None:
            pool = await self._database.raw_pool()
            known = tuple(_unit(row) for row in await pool.fetch(_AT_CENTRES, list(centre_ids)))
            self._at_centres.put(centre_ids, known)
        return known

    async def names(self, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the names of those units and authorities that have one in our copies."""
        pool = await self._database.raw_pool()
        return {plain(row["id"]): row["name"] for row in await pool.fetch(_NAMES, list(ids))}

    async def profile_ids(
        self, centre_ids: frozenset[UUID], *, as_of: datetime | None = None
    ) -> dict[UUID, str]:
        """Return the county profile of each centre that is known, or was at a moment."""
        if not centre_ids:
            return {}
        if as_of is not None:
            return await self._read_profiles(_PROFILES_AS_OF, centre_ids, as_of)
        known: dict[UUID, str] | None = self._profiles.get(centre_ids)
        if known is None:
            known = await self._read_profiles(_PROFILES, centre_ids)
            self._profiles.put(centre_ids, known)
        return known

    async def _read_profiles(
        self, query: str, centre_ids: frozenset[UUID], *more: datetime
    ) -> dict[UUID, str]:
        pool = await self._database.raw_pool()
        rows = await pool.fetch(query, list(centre_ids), *more)
        return {row["id"]: row["profile_id"] for row in rows}


def _keep(units: Units, unit: Unit) -> None:
    units.by_id[unit.id] = unit
    units.by_hsa_id[unit.hsa_id] = unit


def _unit(row: Any) -> Unit:
    return Unit(
        id=plain(row["id"]),
        version=row["version"],
        hsa_id=row["hsa_id"],
        authority_id=plain(row["authority_id"]),
        authority_type=AuthorityType(row["authority_type"]),
        board_id=plain(row["board_id"]) if row["board_id"] else None,
        branch=Branch(row["branch"]),
        activity=Activity(row["activity"]) if row["activity"] else None,
        centre_ids=frozenset(map(plain, row["centre_ids"])),
        county_code=row["county_code"],
        valid_from=row["valid_from"],
        valid_through=row["valid_through"],
    )
