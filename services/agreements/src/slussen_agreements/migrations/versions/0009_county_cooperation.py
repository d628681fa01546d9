"""What a county's centres do together, who was briefed on confidentiality, and each topic's earlier versions."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE county_meeting (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    body text NOT NULL CONSTRAINT county_body_is_known CHECK (body IN
        ('county_steering_group', 'coordinator_network', 'yearly_follow_up', 'development_day_group')),
    held_on date NOT NULL,
    host_centre_id uuid CONSTRAINT county_meeting_host_is_a_centre REFERENCES family_centre (id)
);
CREATE INDEX county_meeting_by_day ON county_meeting (county_code, held_on, id);
CREATE TABLE county_goals (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    decided_on date NOT NULL,
    goals text[] NOT NULL CONSTRAINT county_goals_are_some CHECK (cardinality(goals) > 0),
    CONSTRAINT county_decides_on_goals_once_a_day UNIQUE (county_code, decided_on)
);
CREATE TABLE confidentiality_briefing (
    id uuid PRIMARY KEY,
    centre_id uuid NOT NULL CONSTRAINT briefing_is_at_a_centre REFERENCES family_centre (id),
    unit_id uuid NOT NULL CONSTRAINT briefing_is_of_a_unit REFERENCES unit (id),
    profession text NOT NULL,
    holder_subject text,
    briefed_on date NOT NULL,
    renew_by date NOT NULL CONSTRAINT briefing_days_are_in_order CHECK (renew_by > briefed_on)
);
CREATE INDEX confidentiality_briefing_by_centre ON confidentiality_briefing (centre_id, briefed_on, id);
CREATE TABLE centre_section_history (
    centre_id uuid NOT NULL CONSTRAINT earlier_section_belongs_to_a_centre REFERENCES family_centre (id),
    topic text NOT NULL,
    version integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    content jsonb NOT NULL,
    CONSTRAINT section_version_is_kept_once PRIMARY KEY (centre_id, topic, version)
);
INSERT INTO centre_section_history SELECT centre_id, topic, version, now(), content FROM centre_section;
ALTER TABLE centre_section ADD COLUMN entered_at timestamptz NOT NULL DEFAULT now();
CREATE FUNCTION keep_centre_section() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO centre_section_history VALUES (NEW.centre_id, NEW.topic, NEW.version, NEW.entered_at, NEW.content)
        ON CONFLICT ON CONSTRAINT section_version_is_kept_once DO NOTHING; RETURN NULL; END $$;
CREATE TRIGGER centre_section_change_is_kept AFTER INSERT OR UPDATE ON centre_section
    FOR EACH ROW EXECUTE FUNCTION keep_centre_section();
GRANT SELECT, INSERT, DELETE ON county_meeting, confidentiality_briefing TO "agreements_app";
GRANT SELECT, INSERT ON county_goals, centre_section_history TO "agreements_app";
GRANT SELECT ON county_meeting, county_goals, confidentiality_briefing TO "agreements_worker";
"""


def upgrade() -> None:
    statements(TABLES, op.execute)
