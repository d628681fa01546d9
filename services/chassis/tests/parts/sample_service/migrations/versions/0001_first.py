"""The note."""

from alembic import op

from slussen_chassis.migrations import create_chassis_tables, found_by_reference, secure, statements

revision = "0001"
down_revision = None

NOTE = """
CREATE TABLE note (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    title text NOT NULL CONSTRAINT note_title_is_new UNIQUE,
    version integer NOT NULL,
    parent_id uuid CONSTRAINT note_parent_exists REFERENCES note DEFERRABLE INITIALLY DEFERRED
);
"""


def upgrade() -> None:
    """Make the sample's table."""
    sql = create_chassis_tables("sample") + NOTE + secure("sample", "note")
    statements(sql + found_by_reference("sample", "note", "id = {reference}"), op.execute)
