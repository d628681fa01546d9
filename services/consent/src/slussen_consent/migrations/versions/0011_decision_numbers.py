"""A day's decisions are counted once the day has ended: the worker finds them by day and remembers which are done."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COUNTED = """
CREATE TABLE decision_day (
    day date PRIMARY KEY,
    counted_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON decision_day TO consent_worker;
CREATE POLICY disclosure_decision_is_counted ON disclosure_decision FOR SELECT TO consent_worker USING (true);
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX disclosure_decision_decided_at ON disclosure_decision USING brin (decided_at);
"""
"""Decisions are written in the order of their moments, so an index of ranges is enough and costs the writer nothing."""


def upgrade() -> None:
    """Make the table, and let the worker see what it counts."""
    statements("SET LOCAL lock_timeout = '5s';\n" + COUNTED, op.execute)
