"""Decisions that were made: whether what they rest on has changed since, so that they must be made again."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_consent.repository import consents, decisions, grounds
from slussen_consent.resources import Resources
from slussen_consent.tables import DisclosureDecisionRow
from slussen_contracts.consent.api import UnitReference


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as it was made, and why it can't be relied on any more, if so."""

    row: DisclosureDecisionRow
    consent_moved: bool
    ground_moved: bool
    unit_moved: bool


async def get_decision(
    session: AsyncSession, decision_id: UUID, *, reader: UUID | None, resources: Resources
) -> StoredDecision:
    """Return a decision, compared with what holds now.

    Raises:
        DecisionNotFoundError: There is none that the reader may see.
    """
    row = await decisions.get(session, decision_id, visible_to=reader)
    audit.record(
        session,
        "disclosure-decision.read",
        resource_type="disclosure_decision",
        resource_id=row.id,
        subject_id=row.subject_id,
    )
    return StoredDecision(
        row,
        consent_moved=await _consent_moved(session, row, reader),
        ground_moved=await _ground_moved(session, row, reader),
        unit_moved=await _unit_moved(row, resources),
    )


async def _consent_moved(session: AsyncSession, row: DisclosureDecisionRow, reader: UUID | None) -> bool:
    present = await consents.list_about(session, row.subject_id, visible_to=reader)
    now = {(str(found.consent.id), found.consent.version) for found in present}
    return now != {(consent_id, version) for consent_id, version in row.document["seen"]}


async def _ground_moved(session: AsyncSession, row: DisclosureDecisionRow, reader: UUID | None) -> bool:
    present = await grounds.list_about(session, row.subject_id, visible_to=reader)
    now = {(str(found.id), found.version) for found in present}
    return now != {(ground_id, version) for ground_id, version in row.document.get("grounds", [])}


async def _unit_moved(row: DisclosureDecisionRow, resources: Resources) -> bool:
    read: dict[str, int] = row.document["units"]
    named = {
        unit_id for pair in row.document["pairs"] for unit_id in (pair["sender"][0], pair["recipient"][0])
    }
    references = [UnitReference(unit_id=UUID(unit_id)) for unit_id in named if unit_id]
    units = await resources.register.units(references)
    return {str(unit.id): unit.version for unit in units.by_id.values()} != read
