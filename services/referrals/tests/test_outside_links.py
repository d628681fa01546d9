"""Recipients outside without an account: one link, one code, one visit, and the loop is closed."""

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from referral_world import World, made, refused

from slussen_chassis.auth import Caller

VISITS = "/referrals/v1/outside-visits"
ACTS = f"{VISITS}/acts"
NOBODY = Caller("anonymous", "anonymous")
WAYS = {"linkWay": "on_paper", "codeWay": "by_phone"}


async def _sent(world: World, *consents: Any) -> dict[str, Any]:
    return await world.sent(*consents, recipient={"profession": "speech_therapist"})


async def _issued(world: World, referral: dict[str, Any], **ways: str) -> dict[str, Any]:
    path = f"/referrals/v1/referrals/{referral['id']}/outside-links"
    return made(await world.post(path, {**WAYS, **ways}), 201)


async def _open(world: World, issued: dict[str, Any], code: str | None = None) -> Any:
    return await world.post(VISITS, {"key": issued["key"], "code": code or issued["code"]}, who=NOBODY)


async def _act(world: World, visit: dict[str, Any], act: str, **more: Any) -> Any:
    return await world.post(ACTS, {"key": visit["key"], "act": act, **more}, who=NOBODY)


def _wrong(issued: dict[str, Any]) -> str:
    return f"{(int(issued['code']) + 1) % 1_000_000:06d}"


async def test_a_recipient_without_an_account_answers_and_the_sender_sees_how_it_ended(world: World) -> None:
    referral = await _sent(world, (uuid4(), 1))
    issued = await _issued(world, referral)
    assert issued["link"].startswith("/referrals/pages/outside/")
    visit = made(await _open(world, issued), 201)
    assert (visit["referral"]["topics"], visit["referral"]["stateText"]) == (
        ["parental_support"],
        "Lotsningen är skickad",
    )
    assert str(world.subject) not in str(visit)
    assert visit["referral"]["acts"] == ["receive", "accept", "decline", "ask_information"]
    for act in ("receive", "accept", "contact"):
        made(await _act(world, visit, act))
    made(await _act(world, visit, "complete", outcome="contact_established", followUpOn="2027-01-22"))
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["outcome"], seen["followUpOn"]) == (
        "completed",
        "contact_established",
        "2027-01-22",
    )


async def test_every_use_of_a_link_leaves_a_trace_under_the_controller_that_names_the_link(
    world: World,
) -> None:
    issued = await _issued(world, await _sent(world))
    await _open(world, issued, _wrong(issued))
    visit = made(await _open(world, issued), 201)
    made(await _act(world, visit, "accept"))
    rows = await world.database.rows(
        "SELECT * FROM audit_entry WHERE resource_type = 'outside_link' ORDER BY at"
    )
    assert [row["action"].partition(".")[2] for row in rows] == ["issue", "wrong_code", "open", "accept"]
    assert {row["authority_id"] for row in rows} == {world.region}
    assert {row["actor"] for row in rows[1:]} == {f"outside-link:{issued['id']}"}


async def test_link_and_code_go_different_ways(world: World) -> None:
    referral = await _sent(world)
    path = f"/referrals/v1/referrals/{referral['id']}/outside-links"
    problem = refused(await world.post(path, {"linkWay": "by_phone", "codeWay": "by_phone"}), 422, "invalid")
    assert problem["errors"][0]["rule"] == "same-way"


async def test_a_link_opens_once_and_its_visit_ends(world: World) -> None:
    issued = await _issued(world, await _sent(world))
    visit = made(await _open(world, issued), 201)
    refused(await _open(world, issued), 404, "outside-link-not-found")
    world.clock.moment += timedelta(minutes=30)
    refused(await _act(world, visit, "receive"), 404, "outside-link-not-found")


async def test_a_link_ends_with_its_time(world: World) -> None:
    issued = await _issued(world, await _sent(world))
    world.clock.moment += timedelta(days=14)
    refused(await _open(world, issued), 404, "outside-link-not-found")


async def test_five_wrong_codes_end_a_link_and_the_sender_sees_them(world: World) -> None:
    referral = await _sent(world)
    issued = await _issued(world, referral)
    for _ in range(5):
        refused(await _open(world, issued, _wrong(issued)), 404, "outside-link-not-found")
    refused(await _open(world, issued), 404, "outside-link-not-found")
    async with world.http() as client:
        [link] = made_list(await client.get(f"/referrals/v1/referrals/{referral['id']}/outside-links"))
    assert (link["wrongCodes"], link["openedAt"]) == (5, None)


