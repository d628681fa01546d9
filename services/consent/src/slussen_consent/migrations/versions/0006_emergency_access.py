"""Break-glass: which records were opened, by whom and why, what was read, and how it was reviewed."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, secure, statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEPT = """
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL
"""

TABLES = f"""
CREATE TABLE emergency_access (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    person text NOT NULL,
    unit_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    reason text NOT NULL,
    reference text,
    opened_at timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    reviewed_by text,
    reviewed_at timestamptz,
    review_outcome text,
    review_reference text,
    {KEPT},
    CONSTRAINT emergency_access_is_open_for_three_hours_at_most CHECK (closes_at <= opened_at + interval '3 hours'),
    CONSTRAINT emergency_access_is_reviewed_by_another CHECK (reviewed_by <> person),
    CONSTRAINT emergency_access_review_is_whole
        CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL) AND (reviewed_by IS NULL) = (review_outcome IS NULL))
);
CREATE INDEX ix_emergency_access_subject_id ON emergency_access (subject_id);
CREATE TABLE emergency_reading (
    id uuid PRIMARY KEY,
    access_id uuid NOT NULL REFERENCES emergency_access (id),
    resource_type text NOT NULL,
    resource_id uuid NOT NULL,
    read_at timestamptz NOT NULL,
    {KEPT}
);
CREATE INDEX ix_emergency_reading_access_id ON emergency_reading (access_id);
"""

SECURED = ("emergency_access", "emergency_reading")

NARROWER = """
CREATE POLICY emergency_access_is_changed_by_its_controller ON emergency_access AS RESTRICTIVE FOR UPDATE
    USING (responsible_authority_id = (SELECT {authority}));
REVOKE UPDATE ON emergency_reading FROM consent_app, consent_worker;
"""
"""What was read stays as it is."""


def upgrade() -> None:
    """Make the tables."""
    secured = "".join(secure("consent", table) for table in SECURED)
    for sql in (TABLES, secured, NARROWER.format(authority=AUTHORITY)):
        statements("SET LOCAL lock_timeout = '5s';\n" + sql, op.execute)
