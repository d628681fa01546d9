"""Notice, editions, terms, signing by a day, rejections and disputes of agreements of every kind."""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Squawk is told that these are meant: a kind of agreement without a centre is new, the new column's key is checked
# over rows that have none, and the states only grow.
AGREEMENT = """
ALTER TABLE agreement
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN centre_id DROP NOT NULL,
    ADD COLUMN edition integer NOT NULL DEFAULT 1 CONSTRAINT agreement_editions_count_up CHECK (edition > 0),
    -- squawk-ignore adding-foreign-key-constraint
    ADD COLUMN original_id uuid CONSTRAINT edition_is_of_an_agreement REFERENCES agreement (id),
    ADD COLUMN municipality_code text,
    ADD COLUMN terms jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN last_day date,
    ADD COLUMN reviewed_on date,
    ADD COLUMN sign_in_order boolean NOT NULL DEFAULT false,
    ADD COLUMN sign_by date,
    ADD COLUMN reminded_on date,
    -- squawk-ignore ban-drop-constraint
    DROP CONSTRAINT agreement_status_is_known,
    ADD CONSTRAINT agreement_status_is_known CHECK (status IN
        ('draft', 'ready', 'awaiting_signatures', 'active', 'under_notice', 'superseded', 'ended')),
    ADD CONSTRAINT agreement_kind_is_known
        CHECK (kind IN ('local', 'county', 'premises', 'letter_of_intent', 'coordinator')),
    ADD CONSTRAINT agreement_is_for_what_its_kind_says
        CHECK ((kind IN ('county', 'letter_of_intent')) = (centre_id IS NULL)),
    ADD CONSTRAINT letter_is_for_a_municipality CHECK ((kind = 'letter_of_intent') = (municipality_code IS NOT NULL)),
    ADD CONSTRAINT later_edition_has_an_original CHECK ((edition > 1) = (original_id IS NOT NULL)),
    ADD CONSTRAINT agreement_has_an_edition_once UNIQUE (original_id, edition);
CREATE INDEX agreement_by_county ON agreement (county_code, status);
CREATE INDEX agreement_that_ends ON agreement (COALESCE(last_day, valid_through))
    WHERE status IN ('active', 'under_notice');
CREATE INDEX agreement_to_be_signed ON agreement (sign_by) WHERE status IN ('ready', 'awaiting_signatures');
CREATE INDEX family_centre_by_municipality ON family_centre (county_code, municipality_code);
"""

PARTS = """
CREATE TABLE agreement_notice (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT notice_is_under_an_agreement REFERENCES agreement (id),
    authority_id uuid NOT NULL,
    subject text NOT NULL,
    given_on date NOT NULL,
    form text NOT NULL CONSTRAINT notice_form_is_known CHECK (form IN ('written', 'oral')),
    months integer,
    last_day date NOT NULL CONSTRAINT notice_days_are_in_order CHECK (last_day >= given_on),
    registered_at timestamptz NOT NULL,
    CONSTRAINT party_gives_notice_once UNIQUE (agreement_id, authority_id)
);
CREATE TABLE agreement_rejection (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT rejection_is_under_an_agreement REFERENCES agreement (id),
    role text NOT NULL,
    subject text NOT NULL,
    digest text NOT NULL CONSTRAINT rejection_digest_is_sha256 CHECK (digest ~ '^[0-9a-f]{64}$'),
    reason text NOT NULL,
    rejected_at timestamptz NOT NULL,
    CONSTRAINT wording_is_rejected_once UNIQUE (agreement_id, digest)
);
CREATE TABLE agreement_dispute (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT dispute_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT dispute_is_under_an_agreement REFERENCES agreement (id),
    matter text NOT NULL,
    body text,
    registered_on date NOT NULL,
    settled_on date CONSTRAINT dispute_days_are_in_order CHECK (settled_on >= registered_on),
    outcome text,
    CONSTRAINT settled_dispute_has_an_outcome CHECK ((settled_on IS NULL) = (outcome IS NULL))
);
CREATE INDEX agreement_dispute_by_agreement ON agreement_dispute (agreement_id);
"""

RIGHTS = """
REVOKE UPDATE ON agreement_notice, agreement_rejection FROM "agreements_app", "agreements_worker";
REVOKE INSERT, UPDATE ON agreement_notice, agreement_rejection, agreement_dispute FROM "agreements_worker";
GRANT UPDATE ON agreement TO "agreements_worker";
DROP POLICY agreement_in_force_is_announced ON agreement;
CREATE POLICY agreement_in_force_or_to_be_signed_is_followed ON agreement FOR SELECT TO "agreements_worker"
    USING (status IN ('active', 'under_notice', 'superseded', 'ended')
        OR (sign_by IS NOT NULL AND status IN ('ready', 'awaiting_signatures')));
"""


def upgrade() -> None:
    statements(
        AGREEMENT
        + PARTS
        + secure("agreements", "agreement_notice")
        + secure("agreements", "agreement_rejection")
        + secure("agreements", "agreement_dispute")
        + RIGHTS,
        op.execute,
    )
