"""Settlements of a centre's common costs, and the register's history."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, secure, statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SETTLEMENTS = """
CREATE TABLE settlement (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT settlement_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    centre_id uuid NOT NULL CONSTRAINT settlement_is_a_centres REFERENCES family_centre (id),
    year integer NOT NULL,
    participants jsonb NOT NULL,
    local_keys jsonb NOT NULL,
    closed_at timestamptz,
    digest text CONSTRAINT settlement_digest_is_sha256 CHECK (digest ~ '^[0-9a-f]{64}$'),
    sheet text,
    CONSTRAINT centre_has_one_settlement_a_year UNIQUE (centre_id, year),
    CONSTRAINT closed_settlement_has_its_sheet
        CHECK (num_nulls(closed_at, digest, sheet) IN (0, 3))
);
CREATE TABLE settlement_cost (
    id uuid PRIMARY KEY,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    settlement_id uuid NOT NULL CONSTRAINT cost_is_of_a_settlement REFERENCES settlement (id),
    place integer NOT NULL,
    kind text NOT NULL,
    label text NOT NULL,
    ore bigint NOT NULL CONSTRAINT cost_is_not_below_zero CHECK (ore >= 0),
    first_day date NOT NULL,
    last_day date NOT NULL,
    employer text,
    employer_changes jsonb NOT NULL,
    CONSTRAINT cost_days_are_in_order CHECK (last_day >= first_day)
);
CREATE INDEX settlement_cost_by_settlement ON settlement_cost (settlement_id, place);
"""

CLOSED = f"""
CREATE FUNCTION refuse_change_of_closed_settlement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.closed_at IS NOT NULL THEN RAISE EXCEPTION 'a closed settlement does not change'
        USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$;
CREATE TRIGGER settlement_closed_does_not_change BEFORE UPDATE ON settlement
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_closed_settlement();
REVOKE UPDATE ON settlement_cost FROM "agreements_app", "agreements_worker";
REVOKE INSERT ON settlement_cost FROM "agreements_worker";
REVOKE INSERT, UPDATE ON settlement FROM "agreements_worker";
GRANT DELETE ON settlement_cost TO "agreements_app";
CREATE POLICY settlement_cost_is_taken_away_by_its_grantees ON settlement_cost FOR DELETE
    USING (grants @> ARRAY[(SELECT {AUTHORITY})]);
CREATE POLICY cost_of_a_closed_settlement_stays ON settlement_cost AS RESTRICTIVE FOR DELETE
    USING (EXISTS (SELECT 1 FROM settlement s WHERE s.id = settlement_id AND s.closed_at IS NULL));
CREATE POLICY closed_settlement_gets_no_costs ON settlement_cost AS RESTRICTIVE FOR INSERT
    WITH CHECK (EXISTS (SELECT 1 FROM settlement s WHERE s.id = settlement_id AND s.closed_at IS NULL));
"""  # noqa: S608 - a constant of the chassis

HISTORY = """
CREATE TABLE register_history (
    kind text NOT NULL CONSTRAINT history_kind_is_known CHECK (kind IN ('unit', 'family-centre')),
    thing_id uuid NOT NULL,
    version integer NOT NULL,
    county_code text NOT NULL,
    recorded_at timestamptz NOT NULL,
    state jsonb NOT NULL,
    CONSTRAINT version_is_kept_once PRIMARY KEY (kind, thing_id, version)
);
CREATE INDEX register_history_by_county ON register_history (county_code, kind, thing_id, version);
INSERT INTO register_history SELECT 'unit', u.id, u.version, u.county_code, now(), jsonb_build_object(
    'name', u.name, 'hsaId', u.hsa_id, 'authorityId', u.authority_id, 'boardId', u.board_id, 'branch', u.branch,
    'activity', u.activity, 'professions', u.professions, 'municipalityCode', u.municipality_code,
    'validFrom', u.valid_from, 'validThrough', u.valid_through, 'centreIds', ARRAY(
        SELECT DISTINCT a.centre_id FROM family_centre_activity a WHERE a.unit_id = u.id ORDER BY 1)) FROM unit u;
INSERT INTO register_history SELECT 'family-centre', c.id, c.version, c.county_code, now(), jsonb_build_object(
    'name', c.name, 'municipalityCode', c.municipality_code, 'profileId', c.profile_id,
    'displayTerm', c.display_term, 'coLocated', c.co_located, 'simultaneous', c.simultaneous,
    'validFrom', c.valid_from, 'validThrough', c.valid_through, 'activities', COALESCE((
        SELECT jsonb_agg(jsonb_build_object('activity', a.activity, 'unitId', a.unit_id)
            ORDER BY a.activity, a.unit_id)
        FROM family_centre_activity a WHERE a.centre_id = c.id), '[]')) FROM family_centre c;
CREATE FUNCTION keep_register_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO register_history SELECT split_part(NEW.type, '.', 3), NEW.aggregate_id, NEW.aggregate_version,
        NEW.county_code, NEW.occurred_at, NEW.data || COALESCE((
            SELECT jsonb_build_object('coLocated', c.co_located, 'simultaneous', c.simultaneous)
            FROM family_centre c WHERE c.id = NEW.aggregate_id), '{}')
        ON CONFLICT ON CONSTRAINT version_is_kept_once DO NOTHING; RETURN NULL; END $$;
CREATE TRIGGER register_change_is_kept AFTER INSERT ON outbox FOR EACH ROW
    WHEN (NEW.type LIKE 'slussen.agreements.unit.%' OR NEW.type LIKE 'slussen.agreements.family-centre.%')
    EXECUTE FUNCTION keep_register_history();
GRANT SELECT, INSERT ON register_history TO "agreements_app", "agreements_worker";
"""


def upgrade() -> None:
    statements(
        SETTLEMENTS
        + secure("agreements", "settlement")
        + secure("agreements", "settlement_cost")
        + CLOSED
        + HISTORY,
        op.execute,
    )
