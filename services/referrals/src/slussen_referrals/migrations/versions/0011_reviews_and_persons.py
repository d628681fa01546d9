"""Joint plans are told of when their review has passed; records that are one person's are known as such."""

from alembic import op

from slussen_chassis.migrations import REFERENCE, statements

revision = "0011"
down_revision = "0007"
branch_labels = None
depends_on = None

REVIEWS = """
ALTER TABLE joint_plan ADD COLUMN review_told_on date;
CREATE INDEX joint_plan_reviews ON joint_plan (review_on) WHERE state = 'open';
CREATE POLICY joint_plan_review_is_found_by_the_job ON joint_plan FOR SELECT TO "referrals_worker"
    USING (state = 'open' AND (SELECT current_setting('app.purpose', true)) = 'plan_reviews');
CREATE POLICY joint_plan_is_found_by_its_person ON joint_plan FOR SELECT TO "referrals_worker"
    USING (subject_id = (SELECT {reference}));
"""

PERSONS = """
CREATE TABLE merged_subject (
    subject_id uuid PRIMARY KEY,
    version bigint NOT NULL,
    into_subject_id uuid,
    CONSTRAINT merged_subject_is_merged_into_another CHECK (into_subject_id <> subject_id)
);
CREATE INDEX merged_subject_into ON merged_subject (into_subject_id) WHERE into_subject_id IS NOT NULL;
GRANT SELECT ON merged_subject TO "referrals_app";
GRANT SELECT, INSERT, UPDATE ON merged_subject TO "referrals_worker";
"""


def upgrade() -> None:
    """Add the column, the policies and the table."""
    statements(REVIEWS.format(reference=REFERENCE) + PERSONS, op.execute)
