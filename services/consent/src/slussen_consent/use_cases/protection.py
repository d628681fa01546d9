"""Persons whose data are protected: told by somebody who may, and minded whenever they are read about."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.database import context_of
from slussen_consent.domain.protection import Protection
from slussen_consent.records import ConsentRecord
from slussen_consent.repository import subjects
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.subjects import SubjectNotFoundError


async def protect_subject(
    session: AsyncSession, subject_id: UUID, kind: Protection | None, *, acting: Acting, now: datetime
) -> None:
    """Keep which protection a person has, or that it has ended.

    Raises:
        SubjectNotFoundError: There is no such person.
    """
    if not await subjects.exists(session, subject_id):
        raise SubjectNotFoundError
    await subjects.protect(session, subject_id, kind, at=now, by=acting.subject)
    audit.record(session, "subject.protect", resource_type="subject", subject_id=subject_id)


async def as_shown(
    session: AsyncSession, subject_id: UUID, found: Iterable[ConsentRecord], *, reader: UUID | None
) -> tuple[ConsentRecord, ...]:
    """Return a person's consents as the reader may be shown them; reading about a protected one is logged apart."""
    protection = await subjects.protection_of(session, subject_id)
    if protection is not None:
        audit.record(session, "protected-subject.read", resource_type="subject", subject_id=subject_id)
    unit_id = context_of(session).unit_id
    return tuple(record.shown_to(reader, unit_id, protection) for record in found)
