"""Collaboration agreements (samverkansavtal): drafted, filled, signed, in force, ended.

A caller with an authority acts under it; an administrator, who has none, under the county's administration.
Whoever else asks sees nothing. Every access leaves its trace.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import lifecycle
from slussen_agreements.domain.agreement import (
    Agreement,
    AgreementNotFoundError,
    Clause,
    NotAPartyError,
    Party,
    RequiredClause,
    Signature,
)
from slussen_agreements.domain.register import CentreNotFoundError, FamilyCentre, require_county
from slussen_agreements.domain.register_rules import days_in_order, refuse, unknown
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import agreements, register
from slussen_agreements.use_cases.announcing import announce_agreement
from slussen_agreements.use_cases.profiles import profile_in_force, profile_version
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.database import context_of, set_context
from slussen_chassis.errors import InvalidError
from slussen_chassis.web import PageRequest, check_version
from slussen_contracts.agreements import scopes
from slussen_contracts.agreements.api import AgreementCreate, ClausesWrite, EndingWrite, SignatureWrite
from slussen_contracts.events import NATIONAL


@dataclass(frozen=True, slots=True)
class RuledAgreement:
    """An agreement with the clauses that its profile's version requires."""

    agreement: Agreement
    required: tuple[RequiredClause, ...]


async def draft_agreement(
    session: AsyncSession, wanted: AgreementCreate, *, caller: Caller
) -> RuledAgreement:
    """Draft an agreement for a centre of the caller's county, under the centre's profile on its first day.

    Raises:
        OtherCountyError: The centre is another county's.
        InvalidError: A centre, party, role or day is not right; each is named.
    """
    reader = await _reader(session, caller)
    centre = await _centre(session, wanted.centre_id)
    county_code = require_county(caller.county_code, centre.county_code)
    profile = profile_in_force(centre.profile_id, wanted.valid_from, field="validFrom")
    parties = tuple(Party(party.authority_id, party.role) for party in wanted.parties)
    administration = county_administration(county_code)
    agreement = Agreement(
        id=new_id(),
        county_code=county_code,
        responsible_authority_id=reader,
        grants=tuple(dict.fromkeys([*(party.authority_id for party in parties), administration])),
        kind=wanted.kind,
        centre_id=centre.id,
        profile_id=profile.id,
        profile_first_day=profile.first_day,
        parties=parties,
        valid_from=wanted.valid_from,
        valid_through=wanted.valid_through,
    )
    names = await _names(session, agreement)
    refuse(
        [
            *days_in_order(agreement.valid_from, agreement.valid_through),
            *lifecycle.party_faults(parties, profile.agreements.local_agreement.parties.value, names),
            *lifecycle.drafter_faults(agreement, reader),
        ]
    )
    await agreements.add_agreement(session, agreement)
    audit.record(session, "agreement.draft", resource_type="agreement", resource_id=agreement.id)
    return _ruled(agreement)


async def fill_clauses(
    session: AsyncSession, agreement_id: UUID, wanted: ClausesWrite, *, expected: int | None, caller: Caller
) -> RuledAgreement:
    """Replace a draft's clauses.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        PreconditionFailedError: It has another version than `expected`.
        InvalidError: A heading is given to a clause of the profile, or to none.
        AgreementSignedError: A signed version is not changed.
    """
    found = await _open(session, agreement_id, expected=expected, caller=caller)
    refuse(lifecycle.heading_faults(wanted.headings, wanted.clauses, found.required))
    clauses = [Clause(key, text, wanted.headings.get(key)) for key, text in wanted.clauses.items()]
    changed = lifecycle.fill(found.agreement, clauses, found.required)
    await agreements.save_agreement(session, changed)
    audit.record(session, "agreement.fill", resource_type="agreement", resource_id=changed.id)
    return _ruled(changed)


