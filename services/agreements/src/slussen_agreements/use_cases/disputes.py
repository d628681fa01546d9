"""Disputes (tvister) under an agreement: registered with the body that settles them, and settled."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.kinds import body_for_disputes
from slussen_agreements.domain.records import Dispute, DisputeSettledError
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.repository import agreements, lifecycle
from slussen_agreements.use_cases.access import open_agreement, reader_of
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.agreements.events import (
    AgreementDisputeRegistered,
    AgreementDisputeSettled,
    AgreementDisputeState,
)
from slussen_contracts.agreements.lifecycle import DisputeOutcomeWrite, DisputeWrite


async def register_dispute(
    session: AsyncSession, agreement_id: UUID, wanted: DisputeWrite, *, caller: Caller, now: datetime
) -> Dispute:
    """Register a dispute under an agreement, and announce it; the agreement stays as it is.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        InvalidError: The day has not come, or is before the agreement's first.
    """
    agreement = (await open_agreement(session, agreement_id, expected=None, caller=caller)).agreement
    _require_day("registeredOn", wanted.registered_on, earliest=agreement.valid_from, now=now)
    profile = profile_version(agreement.profile_id, agreement.profile_first_day)
    body = body_for_disputes(agreement, profile)
    dispute = Dispute(
        id=new_id(),
        agreement_id=agreement.id,
        matter=wanted.matter,
        body=None if isinstance(body, NotRegulated) else body,
        registered_on=wanted.registered_on,
    )
    made_by = await reader_of(session, caller)
    await lifecycle.add_dispute(session, agreement, dispute, made_by=made_by)
    _announce(session, AgreementDisputeRegistered, dispute, agreement, now=now)
    audit.record(session, "dispute.register", resource_type="dispute", resource_id=dispute.id)
    return dispute


async def settle_dispute(  # noqa: PLR0913 - what a change takes
    session: AsyncSession,
    agreement_id: UUID,
    dispute_id: UUID,
    wanted: DisputeOutcomeWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Dispute:
    """Record how a dispute was settled, and announce it.

    Raises:
        AgreementNotFoundError: There is no such agreement that the caller may see.
        DisputeNotFoundError: It has no such dispute.
        DisputeSettledError: It is settled already.
        InvalidError: The day has not come, or is before the dispute was registered.
    """
    agreement = (await open_agreement(session, agreement_id, expected=None, caller=caller)).agreement
    dispute = await lifecycle.get_dispute(session, agreement.id, dispute_id)
    check_version(dispute.version, expected)
    if dispute.settled_on is not None:
        raise DisputeSettledError
    _require_day("settledOn", wanted.settled_on, earliest=dispute.registered_on, now=now)
    settled = replace(
        dispute, version=dispute.version + 1, settled_on=wanted.settled_on, outcome=wanted.outcome
    )
    await lifecycle.settle_dispute(session, settled)
    _announce(session, AgreementDisputeSettled, settled, agreement, now=now)
    audit.record(session, "dispute.settle", resource_type="dispute", resource_id=settled.id)
    return settled


async def list_disputes(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> list[Dispute]:
    """Return the disputes under an agreement.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "dispute.list", resource_type="agreement", resource_id=agreement.id)
    return await lifecycle.disputes_of(session, agreement.id)


def _require_day(field: str, day: date, *, earliest: date, now: datetime) -> None:
    if day > local_day(now):
        refuse([FieldProblem(field, "has-come", "ska vara idag eller tidigare", "must be today or earlier")])
    if day < earliest:
        refuse([FieldProblem(field, "order", "ligger för tidigt", "is too early")])


def _announce(
    session: AsyncSession,
    kind: type[AgreementDisputeState],
    dispute: Dispute,
    agreement: Agreement,
    *,
    now: datetime,
) -> None:
    event = kind(
        id=new_id(),
        occurred_at=now,
        county_code=agreement.county_code,
        aggregate_id=dispute.id,
        aggregate_version=dispute.version,
        agreement_id=agreement.id,
        body=dispute.body,
        registered_on=dispute.registered_on,
        settled_on=dispute.settled_on,
    )
    enqueue(session, event)
