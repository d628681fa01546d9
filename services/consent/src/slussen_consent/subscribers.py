"""Events in: the register's, from which our copies of units and centres are made."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_consent.repository.copies import copy_centre, copy_unit
from slussen_contracts.agreements.events import (
    FamilyCentreChanged,
    FamilyCentreRegistered,
    FamilyCentreState,
    UnitChanged,
    UnitRegistered,
    UnitState,
)

subscriptions = Subscriptions("consent")


@subscriptions.on(UnitRegistered, UnitChanged)
async def keep_unit(event: UnitState, session: AsyncSession) -> None:
    """Keep a unit as it is from now on; an older version never overwrites a newer one."""
    await copy_unit(session, event)


@subscriptions.on(FamilyCentreRegistered, FamilyCentreChanged)
async def keep_centre(event: FamilyCentreState, session: AsyncSession) -> None:
    """Keep a family centre as it is from now on; an older version never overwrites a newer one."""
    await copy_centre(session, event)