def made_list(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


async def test_a_revoked_link_opens_nothing_and_ends_its_visit(world: World) -> None:
    referral = await _sent(world)
    issued = await _issued(world, referral)
    visit = made(await _open(world, issued), 201)
    path = f"/referrals/v1/referrals/{referral['id']}/outside-links/{issued['id']}/revocation"
    assert made(await world.post(path))["revokedAt"] is not None
    refused(await _act(world, visit, "receive"), 404, "outside-link-not-found")
    other = path.replace(issued["id"], str(uuid4()))
    refused(await world.post(other), 404, "outside-link-not-found")


@pytest.mark.parametrize(
    "key", ["{id}.wrongwrongwrongwrongwrong", "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11.{secret}"]
)
async def test_a_wrong_link_looks_like_a_wrong_code(world: World, key: str) -> None:
    issued = await _issued(world, await _sent(world))
    secret = issued["key"].rpartition(".")[2]
    body = {"key": key.format(id=issued["id"], secret=secret), "code": issued["code"]}
    refused(await world.post(VISITS, body, who=NOBODY), 404, "outside-link-not-found")
    body["key"] = f"{'-' * 36}.{secret}"
    refused(await world.post(VISITS, body, who=NOBODY), 404, "outside-link-not-found")


async def test_a_link_is_bound_to_its_referral_and_to_the_recipients_part(world: World) -> None:
    one, other = await _sent(world), await _sent(world)
    visit = made(await _open(world, await _issued(world, one)), 201)
    made(await _act(world, visit, "decline", reason="no_capacity"))
    assert await world.state(one) == "declined"
    assert await world.state(other) == "sent"
    refused(await _act(world, visit, "accept"), 409, "act-not-possible")
    refused(await _act(world, visit, "recall"), 422, "invalid")


@pytest.mark.parametrize(("act", "field"), [("decline", "reason"), ("complete", "outcome")])
async def test_a_reason_and_an_outcome_are_asked_for(world: World, act: str, field: str) -> None:
    referral = await _sent(world)
    if act == "complete":
        made(await world.post(f"{referral['id']}/acceptance"))
    visit = made(await _open(world, await _issued(world, referral)), 201)
    problem = refused(await _act(world, visit, act), 422, "invalid")
    assert problem["errors"][0]["field"] == field


async def test_accepting_asks_for_the_ground_again_as_the_system(world: World) -> None:
    visit = made(await _open(world, await _issued(world, await _sent(world, (uuid4(), 1)))), 201)
    world.consents.status = 503
    refused(await _act(world, visit, "accept"), 503, "consent-unanswered")
    world.consents.status = 200
    world.consents.says("consent_required")
    stopped = made(await _act(world, visit, "accept"))
    assert (stopped["state"], stopped["topics"], stopped["needs"]) == ("suspended", [], [])
    assert world.consents.asked[-1][0].acts_for is None


async def test_only_the_sender_issues_links_and_only_where_the_recipient_has_no_unit(world: World) -> None:
    to_unit = await world.sent()
    path = f"/referrals/v1/referrals/{to_unit['id']}/outside-links"
    refused(await world.post(path, WAYS), 409, "outside-link-not-possible")
    refused(await world.post(path, WAYS, who=_receiver(world)), 409, "outside-link-not-possible")
    unsent = await world.opened(recipient={"profession": "speech_therapist"})
    path = f"/referrals/v1/referrals/{unsent['id']}/outside-links"
    refused(await world.post(path, WAYS), 409, "outside-link-not-possible")
    refused(await world.post(path, WAYS, who="stranger"), 404, "referral-not-found")


def _receiver(world: World) -> Caller:
    return world.callers["recipient"]


async def test_the_secrets_stand_nowhere_in_the_database(world: World) -> None:
    issued = await _issued(world, await _sent(world))
    visit = made(await _open(world, issued), 201)
    rows = await world.database.rows(
        "SELECT l::text AS text FROM outside_link l UNION ALL SELECT a::text FROM audit_entry a"
        " UNION ALL SELECT o::text FROM outbox o"
    )
    secrets = [issued["key"].rpartition(".")[2], visit["key"].rpartition(".")[2]]
    secrets.append(issued["link"].rpartition("/")[2])
    assert not [row for row in rows for secret in secrets if secret in row["text"]]


async def test_what_is_shown_once_is_not_kept_for_a_retry(world: World) -> None:
    referral = await _sent(world)
    path = f"/referrals/v1/referrals/{referral['id']}/outside-links"
    problem = refused(await world.post(path, WAYS, idempotency_key="k"), 422, "invalid")
    assert problem["errors"][0]["field"] == "Idempotency-Key"
    assert await world.database.rows("SELECT 1 FROM outside_link") == []


async def test_each_half_is_made_ready_for_its_way_and_names_nothing_of_the_other(world: World) -> None:
    referral = await _sent(world)
    issued = await _issued(world, referral)
    reference, code = issued["link"].rpartition("/")[2], issued["code"]
    link, spoken = issued["linkDelivery"], issued["codeDelivery"]
    assert base64.b64decode(link["pdf"]).startswith(b"%PDF-")
    assert (f"{reference[:5]}-{reference[5:]}" in link["text"], code in link["text"]) == (True, False)
    assert (", ".join(code) in spoken["text"], spoken["pdf"]) == (True, None)
    assert reference not in spoken["text"].replace(", ", "")
    assert "Enheten för midwife" in link["text"]
    other = await _issued(world, referral, linkWay="in_person", codeWay="on_paper")
    assert other["linkDelivery"]["pdf"] is None
    assert base64.b64decode(other["codeDelivery"]["pdf"]).startswith(b"%PDF-")
