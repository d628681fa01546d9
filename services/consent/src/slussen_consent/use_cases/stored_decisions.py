"""Decisions that were made: whether what they rest on has changed since, so that they must be made again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.errors import InvalidError
from slussen_consent.repository import consents, decisions, grounds
from slussen_consent.resources import Resources
from slussen_consent.tables import DisclosureDecisionRow
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.decide import pair_kept
from slussen_consent.use_cases.inquiry import Inquiry, inquire
from slussen_contracts.consent.api import DecisionQuestion, Pair, Participant, StaleCode, UnitReference

_OF_RULES = ("profiles",)
_OF_TIME = ("outcome", "ground", "boundary", "rules", "flags")


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as it was made, and why it can't be relied on any more, if so."""

    row: DisclosureDecisionRow
    stale_because: tuple[StaleCode, ...]


async def get_decision(
    session: AsyncSession, decision_id: UUID, *, acting: Acting, resources: Resources, now: datetime
) -> StoredDecision:
    """Return a decision, compared with what holds now: every input, and at last the calendar.

    Raises:
        DecisionNotFoundError: There is none that the reader may see.
    """
    row = await decisions.get(session, decision_id, visible_to=acting.authority_id)
    audit.record(
        session,
        "disclosure-decision.read",
        resource_type="disclosure_decision",
        resource_id=row.id,
        subject_id=row.subject_id,
    )
    moved: dict[StaleCode, bool] = {
        "consent": await _consent_moved(session, row, acting.authority_id),
        "ground": await _ground_moved(session, row, acting.authority_id),
        "unit": await _unit_moved(row, resources),
    }
    if not any(moved.values()) and "others" in row.document["pairs"][0]:
        moved |= await _decided_otherwise(row, acting, resources, now)
    return StoredDecision(row, tuple(code for code, has in moved.items() if has))


async def _consent_moved(session: AsyncSession, row: DisclosureDecisionRow, reader: UUID) -> bool:
    present = await consents.list_about(session, row.subject_id, visible_to=reader)
    now = {(str(found.consent.id), found.consent.version) for found in present}
    return now != {(consent_id, version) for consent_id, version in row.document["seen"]}


async def _ground_moved(session: AsyncSession, row: DisclosureDecisionRow, reader: UUID) -> bool:
    present = await grounds.list_about(session, row.subject_id, visible_to=reader)
    now = {(str(found.id), found.version) for found in present}
    return now != {(ground_id, version) for ground_id, version in row.document.get("grounds", [])}


async def _unit_moved(row: DisclosureDecisionRow, resources: Resources) -> bool:
    read: dict[str, int] = row.document["units"]
    named = {
        unit_id
        for pair in row.document["pairs"]
        for unit_id, _ in (pair["sender"], pair["recipient"], *pair.get("others", []))
    }
    references = [UnitReference(unit_id=UUID(unit_id)) for unit_id in named if unit_id]
    units = await resources.register.units(references)
    return {str(unit.id): unit.version for unit in units.by_id.values()} != read


async def _decided_otherwise(
    row: DisclosureDecisionRow, acting: Acting, resources: Resources, now: datetime
) -> dict[StaleCode, bool]:
    """Ask again: with the same consents, grounds and units only the county's rules and the calendar can differ."""
    try:
        inquiry = await _asked_again(row, acting, resources, now)
    except InvalidError:
        return {"rules": True}
    pool = await resources.database.raw_pool()
    known = await decisions.read_known(pool, acting.context(), row.subject_id, as_of=None)
    present = [
        orjson.loads(orjson.dumps(pair_kept(decision, pair)))
        for (_, decision), pair in zip(inquiry.decide(known), inquiry.pairs, strict=True)
    ]
    kept: list[dict[str, Any]] = row.document["pairs"]
    return {"rules": _differ(kept, present, _OF_RULES), "time": _differ(kept, present, _OF_TIME)}


async def _asked_again(
    row: DisclosureDecisionRow, acting: Acting, resources: Resources, now: datetime
) -> Inquiry:
    document = row.document
    question = DecisionQuestion.model_construct(
        subject_id=row.subject_id,
        situation=row.situation,
        topics=document["topics"],
        centre_id=UUID(document["centreId"]) if document["centreId"] else None,
        care_relationship=document["careRelationship"],
    )
    pairs = [
        Pair.model_construct(
            sender=_participant(pair["sender"]),
            recipient=_participant(pair["recipient"]),
            recipient_other_employments=[_participant(other) for other in pair["others"]],
        )
        for pair in document["pairs"]
    ]
    return await inquire(question, pairs, row.subject_id, acting=acting, resources=resources, now=now)


def _participant(side: list[str | None]) -> Participant:
    unit_id, profession = side
    return Participant.model_validate({"unit_id": unit_id, "profession": profession})


def _differ(kept: list[dict[str, Any]], present: list[dict[str, Any]], members: tuple[str, ...]) -> bool:
    return [[pair[name] for name in members] for pair in kept] != [
        [pair[name] for name in members] for pair in present
    ]
