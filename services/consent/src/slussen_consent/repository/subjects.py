"""Persons and their numbers. One statement finds or makes, and answers alike whether somebody was known."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import func, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.domain.protection import Protection
from slussen_consent.repository.context import plain
from slussen_consent.repository.journal import Identifier

RESOLVE = """
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest($1::bytea[], $2::text[], $3::bytea[], $4::uuid[]) AS u (blind, system, sealed, candidate)
), known AS MATERIALIZED (
    SELECT asked.blind, i.subject_id FROM asked JOIN subject_identifier i ON i.blind_index = asked.blind
), numbered AS (
    INSERT INTO subject_identifier (blind_index, subject_id, system, sealed)
    SELECT blind, candidate, system, sealed FROM asked
    WHERE NOT EXISTS (SELECT FROM known WHERE known.blind = asked.blind) ORDER BY blind
    ON CONFLICT (blind_index) DO UPDATE SET blind_index = EXCLUDED.blind_index
    RETURNING blind_index AS blind, subject_id
), person AS (
    INSERT INTO subject (id) SELECT subject_id FROM numbered JOIN asked USING (blind) WHERE subject_id = candidate
), newborn AS (
    INSERT INTO subject (id) SELECT unnest($5::uuid[])
)
SELECT blind, coalesce(m.into_id, subject_id) AS subject_id
FROM (SELECT blind, subject_id FROM known UNION ALL SELECT blind, subject_id FROM numbered) found
LEFT JOIN subject_merge m ON m.id = found.subject_id
"""
"""A number whose person was merged into another gives the one that is kept."""

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('subject_merge'))")
_KEPT = text("SELECT coalesce((SELECT into_id FROM subject_merge WHERE id = :subject_id), :subject_id)")
_KEPT_IDS = text("SELECT id, into_id FROM subject_merge WHERE id = ANY(:ids) AND into_id IS NOT NULL")
_MERGE = text(
    "INSERT INTO subject_merge (id, into_id, version, changed_at, changed_by)"
    " VALUES (:merged_id, :into_id, 1, :at, :by)"
    " ON CONFLICT (id) DO UPDATE SET into_id = EXCLUDED.into_id, version = subject_merge.version + 1,"
    " changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by RETURNING id, version"
)
_FOLLOW = text(
    "UPDATE subject_merge SET into_id = :into_id, version = version + 1, changed_at = :at, changed_by = :by"
    " WHERE into_id = :merged_id RETURNING id, version"
)
_SPLIT = text(
    "UPDATE subject_merge SET into_id = NULL, version = version + 1, changed_at = :at, changed_by = :by"
    " WHERE id = :merged_id AND into_id = :into_id RETURNING id, version"
)
_PROTECT = text(
    "INSERT INTO subject_protection (subject_id, kind, version, changed_at, changed_by)"
    " VALUES (:subject_id, :kind, 1, :at, :by)"
    " ON CONFLICT (subject_id) DO UPDATE SET kind = EXCLUDED.kind, version = subject_protection.version + 1,"
    " changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by"
)
_PROTECTION = text(
    "SELECT max(kind) FROM subject_protection WHERE subject_id IN (SELECT same_person(:subject_id))"
)
_EXISTS = text("SELECT 1 FROM subject WHERE id = :subject_id")
_FIND = text("SELECT DISTINCT subject_id FROM subject_identifier WHERE blind_index = ANY(:blinds)")
_ADD = text(
    "INSERT INTO subject_identifier (blind_index, subject_id, system, sealed)"
    " VALUES (:blind, :subject_id, :system, :sealed)"
    " ON CONFLICT (blind_index) DO UPDATE SET blind_index = EXCLUDED.blind_index RETURNING subject_id"
)
_SUPERSEDE = text(
    "UPDATE subject_identifier SET superseded_by = :blind"
    " WHERE blind_index = :superseded AND subject_id = :subject_id RETURNING subject_id"
)


async def resolve(
    pool: "asyncpg.Pool[Any]", identifiers: Sequence[Identifier], newborns: Sequence[UUID] = ()
) -> dict[bytes, UUID]:
    """Return whose numbers these are, making a person of each that nobody has; one statement, race-safe."""
    columns = [list(column) for column in zip(*identifiers, strict=True)] if identifiers else [[], [], [], []]
    rows = await pool.fetch(RESOLVE, *columns, list(newborns))
    return {row["blind"]: plain(row["subject_id"]) for row in rows}


async def exists(session: AsyncSession, subject_id: UUID) -> bool:
    """Tell whether there is such a person."""
    connection = await session.connection()
    return (await connection.execute(_EXISTS, {"subject_id": subject_id})).first() is not None


async def find(session: AsyncSession, blinds: Sequence[bytes]) -> list[UUID]:
    """Return whose numbers these are, as far as they are known; nobody is made known."""
    connection = await session.connection()
    return [plain(found) for found in (await connection.execute(_FIND, {"blinds": list(blinds)})).scalars()]


async def add_identifier(session: AsyncSession, subject_id: UUID, identifier: Identifier) -> UUID:
    """Give a person a number; return whose it is now: another's, where it was in use."""
    connection = await session.connection()
    row = {"blind": identifier.blind, "system": identifier.system, "sealed": identifier.sealed}
    found: UUID = (await connection.execute(_ADD, {**row, "subject_id": subject_id})).scalar_one()
    return found


