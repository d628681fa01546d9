"""Documents that were handed out to be signed, kept byte for byte, and what is known of each signature."""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DOCUMENTS = """
CREATE TABLE agreement_document (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT document_is_of_an_agreement REFERENCES agreement (id),
    content_digest text NOT NULL CONSTRAINT document_content_is_sha256 CHECK (content_digest ~ '^[0-9a-f]{64}$'),
    made_at timestamptz NOT NULL,
    pdf bytea NOT NULL,
    sha256 text NOT NULL CONSTRAINT document_digest_is_its_own CHECK (sha256 = encode(sha256(pdf), 'hex')),
    key_id text NOT NULL,
    seal text NOT NULL,
    CONSTRAINT wording_has_one_document UNIQUE (agreement_id, content_digest)
);
CREATE INDEX agreement_document_by_digest ON agreement_document (sha256);
CREATE TABLE agreement_signed_file (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT signed_file_is_of_an_agreement REFERENCES agreement (id),
    sha256 text NOT NULL CONSTRAINT signed_file_digest_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    encrypted bytea NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE INDEX agreement_signed_file_by_agreement ON agreement_signed_file (agreement_id);
ALTER TABLE agreement_signature
    ADD COLUMN method text NOT NULL DEFAULT 'session'
        CONSTRAINT signature_method_is_known CHECK (method IN ('session', 'signed_pdf')),
    ADD COLUMN evidence jsonb NOT NULL DEFAULT '{}';
"""

RIGHTS = """
REVOKE UPDATE ON agreement_document, agreement_signed_file FROM "agreements_app", "agreements_worker";
REVOKE INSERT ON agreement_document, agreement_signed_file FROM "agreements_worker";
"""


def upgrade() -> None:
    """Make the tables, and the columns that say how a signature was made."""
    statements(
        DOCUMENTS
        + secure("agreements", "agreement_document")
        + secure("agreements", "agreement_signed_file")
        + RIGHTS,
        op.execute,
    )
