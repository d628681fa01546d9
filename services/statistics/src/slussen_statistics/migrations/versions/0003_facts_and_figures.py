"""One ledger of facts, figures of every table, presences, entered figures, releases in blocks, saved queries.

The first form's tables (`referral_fact`, `flow_rollup`, `release_cell`) stay until a later release; their referrals are
copied here, and the worker makes the figures from them by itself.
"""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LEDGER = """
CREATE TABLE fact (
    kind text NOT NULL CONSTRAINT fact_kind_is_a_code CHECK (kind ~ '^[a-z][a-z_]{0,59}$'),
    id uuid NOT NULL,
    version integer NOT NULL,
    generation integer NOT NULL,
    record_key bigint NOT NULL CONSTRAINT fact_key_has_32_bits CHECK (record_key BETWEEN 0 AND 4294967295),
    content jsonb NOT NULL,
    CONSTRAINT fact_is_kept_once PRIMARY KEY (kind, id)
);
CREATE INDEX fact_generation ON fact (generation, kind, id);
CREATE TABLE figure (
    generation integer NOT NULL,
    county_code text NOT NULL,
    table_id text NOT NULL,
    area text NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL CONSTRAINT figure_month_is_a_month CHECK (month BETWEEN 0 AND 12),
    measure text NOT NULL,
    cell text NOT NULL,
    count bigint NOT NULL CONSTRAINT figure_count_is_never_negative CHECK (count >= 0),
    key_sum bigint NOT NULL CONSTRAINT figure_key_sum_has_32_bits CHECK (key_sum BETWEEN 0 AND 4294967295),
    amount bigint NOT NULL,
    CONSTRAINT figure_is_kept_once PRIMARY KEY
        (generation, county_code, table_id, area, year, month, measure, cell)
);
CREATE INDEX figure_area ON figure (area, table_id, year, generation);
CREATE TABLE presence (
    generation integer NOT NULL,
    county_code text NOT NULL,
    year integer NOT NULL,
    table_id text NOT NULL,
    measure text NOT NULL,
    area text NOT NULL,
    unit bytea NOT NULL,
    record_key bigint NOT NULL CONSTRAINT presence_key_has_32_bits CHECK (record_key BETWEEN 0 AND 4294967295),
    months integer[] NOT NULL CONSTRAINT presence_has_twelve_months CHECK (cardinality(months) = 12),
    CONSTRAINT presence_is_kept_once PRIMARY KEY
        (generation, county_code, year, table_id, measure, area, unit)
);
CREATE TABLE rebuild_state (
    is_only boolean PRIMARY KEY DEFAULT true CONSTRAINT rebuild_state_is_one CHECK (is_only),
    current integer NOT NULL,
    building integer
);
CREATE TABLE pseudonym_key (
    year integer PRIMARY KEY,
    secret bytea,
    destroyed_at timestamptz,
    CONSTRAINT pseudonym_key_is_there_or_destroyed CHECK ((secret IS NULL) = (destroyed_at IS NOT NULL))
);
GRANT SELECT, INSERT, UPDATE ON fact, rebuild_state, pseudonym_key TO "statistics_worker";
GRANT SELECT, INSERT, UPDATE, DELETE ON figure, presence TO "statistics_worker";
GRANT SELECT ON figure, rebuild_state TO "statistics_app";
"""

FORMER_REFERRALS = """
INSERT INTO fact (kind, id, version, generation, record_key, content)
SELECT 'referral', referral_id, version, 0, record_key, jsonb_build_object(
    'centre_id', centre_id, 'county_code', county_code, 'municipality_code', municipality_code,
    'from_profession', from_profession, 'to_profession', to_profession, 'kind', kind, 'state', state,
    'counted', is_counted, 'opened_on', opened_on, 'sent_at', sent_at, 'accepted_at', accepted_at,
    'ended_at', ended_at, 'outcome', outcome, 'family', encode(family_pseudonym, 'hex'),
    'subject', encode(subject_pseudonym, 'hex')
) FROM referral_fact;
INSERT INTO rebuild_state (current, building)
SELECT CASE WHEN EXISTS (SELECT 1 FROM fact) THEN 0 ELSE 1 END,
       CASE WHEN EXISTS (SELECT 1 FROM fact) THEN 1 END;
"""

