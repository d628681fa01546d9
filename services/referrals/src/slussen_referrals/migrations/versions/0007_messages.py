"""Short messages by code, seen with their referral; only ever added to."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, statements

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MESSAGES = """
CREATE TABLE referral_message (
    id uuid PRIMARY KEY,
    referral_id uuid NOT NULL CONSTRAINT message_is_about_a_referral REFERENCES referral (id),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    party text NOT NULL CONSTRAINT message_is_by_one_side CHECK (party IN ('sender', 'recipient')),
    unit_id uuid NOT NULL,
    actor text NOT NULL,
    code text NOT NULL,
    about_on date,
    at timestamptz NOT NULL
);
CREATE INDEX messages_of_referral ON referral_message (referral_id, id);
ALTER TABLE referral_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_message FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_message_is_seen_with_its_referral ON referral_message FOR SELECT
    USING (EXISTS (SELECT 1 FROM referral r WHERE r.id = referral_id AND r.grants @> ARRAY[(SELECT {authority})]));
CREATE POLICY referral_message_is_added_with_its_referral ON referral_message FOR INSERT
    WITH CHECK (EXISTS (SELECT 1 FROM referral r WHERE r.id = referral_id
        AND r.responsible_authority_id = referral_message.responsible_authority_id
        AND r.grants @> ARRAY[(SELECT {authority})]));
GRANT SELECT, INSERT ON referral_message TO "referrals_app";
"""


def upgrade() -> None:
    """Make the table."""
    statements(MESSAGES.format(authority=AUTHORITY), op.execute)
