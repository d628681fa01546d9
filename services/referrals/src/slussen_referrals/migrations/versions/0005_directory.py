"""The service directory, and what a recipient needs to know before it takes a referral. No data about persons."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DIRECTORY = """
CREATE TABLE directory_entry (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT directory_entry_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    authority_id uuid NOT NULL,
    unit_id uuid CONSTRAINT unit_has_one_entry UNIQUE,
    centre_id uuid,
    name text,
    professions text[] NOT NULL,
    details jsonb NOT NULL,
    capacity text NOT NULL CONSTRAINT capacity_is_known CHECK (capacity IN ('open', 'few_places', 'full')),
    full_through date,
    form_version integer NOT NULL,
    form jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT directory_entry_is_of_a_unit_or_has_a_name CHECK (
        num_nulls(unit_id, name) = 1 AND (unit_id IS NULL OR unit_id = id))
);
CREATE INDEX directory_entry_in_county ON directory_entry (county_code);
GRANT SELECT, INSERT, UPDATE ON directory_entry TO "referrals_app";
GRANT SELECT ON directory_entry TO "referrals_worker";
CREATE INDEX known_unit_in_county ON known_unit (county_code);
ALTER TABLE known_unit
    ADD COLUMN municipality_code text,
    ADD COLUMN valid_through date;
ALTER TABLE referral
    ADD COLUMN to_entry_id uuid,
    ADD COLUMN form_version integer,
    ADD COLUMN answers jsonb NOT NULL DEFAULT '{}';
"""


def upgrade() -> None:
    """Make the directory."""
    statements(DIRECTORY, op.execute)
