"""Persons whose data are protected."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PROTECTIONS = """
CREATE TABLE subject_protection (
    subject_id uuid PRIMARY KEY REFERENCES subject (id),
    kind text CONSTRAINT subject_protection_is_known
        CHECK (kind IN ('confidentiality_marking', 'protected_registration')),
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON subject_protection TO consent_app;
GRANT SELECT ON subject_protection TO consent_worker;
"""
"""It follows the person to every authority, so it stands outside tenancy; `kind` null is no protection any more."""


def upgrade() -> None:
    """Make the table."""
    statements("SET LOCAL lock_timeout = '5s';\n" + PROTECTIONS, op.execute)
