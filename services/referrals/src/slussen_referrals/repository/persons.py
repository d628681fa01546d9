"""Which records are one person's, as the consent service tells; nothing that is kept here is rewritten for it.

Merges follow one another here even where the events of a chain come in another order than they were told.
Source: contracts/docs/decisions/0024-merged-persons.md.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_referrals.tables import MergedSubjectRow

_SAME = text(
    "WITH RECURSIVE same(asked, id) AS ("
    " SELECT one, one FROM unnest(CAST(:asked AS uuid[])) one"
    " UNION SELECT s.asked, CASE WHEN m.subject_id = s.id THEN m.into_subject_id ELSE m.subject_id END"
    " FROM same s JOIN merged_subject m"
    " ON m.into_subject_id IS NOT NULL AND s.id IN (m.subject_id, m.into_subject_id))"
    " SELECT s.asked, s.id FROM same s LEFT JOIN merged_subject k"
    " ON k.subject_id = s.id AND k.into_subject_id IS NOT NULL"
    " ORDER BY s.asked, k.subject_id IS NOT NULL, s.id"
)


async def same_persons(session: AsyncSession, subject_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return for each id all ids of that person, its own among them; the one that is kept comes first."""
    rows = await (await session.connection()).execute(_SAME, {"asked": list(subject_ids)})
    found: dict[UUID, list[UUID]] = {}
    for asked, one in rows:
        found.setdefault(UUID(int=asked.int), []).append(UUID(int=one.int))
    return found


async def same_person(session: AsyncSession, subject_id: UUID) -> list[UUID]:
    """Return all ids of a person, the one that is kept first."""
    return (await same_persons(session, [subject_id]))[subject_id]


async def remember_merge(session: AsyncSession, subject_id: UUID, into: UUID | None, version: int) -> bool:
    """Keep into whom a record was merged (None: into nobody any more); return whether that was news."""
    row = {"subject_id": subject_id, "version": version, "into_subject_id": into}
    statement = insert(MergedSubjectRow).values(row)
    newer = statement.on_conflict_do_update(
        index_elements=["subject_id"],
        set_={name: statement.excluded[name] for name in row},
        where=statement.excluded["version"] > col(MergedSubjectRow.version),
    )
    kept = await session.exec(newer.returning(col(MergedSubjectRow.version)))
    return kept.first() is not None
