"""Who is a custodian of which consent, so that they find their own; names of units and authorities; the log extract."""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, secure, statements

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PERSON = "string_to_array(NULLIF(current_setting('app.person', true), ''), ',')::uuid[]"
"""The opaque ids of the private person who asks; NULL for everybody else."""

NAMES = """
ALTER TABLE unit_copy ADD COLUMN name text;
CREATE TABLE authority_copy (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    name text NOT NULL
);
GRANT SELECT ON authority_copy TO consent_app;
GRANT SELECT, INSERT, UPDATE ON authority_copy TO consent_worker;
"""

CUSTODIANS = """
CREATE TABLE consent_custodian (
    custodian_id uuid NOT NULL,
    consent_id uuid NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT custodian_of_a_consent_is_noted_once PRIMARY KEY (custodian_id, consent_id)
);
"""

FOUND = """
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX consent_custodian_grants;
REVOKE UPDATE ON consent_custodian FROM consent_app, consent_worker;
CREATE POLICY consent_custodian_is_found_by_the_custodian ON consent_custodian FOR SELECT
    USING (custodian_id = ANY (coalesce((SELECT {person}), '{{}}')));
"""

NOTED = """
CREATE FUNCTION note_custodians() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
    INSERT INTO consent_custodian (custodian_id, consent_id, county_code, responsible_authority_id, grants)
    SELECT DISTINCT (position ->> 'custodian_id')::uuid, added.consent_id, added.county_code,
           added.responsible_authority_id, added.grants
    FROM added CROSS JOIN LATERAL jsonb_array_elements(added.document -> 'positions') AS position
    ON CONFLICT DO NOTHING; RETURN NULL; END $$;
CREATE TRIGGER custodians_are_noted AFTER INSERT ON consent_version REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION note_custodians();
"""
"""However a version is written (by the hot statement, the session or a job), its custodians are noted with it."""

EARLIER = """
ALTER TABLE consent_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_custodian NO FORCE ROW LEVEL SECURITY;
INSERT INTO consent_custodian (custodian_id, consent_id, county_code, responsible_authority_id, grants)
    SELECT DISTINCT ON (1, 2) (position ->> 'custodian_id')::uuid, consent_id, county_code,
           responsible_authority_id, grants
    FROM consent_version CROSS JOIN LATERAL jsonb_array_elements(document -> 'positions') AS position
    ORDER BY 1, 2, version;
ALTER TABLE consent_version FORCE ROW LEVEL SECURITY;
ALTER TABLE consent_custodian FORCE ROW LEVEL SECURITY;
"""
"""Consents that were there before; for one transaction their owner may read them."""

LOG = """
CREATE FUNCTION accesses_to(of_subject uuid, most integer) RETURNS TABLE (at timestamptz, unit_id uuid, action text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.at, a.unit_id, a.action FROM audit_entry a
    WHERE a.subject_id = of_subject AND a.authority_id = {authority} AND a.outcome = 'permitted'
      AND a.unit_id IS NOT NULL
      AND EXISTS (SELECT FROM consent c JOIN consent_custodian k ON k.consent_id = c.id
                  WHERE c.subject_id = of_subject AND k.custodian_id = ANY ({person}))
    ORDER BY a.at DESC LIMIT most $$;
REVOKE ALL ON FUNCTION accesses_to(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accesses_to(uuid, integer) TO consent_app;
"""
"""The application can't read the audit log. This gives one authority's rows about one person, without who, to a
custodian of a consent about that person, and to nobody else (patientdatalagen 8 kap. 5 §; HSLF-FS 2016:40 4 kap.)."""


def upgrade() -> None:
    """Make the tables, and note the custodians of what is there."""
    for sql in (
        NAMES,
        CUSTODIANS,
        secure("consent", "consent_custodian"),
        FOUND.format(person=PERSON),
        EARLIER,
        NOTED,
        LOG.format(authority=AUTHORITY, person=PERSON),
    ):
        statements("SET LOCAL lock_timeout = '5s';\n" + sql, op.execute)
