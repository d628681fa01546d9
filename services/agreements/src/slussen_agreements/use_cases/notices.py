"""Notice (uppsägning): registered as a party gave it, and what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import notice as rules
from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.kinds import notice_terms
from slussen_agreements.domain.records import RecordedNotice
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.domain.transitions import under_notice
from slussen_agreements.repository import agreements, lifecycle
from slussen_agreements.use_cases.access import acting_party, open_agreement, reader_of
from slussen_agreements.use_cases.announcing import announce_of_agreement
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.events import AgreementNoticeGiven
from slussen_contracts.agreements.lifecycle import NoticeWrite


@dataclass(frozen=True, slots=True)
class AgreementNotices:
    """An agreement and the notice that its parties gave."""

    agreement: Agreement
    notices: tuple[RecordedNotice, ...]


def terms_of(agreement: Agreement) -> rules.NoticeTerms:
    """Return what holds about notice under an agreement: the county's minimum, and what was agreed on."""
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    return rules.terms_in_force(notice_terms(agreement.kind, profile), agreement.terms.notice)


async def give_notice(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: NoticeWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> AgreementNotices:
    """Register a party's notice, and announce it; the agreement is in force through its last day.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotAPartyError: The caller is no person, or the notice is given for nobody who is a party.
        InvalidError: The form, a day or a number of months is not right; each is named.
        NoticeGivenError: The party has given notice.
        WrongStatusError: The agreement is not in force.
    """
    agreement = (await open_agreement(session, agreement_id, expected=expected, caller=caller)).agreement
    party = acting_party(agreement, wanted.authority_id, caller)
    refuse(_day_faults(wanted, agreement, local_day(now)))
    notice = RecordedNotice(
        id=new_id(),
        agreement_id=agreement.id,
        authority_id=party,
        subject=caller.subject,
        given_on=wanted.given_on,
        form=wanted.form,
        months=wanted.months,
        last_day=rules.end_after(_given(wanted), terms_of(agreement)),
        registered_at=now,
    )
    changed = under_notice(agreement, notice.last_day)
    await lifecycle.add_notice(session, agreement, notice, made_by=await reader_of(session, caller))
    await agreements.save_agreement(session, changed)
    announce_of_agreement(
        session, AgreementNoticeGiven, changed, now=now, given_on=notice.given_on, authority_id=party
    )
    audit.record(session, "agreement.give-notice", resource_type="agreement", resource_id=changed.id)
    return AgreementNotices(changed, tuple(await lifecycle.notices_of(session, changed.id)))


async def last_day_after(
    session: AsyncSession, agreement_id: UUID, wanted: NoticeWrite, *, caller: Caller, now: datetime
) -> date:
    """Return the last day that would follow from a notice, without giving it.

    Raises:
        DomainError: The notice would be refused, as `give_notice` says.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    acting_party(agreement, wanted.authority_id, caller)
    refuse(_day_faults(wanted, agreement, local_day(now)))
    last_day = rules.end_after(_given(wanted), terms_of(agreement))
    under_notice(agreement, last_day)
    audit.record(session, "agreement.read-notices", resource_type="agreement", resource_id=agreement.id)
    return last_day


async def list_notices(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> AgreementNotices:
    """Return the notice that parties gave under an agreement.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.read-notices", resource_type="agreement", resource_id=agreement.id)
    return AgreementNotices(agreement, tuple(await lifecycle.notices_of(session, agreement.id)))


def _given(wanted: NoticeWrite) -> rules.Notice:
    return rules.Notice(
        given_on=wanted.given_on,
        form=rules.NoticeForm(wanted.form),
        months=wanted.months,
        last_day=wanted.last_day,
    )


def _day_faults(wanted: NoticeWrite, agreement: Agreement, today: date) -> Iterator[FieldProblem]:
    if wanted.given_on > today:
        yield FieldProblem("givenOn", "has-come", "ska vara idag eller tidigare", "must be today or earlier")
    if wanted.given_on < agreement.valid_from:
        yield FieldProblem(
            "givenOn", "order", "ligger före avtalets första dag", "is before the agreement's first day"
        )
    if wanted.months is not None and wanted.last_day is not None:
        yield FieldProblem(
            "lastDay",
            "either",
            "ange månader eller sista dag, inte båda",
            "name months or a last day, not both",
        )
