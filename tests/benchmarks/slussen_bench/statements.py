"""The hot path's own statements with their values made ready: what the floors run, and pgbench too.

The values are those of one event (and one decision) that the whole system stored; what differs from event to event
stands as a sign in their place and is made anew each time.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from slussen_chassis.clock import new_id
from slussen_consent.repository import decisions, journal
from slussen_consent.repository.journal import Common, FirstRegistration, Identifier

NEW_IDS = tuple(UUID(int=number) for number in range(1, 5))
PERSON = UUID(int=5)
BLIND = b"\x01" * 32
TEXT = "an id that was never before"
PERSONS = 1000
LONG = 60

Rows = Mapping[str, Mapping[str, Any]]
"""One row of each table, by its name and by column."""


def person(number: int) -> UUID:
    """Return the id of one of the made-up persons that floors decide about; pgbench computes the same."""
    return UUID(hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest())


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with the values of its parameters; signs stand for what is new each time."""

    sql: str
    values: Sequence[Any]

    def fresh(self, event_id: str, subject: UUID | None = None) -> list[Any]:
        """Return the values for one execution."""
        blind = secrets.token_bytes(32)
        return [_fresh(value, event_id, blind, subject) for value in self.values]

    def for_pgbench(self) -> tuple[str, dict[str, str]]:
        """Return the statement as pgbench runs it, and the variables for its long texts."""
        variables: dict[str, str] = {}
        sql = self.sql
        for number in range(len(self.values), 0, -1):
            sql = sql.replace(f"${number}", _literal(self.values[number - 1], variables))
        return " ".join(line.strip() for line in sql.splitlines()), variables


class _Listener:
    """Takes the place of a pool, and keeps what it is asked."""

    def __init__(self) -> None:
        self.heard: list[Statement] = []

    async def fetch(self, sql: str, *values: Any) -> list[Any]:
        """Keep it."""
        self.heard.append(Statement(sql, values))
        return []

    async def fetchval(self, sql: str, *values: Any) -> Any:
        """Keep it."""
        await self.fetch(sql, *values)


def registration(rows: Rows, candidate: UUID = NEW_IDS[3]) -> Statement:
    """Return the statement that registers one consent event, about a person who gets the id `candidate`."""
    identifier = _identifier(rows)._replace(candidate=candidate)
    return _heard(lambda pool: journal.register(pool, _common(rows), [identifier], [_first(rows)]))


def read_for_decision(rows: Rows) -> Statement:
    """Return the statement that reads what a decision about a person rests on."""
    return Statement(decisions.READ, [*_decision_context(rows), PERSON])


def keep_decision(rows: Rows) -> Statement:
    """Return the statement that keeps a decision."""
    row = rows["disclosure_decision"]
    decision = decisions.DecisionToKeep(
        id=NEW_IDS[0],
        subject_id=PERSON,
        situation=row["situation"],
        outcome=row["outcome"],
        decided_at=row["decided_at"],
        consents=list(zip(row["consent_ids"], row["consent_versions"], strict=True)),
        document={},
        audit_id=NEW_IDS[1],
        trace_id="0" * 32,
    )
    one = decisions.Fingerprint(1, 1)
    heard = _heard(lambda pool: decisions.keep(pool, _decision_context(rows), decision, one))
    return Statement(heard.sql, [row["document"] if value == "{}" else value for value in heard.values])


def known_persons(rows: Rows) -> Iterator[tuple[str, list[Any]]]:
    """Return statements that give each of the made-up persons one consent."""
    for number in range(1, PERSONS + 1):
        statement = registration(rows, candidate=person(number))
        yield statement.sql, statement.fresh(uuid4().hex)


def _heard(ask: Callable[[Any], Awaitable[Any]]) -> Statement:
    listener = _Listener()

    async def asked() -> None:
        await ask(listener)

    asyncio.run(asked())
    return listener.heard[0]


def _common(rows: Rows) -> Common:
    event, audit, outbox = rows["consent_event"], rows["audit_entry"], rows["outbox"]
    return Common(
        context=(
            str(event["responsible_authority_id"]),
            "",
            event["county_code"],
            audit["actor"],
            audit["purpose"],
        ),
        client_id=event["client_id"],
        event_type=event["type"],
        announced_as=outbox["type"],
        at=datetime.now(UTC),
        trace_id=audit["trace_id"],
        traceparent=outbox["traceparent"],
    )


def _decision_context(rows: Rows) -> tuple[str, str, str, str, str]:
    audit, row = rows["decision_audit"], rows["disclosure_decision"]
    unit = str(audit["unit_id"] or "")
    return (str(row["responsible_authority_id"]), unit, row["county_code"], audit["actor"], audit["purpose"])


def _identifier(rows: Rows) -> Identifier:
    kept = rows["subject_identifier"]
    return Identifier(BLIND, kept["system"], kept["sealed"], NEW_IDS[3])


def _first(rows: Rows) -> FirstRegistration:
    event, head = rows["consent_event"], rows["consent"]
    return FirstRegistration(
        consent_id=NEW_IDS[0],
        remembered=None,
        blind=BLIND,
        source=event["source"],
        source_event_id=TEXT,
        occurred_at=event["occurred_at"],
        valid_through=head["valid_through"],
        external_id=TEXT,
        unit_id=head["recorded_by_unit_id"],
        profession=head["recorded_by_profession"],
        county_code=head["county_code"],
        grants="{" + ",".join(map(str, head["grants"])) + "}",
        document=rows["consent_version"]["document"],
        audit_id=NEW_IDS[1],
        event_id=NEW_IDS[2],
        data=rows["outbox"]["data"],
    )


def _fresh(value: Any, event_id: str, blind: bytes, subject: UUID | None) -> Any:
    if isinstance(value, list):
        return [_fresh(one, event_id, blind, subject) for one in value]
    if isinstance(value, UUID) and value in NEW_IDS:
        return new_id()
    if value == PERSON:
        return subject
    if value == BLIND:
        return blind
    return event_id if value == TEXT else value


def _literal(value: Any, variables: dict[str, str]) -> str:  # noqa: PLR0911  one line for each kind of value
    if isinstance(value, list):
        return f"ARRAY[{', '.join(_literal(one, variables) for one in value)}]"
    if value is None:
        return "NULL"
    if isinstance(value, UUID) and value in NEW_IDS:
        return "uuidv7()"
    if value == PERSON:
        return "md5((:person)::text)::uuid"
    if value == BLIND:
        return "sha256(int8send(:some::bigint))"
    if value == TEXT:
        return "md5((:some)::text)"
    if isinstance(value, str) and (len(value) > LONG or ":" in value):
        return f"(:{_kept(value, variables)})::text"
    return _plain(value)


def _kept(value: str, variables: dict[str, str]) -> str:
    name = f"long{len(variables) + 1}"
    variables[name] = value
    return name


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    if isinstance(value, int):
        return str(value)
    kinds = ((UUID, "uuid"), (datetime, "timestamptz"), (date, "date"), (str, "text"))
    kind = next(name for python, name in kinds if isinstance(value, python))
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'::{kind}"
