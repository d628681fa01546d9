"""The log of what was told: each entry rests on a decision that permitted it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_consent.domain.disclosures import DecidedOn, DecidedPair, Told, decision_held, pair_told
from slussen_consent.repository import consents, decisions, grounds
from slussen_consent.repository import disclosures as repository
from slussen_consent.resources import Resources
from slussen_consent.tables import DisclosureDecisionRow, DisclosureRow
from slussen_consent.use_cases.acting import Acting, NotYourUnitError
from slussen_consent.use_cases.sight import sight_of
from slussen_contracts.consent.api import DisclosureCreate
from slussen_contracts.identifiers import Profession


async def log_disclosure(
    session: AsyncSession, told: DisclosureCreate, *, acting: Acting, resources: Resources, now: datetime
) -> DisclosureRow:
    """Log that something was told.

    Raises:
        DecisionNotFoundError: There is no such decision that the authority may see.
        DisclosureInvalidError: The topics, the recipient or the moment are not the decision's.
        DecisionDoesNotPermitError: The decision is no permission.
        DisclosureLoggedError: The decision has been used for its one act.
        NotYourUnitError: Another unit's decision.
    """
    row = await decisions.get(session, told.decision_id, visible_to=acting.authority_id)
    what = Told(tuple(dict.fromkeys(told.topics)), told.told_at, on_inner=told.on_inner_confidentiality)
    if told.recipient is not None:
        unit = (await resources.register.units([told.recipient])).find(told.recipient)
        unit_id = unit.id if unit else told.recipient.unit_id
        profession = told.recipient.profession
        what = replace(what, recipient_unit_id=unit_id, recipient_profession=profession)
    pair = pair_told(what, _decided(row), now=now)
    if acting.is_person and pair.sender_unit_id != acting.unit_id:
        raise NotYourUnitError
    entry = DisclosureRow(
        id=new_id(),
        decision_id=row.id,
        pair=pair.place,
        subject_id=row.subject_id,
        situation=row.situation,
        ground=pair.ground,
        topics=list(what.topics),
        sender_unit_id=pair.sender_unit_id,
        recipient_unit_id=pair.recipient_unit_id,
        recipient_profession=pair.recipient_profession,
        manner=told.manner,
        told_by=acting.subject,
        told_at=told.told_at,
        logged_at=now,
        decision_held=await _held(session, row, told.told_at, acting),
        county_code=row.county_code,
        responsible_authority_id=acting.authority_id,
        grants=[acting.authority_id],
    )
    await repository.add(session, entry)
    audit.record(
        session,
        "disclosure.log",
        resource_type="disclosure",
        resource_id=entry.id,
        subject_id=row.subject_id,
    )
    return entry


async def list_disclosures(
    session: AsyncSession, subject_id: UUID, *, acting: Acting, now: datetime
) -> Sequence[DisclosureRow]:
    """Return what the own authority has told about a person, by or to the own unit; leave a trace."""
    audit.record(session, "disclosure.list", resource_type="disclosure", subject_id=subject_id)
    found = await repository.list_about(session, subject_id, visible_to=acting.authority_id)
    sight = await sight_of(session, subject_id, now=now)
    seen = await sight.of_units(
        session,
        found,
        ("disclosure", lambda row: row.id),
        lambda row: (row.sender_unit_id, row.recipient_unit_id),
    )
    return seen.items


def _decided(row: DisclosureDecisionRow) -> DecidedOn:
    document = row.document
    return DecidedOn(
        topics=tuple(document["topics"]),
        decided_at=row.decided_at,
        as_of=datetime.fromisoformat(document["asOf"]),
        pairs=tuple(_pairs(document["pairs"])),
    )


def _pairs(pairs: Sequence[dict[str, Any]]) -> Iterator[DecidedPair]:
    """Yield the pairs whose units are both known: of others nothing can be told."""
    for place, pair in enumerate(pairs):
        (sender_unit, _), (recipient_unit, profession) = pair["sender"], pair["recipient"]
        if sender_unit and recipient_unit:
            yield DecidedPair(
                place=place,
                sender_unit_id=UUID(sender_unit),
                recipient_unit_id=UUID(recipient_unit),
                recipient_profession=Profession(profession) if profession else None,
                outcome=pair["outcome"],
                ground=pair["ground"] or "",
                alternatives=tuple(pair.get("alternatives", ())),
            )


async def _held(session: AsyncSession, row: DisclosureDecisionRow, told_at: datetime, acting: Acting) -> bool:
    """Tell whether the consents and grounds that the decision saw stood unchanged when it was told."""
    reader = acting.authority_id
    known = await consents.list_about(session, row.subject_id, visible_to=reader)
    others = await grounds.list_about(session, row.subject_id, visible_to=reader)
    changes = [(one.consent.id, one.consent.version, one.consent.changed_at) for one in known]
    changes += [(one.id, one.version, one.revoked_at or one.registered_at) for one in others]
    seen = [*row.document["seen"], *row.document.get("grounds", [])]
    return decision_held([(UUID(item), version) for item, version in seen], changes, told_at)
