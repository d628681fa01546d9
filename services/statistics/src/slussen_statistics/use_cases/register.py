"""Keeping copies of what the register announces, so that questions are answered from here."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.agreements.events import AgreementState, CoordinatorEvent, FamilyCentreState, UnitState
from slussen_statistics.repository import register
from slussen_statistics.tables import AgreementCopyRow, CentreCopyRow, CoordinatorCopyRow, UnitCopyRow


async def copy_unit(session: AsyncSession, event: UnitState) -> None:
    """Keep a unit as it now is; an older version changes nothing."""
    row = UnitCopyRow(
        unit_id=event.aggregate_id,
        version=event.aggregate_version,
        county_code=event.county_code,
        centre_ids=list(event.centre_ids),
        valid_from=event.valid_from,
        valid_through=event.valid_through,
        authority_id=event.authority_id,
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
        activities=sorted({a.activity.value for a in event.activities}),
    )
    await register.save_newer(session, row)


async def copy_agreement(session: AsyncSession, event: AgreementState) -> None:
    """Keep an agreement's days as they now are; an older version changes nothing."""
    row = AgreementCopyRow(
        agreement_id=event.aggregate_id,
        version=event.aggregate_version,
        county_code=event.county_code,
        centre_id=event.centre_id,
        kind=event.kind,
        valid_from=event.valid_from,
        valid_through=event.valid_through,
    )
    await register.save_newer(session, row)


async def copy_coordinator(session: AsyncSession, event: CoordinatorEvent) -> None:
    """Keep a coordinator's appointment as it now is; an older version changes nothing."""
    row = CoordinatorCopyRow(
        appointment_id=event.aggregate_id,
        version=event.aggregate_version,
        county_code=event.county_code,
        centre_id=event.centre_id,
        profession=event.profession,
        extent=event.extent,
        valid_from=event.valid_from,
        valid_through=event.valid_through,
    )
    await register.save_newer(session, row)
