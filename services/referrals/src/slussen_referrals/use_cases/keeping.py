"""Save, tell and trace: what every act on a referral ends with, in one transaction."""

from dataclasses import replace
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.database import Context, context_of, set_context
from slussen_chassis.outbox import enqueue
from slussen_contracts.referrals.api import Act, FamilyRole, Party, PermissionGiver
from slussen_referrals.domain.deadlines import with_deadline
from slussen_referrals.domain.errors import EmploymentMissingError, ReferralNotFoundError
from slussen_referrals.domain.referral import Employment, Referral
from slussen_referrals.repository import families
from slussen_referrals.repository import referrals as repository
from slussen_referrals.repository.referrals import AtUnit, Found
from slussen_referrals.use_cases.announcing import EVENT_OF, event_of
from slussen_referrals.use_cases.families import family_for
from slussen_referrals.use_cases.limiting import limit_of

_ROLES = {
    PermissionGiver.CUSTODIAN: FamilyRole.CHILD,
    PermissionGiver.GUARDIAN: FamilyRole.CHILD,
    PermissionGiver.EXPECTANT_PARENT: FamilyRole.EXPECTANT_PARENT,
}
"""As what the person belongs to a family, told by who gave the permission."""


async def keep(session: AsyncSession, referral: Referral, act: Act, party: Party) -> Referral:
    """Save a referral's new version with its deadline, its history, its event and its audit row; return it."""
    referral = with_deadline(referral, await limit_of(session, referral))
    referral = replace(referral, family_id=await _family_of(session, referral))
    if referral.version == 1:
        await repository.add(session, referral)
    else:
        await repository.save(session, referral)
    context = context_of(session)
    await repository.add_step(session, referral, act, party, by=(context.actor, context.unit_id))
    if referral.opened_on is not None:
        enqueue(session, event_of(EVENT_OF[act], referral))
    trace(session, f"referral.{act.value}", referral)
    return referral


async def _family_of(session: AsyncSession, referral: Referral) -> UUID | None:
    """Return the family that the person belongs to by now; before the permission nobody is told of any.

    Somebody who was in another record's family and is a person of their own again gets one of their own.
    """
    if referral.permission is None:
        return None
    if referral.family_id is not None:
        found = await families.family_of(session, referral.subject_id)
        if found is not None:
            return found
    role = _ROLES.get(referral.permission.given_by, FamilyRole.OTHER)
    return await family_for(
        session,
        (referral.subject_id, role),
        authority_id=referral.responsible_authority_id,
        county_code=referral.county_code,
        now=referral.changed_at,
    )


def trace(session: AsyncSession, action: str, referral: Referral) -> None:
    """Leave an audit row of an access to a referral."""
    audit.record(
        session, action, resource_type="referral", resource_id=referral.id, subject_id=referral.subject_id
    )


def place_of(caller: Caller) -> Employment:
    """Return where the caller works.

    Raises:
        ReferralNotFoundError: The caller works at no unit, and so sees no referral.
    """
    if caller.unit_id is None or caller.authority_id is None:
        raise ReferralNotFoundError
    return Employment(caller.authority_id, caller.unit_id)


def reader(caller: Caller) -> AtUnit:
    """Return the caller as a reader of referrals."""
    at = place_of(caller)
    return AtUnit(at.unit_id, at.authority_id)


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
