"""Who may do what in which state, and who sees what. The matrix is written by hand from the handbook, ch. 6.2.

It is no copy of the engine's table: acts are named by where they are posted, and each cell is asserted over HTTP.
"""

from itertools import product
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from referral_world import REFERRALS, World, made, refused

from slussen_contracts.referrals.api import Act, ReferralState
from slussen_referrals.domain.states import TRANSITIONS
from slussen_referrals.routes.views import PATH_OF

SENDERS = ["offer", "permission-request", "permission", "sending", "resumption", "recall", "voiding"]
RECIPIENTS = ["receipt", "acceptance", "first-contact", "completion", "decline"]

MATRIX: dict[str, tuple[str, str]] = {
    # state: (what the sender may do, what the recipient may do)
    "identified": ("offer permission-request permission recall voiding", ""),
    "offered": ("permission-request permission recall voiding", ""),
    "awaiting_permission": ("permission recall voiding", ""),
    "opened": ("sending recall voiding", ""),
    "awaiting_consent": ("sending recall voiding", ""),
    "sent": ("recall voiding", "receipt acceptance decline"),
    "received": ("recall voiding", "acceptance decline"),
    "accepted": ("recall voiding", "first-contact completion"),
    "contacted": ("voiding", "completion"),
    "completed": ("voiding", ""),
    "declined": ("voiding", ""),
    "suspended": ("resumption recall voiding", ""),
    "recalled": ("voiding", ""),
    "entered_in_error": ("", ""),
}
HIDDEN_FROM_THE_RECIPIENT = {
    "identified",
    "offered",
    "awaiting_permission",
    "opened",
    "awaiting_consent",
    "recalled",
    "entered_in_error",
}
OUTSIDERS = ("colleague", "stranger", "nowhere")

BODIES: dict[str, Any] = {
    "permission": {"givenOn": "2026-11-22", "givenBy": "custodian"},
    "completion": {"outcome": "moved", "noFollowUp": True},
    "decline": {"reason": "no_capacity"},
    "recall": {"reason": "no_longer_needed"},
}


async def _in_state(world: World, state: str) -> UUID:
    """A referral that came to the state by the acts that lead there."""
    if state in {"identified", "offered", "awaiting_permission"}:
        made_first = await world.opened(permission=None, stage=state)
    elif state == "opened":
        made_first = await world.opened()
    elif state == "awaiting_consent":
        made_first = await world.waiting()
    elif state in {"recalled", "entered_in_error"}:
        made_first = await world.opened()
        act = "recall" if state == "recalled" else "voiding"
        made(await world.post(f"{made_first['id']}/{act}", BODIES.get(act)))
    elif state == "suspended":
        consent = uuid4()
        made_first = await world.sent((consent, 1))
        await world.deliver(world.withdrawn(consent))
    else:
        made_first = await world.sent()
        path = {
            "sent": (),
            "received": ("receipt",),
            "accepted": ("acceptance",),
            "contacted": ("acceptance", "first-contact"),
            "completed": ("acceptance", "completion"),
            "declined": ("decline",),
        }[state]
        for act in path:
            made(await world.post(f"{made_first['id']}/{act}", BODIES.get(act), who="recipient"))
    assert await world.state(made_first) == state
    return UUID(made_first["id"])


async def _copies(world: World, referral_id: UUID, count: int) -> list[UUID]:
    """Referrals just like it, one for each cell, so that an act that succeeds does not spoil the next."""
    twins = [uuid4() for _ in range(count)]
    connection = await asyncpg.connect(world.database.admin_url)
    try:
        await connection.execute(
            "INSERT INTO referral SELECT (jsonb_populate_record(r, jsonb_build_object('id', twin))).*"
            " FROM referral r, unnest($2::uuid[]) AS twin WHERE r.id = $1",
            referral_id,
            twins,
        )
    finally:
        await connection.close()
    return twins


def _expected(state: str, act: str, who: str) -> int:
    if who in OUTSIDERS or (who == "recipient" and state in HIDDEN_FROM_THE_RECIPIENT):
        return 404
    if act not in (SENDERS if who == "sender" else RECIPIENTS):
        return 403
    return 200 if act in MATRIX[state][who == "recipient"].split() else 409


