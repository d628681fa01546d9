"""The duty to inform (informationsskyldighet): what a party tells the others, and who has taken part of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import between_parties as rules
from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.between_parties import AlreadyReceivedError, Information, Receipt
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
from slussen_contracts.agreements.between_parties import InformationCreate, ReceiptCreate
from slussen_contracts.agreements.party_events import InformationGiven, InformationReceived

RESOURCE = "party-information"


@dataclass(frozen=True, slots=True)
class Told:
    """What parties told each other under an agreement; `silent` where the county says nothing of the duty."""

    agreement: Agreement
    found: tuple[Information, ...]
    silent: NotRegulated | None = None


async def inform_parties(
    session: AsyncSession, agreement_id: UUID, wanted: InformationCreate, *, caller: Caller, now: datetime
) -> Told:
    """Tell the other parties of a measure that one plans; announce that something was told.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotAPartyError: The caller is no person, or acts for no party.
        WrongStatusError: The agreement is not in force.
        InvalidError: The day has not come, or is before the agreement's first.
    """
    agreement = (await open_agreement(session, agreement_id, expected=None, caller=caller)).agreement
    party = acting_party(agreement, wanted.authority_id, caller)
    rules.require_in_force(agreement)
    refuse(rules.day_faults("toldOn", wanted.told_on, agreement, local_day(now)))
    told = Information(
        id=new_id(),
        agreement_id=agreement.id,
        authority_id=party,
        subject=caller.subject,
        measure=wanted.measure,
        told_on=wanted.told_on,
        planned_from=wanted.planned_from,
    )
    await repository.add_information(session, agreement, told, made_by=await reader_of(session, caller))
    event = InformationGiven(
        id=new_id(),
        occurred_at=now,
        county_code=agreement.county_code,
        aggregate_id=told.id,
        aggregate_version=1,
        agreement_id=agreement.id,
        authority_id=party,
        told_on=told.told_on,
        planned_from=told.planned_from,
    )
    enqueue(session, event)
    audit.record(session, "party-information.give", resource_type=RESOURCE, resource_id=told.id)
    return Told(agreement, (told,))


async def acknowledge_information(
    session: AsyncSession,
    agreement_id: UUID,
    information_id: UUID,
    wanted: ReceiptCreate,
    *,
    caller: Caller,
    now: datetime,
) -> Told:
    """Record that a party has taken part of what another told it, and announce that.

    Raises:
        AgreementNotFoundError: There is no such agreement that the caller may see.
        InformationNotFoundError: It has no such information.
        NotAPartyError: The caller is no person, or acts for no party.
        AlreadyReceivedError: The party has taken part of it, or told it itself.
    """
    agreement = (await open_agreement(session, agreement_id, expected=None, caller=caller)).agreement
    party = acting_party(agreement, wanted.authority_id, caller)
    told = await repository.get_information(session, agreement.id, information_id)
    if party not in told.waiting_for(agreement):
        raise AlreadyReceivedError
    receipt = Receipt(party, caller.subject, now)
    made_by = await reader_of(session, caller)
    await repository.add_receipt(session, agreement, told, receipt, made_by=made_by)
    received = replace(told, receipts=(*told.receipts, receipt))
    event = InformationReceived(
        id=new_id(),
        occurred_at=now,
        county_code=agreement.county_code,
        aggregate_id=told.id,
        aggregate_version=1 + len(received.receipts),
        agreement_id=agreement.id,
        authority_id=party,
    )
    enqueue(session, event)
    audit.record(session, "party-information.receive", resource_type=RESOURCE, resource_id=told.id)
    return Told(agreement, (received,))


async def list_information(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> Told:
    """Return what the parties told each other.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "party-information.list", resource_type="agreement", resource_id=agreement.id)
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    is_regulated = profile.agreements.duty_to_inform_clause.value
    found = await repository.information_of(session, agreement.id)
    return Told(agreement, tuple(found), None if is_regulated else rules.INFORMATION_NOT_REGULATED)
