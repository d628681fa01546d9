"""What the register said on a day. The database keeps each announced change; nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.tables import RegisterHistoryRow
from slussen_chassis.web import PageRequest

AUTHORITY = "responsible-authority"
BOARD = "board"
UNIT = "unit"
CENTRE = "family-centre"


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of a thing, its state as its event has it, and since when the register has its history."""

    thing_id: UUID
    version: int
    county_code: str
    state: dict[str, Any]
    since: datetime

    @property
    def members(self) -> dict[str, Any]:
        """The thing's members by the names that the API gives them."""
        return {
            **self.state,
            "id": self.thing_id,
            "version": self.version,
            "countyCode": self.county_code,
        }


async def history_since(session: AsyncSession, kind: str, thing_id: UUID) -> datetime | None:
    """Return since when the register has a thing's history; None where it has none."""
    row = RegisterHistoryRow
    query = select(func.min(row.recorded_at)).where(col(row.kind) == kind, col(row.thing_id) == thing_id)
    return (await session.exec(query)).one()


async def kept_at(session: AsyncSession, kind: str, thing_id: UUID, before: datetime) -> Kept | None:
    """Return a thing as it was just before a moment; None where the register did not have it."""
    page = PageRequest(limit=1, offset=0)
    found = await _newest(session, kind, before, page, [col(RegisterHistoryRow.thing_id) == thing_id], [])
    return found[0] if found else None


async def listed_at(
    session: AsyncSession,
    kind: str,
    before: datetime,
    page: PageRequest,
    *,
    county_code: str | None,
    member: tuple[str, str] | None,
) -> list[Kept]:
    """Return things by name as they were just before a moment, one more than the page holds.

    Args:
        session: The transaction.
        kind: Which of the register's things.
        before: The moment.
        page: Which part of the list.
        county_code: The county; None: all.
        member: The name of a member and the value that it had then; None: any.
    """
    row = RegisterHistoryRow
    ever = [] if county_code is None else [col(row.county_code) == county_code]
    return await _newest(session, kind, before, page, ever, [] if member is None else [member])


async def _newest(
    session: AsyncSession,
    kind: str,
    before: datetime,
    page: PageRequest,
    ever: Sequence[ColumnElement[bool]],
    then: Sequence[tuple[str, str]],
) -> list[Kept]:
    row = RegisterHistoryRow
    versions = (
        select(row)
        .where(col(row.kind) == kind, col(row.recorded_at) < before, *ever)
        .ext(distinct_on(col(row.thing_id)))
        .order_by(col(row.thing_id), col(row.version).desc())
        .subquery()
    )
    newest = aliased(row, versions)
    query = select(newest).order_by(col(newest.state)["name"].astext, col(newest.thing_id))
    for name, value in then:
        query = query.where(col(newest.state)[name].astext == value)
    found = (await session.exec(query.limit(page.limit + 1).offset(page.offset))).all()
    since = await _since(session, kind, [each.thing_id for each in found])
    return [Kept(f.thing_id, f.version, f.county_code, f.state, since[f.thing_id]) for f in found]


async def _since(session: AsyncSession, kind: str, thing_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    row = RegisterHistoryRow
    query = (
        select(row.thing_id, func.min(row.recorded_at))
        .where(col(row.kind) == kind, col(row.thing_id).in_(thing_ids))
        .group_by(col(row.thing_id))
    )
    return dict((await session.exec(query)).all())
