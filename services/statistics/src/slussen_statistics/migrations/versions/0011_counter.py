"""Taps of counting phones, so that one that is sent twice counts once."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TAPS = """
CREATE TABLE counter_tap (
    centre_id uuid NOT NULL,
    id uuid NOT NULL,
    on_day date NOT NULL,
    CONSTRAINT counter_tap_counts_once PRIMARY KEY (centre_id, id)
);
CREATE INDEX counter_tap_day ON counter_tap (centre_id, on_day);
GRANT SELECT, INSERT, DELETE ON counter_tap TO "statistics_app";
"""


def upgrade() -> None:
    """Make the table; it holds ids and days alone."""
    statements(TAPS, op.execute)
