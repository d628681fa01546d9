"""Collaboration agreements (samverkansavtal) over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from slussen_agreements.domain.agreement import missing
from slussen_agreements.routes.answers import ADMINISTERS, COORDINATES, PREFIX, READS, SIGNS, created, read
from slussen_agreements.routes.means import Sealer
from slussen_agreements.use_cases import agreements
from slussen_agreements.use_cases.access import RuledAgreement
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis.clock import local_day
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import (
    CurrentCaller,
    IfMatch,
    Now,
    Page,
    Paging,
    RequiredIfMatch,
    Transaction,
    set_etag,
)
from slussen_contracts.agreements.api import (
    AgreementCreate,
    AgreementRead,
    CatalogueClause,
    ClauseCatalogue,
    ClauseRead,
    ClausesWrite,
    Completeness,
    EndingWrite,
    PartyRead,
    ProfileId,
    SignatureRead,
    SignatureWrite,
)

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["agreements"])


@router.get("/clause-catalogue", operation_id="getClauseCatalogue", dependencies=READS)
async def get_clause_catalogue(
    profile_id: Annotated[ProfileId, Query(alias="profileId")], now: Now
) -> ClauseCatalogue:
    """Visa vilka avsnitt ett lokalt avtal ska ha enligt länets profil. / Show the clauses that a profile requires."""
    profile = present_profile(profile_id, local_day(now))
    return ClauseCatalogue(
        profile_id=profile.id,
        profile_first_day=profile.first_day,
        clauses=tuple(
            CatalogueClause(key=clause.key, label=clause.sv)
            for clause in profile.agreements.required_clauses.value or ()
        ),
    )


@router.post("/agreements", operation_id="draftAgreement", status_code=201, dependencies=COORDINATES)
async def draft_agreement(
    wanted: AgreementCreate, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> AgreementRead:
    """Upprätta ett avtal som utkast, under familjecentralens länsprofil. / Draft an agreement for a centre."""
    found = await agreements.draft_agreement(session, wanted, caller=caller, now=now)
    created(response, f"/agreements/{found.agreement.id}", found.agreement.version)
    return shown(found)


@router.get("/agreements", operation_id="listAgreements", dependencies=READS)
async def list_agreements(
    session: Transaction,
    page: Paging,
    caller: CurrentCaller,
    centre_id: Annotated[UUID | None, Query(alias="centreId")] = None,
) -> Page[AgreementRead]:
    """Lista de avtal som din huvudman är part i. / List the agreements that your authority is a party to."""
    found = await agreements.list_agreements(session, page, centre_id=centre_id, caller=caller)
    return Page[AgreementRead].of([shown(agreement) for agreement in found], page)


@router.get("/agreements/{agreement_id}", operation_id="getAgreement", dependencies=READS)
async def get_agreement(
    agreement_id: UUID, response: Response, session: Transaction, caller: CurrentCaller
) -> AgreementRead:
    """Visa ett avtal och vad som saknas i det. / Show an agreement and what it lacks."""
    return answer(response, await agreements.get_agreement(session, agreement_id, caller=caller))


@router.put("/agreements/{agreement_id}/clauses", operation_id="fillClauses", dependencies=COORDINATES)
async def fill_clauses(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: ClausesWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AgreementRead:
    """Ersätt avtalets avsnitt; egna rubriker får läggas till. / Replace the clauses; own headings may be added."""
    found = await agreements.fill_clauses(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return answer(response, found)


@router.post(
    "/agreements/{agreement_id}/signatures", operation_id="signAgreement", status_code=201, dependencies=SIGNS
)
async def sign_agreement(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: SignatureWrite,
    *,
    request: Request,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
    sealer: Sealer,
) -> AgreementRead:
    """Skriv under för din huvudman, över den version du läst. / Sign for your authority the version that you read."""
    found = await agreements.sign_agreement(
        session,
        agreement_id,
        wanted,
        expected=expected,
        caller=caller,
        now=now,
        assurance=request.app.state.settings.signing_assurance_level,
        sealer=sealer,
    )
    return answer(response, found)


@router.post(
    "/agreements/{agreement_id}/activation", operation_id="activateAgreement", dependencies=COORDINATES
)
async def activate_agreement(
    agreement_id: UUID,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
) -> AgreementRead:
    """Sätt avtalet i kraft; det som saknas nämns. / Put the agreement into force; what is missing is named."""
    found = await agreements.activate_agreement(
        session, agreement_id, expected=expected, caller=caller, now=now
    )
    return answer(response, found)


@router.post("/agreements/{agreement_id}/ending", operation_id="endAgreement", dependencies=ADMINISTERS)
async def end_agreement(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: EndingWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
) -> AgreementRead:
    """Avsluta avtalet när dess sista dag har kommit. / End the agreement when its last day has come."""
    found = await agreements.end_agreement(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return answer(response, found)


def answer(response: Response, found: RuledAgreement) -> AgreementRead:
    """Return an agreement as the answer to a request, with its ETag."""
    set_etag(response, found.agreement.version)
    return shown(found)


def shown(found: RuledAgreement) -> AgreementRead:
    """Return an agreement as the API shows it, with what it lacks."""
    agreement = found.agreement
    labels = {clause.key: clause.sv for clause in found.required}
    lacking = missing(agreement, found.required)
    return AgreementRead(
        id=agreement.id,
        version=agreement.version,
        county_code=agreement.county_code,
        kind=agreement.kind,
        status=agreement.status,
        edition=agreement.edition,
        original_id=agreement.original_id,
        centre_id=agreement.centre_id,
        municipality_code=agreement.municipality_code,
        profile_id=agreement.profile_id,
        profile_first_day=agreement.profile_first_day,
        parties=tuple(read(PartyRead, party) for party in agreement.parties),
        valid_from=agreement.valid_from,
        valid_through=agreement.ends_on,
        clauses=tuple(
            ClauseRead(
                key=clause.key,
                label=labels.get(clause.key) or clause.heading or clause.key,
                required=clause.key in labels,
                text=clause.text,
            )
            for clause in agreement.clauses
        ),
        signatures=tuple(
            SignatureRead(
                authority_id=signature.party.authority_id,
                role=signature.party.role,
                subject=signature.subject,
                assurance_level=signature.assurance_level,
                digest=signature.digest,
                signed_at=signature.signed_at,
            )
            for signature in agreement.standing_signatures
        ),
        completeness=Completeness(
            missing_clauses=tuple(CatalogueClause(key=c.key, label=c.sv) for c in lacking.clauses),
            missing_signatures=tuple(read(PartyRead, party) for party in lacking.signatures),
            unfilled_clauses=tuple(CatalogueClause(key=c.key, label=c.sv) for c in lacking.unfilled),
            complete=lacking.nothing,
        ),
        sign_in_order=agreement.sign_in_order,
        sign_by=agreement.sign_by,
        rejected=agreement.is_rejected,
        library_first_day=agreement.library_first_day,
        digest=agreement.digest,
    )
