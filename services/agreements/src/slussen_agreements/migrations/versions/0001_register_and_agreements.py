"""The register, family centres, agreements and their signatures."""

from alembic import op

from slussen_chassis.migrations import create_chassis_tables, secure, statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REGISTER = """
CREATE TABLE responsible_authority (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT authority_versions_count_up CHECK (version > 0),
    county_code text NOT NULL CONSTRAINT authority_county_is_a_code CHECK (county_code ~ '^[0-9]{2}$'),
    name text NOT NULL,
    authority_type text NOT NULL CONSTRAINT authority_type_is_known
        CHECK (authority_type IN ('region', 'municipality', 'private_provider', 'other')),
    organisation_number text NOT NULL CONSTRAINT organisation_number_is_unique UNIQUE,
    municipality_code text,
    CONSTRAINT municipality_has_its_code CHECK (authority_type <> 'municipality' OR municipality_code IS NOT NULL)
);
CREATE INDEX responsible_authority_by_name ON responsible_authority (county_code, name, id);
CREATE TABLE board (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT board_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    authority_id uuid NOT NULL CONSTRAINT board_belongs_to_an_authority REFERENCES responsible_authority (id),
    name text NOT NULL,
    CONSTRAINT board_name_is_unique_in_its_authority UNIQUE (authority_id, name)
);
CREATE INDEX board_by_name ON board (county_code, name, id);
CREATE TABLE unit (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT unit_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    name text NOT NULL,
    hsa_id text NOT NULL CONSTRAINT hsa_id_is_unique UNIQUE,
    authority_id uuid NOT NULL CONSTRAINT unit_belongs_to_an_authority REFERENCES responsible_authority (id),
    board_id uuid CONSTRAINT unit_board_exists REFERENCES board (id),
    branch text NOT NULL,
    activity text,
    professions text[] NOT NULL,
    municipality_code text,
    valid_from date NOT NULL,
    valid_through date,
    CONSTRAINT unit_days_are_in_order CHECK (valid_through >= valid_from)
);
CREATE INDEX unit_by_name ON unit (county_code, name, id);
CREATE TABLE family_centre (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT centre_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    name text NOT NULL,
    municipality_code text NOT NULL,
    profile_id text NOT NULL,
    display_term text NOT NULL,
    co_located boolean NOT NULL,
    simultaneous boolean NOT NULL,
    valid_from date NOT NULL,
    valid_through date,
    CONSTRAINT centre_days_are_in_order CHECK (valid_through >= valid_from)
);
CREATE INDEX family_centre_by_name ON family_centre (county_code, name, id);
CREATE TABLE family_centre_activity (
    centre_id uuid NOT NULL CONSTRAINT activity_belongs_to_a_centre REFERENCES family_centre (id),
    activity text NOT NULL,
    unit_id uuid NOT NULL CONSTRAINT activity_is_run_by_a_unit REFERENCES unit (id),
    CONSTRAINT unit_runs_an_activity_once_at_a_centre PRIMARY KEY (centre_id, activity, unit_id)
);
CREATE INDEX family_centre_activity_by_unit ON family_centre_activity (unit_id, centre_id);
GRANT SELECT, INSERT, UPDATE ON responsible_authority, board, unit, family_centre TO "agreements_app";
GRANT SELECT, INSERT, DELETE ON family_centre_activity TO "agreements_app";
GRANT SELECT ON responsible_authority, board, unit, family_centre, family_centre_activity TO "agreements_worker";
"""

AGREEMENTS = """
CREATE TABLE agreement (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT agreement_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    kind text NOT NULL,
    status text NOT NULL CONSTRAINT agreement_status_is_known
        CHECK (status IN ('draft', 'ready', 'awaiting_signatures', 'active', 'ended')),
    centre_id uuid NOT NULL CONSTRAINT agreement_is_for_a_centre REFERENCES family_centre (id),
    profile_id text NOT NULL,
    profile_first_day date NOT NULL,
    parties jsonb NOT NULL,
    clauses jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_through date,
    CONSTRAINT agreement_days_are_in_order CHECK (valid_through >= valid_from)
);
CREATE INDEX agreement_by_centre ON agreement (centre_id);
CREATE TABLE agreement_signature (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    agreement_id uuid NOT NULL CONSTRAINT signature_is_under_an_agreement REFERENCES agreement (id),
    role text NOT NULL,
    subject text NOT NULL,
    assurance_level text,
    digest text NOT NULL CONSTRAINT signature_digest_is_sha256 CHECK (digest ~ '^[0-9a-f]{64}$'),
    signed_at timestamptz NOT NULL,
    CONSTRAINT party_signs_a_version_once UNIQUE (agreement_id, responsible_authority_id, role, digest)
);
"""

WORKER = """
REVOKE UPDATE ON agreement_signature FROM "agreements_app", "agreements_worker";
REVOKE INSERT, UPDATE ON agreement, agreement_signature FROM "agreements_worker";
CREATE POLICY agreement_in_force_is_announced ON agreement FOR SELECT TO "agreements_worker"
    USING (status IN ('active', 'ended'));
"""


def upgrade() -> None:
    statements(
        create_chassis_tables("agreements")
        + REGISTER
        + AGREEMENTS
        + secure("agreements", "agreement")
        + secure("agreements", "agreement_signature")
        + WORKER,
        op.execute,
    )
