"""A journal moves in: thousands of rows in a stream that may break, and not one with its effect twice."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from consent_world import World, person

from slussen_chassis.database import Database
from slussen_chassis.testing import served, token_for
from slussen_consent.domain import migration
from slussen_consent.jobs import forget_old_migrations
from slussen_consent.routes.ndjson import lines_of

MIGRATIONS = "/consent/v1/consent-migrations"
NDJSON = "application/x-ndjson"
SYNTHETIC = "urn:slussen:synthetic"


def row(world: World, number: int, **changes: Any) -> bytes:
    """A first registration about a made-up child, as one line."""
    about = {"subject": person(f"B{number}", SYNTHETIC), "externalId": f"samtycke-{number}", **changes}
    return json.dumps(world.event(f"evt-{number}", **about)).encode() + b"\n"


def rows(world: World, numbers: Iterable[int]) -> bytes:
    return b"".join(row(world, number) for number in numbers)


class Moving:
    """A journal system with a migration under way."""

    def __init__(self, world: World, migration_id: str) -> None:
        self.world = world
        self.url = f"{MIGRATIONS}/{migration_id}"

    async def send(self, body: Any, from_line: int = 1, kind: str = NDJSON) -> Any:
        async with self.world.client(self.world.journal()) as client:
            return await client.post(
                f"{self.url}/rows",
                params={"fromLine": from_line},
                content=body,
                headers={"Content-Type": kind},
            )

    async def get(self, what: str = "", **headers: str) -> Any:
        async with self.world.client(self.world.journal()) as client:
            return await client.get(self.url + what, headers=headers)

    async def complete(self) -> Any:
        async with self.world.client(self.world.journal()) as client:
            return await client.post(f"{self.url}/completion")

    async def counts(self) -> tuple[int, int, int, int]:
        found = (await self.get()).json()
        return found["nextLine"], found["accepted"], found["duplicates"], found["rejected"]


@pytest.fixture
async def moving(world: World) -> Moving:
    async with world.client(world.journal()) as client:
        opened = await client.post(MIGRATIONS, json={"label": "flytt-1", "expectedRows": 3000})
    assert opened.status_code == 201, opened.text
    assert opened.headers["location"] == f"{MIGRATIONS}/{opened.json()['id']}"
    return Moving(world, opened.json()["id"])


async def test_some_thousand_rows_are_taken_each_once(world: World, moving: Moving) -> None:
    body = rows(world, range(3000))

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 50_000):
            yield body[start : start + 50_000]

    answer = await moving.send(in_pieces())
    assert answer.status_code == 200, answer.text
    assert (answer.json()["nextLine"], answer.json()["accepted"]) == (3001, 3000)
    assert await world.one("SELECT count(*) FROM consent") == 3000
    assert await world.one("SELECT count(*) FROM outbox") == 3000
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'consent.record'") == 3000


async def test_rows_sent_again_are_passed_over_and_in_another_migration_are_duplicates(
    world: World, moving: Moving
) -> None:
    await moving.send(rows(world, range(600)))
    again = await moving.send(rows(world, range(700)))
    assert (again.json()["nextLine"], again.json()["accepted"], again.json()["duplicates"]) == (701, 700, 0)
    async with world.client(world.journal()) as client:
        other = Moving(world, (await client.post(MIGRATIONS, json={})).json()["id"])
    assert (await other.send(rows(world, range(700)))).json()["duplicates"] == 700
    assert await world.one("SELECT count(*) FROM consent") == 700


async def test_a_torn_connection_keeps_what_came_and_the_client_goes_on_from_there(
    world: World, moving: Moving
) -> None:
    body = rows(world, range(1500))
    torn = body[: int(len(body) * 0.8)]
    token = token_for(world.journal(), "consent")
    async with served(world.service) as (host, port):
        _, writer = await asyncio.open_connection(host, port)
        writer.write(
            f"POST {moving.url}/rows HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n"
            f"content-type: {NDJSON}\r\ncontent-length: {len(body)}\r\n\r\n".encode()
        )
        writer.write(torn)
        await writer.drain()
        while (await moving.counts())[0] <= 500:  # progress is readable while the stream stands open
            await asyncio.sleep(0.02)
        writer.transport.abort()
        whole = torn.count(b"\n")
        while (settled := (await moving.counts())[0]) <= whole:
            await asyncio.sleep(0.02)
    assert settled == whole + 1
    rest = b"\n".join(body.split(b"\n")[settled - 1 :])
    answer = await moving.send(rest, from_line=settled)
    assert (answer.json()["nextLine"], answer.json()["accepted"]) == (1501, 1500)
    assert await world.one("SELECT count(*) FROM consent") == 1500


async def test_faulty_rows_are_named_by_line_and_field_and_stop_no_other(
    world: World, moving: Moving
) -> None:
    body = b"".join(
        [
            row(world, 1),
            b"{\n",
            row(world, 3, topics=[]),
            b"\r\n",
            row(world, 5, subject={"system": SYNTHETIC, "value": "no spaces!"}),
            json.dumps({**world.event("evt-6"), "type": "slussen.journal.consent.lost.v1"}).encode() + b"\n",
            b'"' + b"x" * 200_000 + b'"\n',
            json.dumps(world.withdrawal("evt-8", "samtycke-1")).encode() + b"\n",
            b'{"specversion": "1.0", "id": NaN}\n',
            b'{"specversion": "1.0", "id": "\\ud800"}\n',
            b"\xff\xfe\n",
            row(world, 12)[:-1],
        ]
    )
    answer = await moving.send(body)
    assert await moving.counts() == (13, 3, 0, 8)
    assert answer.json()["rejected"] == 8
    found = (await moving.get("/faults", **{"Accept-Language": "en"})).json()["items"]
    named = [
        (f["line"], f["eventId"], [(e["field"], e["rule"]) for e in f["problem"]["errors"]]) for f in found
    ]
    assert named == [
        (2, None, [("body", "json-invalid")]),
        (3, "evt-3", [("data.topics", "topic-required")]),
        (5, "evt-5", [("data.subject", "form")]),
        (6, "evt-6", [("type", "union-tag-invalid")]),
        (7, None, [("body", "too-long")]),
        *((line, None, [("body", "json-invalid")]) for line in (9, 10, 11)),
    ]
    assert "no spaces" not in json.dumps(found)
    assert await world.one("SELECT status FROM consent WHERE external_id = 'samtycke-1'") == "withdrawn"


async def test_the_report_comes_in_pages_and_as_a_whole(world: World, moving: Moving) -> None:
    await moving.send(b"{}\n" * 2500)
    page = (await moving.get("/faults?limit=50&offset=2450")).json()
    assert [fault["line"] for fault in page["items"]] == list(range(2451, 2501))
    assert page["nextOffset"] is None
    report = await moving.get("/fault-report")
    assert report.headers["content-type"].startswith(NDJSON)
    assert "attachment" in report.headers["content-disposition"]
    lines = [json.loads(line) for line in report.text.splitlines()]
    assert [fault["line"] for fault in lines] == list(range(1, 2501))
    assert lines[0]["problem"]["title"] != ""


async def test_a_stream_that_begins_after_the_next_line_is_refused(world: World, moving: Moving) -> None:
    gap = await moving.send(rows(world, [2]), from_line=2)
    assert (gap.status_code, gap.json()["code"]) == (409, "lines-missing")


async def test_a_completed_migration_takes_no_more_and_stays_readable(world: World, moving: Moving) -> None:
    await moving.send(rows(world, [1]))
    assert (await moving.complete()).json()["status"] == "completed"
    first = (await moving.get()).json()["completedAt"]
    refused = await moving.send(rows(world, [2]), from_line=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "migration-completed")
    assert (await moving.complete()).json()["completedAt"] == first


async def test_two_streams_at_once_have_no_double_effect(world: World, moving: Moving) -> None:
    body = rows(world, range(1200))
    answers = await asyncio.gather(moving.send(body), moving.send(body))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {answer.json().get("code") for answer in answers} <= {None, "migration-moved"}
    settled = (await moving.counts())[0]
    await moving.send(b"\n".join(body.split(b"\n")[settled - 1 :]), from_line=settled)
    assert (await moving.counts())[0] == 1201
    assert await world.one("SELECT count(*) FROM consent") == 1200


async def test_a_migration_has_an_end(world: World, moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.database.rows("UPDATE consent_migration SET next_line = 1000000")
    full = await moving.send(rows(world, [1, 2]), from_line=1_000_000)
    assert (full.status_code, full.json()["code"]) == (409, "too-many-lines")
    assert migration.MOST_LINES == 1_000_000
    assert await world.one("SELECT count(*) FROM consent") == 0


async def test_others_neither_see_nor_fill_a_migration_and_the_attempt_leaves_a_trace(
    world: World, moving: Moving
) -> None:
    others = [
        world.journal(client_id="journal-two"),
        world.journal(authority=world.municipality),
        world.midwife,
    ]
    for caller in others:
        async with world.client(caller) as client:
            seen = await client.get(moving.url)
            filled = await client.post(f"{moving.url}/rows", content=b"", headers={"Content-Type": NDJSON})
            report = await client.get(f"{moving.url}/fault-report")
        expected = 403 if caller.kind == "user" else 404
        assert {seen.status_code, filled.status_code, report.status_code} == {expected}
    async with world.client(world.journal()) as client:
        assert (await client.get(f"{MIGRATIONS}/{uuid4()}")).status_code == 404
    denied = await world.database.rows("SELECT action FROM audit_entry WHERE outcome = 'denied'")
    assert {"streamConsentMigrationRows", "downloadConsentMigrationFaults"} <= {r["action"] for r in denied}


async def test_rows_come_as_ndjson(world: World, moving: Moving) -> None:
    assert (await moving.send(rows(world, [1]), kind="application/json")).status_code == 415


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
async def test_lines_are_the_same_however_the_stream_is_cut(size: int) -> None:
    text = b"ab\r\n\ncdefg\n" + b"x" * 12 + b"\nlast"

    async def cut() -> AsyncIterator[bytes]:
        for start in range(0, len(text), size):
            yield text[start : start + size]

    assert [line async for line in lines_of(cut(), longest=10)] == [b"ab", b"", b"cdefg", None, b"last"]


async def test_an_old_migration_is_forgotten_with_its_faults_and_never_what_it_recorded(
    world: World, moving: Moving, worker_database: Database
) -> None:
    await moving.send(rows(world, range(3)) + b"{}\n")
    assert await world.one("SELECT count(*) FROM consent_migration_fault") == 1
    touched = world.clock.moment
    assert await forget_old_migrations(worker_database, touched - timedelta(days=1)) == 0
    assert await forget_old_migrations(worker_database, touched + timedelta(days=1)) == 1
    assert await world.one("SELECT count(*) FROM consent_migration") == 0
    assert await world.one("SELECT count(*) FROM consent_migration_fault") == 0
    assert await world.one("SELECT count(*) FROM consent") == 3
    assert (await moving.get()).status_code == 404
