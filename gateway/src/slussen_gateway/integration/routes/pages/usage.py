"""What a system has called, what was refused and how much of its limits it uses, as developers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import Query
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from slussen_chassis.auth import Caller
from slussen_chassis.clock import STOCKHOLM
from slussen_chassis.pages import CurrentPage, page_router
from slussen_chassis.web import CurrentCaller, Now, PageRequest, Transaction, requires
from slussen_contracts.integration.scopes import MANAGE_WEBHOOKS, READ_CLIENTS
from slussen_gateway.integration.domain.usage import HourTotal, period_of
from slussen_gateway.integration.domain.webhooks import Webhook
from slussen_gateway.integration.use_cases import clients, usage, webhooks

PERIODS: Final = {"day": timedelta(hours=24), "week": timedelta(days=7)}
KINDS: Final = 50
ERRORS: Final = 100
WEBHOOKS: Final = 100
HEIGHT: Final = 110
"""Pixels of the highest column."""
TICKS: Final = 4

router = page_router("integration", "/clients")


@dataclass(frozen=True, slots=True)
class Column:
    """One hour of the picture: where it stands and how wide it is in per cent, how high each part is in pixels."""

    x: float
    width: float
    answered: float
    refused: float
    label: str | None


def columns(totals: Sequence[HourTotal]) -> list[Column]:
    """Return the columns of a picture; a few of them have the hour below, as clocks in Stockholm show it."""
    highest = max((total.answered + total.refused for total in totals), default=0) or 1
    step, every = 100 / max(len(totals), 1), max(len(totals) // TICKS, 1)
    return [
        Column(
            x=place * step,
            width=step * 0.8,
            answered=HEIGHT * total.answered / highest,
            refused=HEIGHT * total.refused / highest,
            label=_label(total.hour, is_long=len(totals) > PERIODS["day"] // timedelta(hours=1))
            if place % every == 0
            else None,
        )
        for place, total in enumerate(totals)
    ]


def _label(hour: datetime, *, is_long: bool) -> str:
    local = hour.astimezone(STOCKHOLM)
    return f"{local.day}/{local.month}" if is_long else f"{local:%H}"


@router.get("/{client_id}/usage", dependencies=[requires(READ_CLIENTS)])
async def show_usage(
    client_id: UUID,
    *,
    page: CurrentPage,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    chosen: Annotated[str, Query(alias="period")] = "day",
) -> Response:
    """Show what a system has called in the last day or week, its refused calls, its limits and its webhooks."""
    length = PERIODS.get(chosen, PERIODS["day"])
    until = period_of(None, None, now=now).end
    period = period_of(until - length, until, now=now)
    client = await clients.get_client(session, client_id, caller=caller)
    totals = await usage.list_totals(session, client_id, period=period, caller=caller)
    return page.show(
        "usage.html",
        client=client,
        chosen=chosen if chosen in PERIODS else "day",
        periods=list(PERIODS),
        totals=totals,
        answered=sum(total.answered for total in totals),
        refused=sum(total.refused for total in totals),
        columns=columns(totals),
        highest=max(total.answered + total.refused for total in totals),
        height=HEIGHT,
        kinds=await usage.list_kinds(session, client_id, period=period, caller=caller, most=KINDS),
        errors=(
            await usage.list_errors(session, client_id, PageRequest(ERRORS, 0), period=period, caller=caller)
        )[:ERRORS],
        quotas=await usage.get_quotas(session, client_id, caller=caller, now=now),
        webhooks=await _webhooks(session, client.client_id, caller, now)
        if page.may(MANAGE_WEBHOOKS)
        else None,
    )


async def _webhooks(session: AsyncSession, client_id: str, caller: Caller, now: datetime) -> list[Webhook]:
    found = await webhooks.list_webhooks(session, PageRequest(WEBHOOKS, 0), caller=caller, now=now)
    return [shown.webhook for shown in found if shown.webhook.client_id == client_id]
