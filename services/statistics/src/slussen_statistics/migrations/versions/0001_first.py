"""Ledger, roll-up of the flow, releases, and copies from the register."""

from alembic import op

from slussen_chassis.migrations import create_chassis_tables, statements

revision = "0001"
down_revision = None

LEDGER = """
CREATE TABLE referral_fact (
    referral_id uuid PRIMARY KEY,
    version integer NOT NULL,
    centre_id uuid NOT NULL,
    county_code text NOT NULL CONSTRAINT fact_county_has_two_digits CHECK (county_code ~ '^[0-9]{2}$'),
    municipality_code text NOT NULL
        CONSTRAINT fact_municipality_has_four_digits CHECK (municipality_code ~ '^[0-9]{4}$'),
    from_activity text,
    from_profession text NOT NULL,
    to_activity text,
    to_profession text NOT NULL,
    kind text NOT NULL CONSTRAINT fact_kind_is_known CHECK (kind IN ('internal', 'external')),
    state text NOT NULL CONSTRAINT fact_state_is_a_code CHECK (state ~ '^[a-z][a-z_]{0,59}$'),
    is_counted boolean NOT NULL,
    opened_on date,
    sent_at timestamptz,
    accepted_at timestamptz,
    contacted_at timestamptz,
    ended_at timestamptz,
    outcome text CONSTRAINT fact_outcome_is_a_code CHECK (outcome ~ '^[a-z][a-z_]{0,59}$'),
    record_key bigint NOT NULL CONSTRAINT fact_record_key_has_32_bits CHECK (record_key BETWEEN 0 AND 4294967295),
    family_pseudonym bytea,
    subject_pseudonym bytea,
    CONSTRAINT fact_counts_in_the_month_it_was_opened CHECK (opened_on IS NOT NULL OR NOT is_counted)
);
CREATE INDEX referral_fact_counted ON referral_fact (opened_on) WHERE is_counted;
GRANT SELECT, INSERT, UPDATE ON referral_fact TO "statistics_worker";
"""

ROLLUP = """
CREATE TABLE flow_rollup (
    centre_id uuid NOT NULL,
    county_code text NOT NULL,
    municipality_code text NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL CONSTRAINT rollup_month_is_a_month CHECK (month BETWEEN 1 AND 12),
    from_profession text NOT NULL,
    to_profession text NOT NULL,
    kind text NOT NULL,
    count integer NOT NULL CONSTRAINT rollup_count_is_never_negative CHECK (count >= 0),
    key_sum bigint NOT NULL CONSTRAINT rollup_key_sum_has_32_bits CHECK (key_sum BETWEEN 0 AND 4294967295),
    CONSTRAINT rollup_cell_is_kept_once PRIMARY KEY
        (centre_id, year, month, kind, from_profession, to_profession, county_code, municipality_code)
);
CREATE INDEX flow_rollup_county ON flow_rollup (county_code, year);
GRANT SELECT, INSERT, UPDATE, DELETE ON flow_rollup TO "statistics_worker";
GRANT SELECT ON flow_rollup TO "statistics_app";
"""

RELEASES = """
CREATE TABLE release (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    released_on date NOT NULL,
    released_month date NOT NULL,
    period_through date NOT NULL,
    threshold integer NOT NULL,
    revision_note jsonb,
    CONSTRAINT release_is_made_once_a_month UNIQUE (county_code, released_month),
    CONSTRAINT release_covers_ended_months CHECK (period_through < released_month)
);
CREATE TABLE release_cell (
    release_id uuid NOT NULL CONSTRAINT release_cell_is_of_a_release REFERENCES release,
    year integer NOT NULL,
    kind text NOT NULL,
    from_profession text NOT NULL,
    to_profession text NOT NULL,
    value integer,
    status text,
    CONSTRAINT release_cell_is_published_once PRIMARY KEY
        (release_id, year, kind, from_profession, to_profession),
    CONSTRAINT release_cell_withheld_has_no_value CHECK ((value IS NULL) = (status IS NOT DISTINCT FROM '..'))
);
CREATE TABLE released_figure (
    county_code text NOT NULL,
    year integer NOT NULL,
    kind text NOT NULL,
    from_profession text NOT NULL,
    to_profession text NOT NULL,
    count integer NOT NULL,
    CONSTRAINT released_figure_stands_once PRIMARY KEY (county_code, year, kind, from_profession, to_profession)
);
GRANT SELECT, INSERT ON release, release_cell TO "statistics_app";
GRANT SELECT, INSERT, UPDATE ON released_figure TO "statistics_app";
"""

COPIES = """
CREATE TABLE unit_copy (
    unit_id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    centre_ids uuid[] NOT NULL,
    valid_from date NOT NULL,
    valid_through date
);
CREATE TABLE centre_copy (
    centre_id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    municipality_code text NOT NULL,
    name text NOT NULL,
    profile_id text NOT NULL,
    valid_from date NOT NULL,
    valid_through date
);
GRANT SELECT, INSERT, UPDATE ON unit_copy, centre_copy TO "statistics_worker";
GRANT SELECT ON unit_copy, centre_copy TO "statistics_app";
"""


def upgrade() -> None:
    """Make the tables; requests never reach the ledger, and nobody changes what was released."""
    statements(create_chassis_tables("statistics") + LEDGER + ROLLUP + RELEASES + COPIES, op.execute)
