"""Migrations: expand first, contract a release later, guarded by a lock time-out, by a role of their own.

Every service keeps `migrations/versions/<number>_<what>.py`; the number is the revision. The tables that every
service has (outbox, inbox, dead letters, audit, idempotency keys) and row security are made by functions here,
so that they are the same everywhere.
"""

import asyncio
import importlib.util
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

CHASSIS_TABLES = """
CREATE TABLE outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    id uuid CONSTRAINT outbox_event_is_announced_once PRIMARY KEY,
    type text NOT NULL,
    county_code text NOT NULL,
    aggregate_id uuid NOT NULL,
    aggregate_version integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    traceparent text,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;
CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inbox_event_has_its_effect_once PRIMARY KEY (consumer, event_id)
);
CREATE TABLE dead_letter (
    id uuid PRIMARY KEY,
    consumer text NOT NULL,
    stream_sequence bigint NOT NULL,
    event_id uuid,
    event_type text,
    reason text NOT NULL,
    digest text NOT NULL,
    deliveries integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    replayed_at timestamptz,
    CONSTRAINT dead_letter_is_kept_once UNIQUE (consumer, stream_sequence)
);
CREATE TABLE idempotency_key (
    client text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    headers jsonb,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_has_one_effect PRIMARY KEY (client, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
CREATE TABLE audit_entry (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    authority_id uuid,
    unit_id uuid,
    actor text NOT NULL,
    action text NOT NULL,
    resource_type text NOT NULL,
    resource_id uuid,
    subject_id uuid,
    purpose text NOT NULL DEFAULT '',
    outcome text NOT NULL CONSTRAINT audit_outcome_is_known CHECK (outcome IN ('permitted', 'denied')),
    trace_id text NOT NULL
);
CREATE INDEX audit_entry_subject ON audit_entry (subject_id, at) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_entry_authority ON audit_entry (authority_id, at);
"""

CHASSIS_GRANTS = """
GRANT USAGE ON SCHEMA public TO "{service}_app", "{service}_worker";
GRANT INSERT ON outbox, audit_entry TO "{service}_app", "{service}_worker";
GRANT SELECT, INSERT, UPDATE ON idempotency_key TO "{service}_app";
GRANT SELECT, UPDATE, DELETE ON outbox TO "{service}_worker";
GRANT SELECT, DELETE ON idempotency_key TO "{service}_worker";
GRANT SELECT, INSERT ON inbox TO "{service}_worker";
GRANT SELECT, INSERT, UPDATE ON dead_letter TO "{service}_worker";
"""

AUDIT_SEAL = """
CREATE TABLE audit_seal (
    authority_id uuid NOT NULL,
    sequence bigint NOT NULL CONSTRAINT audit_seal_counts_from_one CHECK (sequence > 0),
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    entry_ids uuid[] NOT NULL CONSTRAINT audit_seal_holds_something CHECK (cardinality(entry_ids) > 0),
    entry_digests bytea NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    CONSTRAINT audit_seal_chain_never_forks PRIMARY KEY (authority_id, sequence)
);
CREATE INDEX audit_seal_reached ON audit_seal (last_at);
CREATE TABLE audit_sealed (entry_id uuid CONSTRAINT audit_entry_is_sealed_once PRIMARY KEY);
GRANT USAGE ON SCHEMA public TO "{service}_sealer";
GRANT SELECT ON audit_entry TO "{service}_sealer";
GRANT SELECT, INSERT ON audit_seal, audit_sealed TO "{service}_sealer";
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, audit_seal, audit_sealed FROM "{service}_owner";
"""
"""`audit_sealed` finds the rows that are yet to be sealed; what is proved rests on `audit_seal` alone.

Not even the owner, as whom migrations work, may change or remove a row without giving itself the right first.
"""

AUTHORITY = "NULLIF(current_setting('app.authority', true), '')::uuid"
REFERENCE = "NULLIF(current_setting('app.reference', true), '')::uuid"

ROW_SECURITY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE INDEX {table}_grants ON {table} USING gin (grants);
CREATE POLICY {table}_is_seen_by_its_grantees ON {table} FOR SELECT USING (grants @> ARRAY[(SELECT {authority})]);
CREATE POLICY {table}_is_made_by_its_controller ON {table} FOR INSERT
    WITH CHECK (responsible_authority_id = (SELECT {authority}));
