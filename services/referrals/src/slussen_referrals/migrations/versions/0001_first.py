"""The first tables: referrals with their history, withdrawn consents, and copies of the register."""

from alembic import op

from slussen_chassis.migrations import (
    AUTHORITY,
    create_chassis_tables,
    found_by_reference,
    secure,
    statements,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERVICE = "referrals"

REFERRALS = """
CREATE TABLE referral (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    municipality_code text NOT NULL,
    profile_id text NOT NULL,
    centre_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    family_id uuid,
    kind text NOT NULL CONSTRAINT referral_kind_is_known CHECK (kind IN ('internal', 'external')),
    state text NOT NULL CONSTRAINT referral_state_is_known CHECK (state IN ('identified', 'offered',
        'awaiting_permission', 'opened', 'awaiting_consent', 'sent', 'received', 'accepted', 'contacted',
        'completed', 'declined', 'suspended', 'recalled', 'entered_in_error')),
    from_unit_id uuid NOT NULL,
    from_activity text,
    from_profession text NOT NULL,
    to_unit_id uuid,
    to_authority_id uuid,
    to_activity text,
    to_profession text NOT NULL,
    situation text NOT NULL,
    topics text[] NOT NULL,
    topics_sent text[] NOT NULL,
    needs jsonb NOT NULL,
    permission_given_on date,
    permission_given_by text,
    consent_ids uuid[] NOT NULL,
    consent_versions integer[] NOT NULL,
    ground jsonb,
    wait_through date,
    ask_again_at timestamptz,
    suspended_from text,
    reason text,
    outcome text,
    follow_up_on date,
    no_follow_up boolean NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    sent_at timestamptz,
    accepted_at timestamptz,
    contacted_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT referral_is_seen_by_its_controller CHECK (grants @> ARRAY[responsible_authority_id]),
    CONSTRAINT referral_is_opened_with_permission CHECK (permission_given_on IS NOT NULL OR state IN (
        'identified', 'offered', 'awaiting_permission', 'recalled', 'entered_in_error')),
    CONSTRAINT referral_is_sent_on_a_ground CHECK (sent_at IS NULL OR ground IS NOT NULL),
    CONSTRAINT referral_goes_by_itself_only_while_it_waits CHECK (
        wait_through IS NULL OR state = 'awaiting_consent'),
    CONSTRAINT referral_knows_where_it_was_suspended CHECK (state <> 'suspended' OR suspended_from IS NOT NULL),
    CONSTRAINT referral_is_closed_with_outcome_and_follow_up CHECK (state <> 'completed' OR (
        outcome IS NOT NULL AND (follow_up_on IS NOT NULL) <> no_follow_up)),
    CONSTRAINT referral_names_a_version_of_each_consent CHECK (
        cardinality(consent_ids) = cardinality(consent_versions))
);
CREATE INDEX referral_sent_by_unit ON referral (from_unit_id, id DESC);
CREATE INDEX referral_inbox_of_unit ON referral (to_unit_id, id DESC);
CREATE INDEX referral_relies_on_consents ON referral USING gin (consent_ids);
CREATE INDEX referral_about_subject ON referral (subject_id);
CREATE INDEX referral_armed ON referral (wait_through) WHERE wait_through IS NOT NULL;
"""

WAITS = """
CREATE POLICY referral_armed_is_found_by_the_job ON referral FOR SELECT TO "{service}_worker"
    USING (wait_through IS NOT NULL AND (SELECT current_setting('app.purpose', true)) = 'armed_waits');
"""

STEPS = """
CREATE TABLE referral_step (
    referral_id uuid NOT NULL REFERENCES referral (id),
    version integer NOT NULL,
    county_code text NOT NULL,
    responsible_authority_id uuid NOT NULL,
    act text NOT NULL,
    state text NOT NULL,
    party text NOT NULL CONSTRAINT referral_step_party_is_known CHECK (
        party IN ('sender', 'recipient', 'system')),
    unit_id uuid,
    actor text NOT NULL,
    reason text,
    at timestamptz NOT NULL,
    CONSTRAINT referral_step_is_taken_once PRIMARY KEY (referral_id, version)
);
ALTER TABLE referral_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_step FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_step_is_seen_with_its_referral ON referral_step FOR SELECT
    USING (EXISTS (SELECT 1 FROM referral r WHERE r.id = referral_id AND r.grants @> ARRAY[(SELECT {authority})]));
CREATE POLICY referral_step_is_added_with_its_referral ON referral_step FOR INSERT
    WITH CHECK (EXISTS (SELECT 1 FROM referral r WHERE r.id = referral_id
        AND r.responsible_authority_id = referral_step.responsible_authority_id
        AND r.grants @> ARRAY[(SELECT {authority})]));
GRANT SELECT, INSERT ON referral_step TO "{service}_app", "{service}_worker";
"""

COPIES = """
CREATE TABLE withdrawn_consent (
    consent_id uuid PRIMARY KEY,
    version bigint NOT NULL
);
GRANT SELECT ON withdrawn_consent TO "{service}_app";
GRANT SELECT, INSERT, UPDATE ON withdrawn_consent TO "{service}_worker";
CREATE TABLE known_unit (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    name text NOT NULL,
    authority_id uuid NOT NULL,
    branch text NOT NULL,
    activity text,
    professions text[] NOT NULL,
    centre_ids uuid[] NOT NULL
);
CREATE TABLE known_centre (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    municipality_code text NOT NULL,
    profile_id text NOT NULL,
    name text NOT NULL,
    display_term text NOT NULL,
    unit_ids uuid[] NOT NULL,
    valid_from date NOT NULL,
    valid_through date
);
CREATE TABLE known_agreement (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    county_code text NOT NULL,
    kind text NOT NULL,
    centre_id uuid,
    valid_from date NOT NULL,
    valid_through date
);
CREATE INDEX known_agreement_at_centre ON known_agreement (centre_id);
GRANT SELECT ON known_unit, known_centre, known_agreement TO "{service}_app";
GRANT SELECT, INSERT, UPDATE ON known_unit, known_centre, known_agreement TO "{service}_worker";
"""


def upgrade() -> None:
    """Make everything."""
    own = REFERRALS + secure(SERVICE, "referral")
    own += found_by_reference(
        SERVICE, "referral", "consent_ids @> ARRAY[{reference}] OR subject_id = {reference}"
    )
    own += (WAITS + STEPS + COPIES).format(service=SERVICE, authority=AUTHORITY)
    statements(create_chassis_tables(SERVICE) + own, op.execute)
