"""Exact counts from the roll-up: for a centre's own staff, and for the making of a release."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.flow import Counts, FlowKind, Place
from slussen_statistics.tables import FlowRollupRow


async def sum_centre(session: AsyncSession, centre_id: UUID, *, year: int) -> dict[FlowKind, Counts]:
    """Return a centre's exact flow of one year, by kind."""
    query = (
        select(
            FlowRollupRow.kind,
            FlowRollupRow.from_profession,
            FlowRollupRow.to_profession,
            func.sum(FlowRollupRow.count),
        )
        .where(col(FlowRollupRow.centre_id) == centre_id)
        .where(col(FlowRollupRow.year) == year)
        .group_by(
            col(FlowRollupRow.kind), col(FlowRollupRow.from_profession), col(FlowRollupRow.to_profession)
        )
    )
    found: defaultdict[FlowKind, dict[Place, int]] = defaultdict(dict)
    for kind, sender, receiver, count in (await session.exec(query)).all():
        found[FlowKind(kind)][sender, receiver] = int(count)
    return dict(found)


async def sum_county(
    session: AsyncSession, county_code: str, *, through: date
) -> dict[tuple[int, FlowKind], Counts]:
    """Return a county's exact flow by year and kind, over the months that end no later than `through`."""
    year = col(FlowRollupRow.year)
    query = (
        select(
            FlowRollupRow.year, FlowRollupRow.kind, FlowRollupRow.from_profession, FlowRollupRow.to_profession
        )
        .add_columns(func.sum(FlowRollupRow.count))
        .where(col(FlowRollupRow.county_code) == county_code)
        .where(or_(year < through.year, (year == through.year) & (col(FlowRollupRow.month) <= through.month)))
        .group_by(
            year,
            col(FlowRollupRow.kind),
            col(FlowRollupRow.from_profession),
            col(FlowRollupRow.to_profession),
        )
    )
    found: defaultdict[tuple[int, FlowKind], dict[Place, int]] = defaultdict(dict)
    for of_year, kind, sender, receiver, count in await (await session.connection()).execute(query):
        found[of_year, FlowKind(kind)][sender, receiver] = int(count)
    return dict(found)
