"""Save, tell and trace: what every act on a referral ends with, in one transaction."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.database import Context, context_of, set_context
from slussen_chassis.outbox import enqueue
from slussen_contracts.referrals import events
from slussen_contracts.referrals.api import Act, Party
from slussen_referrals import repository
from slussen_referrals.domain.errors import EmploymentMissingError, ReferralNotFoundError
from slussen_referrals.domain.referral import Referral
from slussen_referrals.repository import AtUnit, Found

EVENT_OF: dict[Act, type[events.ReferralState]] = {
    Act.OPEN: events.ReferralOpened,
    Act.WAIT: events.ReferralAwaited,
    Act.STOP_WAITING: events.ReferralAwaited,
    Act.SEND: events.ReferralSent,
    Act.RECEIVE: events.ReferralReceived,
    Act.ACCEPT: events.ReferralAccepted,
    Act.CONTACT: events.ReferralContacted,
    Act.COMPLETE: events.ReferralCompleted,
    Act.DECLINE: events.ReferralDeclined,
    Act.SUSPEND: events.ReferralSuspended,
    Act.RESUME: events.ReferralResumed,
    Act.RECALL: events.ReferralRecalled,
    Act.VOID: events.ReferralVoided,
}


async def keep(session: AsyncSession, referral: Referral, act: Act, party: Party) -> Referral:
    """Save a referral's new version with its history, its event and its audit row; return it."""
    if referral.version == 1:
        await repository.add(session, referral)
    else:
        await repository.save(session, referral)
    context = context_of(session)
    await repository.add_step(session, referral, act, party, by=(context.actor, context.unit_id))
    if referral.opened_on is not None:
        enqueue(session, event_of(referral, act))
    trace(session, f"referral.{act.value}", referral)
    return referral


def trace(session: AsyncSession, action: str, referral: Referral) -> None:
    """Leave an audit row of an access to a referral."""
    audit.record(
        session, action, resource_type="referral", resource_id=referral.id, subject_id=referral.subject_id
    )


def event_of(referral: Referral, act: Act) -> events.ReferralState:
    """Return the event that announces what `act` made of an opened referral: all that is counted of it.

    What was never opened is announced to nobody: it does not count, and no other service has a part in it.
    """
    return EVENT_OF[act](
        id=new_id(),
        occurred_at=referral.changed_at,
        county_code=referral.county_code,
        aggregate_id=referral.id,
        aggregate_version=referral.version,
        centre_id=referral.centre_id,
        municipality_code=referral.municipality_code,
        profile_id=referral.profile_id,
        subject_id=referral.subject_id,
        family_id=referral.family_id,
        kind=referral.kind.value,
        state=referral.state.value,
        from_unit_id=referral.from_unit_id,
        from_activity=referral.from_activity,
        from_profession=referral.from_profession,
        to_unit_id=referral.to_unit_id,
        to_activity=referral.to_activity,
        to_profession=referral.to_profession,
        counted=referral.counts,
        opened_on=referral.opened_on,
        sent_at=referral.sent_at,
        accepted_at=referral.accepted_at,
        contacted_at=referral.contacted_at,
        ended_at=referral.ended_at,
        outcome=referral.outcome.value if referral.outcome else None,
    )


def unit_of(caller: Caller) -> UUID:
    """Return the caller's unit.

    Raises:
        ReferralNotFoundError: The caller works at no unit, and so sees no referral.
    """
    if caller.unit_id is None:
        raise ReferralNotFoundError
    return caller.unit_id


def reader(caller: Caller) -> AtUnit:
    """Return the caller as a reader of referrals."""
    return AtUnit(unit_of(caller))


def employment_of(caller: Caller) -> tuple[UUID, UUID, str]:
    """Return the caller's authority, unit and profession.

    Raises:
        EmploymentMissingError: One of them is not known.
    """
    if caller.authority_id is None or caller.unit_id is None or caller.profession is None:
        raise EmploymentMissingError
    return caller.authority_id, caller.unit_id, caller.profession


async def act_as_controller(session: AsyncSession, found: Found, purpose: str) -> None:
    """Let the system act under a referral's controller, for as long as the transaction works on it."""
    await set_context(
        session, Context(authority_id=found.authority_id, county_code=found.county_code, purpose=purpose)
    )
