"""The migrations make what the tables say, and every table about somebody is under row security."""

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from referral_world import World
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from slussen_chassis.testing import TestDatabase
from slussen_referrals.tables import metadata


async def test_the_migrated_database_is_what_the_tables_say(database: TestDatabase) -> None:
    engine = create_async_engine(database.urls.migrator.replace("postgresql://", "postgresql+asyncpg://"))

    def differences(connection: Connection) -> list[object]:
        def only_ours(entry: object, name: str | None, kind: str, *_: object) -> bool:
            return (kind == "table" and name in metadata.tables) or kind == "column"

        options = {"compare_type": True, "include_object": only_ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_every_table_about_somebody_has_row_security_and_a_policy(database: TestDatabase) -> None:
    rows = await database.rows(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS secured,"
        " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname = 'responsible_authority_id' AND c.relkind = 'r'"
    )
    assert {row["relname"] for row in rows} == {
        "referral",
        "referral_step",
        "family_member",
        "family_step",
        "joint_plan",
        "outside_link",
        "draft",
        "referral_message",
    }
    assert all(row["secured"] and row["policies"] for row in rows)


async def test_the_roles_that_log_in_own_nothing_and_bypass_nothing(database: TestDatabase) -> None:
    owned = await database.rows(
        "SELECT 1 FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        " WHERE r.rolname IN ('referrals_app', 'referrals_worker', 'referrals_migrator')"
    )
    bypassing = await database.rows(
        "SELECT 1 FROM pg_roles WHERE rolname LIKE 'referrals\\_%' AND (rolbypassrls OR rolsuper)"
    )
    assert (owned, bypassing) == ([], [])


@pytest.mark.parametrize("role", ["app", "worker"])
async def test_without_a_context_nobody_sees_a_referral_or_its_history(world: World, role: str) -> None:
    await world.sent()
    connection = await asyncpg.connect(getattr(world.database.urls, role))
    try:
        for table in ("referral", "referral_step"):
            assert await connection.fetch(f"SELECT * FROM {table}") == []  # noqa: S608 - names of ours
    finally:
        await connection.close()


@pytest.mark.parametrize("statement", ["UPDATE referral_step SET act = 'void'", "DELETE FROM referral_step"])
async def test_history_is_only_ever_added_to(world: World, statement: str) -> None:
    for url in (world.database.urls.app, world.database.urls.worker):
        connection = await asyncpg.connect(url)
        try:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        finally:
            await connection.close()


async def test_the_inbox_is_read_by_its_index(world: World) -> None:
    rows = await world.database.rows(
        "SELECT indexdef FROM pg_indexes WHERE tablename = 'referral' AND indexdef LIKE '%to_unit_id, id DESC%'"
    )
    assert len(rows) == 1
