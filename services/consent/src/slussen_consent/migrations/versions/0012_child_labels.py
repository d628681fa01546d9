"""What a custodian calls a child: sealed, and shown by the database to its writer alone."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WRITER = (
    "custodian_id = ANY (coalesce((SELECT"
    " string_to_array(NULLIF(current_setting('app.person', true), ''), ',')::uuid[]), '{}'))"
)
"""The row is of the private person who asks; nobody's where somebody else does."""

LABELS = f"""
CREATE TABLE child_label (
    custodian_id uuid NOT NULL,
    child_id uuid NOT NULL REFERENCES subject (id),
    sealed bytea NOT NULL,
    changed_at timestamptz NOT NULL,
    shown_on date NOT NULL,
    CONSTRAINT child_has_one_label_of_each_custodian PRIMARY KEY (custodian_id, child_id)
);
CREATE INDEX ix_child_label_shown_on ON child_label (shown_on);
ALTER TABLE child_label ENABLE ROW LEVEL SECURITY;
ALTER TABLE child_label FORCE ROW LEVEL SECURITY;
CREATE POLICY child_label_is_its_writers_alone ON child_label TO consent_app USING ({WRITER}) WITH CHECK ({WRITER});
CREATE POLICY child_label_is_found_when_it_is_old ON child_label FOR SELECT TO consent_worker USING (true);
CREATE POLICY child_label_is_forgotten ON child_label FOR DELETE TO consent_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON child_label TO consent_app;
GRANT SELECT (custodian_id, child_id, shown_on), DELETE ON child_label TO consent_worker;
"""
"""It is no authority's, so it stands outside tenancy, as the persons do; the worker deletes what it can't read."""


def upgrade() -> None:
    """Make the table."""
    statements("SET LOCAL lock_timeout = '5s';\n" + LABELS, op.execute)
