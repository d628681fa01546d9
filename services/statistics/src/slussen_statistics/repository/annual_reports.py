"""Annual reports and their editions: seen by the authorities whose units work at the centre."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.repository.sight import seen_by
from slussen_statistics.tables import AnnualReportEditionRow, AnnualReportRow, CentreCopyRow, UnitCopyRow


async def add(session: AsyncSession, row: AnnualReportRow) -> bool:
    """Keep a new report; tell whether the centre had none of that year."""
    statement = insert(AnnualReportRow).values(row.model_dump())
    made = statement.on_conflict_do_nothing(index_elements=["centre_id", "year"])
    found = await (await session.connection()).execute(made.returning(col(AnnualReportRow.id)))
    return found.first() is not None


async def find(
    session: AsyncSession, report_id: UUID, *, visible_to: UUID | None, for_update: bool = False
) -> AnnualReportRow | None:
    """Return a report that an authority may see; None where there is none."""
    query = (
        select(AnnualReportRow)
        .where(col(AnnualReportRow.id) == report_id)
        .where(seen_by(AnnualReportRow, visible_to))
    )
    return (await session.exec(query.with_for_update() if for_update else query)).first()


async def list_reports(
    session: AsyncSession, centre_ids: Sequence[UUID], *, visible_to: UUID | None, limit: int, offset: int
) -> Sequence[AnnualReportRow]:
    """Return the reports of centres that an authority may see, the newest year first."""
    query = (
        select(AnnualReportRow)
        .where(col(AnnualReportRow.centre_id).in_(centre_ids))
        .where(seen_by(AnnualReportRow, visible_to))
        .order_by(col(AnnualReportRow.year).desc(), col(AnnualReportRow.id))
        .limit(limit)
        .offset(offset)
    )
    return (await session.exec(query)).all()


async def change(session: AsyncSession, row: AnnualReportRow, changes: dict[str, Any]) -> None:
    """Keep the next version of a report."""
    row.version += 1
    for name, value in changes.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def keep_edition(session: AsyncSession, row: AnnualReportEditionRow) -> None:
    """Keep an edition as it is handed in."""
    session.add(row)
    await session.flush()


async def list_editions(
    session: AsyncSession, report_id: UUID, *, visible_to: UUID | None
) -> Sequence[AnnualReportEditionRow]:
    """Return a report's editions that an authority may see, the newest first."""
    of_seen = select(col(AnnualReportRow.id)).where(seen_by(AnnualReportRow, visible_to))
    query = (
        select(AnnualReportEditionRow)
        .where(col(AnnualReportEditionRow.report_id) == report_id)
        .where(col(AnnualReportEditionRow.report_id).in_(of_seen))
        .order_by(col(AnnualReportEditionRow.edition).desc())
    )
    return (await session.exec(query)).all()


async def list_own_centres(
    session: AsyncSession, unit_id: UUID | None, *, on: date
) -> Sequence[CentreCopyRow]:
    """Return the centres at which a unit works on a day, by name."""
    unit = UnitCopyRow
    ids = (await session.exec(select(unit).where(col(unit.unit_id) == unit_id))).first()
    if ids is None or ids.valid_from > on or (ids.valid_through is not None and ids.valid_through < on):
        return []
    query = select(CentreCopyRow).where(col(CentreCopyRow.centre_id).in_(ids.centre_ids))
    return (await session.exec(query.order_by(col(CentreCopyRow.name)))).all()
