"""The centres that somebody works with: those of a unit, of an authority, or of a county."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.tables import FamilyCentreActivityRow, FamilyCentreRow, UnitRow

MOST: Final = 200


async def centre_ids_of(
    session: AsyncSession, *, authority_id: UUID | None, unit_id: UUID | None, county_code: str, on: date
) -> Sequence[UUID]:
    """Return the ids of the centres open on a day, by name.

    Where a unit is named, those at which it works; else those at which the authority has a unit; else the county's.
    """
    centre, activity, unit = FamilyCentreRow, FamilyCentreActivityRow, UnitRow
    query = select(centre.id).where(
        col(centre.valid_from) <= on,
        or_(col(centre.valid_through).is_(None), col(centre.valid_through) >= on),
    )
    works_there = select(activity.centre_id)
    if unit_id is not None:
        works_there = works_there.where(col(activity.unit_id) == unit_id)
        query = query.where(col(centre.id).in_(works_there))
    elif authority_id is not None:
        works_there = works_there.join(unit, col(unit.id) == col(activity.unit_id))
        query = query.where(col(centre.id).in_(works_there.where(col(unit.authority_id) == authority_id)))
    else:
        query = query.where(col(centre.county_code) == county_code)
    return (await session.exec(query.order_by(col(centre.name), col(centre.id)).limit(MOST))).all()
