"""What goes before and beside signatures: agreed terms, order and last day, rejections, reviews."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import (
    Agreement,
    DigestMismatchError,
    NotAPartyError,
    Rejection,
    WrongStatusError,
    missing,
)
from slussen_agreements.domain.deviations import deviation_faults
from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.kinds import body_for_disputes, notice_terms, revision_rule
from slussen_agreements.domain.lifecycle import IN_FORCE, OPEN_STATUSES, moved, party_of, require_unsigned
from slussen_agreements.domain.notice import NoticeTerms, earliest_end, notice_months
from slussen_agreements.domain.parties import Copies, identical_copies
from slussen_agreements.domain.referral_time_limits import ReferralTimeLimit, limit_faults
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.domain.revision import (
    REVISION_NOT_REGULATED,
    RevisionRule,
    RevisionStanding,
    revision_standing,
)
from slussen_agreements.domain.terms import AgreedTerms, Deviation, terms_faults
from slussen_agreements.domain.transitions import reject
from slussen_agreements.repository import agreements, lifecycle
from slussen_agreements.use_cases.access import RuledAgreement, open_agreement, reader_of, ruled
from slussen_agreements.use_cases.announcing import announce_of_agreement
from slussen_agreements.use_cases.notices import terms_of
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.agreements.events import AgreementSignatureRejected
from slussen_contracts.agreements.lifecycle import RejectionWrite, ReviewWrite, SigningWrite, TermsWrite
from slussen_contracts.agreements.party_events import AgreementChanged, AgreementReviewed
from slussen_contracts.events import Event


@dataclass(frozen=True, slots=True)
class TermsInForce:
    """What binds the parties beside the clauses; a matter on which nobody has said anything is not regulated."""

    agreement: Agreement
    notice: NoticeTerms
    months: int | NotRegulated
    earliest_end: date | NotRegulated
    dispute_body: str | NotRegulated
    copies: Copies | NotRegulated
    revision: RevisionStanding
    revision_rule: RevisionRule

    @property
    def silent(self) -> tuple[NotRegulated, ...]:
        """The matters that are not regulated."""
        found = (self.months, self.dispute_body, self.copies)
        revision = () if self.revision.due_on else (REVISION_NOT_REGULATED,)
        return (*(value for value in found if isinstance(value, NotRegulated)), *revision)


async def agree_on_terms(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: TermsWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """Replace a draft's agreed terms; they are part of what is signed.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        AgreementSignedError: A signed version is not changed.
        InvalidError: A term is below the county's minimum, a deviation is of no clause, or a time limit is not right;
            each is named.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    agreement = found.agreement
    require_unsigned(agreement)
    terms = _terms(wanted)
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    county = notice_terms(agreement.kind, profile)
    clauses = {clause.key for clause in agreement.clauses}
    is_local = agreement.kind is AgreementKind.LOCAL
    refuse(
        [
            *terms_faults(terms, clauses, is_local=is_local, county=county),
            *deviation_faults(terms.deviations, profile),
            *limit_faults(
                terms.referral_time_limits, agreement.kind, profile.referral.time_limits.value or {}
            ),
        ]
    )
    changed = moved(replace(agreement, terms=terms), found.required)
    await agreements.save_agreement(session, changed)
    announce_of_agreement(session, AgreementChanged, changed, now=now)
    audit.record(session, "agreement.agree-on-terms", resource_type="agreement", resource_id=changed.id)
    return ruled(changed)


def _terms(wanted: TermsWrite) -> AgreedTerms:
    return AgreedTerms(
        notice_months=wanted.notice_months,
        notice_written=wanted.notice_written,
        dispute_body=wanted.dispute_body,
        deviations=tuple(Deviation(**dict(deviation)) for deviation in wanted.deviations),
        referral_time_limits=tuple(ReferralTimeLimit(**dict(limit)) for limit in wanted.referral_time_limits),
    )


