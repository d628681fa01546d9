"""Counting visits by phone over REST."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.counts import CountsRead, DayCount, RefusedTap, TapsWrite
from slussen_contracts.statistics.entries import Visits
from slussen_statistics.formats import text_of
from slussen_statistics.use_cases import counting, entries

RECORDS = [requires(scopes.RECORD)]
router = APIRouter(
    prefix="/statistics/v1/centres/{centre_id}/counts", route_class=TransactionRoute, tags=["counts"]
)


def _read(day: Visits) -> DayCount:
    return DayCount(
        on=day.on,
        adults=day.adults,
        children=day.children,
        families=day.families,
        first_visits=day.first_visits,
    )


@router.post(
    "",
    operation_id="countVisits",
    summary="Räkna besök med tryck / Count visits by taps",
    dependencies=RECORDS,
)
async def count_visits(
    centre_id: UUID, body: TapsWrite, session: Transaction, caller: CurrentCaller, now: Now
) -> CountsRead:
    """Lägg till tryck från en telefon; flera telefoner läggs ihop. Ett tryck som skickas igen räknas inte igen.

    Tryck som inte kan räknas (för gamla, en dag utan avtal) nämns i `refused` med skäl; de andra räknas.

    Add taps of a phone; several phones add up. A tap that is sent again is not counted again. Taps that can't be
    counted (too old, a day without agreement) are named in `refused` with the reason; the others count.
    """
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    counted = await counting.count(session, desk, body.taps)
    refused = [
        RefusedTap(id=tap.id, on=tap.on, rule=why.rule, reason=text_of(why.reason))
        for tap, why in counted.refused
    ]
    return CountsRead(days=[_read(day) for day in counted.days], refused=refused)


@router.get("", operation_id="readCounts", summary="En dags besök / A day's visits", dependencies=RECORDS)
async def read_counts(
    centre_id: UUID,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    on: Annotated[date | None, Query(examples=["2026-10-05"])] = None,
) -> CountsRead:
    """Vad dagen kommit till hittills; utan dag gäller idag. / What the day has come to; today unless said."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    day = on or desk.today
    return CountsRead(days=[_read(counting.visits_of(await counting.find_day(session, desk, day), day))])
