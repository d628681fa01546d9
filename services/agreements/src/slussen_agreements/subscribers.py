"""Events in: the register's own, from which the directory is made, and annual reports, which are duties of a centre."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.directory import Directory, authority_entry, unit_entry
from slussen_agreements.use_cases.annual_wheel import report_handed_in
from slussen_chassis.bus import Subscriptions
from slussen_chassis.clock import SystemClock
from slussen_chassis.worker import WorkerParts
from slussen_contracts.agreements.events import (
    ResponsibleAuthorityChanged,
    ResponsibleAuthorityRegistered,
    ResponsibleAuthorityState,
    UnitChanged,
    UnitRegistered,
    UnitState,
)
from slussen_contracts.statistics.events import AnnualReportSubmitted

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

    @made.on(AnnualReportSubmitted)
    async def report_is_in(event: AnnualReportSubmitted, session: AsyncSession) -> None:
        if event.submitted_on is not None:
            await report_handed_in(
                session,
                event.centre_id,
                year=event.year,
                submitted_on=event.submitted_on,
                now=SystemClock().now(),
            )

    return made
