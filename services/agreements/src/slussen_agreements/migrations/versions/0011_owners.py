"""At which unit a coordinator is employed, whether one was at a meeting, and calendar links of one person's duties."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE coordinator_appointment
    -- squawk-ignore adding-foreign-key-constraint
    ADD COLUMN unit_id uuid CONSTRAINT appointment_is_employed_at_a_unit REFERENCES unit (id);
ALTER TABLE calendar_link ADD COLUMN owner_subject text;
ALTER TABLE centre_meeting ADD COLUMN coordinator_present boolean;
"""


def upgrade() -> None:
    statements(COLUMNS, op.execute)
