"""Authorities and boards have a history too, and boards and authorities may be renamed."""

from alembic import op

from slussen_chassis.migrations import statements

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Squawk is told that this is meant: the kinds of history only grow.
HISTORY = """
ALTER TABLE register_history
    -- squawk-ignore ban-drop-constraint
    DROP CONSTRAINT history_kind_is_known,
    ADD CONSTRAINT history_kind_is_known
        CHECK (kind IN ('responsible-authority', 'board', 'unit', 'family-centre'));
INSERT INTO register_history SELECT 'responsible-authority', a.id, a.version, a.county_code, now(),
    jsonb_build_object('name', a.name, 'authorityType', a.authority_type,
        'organisationNumber', a.organisation_number, 'municipalityCode', a.municipality_code)
    FROM responsible_authority a;
INSERT INTO register_history SELECT 'board', b.id, b.version, b.county_code, now(),
    jsonb_build_object('name', b.name, 'authorityId', b.authority_id) FROM board b;
DROP TRIGGER register_change_is_kept ON outbox;
CREATE TRIGGER register_change_is_kept AFTER INSERT ON outbox FOR EACH ROW
    WHEN (NEW.type LIKE 'slussen.agreements.unit.%' OR NEW.type LIKE 'slussen.agreements.family-centre.%'
        OR NEW.type LIKE 'slussen.agreements.responsible-authority.%'
        OR NEW.type LIKE 'slussen.agreements.board.%')
    EXECUTE FUNCTION keep_register_history();
"""


def upgrade() -> None:
    statements(HISTORY, op.execute)
