"""Events in: the register's own, from which the directory is made."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.directory import Directory, authority_entry, unit_entry
from slussen_chassis.bus import Subscriptions
from slussen_chassis.worker import WorkerParts
from slussen_contracts.agreements.events import (
    ResponsibleAuthorityChanged,
    ResponsibleAuthorityRegistered,
    ResponsibleAuthorityState,
    UnitChanged,
    UnitRegistered,
    UnitState,
)

CONSUMER = "agreements"


def subscriptions(parts: WorkerParts) -> Subscriptions:
    """Return what this service does with events, with the worker's own way to the bucket."""
    directory = Directory(parts.nats)
    made = Subscriptions(CONSUMER)

    @made.on(UnitRegistered, UnitChanged)
    async def show_unit(event: UnitState, _session: AsyncSession) -> None:
        await directory.put(*unit_entry(event))

    @made.on(ResponsibleAuthorityRegistered, ResponsibleAuthorityChanged)
    async def show_authority(event: ResponsibleAuthorityState, _session: AsyncSession) -> None:
        await directory.put(*authority_entry(event))

    return made
