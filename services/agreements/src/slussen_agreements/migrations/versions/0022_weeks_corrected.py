"""Announced weeks have a version and their numbers; meetings have a purpose and whether they are documented.

A week that was announced before has version 1 and numbers that nobody kept.
"""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE evaluated_week ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE evaluated_week ADD COLUMN numbers text;
ALTER TABLE centre_meeting ADD COLUMN purpose text;
ALTER TABLE centre_meeting ADD COLUMN documented boolean;
GRANT UPDATE ON evaluated_week TO "agreements_app", "agreements_worker";
"""


def upgrade() -> None:
    statements(COLUMNS, op.execute)
