"""Requests for negotiation, and what parties tell each other under an agreement in force."""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE renegotiation (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT renegotiation_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT renegotiation_is_under_an_agreement REFERENCES agreement (id),
    authority_id uuid NOT NULL,
    subject text NOT NULL,
    reason text NOT NULL,
    asked_on date NOT NULL,
    answer_by date CONSTRAINT renegotiation_days_are_in_order CHECK (answer_by >= asked_on),
    state text NOT NULL CONSTRAINT renegotiation_state_is_known
        CHECK (state IN ('requested', 'under_way', 'agreed', 'not_agreed', 'withdrawn')),
    closed_on date,
    outcome text,
    overdue_on date,
    CONSTRAINT ended_renegotiation_has_its_day
        CHECK ((state IN ('agreed', 'not_agreed', 'withdrawn')) = (closed_on IS NOT NULL))
);
CREATE INDEX renegotiation_by_agreement ON renegotiation (agreement_id, id);
CREATE UNIQUE INDEX party_has_one_open_renegotiation ON renegotiation (agreement_id, authority_id)
    WHERE state IN ('requested', 'under_way');
CREATE INDEX renegotiation_unanswered ON renegotiation (answer_by)
    WHERE state = 'requested' AND overdue_on IS NULL;
CREATE TABLE party_information (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT information_is_under_an_agreement REFERENCES agreement (id),
    authority_id uuid NOT NULL,
    subject text NOT NULL,
    measure text NOT NULL,
    told_on date NOT NULL,
    planned_from date
);
CREATE INDEX party_information_by_agreement ON party_information (agreement_id, id);
CREATE TABLE information_receipt (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    information_id uuid NOT NULL CONSTRAINT receipt_is_of_an_information REFERENCES party_information (id),
    authority_id uuid NOT NULL,
    subject text NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT party_receives_an_information_once UNIQUE (information_id, authority_id)
);
"""

RIGHTS = """
REVOKE UPDATE ON party_information, information_receipt FROM "agreements_app", "agreements_worker";
REVOKE INSERT, UPDATE ON party_information, information_receipt FROM "agreements_worker";
REVOKE INSERT ON renegotiation FROM "agreements_worker";
CREATE POLICY renegotiation_unanswered_is_followed ON renegotiation FOR SELECT TO "agreements_worker"
    USING (state = 'requested' AND overdue_on IS NULL);
"""


def upgrade() -> None:
    statements(
        TABLES
        + secure("agreements", "renegotiation")
        + secure("agreements", "party_information")
        + secure("agreements", "information_receipt")
        + RIGHTS,
        op.execute,
    )
