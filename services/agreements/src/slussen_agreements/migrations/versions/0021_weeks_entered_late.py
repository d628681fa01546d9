"""Hours that are entered late announce their weeks at once: requests note which weeks have been announced."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

RIGHTS = 'GRANT SELECT, INSERT ON evaluated_week TO "agreements_app";'


def upgrade() -> None:
    statements(RIGHTS, op.execute)
