"""Units in words, as custodians read them: names from our copies of the register, where they have one."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from slussen_consent.repository.register import Register
from slussen_contracts.consent.api import UnitReference
from slussen_contracts.identifiers import Activity


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: its name and its authority's, None where our copy lacks them, and its activity."""

    name: str | None = None
    authority_name: str | None = None
    activity: Activity | None = None


class Places:
    """The units and authorities that one answer speaks of."""

    def __init__(self, units: dict[UUID, Place], authorities: dict[UUID, str]) -> None:
        self._units = units
        self._authorities = authorities

    def unit(self, unit_id: UUID | None) -> Place:
        """Return a unit; a nameless place where the register's copy lacks it."""
        return self._units.get(unit_id, Place()) if unit_id else Place()

    def without_names(self) -> "Places":
        """Return the same by their activities alone, for a person whose data are protected."""
        return Places({one: Place(activity=place.activity) for one, place in self._units.items()}, {})

    def authority(self, authority_id: UUID) -> Place:
        """Return an authority as a place to turn to; no unit of it is named."""
        return Place(authority_name=self._authorities.get(authority_id))


async def places_of(
    register: Register, *, unit_ids: Collection[UUID], authority_ids: Collection[UUID] = ()
) -> Places:
    """Return the units and authorities with these ids."""
    units = (await register.units([UnitReference(unit_id=one) for one in unit_ids])).by_id
    owners = {unit.authority_id for unit in units.values()}
    names = await register.names({*unit_ids, *owners, *authority_ids})
    return Places(
        {
            unit_id: Place(names.get(unit_id), names.get(unit.authority_id), unit.activity)
            for unit_id, unit in units.items()
        },
        {one: names[one] for one in authority_ids if one in names},
    )
