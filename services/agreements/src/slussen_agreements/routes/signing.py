"""Agreed terms, the plan for signing, rejections and reviews over REST."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.domain.agreement import Rejection
from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.kinds import notice_terms, rules_of
from slussen_agreements.routes.agreements import answer
from slussen_agreements.routes.answers import COORDINATES, PREFIX, READS, SIGNS, read
from slussen_agreements.use_cases import signing
from slussen_agreements.use_cases.profiles import present_profile
from slussen_agreements.use_cases.signing import TermsInForce
from slussen_chassis.clock import local_day
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, IfMatch, Now, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.api import AgreementKind, AgreementRead, CatalogueClause, ProfileId
from slussen_contracts.agreements.lifecycle import (
    AgreementKindRead,
    AgreementKinds,
    CopyRead,
    DeviationRead,
    NotRegulatedRead,
    RejectionList,
    RejectionRead,
    RejectionWrite,
    ReviewWrite,
    RevisionRead,
    SigningWrite,
    TermsRead,
    TermsWrite,
)
from slussen_contracts.agreements.time_limits import ReferralTimeLimitRead

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["agreements"])


@router.get("/agreement-kinds", operation_id="listAgreementKinds", dependencies=READS)
async def list_agreement_kinds(
    profile_id: Annotated[ProfileId, Query(alias="profileId")], now: Now
) -> AgreementKinds:
    """Visa avtalsslagen med parter och avsnitt enligt länets profil. / Show the kinds of agreement of a profile."""
    profile = present_profile(profile_id, local_day(now))
    kinds = []
    for rules in (rules_of(kind, profile) for kind in AgreementKind):
        notice = notice_terms(rules.kind, profile)
        shown = AgreementKindRead(
            kind=rules.kind,
            required=rules.is_required,
            party_roles=rules.roles,
            clauses=tuple(CatalogueClause(key=point.key, label=point.sv) for point in rules.points),
            notice_months=notice.months,
            notice_written=notice.written,
        )
        kinds.append(shown)
    return AgreementKinds(profile_id=profile.id, profile_first_day=profile.first_day, kinds=tuple(kinds))


@router.put("/agreements/{agreement_id}/terms", operation_id="agreeOnTerms", dependencies=COORDINATES)
async def agree_on_terms(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: TermsWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AgreementRead:
    """Ersätt det som parterna kommit överens om utöver avsnitten. / Replace what is agreed beside the clauses."""
    found = await signing.agree_on_terms(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return answer(response, found)


@router.get("/agreements/{agreement_id}/terms", operation_id="getTerms", dependencies=READS)
async def get_terms(
    agreement_id: UUID,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    on: Annotated[date | None, Query(description="Dagen som frågan gäller. / The day asked about.")] = None,
) -> TermsRead:
    """Visa uppsägningstid, tvistelösare, exemplar och revidering. / Show notice, disputes, copies and revision."""
    found = await signing.get_terms(session, agreement_id, on=on, caller=caller, now=now)
    set_etag(response, found.agreement.version)
    return _terms(found)


def _terms(found: TermsInForce) -> TermsRead:
    copies = () if isinstance(found.copies, NotRegulated) else found.copies.copies
    return TermsRead(
        notice_months=None if isinstance(found.months, NotRegulated) else found.months,
        notice_written=found.notice.written,
        earliest_end=None if isinstance(found.earliest_end, NotRegulated) else found.earliest_end,
        dispute_body=None if isinstance(found.dispute_body, NotRegulated) else found.dispute_body,
        copies=tuple(
            CopyRead(number=copy.number, authority_id=copy.party.authority_id, role=copy.party.role)
            for copy in copies
        ),
        revision=RevisionRead(
            state=found.revision.state,
            due_on=found.revision.due_on,
            may_revise_now=found.revision.may_revise_now,
            revised_by=found.revision_rule.by,
        ),
        deviations=tuple(read(DeviationRead, deviation) for deviation in found.agreement.terms.deviations),
        referral_time_limits=tuple(
            read(ReferralTimeLimitRead, limit) for limit in found.agreement.terms.referral_time_limits
        ),
        not_regulated=tuple(read(NotRegulatedRead, matter) for matter in found.silent),
    )


@router.put("/agreements/{agreement_id}/signing", operation_id="planSigning", dependencies=COORDINATES)
async def plan_signing(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: SigningWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AgreementRead:
    """Bestäm ordning och sista dag för underskrift. / Say in which order to sign, and by when."""
    found = await signing.plan_signing(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return answer(response, found)


@router.post(
    "/agreements/{agreement_id}/rejections",
    operation_id="rejectAgreement",
    status_code=201,
    dependencies=SIGNS,
)
async def reject_agreement(
    agreement_id: UUID,
    wanted: RejectionWrite,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
) -> RejectionRead:
    """Avböj lydelsen för din huvudman, med skäl. / Reject the wording for your authority, with a reason."""
    rejection = await signing.reject_agreement(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return _rejection(rejection)


@router.get("/agreements/{agreement_id}/rejections", operation_id="listRejections", dependencies=READS)
async def list_rejections(agreement_id: UUID, session: Transaction, caller: CurrentCaller) -> RejectionList:
    """Visa vilka lydelser som avböjts och varför. / Show which wordings were rejected, and why."""
    found = await signing.list_rejections(session, agreement_id, caller=caller)
    return RejectionList(items=tuple(_rejection(rejection) for rejection in found))


def _rejection(rejection: Rejection) -> RejectionRead:
    return RejectionRead(
        id=rejection.id,
        authority_id=rejection.party.authority_id,
        role=rejection.party.role,
        subject=rejection.subject,
        digest=rejection.digest,
        reason=rejection.reason,
        rejected_at=rejection.rejected_at,
    )


@router.post("/agreements/{agreement_id}/reviews", operation_id="recordReview", dependencies=COORDINATES)
async def record_review(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: ReviewWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
) -> AgreementRead:
    """Anteckna att parterna gått igenom avtalet. / Record that the parties have looked over the agreement."""
    found = await signing.record_review(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return answer(response, found)
