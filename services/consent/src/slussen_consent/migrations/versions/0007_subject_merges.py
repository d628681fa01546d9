"""Two records of one person are one from now on; nothing that was recorded is rewritten."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MERGES = """
CREATE TABLE subject_merge (
    id uuid PRIMARY KEY REFERENCES subject (id),
    into_id uuid REFERENCES subject (id),
    version integer NOT NULL CONSTRAINT subject_merge_version_is_positive CHECK (version > 0),
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT subject_is_not_merged_into_itself CHECK (into_id <> id)
);
CREATE INDEX ix_subject_merge_into_id ON subject_merge (into_id);
GRANT SELECT, INSERT, UPDATE ON subject_merge TO consent_app;
GRANT SELECT ON subject_merge TO consent_worker;
CREATE FUNCTION same_person(asked uuid) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 1 AS $$
    WITH kept AS (SELECT coalesce((SELECT into_id FROM subject_merge WHERE id = asked), asked) AS id)
    SELECT id FROM kept UNION ALL SELECT m.id FROM subject_merge m JOIN kept ON m.into_id = kept.id
$$;
"""
"""`into_id` null is a merge that was undone. Merges never chain: `into_id` is nobody's merged id."""


def upgrade() -> None:
    """Make the table and the function that tells under which ids one person is recorded."""
    statements("SET LOCAL lock_timeout = '5s';\n" + MERGES, op.execute)
