"""Meetings that are planned, and what is decided at them."""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0020"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE planned_meeting (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT planned_meeting_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    centre_id uuid NOT NULL CONSTRAINT planned_meeting_is_at_a_centre REFERENCES family_centre (id),
    kind text NOT NULL CONSTRAINT planned_meeting_kind_is_known
        CHECK (kind IN ('steering_group', 'house_meeting', 'development_day')),
    planned_on date NOT NULL,
    starts_at time,
    place text,
    notes text NOT NULL,
    held_on date,
    meeting_id uuid,
    CONSTRAINT held_meeting_counts CHECK ((held_on IS NULL) = (meeting_id IS NULL))
);
CREATE INDEX planned_meeting_by_day ON planned_meeting (centre_id, planned_on, id);
CREATE TABLE meeting_decision (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    centre_id uuid NOT NULL CONSTRAINT decision_is_at_a_centre REFERENCES family_centre (id),
    planned_meeting_id uuid NOT NULL CONSTRAINT decision_is_of_a_meeting REFERENCES planned_meeting (id),
    text text NOT NULL,
    owner text,
    due_on date,
    decided_on date NOT NULL,
    CONSTRAINT duty_has_somebody CHECK (due_on IS NULL OR owner IS NOT NULL)
);
CREATE INDEX meeting_decision_by_meeting ON meeting_decision (planned_meeting_id, id);
CREATE INDEX meeting_decision_that_is_a_duty ON meeting_decision (centre_id, due_on) WHERE due_on IS NOT NULL;
"""

LESS = """
REVOKE INSERT, UPDATE ON planned_meeting, meeting_decision FROM "agreements_worker";
"""


def upgrade() -> None:
    tables = ("planned_meeting", "meeting_decision")
    statements(TABLES + "".join(secure("agreements", table) for table in tables) + LESS, op.execute)
