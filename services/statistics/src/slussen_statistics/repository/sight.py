"""Who sees what a centre keeps: its controller, and the authorities whose units the register has at the centre.

Row security says the same. On which days a unit works at a centre is asked before, as the centre is opened
(`repository.register.find_centre_of_unit`).
"""

from uuid import UUID

from sqlalchemy import ColumnElement, false, func
from sqlmodel import col, select

from slussen_statistics.tables import AnnualReportRow, EntryRow, SurveyRow, UnitCopyRow


def seen_by(
    row: type[EntryRow | AnnualReportRow | SurveyRow], authority_id: UUID | None
) -> ColumnElement[bool]:
    """Return the condition that an authority may see a row of a centre; nobody in particular sees none."""
    if authority_id is None:
        return false()
    unit = UnitCopyRow
    centres = select(func.unnest(col(unit.centre_ids))).where(col(unit.authority_id) == authority_id)
    return (col(row.responsible_authority_id) == authority_id) | col(row.centre_id).in_(centres)
