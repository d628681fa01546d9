"""The ledger of facts: each thing in its newest version, with what the newer one replaced."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

# RETURNING old (PostgreSQL 18) gives what was replaced in the same statement, so that two workers can't both believe
# that they saw the former version. The record key of the first version stays.
_REPLACE = text(
    "INSERT INTO fact (kind, id, version, generation, record_key, content)"
    " VALUES (:kind, :id, :version, :generation, :record_key, CAST(:content AS jsonb))"
    " ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, generation = excluded.generation,"
    " content = excluded.content WHERE fact.version < excluded.version"
    " RETURNING old.content AS before, old.generation AS old_generation, new.record_key"
)
_TAKE = text(
    "SELECT kind, id, record_key, content FROM fact WHERE generation < :generation"
    " ORDER BY generation, kind, id LIMIT :most FOR UPDATE"
)
_MARK = text(
    "UPDATE fact SET generation = :generation"
    " FROM unnest(CAST(:kinds AS text[]), CAST(:ids AS uuid[])) AS done (kind, id)"
    " WHERE fact.kind = done.kind AND fact.id = done.id"
)
_REWRITE = text(
    "UPDATE fact SET content = CAST(:content AS jsonb), generation = :generation WHERE kind = :kind AND id = :id"
)
_COUNT = text("SELECT count(*), count(*) FILTER (WHERE generation < :generation) FROM fact")


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a newer version of a fact replaced.

    Attributes:
        before: The former content, None where there was none.
        generation: The generation up to which the former one was in the figures.
        record_key: The fact's own.
    """

    before: Mapping[str, Any] | None
    generation: int | None
    record_key: int


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact as it lies in the ledger."""

    kind: str
    id: UUID
    record_key: int
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CountedFact(StoredFact):
    """A fact with the generation up to which it is in the figures."""

    generation: int


async def rewrite(
    session: AsyncSession, fact: StoredFact, content: Mapping[str, Any], *, generation: int
) -> None:
    """Keep another content of a fact in the same version."""
    parameters = {
        "kind": fact.kind,
        "id": fact.id,
        "content": orjson.dumps(content).decode(),
        "generation": generation,
    }
    await (await session.connection()).execute(_REWRITE, parameters)


async def replace_fact(session: AsyncSession, values: Mapping[str, Any]) -> Replaced | None:
    """Keep a fact's newer version; return what it replaced, None where nothing was newer."""
    connection = await session.connection()
    parameters = {**values, "content": orjson.dumps(values["content"]).decode()}
    found = (await connection.execute(_REPLACE, parameters)).first()
    return None if found is None else Replaced(found.before, found.old_generation, found.record_key)


async def take_facts(session: AsyncSession, *, before_generation: int, most: int) -> list[StoredFact]:
    """Return facts that are not yet in a generation of figures, locked for this transaction."""
    connection = await session.connection()
    found = await connection.execute(_TAKE, {"generation": before_generation, "most": most})
    return [StoredFact(row.kind, row.id, row.record_key, row.content) for row in found]


async def mark_facts(session: AsyncSession, facts: list[StoredFact], *, generation: int) -> None:
    """Note that facts are in a generation of figures."""
    connection = await session.connection()
    await connection.execute(
        _MARK,
        {"generation": generation, "kinds": [f.kind for f in facts], "ids": [f.id for f in facts]},
    )


async def count_facts(session: AsyncSession, *, before_generation: int) -> tuple[int, int]:
    """Return how many facts there are, and how many of them are not yet in a generation of figures."""
    connection = await session.connection()
    row = (await connection.execute(_COUNT, {"generation": before_generation})).one()
    return row[0], row[1]