async def get_terms(
    session: AsyncSession, agreement_id: UUID, *, on: date | None, caller: Caller, now: datetime
) -> TermsInForce:
    """Return what binds the parties beside the clauses, as things stand on a day.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.read-terms", resource_type="agreement", resource_id=agreement.id)
    return _in_force(agreement, on or local_day(now))


def _in_force(agreement: Agreement, on: date) -> TermsInForce:
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    notice, rule = terms_of(agreement), revision_rule(profile)
    is_signed = not missing(agreement, ()).signatures
    copies = identical_copies(agreement.parties, profile.agreements.identical_copies.value)
    return TermsInForce(
        agreement=agreement,
        notice=notice,
        months=notice_months(notice),
        earliest_end=earliest_end(on, notice),
        dispute_body=body_for_disputes(agreement, profile),
        copies=copies if is_signed or isinstance(copies, NotRegulated) else Copies(()),
        revision=revision_standing(agreement.reviewed_on or agreement.valid_from, rule, today=on),
        revision_rule=rule,
    )


async def plan_signing(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: SigningWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """Say in which order an agreement is signed and by when; the last day may be moved while it is signed.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        WrongStatusError: It is in force or has ended.
        InvalidError: The last day has passed.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    agreement = found.agreement
    if agreement.status not in OPEN_STATUSES:
        raise WrongStatusError
    refuse(_plan_faults(wanted, agreement, local_day(now)))
    changed = replace(
        agreement,
        sign_in_order=wanted.in_order,
        sign_by=wanted.sign_by,
        reminded_on=None,
        version=agreement.version + 1,
    )
    await agreements.save_agreement(session, changed)
    announce_of_agreement(session, AgreementChanged, changed, now=now)
    audit.record(session, "agreement.plan-signing", resource_type="agreement", resource_id=changed.id)
    return ruled(changed)


def _plan_faults(wanted: SigningWrite, agreement: Agreement, today: date) -> Iterator[FieldProblem]:
    if wanted.sign_by is not None and wanted.sign_by < today:
        yield FieldProblem("signBy", "to-come", "ska vara idag eller senare", "must be today or later")
    if wanted.in_order != agreement.sign_in_order and agreement.standing_signatures:
        yield FieldProblem(
            "inOrder",
            "unsigned",
            "ändras inte när någon skrivit under",
            "is not changed once somebody has signed",
        )


async def reject_agreement(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: RejectionWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Rejection:
    """Reject the wording that the caller has read, for the caller's own authority; announce it.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotAPartyError: The caller is no person, or acts for no party.
        DigestMismatchError: The wording is another than the one that was read.
        WrongStatusError: It is not to be signed.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    agreement = found.agreement
    if caller.kind != "user":
        raise NotAPartyError
    party = party_of(agreement, caller.authority_id, wanted.role)
    if wanted.digest != agreement.digest:
        raise DigestMismatchError
    rejection = Rejection(
        id=new_id(),
        party=party,
        subject=caller.subject,
        digest=wanted.digest,
        reason=wanted.reason,
        rejected_at=now,
    )
    changed = reject(agreement, rejection, found.required)
    await lifecycle.add_rejection(session, changed, rejection)
    await agreements.save_agreement(session, changed)
    announce_signing(session, AgreementSignatureRejected, changed, now=now, rejected_by=party.authority_id)
    audit.record(session, "agreement.reject", resource_type="agreement", resource_id=changed.id)
    return rejection


def announce_signing(
    session: AsyncSession, kind: type[Event], agreement: Agreement, *, now: datetime, **more: object
) -> None:
    """Announce where the signing of an agreement stands."""
    waiting = dict.fromkeys(party.authority_id for party in missing(agreement, ()).signatures)
    announce_of_agreement(session, kind, agreement, now=now, waiting_authority_ids=tuple(waiting), **more)


async def list_rejections(
    session: AsyncSession, agreement_id: UUID, *, caller: Caller
) -> tuple[Rejection, ...]:
    """Return the rejections of an agreement's wordings.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.read-rejections", resource_type="agreement", resource_id=agreement.id)
    return agreement.rejections


async def record_review(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: ReviewWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """Record that the parties have looked over an agreement in force; the next revision counts from that day.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        WrongStatusError: It is not in force.
        InvalidError: The day has not come, or is before the agreement's first or its last review.
    """
    agreement = (await open_agreement(session, agreement_id, expected=expected, caller=caller)).agreement
    if agreement.status not in IN_FORCE:
        raise WrongStatusError
    earliest = agreement.reviewed_on or agreement.valid_from
    if not earliest <= wanted.reviewed_on <= local_day(now):
        refuse(
            [
                FieldProblem(
                    "reviewedOn",
                    "within-present",
                    "ska ligga mellan senaste genomgång och idag",
                    "must lie between the last review and today",
                )
            ]
        )
    changed = replace(agreement, reviewed_on=wanted.reviewed_on, version=agreement.version + 1)
    await agreements.save_agreement(session, changed)
    announce_of_agreement(session, AgreementReviewed, changed, now=now)
    audit.record(session, "agreement.review", resource_type="agreement", resource_id=changed.id)
    return ruled(changed)
