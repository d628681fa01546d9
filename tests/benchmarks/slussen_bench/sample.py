"""What the whole system stored of one consent event and of one decision: the values that the floors write."""

import asyncio
from typing import Any

import asyncpg

from slussen_bench.statements import Rows, known_persons
from slussen_bench.system import System
from slussen_chassis.migrations import migrate
from slussen_chassis.roles import create_service_database
from slussen_local.environment import passwords

NEWEST_EVENT = "SELECT * FROM consent_event ORDER BY received_at DESC LIMIT 1"
OF_EVENT = {
    "consent": "SELECT * FROM consent WHERE id = $1",
    "consent_version": "SELECT * FROM consent_version WHERE consent_id = $1 AND version = 1",
    "audit_entry": "SELECT * FROM audit_entry WHERE resource_id = $1 AND action = 'consent.record'",
    "outbox": "SELECT * FROM outbox WHERE aggregate_id = $1 AND aggregate_version = 1",
    "subject_identifier": "SELECT i.* FROM subject_identifier i JOIN consent c USING (subject_id) WHERE c.id = $1",
}
NEWEST_DECISION = "SELECT * FROM disclosure_decision ORDER BY decided_at DESC LIMIT 1"
AUDIT_OF_DECISION = "SELECT * FROM audit_entry WHERE resource_id = $1"
CONSENT = "slussen_consent"


def take(system: System) -> Rows:
    """Return the rows of the newest consent event and of the newest decision."""
    event = dict(system.ask(CONSENT, NEWEST_EVENT)[0])
    rows: dict[str, dict[str, Any]] = {"consent_event": event}
    for table, query in OF_EVENT.items():
        rows[table] = dict(system.ask(CONSENT, query, event["consent_id"])[0])
    for decision in system.ask(CONSENT, NEWEST_DECISION):
        rows["disclosure_decision"] = dict(decision)
        rows["decision_audit"] = dict(system.ask(CONSENT, AUDIT_OF_DECISION, decision["id"])[0])
    return rows


def copy_of_consent(system: System, name: str, rows: Rows) -> str:
    """Make a copy of the consent service's migrated database, with a thousand consents; return the app's address."""
    system.ask("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    secrets = passwords(system.layout, "consent")
    urls = asyncio.run(create_service_database(system.layout.admin_url, "consent", secrets, database=name))
    migrate(CONSENT, urls.migrator)
    statements = list(known_persons(rows))
    asyncio.run(_fill(urls.app, statements))
    system.ask(name, "VACUUM ANALYZE")
    return urls.app


async def _fill(url: str, statements: list[tuple[str, list[Any]]]) -> None:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        for sql, values in statements:
            await connection.fetch(sql, *values)
    finally:
        await connection.close()
