import asyncpg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from slussen_chassis.migrations import is_current
from slussen_chassis.testing import TestDatabase
from slussen_consent.tables import Base

SECURED = {
    *("consent", "consent_version", "consent_event", "disclosure_decision"),
    *("ask_again_task", "designated_assessor", "disclosure_ground", "disclosure"),
    *("consent_migration", "consent_migration_fault"),
    *("emergency_access", "emergency_reading"),
    "consent_custodian",
}


async def test_the_database_is_at_the_newest_revision(database: TestDatabase) -> None:
    assert await is_current("slussen_consent", database.admin_url)


async def test_the_models_are_the_tables(database: TestDatabase) -> None:
    engine = create_async_engine(database.admin_url.replace("postgresql://", "postgresql+asyncpg://", 1))

    def differences(connection: Connection) -> list[object]:
        own = set(Base.metadata.tables)
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda item, _name, kind, _reflected, _other: (
                    (item.name if kind == "table" else item.table.name) in own
                )
            },
        )
        return list(compare_metadata(context, Base.metadata))

    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert found == []


async def test_every_table_with_a_controller_is_under_forced_row_security(database: TestDatabase) -> None:
    rows = await database.rows(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,"
        " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname = 'responsible_authority_id' AND c.relkind = 'r'"
    )
    assert {row["relname"] for row in rows} == SECURED
    assert all(row["relrowsecurity"] and row["relforcerowsecurity"] and row["policies"] >= 3 for row in rows)


async def test_the_roles_that_log_in_own_nothing_and_bypass_nothing(database: TestDatabase) -> None:
    owners = await database.rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert [row["tableowner"] for row in owners] == ["consent_owner"]
    roles = await database.rows(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'consent_%' AND (rolbypassrls OR rolsuper)"
    )
    assert roles == []


async def test_the_application_cannot_read_the_outbox_or_the_audit_log(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.urls.app)
    refused = 0
    try:
        for table in ("outbox", "audit_entry"):
            try:
                await connection.fetch(f"SELECT * FROM {table}")  # noqa: S608
            except asyncpg.InsufficientPrivilegeError:
                refused += 1
    finally:
        await connection.close()
    assert refused == 2
