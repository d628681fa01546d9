"""What gateways told of systems' calls: counts by hour, the newest refusals, and how much of the limits is used."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE client_calls (
    client_id text NOT NULL,
    hour timestamptz NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    status integer NOT NULL,
    problem text NOT NULL,
    instance uuid NOT NULL,
    calls bigint NOT NULL CONSTRAINT client_calls_are_counted CHECK (calls > 0),
    CONSTRAINT client_calls_are_one_gateways PRIMARY KEY
        (client_id, hour, method, route, status, problem, instance)
);
CREATE INDEX client_calls_to_forget ON client_calls (hour);
CREATE TABLE client_error (
    instance uuid NOT NULL,
    serial bigint NOT NULL,
    client_id text NOT NULL,
    at timestamptz NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    status integer NOT NULL,
    problem text NOT NULL,
    fault text CONSTRAINT client_error_fault_is_known CHECK (fault IN ('sender', 'recipient', 'platform')),
    trace_id text NOT NULL,
    CONSTRAINT client_error_is_one_gateways PRIMARY KEY (instance, serial)
);
CREATE INDEX client_error_of_client ON client_error (client_id, at);
CREATE TABLE client_share (
    client_id text NOT NULL,
    hour timestamptz NOT NULL,
    instance uuid NOT NULL,
    told_at timestamptz NOT NULL,
    at_once integer NOT NULL,
    peak_at_once integer NOT NULL,
    used integer NOT NULL,
    peak_used integer NOT NULL,
    authority_used integer NOT NULL,
    peak_authority_used integer NOT NULL,
    CONSTRAINT client_share_is_one_gateways PRIMARY KEY (client_id, hour, instance)
);
CREATE TABLE gateway (
    instance uuid PRIMARY KEY,
    told_at timestamptz NOT NULL,
    caller_per_second double precision NOT NULL,
    caller_burst integer NOT NULL,
    authority_per_second double precision NOT NULL,
    authority_burst integer NOT NULL,
    at_once integer NOT NULL
);
GRANT SELECT ON gateway TO "integration_app";
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway TO "integration_worker";
"""

SECURITY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_is_the_authoritys_own ON {table} FOR SELECT TO "integration_app" USING (
    client_id = (SELECT current_setting('app.actor', true))
    OR client_id IN (
        SELECT c.client_id FROM client c
        WHERE c.published_version > 0 AND c.state NOT IN ('requested', 'refused')
    )
);
CREATE POLICY {table}_is_worked_on_by_the_worker ON {table} TO "integration_worker"
    USING (true) WITH CHECK (true);
GRANT SELECT ON {table} TO "integration_app";
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO "integration_worker";
"""
"""A system's own, or of a system of the authority's (row security of `client`) that the gateway knows by this desk's
word: a client id that somebody else's grant uses opens nothing by being asked for."""


def upgrade() -> None:
    """Make the tables; requests read what is their authority's or their own, the worker keeps all."""
    guarded = "".join(
        SECURITY.format(table=table) for table in ("client_calls", "client_error", "client_share")
    )
    statements("SET LOCAL lock_timeout = '5s';\n" + TABLES + guarded, op.execute)