async def supersede(session: AsyncSession, subject_id: UUID, *, superseded: bytes, blind: bytes) -> bool:
    """Mark one of a person's numbers as superseded by another; tell whether the person has it."""
    connection = await session.connection()
    row = {"superseded": superseded, "blind": blind, "subject_id": subject_id}
    return (await connection.execute(_SUPERSEDE, row)).first() is not None


def is_same_person(column: Any, subject_id: UUID) -> Any:
    """Return the condition that a row is about a person, under whichever of the person's ids it was recorded."""
    return column.in_(select(func.same_person(subject_id)))


async def kept_id(session: AsyncSession, subject_id: UUID) -> UUID:
    """Return the id that is kept of a person; only one merge or split goes on at a time."""
    connection = await session.connection()
    await connection.execute(_ONE_AT_A_TIME)
    found: UUID = (await connection.execute(_KEPT, {"subject_id": subject_id})).scalar_one()
    return plain(found)


async def kept_ids(session: AsyncSession, subject_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return for each id the one that is kept of the person: the same, where it was merged into no other."""
    rows = await (await session.connection()).execute(_KEPT_IDS, {"ids": list(subject_ids)})
    return {one: one for one in subject_ids} | {plain(row.id): plain(row.into_id) for row in rows}


async def merge(
    session: AsyncSession, merged_id: UUID, into_id: UUID, *, at: datetime, by: str
) -> list[tuple[UUID, int]]:
    """Let a record be another person's; what was merged into it follows. Return each that moved, with its version."""
    given = {"merged_id": merged_id, "into_id": into_id, "at": at, "by": by}
    connection = await session.connection()
    moved = [*(await connection.execute(_FOLLOW, given)), *(await connection.execute(_MERGE, given))]
    return [(plain(row.id), row.version) for row in moved]


async def split(
    session: AsyncSession, merged_id: UUID, into_id: UUID, *, at: datetime, by: str
) -> int | None:
    """Undo a merge; return its version, None where the two are not merged."""
    given = {"merged_id": merged_id, "into_id": into_id, "at": at, "by": by}
    row = (await (await session.connection()).execute(_SPLIT, given)).first()
    return None if row is None else row.version


async def protect(
    session: AsyncSession, subject_id: UUID, kind: Protection | None, *, at: datetime, by: str
) -> None:
    """Keep which protection a person has from now on."""
    given = {"subject_id": subject_id, "kind": kind.value if kind else None, "at": at, "by": by}
    await (await session.connection()).execute(_PROTECT, given)


async def protection_of(session: AsyncSession, subject_id: UUID) -> Protection | None:
    """Return a person's protection, the stronger where two records of the person differ."""
    found = await session.scalar(_PROTECTION, {"subject_id": subject_id})
    return Protection(found) if found else None
