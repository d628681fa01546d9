from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, String
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.sql.sqltypes import AutoString

from slussen_chassis.migrations import is_current
from slussen_chassis.testing import TestDatabase
from slussen_gateway.integration.tables import Base


async def test_the_database_is_at_the_newest_revision(database: TestDatabase) -> None:
    assert await is_current("slussen_gateway.integration", database.admin_url)


def both_text(ours: Any, theirs: Any) -> bool:
    """Tell whether both types are text; PostgreSQL treats text and varchar alike."""
    return isinstance(ours, String) and isinstance(theirs, String | AutoString)


async def test_the_models_are_the_tables(database: TestDatabase) -> None:
    def differences(connection: Connection) -> list[Any]:
        ours = set(Base.metadata.tables)
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": lambda _c, _i, _m, ours, theirs: False if both_text(ours, theirs) else None,
                "include_object": lambda _o, name, kind, _r, _c: (
                    kind != "index" and (name in ours if kind == "table" else True)
                ),
            },
        )
        return list(compare_metadata(context, Base.metadata))

    engine = create_async_engine(database.admin_url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    named_in_sql_alone = {"add_constraint", "remove_constraint", "add_fk", "remove_fk"}
    assert [step for step in found if isinstance(step, list) or step[0] not in named_in_sql_alone] == []


async def test_the_roles_that_log_in_own_nothing(database: TestDatabase) -> None:
    owners = await database.rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners == [{"tableowner": "integration_owner"}]


async def test_what_an_authority_has_is_under_row_security(database: TestDatabase) -> None:
    guarded = await database.rows(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind = 'r' AND a.attname = 'authority_id'"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
    )
    assert [row["relname"] for row in guarded] == [
        "audit_entry",
        "audit_seal",
        "authority_number",
        "unit_authority",
    ]
