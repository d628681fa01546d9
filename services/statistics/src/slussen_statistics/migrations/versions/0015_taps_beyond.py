"""How far taps have come beyond what a day's entry can show, so that their order changes nothing."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; it is empty where taps have not come below nought."""
    statements("ALTER TABLE entry ADD COLUMN beyond jsonb;\n", op.execute)
