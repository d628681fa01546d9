"""Which person a merged record is about in a year, by pseudonyms, as the consent service tells."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MERGED = """
CREATE TABLE merged_subject (
    year integer NOT NULL,
    subject bytea NOT NULL,
    person bytea NOT NULL,
    told_at timestamptz NOT NULL,
    CONSTRAINT merged_subject_is_one_person PRIMARY KEY (year, subject)
);
GRANT SELECT, INSERT, UPDATE ON merged_subject TO "statistics_worker";
"""


def upgrade() -> None:
    """Make the table; requests have no right on it."""
    statements(MERGED, op.execute)
