"""Migrations are forgotten in time, unreviewed emergency accesses reminded of, a unit's list is read in order."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, statements

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FORGOTTEN = """
GRANT DELETE ON consent_migration, consent_migration_fault TO consent_worker;
CREATE POLICY consent_migration_is_found_when_it_is_old ON consent_migration FOR SELECT TO consent_worker
    USING (true);
CREATE POLICY consent_migration_is_forgotten_under_its_controller ON consent_migration FOR DELETE TO consent_worker
    USING (grants @> ARRAY[(SELECT {authority})]);
CREATE POLICY consent_migration_fault_is_forgotten_under_its_controller ON consent_migration_fault FOR DELETE
    TO consent_worker USING (grants @> ARRAY[(SELECT {authority})]);
"""
"""A migration tells how many rows came and which were faulty, and nothing of a consent; the worker alone deletes."""

REMINDED = """
ALTER TABLE emergency_access ADD COLUMN reminded_at timestamptz;
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX emergency_access_to_be_reviewed ON emergency_access (opened_at)
    WHERE reviewed_at IS NULL AND reminded_at IS NULL;
CREATE POLICY emergency_access_to_be_reviewed_is_found ON emergency_access FOR SELECT TO consent_worker
    USING (reviewed_at IS NULL);
"""

LISTED = """
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX consent_recorded_at ON consent (recorded_by_unit_id, id DESC);
"""


def upgrade() -> None:
    """Let the worker forget and find, and put a unit's consents in order."""
    for sql in (FORGOTTEN.format(authority=AUTHORITY), REMINDED, LISTED):
        statements("SET LOCAL lock_timeout = '5s';\n" + sql, op.execute)
