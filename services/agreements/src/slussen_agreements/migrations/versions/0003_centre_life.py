"""A centre's hours, offer and steering, its annual wheel's duties and the links to its calendar."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE centre_section (
    centre_id uuid NOT NULL CONSTRAINT section_belongs_to_a_centre REFERENCES family_centre (id),
    topic text NOT NULL,
    version integer NOT NULL CONSTRAINT section_versions_count_up CHECK (version > 0),
    content jsonb NOT NULL,
    CONSTRAINT centre_has_a_topic_once PRIMARY KEY (centre_id, topic)
);
CREATE TABLE evaluated_week (
    centre_id uuid NOT NULL CONSTRAINT week_belongs_to_a_centre REFERENCES family_centre (id),
    iso_year integer NOT NULL,
    iso_week integer NOT NULL,
    CONSTRAINT week_is_announced_once PRIMARY KEY (centre_id, iso_year, iso_week)
);
CREATE TABLE duty_mark (
    centre_id uuid NOT NULL CONSTRAINT duty_belongs_to_a_centre REFERENCES family_centre (id),
    key text NOT NULL,
    version integer NOT NULL CONSTRAINT duty_versions_count_up CHECK (version > 0),
    done_on date,
    handed_in text[] NOT NULL,
    reminded_at timestamptz,
    overdue_at timestamptz,
    CONSTRAINT centre_has_a_duty_once PRIMARY KEY (centre_id, key)
);
CREATE TABLE calendar_link (
    id uuid PRIMARY KEY,
    centre_id uuid NOT NULL CONSTRAINT link_belongs_to_a_centre REFERENCES family_centre (id),
    label text NOT NULL,
    responsible text,
    secret_hash text NOT NULL CONSTRAINT calendar_secret_is_unique UNIQUE
        CONSTRAINT calendar_secret_is_kept_as_sha256 CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX calendar_link_by_centre ON calendar_link (centre_id, id);
CREATE TABLE centre_meeting (
    id uuid PRIMARY KEY,
    centre_id uuid NOT NULL CONSTRAINT meeting_belongs_to_a_centre REFERENCES family_centre (id),
    kind text NOT NULL CONSTRAINT meeting_kind_is_known
        CHECK (kind IN ('steering_group', 'house_meeting', 'development_day')),
    held_on date NOT NULL
);
CREATE INDEX centre_meeting_by_day ON centre_meeting (centre_id, held_on, id);
CREATE TABLE coordinator_appointment (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT appointment_versions_count_up CHECK (version > 0),
    centre_id uuid NOT NULL CONSTRAINT appointment_is_at_a_centre REFERENCES family_centre (id),
    holder_subject text NOT NULL,
    profession text,
    extent integer CONSTRAINT appointment_extent_is_percent CHECK (extent BETWEEN 1 AND 100),
    valid_from date NOT NULL,
    valid_through date,
    leaving_reported_on date,
    handed_over boolean NOT NULL,
    CONSTRAINT appointment_days_are_in_order CHECK (valid_through >= valid_from)
);
CREATE INDEX coordinator_appointment_by_centre ON coordinator_appointment (centre_id, valid_from, id);
GRANT SELECT, INSERT, UPDATE ON centre_section, duty_mark, calendar_link, coordinator_appointment
    TO "agreements_app";
GRANT SELECT, INSERT, DELETE ON centre_meeting TO "agreements_app";
GRANT SELECT ON centre_section, coordinator_appointment, centre_meeting TO "agreements_worker";
GRANT SELECT, INSERT, UPDATE ON duty_mark TO "agreements_worker";
GRANT SELECT, INSERT ON evaluated_week TO "agreements_worker";
"""


def upgrade() -> None:
    statements(TABLES, op.execute)
