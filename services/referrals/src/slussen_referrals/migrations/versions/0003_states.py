"""All states of a referral, its forms, rests and time limits; a referral to several recipients is a group."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Squawk is told that it is meant: the two rules grow, and the others hold for every row that stands there.
STATES = """
ALTER TABLE referral
    ADD COLUMN form text NOT NULL DEFAULT 'standard',
    ADD COLUMN group_id uuid,
    ADD COLUMN state_since timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN returns_to text,
    ADD COLUMN requested_topics text[] NOT NULL DEFAULT '{}',
    ADD COLUMN hold_through date,
    ADD COLUMN introduced_by text,
    ADD COLUMN introduced_on date,
    ADD COLUMN introduced_at text,
    ADD COLUMN advice text,
    ADD COLUMN due_on date,
    ADD COLUMN alarm text,
    ADD COLUMN alarm_on date,
    -- squawk-ignore ban-drop-constraint
    DROP CONSTRAINT referral_state_is_known,
    -- squawk-ignore ban-drop-constraint
    DROP CONSTRAINT referral_is_opened_with_permission,
    ADD CONSTRAINT referral_state_is_known CHECK (state IN ('identified', 'offered', 'awaiting_permission',
        'opened', 'awaiting_consent', 'sent', 'received', 'accepted', 'contacted', 'following_up',
        'information_requested', 'on_hold', 'advised', 'returned', 'suspended', 'completed', 'declined', 'recalled',
        'failed', 'expired', 'entered_in_error')),
    ADD CONSTRAINT referral_is_opened_with_permission CHECK (permission_given_on IS NOT NULL OR state IN (
        'identified', 'offered', 'awaiting_permission', 'recalled', 'expired', 'entered_in_error')),
    ADD CONSTRAINT referral_form_is_known CHECK (form IN ('standard', 'warm', 'advice')),
    ADD CONSTRAINT referral_knows_where_it_rests_from CHECK (
        state NOT IN ('information_requested', 'on_hold') OR returns_to IS NOT NULL),
    ADD CONSTRAINT referral_rests_through_a_day CHECK (
        state <> 'on_hold' OR hold_through IS NOT NULL),
    ADD CONSTRAINT referral_is_introduced_by_somebody_somewhere CHECK (
        num_nulls(introduced_by, introduced_on, introduced_at) IN (0, 3)),
    ADD CONSTRAINT referral_alarm_has_its_day CHECK (
        num_nulls(alarm, alarm_on) IN (0, 2));
"""

FINDING = """
CREATE INDEX referral_alarms ON referral (alarm_on) WHERE alarm_on IS NOT NULL;
CREATE INDEX referral_groups ON referral (group_id) WHERE group_id IS NOT NULL;
CREATE POLICY referral_alarm_is_found_by_the_job ON referral FOR SELECT TO "referrals_worker"
    USING (alarm_on IS NOT NULL AND (SELECT current_setting('app.purpose', true)) = 'time_limits');
"""


def upgrade() -> None:
    """Widen what a referral may be; what stands there already keeps every rule."""
    statements(STATES + FINDING, op.execute)
