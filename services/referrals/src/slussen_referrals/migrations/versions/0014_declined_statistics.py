"""Referrals and joint plans hold whether the family declines to be counted in statistics."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DECLINED = """
ALTER TABLE referral ADD COLUMN declines_statistics boolean NOT NULL DEFAULT false;
ALTER TABLE joint_plan ADD COLUMN declines_statistics boolean NOT NULL DEFAULT false;
"""


def upgrade() -> None:
    """Add the columns; nobody has been asked of what is under way."""
    statements(DECLINED, op.execute)
