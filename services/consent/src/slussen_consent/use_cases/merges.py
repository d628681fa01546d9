"""Two records of one person: merged by somebody who knows, undone where that was a mistake; nothing is rewritten."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.errors import ConflictError
from slussen_chassis.outbox import enqueue
from slussen_consent.repository import subjects as repository
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.subjects import SubjectNotFoundError
from slussen_contracts.consent.events import SubjectMerged, SubjectSplit

NATIONAL = "00"


class SubjectsAlreadyMergedError(ConflictError):
    """The two are one person already, or the same record."""

    code: ClassVar[str] = "subjects-already-merged"
    title_sv: ClassVar[str] = "Posterna är redan en och samma person"
    title_en: ClassVar[str] = "The records are one person's already"


class SubjectsNotMergedError(ConflictError):
    """The two are not merged, so that there is nothing to undo."""

    code: ClassVar[str] = "subjects-not-merged"
    title_sv: ClassVar[str] = "Posterna är inte sammanslagna"
    title_en: ClassVar[str] = "The records are not merged"


async def merge_subjects(
    session: AsyncSession,
    subject_id: UUID,
    merged_id: UUID,
    *,
    acting: Acting,
    resources: Resources,
    now: datetime,
) -> UUID:
    """Let two records be one person's, and announce it; return the id that is kept.

    Raises:
        SubjectNotFoundError: One of them is not there.
        SubjectsAlreadyMergedError: They are one person already.
    """
    for one in (subject_id, merged_id):
        if not await repository.exists(session, one):
            raise SubjectNotFoundError
    kept = await repository.kept_id(session, subject_id)
    merged = await repository.kept_id(session, merged_id)
    if kept == merged:
        raise SubjectsAlreadyMergedError
    for moved, version in await repository.merge(session, merged, kept, at=now, by=acting.subject):
        audit.record(session, "subject.merge", resource_type="subject", resource_id=moved, subject_id=kept)
        enqueue(
            session,
            SubjectMerged(
                id=new_id(),
                occurred_at=now,
                county_code=NATIONAL,
                aggregate_id=moved,
                aggregate_version=version,
                into_subject_id=kept,
            ),
        )
    resources.vault.forget()
    return kept


async def split_subject(
    session: AsyncSession,
    subject_id: UUID,
    merged_id: UUID,
    *,
    acting: Acting,
    resources: Resources,
    now: datetime,
) -> UUID:
    """Undo that a record was merged into another, and announce it; return the record's own id.

    Raises:
        SubjectsNotMergedError: It is not merged into that one.
    """
    kept = await repository.kept_id(session, subject_id)
    version = await repository.split(session, merged_id, kept, at=now, by=acting.subject)
    if version is None:
        raise SubjectsNotMergedError
    audit.record(session, "subject.split", resource_type="subject", resource_id=merged_id, subject_id=kept)
    enqueue(
        session,
        SubjectSplit(
            id=new_id(),
            occurred_at=now,
            county_code=NATIONAL,
            aggregate_id=merged_id,
            aggregate_version=version,
            from_subject_id=kept,
        ),
    )
    resources.vault.forget()
    return merged_id
