"""Families that figures count, and joint plans.

Who belongs to one family is asked across authorities, so that a family is one however many know a part of it: two
functions find and join, by the person's opaque id alone, and tell nothing about who else knows the person. Each
authority sees those members that it knows itself.
"""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, REFERENCE, found_by_reference, secure, statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FAMILIES = """
CREATE TABLE family (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT family_versions_count_up CHECK (version > 0),
    county_code text NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON family TO "referrals_app", "referrals_worker";
CREATE TABLE family_member (
    subject_id uuid CONSTRAINT person_belongs_to_one_family PRIMARY KEY,
    family_id uuid NOT NULL CONSTRAINT member_belongs_to_a_family REFERENCES family (id),
    role text NOT NULL CONSTRAINT family_role_is_known CHECK (
        role IN ('child', 'custodian', 'expectant_parent', 'other')),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL
);
CREATE INDEX family_members ON family_member (family_id);
CREATE TABLE family_step (
    family_id uuid NOT NULL,
    version integer NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    act text NOT NULL,
    subject_ids uuid[] NOT NULL,
    other_family_id uuid,
    unit_id uuid,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT family_step_is_taken_once PRIMARY KEY (family_id, version)
);
ALTER TABLE family_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE family_step FORCE ROW LEVEL SECURITY;
CREATE POLICY family_step_is_seen_by_who_took_it ON family_step FOR SELECT
    USING (responsible_authority_id = (SELECT {authority}));
CREATE POLICY family_step_is_added_by_who_takes_it ON family_step FOR INSERT
    WITH CHECK (responsible_authority_id = (SELECT {authority}));
GRANT SELECT, INSERT ON family_step TO "referrals_app", "referrals_worker";
"""

BY_REFERENCE = """
CREATE POLICY family_member_is_found_by_person_or_family ON family_member FOR SELECT
    USING (subject_id = (SELECT {reference}) OR family_id = (SELECT {reference}));
CREATE POLICY family_member_is_moved_with_person_or_family ON family_member FOR UPDATE
    USING (subject_id = (SELECT {reference}) OR family_id = (SELECT {reference}))
    WITH CHECK (cardinality(grants) > 0);
"""

FUNCTIONS = """
CREATE FUNCTION family_of(person uuid) RETURNS uuid LANGUAGE plpgsql AS $$
    DECLARE found uuid
    ; BEGIN PERFORM set_config('app.reference', person::text, true)
    ; SELECT m.family_id INTO found FROM family_member m WHERE m.subject_id = person
    ; PERFORM set_config('app.reference', '', true)
    ; RETURN found
    ; END
$$;
CREATE FUNCTION know_family(person uuid, as_role text, new_family uuid, authority uuid, county text)
    RETURNS uuid LANGUAGE plpgsql AS $$
    DECLARE found uuid
    ; BEGIN PERFORM pg_advisory_xact_lock(1178684481, hashtext(person::text))
    ; PERFORM set_config('app.reference', person::text, true)
    ; SELECT m.family_id INTO found FROM family_member m WHERE m.subject_id = person
    ; IF found IS NULL THEN
        INSERT INTO family VALUES (new_family, 1, county)
        ; INSERT INTO family_member VALUES (person, new_family, as_role, county, authority, ARRAY[authority])
        ; found := new_family
    ; ELSE
        UPDATE family_member SET grants = grants || authority
            WHERE subject_id = person AND NOT grants @> ARRAY[authority]
    ; END IF
    ; PERFORM set_config('app.reference', '', true)
    ; RETURN found
    ; END
$$;
"""

PLANS = """
CREATE TABLE joint_plan (
    id uuid PRIMARY KEY,
    version integer NOT NULL CONSTRAINT joint_plan_versions_count_up CHECK (version > 0),
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    municipality_code text NOT NULL,
    profile_id text NOT NULL,
    centre_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    family_id uuid,
    state text NOT NULL CONSTRAINT joint_plan_state_is_known CHECK (
        state IN ('open', 'suspended', 'closed', 'entered_in_error')),
    situation text NOT NULL,
    topics text[] NOT NULL,
    permission_given_on date NOT NULL,
    permission_given_by text NOT NULL,
    participants jsonb NOT NULL,
    goals jsonb NOT NULL,
    efforts jsonb NOT NULL,
    referral_ids uuid[] NOT NULL,
    consent_ids uuid[] NOT NULL,
    consent_versions integer[] NOT NULL,
    opened_on date NOT NULL,
    review_on date NOT NULL,
    closed_on date,
    outcome text,
    reason text,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT joint_plan_is_of_several CHECK (jsonb_array_length(participants) >= 2),
    CONSTRAINT joint_plan_is_closed_with_an_outcome CHECK (
        (state = 'closed') <= (closed_on IS NOT NULL AND outcome IS NOT NULL)),
    CONSTRAINT joint_plan_names_a_version_of_each_consent CHECK (
        cardinality(consent_ids) = cardinality(consent_versions))
);
CREATE INDEX joint_plan_relies_on_consents ON joint_plan USING gin (consent_ids);
"""


def upgrade() -> None:
    """Make the tables, and what finds a family."""
    families = (FAMILIES + BY_REFERENCE).format(authority=AUTHORITY, reference=REFERENCE)
    members = secure("referrals", "family_member")
    plans = secure("referrals", "joint_plan")
    plans += found_by_reference("referrals", "joint_plan", "consent_ids @> ARRAY[{reference}]")
    statements(families + members + FUNCTIONS + PLANS + plans, op.execute)
