"""Webhooks: their keys, what is on its way to them, and what every request came to; whose an event's thing is."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RESPONSIBLE = """
ALTER TABLE feed_entry ADD COLUMN responsible_ids uuid[] NOT NULL DEFAULT '{}'
"""

TABLES = """
CREATE TABLE webhook (
    id uuid PRIMARY KEY,
    authority_id uuid NOT NULL,
    client_id text NOT NULL,
    county_code text NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    types text[] NOT NULL,
    counties text[] NOT NULL,
    authorities uuid[] NOT NULL,
    status text NOT NULL CONSTRAINT webhook_status_is_known CHECK (status IN ('active', 'paused', 'disabled')),
    disabled_reason text CONSTRAINT webhook_disabled_reason_is_known CHECK (disabled_reason IN ('gone', 'failing')),
    position bigint NOT NULL,
    warned_level integer NOT NULL,
    silent_since timestamptz NOT NULL,
    counted_from timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    version integer NOT NULL,
    CONSTRAINT webhook_says_why_it_is_disabled CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL)),
    CONSTRAINT webhook_leads_somewhere_once UNIQUE (authority_id, client_id, url)
);
CREATE TABLE webhook_key (
    id uuid PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    authority_id uuid NOT NULL,
    public_key text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX webhook_key_of_webhook ON webhook_key (webhook_id);
CREATE TABLE webhook_delivery (
    id uuid PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    authority_id uuid NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    kind text NOT NULL CONSTRAINT webhook_delivery_kind_is_known CHECK (kind IN ('event', 'replay', 'resend', 'test')),
    state text NOT NULL CONSTRAINT webhook_delivery_state_is_known CHECK (state IN ('waiting', 'delivered', 'failed')),
    position bigint,
    envelope jsonb NOT NULL CONSTRAINT webhook_delivery_is_thin CHECK (NOT envelope ? 'data'),
    attempts integer NOT NULL,
    first_at timestamptz,
    next_attempt_at timestamptz,
    last_outcome text,
    created_at timestamptz NOT NULL,
    CONSTRAINT webhook_delivery_waits_for_a_moment CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL))
);
CREATE UNIQUE INDEX webhook_delivery_of_an_event_is_made_once ON webhook_delivery (webhook_id, position)
    WHERE kind = 'event';
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_attempt_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_listed ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);
CREATE TABLE webhook_attempt (
    id uuid PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES webhook_delivery ON DELETE CASCADE,
    webhook_id uuid NOT NULL,
    authority_id uuid NOT NULL,
    at timestamptz NOT NULL,
    milliseconds integer NOT NULL,
    outcome text NOT NULL,
    status integer,
    request_headers jsonb NOT NULL,
    request_bytes integer NOT NULL,
    response_headers jsonb NOT NULL,
    response_bytes integer NOT NULL
);
CREATE INDEX webhook_attempt_of_delivery ON webhook_attempt (delivery_id);
CREATE INDEX webhook_attempt_lately ON webhook_attempt (webhook_id, at);
"""

SECURITY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_is_the_authoritys_own ON {table} TO "integration_app"
    USING (authority_id = (SELECT {authority})) WITH CHECK (authority_id = (SELECT {authority}));
CREATE POLICY {table}_is_worked_on_by_the_worker ON {table} TO "integration_worker" USING (true) WITH CHECK (true);
"""

GRANTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook, webhook_key TO "integration_app";
GRANT SELECT, INSERT, UPDATE ON webhook_delivery TO "integration_app";
GRANT SELECT ON webhook_attempt TO "integration_app";
GRANT SELECT, UPDATE ON webhook TO "integration_worker";
GRANT SELECT, DELETE ON webhook_key TO "integration_worker";
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_delivery TO "integration_worker";
GRANT SELECT, INSERT, DELETE ON webhook_attempt TO "integration_worker";
"""


def upgrade() -> None:
    """Make the tables; requests work on those of their own authority, the worker on all."""
    tables = ("webhook", "webhook_key", "webhook_delivery", "webhook_attempt")
    security = "".join(SECURITY.format(table=table, authority=AUTHORITY) for table in tables)
    statements(RESPONSIBLE + ";\n" + TABLES + security + GRANTS, op.execute)
