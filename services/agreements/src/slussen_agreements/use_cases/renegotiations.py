"""Requests for negotiation (förhandling): asked for, answered, ended; one that nobody answers is announced."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import between_parties as rules
from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.between_parties import Renegotiation
from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.repository import agreements
from slussen_agreements.repository import between_parties as repository
from slussen_agreements.use_cases.access import acting_party, open_agreement, reader_of
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.agreements.between_parties import RenegotiationChange, RenegotiationCreate
from slussen_contracts.agreements.party_events import (
    RenegotiationChanged,
    RenegotiationEvent,
    RenegotiationOverdue,
    RenegotiationRequested,
)

RESOURCE = "renegotiation"


@dataclass(frozen=True, slots=True)
class Renegotiations:
    """An agreement's requests for negotiation; `silent` where the county says nothing of the right to ask."""

    found: tuple[Renegotiation, ...]
    today: date
    silent: NotRegulated | None


async def request_renegotiation(
    session: AsyncSession, agreement_id: UUID, wanted: RenegotiationCreate, *, caller: Caller, now: datetime
) -> Renegotiation:
    """Ask for negotiation of an agreement in force, for a party; announce it.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotAPartyError: The caller is no person, or acts for no party.
        WrongStatusError: The agreement is not in force.
        RenegotiationOpenError: The party has an open request.
        InvalidError: A day is not right.
    """
    agreement = (await open_agreement(session, agreement_id, expected=None, caller=caller)).agreement
    party = acting_party(agreement, wanted.authority_id, caller)
    rules.require_in_force(agreement)
    refuse(
        [
            *rules.day_faults("askedOn", wanted.asked_on, agreement, local_day(now)),
            *rules.answer_day_faults(wanted.answer_by, wanted.asked_on),
        ]
    )
    request = Renegotiation(
        id=new_id(),
        agreement_id=agreement.id,
        authority_id=party,
        subject=caller.subject,
        reason=wanted.reason,
        asked_on=wanted.asked_on,
        answer_by=wanted.answer_by,
    )
    made_by = await reader_of(session, caller)
    await repository.add_renegotiation(session, agreement, request, made_by=made_by)
    _announce(session, RenegotiationRequested, request, agreement.county_code, now)
    audit.record(session, "renegotiation.request", resource_type=RESOURCE, resource_id=request.id)
    return request


async def change_renegotiation(  # noqa: PLR0913 - what a change takes
    session: AsyncSession,
    agreement_id: UUID,
    request_id: UUID,
    wanted: RenegotiationChange,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Renegotiation:
    """Say where a negotiation has come, and announce it.

    Raises:
        AgreementNotFoundError: There is no such agreement that the caller may see.
        RenegotiationNotFoundError: It has no such request.
        PreconditionFailedError: It has another version than `expected`.
        NotAPartyError: The caller is no person, or acts for no party.
        RenegotiationEndedError: It has ended.
        OthersRenegotiationError: It is for another party to say.
        InvalidError: The outcome is missing or too much, or the day for answers is before the request.
    """
    agreement = (await open_agreement(session, agreement_id, expected=None, caller=caller)).agreement
    if caller.authority_id is not None:
        acting_party(agreement, None, caller)
    before = await repository.get_renegotiation(session, agreement.id, request_id)
    check_version(before.version, expected)
    refuse(
        [
            *rules.outcome_faults(wanted.state, wanted.outcome),
            *rules.answer_day_faults(wanted.answer_by, before.asked_on),
        ]
    )
    after = rules.changed(before, wanted.state, wanted.outcome, by=caller.authority_id, today=local_day(now))
    after = replace(after, answer_by=wanted.answer_by or before.answer_by, overdue_on=None)
    await repository.save_renegotiation(session, after)
    _announce(session, RenegotiationChanged, after, agreement.county_code, now)
    audit.record(session, "renegotiation.change", resource_type=RESOURCE, resource_id=after.id)
    return after


async def list_renegotiations(
    session: AsyncSession, agreement_id: UUID, *, caller: Caller, now: datetime
) -> Renegotiations:
    """Return the requests under an agreement.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "renegotiation.list", resource_type="agreement", resource_id=agreement.id)
    found = await repository.renegotiations_of(session, agreement.id)
    return Renegotiations(tuple(found), local_day(now), _silence(agreement))


async def announce_unanswered(session: AsyncSession, request_id: UUID, *, keeper: UUID, now: datetime) -> int:
    """Announce, once, that nobody has answered a request in time; return how many that was, 0 or 1."""
    request = await repository.get_unanswered(session, request_id, visible_to=keeper)
    today = local_day(now)
    if request is None or request.overdue_on is not None or not request.is_overdue(today):
        return 0
    agreement = await agreements.get_agreement(session, request.agreement_id, visible_to=keeper)
    told = replace(request, version=request.version + 1, overdue_on=today)
    await repository.save_renegotiation(session, told)
    _announce(session, RenegotiationOverdue, told, agreement.county_code, now)
    audit.record(session, "renegotiation.overdue", resource_type=RESOURCE, resource_id=told.id)
    return 1


def _silence(agreement: Agreement) -> NotRegulated | None:
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    return None if profile.agreements.renegotiation_clause.value else rules.NEGOTIATION_NOT_REGULATED


def _announce(
    session: AsyncSession, kind: type[RenegotiationEvent], of: Renegotiation, county_code: str, now: datetime
) -> None:
    event = kind(
        id=new_id(),
        occurred_at=now,
        county_code=county_code,
        aggregate_id=of.id,
        aggregate_version=of.version,
        agreement_id=of.agreement_id,
        authority_id=of.authority_id,
        state=of.state,
        asked_on=of.asked_on,
        answer_by=of.answer_by,
        closed_on=of.closed_on,
    )
    enqueue(session, event)