async def get_agreement(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> RuledAgreement:
    """Return an agreement.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await _reader(session, caller)
    found = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.read", resource_type="agreement", resource_id=found.id)
    return _ruled(found)


async def list_agreements(
    session: AsyncSession, page: PageRequest, *, centre_id: UUID | None, caller: Caller
) -> list[RuledAgreement]:
    """Return the agreements that the caller may see, one more than the page holds."""
    reader = await _reader(session, caller)
    found = await agreements.list_agreements(session, page, visible_to=reader, centre_id=centre_id)
    audit.record(session, "agreement.list", resource_type="agreement")
    return [_ruled(agreement) for agreement in found]


async def sign_agreement(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: SignatureWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """Sign an agreement for the caller's own authority, over the version that the caller has read.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotAPartyError: The caller is no person, or acts for no party.
        DomainError: Whatever else `lifecycle.sign` refuses.
    """
    found = await _open(session, agreement_id, expected=expected, caller=caller)
    if caller.kind != "user":
        raise NotAPartyError
    signature = Signature(
        id=new_id(),
        party=lifecycle.party_of(found.agreement, caller.authority_id, wanted.role),
        subject=caller.subject,
        assurance_level=caller.assurance_level,
        digest=wanted.digest,
        signed_at=now,
    )
    signed = lifecycle.sign(found.agreement, signature, found.required)
    await agreements.add_signature(session, signed, signature)
    await agreements.save_agreement(session, signed)
    audit.record(session, "agreement.sign", resource_type="agreement", resource_id=signed.id)
    return _ruled(signed)


async def activate_agreement(
    session: AsyncSession, agreement_id: UUID, *, expected: int | None, caller: Caller, now: datetime
) -> RuledAgreement:
    """Put an agreement into force, and announce it.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        AgreementNotReadyError: Clauses or signatures are missing; each is named.
        WrongStatusError: It is in force or has ended.
    """
    found = await _open(session, agreement_id, expected=expected, caller=caller)
    names = await _names(session, found.agreement)
    active = lifecycle.activate(found.agreement, found.required, names)
    await agreements.save_agreement(session, active)
    announce_agreement(session, active, now=now)
    audit.record(session, "agreement.activate", resource_type="agreement", resource_id=active.id)
    return _ruled(active)


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
    found = await _open(session, agreement_id, expected=expected, caller=caller)
    ended = lifecycle.end(found.agreement, wanted.last_day, today=local_day(now))
    await agreements.save_agreement(session, ended)
    announce_agreement(session, ended, now=now)
    audit.record(session, "agreement.end", resource_type="agreement", resource_id=ended.id)
    return _ruled(ended)


async def _reader(session: AsyncSession, caller: Caller) -> UUID:
    """Return as whom the caller sees agreements; from here on the transaction works under that.

    Raises:
        AgreementNotFoundError: As nobody: the caller acts for no authority and administers no county.
    """
    if caller.authority_id is not None:
        return caller.authority_id
    if scopes.ADMINISTER not in caller.scopes or caller.county_code == NATIONAL:
        raise AgreementNotFoundError
    administration = county_administration(caller.county_code)
    await set_context(session, replace(context_of(session), authority_id=administration))
    return administration


async def _open(
    session: AsyncSession, agreement_id: UUID, *, expected: int | None, caller: Caller
) -> RuledAgreement:
    """Return an agreement that is to be changed, locked, in the version that the caller expects."""
    reader = await _reader(session, caller)
    found = await agreements.get_agreement(session, agreement_id, visible_to=reader, for_update=True)
    check_version(found.version, expected)
    return _ruled(found)


async def _centre(session: AsyncSession, centre_id: UUID) -> FamilyCentre:
    try:
        return await register.get_centre(session, centre_id)
    except CentreNotFoundError as error:
        raise InvalidError(unknown("centreId")) from error


async def _names(session: AsyncSession, agreement: Agreement) -> dict[UUID, str]:
    found = await register.authorities(session, agreement.party_authority_ids)
    return {authority.id: authority.name for authority in found.values()}


def _ruled(agreement: Agreement) -> RuledAgreement:
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    return RuledAgreement(agreement, profile.agreements.required_clauses.value or ())
