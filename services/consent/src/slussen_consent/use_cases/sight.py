"""Inner confidentiality: beneath the authority's grants a person at a unit sees what that unit needs for its work.

A system sees what its authority may see: it holds inner confidentiality among its own users. So does somebody who
works for the authority at no unit. What other units keep is withheld, until an emergency access opens it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.database import context_of
from slussen_consent.domain.emergency import EmergencyAccess, concerns_unit
from slussen_consent.records import ConsentRecord
from slussen_consent.repository import emergencies

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Seen(Generic[_Record]):
    """What is seen, and whether more is withheld."""

    items: tuple[_Record, ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader sees about one person; `unit_id` None sees all that the authority may see."""

    authority_id: UUID | None
    unit_id: UUID | None
    access: EmergencyAccess | None
    at: datetime | None

    async def consents(self, session: AsyncSession, found: Iterable[ConsentRecord]) -> Seen[ConsentRecord]:
        """Return the consents that are seen; those that only the emergency access opens leave a trace each."""
        return await self._split(
            session,
            found,
            ("consent", lambda record: record.consent.id),
            lambda record, unit_id: concerns_unit(record.consent, record.keeping.unit_id, unit_id),
            lambda record: record.keeping.authority_id == self.authority_id,
        )

    async def of_units(
        self,
        session: AsyncSession,
        found: Iterable[_Record],
        named: tuple[str, Callable[[_Record], UUID]],
        units: Callable[[_Record], tuple[UUID, ...]],
    ) -> Seen[_Record]:
        """Return the records that are seen by the units they are about; the authority's own alone can be opened."""
        return await self._split(
            session, found, named, lambda record, unit_id: unit_id in units(record), lambda _: True
        )

    async def _split(
        self,
        session: AsyncSession,
        found: Iterable[_Record],
        named: tuple[str, Callable[[_Record], UUID]],
        is_for: Callable[[_Record, UUID], bool],
        is_own: Callable[[_Record], bool],
    ) -> Seen[_Record]:
        unit_id, whole = self.unit_id, tuple(found)
        if unit_id is None:
            return Seen(whole, withheld=False)
        hidden = [record for record in whole if not is_for(record, unit_id)]
        opened = [record for record in hidden if self.access is not None and is_own(record)]
        if opened and self.access is not None and self.at is not None:
            resource_type, id_of = named
            ids = [id_of(record) for record in opened]
            await emergencies.add_readings(session, self.access, resource_type, ids, self.at)
            for resource_id in ids:
                audit.record(
                    session,
                    f"{resource_type}.read-in-emergency",
                    resource_type=resource_type,
                    resource_id=resource_id,
                    subject_id=self.access.subject_id,
                )
        kept_back = [record for record in hidden if record not in opened]
        return Seen(tuple(record for record in whole if record not in kept_back), withheld=bool(kept_back))


async def sight_of(session: AsyncSession, subject_id: UUID, *, now: datetime | None) -> Sight:
    """Return what the one behind the session sees about a person; without `now` no emergency access counts."""
    context = context_of(session)
    access = None
    if context.unit_id is not None and now is not None:
        access = await emergencies.find_open(
            session,
            subject_id,
            person=context.actor,
            unit_id=context.unit_id,
            visible_to=context.authority_id,
            at=now,
        )
    return Sight(context.authority_id, context.unit_id, access, now)