DISTINCT_THROUGH = """
CREATE FUNCTION distinct_through(wanted_county text, wanted_year integer, through_month integer)
RETURNS TABLE (table_id text, measure text, area text, facts integer, count bigint, key_sum bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
SELECT p.table_id, p.measure, p.area, least(p.facts, 3), count(*), (sum(p.record_key) % 4294967296)::bigint
FROM (
    SELECT q.table_id, q.measure, q.area, q.record_key,
           (SELECT sum(m) FROM unnest(q.months[1 : through_month]) AS m)::integer AS facts
    FROM presence AS q
    WHERE q.generation = (SELECT current FROM rebuild_state)
      AND q.county_code = wanted_county AND q.year = wanted_year
) AS p WHERE p.facts > 0 GROUP BY 1, 2, 3, 4
$$;
REVOKE ALL ON FUNCTION distinct_through(text, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION distinct_through(text, integer, integer) TO "statistics_app";
"""
"""Requests learn how many units have how many facts, never which."""

RELEASES = """
ALTER TABLE release ADD COLUMN noise_table text;
ALTER TABLE release ADD COLUMN rounding integer;
ALTER TABLE release ADD COLUMN threshold_tables text[];
CREATE TABLE released_area (
    release_id uuid NOT NULL CONSTRAINT released_area_is_of_a_release REFERENCES release,
    area text NOT NULL,
    name text NOT NULL,
    municipality_code text,
    CONSTRAINT released_area_is_named_once PRIMARY KEY (release_id, area)
);
CREATE TABLE released_block (
    release_id uuid NOT NULL CONSTRAINT released_block_is_of_a_release REFERENCES release,
    table_id text NOT NULL,
    area text NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    counts bigint[] NOT NULL,
    key_sums bigint[] NOT NULL,
    shown jsonb NOT NULL,
    is_fixed boolean NOT NULL,
    CONSTRAINT released_block_is_published_once PRIMARY KEY (release_id, table_id, area, year, month)
);
CREATE TABLE saved_query (
    id text PRIMARY KEY,
    query jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON released_area, released_block, saved_query TO "statistics_app";
"""

COPIES = """
ALTER TABLE unit_copy ADD COLUMN authority_id uuid;
ALTER TABLE centre_copy ADD COLUMN activities text[];
CREATE TABLE agreement_copy (
    agreement_id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    centre_id uuid,
    kind text NOT NULL,
    valid_from date NOT NULL,
    valid_through date
);
CREATE INDEX agreement_copy_centre ON agreement_copy (centre_id);
CREATE TABLE coordinator_copy (
    appointment_id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    centre_id uuid NOT NULL,
    extent integer,
    valid_from date NOT NULL,
    valid_through date
);
GRANT SELECT, INSERT, UPDATE ON agreement_copy, coordinator_copy TO "statistics_worker";
GRANT SELECT ON agreement_copy, coordinator_copy TO "statistics_app";
"""

ENTRIES = """
CREATE TABLE entry (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    kind text NOT NULL,
    centre_id uuid NOT NULL,
    county_code text NOT NULL,
    municipality_code text NOT NULL,
    on_day date NOT NULL,
    natural_key text NOT NULL,
    is_void boolean NOT NULL,
    body jsonb NOT NULL,
    recorded_by_unit_id uuid,
    recorded_at timestamptz NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT entry_is_made_once UNIQUE (centre_id, kind, natural_key)
);
CREATE INDEX entry_centre ON entry (centre_id, kind, on_day DESC, id);
"""


def upgrade() -> None:
    """Make the tables; requests never reach the ledger nor the presences, and nobody changes what was released."""
    made = LEDGER + FORMER_REFERRALS + DISTINCT_THROUGH + RELEASES + COPIES + ENTRIES
    statements(made + secure("statistics", "entry"), op.execute)
