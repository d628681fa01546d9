"""Which family a child belongs to in a year, by pseudonyms, as the referrals service tells of merges and splits."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FAMILIES = """
CREATE TABLE family_member (
    year integer NOT NULL,
    subject bytea NOT NULL,
    family bytea NOT NULL,
    told_at timestamptz NOT NULL,
    CONSTRAINT family_member_belongs_to_one PRIMARY KEY (year, subject)
);
GRANT SELECT, INSERT, UPDATE ON family_member TO "statistics_worker";
CREATE INDEX fact_subject ON fact ((content ->> 'subject')) WHERE content ->> 'subject' IS NOT NULL;
"""


def upgrade() -> None:
    """Make the table; requests have no right on it."""
    statements(FAMILIES, op.execute)
