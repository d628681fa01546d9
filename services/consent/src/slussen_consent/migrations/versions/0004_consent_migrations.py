"""Journals' migrations: how far each came, and which of its rows were faulty."""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = """
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL
"""

TABLES = f"""
CREATE TABLE consent_migration (
    id uuid PRIMARY KEY,
    client_id text NOT NULL,
    label text,
    expected_rows integer,
    next_line integer NOT NULL CONSTRAINT consent_migration_counts_from_one CHECK (next_line > 0),
    accepted integer NOT NULL,
    duplicates integer NOT NULL,
    rejected integer NOT NULL,
    opened_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    completed_at timestamptz,
    {KEPT},
    CONSTRAINT consent_migration_counts_no_line_twice CHECK (accepted + duplicates + rejected < next_line)
);
CREATE TABLE consent_migration_fault (
    migration_id uuid NOT NULL,
    line integer NOT NULL,
    document jsonb NOT NULL,
    {KEPT},
    CONSTRAINT consent_migration_line_is_faulty_once PRIMARY KEY (migration_id, line)
);
"""

SECURED = ("consent_migration", "consent_migration_fault")

NARROWER = """
REVOKE UPDATE ON consent_migration_fault FROM consent_app, consent_worker;
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX consent_migration_fault_grants;
"""
"""What was found faulty stays as it is; faults are read by their migration alone."""


def upgrade() -> None:
    """Make the tables."""
    secured = "".join(secure("consent", table) for table in SECURED)
    for sql in (TABLES, secured, NARROWER):
        statements("SET LOCAL lock_timeout = '5s';\n" + sql, op.execute)
