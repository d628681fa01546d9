"""What a system has called, what was refused and how much of its limits it uses: taken from gateways, and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.web import PageRequest, ScopeMissingError
from slussen_contracts.integration.scopes import READ_CLIENTS
from slussen_gateway.integration.domain import usage as domain
from slussen_gateway.integration.domain.clients import ClientNotFoundError
from slussen_gateway.integration.domain.usage import (
    HOUR,
    KEPT_DAYS,
    CallError,
    CallKind,
    Calls,
    HourTotal,
    Period,
    Quotas,
)
from slussen_gateway.integration.repository import clients as clients_repository
from slussen_gateway.integration.repository import usage as repository
from slussen_gateway.integration.use_cases.callers import authority_of
from slussen_gateway.usage_report import UsageReport

ClientKey = UUID | Literal["own"]
"""A system's id here, or the system that asks."""
_HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Seen:
    """A system whose use is shown, and since when it is the reader's to see."""

    client_id: str
    since: datetime


async def list_calls(
    session: AsyncSession, key: ClientKey, page: PageRequest, *, period: Period, caller: Caller
) -> Sequence[Calls]:
    """Return a system's calls by hour, the newest first, one more than the page holds.

    Raises:
        ClientNotFoundError: There is no such system, or it is another authority's.
        ScopeMissingError: A system asks for another one.
    """
    seen = await _seen(session, key, caller)
    return await repository.list_calls(
        session,
        visible_to=seen.client_id,
        period=period.not_before(seen.since),
        limit=page.limit + 1,
        offset=page.offset,
    )


async def list_totals(
    session: AsyncSession, key: ClientKey, *, period: Period, caller: Caller
) -> Sequence[HourTotal]:
    """Return a system's calls of every hour of a period, also of those without any.

    Raises:
        ClientNotFoundError, ScopeMissingError: As `list_calls`.
    """
    seen = await _seen(session, key, caller)
    found = await repository.list_totals(
        session, visible_to=seen.client_id, period=period.not_before(seen.since)
    )
    known = {total.hour: total for total in found}
    hours = [period.start + HOUR * n for n in range(int((period.end - period.start) / HOUR))]
    return [known.get(hour, HourTotal(hour, 0, 0)) for hour in hours]


async def list_kinds(
    session: AsyncSession, key: ClientKey, *, period: Period, caller: Caller, most: int
) -> Sequence[CallKind]:
    """Return a system's most frequent kinds of calls in a period.

    Raises:
        ClientNotFoundError, ScopeMissingError: As `list_calls`.
    """
    seen = await _seen(session, key, caller)
    return await repository.list_kinds(
        session, visible_to=seen.client_id, period=period.not_before(seen.since), limit=most
    )


async def list_errors(
    session: AsyncSession, key: ClientKey, page: PageRequest, *, period: Period, caller: Caller
) -> Sequence[CallError]:
    """Return a system's newest refused calls, one more than the page holds.

    Raises:
        ClientNotFoundError, ScopeMissingError: As `list_calls`.
    """
    seen = await _seen(session, key, caller)
    return await repository.list_errors(
        session,
        visible_to=seen.client_id,
        period=period.not_before(seen.since),
        limit=page.limit + 1,
        offset=page.offset,
    )


async def get_quotas(session: AsyncSession, key: ClientKey, *, caller: Caller, now: datetime) -> Quotas:
    """Return a system's limits and how much of them it uses.

    Raises:
        ClientNotFoundError, ScopeMissingError: As `list_calls`.
    """
    seen = await _seen(session, key, caller)
    shares = await repository.list_shares(
        session, visible_to=seen.client_id, since=domain.hour_of(now) - HOUR
    )
    gateways = await repository.list_gateways(session, since=now - domain.ALIVE)
    return domain.quotas_of(gateways, shares, now=now)


async def _seen(session: AsyncSession, key: ClientKey, caller: Caller) -> Seen:
    """Return the system that a caller asks for: itself, or one of its authority's."""
    is_system = caller.kind == "client"
    if key == "own":
        if not is_system:
            raise ClientNotFoundError
        return Seen(caller.subject, datetime.min.replace(tzinfo=UTC))
    if READ_CLIENTS in caller.scopes:
        client = await clients_repository.get(session, key, visible_to=authority_of(caller))
        return Seen(client.client_id, client.created_at)
    try:
        client = await clients_repository.get(session, key, visible_to=authority_of(caller))
    except ClientNotFoundError as error:
        raise _scope_missing() from error
    if not is_system or client.client_id != caller.subject:
        raise _scope_missing()
    return Seen(client.client_id, client.created_at)


def _scope_missing() -> ScopeMissingError:
    return ScopeMissingError(
        sv=f"Behörigheten {READ_CLIENTS} saknas", en=f"The scope {READ_CLIENTS} is missing"
    )


# -- the worker's ------------------------------------------------------------------------------------------------


async def take_report(session: AsyncSession, report: UsageReport) -> None:
    """Keep what a gateway told; a report that comes twice, or after a later one, changes nothing."""
    told = {"instance": report.instance, "told_at": _moment(report.at)}
    await repository.save_gateway(session, {**told, **report.limits.model_dump()})
    instance = {"instance": report.instance}
    await repository.save_calls(
        session, [{**_named(one.model_dump()), **_hour(one.hour), **instance} for one in report.calls]
    )
    await repository.save_shares(
        session, [{**_named(one.model_dump()), **_hour(one.hour), **told} for one in report.shares]
    )
    await repository.add_errors(
        session, [{**_named(one.model_dump()), "at": _moment(one.at), **instance} for one in report.refusals]
    )


def _named(values: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: value for name, value in values.items() if name != "client"},
        "client_id": values["client"],
    }


def _hour(number: int) -> dict[str, datetime]:
    return {"hour": _moment(number * _HOUR_SECONDS)}


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


async def forget_old_usage(session: AsyncSession, *, now: datetime) -> None:
    """Remove what is older than is kept."""
    await repository.forget(
        session, before=now - timedelta(days=KEPT_DAYS), shares_before=now - timedelta(days=1)
    )
