"""The feed of events, how far each client has read it, and whose each unit is."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, create_audit_seal, create_chassis_tables, statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FEED = f"""
CREATE TABLE feed_head (
    id integer PRIMARY KEY CONSTRAINT feed_has_one_head CHECK (id = 1),
    position bigint NOT NULL
);
CREATE TABLE feed_entry (
    authority_id uuid NOT NULL,
    position bigint NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    county_code text NOT NULL,
    envelope jsonb NOT NULL CONSTRAINT feed_entry_is_thin CHECK (NOT envelope ? 'data'),
    recorded_at timestamptz NOT NULL,
    CONSTRAINT feed_entry_has_its_place PRIMARY KEY (authority_id, position)
);
CREATE INDEX feed_entry_age ON feed_entry (recorded_at);
ALTER TABLE feed_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY feed_entry_is_read_by_its_authority ON feed_entry FOR SELECT TO "integration_app"
    USING (authority_id IN ((SELECT {AUTHORITY}), '00000000-0000-0000-0000-000000000000'));
CREATE POLICY feed_entry_is_written_by_the_worker ON feed_entry TO "integration_worker" USING (true) WITH CHECK (true);
GRANT SELECT ON feed_entry, feed_head TO "integration_app";
GRANT SELECT, INSERT, DELETE ON feed_entry TO "integration_worker";
GRANT SELECT, UPDATE ON feed_head TO "integration_worker";
"""

READING = f"""
CREATE TABLE reading (
    authority_id uuid NOT NULL,
    client_id text NOT NULL,
    position bigint NOT NULL CONSTRAINT reading_position_is_no_less_than_nothing CHECK (position >= 0),
    read_at timestamptz NOT NULL,
    CONSTRAINT reading_is_kept_once PRIMARY KEY (authority_id, client_id)
);
ALTER TABLE reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading FORCE ROW LEVEL SECURITY;
CREATE POLICY reading_is_the_authoritys_own ON reading
    USING (authority_id = (SELECT {AUTHORITY})) WITH CHECK (authority_id = (SELECT {AUTHORITY}));
GRANT SELECT, INSERT, UPDATE ON reading TO "integration_app";
"""

COPIES = """
CREATE TABLE unit_authority (
    unit_id uuid PRIMARY KEY,
    version integer NOT NULL,
    authority_id uuid NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON unit_authority TO "integration_worker";
"""


def upgrade() -> None:
    """Make the tables; requests read the feed of their own authority and of everybody, and never write it."""
    service = "integration"
    chassis = create_chassis_tables(service) + create_audit_seal(service)
    statements(chassis + FEED + READING + COPIES, op.execute)
    op.execute("INSERT INTO feed_head (id, position) VALUES (1, 0)")
