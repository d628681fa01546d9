"""The audit log's seals."""

from alembic import op

from slussen_chassis.migrations import create_audit_seal, statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables that the sealer adds to."""
    statements(create_audit_seal("sample"), op.execute)
