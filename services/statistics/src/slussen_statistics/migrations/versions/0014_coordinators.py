"""Coordinators' professions; and figures made anew, since reviews stand under a kind of agreement from now on."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PROFESSION = """
ALTER TABLE coordinator_copy ADD COLUMN profession text;
UPDATE rebuild_state SET building = coalesce(building, current + 1) WHERE EXISTS (SELECT FROM fact);
"""


def upgrade() -> None:
    """Add the column, and let the worker make every figure anew beside those that are read."""
    statements(PROFESSION, op.execute)
