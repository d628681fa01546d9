"""Collaboration agreements (samverkansavtal): drafted, filled, signed, in force, ended.

A caller with an authority acts under it; an administrator, who has none, under the county's administration.
Whoever else asks sees nothing. Every access leaves its trace.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import lifecycle
from slussen_agreements.domain.agreement import (
    Agreement,
    Clause,
    NotAPartyError,
    Party,
    Signature,
)
from slussen_agreements.domain.assurance import require_assurance
from slussen_agreements.domain.kinds import rules_of
from slussen_agreements.domain.register import require_county
from slussen_agreements.domain.register_rules import days_in_order, refuse
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.domain.transitions import superseded
from slussen_agreements.repository import agreements, editions
from slussen_agreements.use_cases.access import RuledAgreement, names_of, open_agreement, reader_of, ruled
from slussen_agreements.use_cases.announcing import announce_agreement, announce_of_agreement
from slussen_agreements.use_cases.documents import kept_document
from slussen_agreements.use_cases.places import place_of
from slussen_agreements.use_cases.signature_evidence import evidence_of
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.documents.seal import DocumentSealer
from slussen_chassis.web import PageRequest
from slussen_contracts.agreements.api import AgreementCreate, ClausesWrite, EndingWrite, SignatureWrite
from slussen_contracts.agreements.party_events import AgreementChanged, AgreementDrafted, AgreementSigned


async def draft_agreement(
    session: AsyncSession, wanted: AgreementCreate, *, caller: Caller, now: datetime
) -> RuledAgreement:
    """Draft an agreement in the caller's county, under the profile of its centre or county; announce it.

    Raises:
        OtherCountyError: The centre is another county's.
        InvalidError: A centre, party, role or day is not right; each is named.
    """
    reader = await reader_of(session, caller)
    county_code = require_county(caller.county_code)
    place = await place_of(session, wanted, county_code)
    profile = place.profile
    parties = tuple(Party(party.authority_id, party.role) for party in wanted.parties)
    administration = county_administration(county_code)
    agreement = Agreement(
        id=new_id(),
        county_code=county_code,
        responsible_authority_id=reader,
        grants=tuple(dict.fromkeys([*(party.authority_id for party in parties), administration])),
        kind=wanted.kind,
        centre_id=place.centre_id,
        municipality_code=place.municipality_code,
        profile_id=profile.id,
        profile_first_day=profile.first_day,
        parties=parties,
        valid_from=wanted.valid_from,
        valid_through=wanted.valid_through,
    )
    names = await names_of(session, agreement)
    refuse(
        [
            *days_in_order(agreement.valid_from, agreement.valid_through),
            *lifecycle.party_faults(parties, rules_of(wanted.kind, profile).roles, names),
            *lifecycle.drafter_faults(agreement, reader),
        ]
    )
    await agreements.add_agreement(session, agreement)
    announce_of_agreement(session, AgreementDrafted, agreement, now=now)
    audit.record(session, "agreement.draft", resource_type="agreement", resource_id=agreement.id)
    return ruled(agreement)


async def fill_clauses(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: ClausesWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """Replace a draft's clauses, and announce that it changed.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        PreconditionFailedError: It has another version than `expected`.
        InvalidError: A heading is given to a clause of the profile, or to none.
        AgreementSignedError: A signed version is not changed.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    refuse(lifecycle.heading_faults(wanted.headings, wanted.clauses, found.required))
    clauses = [Clause(key, text, wanted.headings.get(key)) for key, text in wanted.clauses.items()]
    changed = lifecycle.fill(found.agreement, clauses, found.required)
    await agreements.save_agreement(session, changed)
    announce_of_agreement(session, AgreementChanged, changed, now=now)
    audit.record(session, "agreement.fill", resource_type="agreement", resource_id=changed.id)
    return ruled(changed)


async def get_agreement(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> RuledAgreement:
    """Return an agreement.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    found = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.read", resource_type="agreement", resource_id=found.id)
    return ruled(found)


async def list_agreements(
    session: AsyncSession, page: PageRequest, *, centre_id: UUID | None, caller: Caller
) -> list[RuledAgreement]:
    """Return the agreements that the caller may see, one more than the page holds."""
    reader = await reader_of(session, caller)
    found = await agreements.list_agreements(session, page, visible_to=reader, centre_id=centre_id)
    audit.record(session, "agreement.list", resource_type="agreement")
    return [ruled(agreement) for agreement in found]


async def sign_agreement(  # noqa: PLR0913 - what a signature takes
    session: AsyncSession,
    agreement_id: UUID,
    wanted: SignatureWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
    assurance: str,
    sealer: DocumentSealer,
) -> RuledAgreement:
    """Sign an agreement for the caller's own authority, over the version that the caller has read.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotAPartyError: The caller is no person, or acts for no party.
        AssuranceTooLowError: The caller was identified less surely than the level `assurance`.
        DomainError: Whatever else `lifecycle.sign` refuses.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    if caller.kind != "user":
        raise NotAPartyError
    party = lifecycle.party_of(found.agreement, caller.authority_id, wanted.role)
    require_assurance(caller.assurance_level, assurance)
    reader = await reader_of(session, caller)
    document = await kept_document(session, found, reader=reader, now=now, sealer=sealer)
    signature = Signature(
        id=new_id(),
        party=party,
        subject=caller.subject,
        assurance_level=caller.assurance_level,
        digest=wanted.digest,
        signed_at=now,
        evidence=replace(evidence_of(caller), document_sha256=document.sha256 if document else None),
    )
    signed = lifecycle.sign(found.agreement, signature, found.required, today=local_day(now))
    await agreements.add_signature(session, signed, signature)
    await agreements.save_agreement(session, signed)
    announce_of_agreement(session, AgreementSigned, signed, now=now)
    audit.record(session, "agreement.sign", resource_type="agreement", resource_id=signed.id)
    return ruled(signed)


async def activate_agreement(
    session: AsyncSession, agreement_id: UUID, *, expected: int | None, caller: Caller, now: datetime
) -> RuledAgreement:
    """Put an agreement into force, and announce it.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        AgreementNotReadyError: Clauses or signatures are missing; each is named.
        WrongStatusError: It is in force or has ended, or the edition before it is no longer in force.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    names = await names_of(session, found.agreement)
    active = lifecycle.activate(found.agreement, found.required, names)
    await _supersede(session, active, now=now)
    await agreements.save_agreement(session, active)
    announce_agreement(session, active, now=now)
    audit.record(session, "agreement.activate", resource_type="agreement", resource_id=active.id)
    return ruled(active)


async def end_agreement(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: EndingWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """End an agreement whose last day has come, and announce it.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        WrongStatusError: It is not in force.
        InvalidError: The last day is not one on which it can end.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    ended = lifecycle.end(found.agreement, wanted.last_day, today=local_day(now))
    await agreements.save_agreement(session, ended)
    announce_agreement(session, ended, now=now)
    audit.record(session, "agreement.end", resource_type="agreement", resource_id=ended.id)
    return ruled(ended)


async def _supersede(session: AsyncSession, active: Agreement, *, now: datetime) -> None:
    """Let the edition before this one give way; the first edition has none before it."""
    if active.edition == 1:
        return
    before = await editions.edition_before(session, active)
    gone = superseded(before, active)
    await agreements.save_agreement(session, gone)
    announce_agreement(session, gone, now=now)
