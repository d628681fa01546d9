"""A system's own calls, errors and limits, over HTTP."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import AwareDatetime
from typing_extensions import override

from slussen_chassis.auth import Caller
from slussen_chassis.transaction import TransactionRoute, caller_of
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, Requires, Transaction
from slussen_contracts.integration.scopes import READ_CLIENTS
from slussen_contracts.integration.usage import CallErrorRead, CallsRead, QuotaRead, QuotasRead
from slussen_gateway.integration.domain.usage import Period, Quota, period_of
from slussen_gateway.integration.use_cases import usage
from slussen_gateway.integration.use_cases.usage import ClientKey

PREFIX = "/integration/v1"


class RequiresUnlessOwn(Requires):
    """Lets a caller in who has the scope, and any system: what is its own it sees without."""

    @override
    def __call__(self, request: Request) -> Caller:
        caller = caller_of(request)
        return caller if caller.kind == "client" else super().__call__(request)


SEES = [Depends(RequiresUnlessOwn(READ_CLIENTS))]
router = APIRouter(prefix=PREFIX, tags=["clients"], route_class=TransactionRoute)

Key = Annotated[
    ClientKey,
    Path(
        description="Systemets id här, eller own för det system som frågar."
        " / The system's id here, or own for the system that asks."
    ),
]


def _period(
    now: Now,
    *,
    start: Annotated[
        AwareDatetime | None,
        Query(
            alias="from",
            description="Från och med den timme som tidpunkten ligger i; annars 24 timmar före slutet."
            " / From the hour that the moment lies in; else 24 hours before the end.",
            examples=["2026-11-28T00:00:00Z"],
        ),
    ] = None,
    end: Annotated[
        AwareDatetime | None,
        Query(
            alias="to",
            description="Före tidpunkten, uppåt till hel timme; annars nu."
            " / Before the moment, up to a whole hour; else now.",
            examples=["2026-11-29T00:00:00Z"],
        ),
    ] = None,
) -> Period:
    return period_of(_utc(start), _utc(end), now=now)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


Hours = Annotated[Period, Depends(_period)]


@router.get("/clients/{client_id}/calls", operation_id="listClientCalls", dependencies=SEES)
async def list_calls(
    client_id: Key, session: Transaction, page: Paging, period: Hours, caller: CurrentCaller
) -> Page[CallsRead]:
    """Lista systemets anrop, räknade per timme, adress, status och problem; sparas i 30 dagar.

    Ett system ser sina egna utan särskild behörighet (`own`). / List the system's calls, counted by hour, path, status
    and problem; kept for 30 days. A system sees its own without any scope (`own`).
    """
    found = await usage.list_calls(session, client_id, page, period=period, caller=caller)
    return Page[CallsRead].of([CallsRead.model_validate(one, from_attributes=True) for one in found], page)


@router.get("/clients/{client_id}/errors", operation_id="listClientErrors", dependencies=SEES)
async def list_errors(
    client_id: Key, session: Transaction, page: Paging, period: Hours, caller: CurrentCaller
) -> Page[CallErrorRead]:
    """Lista systemets senaste nekade anrop, högst 100, aldrig med innehåll.

    / List the system's newest refused calls, at most 100, never with their content.
    """
    found = await usage.list_errors(session, client_id, page, period=period, caller=caller)
    shown = [CallErrorRead.model_validate(one, from_attributes=True) for one in found]
    return Page[CallErrorRead].of(shown, page)


@router.get("/clients/{client_id}/quotas", operation_id="getClientQuotas", dependencies=SEES)
async def get_quotas(client_id: Key, session: Transaction, caller: CurrentCaller, now: Now) -> QuotasRead:
    """Visa systemets gränser och hur mycket som används. / Show the system's limits and how much is used."""
    found = await usage.get_quotas(session, client_id, caller=caller, now=now)
    return QuotasRead(
        gateways=found.gateways,
        told_at=found.told_at,
        client=_quota(found.client),
        authority=_quota(found.authority),
        at_once=_quota(found.at_once),
    )


def _quota(quota: Quota | None) -> QuotaRead | None:
    return QuotaRead.model_validate(quota, from_attributes=True) if quota else None
