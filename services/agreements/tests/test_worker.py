import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from agreements_parts import Register, events
from nats.aio.client import Client
from nats.js.errors import KeyNotFoundError
from nats.js.kv import KeyValue

from slussen_agreements import worker
from slussen_agreements.directory import BUCKET, Directory, DirectoryBusyError
from slussen_agreements.settings import AgreementsSettings
from slussen_chassis.testing import TestDatabase


@pytest.fixture
async def bucket(nats: Client) -> KeyValue:
    """The bucket `directory`, empty: the broker outlives one test."""
    found = await nats.jetstream().key_value(BUCKET)
    with contextlib.suppress(Exception):
        for key in await found.keys():
            await found.purge(key)
    return found


@pytest.fixture
async def running(settings: AgreementsSettings, bucket: KeyValue) -> AsyncIterator[worker.Worker]:
    stop = asyncio.Event()
    made = worker.create_worker(settings)
    task = asyncio.create_task(made.run(stop))
    await made.started.wait()
    yield made
    stop.set()
    await task


async def entry(bucket: KeyValue, key: str, version: int) -> dict[str, Any]:
    """The entry in this version; waits for it."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with contextlib.suppress(KeyNotFoundError):
            value: dict[str, Any] = json.loads((await bucket.get(key)).value or b"{}")
            if value["version"] == version:
                return value
        await asyncio.sleep(0.05)
    raise AssertionError(f"{key} did not come in version {version}")


@pytest.mark.usefixtures("running")
async def test_the_register_shows_in_the_directory(register: Register, bucket: KeyValue) -> None:
    whole = await register.whole()
    unit, region = whole["units"][3], whole["region"]
    assert await entry(bucket, f"hsa.{unit['hsaId']}", 2) == {
        "unitId": unit["id"],
        "authorityId": whole["municipality"]["id"],
        "authorityType": "municipality",
        "boardId": whole["boards"][1]["id"],
        "branch": "social_preventive",
        "activity": "preventive_social_services",
        "countyCode": "18",
        "centreIds": [whole["centre"]["id"]],
        "version": 2,
    }
    assert await entry(bucket, f"org.{region['organisationNumber']}", 1) == {
        "authorityId": region["id"],
        "countyCode": "18",
        "authorityType": "region",
        "version": 1,
    }


@pytest.mark.usefixtures("running")
async def test_a_directory_that_was_lost_is_made_anew_on_command(
    register: Register, settings: AgreementsSettings, bucket: KeyValue
) -> None:
    whole = await register.whole()
    keys = [f"hsa.{unit['hsaId']}" for unit in whole["units"]]
    before = [await entry(bucket, key, 2) for key in keys]
    for key in keys:
        await bucket.purge(key)
    await worker.announce(settings)
    assert [await entry(bucket, key, 2) for key in keys] == before


async def test_everything_is_announced_again_at_its_present_version(
    register: Register, admin: httpx.AsyncClient, settings: AgreementsSettings, database: TestDatabase
) -> None:
    whole = await register.whole()
    unit = whole["units"][1]
    ended = {"name": "BVC", "branch": "health", "activity": unit["activity"], "validFrom": "2026-03-01"}
    await admin.put(f"/units/{unit['id']}", json=ended, headers={"If-Match": '"v2"'})
    latest = {event["aggregate_id"]: event for event in await events(database)}
    before = len(await events(database))
    await worker.announce(settings)
    again = (await events(database))[before:]
    assert len(again) == len(latest) == 9
    for event in again:
        assert event == latest[event["aggregate_id"]]


async def test_agreements_in_force_are_announced_again_and_drafts_are_not(
    register: Register, admin: httpx.AsyncClient, settings: AgreementsSettings, database: TestDatabase
) -> None:
    whole = await register.whole()
    parties = [
        {"authorityId": whole["region"]["id"], "role": "local_health_centre"},
        {"authorityId": whole["municipality"]["id"], "role": "municipality"},
    ]
    body = {
        "kind": "local",
        "centreId": whole["centre"]["id"],
        "parties": parties,
        "validFrom": "2026-03-01",
    }
    await register.made("/agreements", **body)
    active = await register.made("/agreements", **body)
    await database.rows("UPDATE agreement SET status = 'active', version = 5 WHERE id = $1", active["id"])
    before = len(await events(database))
    await worker.announce(settings)
    found = [event for event in (await events(database))[before:] if ".agreement." in event["type"]]
    assert [(str(event["aggregate_id"]), event["aggregate_version"]) for event in found] == [
        (active["id"], 5)
    ]


async def test_an_older_version_never_overwrites_a_newer(nats: Client, bucket: KeyValue) -> None:
    directory, key = Directory(nats), f"hsa.{uuid4()}"
    await directory.put(key, {"version": 2, "name": "new"})
    await directory.put(key, {"version": 1, "name": "old"})
    assert json.loads((await bucket.get(key)).value or b"") == {"version": 2, "name": "new"}
    await directory.put(key, {"version": 3, "name": "newest"})
    assert json.loads((await bucket.get(key)).value or b"") == {"version": 3, "name": "newest"}


async def test_of_many_writers_at_once_the_newest_version_stays(nats: Client, bucket: KeyValue) -> None:
    key = f"hsa.{uuid4()}"
    versions = [3, 1, 5, 2, 4]
    await asyncio.gather(*(Directory(nats).put(key, {"version": version}) for version in versions))
    assert json.loads((await bucket.get(key)).value or b"") == {"version": 5}


async def test_an_entry_that_others_keep_writing_is_left_for_the_next_delivery(
    nats: Client, bucket: KeyValue, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = KeyValue.get

    async def get_and_lose(self: KeyValue, key: str) -> KeyValue.Entry:
        found = await read(self, key)
        await bucket.put(key, b'{"version": 1}')
        return found

    key = f"hsa.{uuid4()}"
    await bucket.put(key, b'{"version": 1}')
    monkeypatch.setattr(KeyValue, "get", get_and_lose)
    with pytest.raises(DirectoryBusyError):
        await Directory(nats).put(key, {"version": 2})


def test_the_worker_knows_its_commands(monkeypatch: pytest.MonkeyPatch, settings: AgreementsSettings) -> None:
    done: list[str] = []

    async def announce(_settings: AgreementsSettings) -> None:
        done.append("announce")

    monkeypatch.setattr(worker, "read_settings", lambda _kind: settings)
    monkeypatch.setattr(worker, "announce", announce)
    monkeypatch.setattr(worker, "work", lambda made: done.append(made.service))
    worker.main(["announce"])
    worker.main([])
    assert done == ["announce", "agreements"]
    with pytest.raises(SystemExit, match="usage"):
        worker.main(["dance"])
