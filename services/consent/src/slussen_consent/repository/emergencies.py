"""Emergency accesses and what was read under them, in the ordinary session."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import new_id
from slussen_consent.domain.emergency import (
    EmergencyAccess,
    EmergencyAccessNotFoundError,
    EmergencyReason,
    Review,
    ReviewOutcome,
)
from slussen_consent.repository.subjects import is_same_person
from slussen_consent.tables import EmergencyAccessRow, EmergencyReadingRow

MOST = 200


async def add(
    session: AsyncSession, access: EmergencyAccess, *, county_code: str, authority_id: UUID
) -> None:
    """Keep a new access; its controller alone sees it."""
    session.add(
        EmergencyAccessRow(
            id=access.id,
            version=access.version,
            person=access.person,
            unit_id=access.unit_id,
            subject_id=access.subject_id,
            reason=access.reason.value,
            reference=access.reference,
            opened_at=access.opened_at,
            closes_at=access.closes_at,
            county_code=county_code,
            responsible_authority_id=authority_id,
            grants=[authority_id],
        )
    )
    await session.flush()


async def save(session: AsyncSession, access: EmergencyAccess) -> None:
    """Keep what became of an access."""
    row = await session.get_one(EmergencyAccessRow, access.id)
    row.version, row.closes_at = access.version, access.closes_at
    if access.review is not None:
        row.reviewed_by, row.reviewed_at = access.review.by, access.review.at
        row.review_outcome, row.review_reference = access.review.outcome.value, access.review.reference
    await session.flush()


async def get_for_update(session: AsyncSession, access_id: UUID, *, kept_by: UUID) -> EmergencyAccess:
    """Return an access of the authority's, locked until the transaction ends.

    Raises:
        EmergencyAccessNotFoundError: The authority has no such access.
    """
    query = (
        select(EmergencyAccessRow)
        .where(
            col(EmergencyAccessRow.id) == access_id,
            col(EmergencyAccessRow.responsible_authority_id) == kept_by,
        )
        .with_for_update()
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise EmergencyAccessNotFoundError
    return _access(row)


async def find_open(
    session: AsyncSession,
    subject_id: UUID,
    *,
    person: str,
    unit_id: UUID,
    visible_to: UUID | None,
    at: datetime,
) -> EmergencyAccess | None:
    """Return somebody's access to what is kept about a person that is open at a moment, the latest to close."""
    query = (
        select(EmergencyAccessRow)
        .where(
            is_same_person(col(EmergencyAccessRow.subject_id), subject_id),
            col(EmergencyAccessRow.person) == person,
            col(EmergencyAccessRow.unit_id) == unit_id,
            col(EmergencyAccessRow.grants).contains([visible_to]),
            col(EmergencyAccessRow.opened_at) <= at,
            col(EmergencyAccessRow.closes_at) > at,
        )
        .order_by(col(EmergencyAccessRow.closes_at).desc())
    )
    row = (await session.exec(query)).first()
    return _access(row) if row else None


async def list_accesses(session: AsyncSession, *, visible_to: UUID) -> Sequence[EmergencyAccess]:
    """Return the authority's accesses, those to be reviewed first, the latest first."""
    query = (
        select(EmergencyAccessRow)
        .where(col(EmergencyAccessRow.grants).contains([visible_to]))
        .order_by(col(EmergencyAccessRow.reviewed_at).is_not(None), col(EmergencyAccessRow.id).desc())
        .limit(MOST)
    )
    return [_access(row) for row in (await session.exec(query)).all()]


async def find_unreviewed(
    session: AsyncSession, opened_before: datetime, *, most: int
) -> Sequence[tuple[UUID, UUID, str]]:
    """Return ids, controllers and counties of accesses without review or reminder, whoever keeps them (worker)."""
    query = (
        select(
            col(EmergencyAccessRow.id),
            col(EmergencyAccessRow.responsible_authority_id),
            col(EmergencyAccessRow.county_code),
        )
        .where(
            col(EmergencyAccessRow.reviewed_at).is_(None),
            col(EmergencyAccessRow.reminded_at).is_(None),
            col(EmergencyAccessRow.opened_at) < opened_before,
        )
        .order_by(col(EmergencyAccessRow.opened_at))
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in (await session.exec(query)).all()]


async def note_reminder(session: AsyncSession, access_id: UUID, *, at: datetime) -> bool:
    """Note that an access was reminded of; False where it was before."""
    row = await session.get_one(EmergencyAccessRow, access_id)
    if row.reminded_at is not None or row.reviewed_at is not None:
        return False
    row.reminded_at = at
    row.version += 1
    await session.flush()
    return True


async def add_readings(
    session: AsyncSession, access: EmergencyAccess, resource_type: str, ids: Collection[UUID], at: datetime
) -> None:
    """Keep which records were read under an access."""
    row = await session.get_one(EmergencyAccessRow, access.id)
    session.add_all(
        EmergencyReadingRow(
            id=new_id(),
            access_id=access.id,
            resource_type=resource_type,
            resource_id=resource_id,
            read_at=at,
            county_code=row.county_code,
            responsible_authority_id=row.responsible_authority_id,
            grants=row.grants,
        )
        for resource_id in ids
    )
    await session.flush()


async def readings_of(
    session: AsyncSession, access_ids: Collection[UUID], *, visible_to: UUID
) -> dict[UUID, list[EmergencyReadingRow]]:
    """Return what was read under each access, the earliest first."""
    query = (
        select(EmergencyReadingRow)
        .where(
            col(EmergencyReadingRow.access_id).in_(access_ids),
            col(EmergencyReadingRow.grants).contains([visible_to]),
        )
        .order_by(col(EmergencyReadingRow.id))
    )
    found: dict[UUID, list[EmergencyReadingRow]] = defaultdict(list)
    for row in (await session.exec(query)).all():
        found[row.access_id].append(row)
    return found


def _access(row: EmergencyAccessRow) -> EmergencyAccess:
    review = None
    if row.reviewed_by is not None and row.reviewed_at is not None and row.review_outcome is not None:
        review = Review(
            row.reviewed_by, row.reviewed_at, ReviewOutcome(row.review_outcome), row.review_reference
        )
    return EmergencyAccess(
        id=row.id,
        version=row.version,
        person=row.person,
        unit_id=row.unit_id,
        subject_id=row.subject_id,
        reason=EmergencyReason(row.reason),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        reference=row.reference,
        review=review,
    )
