"""Drafts, encrypted: seen by their writer at the unit where they were written, and by the job that removes old ones."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OWN = (
    f"responsible_authority_id = (SELECT {AUTHORITY})"
    " AND unit_id = (SELECT NULLIF(current_setting('app.unit', true), '')::uuid)"
    " AND owner = (SELECT current_setting('app.actor', true))"
)

DRAFTS = """
CREATE TABLE draft (
    id uuid NOT NULL,
    version integer NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    owner text NOT NULL,
    content bytea,
    sent_as uuid,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT draft_has_an_id_of_its_writers_own PRIMARY KEY (owner, unit_id, responsible_authority_id, id),
    CONSTRAINT draft_is_gone_when_it_is_sent CHECK (num_nulls(content, sent_as) = 1)
);
CREATE INDEX drafts_that_are_old ON draft (expires_at);
ALTER TABLE draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE draft FORCE ROW LEVEL SECURITY;
CREATE POLICY draft_is_its_writers ON draft TO "referrals_app" USING ({own}) WITH CHECK ({own});
CREATE POLICY draft_that_is_old_is_found ON draft FOR SELECT TO "referrals_worker"
    USING (expires_at < now() AND (SELECT current_setting('app.purpose', true)) = 'old_drafts');
CREATE POLICY draft_that_is_old_is_removed ON draft FOR DELETE TO "referrals_worker"
    USING (expires_at < now() AND (SELECT current_setting('app.purpose', true)) = 'old_drafts');
GRANT SELECT, INSERT, UPDATE, DELETE ON draft TO "referrals_app";
GRANT SELECT, DELETE ON draft TO "referrals_worker";
"""


def upgrade() -> None:
    """Make the table."""
    statements(DRAFTS.format(own=OWN), op.execute)
