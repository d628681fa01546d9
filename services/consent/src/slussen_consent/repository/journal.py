"""First registrations from journal systems: one statement, one commit, whether for one event or a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from slussen_consent.repository.context import plain, under_context

_PERSON = ("bytea", "text", "bytea", "uuid")
_EVENT = (
    *("uuid", "uuid", "bytea", "text", "text", "timestamptz", "date", "text"),
    *("uuid", "text", "text", "text", "text", "uuid", "uuid", "text"),
)
_REGISTER = """, unknown AS MATERIALIZED (
    SELECT * FROM {people} AS u (blind, system, sealed, candidate) WHERE blind IS NOT NULL
), known AS MATERIALIZED (
    SELECT unknown.blind, i.subject_id FROM unknown JOIN subject_identifier i ON i.blind_index = unknown.blind
), numbered AS (
    INSERT INTO subject_identifier (blind_index, subject_id, system, sealed)
    SELECT blind, candidate, system, sealed FROM unknown
    WHERE NOT EXISTS (SELECT FROM known WHERE known.blind = unknown.blind) ORDER BY blind
    ON CONFLICT (blind_index) DO UPDATE SET blind_index = EXCLUDED.blind_index
    RETURNING blind_index AS blind, subject_id
), person AS (
    INSERT INTO subject (id) SELECT subject_id FROM numbered JOIN unknown USING (blind)
    WHERE subject_id = candidate
), incoming AS MATERIALIZED (
    SELECT e.*, coalesce(e.remembered, k.subject_id, n.subject_id) AS subject_id
    FROM {events}
        AS e (consent_id, remembered, blind, source, source_event_id, occurred_at,
              valid_through, external_id, unit_id, profession, county_code, grants, document,
              audit_id, event_id, data)
    LEFT JOIN known k USING (blind) LEFT JOIN numbered n USING (blind)
), received AS (
    INSERT INTO consent_event (client_id, source, source_event_id, type, occurred_at, consent_id, version,
                               county_code, responsible_authority_id, grants)
    SELECT $26, source, source_event_id, $27, occurred_at, consent_id, 1, county_code, authority::uuid,
           grants::uuid[]
    FROM context, incoming ORDER BY source, source_event_id
    ON CONFLICT ON CONSTRAINT journal_event_has_its_effect_once DO NOTHING
    RETURNING consent_id, responsible_authority_id AS authority_id, grants AS granted
), head AS (
    INSERT INTO consent (id, version, subject_id, status, valid_through, client_id, external_id,
                         recorded_by_unit_id, recorded_by_profession, county_code, responsible_authority_id, grants)
    SELECT consent_id, 1, subject_id, 'active', valid_through, $26, external_id, unit_id, profession, county_code,
           authority_id, granted
    FROM received JOIN incoming USING (consent_id)
), first_version AS (
    INSERT INTO consent_version (consent_id, version, recorded_at, document, county_code,
                                 responsible_authority_id, grants)
    SELECT consent_id, 1, $28, document::jsonb, county_code, authority_id, granted
    FROM received JOIN incoming USING (consent_id)
), trace AS (
    INSERT INTO audit_entry (id, authority_id, unit_id, actor, action, resource_type, resource_id, subject_id,
                             purpose, outcome, trace_id)
    SELECT audit_id, authority_id, unit_id, $4, 'consent.record', 'consent', consent_id, subject_id, $5,
           'permitted', $29
    FROM received JOIN incoming USING (consent_id)
), announcement AS (
    INSERT INTO outbox (id, type, county_code, aggregate_id, aggregate_version, occurred_at, traceparent, data)
    SELECT event_id, $30, county_code, consent_id, 1, $28, $31,
           data::jsonb || jsonb_build_object('subjectId', subject_id)
    FROM received JOIN incoming USING (consent_id)
)
SELECT consent_id, subject_id, blind FROM received JOIN incoming USING (consent_id)
"""
"""Context, persons found or made, events, consents with their first version, audit rows, announcements."""


def _columns_of(types: Sequence[str], first: int) -> str:
    """Return the rows that come as one array for each column; `first` is the number of the first parameter."""
    return f"unnest({', '.join(f'${number}::{kind}[]' for number, kind in enumerate(types, first))})"


def _row_of(types: Sequence[str], first: int) -> str:
    """Return one row whose values come one by one."""
    return f"(VALUES ({', '.join(f'${number}::{kind}' for number, kind in enumerate(types, first))}))"


REGISTER = under_context(
    _REGISTER.format(people=_columns_of(_PERSON, 6), events=_columns_of(_EVENT, 6 + len(_PERSON)))
)
REGISTER_ONE = under_context(
    _REGISTER.format(people=_row_of(_PERSON, 6), events=_row_of(_EVENT, 6 + len(_PERSON)))
)
"""The same for one event: how many rows there are is known when it is planned, so that it is planned once."""

STORED = under_context("""
SELECT found.* FROM context CROSS JOIN LATERAL (
    SELECT e.source, e.source_event_id, e.consent_id, e.version
    FROM consent_event e JOIN unnest($7::text[], $8::text[]) AS asked (source, source_event_id)
        USING (source, source_event_id)
    WHERE e.client_id = $6 AND context.authority IS NOT NULL OFFSET 0
) found
""")


class Identifier(NamedTuple):
    """A number whose person is not remembered; `candidate` is the id where nobody has the number."""

    blind: bytes
    system: str
    sealed: bytes
    candidate: UUID


_NOBODY = (None,) * len(Identifier._fields)


class FirstRegistration(NamedTuple):
    """What one event writes; the order is the statement's."""

    consent_id: UUID
    remembered: UUID | None
    blind: bytes
    source: str
    source_event_id: str
    occurred_at: datetime | None
    valid_through: Any
    external_id: str
    unit_id: UUID
    profession: str | None
    county_code: str
    grants: str
    document: str
    audit_id: UUID
    event_id: UUID
    data: str


