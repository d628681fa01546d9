"""Survey occasions, and links that are good for one answer; a link that was used is gone."""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SURVEYS = """
CREATE TABLE survey (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    centre_id uuid NOT NULL,
    county_code text NOT NULL,
    instrument text NOT NULL,
    instrument_version integer NOT NULL,
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    links integer NOT NULL CONSTRAINT survey_links_are_never_negative CHECK (links >= 0),
    is_closed boolean NOT NULL,
    created_at timestamptz NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT survey_ends_after_it_begins CHECK (closes_on >= opens_on)
);
CREATE INDEX survey_centre ON survey (centre_id, opens_on DESC);
CREATE TABLE survey_link (
    token_hash bytea PRIMARY KEY,
    survey_id uuid NOT NULL CONSTRAINT survey_link_is_of_a_survey REFERENCES survey (id),
    authority_id uuid NOT NULL
);
CREATE INDEX survey_link_survey ON survey_link (survey_id);
GRANT SELECT, INSERT, DELETE ON survey_link TO "statistics_app";
"""


def upgrade() -> None:
    """Make the tables; requests find a link by its hash alone, and take it away as it is used."""
    statements(SURVEYS + secure("statistics", "survey"), op.execute)
