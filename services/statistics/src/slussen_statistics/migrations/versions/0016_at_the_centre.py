"""What a centre keeps is seen by who controls it and by who works at the centre now, whenever a unit came or left.

Row security read `grants`, which were set as a row was made and never followed the register. The column stays until a
later release: processes of the former version read it.
"""

from alembic import op

from slussen_chassis.migrations import AUTHORITY, statements

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

AT_CENTRE = (
    "centre_id IN (SELECT unnest(centre_ids) FROM unit_copy"  # noqa: S608 - a constant
    f" WHERE authority_id = (SELECT {AUTHORITY}))"
)
SEEN = {
    "entry": AT_CENTRE,
    "survey": AT_CENTRE,
    "annual_report": AT_CENTRE,
    "annual_report_edition": "report_id IN (SELECT id FROM annual_report)",
}
"""A report's editions are seen by whoever sees the report, under its own row security."""

POLICIES = """
DROP POLICY {table}_is_seen_by_its_grantees ON {table};
DROP POLICY {table}_is_changed_by_its_grantees ON {table};
CREATE POLICY {table}_is_seen_by_who_works_there ON {table} FOR SELECT USING ({test});
CREATE POLICY {table}_is_changed_by_who_works_there ON {table} FOR UPDATE USING ({test}) WITH CHECK ({test});
"""


def upgrade() -> None:
    """Let row security ask the register's copy; the days on which a unit works are asked at each request."""
    for table, works_there in SEEN.items():
        test = f"responsible_authority_id = (SELECT {AUTHORITY}) OR {works_there}"
        statements(POLICIES.format(table=table, test=test), op.execute)
