"""The inbox as it changes: thin, to whoever's unit it is alone, and alive while nothing happens."""

import asyncio
from uuid import UUID

import orjson
import pytest
from referral_world import World, refused

from slussen_referrals.repository.referrals import AtUnit
from slussen_referrals.routes import stream
from slussen_referrals.routes.stream import _stream
from slussen_referrals.use_cases import watching
from slussen_referrals.use_cases.watching import Watch


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.3)


def watch_of(world: World) -> Watch:
    found: Watch = world.service.api.state.watch
    return found


async def test_a_change_is_told_thin_to_both_sides_and_to_nobody_else(world: World) -> None:
    watch = watch_of(world)
    sender = _stream(watch, AtUnit(world.midwives, world.region))
    recipient = _stream(watch, AtUnit(world.social_workers, world.municipality))
    stranger = _stream(watch, AtUnit(world.nurses, world.region))
    for one in (sender, recipient, stranger):
        assert b"event: ready" in await anext(one)
    referral = await world.sent()
    told = await anext(recipient)
    assert told.startswith(b"event: changed\ndata: ")
    data = orjson.loads(told.split(b"data: ")[1])
    assert data == {"id": referral["id"], "version": referral["version"], "coreStatus": "open"}
    versions = [orjson.loads((await anext(sender)).split(b"data: ")[1])["version"]]
    while versions[-1] < referral["version"]:
        versions.append(orjson.loads((await anext(sender)).split(b"data: ")[1])["version"])
    assert versions == sorted(set(versions))
    assert await anext(stranger) == b": \n\n"
    assert await anext(recipient) == b": \n\n"
    for one in (sender, recipient, stranger):
        await one.aclose()
    assert watch._units == {}


async def test_who_works_nowhere_watches_nothing_and_who_watches_leaves_a_trace(world: World) -> None:
    async with world.http("nowhere") as client:
        refused(await client.get("/referrals/v1/inbox/stream"), 404, "referral-not-found")
    unit = await watch_of(world).begin(world.callers["sender"])
    assert unit == AtUnit(world.midwives, world.region)
    [trace] = [row for row in await world.traces() if row["action"] == "referral.watch"]
    assert (trace["resource_id"], trace["authority_id"]) == (world.midwives, world.region)


async def test_what_was_committed_late_is_told_once(world: World) -> None:
    referral = await world.sent()
    async with watch_of(world).changes(AtUnit(world.midwives, world.region)) as queue:
        await world.database.rows(
            "UPDATE referral SET version = version + 1 WHERE id = $1", UUID(referral["id"])
        )
        async with asyncio.timeout(5):
            change = await queue.get()
        assert change.version == referral["version"] + 1
        await asyncio.sleep(0.1)
        assert queue.empty()
