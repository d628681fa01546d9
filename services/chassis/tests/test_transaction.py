import asyncio
from uuid import uuid4

import httpx

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.testing import TestDatabase, client_for, staff

NOTES = "/sample/v1/notes"


async def test_a_write_commits_its_row_its_event_and_its_trace_together(
    client: httpx.AsyncClient, database: TestDatabase, caller: Caller
) -> None:
    answer = await client.post(NOTES, json={"title": "A"})
    assert answer.status_code == 201
    [note] = await database.rows("SELECT id FROM note")
    [event] = await database.rows("SELECT * FROM outbox")
    [trace] = await database.rows("SELECT * FROM audit_entry")
    assert event["aggregate_id"] == note["id"]
    assert event["published_at"] is None
    assert event["traceparent"][3:35] == trace["trace_id"] == answer.headers["traceparent"][3:35]
    assert (trace["actor"], trace["authority_id"], trace["outcome"]) == (
        caller.subject,
        caller.authority_id,
        "permitted",
    )


async def test_a_commit_that_fails_is_never_answered_with_success(
    client: httpx.AsyncClient, database: TestDatabase
) -> None:
    answer = await client.post(NOTES, json={"title": "A", "parentId": str(uuid4())})
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"
    assert await database.rows("SELECT 1 FROM note UNION ALL SELECT 1 FROM outbox") == []


async def test_the_same_key_twice_gives_one_effect_and_the_same_answer(
    client: httpx.AsyncClient, database: TestDatabase
) -> None:
    headers = {"Idempotency-Key": "k1"}
    first, second = await asyncio.gather(
        client.post(NOTES, json={"title": "A"}, headers=headers),
        client.post(NOTES, json={"title": "A"}, headers=headers),
    )
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert len(await database.rows("SELECT 1 FROM note")) == 1
    assert [first.headers, second.headers].count(first.headers) <= 2
    other = await client.post(NOTES, json={"title": "B"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")


async def test_a_failed_request_does_not_use_up_its_key(
    client: httpx.AsyncClient, database: TestDatabase
) -> None:
    headers = {"Idempotency-Key": "k1"}
    await client.post(NOTES, json={"title": "A"})
    assert (await client.post(NOTES, json={"title": "A"}, headers=headers)).status_code == 500
    await database.rows("DELETE FROM note")
    assert (await client.post(NOTES, json={"title": "A"}, headers=headers)).status_code == 201


async def test_an_authority_sees_its_own_rows_alone(client: httpx.AsyncClient, service: Service) -> None:
    made = (await client.post(NOTES, json={"title": "A"})).json()
    assert len((await client.get(NOTES)).json()["items"]) == 1
    async with client_for(service, staff("sample:write"), "sample") as stranger:
        assert (await stranger.get(NOTES)).json()["items"] == []
        assert (await stranger.put(f"{NOTES}/{made['id']}", json={"title": "B"})).status_code == 404


async def test_a_refusal_leaves_a_trace(service: Service, database: TestDatabase) -> None:
    async with client_for(service, staff("other:read"), "sample") as stranger:
        answer = await stranger.post(NOTES, json={"title": "A"})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    [trace] = await database.rows("SELECT * FROM audit_entry")
    assert (trace["action"], trace["outcome"]) == ("writeNote", "denied")


async def test_a_change_that_expects_an_older_version_is_refused_and_changes_nothing(
    client: httpx.AsyncClient, database: TestDatabase
) -> None:
    made = (await client.post(NOTES, json={"title": "A"})).json()
    path = f"{NOTES}/{made['id']}"
    changed = await client.put(path, json={"title": "B"}, headers={"If-Match": '"v1"'})
    assert changed.headers["etag"] == '"v2"'
    stale = await client.put(path, json={"title": "C"}, headers={"If-Match": '"v1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition-failed")
    assert [row["title"] for row in await database.rows("SELECT title FROM note")] == ["B"]


async def test_pages_have_a_limit_and_tell_where_the_next_begins(client: httpx.AsyncClient) -> None:
    for title in "ABC":
        await client.post(NOTES, json={"title": title})
    first = (await client.get(NOTES, params={"limit": 2})).json()
    assert ([item["title"] for item in first["items"]], first["nextOffset"]) == (["A", "B"], 2)
    last = (await client.get(NOTES, params={"limit": 2, "offset": 2})).json()
    assert ([item["title"] for item in last["items"]], last["nextOffset"]) == (["C"], None)
    assert (await client.get(NOTES, params={"limit": 0})).status_code == 422
