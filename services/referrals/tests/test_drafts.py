"""Drafts: encrypted, their writer's alone, resumed by version, sent once, and gone after seven days."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from referral_world import REFERRALS, World, made, refused

from slussen_chassis.auth import Caller
from slussen_chassis.worker import WorkerParts
from slussen_referrals.jobs import remove_old_drafts

DRAFTS = "/referrals/v1/drafts"
CONTENT = {"situation": "family-support-2026-11", "person": "198501012382"}


async def keep(
    world: World, draft: UUID, content: dict[str, Any], *, who: str | Caller = "sender", version: int = 0
) -> httpx.Response:
    headers = {"If-Match": f'"v{version}"'} if version else {}
    async with world.http(who) as client:
        return await client.put(f"{DRAFTS}/{draft}", json={"content": content}, headers=headers)


async def read(world: World, draft: UUID, who: str | Caller = "sender") -> httpx.Response:
    async with world.http(who) as client:
        return await client.get(f"{DRAFTS}/{draft}")


async def test_a_draft_is_kept_encrypted_and_goes_on_by_version(world: World) -> None:
    draft = uuid4()
    first = await keep(world, draft, CONTENT)
    assert (made(first)["version"], first.headers["etag"]) == (1, '"v1"')
    assert made(first)["expiresAt"].startswith("2026-11-29")
    [row] = await world.database.rows("SELECT content FROM draft")
    assert b"198501012382" not in row["content"]
    refused(await keep(world, draft, {}), 428, "precondition-required")
    assert made(await keep(world, draft, CONTENT | {"topics": ["sleep"]}, version=1))["version"] == 2
    refused(await keep(world, draft, {}, version=1), 412, "precondition-failed")
    seen = made(await read(world, draft))
    assert (seen["content"]["topics"], seen["version"], seen["sentAs"]) == (["sleep"], 2, None)
    async with world.http() as client:
        [listed] = (await client.get(DRAFTS)).json()
        assert (listed["id"], "content" in listed) == (str(draft), False)
        assert (await client.delete(f"{DRAFTS}/{draft}")).status_code == 204
    refused(await read(world, draft), 404, "draft-not-found")
    actions = [row["action"] for row in await world.traces() if row["resource_type"] == "draft"]
    assert actions == ["draft.keep", "draft.keep", "draft.read", "draft.remove"]
    refused(await keep(world, draft, {"x": "y" * 17_000}), 422, "invalid")


@pytest.mark.parametrize("who", ["recipient", "colleague", "stranger", "borrowed", "elsewhere", "other"])
async def test_nobody_else_reads_changes_or_removes_it(world: World, who: str) -> None:
    draft = uuid4()
    made(await keep(world, draft, CONTENT))
    more = {
        "elsewhere": world.caller(world.region, world.nurses, "midwife"),
        "other": world.caller(world.region, world.midwives, "child_health_nurse"),
    }
    caller = more.get(who, who)
    refused(await read(world, draft, caller), 404, "draft-not-found")
    refused(await keep(world, draft, {}, who=caller, version=1), 404, "draft-not-found")
    async with world.http(caller) as client:
        refused(await client.delete(f"{DRAFTS}/{draft}"), 404, "draft-not-found")
        assert (await client.get(DRAFTS)).json() == []
    assert made(await read(world, draft))["version"] == 1


async def test_a_draft_becomes_one_referral_however_often_it_is_sent(world: World) -> None:
    draft = uuid4()
    made(await keep(world, draft, CONTENT))
    order = world.order(draftId=str(draft))
    first = made(await world.post(REFERRALS, order, idempotency_key=str(draft)), 201)
    again = await world.post(REFERRALS, order, idempotency_key=str(draft))
    assert (made(again, 201)["id"], again.headers["idempotency-replayed"]) == (first["id"], "true")
    refused(await world.post(REFERRALS, order), 409, "draft-sent")
    refused(await keep(world, draft, CONTENT, version=2), 409, "draft-sent")
    seen = made(await read(world, draft))
    assert (seen["sentAs"], seen["content"]) == (first["id"], None)
    assert [row["id"] for row in await world.database.rows("SELECT id FROM referral")] == [UUID(first["id"])]
    refused(await world.post(REFERRALS, world.order(draftId=str(uuid4()))), 404, "draft-not-found")


async def test_a_refused_referral_leaves_its_draft_to_be_mended(world: World) -> None:
    draft = uuid4()
    made(await keep(world, draft, CONTENT))
    wrong = world.order(draftId=str(draft), permission=None, stage="opened")
    refused(await world.post(REFERRALS, wrong, idempotency_key=str(draft)), 409, "permission-missing")
    made(await world.post(REFERRALS, world.order(draftId=str(draft)), idempotency_key=str(draft)), 201)


async def test_drafts_are_gone_after_seven_days(world: World) -> None:
    old, new = uuid4(), uuid4()
    made(await keep(world, old, CONTENT))
    made(await keep(world, new, CONTENT))
    await world.database.rows(
        "UPDATE draft SET expires_at = now() + CASE WHEN id = $1 THEN '-1 s' ELSE '1 d' END::interval", old
    )
    await remove_old_drafts(WorkerParts(world.worker, None, world.settings))  # type: ignore[arg-type]
    assert [row["id"] for row in await world.database.rows("SELECT id FROM draft")] == [new]
