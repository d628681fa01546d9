"""Who is designated to assess harm, unit by unit: each authority designates for its own public units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem, InvalidError, NotFoundError
from slussen_consent.domain.grounds import TEST_OF_SENDER, Designation, GroundKind
from slussen_consent.repository import grounds as repository
from slussen_consent.resources import Resources
from slussen_consent.tables import DesignatedAssessorRow
from slussen_consent.use_cases.acting import Acting
from slussen_contracts.consent.api import AssessorDesignate, UnitReference


class AssessorNotFoundError(NotFoundError):
    """No such designation that the caller may see."""

    code: ClassVar[str] = "designated-assessor-not-found"
    title_sv: ClassVar[str] = "Utseendet finns inte här"
    title_en: ClassVar[str] = "The designation is not here"


async def designate(
    session: AsyncSession, wanted: AssessorDesignate, *, acting: Acting, resources: Resources, now: datetime
) -> DesignatedAssessorRow:
    """Designate somebody for a public unit of the own authority.

    Raises:
        InvalidError: The unit is not a public one of the own authority, or the days are out of order.
    """
    unit = (await resources.register.units([UnitReference(unit_id=wanted.unit_id)])).by_id.get(wanted.unit_id)
    if (
        unit is None
        or unit.authority_id != acting.authority_id
        or TEST_OF_SENDER.get(unit.authority_type) is not GroundKind.HARM_ASSESSMENT
    ):
        raise InvalidError(
            FieldProblem(
                "unitId",
                "not-your-public-unit",
                "Enheten är inte en offentlig enhet hos din huvudman.",
                "The unit is no public unit of your authority.",
            )
        )
    first = wanted.valid_from or local_day(now)
    if wanted.valid_through is not None and wanted.valid_through < first:
        raise InvalidError(
            FieldProblem(
                "validThrough",
                "before-first-day",
                "Sista dagen är före den första.",
                "The last day is before the first.",
            )
        )
    row = DesignatedAssessorRow(
        id=new_id(),
        unit_id=unit.id,
        person=wanted.person,
        valid_from=first,
        valid_through=wanted.valid_through,
        designated_by=acting.subject,
        designated_at=now,
        county_code=unit.county_code,
        responsible_authority_id=acting.authority_id,
        grants=[acting.authority_id],
    )
    session.add(row)
    await session.flush()
    _trace(session, "designated-assessor.designate", row.id)
    return row


async def end_designation(
    session: AsyncSession, assessor_id: UUID, *, acting: Acting, now: datetime
) -> DesignatedAssessorRow:
    """End a designation at once: its last day is yesterday, or the day before its first.

    Raises:
        AssessorNotFoundError: The authority has made no such designation.
    """
    row = await repository.get_assessor_for_update(session, assessor_id, kept_by=acting.authority_id)
    if row is None:
        raise AssessorNotFoundError
    yesterday = max(local_day(now), row.valid_from) - timedelta(days=1)
    row.valid_through = min(row.valid_through or yesterday, yesterday)
    await session.flush()
    _trace(session, "designated-assessor.end", row.id)
    return row


async def list_assessors(
    session: AsyncSession, unit_id: UUID, *, acting: Acting
) -> Sequence[DesignatedAssessorRow]:
    """Return a unit's designations, the newest first."""
    _trace(session, "designated-assessor.list", None)
    return await repository.list_assessors(session, unit_id=unit_id, visible_to=acting.authority_id)


@dataclass(frozen=True, slots=True)
class Designated:
    """Who may assess for a unit."""

    designations: tuple[Designation, ...]

    def people(self, on: date) -> list[str]:
        """Return who may assess on a day."""
        return sorted({one.person for one in self.designations if one.covers(on)})


async def designated_for(session: AsyncSession, unit_id: UUID, *, acting: Acting) -> Designated:
    """Return the designations of a unit."""
    rows = await repository.list_assessors(session, unit_id=unit_id, visible_to=acting.authority_id)
    return Designated(tuple(Designation(row.person, row.valid_from, row.valid_through) for row in rows))


def _trace(session: AsyncSession, action: str, assessor_id: UUID | None) -> None:
    audit.record(session, action, resource_type="designated_assessor", resource_id=assessor_id)
