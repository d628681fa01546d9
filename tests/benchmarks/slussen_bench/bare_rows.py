"""The bare rows of consents: written by COPY over one connection, and by pgbench inside the server."""

import asyncio
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import asyncpg

from slussen_bench.statements import Rows, Statement
from slussen_chassis.clock import new_id

NEW: Mapping[str, Mapping[str, str]] = {
    "subject": {"id": "subject"},
    "subject_identifier": {"blind_index": "blind", "subject_id": "subject"},
    "consent_event": {"source_event_id": "text", "consent_id": "consent"},
    "consent": {"id": "consent", "subject_id": "subject", "external_id": "text"},
    "consent_version": {"consent_id": "consent"},
    "audit_entry": {"id": "audit", "resource_id": "consent", "subject_id": "subject"},
    "outbox": {"id": "event", "aggregate_id": "consent"},
}
"""The columns that differ from event to event; the others are those of an event that was stored."""

CONSENT_ALONE = ("consent_event", "consent", "consent_version")
EVERYTHING = tuple(NEW)
MADE_BY_THE_TABLE = frozenset({"seq", "published_at"})
JSON = frozenset({"document", "data"})
SIGNS = """WITH sign AS MATERIALIZED (
    SELECT uuidv7() AS consent, gen_random_uuid() AS subject, uuidv7() AS audit, uuidv7() AS event,
           md5((:some)::text || i::text) AS text, sha256(int8send((:some)::bigint) || int8send(i::bigint)) AS blind
    FROM generate_series(1, {batch}) i
)"""


class Sign(NamedTuple):
    """What is new in one event."""

    consent: UUID
    subject: UUID
    audit: UUID
    event: UUID
    text: str
    blind: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """One table's columns, with an event's values."""

    name: str
    columns: Sequence[str]
    values: Sequence[Any]

    def record(self, sign: Sign) -> tuple[Any, ...]:
        """Return the row of one event."""
        new = NEW[self.name]
        return tuple(
            getattr(sign, new[column]) if column in new else value
            for column, value in zip(self.columns, self.values, strict=True)
        )


def tables(rows: Rows, names: Sequence[str]) -> list[Table]:
    """Return the tables of a stored event that are named."""
    stored = {**rows, "subject": {"id": None}}
    found = []
    for name in names:
        kept = {column: value for column, value in stored[name].items() if column not in MADE_BY_THE_TABLE}
        found.append(Table(name, list(kept), list(kept.values())))
    return found


def copy(url: str, into: Sequence[Table], batch: int, seconds: float) -> float:
    """Return events a second that one connection stores by COPY, `batch` of them in each commit."""
    return asyncio.run(_copy(url, into, batch, seconds))


async def _copy(url: str, into: Sequence[Table], batch: int, seconds: float) -> float:
    connection = await asyncpg.connect(url)
    stored, began = 0, time.perf_counter()
    try:
        while time.perf_counter() - began < seconds:
            signs = [_sign() for _ in range(batch)]
            async with connection.transaction():
                for table in into:
                    records = [table.record(sign) for sign in signs]
                    await connection.copy_records_to_table(table.name, records=records, columns=table.columns)
            stored += batch
        return stored / (time.perf_counter() - began)
    finally:
        await connection.close()


def _sign() -> Sign:
    return Sign(new_id(), uuid4(), new_id(), new_id(), uuid4().hex, secrets.token_bytes(32))


def for_pgbench(into: Sequence[Table], batch: int) -> tuple[str, dict[str, str]]:
    """Return a script that makes the same rows inside the server, for pgbench can't send a COPY."""
    values: list[Any] = []
    parts = [SIGNS.format(batch=batch), *(_inserted(table, values) for table in into)]
    return Statement(f"{', '.join(parts)} SELECT count(*) FROM sign;", values).for_pgbench()  # noqa: S608  our own tables


def _inserted(table: Table, values: list[Any]) -> str:
    """Return the part of the statement that fills a table; what is alike in all rows joins `values`."""
    picked: list[str] = []
    for column, value in zip(table.columns, table.values, strict=True):
        if column in NEW[table.name]:
            picked.append(NEW[table.name][column])
        else:
            values.append(value)
            picked.append(f"${len(values)}{'::jsonb' if column in JSON else ''}")
    columns = ", ".join(table.columns)
    return f"{table.name}_rows AS (INSERT INTO {table.name} ({columns}) SELECT {', '.join(picked)} FROM sign)"  # noqa: S608  as above
