"""The operators' desk: a copy of what services tell of events that they could not take; nobody's in particular."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DESK = """
CREATE TABLE noted_letter (
    id uuid PRIMARY KEY,
    service text NOT NULL,
    state text NOT NULL CONSTRAINT noted_letter_state_is_known CHECK (state IN ('waiting', 'requested', 'replayed')),
    event_type text,
    event_id uuid,
    stream_sequence bigint NOT NULL,
    reason text NOT NULL,
    digest text NOT NULL,
    size integer NOT NULL,
    members text[] NOT NULL,
    deliveries integer NOT NULL,
    noted_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX noted_letter_open ON noted_letter (service, id) WHERE state <> 'replayed';
CREATE INDEX noted_letter_age ON noted_letter (changed_at) WHERE state = 'replayed';
GRANT SELECT, UPDATE ON noted_letter TO "integration_app";
GRANT SELECT, INSERT, UPDATE, DELETE ON noted_letter TO "integration_worker";
"""


def upgrade() -> None:
    """Make the table; it holds no data of anyone, and only operators' routes read it."""
    statements(DESK, op.execute)
