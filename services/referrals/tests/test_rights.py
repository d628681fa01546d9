"""Who may do what in which state, and who sees what; the matrix is written by hand (`parts/referral_matrix.yaml`).

It is no copy of the engine's table: acts are named by where they are posted, and each cell is asserted over HTTP.
"""

from itertools import product
from uuid import uuid4

import pytest
from referral_states import (
    ACTS,
    BODIES,
    FORMS,
    HIDDEN_FROM_THE_RECIPIENT,
    MATRIX,
    exists,
    in_state,
    rules_of,
    whose,
)
from referral_world import REFERRALS, World, made, refused
from rolled_back import Cell, rolled_back

from slussen_contracts.referrals.api import Act, ReferralState
from slussen_referrals.domain.states import TRANSITIONS
from slussen_referrals.routes.views import PATH_OF

EITHER = frozenset({"introduction", "failure"})
SENDERS = frozenset(act for act in ACTS if "sender" in whose(act, "standard") or act == "conversion") - EITHER
OUTSIDERS = ("colleague", "officer", "stranger", "nowhere", "borrowed", "crossed")
SIDES = ("sender", "recipient")
EVERYONE = (*SIDES, *OUTSIDERS)
WITHOUT_ACT = {"wait", "stop_waiting", "suspend", "expire"}
"""What is posted as sending, or done by the system alone."""


LEFT_BEHIND = {200: (1, 1, ["permitted"]), 403: (0, 0, ["denied"]), 404: (0, 0, ["denied"])}
"""By status: how many versions and steps were added, and which outcomes were traced; nothing else."""


def _is_hidden(state: str, who: str) -> bool:
    taken_back = {"recalled", "entered_in_error", "failed", "expired"}
    return who in OUTSIDERS or (who == "recipient" and state in HIDDEN_FROM_THE_RECIPIENT | taken_back)


def _expected(state: str, form: str, act: str, who: str) -> tuple[int, str]:
    """The status and the state that the act must lead to."""
    if _is_hidden(state, who):
        return 404, state
    sides = whose(act, form)
    if sides and who not in sides:
        return 403, state
    target = rules_of(state, form, who).get(act)
    if target is None:
        return 409, state
    came_from = {"information_requested": "received", "on_hold": "received", "suspended": "sent"}
    return 200, came_from.get(state, state) if target == "back" else target


def _first_form(state: str) -> str:
    return next(form for form in FORMS if exists(state, form))


def _left_behind(cell: Cell, before: int) -> tuple[int, int, list[str]]:
    """How many versions and steps were added, and which outcomes were traced."""
    return cell.version - before, cell.steps - before, [trace.split()[0] for trace in cell.traces]


async def _faults(world: World, state: str, form: str) -> list[object]:
    """Every cell that is not as the matrix has it; outsiders see no difference between the forms."""
    referral = await in_state(world, state, form)
    world.consents.says("permitted")
    everyone = EVERYONE if form == _first_form(state) else SIDES
    found = []
    async with rolled_back(world) as bench:
        for act, who in product(ACTS, everyone):
            cell = await bench.attempt(who, referral["id"], act, BODIES.get(act))
            status, leads_to = _expected(state, form, act, who)
            wanted = (status, leads_to, *LEFT_BEHIND.get(status, (0, 0, [])))
            came = (cell.status, cell.state, *_left_behind(cell, referral["version"]))
            if came != wanted:
                found.append((form, act, who, came, wanted))
    return found


async def _unnamed(world: World, state: str, form: str, referral: str) -> list[object]:
    """Readers whose answer names other acts than those that they may take."""
    found: list[object] = []
    for who in SIDES:
        if _is_hidden(state, who):
            refused(await world.get(f"/{referral}", who=who), 404, "referral-not-found")
            continue
        seen = made(await world.get(f"/{referral}", who=who))
        named = {act["href"].removeprefix(f"{REFERRALS}/{referral}/") for act in seen["nextActs"]}
        if named != set(rules_of(state, form, who)):
            found.append((form, who, named))
    return found


@pytest.mark.timeout(180)
@pytest.mark.parametrize("state", list(MATRIX))
async def test_every_act_in_every_state_and_form_by_everyone(world: World, state: str) -> None:
    faults = []
    for form in (form for form in FORMS if exists(state, form)):
        faults += await _faults(world, state, form)
    assert faults == []


@pytest.mark.parametrize("state", list(MATRIX))
async def test_the_answer_names_the_acts_that_the_reader_may_take(world: World, state: str) -> None:
    faults = []
    for form in (form for form in FORMS if exists(state, form)):
        referral = await in_state(world, state, form)
        faults += await _unnamed(world, state, form, referral["id"])
    assert faults == []


def test_the_matrix_knows_every_state_and_every_act_that_can_be_posted() -> None:
    assert set(MATRIX) == {state.value for state in ReferralState}
    assert set(ACTS) == set(PATH_OF.values())
    posted = {row.act for row in TRANSITIONS if row.state is not None} - {Act(act) for act in WITHOUT_ACT}
    assert posted == set(PATH_OF)


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_not_yours_looks_like_not_there_on_every_exit(world: World, who: str) -> None:
    referral = await world.accepted()
    at_centre = {"colleague", "officer", "borrowed", "crossed"}
    word = "Lotsningen" if who in at_centre else "Slussningen"
    for path in (f"/{referral['id']}", f"/{referral['id']}/history", f"/{uuid4()}"):
        problem = refused(await world.get(path, who=who), 404, "referral-not-found")
        assert problem["title"] == f"{word} finns inte här"
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


async def test_each_act_needs_its_scope(world: World) -> None:
    referral = await world.sent()
    places = {
        "referrals:send": (world.region, world.midwives),
        "referrals:receive": (world.municipality, world.social_workers),
    }
    for act in ACTS:
        needed = (
            set(places) if act in EITHER else {"referrals:send" if act in SENDERS else "referrals:receive"}
        )
        others = {*places, "referrals:read"} - needed
        caller = world.caller(*places[min(needed)], "midwife", scopes=" ".join(others))
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
