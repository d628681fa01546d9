"""Tasks to ask again, designated assessors, grounds besides consent, and the log of what was told."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, secure, statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = """
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
"""

TABLES = f"""
CREATE TABLE ask_again_task (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    consent_id uuid NOT NULL,
    consent_version integer NOT NULL,
    subject_id uuid NOT NULL,
    situation text NOT NULL,
    unit_id uuid NOT NULL,
    due_on date NOT NULL,
    status text NOT NULL CONSTRAINT ask_again_task_status_is_known CHECK (status IN ('open', 'done', 'superseded')),
    created_at timestamptz NOT NULL,
    reminded_at timestamptz,
    ended_at timestamptz,
    {KEPT}
    CONSTRAINT consents_version_is_asked_again_once UNIQUE (consent_id, consent_version),
    CONSTRAINT ask_again_task_that_is_not_open_has_ended CHECK ((status = 'open') = (ended_at IS NULL))
);
CREATE INDEX ask_again_task_open_about ON ask_again_task (subject_id, situation) WHERE status = 'open';
CREATE INDEX ask_again_task_open_at ON ask_again_task (unit_id, due_on) WHERE status = 'open';
CREATE INDEX ask_again_task_to_be_reminded ON ask_again_task (due_on) WHERE status = 'open' AND reminded_at IS NULL;
CREATE TABLE designated_assessor (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL,
    person text NOT NULL,
    valid_from date NOT NULL,
    valid_through date,
    designated_by text NOT NULL,
    designated_at timestamptz NOT NULL,
    {KEPT}
    CONSTRAINT designation_days_are_in_order CHECK (valid_through >= valid_from - 1)
);
CREATE INDEX ix_designated_assessor_unit_id ON designated_assessor (unit_id);
CREATE TABLE disclosure_ground (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    subject_id uuid NOT NULL,
    document jsonb NOT NULL,
    {KEPT}
    CONSTRAINT disclosure_ground_version_is_positive CHECK (version > 0)
);
CREATE INDEX ix_disclosure_ground_subject_id ON disclosure_ground (subject_id);
CREATE TABLE disclosure (
    id uuid PRIMARY KEY,
    decision_id uuid NOT NULL,
    pair integer NOT NULL,
    subject_id uuid NOT NULL,
    situation text NOT NULL,
    ground text NOT NULL,
    topics text[] NOT NULL,
    sender_unit_id uuid NOT NULL,
    recipient_unit_id uuid NOT NULL,
    recipient_profession text,
    manner text NOT NULL,
    told_by text NOT NULL,
    told_at timestamptz NOT NULL,
    logged_at timestamptz NOT NULL,
    decision_held boolean NOT NULL,
    {KEPT}
    CONSTRAINT decision_about_a_pair_holds_for_one_act UNIQUE (decision_id, pair)
);
CREATE INDEX ix_disclosure_subject_id ON disclosure (subject_id);
"""

SECURED = ("ask_again_task", "designated_assessor", "disclosure_ground", "disclosure")

NARROWER = """
CREATE POLICY ask_again_task_that_is_open_is_found ON ask_again_task FOR SELECT TO consent_worker
    USING (status = 'open');
CREATE POLICY disclosure_ground_is_changed_by_its_controller ON disclosure_ground AS RESTRICTIVE FOR UPDATE
    USING (responsible_authority_id = (SELECT {authority}));
REVOKE UPDATE ON disclosure FROM consent_app, consent_worker;
"""
"""The worker finds open tasks whoever keeps them; what was told is never changed."""


def upgrade() -> None:
    """Make the tables."""
    secured = "".join(secure("consent", table) for table in SECURED)
    for sql in (TABLES, secured, NARROWER.format(authority=AUTHORITY)):
        statements("SET LOCAL lock_timeout = '5s';\n" + sql, op.execute)