CREATE POLICY {table}_is_changed_by_its_grantees ON {table} FOR UPDATE
    USING (grants @> ARRAY[(SELECT {authority})]) WITH CHECK (grants @> ARRAY[(SELECT {authority})]);
GRANT SELECT, INSERT, UPDATE ON {table} TO "{service}_app", "{service}_worker";
"""


def create_chassis_tables(service: str) -> str:
    """Return the SQL that makes the tables every service has, and what each role may do with them."""
    return CHASSIS_TABLES + CHASSIS_GRANTS.format(service=service)


def create_audit_seal(service: str) -> str:
    """Return the SQL that makes the audit log's seals, which the role `<service>_sealer` alone reads and adds to."""
    return AUDIT_SEAL.format(service=service)


def secure(service: str, table: str) -> str:
    """Return the SQL that puts a table under row security.

    The table has `responsible_authority_id` and `grants uuid[]`. A row is seen and changed by those in `grants`,
    and made only under its own controller; without a context there is nothing to see.
    """
    return ROW_SECURITY.format(table=table, service=service, authority=AUTHORITY)


def found_by_reference(service: str, table: str, condition: str) -> str:
    """Return the SQL that lets the worker find the rows that one event names, whoever controls them.

    `condition` is SQL that compares the row with `{reference}`, for example `consent_id = {reference}`. It opens
    reading alone: to change a row the worker acts under the row's controller.
    """
    test = condition.format(reference=f"(SELECT {REFERENCE})")
    return (
        f"CREATE POLICY {table}_is_found_by_an_event ON {table} FOR SELECT"
        f' TO "{service}_worker" USING ({test});\n'
    )


def run_environment(service: str, metadata: MetaData) -> None:
    """Run alembic's environment for a service; what its `migrations/env.py` calls."""
    url = context.config.get_main_option("sqlalchemy.url")
    if context.is_offline_mode():
        context.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True)
        with context.begin_transaction():
            context.execute("SET LOCAL lock_timeout = '5s'")
            context.run_migrations()
        return
    if not url:
        raise ValueError("no database address")
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=pool.NullPool
    )

    def migrate_with(connection: Connection) -> None:
        connection.execute(text(f'SET ROLE "{service}_owner"'))
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.commit()
        context.configure(
            connection=connection, target_metadata=metadata, compare_type=True, transaction_per_migration=True
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()

    async def run() -> None:
        async with engine.connect() as connection:
            await connection.run_sync(migrate_with)
        await engine.dispose()

    asyncio.run(run())


def folder_of(package: str) -> Path:
    """Return the folder of a service's migrations."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ValueError(f"no package {package}")
    return Path(spec.origin).parent / "migrations"


def newest_revision(package: str) -> str:
    """Return the newest revision that a service's code knows: the one that no other follows.

    Raises:
        CommandError: Two files follow the same one, so that none is the newest.
    """
    newest = ScriptDirectory.from_config(alembic_config(package, "postgresql://")).get_current_head()
    assert newest is not None  # noqa: S101 - every service has a first migration
    return newest


async def is_current(package: str, url: str) -> bool:
    """Tell whether the database at `url` has the newest revision."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        if not await connection.fetchval("SELECT to_regclass('public.alembic_version') IS NOT NULL"):
            return False
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
        return found == newest_revision(package)
    except asyncpg.PostgresError:
        return False
    finally:
        await connection.close()


def alembic_config(package: str, url: str) -> Config:
    """Return alembic's configuration for a service."""
    config = Config()
    config.set_main_option("script_location", str(folder_of(package)))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(package: str, migrator_url: str) -> None:
    """Bring a service's database to the newest revision. Blocks; call it outside any event loop.

    Args:
        package: The service's import name, for example `slussen_consent`.
        migrator_url: `postgresql://` address of the role `<service>_migrator`.
    """
    command.upgrade(alembic_config(package, migrator_url), "head")


def rendered(package: str) -> str:
    """Return the SQL of all migrations of a service, as they would run on an empty database; nothing is run."""
    config = alembic_config(package, "postgresql://")
    config.output_buffer = io.StringIO()
    command.upgrade(config, "head", sql=True)
    return config.output_buffer.getvalue()


def statements(sql: str, run: Callable[[str], Any]) -> None:
    """Run each statement of `sql`; no statement here holds a semicolon inside."""
    for statement in sql.split(";\n"):
        if statement.strip():
            run(statement.strip().removesuffix(";"))
