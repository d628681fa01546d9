"""As whom a caller sees agreements, and how one is opened to be changed.

A caller with an authority acts under it; an administrator, who has none, under the county's administration.
Whoever else asks sees nothing.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import (
    Agreement,
    AgreementNotFoundError,
    NotAPartyError,
    RequiredClause,
)
from slussen_agreements.domain.kinds import rules_of
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import agreements, register
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis.auth import Caller
from slussen_chassis.database import context_of, set_context
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.web import check_version
from slussen_contracts.agreements import scopes
from slussen_contracts.events import NATIONAL


@dataclass(frozen=True, slots=True)
class RuledAgreement:
    """An agreement with the clauses that its kind requires under its profile's version."""

    agreement: Agreement
    required: tuple[RequiredClause, ...]


async def reader_of(session: AsyncSession, caller: Caller) -> UUID:
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


async def open_agreement(
    session: AsyncSession, agreement_id: UUID, *, expected: int | None, caller: Caller
) -> RuledAgreement:
    """Return an agreement that is to be changed, locked, in the version that the caller expects."""
    reader = await reader_of(session, caller)
    found = await agreements.get_agreement(session, agreement_id, visible_to=reader, for_update=True)
    check_version(found.version, expected)
    return ruled(found)


async def names_of(session: AsyncSession, agreement: Agreement) -> dict[UUID, str]:
    """Return the names of an agreement's parties."""
    found = await register.authorities(session, agreement.party_authority_ids)
    return {authority.id: authority.name for authority in found.values()}


def ruled(agreement: Agreement) -> RuledAgreement:
    """Return an agreement with the points that its kind must have under its profile's version."""
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    return RuledAgreement(agreement, rules_of(agreement.kind, profile).points)


def acting_party(agreement: Agreement, named: UUID | None, caller: Caller) -> UUID:
    """Return the party that acts: the caller's own; the county's administration names the one that did.

    Raises:
        NotAPartyError: The caller is no person, or acts for nobody who is a party.
        InvalidError: The administration names no party.
    """
    if caller.kind != "user":
        raise NotAPartyError
    if caller.authority_id is None and named is None:
        raise InvalidError(FieldProblem("authorityId", "required", "vilken part?", "which party?"))
    party = caller.authority_id or named
    if party not in agreement.party_authority_ids or named not in {None, party}:
        raise NotAPartyError
    return party
