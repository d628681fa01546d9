"""Events out, as a journal system reads them through the gateway: in time, in order, and only what it may know."""

import asyncio
import json
import time
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from slussen_local.demo import journal
from slussen_local.demo.machine import Machine
from slussen_local.demo.persons import some_child
from slussen_local.demo.places import OREBRO_PLACE, Outside
from tests.system.conftest import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

FEED = "/events/v1/events"


def consent(system: System) -> journal.Event:
    return journal.consent_given(
        some_child(),
        situation=f"stod-{uuid4().hex[:8]}",
        at_unit=OREBRO_PLACE.county.maternal_health_care,
        to_unit=system.registered.units["preventive_social_services"],
    )


async def newest(machine: Machine) -> int:
    kept = await machine.ask("PUT", "/events/v1/reading", json={"position": 2**40})
    return int(kept.json()["position"])


async def read_until(machine: Machine, after: int, subject: str, kind: str) -> dict[str, Any]:
    """Wait at the feed until it tells of a thing; return the event."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        part = (await machine.ask("GET", f"{FEED}?after={after}&wait=10&limit=500")).json()
        for event in part["events"]:
            if event["subject"] == subject and event["type"].endswith(kind):
                return dict(event)
        after = part["next"]
    raise AssertionError(f"{kind} was not told of")


async def test_a_journal_system_learns_of_a_withdrawal_and_reads_what_it_is_about(
    system: System, outside: Outside
) -> None:
    region = outside.machine("journal-orebro")
    after = await newest(region)
    given = consent(system)
    consent_id = (await journal.post(region, given))["consentId"]
    await journal.post(region, journal.consent_withdrawn(given))
    event = await read_until(region, after, consent_id, "consent.withdrawn.v1")
    assert "data" not in event
    read = (await region.ask("GET", event["dataref"])).json()
    assert (read["id"], read["status"]) == (consent_id, "withdrawn")


async def test_another_countys_journal_system_learns_nothing_of_it(system: System, outside: Outside) -> None:
    region, stranger = outside.machine("journal-orebro"), outside.machine("journal-skane")
    after = await newest(region)
    consent_id = (await journal.post(region, consent(system)))["consentId"]
    await read_until(region, after, consent_id, "consent.recorded.v1")
    answer = await region.http.get(
        f"{region.origin}{FEED}?after={after}", headers={"Authorization": f"Bearer {await stranger.bearer()}"}
    )
    assert consent_id not in answer.text


async def test_a_stream_through_the_gateway_brings_events_as_they_happen(
    system: System, outside: Outside
) -> None:
    region = outside.machine("journal-orebro")
    after = await newest(region)
    headers = {
        "Authorization": f"Bearer {await region.bearer()}",
        "Accept": "text/event-stream",
        "Last-Event-ID": str(after),
    }
    async with region.http.stream("GET", f"{region.origin}{FEED}", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        posted = asyncio.create_task(journal.post(region, consent(system)))
        event = await first_event(stream)
        assert event["type"] == "slussen.consent.consent.recorded.v1"
        assert event["subject"] == (await posted)["consentId"]


async def first_event(stream: httpx.Response) -> dict[str, Any]:
    async with asyncio.timeout(30):
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                return dict(json.loads(line.removeprefix("data: ")))
    raise AssertionError("the stream ended")


async def test_who_is_told_of_a_consent_is_who_the_consent_service_lets_see_it(
    system: System, outside: Outside
) -> None:
    """The feed's rule and the owner's grants are two pieces of code that must agree."""
    region = outside.machine("journal-orebro")
    after = await newest(region)
    consent_id = (await journal.post(region, consent(system)))["consentId"]
    await read_until(region, after, consent_id, "consent.recorded.v1")
    address = system.layout.admin_url.rsplit("/", 1)[0]
    feeds = "SELECT authority_id FROM feed_entry WHERE envelope->>'subject' = $1"
    told = await rows(f"{address}/slussen_integration", feeds, consent_id)
    grants = "SELECT unnest(grants) FROM consent WHERE id = $1::uuid"
    assert told == await rows(f"{address}/slussen_consent", grants, consent_id)
    assert len(told) == 2


async def rows(address: str, query: str, argument: str) -> set[Any]:
    connection = await asyncpg.connect(address)
    try:
        return {row[0] for row in await connection.fetch(query, argument)}
    finally:
        await connection.close()
