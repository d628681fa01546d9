"""What an agreement's document tells, gathered from the agreement, its profile and the register."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.documents.written import (
    EditionLine,
    NamedParty,
    Place,
    Terms,
    WrittenAgreement,
)
from slussen_agreements.domain.kinds import body_for_disputes, revision_rule
from slussen_agreements.repository import editions, register
from slussen_agreements.use_cases.access import RuledAgreement
from slussen_agreements.use_cases.notices import terms_of
from slussen_agreements.use_cases.profiles import profile_version
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.codelists.regions import counties, municipalities
from slussen_contracts.profiles import CountyProfile


async def written_agreement(session: AsyncSession, found: RuledAgreement) -> WrittenAgreement:
    """Return an agreement that was read for a reader, with the names that its document tells."""
    agreement = found.agreement
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    is_local = agreement.kind is AgreementKind.LOCAL
    return WrittenAgreement(
        agreement=agreement,
        required=found.required,
        suggested=(profile.agreements.suggested_clauses.value or ()) if is_local else (),
        parties=await _parties(session, agreement),
        place=await _place(session, agreement),
        profile_name=profile.name,
        terms=_terms(agreement, profile),
        editions=await _editions(session, agreement),
    )


async def _parties(session: AsyncSession, agreement: Agreement) -> tuple[NamedParty, ...]:
    known = await register.authorities(session, agreement.party_authority_ids)
    return tuple(
        NamedParty(known[party.authority_id].name, known[party.authority_id].organisation_number, party.role)
        for party in agreement.parties
    )


async def _place(session: AsyncSession, agreement: Agreement) -> Place:
    county = counties()[agreement.county_code]
    if agreement.centre_id is None:
        code = agreement.municipality_code
        return Place(county, municipalities()[code] if code else None)
    centre = await register.get_centre(session, agreement.centre_id)
    return Place(county, municipalities()[centre.municipality_code], centre.name)


def _terms(agreement: Agreement, profile: CountyProfile) -> Terms:
    copies = profile.agreements.identical_copies.value
    return Terms(
        notice=terms_of(agreement),
        dispute_body=body_for_disputes(agreement, profile),
        revision=revision_rule(profile),
        copies=None if copies is None else len(agreement.parties),
    )


async def _editions(session: AsyncSession, agreement: Agreement) -> tuple[EditionLine, ...]:
    """Return this edition and those before it; whoever sees one sees the others, which have the same parties."""
    if agreement.edition == 1:
        return (EditionLine(1, agreement.valid_from, agreement.digest),)
    found = await editions.editions_of(session, agreement.lineage, visible_to=agreement.grants[0])
    return tuple(
        EditionLine(one.edition, one.valid_from, one.digest)
        for one in found
        if one.edition <= agreement.edition
    )
