"""Exact live figures, for those who work at the centre and for nobody else."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.errors import NotFoundError
from slussen_statistics.domain.catalogue import table_of
from slussen_statistics.domain.catalogue.model import Period, Table
from slussen_statistics.domain.catalogue.referrals import REFERRAL_FLOW
from slussen_statistics.domain.exact import PROTECTED_ALONE
from slussen_statistics.domain.figures import WHOLE_YEAR
from slussen_statistics.domain.flow import Counts, FlowKind, Place
from slussen_statistics.domain.grid import Grid, Row
from slussen_statistics.domain.listed import unlisted_in
from slussen_statistics.domain.showing import NOT_COMPUTABLE, Shown, added_up, shown
from slussen_statistics.domain.snapshots import snapshot
from slussen_statistics.repository import figures, register
from slussen_statistics.tables import CentreCopyRow
from slussen_statistics.use_cases.register_state import read_register


@dataclass(frozen=True, slots=True)
class OwnFlow:
    """A centre's exact flow of one year, by kind."""

    centre_id: UUID
    centre_name: str
    year: int
    at: datetime
    flows: Mapping[FlowKind, Counts]


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table with a centre's exact figures of one year, or of one of its months."""

    centre_id: UUID
    centre_name: str
    year: int
    month: int | None
    at: datetime
    table: Table
    shown: Shown


async def find_own_centre(
    session: AsyncSession, centre_id: UUID, *, caller: Caller, on: date
) -> CentreCopyRow:
    """Return a centre at which the caller's unit works.

    Raises:
        NotFoundError: No such centre, or the caller's unit does not work there.
    """
    if caller.unit_id is None:
        raise NotFoundError
    centre = await register.find_centre_of_unit(session, centre_id, unit_id=caller.unit_id, on=on)
    if centre is None:
        raise NotFoundError
    return centre


async def read_own_flow(
    session: AsyncSession, centre_id: UUID, *, year: int, caller: Caller, now: datetime
) -> OwnFlow:
    """Return the exact flow of a centre at which the caller's unit works; leave a trace.

    Raises:
        NotFoundError: No such centre, or the caller's unit does not work there.
    """
    centre = await find_own_centre(session, centre_id, caller=caller, on=local_day(now))
    audit.record(session, "flow.read", resource_type="centre", resource_id=centre_id)
    flows: defaultdict[FlowKind, defaultdict[Place, int]] = defaultdict(lambda: defaultdict(int))
    for _, row in await figures.list_of_area(session, str(centre_id), table_id=REFERRAL_FLOW, year=year):
        kind, sender, receiver = row.cell.split("/")
        flows[FlowKind(kind)][sender, receiver] += row.count
    return OwnFlow(centre_id, centre.name, year, now, {kind: dict(found) for kind, found in flows.items()})


async def read_own_table(  # noqa: PLR0913 - which table of which centre and when, and who asks
    session: AsyncSession,
    centre_id: UUID,
    table_id: str,
    *,
    year: int,
    month: int | None,
    caller: Caller,
    now: datetime,
) -> OwnTable:
    """Return a table with the exact figures of a centre at which the caller's unit works; leave a trace.

    Raises:
        NotFoundError: No such table or centre, one that is never shown exactly, or the caller's unit does not work
            there.
    """
    centre = await find_own_centre(session, centre_id, caller=caller, on=local_day(now))
    if table_id in PROTECTED_ALONE:
        raise NotFoundError
    table = table_of(table_id)
    audit.record(session, "table.read", resource_type="centre", resource_id=centre_id)
    found = await figures.list_of_area(session, str(centre_id), table_id=table_id, year=year)
    rows = [
        row
        for of_month, row in found
        if month is None or of_month in {month, WHOLE_YEAR} or row.measure in table.states
    ]
    rows += unlisted_in(rows, table_id)
    if table.is_snapshot:
        rows += await _snapshot_rows(session, centre, table_id, on=min(date(year, 12, 31), local_day(now)))
    made = shown(Grid.of(table, rows), None)
    if table.period is Period.MONTH and month is None:
        made = added_up(table, made, NOT_COMPUTABLE)
    return OwnTable(centre_id, centre.name, year, month, now, table, made)


async def _snapshot_rows(
    session: AsyncSession, centre: CentreCopyRow, table_id: str, *, on: date
) -> list[Row]:
    known = await read_register(session, centre.county_code)
    return [
        row
        for table, area, row in snapshot(known, on=on)
        if (table, area) == (table_id, str(centre.centre_id))
    ]
