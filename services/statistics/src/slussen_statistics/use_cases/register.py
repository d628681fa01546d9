"""Keeping copies of what the register announces, so that questions are answered from here."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.agreements.events import FamilyCentreState, UnitState
from slussen_statistics.repository import register
from slussen_statistics.tables import CentreCopyRow, UnitCopyRow


async def copy_unit(session: AsyncSession, event: UnitState) -> None:
    """Keep a unit as it now is; an older version changes nothing."""
    row = UnitCopyRow(
        unit_id=event.aggregate_id,
        version=event.aggregate_version,
        county_code=event.county_code,
        centre_ids=list(event.centre_ids),
        valid_from=event.valid_from,
        valid_through=event.valid_through,
    )
    await register.save_newer(session, row)


async def copy_centre(session: AsyncSession, event: FamilyCentreState) -> None:
    """Keep a family centre as it now is; an older version changes nothing."""
    row = CentreCopyRow(
        centre_id=event.aggregate_id,
        version=event.aggregate_version,
        county_code=event.county_code,
        municipality_code=event.municipality_code,
        name=event.name,
        profile_id=event.profile_id,
        valid_from=event.valid_from,
        valid_through=event.valid_through,
    )
    await register.save_newer(session, row)
