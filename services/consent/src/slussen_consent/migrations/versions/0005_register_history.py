"""What the register's copies have been, so that a question about the past is answered by what was known then."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE unit_history (
    id uuid NOT NULL,
    version integer NOT NULL,
    known_at timestamptz NOT NULL DEFAULT now(),
    hsa_id text NOT NULL,
    authority_id uuid NOT NULL,
    authority_type text NOT NULL,
    board_id uuid,
    branch text NOT NULL,
    activity text,
    centre_ids uuid[] NOT NULL,
    county_code text NOT NULL,
    valid_from date NOT NULL,
    valid_through date,
    CONSTRAINT unit_version_is_known_once PRIMARY KEY (id, version)
);
CREATE INDEX ix_unit_history_hsa_id ON unit_history (hsa_id);
CREATE TABLE centre_history (
    id uuid NOT NULL,
    version integer NOT NULL,
    known_at timestamptz NOT NULL DEFAULT now(),
    profile_id text NOT NULL,
    county_code text NOT NULL,
    CONSTRAINT centre_version_is_known_once PRIMARY KEY (id, version)
);
GRANT SELECT ON unit_history, centre_history TO consent_app;
GRANT SELECT, INSERT ON unit_history, centre_history TO consent_worker;
"""

FIRST = """
INSERT INTO unit_history (id, version, known_at, hsa_id, authority_id, authority_type, board_id, branch, activity,
                          centre_ids, county_code, valid_from, valid_through)
SELECT id, version, '-infinity', hsa_id, authority_id, authority_type, board_id, branch, activity, centre_ids,
       county_code, valid_from, valid_through
FROM unit_copy;
INSERT INTO centre_history (id, version, known_at, profile_id, county_code)
SELECT id, version, '-infinity', profile_id, county_code FROM centre_copy;
"""
"""What was before is not known: the copies as they are now stand for all the time before."""


def upgrade() -> None:
    """Make the tables and fill them with the copies as they are."""
    statements("SET LOCAL lock_timeout = '5s';\n" + TABLES + FIRST, op.execute)
