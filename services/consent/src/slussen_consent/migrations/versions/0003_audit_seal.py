"""The seals over the audit log."""

from alembic import op

from slussen_chassis.migrations import create_audit_seal, statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that the sealer adds to."""
    statements(create_audit_seal("consent"), op.execute)
