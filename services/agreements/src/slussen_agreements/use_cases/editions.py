"""Editions (utgåvor) of an agreement: a new one drafted from the one in force, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement, AgreementNotFoundError, Clause
from slussen_agreements.domain.edition_terms import TermChange, term_changes
from slussen_agreements.domain.lifecycle import fill
from slussen_agreements.domain.transitions import ClauseChange, amended, difference
from slussen_agreements.repository import agreements, editions
from slussen_agreements.use_cases.access import RuledAgreement, names_of, open_agreement, reader_of, ruled
from slussen_agreements.use_cases.announcing import announce_of_agreement
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_contracts.agreements.lifecycle import AmendmentWrite
from slussen_contracts.agreements.party_events import AgreementDrafted


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """What differs in an edition from the one before it; of the first, all is added."""

    edition: RuledAgreement
    before: Agreement | None
    changes: tuple[ClauseChange, ...]
    terms: tuple[TermChange, ...]
    labels: Mapping[str, str]


async def amend_agreement(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: AmendmentWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """Draft the next edition of an agreement in force; that one stays in force until the new one is activated.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        WrongStatusError: It is not in force, or under notice.
        EditionUnderWayError: A later edition is under way.
        InvalidError: The new edition's first day is not right.
    """
    active = (await open_agreement(session, agreement_id, expected=expected, caller=caller)).agreement
    reader = await reader_of(session, caller)
    latest = (await editions.editions_of(session, active.lineage, visible_to=reader))[-1]
    draft = ruled(amended(active, new_id(), latest, valid_from=wanted.valid_from, made_by=reader))
    filled = fill(draft.agreement, _clauses(active, wanted), draft.required)
    made = replace(filled, version=1)
    await agreements.add_agreement(session, made)
    announce_of_agreement(session, AgreementDrafted, made, now=now)
    audit.record(session, "agreement.amend", resource_type="agreement", resource_id=made.id)
    return ruled(made)


async def list_editions(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> list[Agreement]:
    """Return all editions of an agreement, the first one first; any edition's id will do.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.read-editions", resource_type="agreement", resource_id=agreement.id)
    return await editions.editions_of(session, agreement.lineage, visible_to=reader)


async def compare_edition(
    session: AsyncSession, agreement_id: UUID, edition: int, *, caller: Caller
) -> EditionDifference:
    """Return what differs in an edition from the one before it.

    Raises:
        AgreementNotFoundError: There is no such edition that the caller may see.
    """
    found = await list_editions(session, agreement_id, caller=caller)
    by_number = {one.edition: one for one in found}
    if edition not in by_number:
        raise AgreementNotFoundError
    chosen, before = by_number[edition], by_number.get(edition - 1)
    found_edition, both = ruled(chosen), [one for one in (before, chosen) if one]
    labels = _labels(found_edition, both)
    names = {key: name for one in both for key, name in (await names_of(session, one)).items()}
    return EditionDifference(
        edition=found_edition,
        before=before,
        changes=difference(before.clauses if before else (), chosen.clauses),
        terms=term_changes(before, chosen, names, labels),
        labels=labels,
    )


def _labels(edition: RuledAgreement, both: Sequence[Agreement]) -> dict[str, str]:
    """Return what the clauses of two editions are called: as the profile has it, or the parties' own heading."""
    own = {clause.key: clause.heading or clause.key for one in both for clause in one.clauses}
    return own | {clause.key: clause.sv for clause in edition.required}


def _clauses(active: Agreement, wanted: AmendmentWrite) -> list[Clause]:
    """Return the clauses in force with the wanted texts in their place; new keys come last."""
    kept = {clause.key: clause for clause in active.clauses}
    changed = {
        key: replace(kept[key], text=text) if key in kept else Clause(key, text)
        for key, text in wanted.clauses.items()
    }
    return list({**kept, **changed}.values())