@pytest.mark.parametrize("state", list(MATRIX))
async def test_every_act_in_every_state_by_everyone(world: World, state: str) -> None:
    original = await _in_state(world, state)
    world.consents.says("permitted")
    cells = list(product((*SENDERS, *RECIPIENTS), ("sender", "recipient", *OUTSIDERS)))
    answered = {}
    for referral, (act, who) in zip(await _copies(world, original, len(cells)), cells, strict=True):
        answer = await world.post(f"{referral}/{act}", BODIES.get(act), who=who)
        answered[act, who] = answer.status_code, answer.headers["traceparent"][3:35]
    denied = [row["trace_id"] for row in await world.traces("denied")]
    found = {cell: (status, denied.count(trace)) for cell, (status, trace) in answered.items()}
    expected = {(act, who): _expected(state, act, who) for act, who in cells}
    assert found == {cell: (status, int(status in {403, 404})) for cell, status in expected.items()}


def test_the_matrix_knows_every_state_and_every_act_that_can_be_posted() -> None:
    assert set(MATRIX) == {state.value for state in ReferralState}
    assert {*SENDERS, *RECIPIENTS} == set(PATH_OF.values())
    posted = {row.act for row in TRANSITIONS if row.state is not None} - {
        Act.WAIT,
        Act.STOP_WAITING,
        Act.SUSPEND,
    }
    assert posted == set(PATH_OF)


@pytest.mark.parametrize("state", list(MATRIX))
async def test_the_answer_names_the_acts_that_the_reader_may_take(world: World, state: str) -> None:
    referral = await _in_state(world, state)
    for who, side in (("sender", 0), ("recipient", 1)):
        if who == "recipient" and state in HIDDEN_FROM_THE_RECIPIENT:
            continue
        seen = made(await world.get(f"/{referral}", who=who))
        named = {act["href"].removeprefix(f"{REFERRALS}/{referral}/") for act in seen["nextActs"]}
        assert named == set(MATRIX[state][side].split())


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_not_yours_looks_like_not_there_on_every_exit(world: World, who: str) -> None:
    referral = await world.accepted()
    for path in (f"/{referral['id']}", f"/{referral['id']}/history", f"/{uuid4()}"):
        problem = refused(await world.get(path, who=who), 404, "referral-not-found")
        assert problem["title"] == "Slussningen finns inte här"
    lists = [await world.get(f"?box={box}", who=who) for box in ("inbox", "sent")]
    if who == "nowhere":
        assert [answer.status_code for answer in lists] == [404, 404]
    else:
        assert [made(answer)["items"] for answer in lists] == [[], []]
    denied = await world.traces("denied")
    assert {row["resource_type"] for row in denied} == {"referral-not-found"}


async def test_before_it_is_sent_not_even_the_recipients_authority_has_a_grant(world: World) -> None:
    await world.opened()
    [row] = await world.database.rows("SELECT grants FROM referral")
    assert set(row["grants"]) == {world.region, world.midwives}
    await world.sent()
    rows = await world.database.rows("SELECT grants FROM referral WHERE state = 'sent'")
    assert set(rows[0]["grants"]) == {
        world.region,
        world.midwives,
        world.municipality,
        world.social_workers,
    }


@pytest.mark.parametrize("act", ["recall", "voiding"])
async def test_what_is_taken_back_before_it_was_accepted_is_gone_for_the_recipient(
    world: World, act: str
) -> None:
    referral = await world.sent()
    made(await world.post(f"{referral['id']}/{act}", BODIES.get(act)))
    refused(await world.get(f"/{referral['id']}", who="recipient"), 404, "referral-not-found")
    assert made(await world.get("?box=inbox", who="recipient"))["items"] == []


async def test_what_is_taken_back_later_shows_that_it_ended_and_not_about_whom(world: World) -> None:
    referral = await world.accepted()
    made(await world.post(f"{referral['id']}/recall", {"reason": "family_declined"}))
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert (seen["state"], seen["reason"]) == ("recalled", "family_declined")
    assert (seen["subjectId"], seen["situation"], seen["topics"], seen["needs"]) == (None, None, [], [])


