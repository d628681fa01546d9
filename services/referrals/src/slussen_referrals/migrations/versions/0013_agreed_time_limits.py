"""Agreements hold time limits, and a referral keeps the limit of its state with who has set it."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LIMITS = """
ALTER TABLE known_agreement ADD COLUMN time_limits jsonb NOT NULL DEFAULT '{}';
ALTER TABLE referral
    ADD COLUMN limit_origin text,
    ADD COLUMN limit_agreement_id uuid,
    ADD COLUMN limit_due_days integer,
    ADD COLUMN limit_expire_days integer,
    ADD CONSTRAINT referral_limit_has_an_origin CHECK (num_nulls(limit_origin, limit_due_days) IN (0, 2)),
    ADD CONSTRAINT referral_limit_origin_is_known CHECK (limit_origin IN ('agreement', 'profile', 'default')),
    ADD CONSTRAINT referral_limit_names_its_agreement CHECK (
        (limit_origin IS NOT DISTINCT FROM 'agreement') = (limit_agreement_id IS NOT NULL));
"""


def upgrade() -> None:
    """Add the columns; a referral under way keeps the day that it has."""
    statements(LIMITS, op.execute)
