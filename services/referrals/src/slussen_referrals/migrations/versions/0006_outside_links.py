"""One-time links for recipients outside without an account; secrets are kept as keyed hashes alone."""

from alembic import op

from slussen_chassis.migrations import REFERENCE, secure, statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LINKS = """
CREATE TABLE outside_link (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    referral_id uuid NOT NULL CONSTRAINT outside_link_is_for_one_referral REFERENCES referral (id),
    link_way text NOT NULL,
    code_way text NOT NULL,
    secret_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    visit_hash bytea,
    wrong_codes integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    opened_at timestamptz,
    visit_until timestamptz,
    revoked_at timestamptz,
    CONSTRAINT outside_link_and_code_go_different_ways CHECK (link_way <> code_way),
    CONSTRAINT outside_link_opens_one_visit CHECK (num_nulls(opened_at, visit_hash, visit_until) IN (0, 3))
);
CREATE INDEX outside_links_of_referral ON outside_link (referral_id);
"""

BY_KEY = """
CREATE POLICY outside_link_is_found_by_its_key ON outside_link FOR SELECT TO "referrals_app"
    USING (id = (SELECT {reference}));
CREATE POLICY outside_link_is_used_by_its_key ON outside_link FOR UPDATE TO "referrals_app"
    USING (id = (SELECT {reference})) WITH CHECK (id = (SELECT {reference}));
"""


def upgrade() -> None:
    """Make the table."""
    secured = secure("referrals", "outside_link")
    statements(LINKS + secured + BY_KEY.format(reference=REFERENCE), op.execute)