async def test_the_recipient_does_not_see_the_grounds_of_the_sender(world: World) -> None:
    referral = await world.sent((uuid4(), 1))
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert seen["ground"] is None
    assert seen["subjectId"] == str(world.subject)


@pytest.mark.parametrize("act", [*SENDERS, *RECIPIENTS])
async def test_each_act_needs_its_scope(world: World, act: str) -> None:
    referral = await world.sent()
    missing = "referrals:send" if act in SENDERS else "referrals:receive"
    others = {"referrals:send", "referrals:receive", "referrals:read"} - {missing}
    side = (world.region, world.midwives) if act in SENDERS else (world.municipality, world.social_workers)
    caller = world.caller(*side, "midwife", scopes=" ".join(others))
    answer = await world.post(f"{referral['id']}/{act}", BODIES.get(act), who=caller)
    refused(answer, 403, "scope-missing")


async def test_reading_and_listing_leave_a_trace_for_each_person_shown(world: World) -> None:
    referral = await world.sent()
    await world.get(f"/{referral['id']}", who="recipient")
    await world.get("?box=inbox", who="recipient")
    await world.get(f"/{referral['id']}/history", who="recipient")
    shown = [row for row in await world.traces() if row["unit_id"] == world.social_workers]
    assert [row["action"] for row in shown] == ["referral.read", "referral.list", "referral.read_history"]
    assert {row["subject_id"] for row in shown} == {world.subject}
    assert {row["authority_id"] for row in shown} == {world.municipality}


async def test_the_sender_answers_for_a_recipient_without_a_unit_here(world: World) -> None:
    referral = await world.sent(recipient={"profession": "speech_therapist"})
    assert referral["kind"] == "external"
    made(await world.post(f"{referral['id']}/acceptance"))
    body = {"outcome": "contact_established", "noFollowUp": True}
    assert made(await world.post(f"{referral['id']}/completion", body))["state"] == "completed"


async def test_lists_are_by_box_and_state_in_pages_newest_first(world: World) -> None:
    first, second, third = [await world.sent() for _ in range(3)]
    made(await world.post(f"{second['id']}/acceptance", who="recipient"))
    page = made(await world.get("?box=sent&limit=2"))
    assert [one["id"] for one in page["items"]] == [third["id"], second["id"]]
    assert page["nextOffset"] == 2
    accepted = made(await world.get("?box=inbox&state=accepted", who="recipient"))
    assert [one["id"] for one in accepted["items"]] == [second["id"]]
    assert made(await world.get("?box=sent&state=sent&offset=1"))["items"][0]["id"] == first["id"]
    assert made(await world.get("?box=inbox"))["items"] == []


async def test_a_change_since_one_read_is_told_and_the_etag_follows_the_version(world: World) -> None:
    referral = await world.sent()
    read = await world.get(f"/{referral['id']}", who="recipient")
    assert read.headers["etag"] == '"v2"'
    stale = await world.post(f"{referral['id']}/acceptance", who="recipient", if_match='"v1"')
    refused(stale, 412, "precondition-failed")
    fresh = await world.post(f"{referral['id']}/acceptance", who="recipient", if_match='"v2"')
    assert made(fresh)["version"] == 3
    assert fresh.headers["etag"] == '"v3"'
    late = await world.post(f"{referral['id']}/recall", {"reason": "other"}, if_match='"v2"')
    refused(late, 412, "precondition-failed")
    changed = await world.post(f"{referral['id']}/voiding", if_match='"v3"')
    assert made(changed)["coreStatus"] == "stopped"


async def test_sending_twice_with_one_key_sends_once(world: World) -> None:
    world.consents.says("permitted")
    referral = await world.opened()
    answers = [await world.post(f"{referral['id']}/sending", idempotency_key="send-1") for _ in range(2)]
    assert [made(answer)["version"] for answer in answers] == [2, 2]
    assert [name for name, _ in await world.announced()] == ["opened", "sent"]


async def test_a_void_referral_is_announced_as_one_that_does_not_count(world: World) -> None:
    referral = await world.opened()
    made(await world.post(f"{referral['id']}/voiding"))
    name, data = (await world.announced())[-1]
    assert (name, data["counted"], data["state"]) == ("voided", False, "entered_in_error")
