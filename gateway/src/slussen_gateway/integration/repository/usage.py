"""What gateways told of systems' calls, in the database: sums so far, so that what comes twice changes nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel import select as select_model
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_gateway.integration.domain.usage import (
    KEPT_ERRORS,
    CallError,
    CallKind,
    Calls,
    Gateway,
    HourTotal,
    Period,
    Share,
)
from slussen_gateway.integration.tables import ClientCallsRow, ClientErrorRow, ClientShareRow, GatewayRow

Values = Sequence[dict[str, Any]]
REFUSED = 400

_BEYOND = text(
    "DELETE FROM client_error e USING (SELECT instance, serial, row_number() OVER"
    " (PARTITION BY client_id ORDER BY at DESC, instance, serial DESC) AS place FROM client_error"
    " WHERE client_id = ANY(:clients)) AS known"
    " WHERE known.instance = e.instance AND known.serial = e.serial AND known.place > :kept"
)


async def list_calls(
    session: AsyncSession, *, visible_to: str, period: Period, limit: int, offset: int
) -> Sequence[Calls]:
    """Return a system's calls, the newest hour and the most frequent first; `visible_to` is its client id."""
    row = ClientCallsRow
    grouped = (col(row.hour), col(row.method), col(row.route), col(row.status), col(row.problem))
    calls = func.sum(col(row.calls))
    query = select(*grouped, calls).where(*_within(visible_to, period)).group_by(*grouped)
    query = query.order_by(col(row.hour).desc(), calls.desc(), *grouped[1:]).limit(limit).offset(offset)
    found = await (await session.connection()).execute(query)
    return [
        Calls(hour, method, route, status, problem or None, int(n))
        for hour, method, route, status, problem, n in found
    ]


async def list_kinds(
    session: AsyncSession, *, visible_to: str, period: Period, limit: int
) -> Sequence[CallKind]:
    """Return a system's kinds of calls in a whole period, the most frequent first."""
    row = ClientCallsRow
    grouped = (col(row.method), col(row.route), col(row.status), col(row.problem))
    calls = func.sum(col(row.calls))
    query = select(*grouped, calls).where(*_within(visible_to, period)).group_by(*grouped)
    found = await (await session.connection()).execute(query.order_by(calls.desc(), *grouped).limit(limit))
    return [
        CallKind(method, route, status, problem or None, int(n))
        for method, route, status, problem, n in found
    ]


async def list_totals(session: AsyncSession, *, visible_to: str, period: Period) -> Sequence[HourTotal]:
    """Return a system's calls of each hour in which there were any, the oldest first."""
    row = ClientCallsRow
    is_refused = col(row.status) >= REFUSED
    sums = [
        func.coalesce(func.sum(case((kind, col(row.calls)), else_=0)), 0)
        for kind in (~is_refused, is_refused)
    ]
    query = select(col(row.hour), *sums).where(*_within(visible_to, period))
    query = query.group_by(col(row.hour)).order_by(col(row.hour))
    found = await (await session.connection()).execute(query)
    return [HourTotal(hour, int(answered), int(refused)) for hour, answered, refused in found]


def _within(client_id: str, period: Period) -> tuple[Any, ...]:
    hour = col(ClientCallsRow.hour)
    return (col(ClientCallsRow.client_id) == client_id, hour >= period.start, hour < period.end)


async def list_errors(
    session: AsyncSession, *, visible_to: str, period: Period, limit: int, offset: int
) -> Sequence[CallError]:
    """Return a system's refused calls, the newest first."""
    row = ClientErrorRow
    query = select_model(row).where(col(row.client_id) == visible_to)
    query = query.where(col(row.at) >= period.start, col(row.at) < period.end)
    query = query.order_by(col(row.at).desc(), col(row.instance), col(row.serial).desc())
    found = await session.exec(query.limit(limit).offset(offset))
    names = ("at", "method", "route", "status", "fault", "trace_id")
    return [
        CallError(**{name: getattr(one, name) for name in names}, problem=one.problem or None)
        for one in found
    ]


async def list_shares(session: AsyncSession, *, visible_to: str, since: datetime) -> Sequence[Share]:
    """Return how much of its limits a system has used at each gateway, in the hours from `since`."""
    row = ClientShareRow
    query = select_model(row).where(col(row.client_id) == visible_to, col(row.hour) >= since)
    return [Share(**one.model_dump(exclude={"client_id"})) for one in await session.exec(query)]


async def list_gateways(session: AsyncSession, *, since: datetime) -> Sequence[Gateway]:
    """Return the gateways that have told anything since a moment."""
    query = select_model(GatewayRow).where(col(GatewayRow.told_at) >= since)
    return [Gateway(**one.model_dump()) for one in await session.exec(query)]


# -- the worker's ------------------------------------------------------------------------------------------------


async def save_gateway(session: AsyncSession, gateway: dict[str, Any]) -> None:
    """Keep that a gateway runs, and its limits, unless something newer is known."""
    await _upsert(session, GatewayRow, ("instance",), [gateway], newest=tuple(gateway))


async def save_calls(session: AsyncSession, values: Values) -> None:
    """Keep sums of calls; a smaller sum than is known is older."""
    keys = ("client_id", "hour", "method", "route", "status", "problem", "instance")
    await _upsert(session, ClientCallsRow, keys, values, greatest=("calls",))


async def save_shares(session: AsyncSession, values: Values) -> None:
    """Keep how much is used, as it was told last, and the most of each hour."""
    present = ("at_once", "used", "authority_used")
    keys = ("client_id", "hour", "instance")
    greatest = tuple(f"peak_{name}" for name in present)
    await _upsert(session, ClientShareRow, keys, values, newest=("told_at", *present), greatest=greatest)


async def add_errors(session: AsyncSession, values: Values) -> None:
    """Keep refused calls, and of each of their systems no more than the newest."""
    if not values:
        return
    connection = await session.connection()
    await connection.execute(insert(ClientErrorRow).values(list(values)).on_conflict_do_nothing())
    clients = sorted({value["client_id"] for value in values})
    await connection.execute(_BEYOND, {"clients": clients, "kept": KEPT_ERRORS})


async def _upsert(
    session: AsyncSession,
    row: type[Any],
    keys: Sequence[str],
    values: Values,
    *,
    newest: Collection[str] = (),
    greatest: Collection[str] = (),
) -> None:
    """Insert rows in the order of their keys, so that two workers never wait for each other."""
    if not values:
        return
    ordered = sorted(values, key=lambda value: tuple(value[key] for key in keys))
    statement = insert(row).values(ordered)
    new = statement.excluded
    changes: dict[str, Any] = {name: func.greatest(getattr(row, name), new[name]) for name in greatest}
    if newest:
        is_newer = new.told_at >= row.told_at
        changes |= {name: case((is_newer, new[name]), else_=getattr(row, name)) for name in newest}
    changes = {name: change for name, change in changes.items() if name not in keys}
    statement = statement.on_conflict_do_update(index_elements=list(keys), set_=changes)
    await (await session.connection()).execute(statement)


async def forget(session: AsyncSession, *, before: datetime, shares_before: datetime) -> None:
    """Remove counts and refusals from before a moment, and what was told of limits before another."""
    connection = await session.connection()
    await connection.execute(delete(ClientCallsRow).where(col(ClientCallsRow.hour) < before))
    await connection.execute(delete(ClientErrorRow).where(col(ClientErrorRow.at) < before))
    await connection.execute(delete(ClientShareRow).where(col(ClientShareRow.hour) < shares_before))
    await connection.execute(delete(GatewayRow).where(col(GatewayRow.told_at) < shares_before))
