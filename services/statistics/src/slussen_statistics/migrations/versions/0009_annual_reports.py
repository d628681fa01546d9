"""Annual reports: what is being written, and each edition as it was handed in."""

from alembic import op

from slussen_chassis.migrations import secure, statements

revision = "0009"
down_revision = "0005"
branch_labels = None
depends_on = None

REPORTS = """
CREATE TABLE annual_report (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    edition integer NOT NULL CONSTRAINT annual_report_edition_counts_from_one CHECK (edition > 0),
    state text NOT NULL CONSTRAINT annual_report_state_is_known CHECK (state IN ('draft', 'submitted')),
    centre_id uuid NOT NULL,
    county_code text NOT NULL,
    municipality_code text NOT NULL,
    year integer NOT NULL,
    profile_id text NOT NULL,
    passages jsonb NOT NULL,
    quotes jsonb NOT NULL,
    reason text,
    changed_at timestamptz NOT NULL,
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT annual_report_is_one_a_year UNIQUE (centre_id, year)
);
CREATE TABLE annual_report_edition (
    report_id uuid NOT NULL CONSTRAINT edition_is_of_a_report REFERENCES annual_report (id),
    edition integer NOT NULL,
    county_code text NOT NULL,
    submitted_at timestamptz NOT NULL,
    late_for text[] NOT NULL,
    reason text,
    content jsonb NOT NULL,
    pdf bytea NOT NULL,
    sha256 text NOT NULL CONSTRAINT edition_digest_is_its_own CHECK (sha256 = encode(sha256(pdf), 'hex')),
    responsible_authority_id uuid NOT NULL,
    grants uuid[] NOT NULL,
    CONSTRAINT edition_is_handed_in_once PRIMARY KEY (report_id, edition)
);
"""

RIGHTS = """
REVOKE UPDATE ON annual_report_edition FROM "statistics_app", "statistics_worker";
REVOKE INSERT ON annual_report_edition FROM "statistics_worker";
"""


def upgrade() -> None:
    """Make the tables; an edition that was handed in is never changed."""
    secured = secure("statistics", "annual_report") + secure("statistics", "annual_report_edition")
    statements(REPORTS + secured + RIGHTS, op.execute)
