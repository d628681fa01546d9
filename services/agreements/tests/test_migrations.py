from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from slussen_agreements.tables import Base
from slussen_chassis.migrations import alembic_config, is_current
from slussen_chassis.testing import TestDatabase

PACKAGE = "slussen_agreements"


async def test_the_newest_revision_is_there(database: TestDatabase) -> None:
    assert await is_current(PACKAGE, database.urls.migrator)


def test_migrations_can_be_written_as_sql(capsys: pytest.CaptureFixture[str]) -> None:
    command.upgrade(alembic_config(PACKAGE, "postgresql://nobody@nowhere/none"), "head", sql=True)
    assert "CREATE TABLE agreement " in capsys.readouterr().out


async def test_tables_in_the_code_are_the_tables_in_the_database(database: TestDatabase) -> None:
    own = set(Base.metadata.tables)

    def is_own(name: str | None, kind: str, parents: Any) -> bool:
        return kind != "table" or name in own

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_own})
        found = compare_metadata(context, Base.metadata)
        return [diff for diff in found if diff[0] not in {"remove_index", "remove_constraint"}]

    engine = create_async_engine(database.admin_url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_every_table_with_a_controller_is_under_row_security(database: TestDatabase) -> None:
    rows = await database.rows(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, count(p.*) AS policies FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'responsible_authority_id'"
        " LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relkind = 'r' GROUP BY 1, 2, 3 ORDER BY 1"
    )
    own = {"agreement", "agreement_signature", "agreement_notice", "agreement_rejection", "agreement_dispute"}
    assert own <= {row["relname"] for row in rows}
    assert all(row["relrowsecurity"] and row["relforcerowsecurity"] and row["policies"] for row in rows)


async def test_the_roles_that_log_in_own_nothing(database: TestDatabase) -> None:
    owners = await database.rows(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    assert [row["tableowner"] for row in owners] == ["agreements_owner"]


@pytest.mark.parametrize("role", ["app", "worker"])
async def test_a_signature_is_never_changed(database: TestDatabase, role: str) -> None:
    connection = await asyncpg.connect(getattr(database.urls, role))
    try:
        for statement in ("UPDATE agreement_signature SET subject = ''", "DELETE FROM agreement_signature"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_without_a_context_nothing_is_seen(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.urls.app)
    try:
        assert await connection.fetch("SELECT * FROM agreement") == []
    finally:
        await connection.close()