@dataclass(frozen=True, slots=True)
class Common:
    """What all events of one request have in common."""

    context: tuple[str, str, str, str, str]
    client_id: str
    event_type: str
    announced_as: str
    at: datetime
    trace_id: str
    traceparent: str | None


class Registered(NamedTuple):
    """A consent that was registered now, and whose it is."""

    consent_id: UUID
    subject_id: UUID
    blind: bytes


class Stored(NamedTuple):
    """What an event did when it came the first time."""

    consent_id: UUID
    version: int


async def register(
    pool: "asyncpg.Pool[Any]",
    common: Common,
    identifiers: Sequence[Identifier],
    rows: Sequence[FirstRegistration],
) -> list[Registered]:
    """Write the rows whose events are new, in one statement; return what was written.

    Raises:
        asyncpg.UniqueViolationError: A journal's id of a consent is in use already; nothing is written.
    """
    statement, given = _given(identifiers, rows)
    found = await pool.fetch(
        statement,
        *common.context,
        *given,
        common.client_id,
        common.event_type,
        common.at,
        common.trace_id,
        common.announced_as,
        common.traceparent,
    )
    return [Registered(plain(row[0]), plain(row[1]), row[2]) for row in found]


async def find_stored(
    pool: "asyncpg.Pool[Any]",
    context: tuple[str, str, str, str, str],
    client_id: str,
    keys: Sequence[tuple[str, str]],
) -> dict[tuple[str, str], Stored]:
    """Return what the client's events of these sources and ids did, those that came before."""
    rows = await pool.fetch(STORED, *context, client_id, *_columns(keys, 2))
    return {(row[0], row[1]): Stored(plain(row[2]), row[3]) for row in rows}


def _given(
    identifiers: Sequence[Identifier], rows: Sequence[FirstRegistration]
) -> tuple[str, tuple[Any, ...]]:
    """Return the statement for so many rows, and the parameters that hold them."""
    if len(rows) == 1:
        return REGISTER_ONE, (*(identifiers[0] if identifiers else _NOBODY), *rows[0])
    people = _columns(identifiers, len(Identifier._fields))
    return REGISTER, (*people, *_columns(rows, len(FirstRegistration._fields)))


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
