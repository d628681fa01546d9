"""Exact live figures, for those who work at the centre and for nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.errors import NotFoundError
from slussen_statistics.domain.flow import Counts, FlowKind
from slussen_statistics.repository import register, rollups


@dataclass(frozen=True, slots=True)
class OwnFlow:
    """A centre's exact flow of one year, by kind."""

    centre_id: UUID
    centre_name: str
    year: int
    at: datetime
    flows: Mapping[FlowKind, Counts]


async def read_own_flow(
    session: AsyncSession, centre_id: UUID, *, year: int, caller: Caller, now: datetime
) -> OwnFlow:
    """Return the exact flow of a centre at which the caller's unit works; leave a trace.

    Raises:
        NotFoundError: No such centre, or the caller's unit does not work there.
    """
    if caller.unit_id is None:
        raise NotFoundError
    centre = await register.find_centre_of_unit(session, centre_id, unit_id=caller.unit_id, on=local_day(now))
    if centre is None:
        raise NotFoundError
    audit.record(session, "flow.read", resource_type="centre", resource_id=centre_id)
    flows = await rollups.sum_centre(session, centre_id, year=year)
    return OwnFlow(centre_id, centre.name, year, now, flows)
