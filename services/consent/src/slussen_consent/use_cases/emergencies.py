"""Break-glass: opened with a reason, closed, and reviewed by somebody else of the own authority."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_consent.domain.emergency import (
    EmergencyAccess,
    EmergencyAccessNotFoundError,
    EmergencyReason,
    NotAtAUnitError,
    Opening,
    Review,
    ReviewOutcome,
    close_records,
    open_records,
    review_access,
)
from slussen_consent.repository import emergencies, subjects
from slussen_consent.tables import EmergencyReadingRow
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.subjects import SubjectNotFoundError
from slussen_contracts.consent import api
from slussen_contracts.consent.events import (
    EmergencyAccessOpened,
    EmergencyAccessReminded,
    EmergencyAccessReviewed,
)


@dataclass(frozen=True, slots=True)
class ReviewedAccess:
    """An access with what was read under it."""

    access: EmergencyAccess
    readings: Sequence[EmergencyReadingRow]


async def open_emergency_access(
    session: AsyncSession, wanted: api.EmergencyAccessOpen, *, acting: Acting, now: datetime
) -> ReviewedAccess:
    """Open what other units of the own authority keep about a person, for three hours.

    Raises:
        NotAtAUnitError: A system asks, or somebody who works at no unit.
        SubjectNotFoundError: There is no such person.
    """
    if not acting.is_person or acting.unit_id is None:
        raise NotAtAUnitError
    if not await subjects.exists(session, wanted.subject_id):
        raise SubjectNotFoundError
    opening = Opening(
        person=acting.subject,
        unit_id=acting.unit_id,
        subject_id=wanted.subject_id,
        reason=EmergencyReason(wanted.reason_code),
        reference=wanted.reference,
    )
    access = open_records(opening, access_id=new_id(), at=now)
    await emergencies.add(session, access, county_code=acting.county_code, authority_id=acting.authority_id)
    _trace(session, "emergency-access.open", access)
    enqueue(session, EmergencyAccessOpened.model_validate(_state(access, acting, now)))
    return ReviewedAccess(access, ())


async def close_emergency_access(
    session: AsyncSession, access_id: UUID, *, acting: Acting, now: datetime
) -> ReviewedAccess:
    """Close one's own access before its time.

    Raises:
        EmergencyAccessNotFoundError: The caller has no such access.
    """
    known = await emergencies.get_for_update(session, access_id, kept_by=acting.authority_id)
    if known.person != acting.subject:
        raise EmergencyAccessNotFoundError
    closed = close_records(known, at=now)
    await emergencies.save(session, closed)
    _trace(session, "emergency-access.close", closed)
    return await _whole(session, closed, acting)


async def list_emergency_accesses(session: AsyncSession, *, acting: Acting) -> list[ReviewedAccess]:
    """Return the own authority's accesses with what was read, those to be reviewed first."""
    audit.record(session, "emergency-access.list", resource_type="emergency_access")
    found = await emergencies.list_accesses(session, visible_to=acting.authority_id)
    readings = await emergencies.readings_of(
        session, [access.id for access in found], visible_to=acting.authority_id
    )
    return [ReviewedAccess(access, readings[access.id]) for access in found]


async def review_emergency_access(
    session: AsyncSession, access_id: UUID, wanted: api.EmergencyReview, *, acting: Acting, now: datetime
) -> ReviewedAccess:
    """Review an access of the own authority.

    Raises:
        EmergencyAccessNotFoundError: The authority has no such access.
        OwnReviewError: It is the reviewer's own.
        AlreadyReviewedError: It was reviewed before.
    """
    known = await emergencies.get_for_update(session, access_id, kept_by=acting.authority_id)
    review = Review(acting.subject, now, ReviewOutcome(wanted.outcome), wanted.reference)
    reviewed = review_access(known, review)
    await emergencies.save(session, reviewed)
    _trace(session, "emergency-access.review", reviewed)
    state = {**_state(reviewed, acting, now), "outcome": wanted.outcome}
    enqueue(session, EmergencyAccessReviewed.model_validate(state))
    return await _whole(session, reviewed, acting)


async def remind_of_review(
    session: AsyncSession, access_id: UUID, *, keeper: UUID, county_code: str, now: datetime
) -> bool:
    """Announce that an access still awaits its review; False where it was reviewed or reminded of before us."""
    known = await emergencies.get_for_update(session, access_id, kept_by=keeper)
    if not await emergencies.note_reminder(session, access_id, at=now):
        return False
    reminded = replace(known, version=known.version + 1)
    _trace(session, "emergency-access.remind", reminded)
    if await subjects.protection_of(session, reminded.subject_id) is None:
        enqueue(session, EmergencyAccessReminded.model_validate(_about(reminded, county_code, keeper, now)))
    return True


async def _whole(session: AsyncSession, access: EmergencyAccess, acting: Acting) -> ReviewedAccess:
    readings = await emergencies.readings_of(session, [access.id], visible_to=acting.authority_id)
    return ReviewedAccess(access, readings[access.id])


def _state(access: EmergencyAccess, acting: Acting, now: datetime) -> dict[str, object]:
    return _about(access, acting.county_code, acting.authority_id, now)


def _about(
    access: EmergencyAccess, county_code: str, authority_id: UUID | None, now: datetime
) -> dict[str, object]:
    return {
        "id": new_id(),
        "occurred_at": now,
        "county_code": county_code,
        "aggregate_id": access.id,
        "aggregate_version": access.version,
        "subject_id": access.subject_id,
        "unit_id": access.unit_id,
        "responsible_authority_id": authority_id,
        "reason": access.reason.value,
        "closes_at": access.closes_at,
    }


def _trace(session: AsyncSession, action: str, access: EmergencyAccess) -> None:
    audit.record(
        session, action, resource_type="emergency_access", resource_id=access.id, subject_id=access.subject_id
    )
