"""Who was told of which thing, what is no longer to be kept, and what its receivers answer."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = f"""
CREATE TABLE told (
    authority_id uuid NOT NULL,
    client_id text NOT NULL,
    thing_id uuid NOT NULL,
    first_position bigint NOT NULL,
    first_at timestamptz NOT NULL,
    CONSTRAINT told_is_kept_once PRIMARY KEY (authority_id, client_id, thing_id)
);
CREATE INDEX told_of_thing ON told (thing_id);
CREATE INDEX told_age ON told (first_at);
CREATE TABLE recalled_thing (
    thing_id uuid PRIMARY KEY,
    thing text NOT NULL,
    reason text NOT NULL,
    controller_id uuid NOT NULL,
    county_code text NOT NULL,
    position bigint NOT NULL,
    recalled_at timestamptz NOT NULL
);
CREATE INDEX recalled_thing_lately ON recalled_thing (recalled_at);
CREATE TABLE recall (
    id uuid PRIMARY KEY,
    authority_id uuid NOT NULL,
    controller_id uuid NOT NULL,
    county_code text NOT NULL,
    thing text NOT NULL,
    thing_id uuid NOT NULL,
    reason text NOT NULL,
    opened_at timestamptz NOT NULL,
    next_reminder_at timestamptz,
    answered_at timestamptz,
    version integer NOT NULL,
    CONSTRAINT recall_is_opened_once UNIQUE (authority_id, thing_id)
);
CREATE INDEX recall_of_controller ON recall (controller_id, id);
CREATE INDEX recall_to_remind_of ON recall (next_reminder_at) WHERE answered_at IS NULL;
CREATE TABLE recall_receiver (
    recall_id uuid NOT NULL REFERENCES recall ON DELETE CASCADE,
    client_id text NOT NULL,
    authority_id uuid NOT NULL,
    controller_id uuid NOT NULL,
    answer text CONSTRAINT recall_answer_is_known CHECK (answer IN ('deleted', 'kept_on_legal_ground', 'unknown')),
    legal_ground text,
    answered_at timestamptz,
    CONSTRAINT recall_asks_a_client_once PRIMARY KEY (recall_id, client_id),
    CONSTRAINT recall_says_on_which_ground CHECK ((answer = 'kept_on_legal_ground') = (legal_ground IS NOT NULL)
        OR answer IS NULL),
    CONSTRAINT recall_answer_has_its_moment CHECK ((answer IS NULL) = (answered_at IS NULL))
);
ALTER TABLE told ENABLE ROW LEVEL SECURITY;
ALTER TABLE told FORCE ROW LEVEL SECURITY;
CREATE POLICY told_is_the_authoritys_own ON told TO "integration_app"
    USING (authority_id = (SELECT {AUTHORITY})) WITH CHECK (authority_id = (SELECT {AUTHORITY}));
CREATE POLICY told_is_worked_on_by_the_worker ON told TO "integration_worker" USING (true) WITH CHECK (true);
GRANT INSERT, SELECT ON told TO "integration_app";
GRANT SELECT, INSERT, DELETE ON told TO "integration_worker";
GRANT SELECT, INSERT ON recalled_thing TO "integration_worker";
"""

SECURITY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_is_seen_by_both_sides ON {table} FOR SELECT TO "integration_app"
    USING (authority_id = (SELECT {authority}) OR controller_id = (SELECT {authority}));
CREATE POLICY {table}_is_answered_by_its_receiver ON {table} FOR UPDATE TO "integration_app"
    USING (authority_id = (SELECT {authority})) WITH CHECK (authority_id = (SELECT {authority}));
CREATE POLICY {table}_is_worked_on_by_the_worker ON {table} TO "integration_worker" USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON {table} TO "integration_app";
GRANT SELECT, INSERT, UPDATE ON {table} TO "integration_worker";
"""


def upgrade() -> None:
    """Make the tables; a recall is seen by its receivers' authority and by the controller, answered by the former."""
    security = "".join(
        SECURITY.format(table=table, authority=AUTHORITY) for table in ("recall", "recall_receiver")
    )
    statements(TABLES + security, op.execute)
