"""The feed of events: who may read what, in which order, from where."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from integration_parts import (
    MIDWIVES,
    MUNICIPALITY,
    REGION,
    SOCIAL_WORKERS,
    STRANGER,
    Call,
    Deliver,
    consent,
    envelope,
    system,
    unit,
)

from slussen_chassis.app import Service
from slussen_chassis.testing import TestDatabase, client_for
from slussen_contracts.consent.events import ConsentWithdrawn
from slussen_contracts.events import Event
from slussen_contracts.referrals.events import ReferralOpened, ReferralSent

pytestmark = pytest.mark.usefixtures("register")


def referral(kind: Any, **more: Any) -> Event:
    values = {
        **envelope(uuid4()),
        "centre_id": uuid4(),
        "municipality_code": "1880",
        "profile_id": "orebro",
        "subject_id": uuid4(),
        "kind": "internal",
        "state": "opened",
        "from_unit_id": MIDWIVES,
        "from_activity": None,
        "from_profession": "midwife",
        "to_unit_id": SOCIAL_WORKERS,
        "to_activity": None,
        "to_profession": "social_worker",
    }
    made: Event = kind.model_validate({**values, **more})
    return made


async def types(call: Call, authority: UUID | None, query: str = "") -> list[str]:
    answer = await call(system(authority), "GET", f"/events?after=2{query}")  # after the two units
    assert answer.status_code == 200, answer.text
    return [event["type"].removeprefix("slussen.") for event in answer.json()["events"]]


async def test_an_event_says_what_happened_and_where_it_is_read_and_no_more(
    call: Call, deliver: Deliver
) -> None:
    told = consent()
    await deliver(told)
    [event] = (await call(system(), "GET", "/events?after=2")).json()["events"]
    assert event == {
        "specversion": "1.0",
        "id": str(told.id),
        "source": "urn:slussen:consent",
        "type": "slussen.consent.consent.recorded.v1",
        "subject": str(told.aggregate_id),
        "time": "2026-11-22T08:30:00.000000Z",
        "dataclassification": "confidential",
        "countycode": "18",
        "aggregateversion": 1,
        "dataref": f"/consent/v1/consents/{told.aggregate_id}",
    }
    assert str(told.subject_id) not in json.dumps(event)


async def test_each_authority_reads_only_what_it_may_know(call: Call, deliver: Deliver) -> None:
    own = consent(recipient_unit_ids=())
    await deliver(consent(), own)
    assert await types(call, REGION) == ["consent.consent.recorded.v1"] * 2
    assert await types(call, MUNICIPALITY) == ["consent.consent.recorded.v1"]
    assert await types(call, STRANGER) == []


async def test_a_recipient_learns_of_a_referral_when_it_is_sent_and_not_before(
    call: Call, deliver: Deliver
) -> None:
    await deliver(referral(ReferralOpened))
    assert await types(call, REGION) == ["referrals.referral.opened.v1"]
    assert await types(call, MUNICIPALITY) == []
    await deliver(referral(ReferralSent, state="sent", sent_at="2026-11-22T08:30:00Z"))
    assert await types(call, MUNICIPALITY) == ["referrals.referral.sent.v1"]


async def test_what_everyone_may_know_stands_in_every_feed_in_the_one_order(
    call: Call, deliver: Deliver
) -> None:
    await deliver(consent(), unit(MIDWIVES, REGION, version=2), consent(ConsentWithdrawn))
    expected = ["consent.consent.recorded.v1", "agreements.unit.changed.v1", "consent.consent.withdrawn.v1"]
    assert await types(call, REGION) == expected
    assert await types(call, STRANGER) == ["agreements.unit.changed.v1"]


async def test_the_same_event_twice_stands_once(call: Call, deliver: Deliver) -> None:
    told = consent()
    await deliver(told)
    await deliver(told)
    assert len(await types(call, REGION)) == 1


async def test_a_unit_that_moves_takes_its_later_events_along(call: Call, deliver: Deliver) -> None:
    await deliver(unit(SOCIAL_WORKERS, STRANGER, version=2), unit(SOCIAL_WORKERS, MUNICIPALITY), consent())
    assert "consent.consent.recorded.v1" in await types(call, STRANGER)
    assert "consent.consent.recorded.v1" not in await types(call, MUNICIPALITY)


async def test_types_and_counties_narrow_the_feed(call: Call, deliver: Deliver) -> None:
    await deliver(consent(), consent(ConsentWithdrawn), consent(county_code="12"))
    withdrawn = "slussen.consent.consent.withdrawn.v1"
    assert await types(call, REGION, f"&type={withdrawn}") == ["consent.consent.withdrawn.v1"]
    assert len(await types(call, REGION, "&county=12")) == 1
    assert len(await types(call, REGION, "&county=12&county=18")) == 3
    assert await types(call, REGION, f"&county=12&type={withdrawn}") == []


async def test_parts_follow_on_each_other_without_gap_or_overlap(call: Call, deliver: Deliver) -> None:
    told = [consent() for _ in range(7)]
    await deliver(*told)
    read: list[str] = []
    after, more = 2, True
    while more:
        part = (await call(system(), "GET", f"/events?after={after}&limit=3")).json()
        read += [event["id"] for event in part["events"]]
        after, more = part["next"], part["hasMore"]
    assert read == [str(event.id) for event in told]
    assert (await call(system(), "GET", f"/events?after={after}")).json() == {
        "events": [],
        "next": after,
        "hasMore": False,
        "retentionDays": 30,
    }


async def test_a_client_goes_on_where_it_said_that_it_had_read(call: Call, deliver: Deliver) -> None:
    await deliver(consent(), consent())
    assert (await call(system(), "GET", "/reading")).json() == {"position": 0}
    kept = await call(system(), "PUT", "/reading", json={"position": 3})
    assert kept.json() == {"position": 3}
    assert len((await call(system(), "GET", "/events")).json()["events"]) == 1
    assert len((await call(system(name="other"), "GET", "/events")).json()["events"]) == 4
    await call(system(), "PUT", "/reading", json={"position": 0})
    assert len((await call(system(), "GET", "/events")).json()["events"]) == 4


async def test_nobody_has_read_further_than_what_has_happened(call: Call, deliver: Deliver) -> None:
    assert (await call(system(), "PUT", "/reading", json={"position": 2**40})).json() == {"position": 2}


async def test_a_replay_is_counted_first(call: Call, deliver: Deliver) -> None:
    await deliver(*[consent() for _ in range(4)])
    counted = await call(system(), "GET", "/event-counts?after=2")
    assert counted.json() == {"count": 4, "isAtLeast": False}
    assert (await call(system(), "GET", "/event-counts?after=3&through=5")).json()["count"] == 2
    assert (await call(system(STRANGER), "GET", "/event-counts?after=0")).json()["count"] == 2


async def test_a_plain_batch_tells_the_next_part_in_a_link(call: Call, deliver: Deliver) -> None:
    await deliver(consent())
    accept = {"Accept": "application/cloudevents-batch+json"}
    answer = await call(system(), "GET", "/events?after=2&county=18", headers=accept)
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"
    assert [event["type"] for event in answer.json()] == ["slussen.consent.consent.recorded.v1"]
    assert answer.headers["link"] == '</events/v1/events?county=18&after=3>; rel="next"'


async def test_who_waits_is_answered_when_something_happens(call: Call, deliver: Deliver) -> None:
    waiting = asyncio.create_task(call(system(), "GET", "/events?after=2&wait=20"))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await deliver(consent())
    assert len((await waiting).json()["events"]) == 1


async def test_who_waits_for_others_events_is_answered_with_nothing(call: Call, deliver: Deliver) -> None:
    waiting = asyncio.create_task(call(system(STRANGER), "GET", "/events?after=2&wait=20"))
    await asyncio.sleep(0.3)
    await deliver(consent())
    assert (await waiting).json()["events"] == []


async def test_a_stream_brings_what_is_there_and_what_comes_and_goes_on_after_a_break(
    app: Service, deliver: Deliver
) -> None:
    first, second = consent(), consent()
    await deliver(first)
    assert await streamed(app, {"Last-Event-ID": "2"}, 1) == [("3", str(first.id))]
    coming = asyncio.create_task(streamed(app, {"Last-Event-ID": "3"}, 1))
    await asyncio.sleep(0.3)
    await deliver(second)
    assert await coming == [("4", str(second.id))]


async def streamed(app: Service, headers: dict[str, str], count: int) -> list[tuple[str, str]]:
    """The first messages of a stream, by position and event id, read straight from the app."""
    async with client_for(app, system(), "integration") as client:
        token = client.headers["authorization"]
    given = {"accept": "text/event-stream", "authorization": token} | headers
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/events/v1/events",
        "raw_path": b"/events/v1/events",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "server": ("service", 80),
        "client": None,
    }
    got: list[tuple[str, str]] = []
    enough = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await enough.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        for part in message.get("body", b"").decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in part.split("\n") if ": " in line)
            if "data" in lines:
                got.append((lines["id"], json.loads(lines["data"])["id"]))
        if len(got) >= count:
            enough.set()

    task = asyncio.create_task(app(scope, receive, send))
    await enough.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return got


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("after=-1", "after"),
        ("after=x", "after"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("wait=21", "wait"),
        ("county=1", "county"),
        ("after=99999999999999999999", "after"),
    ],
)
async def test_bad_input_names_the_field(call: Call, query: str, field: str) -> None:
    answer = await call(system(), "GET", f"/events?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert field in answer.json()["errors"][0]["field"]


async def test_without_the_scope_or_an_authority_there_is_nothing_to_read(
    call: Call, database: TestDatabase
) -> None:
    answer = await call(system(scopes="consent:read"), "GET", "/events")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    answer = await call(system(None), "GET", "/events")
    assert (answer.status_code, answer.json()["code"]) == (403, "authority-missing")
    assert (await call(None, "GET", "/events")).status_code == 401
    rows = await database.rows("SELECT action, outcome FROM audit_entry ORDER BY at")
    assert rows == [{"action": "readEvents", "outcome": "denied"}] * 2


async def test_row_security_guards_the_feed_under_the_query(database: TestDatabase, deliver: Deliver) -> None:
    await deliver(consent())
    import asyncpg

    connection = await asyncpg.connect(database.urls.app)
    try:
        await connection.execute("SELECT set_config('app.authority', $1, false)", str(STRANGER))
        seen = await connection.fetch("SELECT DISTINCT authority_id FROM feed_entry")
    finally:
        await connection.close()
    assert [row["authority_id"] for row in seen] == [UUID(int=0)]
