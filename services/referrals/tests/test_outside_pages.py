"""The pages of a recipient without an account: reference, code, what was sent, answer; without any script."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from referral_world import World, made

from slussen_chassis.auth import Caller

PAGE = "/referrals/pages/outside"
NOBODY = Caller("anonymous", "anonymous")


async def _issued(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    referral = await world.sent(recipient={"profession": "speech_therapist"})
    path = f"/referrals/v1/referrals/{referral['id']}/outside-links"
    issued = made(await world.post(path, {"linkWay": "on_paper", "codeWay": "by_phone"}), 201)
    return referral, issued


async def _get(world: World, path: str, language: str = "sv") -> httpx.Response:
    async with world.http(NOBODY) as client:
        return await client.get(path, headers={"accept-language": language})


async def _submit(world: World, path: str, **fields: Any) -> httpx.Response:
    async with world.http(NOBODY) as client:
        return await client.post(path, data=fields)


def _key(answer: httpx.Response) -> str:
    found = re.search(r'name="key" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def _wrong(issued: dict[str, Any]) -> str:
    return f"{(int(issued['code']) + 1) % 1_000_000:06d}"


async def test_a_recipient_reads_asks_answers_and_closes_without_an_account(world: World) -> None:
    referral, issued = await _issued(world)
    reference = issued["link"].rpartition("/")[2]
    typed = f"{reference[:5].upper()}-{reference[5:]} "
    led = await _submit(world, PAGE, reference=typed)
    assert (led.status_code, led.headers["location"]) == (303, issued["link"])
    asked = await _get(world, issued["link"])
    assert "Skriv koden" in asked.text
    assert "script-src 'self'" in asked.headers["content-security-policy"]
    code = issued["code"]
    visit = await _submit(world, issued["link"], code=f"{code[:3]} {code[3:]}")
    assert "Lotsningen är skickad" in visit.text
    assert ("/language/" in asked.text, "/language/" in visit.text) == (True, False)
    assert "Föräldrastöd" in visit.text
    assert str(world.subject) not in visit.text
    key = _key(visit)
    for act, said in (("receive", "tagit hand om det"), ("accept", "mottaget"), ("contact", "haft kontakt")):
        answer = await _submit(world, f"{PAGE}/visit", key=key, act=act)
        assert (answer.status_code, said in answer.text) == (200, True)
    missing = await _submit(world, f"{PAGE}/visit", key=key, act="complete", outcome="contact_established")
    assert (missing.status_code, "ange en dag" in missing.text) == (422, True)
    assert _key(missing) == key
    day = {"followUp": "day", "followUpOn": "2027-01-22"}
    ended = await _submit(
        world, f"{PAGE}/visit", key=key, act="complete", outcome="contact_established", **day
    )
    assert "avsändaren ser hur det gick" in ended.text
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["outcome"], seen["followUpOn"]) == (
        "completed",
        "contact_established",
        "2027-01-22",
    )


async def test_it_asks_for_more_and_declines_with_a_reason(world: World) -> None:
    referral, issued = await _issued(world)
    key = _key(await _submit(world, issued["link"], code=issued["code"]))
    nothing = await _submit(world, f"{PAGE}/visit", key=key, act="ask_information")
    assert (nothing.status_code, "veta mer om" in nothing.text) == (422, True)
    asked = await _submit(world, f"{PAGE}/visit", key=key, act="ask_information", topics=["parental_support"])
    assert asked.status_code == 200
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["requestedTopics"]) == ("information_requested", ["parental_support"])
    made(await world.post(f"{referral['id']}/information", {"topics": [], "needs": []}))
    without = await _submit(world, f"{PAGE}/visit", key=key, act="decline")
    assert (without.status_code, "ange ett skäl" in without.text) == (422, True)
    declined = await _submit(world, f"{PAGE}/visit", key=key, act="decline", reason="no_capacity")
    assert "inte kan ta emot" in declined.text
    late = await _submit(world, f"{PAGE}/visit", key=key, act="accept")
    assert (late.status_code, "Det går inte nu" in late.text) == (422, True)


async def _revoke(world: World, referral: dict[str, Any], issued: dict[str, Any]) -> None:
    path = f"/referrals/v1/referrals/{referral['id']}/outside-links/{issued['id']}/revocation"
    made(await world.post(path))


@pytest.mark.parametrize(
    ("how", "said", "in_english"),
    [
        ("used", "redan använd", "has been used"),
        ("expired", "tid har gått ut", "time has run out"),
        ("revoked", "är återkallad", "has been revoked"),
        ("blocked", "är stängd", "is closed"),
    ],
)
async def test_a_link_that_opens_nothing_says_why_in_plain_words(
    world: World, how: str, said: str, in_english: str
) -> None:
    referral, issued = await _issued(world)
    if how == "used":
        await _submit(world, issued["link"], code=issued["code"])
    elif how == "expired":
        world.clock.moment += timedelta(days=14)
    elif how == "revoked":
        await _revoke(world, referral, issued)
    else:
        first = await _submit(world, issued["link"], code=_wrong(issued))
        assert (first.status_code, "4 försök återstår" in first.text) == (422, True)
        for _ in range(4):
            last = await _submit(world, issued["link"], code=_wrong(issued))
        assert said in last.text
    assert said in (await _get(world, issued["link"])).text
    assert in_english in (await _get(world, issued["link"], "en")).text
    again = await _submit(world, issued["link"], code=issued["code"])
    assert (said in again.text, 'name="key"' in again.text) == (True, False)


async def test_a_visit_ends_when_its_time_is_out_or_the_link_is_revoked(world: World) -> None:
    referral, issued = await _issued(world)
    key = _key(await _submit(world, issued["link"], code=issued["code"]))
    await _revoke(world, referral, issued)
    over = await _submit(world, f"{PAGE}/visit", key=key, act="receive")
    assert (over.status_code, "Besöket är över" in over.text) == (404, True)
    assert await world.state(referral) == "sent"


@pytest.mark.parametrize("path", ["/3km7wq9xta", "/nothing", "/visit"])
async def test_an_unknown_reference_is_a_page_that_is_not_there(world: World, path: str) -> None:
    assert (await _get(world, PAGE + path)).status_code == 404


async def test_a_forged_visit_opens_nothing_and_every_use_leaves_a_trace(world: World) -> None:
    _, issued = await _issued(world)
    forged = await _submit(world, f"{PAGE}/visit", key=f"{issued['id']}.{'x' * 32}", act="receive")
    assert forged.status_code == 404
    assert (await _submit(world, f"{PAGE}/visit", key="x", act="receive")).status_code == 404
    await _get(world, issued["link"])
    await _submit(world, issued["link"], code=_wrong(issued))
    key = _key(await _submit(world, issued["link"], code=issued["code"]))
    await _submit(world, f"{PAGE}/visit", key=key, act="receive")
    rows = await world.database.rows(
        "SELECT action, actor FROM audit_entry WHERE resource_type = 'outside_link' ORDER BY at"
    )
    done = [row["action"].partition(".")[2] for row in rows]
    assert done[:5] == ["issue", "look_ready", "wrong_code", "look_ready", "open"]
    assert set(done[5:]) == {"receive", "see"}
    assert {row["actor"] for row in rows[1:]} == {f"outside-link:{issued['id']}"}
