"""Systems that connect and what they may do; the organisation number of each authority, which their grants name."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE authority_number (
    authority_id uuid PRIMARY KEY,
    version integer NOT NULL,
    organisation_number text NOT NULL
);
CREATE TABLE client (
    id uuid PRIMARY KEY,
    client_id text NOT NULL CONSTRAINT client_is_registered_once UNIQUE,
    name text NOT NULL,
    authority_id uuid NOT NULL,
    county_code text NOT NULL,
    level text NOT NULL CONSTRAINT client_level_is_known CHECK (level IN ('baseline', 'fapi')),
    state text NOT NULL CONSTRAINT client_state_is_known
        CHECK (state IN ('requested', 'active', 'refused', 'suspended', 'revoked')),
    scopes text[] NOT NULL,
    wanted text[] NOT NULL,
    requested_by text NOT NULL,
    decided_by text,
    reason text,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    version integer NOT NULL,
    published_version integer NOT NULL DEFAULT 0
);
CREATE INDEX client_of_authority ON client (authority_id, id);
CREATE INDEX client_to_be_published ON client (id) WHERE published_version < version;
"""

SECURITY = """
ALTER TABLE client ENABLE ROW LEVEL SECURITY;
ALTER TABLE client FORCE ROW LEVEL SECURITY;
CREATE POLICY client_is_the_authoritys_own ON client TO "integration_app"
    USING (authority_id = (SELECT {authority})) WITH CHECK (authority_id = (SELECT {authority}));
CREATE POLICY client_is_worked_on_by_the_worker ON client TO "integration_worker" USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON client TO "integration_app";
GRANT SELECT, UPDATE ON client TO "integration_worker";
GRANT SELECT, INSERT, UPDATE ON authority_number TO "integration_worker";
"""


def upgrade() -> None:
    """Make the tables; requests work on systems of their own authority, the worker publishes all."""
    statements("SET LOCAL lock_timeout = '5s';\n" + TABLES + SECURITY.format(authority=AUTHORITY), op.execute)
