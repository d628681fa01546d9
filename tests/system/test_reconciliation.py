"""Random histories through the real services: figures before protection are those of a naive recount.

Recounted is what the acts answered. Referrals, consents, joint plans, meetings and duties of a centre of its own go
over HTTP through the gateway, and by outbox, NATS and inbox into the figures. SLUSSEN_TEST_SEED plays a history again.
"""

import asyncio
import os
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import asyncpg
import nats
import pytest
from nats.aio.client import Client

from slussen_local.demo.places import FURTHER_PLACES, Outside
from slussen_local.demo.register import register
from slussen_local.environment import seed as nkey_seed
from slussen_local.layout import Layout
from tests.system.acts import Answer
from tests.system.conftest import System
from tests.system.histories import History

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

SUFFIX = ".jamtland"
PLACE = FURTHER_PLACES[SUFFIX]
LEADERS = ("admin.jamtland", f"region.signatar{SUFFIX}", f"kommun.signatar{SUFFIX}")
ANNOUNCING = ("agreements", "consent", "referrals")
ACTS = 60
PATIENCE_SECONDS = 30.0
FIGURES = (
    "SELECT table_id, measure, concat(year, '-', lpad(month::text, 2, '0')) AS period, cell, count FROM figure"
    " WHERE generation = (SELECT current FROM rebuild_state) AND area = $1 AND table_id = ANY($2)"
)
OF_THE_CENTRE = ("referral-flow", "referral-outcomes", "referral-times", "referral-families", "joint-plans",
                 "referrals-declined", "meetings", "duties")  # fmt: skip
OF_THE_COUNTY = ("consents",)
Found = Counter[tuple[str, str, str, str]]


