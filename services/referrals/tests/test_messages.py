"""Short messages between the two sides, by code alone."""

from typing import Any

import pytest
from referral_world import REFERRALS, World, made, refused


async def _list(world: World, referral: dict[str, Any], who: str) -> list[dict[str, Any]]:
    async with world.http(who) as client:
        found: list[dict[str, Any]] = (await client.get(f"{REFERRALS}/{referral['id']}/messages")).json()
    return found


async def test_the_two_sides_tell_each_other_by_code(world: World) -> None:
    referral = await world.accepted()
    path = f"{referral['id']}/messages"
    made(await world.post(path, {"code": "please_call"}), 201)
    body = {"code": "appointment_booked", "aboutOn": "2026-12-01"}
    made(await world.post(path, body, who="recipient"), 201)
    told = [(m["party"], m["code"], m["aboutOn"]) for m in await _list(world, referral, "recipient")]
    assert told == [("sender", "please_call", None), ("recipient", "appointment_booked", "2026-12-01")]
    assert await _list(world, referral, "sender") == await _list(world, referral, "recipient")


@pytest.mark.parametrize("more", [{"text": "ring mig"}, {"code": "ring mig"}])
async def test_there_is_no_free_chat(world: World, more: dict[str, str]) -> None:
    referral = await world.accepted()
    refused(await world.post(f"{referral['id']}/messages", {"code": "seen", **more}), 422, "invalid")


async def test_before_it_is_sent_and_after_it_has_ended_nobody_is_told(world: World) -> None:
    opened = await world.opened()
    refused(await world.post(f"{opened['id']}/messages", {"code": "seen"}), 409, "act-not-possible")
    sent = await world.sent()
    made(await world.post(f"{sent['id']}/decline", {"reason": "other"}, who="recipient"))
    refused(await world.post(f"{sent['id']}/messages", {"code": "seen"}), 409, "act-not-possible")


@pytest.mark.parametrize("who", ["colleague", "officer", "stranger", "nowhere", "borrowed", "crossed"])
async def test_nobody_else_writes_or_reads(world: World, who: str) -> None:
    referral = await world.accepted()
    refused(
        await world.post(f"{referral['id']}/messages", {"code": "seen"}, who=who), 404, "referral-not-found"
    )
    async with world.http(who) as client:
        answer = await client.get(f"{REFERRALS}/{referral['id']}/messages")
    refused(answer, 404, "referral-not-found")
