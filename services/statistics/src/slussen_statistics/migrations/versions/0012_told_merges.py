"""Which records are one person's and who is in which family, as their owners told it, whichever year it is for.

Ids are sealed; rows find each other by keyed hashes that no fact has. What was told before, year by year in
`merged_subject` and `family_member`, stands where nothing newer is told.
"""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TOLD = """
CREATE TABLE told_key (
    is_only boolean PRIMARY KEY DEFAULT true CONSTRAINT told_key_is_one CHECK (is_only),
    secret bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON told_key TO "statistics_worker";
CREATE TABLE told_id (
    hash bytea PRIMARY KEY,
    sealed bytea NOT NULL
);
CREATE TABLE told_person (
    record bytea PRIMARY KEY,
    version bigint NOT NULL,
    person bytea,
    CONSTRAINT told_person_is_another_record CHECK (person <> record)
);
CREATE INDEX told_person_is_found_by_whom_it_is ON told_person (person) WHERE person IS NOT NULL;
CREATE TABLE told_family (
    family bytea PRIMARY KEY,
    version bigint NOT NULL,
    told_at timestamptz NOT NULL,
    is_absorbed boolean NOT NULL
);
CREATE TABLE told_member (
    record bytea NOT NULL,
    family bytea NOT NULL CONSTRAINT told_member_is_of_a_told_family REFERENCES told_family (family),
    CONSTRAINT told_member_is_told_once PRIMARY KEY (record, family)
);
CREATE INDEX told_member_is_found_by_family ON told_member (family);
GRANT SELECT, INSERT, UPDATE, DELETE ON told_id, told_person, told_family, told_member TO "statistics_worker";
"""


def upgrade() -> None:
    """Make the tables; requests have no right on them."""
    statements(TOLD, op.execute)
