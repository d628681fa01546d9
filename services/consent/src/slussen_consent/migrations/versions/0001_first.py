"""Persons, consents with their versions, journals' events, decisions, and copies of the register."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, create_chassis_tables, secure, statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SUBJECTS = """
CREATE TABLE subject (id uuid PRIMARY KEY);
CREATE TABLE subject_identifier (
    blind_index bytea PRIMARY KEY CONSTRAINT blind_index_is_a_sha256 CHECK (octet_length(blind_index) = 32),
    subject_id uuid NOT NULL REFERENCES subject (id),
    system text NOT NULL,
    sealed bytea NOT NULL,
    superseded_by bytea CONSTRAINT number_does_not_supersede_itself CHECK (superseded_by <> blind_index)
);
CREATE INDEX ix_subject_identifier_subject_id ON subject_identifier (subject_id);
GRANT SELECT, INSERT ON subject TO consent_app;
GRANT SELECT (blind_index, subject_id), INSERT, UPDATE (blind_index, superseded_by)
    ON subject_identifier TO consent_app;
"""
"""The application finds a person by the blind index; it can't read a sealed number back."""

CONSENTS = """
CREATE TABLE consent (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT consent_version_is_positive CHECK (version > 0),
    subject_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT consent_status_is_known
        CHECK (status IN ('active', 'withdrawn', 'expired', 'annulled', 'closed')),
    valid_through date NOT NULL,
    client_id text,
    external_id text,
    recorded_by_unit_id uuid NOT NULL,
    recorded_by_profession text,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT consent_is_recorded_once_for_a_journals_id
        UNIQUE (responsible_authority_id, client_id, external_id),
    CONSTRAINT consent_is_seen_by_its_controller CHECK (grants @> ARRAY[responsible_authority_id])
);
CREATE INDEX ix_consent_subject_id ON consent (subject_id);
CREATE INDEX consent_active_last_day ON consent (valid_through) WHERE status = 'active';
CREATE TABLE consent_version (
    consent_id uuid NOT NULL,
    version integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    document jsonb NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT consent_version_is_written_once PRIMARY KEY (consent_id, version)
);
CREATE TABLE consent_event (
    client_id text NOT NULL,
    source text NOT NULL,
    source_event_id text NOT NULL,
    type text NOT NULL,
    occurred_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT now(),
    consent_id uuid NOT NULL,
    version integer NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT journal_event_has_its_effect_once PRIMARY KEY (client_id, source, source_event_id)
);
CREATE TABLE disclosure_decision (
    id uuid PRIMARY KEY,
    subject_id uuid NOT NULL,
    situation text NOT NULL,
    outcome text NOT NULL,
    actor text NOT NULL,
    decided_at timestamptz NOT NULL,
    consent_ids uuid[] NOT NULL,
    consent_versions integer[] NOT NULL,
    document jsonb NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL
);
"""

REGISTER = """
CREATE TABLE unit_copy (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    hsa_id text NOT NULL,
    authority_id uuid NOT NULL,
    authority_type text NOT NULL,
    board_id uuid,
    branch text NOT NULL,
    activity text,
    centre_ids uuid[] NOT NULL,
    county_code text NOT NULL,
    valid_from date NOT NULL,
    valid_through date
);
CREATE INDEX ix_unit_copy_hsa_id ON unit_copy (hsa_id);
CREATE TABLE centre_copy (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    profile_id text NOT NULL,
    county_code text NOT NULL
);
GRANT SELECT ON unit_copy, centre_copy TO consent_app;
GRANT SELECT, INSERT, UPDATE ON unit_copy, centre_copy TO consent_worker;
"""

NARROWER = """
CREATE POLICY consent_is_changed_by_its_controller ON consent AS RESTRICTIVE FOR UPDATE
    USING (responsible_authority_id = (SELECT {authority}));
CREATE POLICY consent_past_its_last_day_is_found ON consent FOR SELECT TO consent_worker
    USING (status = 'active' AND valid_through < (now() AT TIME ZONE 'Europe/Stockholm')::date);
REVOKE UPDATE ON consent_version, consent_event, disclosure_decision FROM consent_app, consent_worker;
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX consent_version_grants;
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX consent_event_grants;
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX disclosure_decision_grants;
"""
"""Only the controller changes a consent; history is never changed; the three are read by their keys alone."""

SECURED = ("consent", "consent_version", "consent_event", "disclosure_decision")


def upgrade() -> None:
    """Make everything."""
    secured = "".join(secure("consent", table) for table in SECURED)
    for sql in (
        create_chassis_tables("consent"),
        SUBJECTS,
        CONSENTS,
        REGISTER,
        secured,
        NARROWER.format(authority=AUTHORITY),
    ):
        statements("SET LOCAL lock_timeout = '5s';\n" + sql, op.execute)
