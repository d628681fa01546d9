"""Counties' additions to their clause libraries, and which edition an agreement was made from."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LIBRARY = """
CREATE TABLE library_addition (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT addition_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    kind text NOT NULL CONSTRAINT addition_kind_is_known
        CHECK (kind IN ('local', 'county', 'premises', 'letter_of_intent', 'coordinator')),
    key text NOT NULL,
    heading text NOT NULL,
    text text NOT NULL,
    valid_from date NOT NULL,
    valid_through date,
    CONSTRAINT addition_days_are_in_order CHECK (valid_through >= valid_from),
    CONSTRAINT county_adds_a_text_once_a_day UNIQUE (county_code, kind, key, valid_from)
);
GRANT SELECT, INSERT, UPDATE (version, valid_through) ON library_addition TO "agreements_app";
ALTER TABLE agreement ADD COLUMN library_first_day date;
"""


def upgrade() -> None:
    statements(LIBRARY, op.execute)