class Behind:
    """What lies behind the gateway: the services' databases and the bus."""

    def __init__(self, layout: Layout, bus: Client) -> None:
        self._layout = layout
        self._bus = bus

    async def rows(self, service: str, query: str, *arguments: Any) -> list[Any]:
        address = self._layout.admin_url.rsplit("/", 1)[0]
        connection = await asyncpg.connect(f"{address}/slussen_{service}")
        try:
            return list(await connection.fetch(query, *arguments))
        finally:
            await connection.close()

    async def figures(self, area: str, tables: tuple[str, ...]) -> Found:
        rows = await self.rows("statistics", FIGURES, area, list(tables))
        return Counter({(r["table_id"], r["measure"], r["period"], r["cell"]): r["count"] for r in rows})

    async def settle(self) -> None:
        """Wait until every event has left its outbox, and statistics has had each of them."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while await self._waiting():
            assert time.monotonic() < deadline, "events are still under way"
            await asyncio.sleep(0.05)

    async def _waiting(self) -> int:
        unpublished = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
        for service in ANNOUNCING:
            [(left,)] = await self.rows(service, unpublished)
            if left:
                return int(left)
        consumer = await self._bus.jetstream().consumer_info("SLUSSEN", "statistics")
        return int(consumer.num_pending or 0) + int(consumer.num_ack_pending or 0)


@pytest.fixture
async def behind(running: Layout) -> AsyncIterator[Behind]:
    bus = await nats.connect(running.nats_url, nkeys_seed_str=nkey_seed(running, "admin"))
    yield Behind(running, bus)
    await bus.close()


async def test_figures_before_protection_are_those_of_a_naive_recount_of_what_the_acts_answered(
    system: System, outside: Outside, behind: Behind
) -> None:
    seed = int(os.environ.get("SLUSSEN_TEST_SEED") or secrets.randbits(32))
    await behind.settle()
    before = await behind.figures(PLACE.county.county_code, OF_THE_COUNTY)
    history = await begun(outside, Random(seed))  # noqa: S311 - a history that can be played again
    await history.play_one_of_each()
    await history.play(ACTS)
    await behind.settle()
    expected = recounted(history, await history.told_duties()) + before
    assert sum(history.done.values()) > ACTS // 2
    found = await behind.figures(history.centre, OF_THE_CENTRE)
    found += await behind.figures(PLACE.county.county_code, OF_THE_COUNTY)
    told = f"SLUSSEN_TEST_SEED={seed}, {sum(history.done.values())} acts"
    assert found == expected, f"{told}: too many {found - expected}, too few {expected - found}"


async def begun(outside: Outside, rng: Random) -> History:
    """Register a centre of its own; return its history once every service knows the centre."""
    admin, *signatories = [await outside.browser(name) for name in LEADERS]
    region, municipality = signatories
    name = f"Familjecentralen Avstämningen {secrets.token_hex(3)}"
    registered = await register(admin, (region, municipality), PLACE, centre_name=name)
    history = History(rng, await History.cast(outside, SUFFIX), registered)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not await history.is_known():
        assert time.monotonic() < deadline, "the register did not reach the services"
        await asyncio.sleep(0.1)
    return history


MONTH = len("2026-11")
NEVER_TAKEN = {
    "declined": "not_accepted",
    "recalled": "recalled",
    "failed": "no_contact",
    "expired": "no_contact",
}


def recounted(history: History, duties: list[Answer]) -> Found:
    """Recount by hand: table, measure, year and month, and cell."""
    found: Found = Counter()
    for one in history.meetings.values():
        month, kind = one["heldOn"][:MONTH], one["kind"]
        found["meetings", "meetings", month, kind] += 1
        found["meetings", "with_purpose", month, kind] += one["purpose"] is not None
        found["meetings", "documented", month, kind] += one["documented"] is True
        found["meetings", "documentation_stated", month, kind] += one["documented"] is not None
    for one in duties:
        state = "planned" if one["state"] == "current" else one["state"]
        found["duties", "duties", one["lastDay"][:MONTH], state] += 1
    for one in history.consents.values():
        if one["status"] != "annulled":
            cell = f"{one['recordedByProfession']}/{one['value']}"
            found["consents", "consents", one["validFrom"][:MONTH], cell] += 1
    return +(found + recounted_referrals(list(history.referrals.values())) + recounted_plans(history))


def recounted_referrals(referrals: list[Answer]) -> Found:
    """Recount what was opened, is a hand-over and was no mistake; families by their internal ones.

    One whose family declined to be counted is among those who declined, and nowhere else.
    """
    found: Found = Counter()
    behind: Counter[tuple[str, str]] = Counter()
    for one in referrals:
        if one["openedOn"] is None or one["state"] == "entered_in_error" or one["form"] == "advice":
            continue
        month, kind = one["openedOn"][:MONTH], one["kind"]
        if one["declinesStatistics"]:
            found["referrals-declined", "referrals", month, ""] += 1
            continue
        professions = f"{one['sender']['profession']}/{one['recipient']['profession']}"
        found["referral-flow", "referrals", month, f"{kind}/{professions}"] += 1
        outcome = NEVER_TAKEN.get(one["state"]) or one["outcome"] or "waiting"
        found["referral-outcomes", "referrals", month, f"{kind}/{outcome}"] += 1
        for step, moment in (("accepted", "acceptedAt"), ("closed", "endedAt")):
            if one["sentAt"] and one[moment]:
                found["referral-times", "referrals", month, f"{step}/d0"] += 1
        behind[one["subjectId"], whole_year(one)] += kind == "internal"
    for (_, year), times in behind.items():
        cells = {0: (), 1: ("one", "total"), 2: ("two", "two_or_more", "total")}
        for cell in cells.get(times, ("three_or_more", "two_or_more", "total")):
            found["referral-families", "families", year, cell] += 1
            found["referral-families", "children", year, cell] += 1
    return found


def recounted_plans(history: History) -> Found:
    """Recount the children who have a plan that was no mistake, each once a year; none whose family declined."""
    plans = [
        one
        for one in history.plans.values()
        if one["state"] != "entered_in_error" and not one["declinesStatistics"]
    ]
    children = {(one["subjectId"], whole_year(one)) for one in plans}
    return Counter(
        ("joint-plans", measure, year, "") for _, year in children for measure in ("families", "children")
    )


def whole_year(one: Answer) -> str:
    """Return the year in which something was opened: a family or child counts once in it, in no month."""
    return f"{one['openedOn'][:4]}-00"
