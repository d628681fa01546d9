"""Journals' migrations and their faulty lines, in the ordinary session; each read names authority and client."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.domain.migration import Migration, MigrationNotFoundError, Tally
from slussen_consent.repository.context import plain

_ADD = text(
    "INSERT INTO consent_migration (id, client_id, label, expected_rows, next_line, accepted, duplicates, rejected,"
    " opened_at, changed_at, county_code, responsible_authority_id, grants)"
    " VALUES (:id, :client_id, :label, :expected_rows, 1, 0, 0, 0, :at, :at, :county, :authority,"
    " ARRAY[CAST(:authority AS uuid)])"
)
_GET = text(
    "SELECT id, next_line, accepted, duplicates, rejected, opened_at, changed_at, label, expected_rows, completed_at"
    " FROM consent_migration WHERE id = :id AND client_id = :client_id AND responsible_authority_id = :authority"
)
_ADVANCE = text(
    "UPDATE consent_migration SET next_line = :next_line, accepted = accepted + :accepted,"
    " duplicates = duplicates + :duplicates, rejected = rejected + :rejected, changed_at = :at"
    " WHERE id = :id AND next_line = :first_line AND completed_at IS NULL RETURNING id"
)
_COMPLETE = text(
    "UPDATE consent_migration SET completed_at = coalesce(completed_at, :at), changed_at = :at WHERE id = :id"
)
_ADD_FAULTS = text(
    "INSERT INTO consent_migration_fault (migration_id, line, document, county_code, responsible_authority_id, grants)"
    " SELECT :id, f.line, f.document, :county, :authority, ARRAY[CAST(:authority AS uuid)]"
    " FROM jsonb_to_recordset(CAST(:faults AS jsonb)) AS f (line integer, document jsonb)"
)
_FAULTS = text(
    "SELECT line, document FROM consent_migration_fault"
    " WHERE migration_id = :id AND responsible_authority_id = :authority AND line > :after"
    " ORDER BY line LIMIT :most OFFSET :offset"
)
_OLD = text(
    "SELECT id, responsible_authority_id FROM consent_migration"
    " WHERE changed_at < :before ORDER BY changed_at LIMIT :most"
)
_FORGET_FAULTS = text("DELETE FROM consent_migration_fault WHERE migration_id = :id")
_FORGET = text("DELETE FROM consent_migration WHERE id = :id AND changed_at < :before RETURNING id")


async def find_old(session: AsyncSession, before: datetime, *, most: int) -> Sequence[tuple[UUID, UUID]]:
    """Return ids and controllers of migrations untouched since a moment, whoever keeps them (worker)."""
    rows = await (await session.connection()).execute(_OLD, {"before": before, "most": most})
    return [(plain(row.id), plain(row.responsible_authority_id)) for row in rows]


async def forget(session: AsyncSession, migration_id: UUID, before: datetime) -> bool:
    """Delete a migration with its faulty lines, never a consent; False where it has been touched meanwhile."""
    connection = await session.connection()
    if (await connection.execute(_FORGET, {"id": migration_id, "before": before})).first() is None:
        return False
    await connection.execute(_FORGET_FAULTS, {"id": migration_id})
    return True


async def add(
    session: AsyncSession, migration: Migration, *, client_id: str, authority_id: UUID, county_code: str
) -> None:
    """Keep a new migration; its authority alone sees it."""
    row = {"id": migration.id, "label": migration.label, "expected_rows": migration.expected_rows}
    owner = {"client_id": client_id, "authority": authority_id, "county": county_code}
    await (await session.connection()).execute(_ADD, {**row, **owner, "at": migration.opened_at})


async def get(session: AsyncSession, migration_id: UUID, *, client_id: str, visible_to: UUID) -> Migration:
    """Return a client's migration.

    Raises:
        MigrationNotFoundError: The client has none such for this authority.
    """
    asked = {"id": migration_id, "client_id": client_id, "authority": visible_to}
    row = (await (await session.connection()).execute(_GET, asked)).mappings().first()
    if row is None:
        raise MigrationNotFoundError
    found: dict[str, Any] = dict(row)
    tally = Tally(found.pop("accepted"), found.pop("duplicates"), found.pop("rejected"))
    return Migration(**{**found, "id": plain(found["id"])}, tally=tally)


async def advance(
    session: AsyncSession, migration_id: UUID, tally: Tally, *, lines: tuple[int, int], at: datetime
) -> bool:
    """Count lines from the first of `lines` to before the second; False where they have been counted already."""
    counted = {"accepted": tally.accepted, "duplicates": tally.duplicates, "rejected": tally.rejected}
    row = {"id": migration_id, "first_line": lines[0], "next_line": lines[1], "at": at, **counted}
    return (await (await session.connection()).execute(_ADVANCE, row)).first() is not None


async def complete(session: AsyncSession, migration_id: UUID, *, at: datetime) -> None:
    """Take no more rows; the first moment of completion stands."""
    await (await session.connection()).execute(_COMPLETE, {"id": migration_id, "at": at})


async def add_faults(
    session: AsyncSession,
    migration_id: UUID,
    faults: Sequence[Mapping[str, Any]],
    *,
    authority_id: UUID,
    county_code: str,
) -> None:
    """Keep which lines were faulty and how; `faults` have `line` and `document`, and hold no value that came in."""
    row = {"id": migration_id, "authority": authority_id, "county": county_code}
    await (await session.connection()).execute(_ADD_FAULTS, {**row, "faults": orjson.dumps(faults).decode()})


async def list_faults(
    session: AsyncSession, migration_id: UUID, *, visible_to: UUID, after: int = 0, most: int, offset: int = 0
) -> Sequence[tuple[int, dict[str, Any]]]:
    """Return faulty lines in their order, those after the line `after`."""
    asked = {"id": migration_id, "authority": visible_to, "after": after, "most": most, "offset": offset}
    rows = await (await session.connection()).execute(_FAULTS, asked)
    return [(row.line, row.document) for row in rows]
