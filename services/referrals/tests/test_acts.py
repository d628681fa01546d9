"""What the acts carry: advice, introductions, more information, rest, return, and several recipients."""

from uuid import uuid4

import pytest
from referral_states import BODIES, in_state
from referral_world import REFERRALS, World, made, refused

from slussen_contracts.consent.events import GroundRevoked

GROUPS = "/referrals/v1/referral-groups"


async def test_a_question_for_advice_counts_first_when_it_has_become_a_referral(world: World) -> None:
    asked = await in_state(world, "advised", "advice")
    assert {data["counted"] for _, data in await world.announced()} == {False}
    refused(await world.post(f"{asked['id']}/conversion", {}), 422, "invalid")
    body = {"permission": {"givenOn": "2026-11-22", "givenBy": "custodian"}, "warm": True}
    converted = made(await world.post(f"{asked['id']}/conversion", body))
    assert (converted["state"], converted["form"], converted["advice"]) == ("opened", "warm", "refer_here")
    name, data = (await world.announced())[-1]
    assert (name, data["counted"], data["form"], data["sentAt"]) == ("converted", True, "warm", None)
    refused(await world.get(f"/{asked['id']}", who="recipient"), 404, "referral-not-found")


async def test_advice_that_was_enough_ends_as_advice_given_and_nothing_else_does(world: World) -> None:
    asked = await in_state(world, "advised", "advice")
    closing = {"outcome": "advice_given", "noFollowUp": True}
    assert made(await world.post(f"{asked['id']}/completion", closing))["outcome"] == "advice_given"
    referral = await world.accepted()
    problem = refused(
        await world.post(f"{referral['id']}/completion", closing, who="recipient"), 422, "invalid"
    )
    assert problem["errors"][0]["rule"] == "not-advice"


async def test_a_warm_hand_over_tells_who_introduced_when_and_where(world: World) -> None:
    referral = await in_state(world, "accepted", "warm")
    seen = made(await world.post(f"{referral['id']}/introduction", BODIES["introduction"]))
    assert (seen["state"], seen["introduction"]) == ("contacted", BODIES["introduction"])
    name, data = (await world.announced())[-1]
    assert (name, data["form"], data["introducedOn"]) == ("introduced", "warm", "2026-11-22")


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-23"])
async def test_an_introduction_lies_between_the_acceptance_and_today(world: World, day: str) -> None:
    referral = await in_state(world, "accepted", "warm")
    body = {**BODIES["introduction"], "introducedOn": day}
    problem = refused(await world.post(f"{referral['id']}/introduction", body), 422, "invalid")
    assert problem["errors"][0]["field"] == "introducedOn"


@pytest.mark.case("SL-03")
async def test_a_further_package_leaves_on_a_ground_that_was_asked_for_anew(world: World) -> None:
    referral = await world.accepted((uuid4(), 1))
    made(await world.post(f"{referral['id']}/information-request", {"topics": ["economy"]}, who="recipient"))
    second = uuid4()
    world.consents.says("permitted", (second, 3))
    body = {"topics": ["economy"], "needs": [{"topic": "economy", "code": "debts"}]}
    made(await world.post(f"{referral['id']}/information", body))
    assert world.consents.asked[-1][1]["topics"] == ["parental_support", "economy"]
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert (seen["state"], seen["topics"], len(seen["needs"])) == (
        "accepted",
        ["parental_support", "economy"],
        2,
    )
    assert seen["requestedTopics"] == []
    await world.deliver(world.withdrawn(second, 4))
    assert await world.state(referral) == "suspended"


@pytest.mark.case("SL-04")
async def test_what_a_partial_consent_does_not_cover_stays_out_of_a_further_package(world: World) -> None:
    referral = await world.accepted((uuid4(), 1))
    world.consents.says("refused", uncovered=("economy",))
    problem = refused(
        await world.post(f"{referral['id']}/information", {"topics": ["economy"]}), 409, "ground-missing"
    )
    assert "economy" in problem["detail"]
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert (seen["state"], seen["topics"], seen["version"]) == ("accepted", ["parental_support"], 3)
    world.consents.status = 503
    refused(
        await world.post(f"{referral['id']}/information", {"topics": ["economy"]}), 503, "consent-unanswered"
    )


async def test_an_answer_without_more_information_asks_nobody(world: World) -> None:
    referral = await in_state(world, "information_requested")
    asked = len(world.consents.asked)
    answered = made(await world.post(f"{referral['id']}/information", {}))
    assert (answered["state"], answered["requestedTopics"]) == ("received", [])
    assert len(world.consents.asked) == asked
    body = {"topics": ["economy"], "needs": [{"topic": "sleep", "code": "naps"}]}
    refused(await world.post(f"{referral['id']}/information", body), 422, "invalid")


@pytest.mark.parametrize("day", ["2026-11-21", "2028-01-01"])
async def test_a_rest_ends_on_a_day_within_limits(world: World, day: str) -> None:
    referral = await world.accepted()
    body = {"reason": "waiting_time", "through": day}
    refused(await world.post(f"{referral['id']}/hold", body, who="recipient"), 422, "invalid")


async def test_a_resting_referral_tells_through_when_and_goes_on_where_it_was(world: World) -> None:
    referral = await world.contacted()
    held = made(await world.post(f"{referral['id']}/hold", BODIES["hold"], who="recipient"))
    assert (held["state"], held["holdThrough"], held["dueOn"], held["whoseMove"]) == (
        "on_hold",
        "2026-12-22",
        "2026-12-22",
        "recipient",
    )
    went_on = made(await world.post(f"{referral['id']}/continuation", who="recipient"))
    assert (went_on["state"], went_on["holdThrough"], went_on["reason"]) == ("contacted", None, None)


async def test_a_suspension_remembers_where_it_rested_from(world: World) -> None:
    consent = uuid4()
    referral = await world.accepted((consent, 1))
    made(await world.post(f"{referral['id']}/hold", BODIES["hold"], who="recipient"))
    await world.deliver(world.withdrawn(consent))
    world.consents.says("permitted")
    assert made(await world.post(f"{referral['id']}/resumption"))["state"] == "on_hold"
    assert made(await world.post(f"{referral['id']}/continuation", who="recipient"))["state"] == "accepted"


async def test_what_was_returned_is_hidden_from_the_recipient_until_it_is_sent_anew(world: World) -> None:
    referral = await in_state(world, "returned")
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert (seen["state"], seen["subjectId"], seen["reason"]) == ("returned", None, "no_capacity")
    world.consents.says("consent_required")
    assert made(await world.post(f"{referral['id']}/sending"))["state"] == "awaiting_consent"
    world.consents.says("permitted")
    again = made(await world.post(f"{referral['id']}/sending"))
    assert (again["state"], again["acceptedAt"], again["reason"]) == ("sent", None, None)
    assert made(await world.get(f"/{referral['id']}", who="recipient"))["subjectId"] == str(world.subject)


@pytest.mark.case("SL-10")
async def test_a_revoked_ground_suspends_what_rests_on_it(world: World) -> None:
    ground, other = uuid4(), uuid4()
    world.consents.says("permitted", rests_on=ground)
    referral = await world.opened()
    made(await world.post(f"{referral['id']}/sending"))
    await world.deliver(_revoked(world, other))
    assert await world.state(referral) == "sent"
    await world.deliver(_revoked(world, ground))
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["reason"]) == ("suspended", "ground_revoked")
    refused(await world.post(f"{referral['id']}/resumption"), 503, "consent-unanswered")


def _revoked(world: World, ground: object) -> GroundRevoked:
    return GroundRevoked(
        **world.envelope(ground, 2),  # type: ignore[arg-type]
        kind="harm_assessment",
        subject_id=world.subject,
        situation="family-support-2026-11",
        outcome="possible",
        responsible_authority_id=world.region,
        sender_unit_id=world.midwives,
        recipient_unit_id=world.social_workers,
        valid_through="2026-12-31",  # type: ignore[arg-type]
    )


@pytest.mark.case("SL-07")
@pytest.mark.parametrize("permission", [None, {"givenOn": "2026-11-22", "givenBy": "custodian"}])
async def test_a_concern_for_the_child_is_pointed_to_the_report_of_concern_and_leaves_nothing(
    world: World, permission: object
) -> None:
    to_officer = {"unitId": str(world.authority_side), "profession": "social_authority_officer"}
    body = world.order(recipient=to_officer, permission=permission, concernForChild=True)
    problem = refused(await world.post(REFERRALS, body, idempotency_key="k"), 409, "report-of-concern")
    assert "/consent/v1/contact-channels" in problem["detail"]
    assert world.consents.asked == []
    for table in ("referral", "referral_step", "outbox", "audit_entry", "idempotency_key"):
        rows = await world.database.rows(f"SELECT * FROM {table}")  # noqa: S608 - names of ours
        assert [row for row in rows if row.get("subject_id") == world.subject or table != "audit_entry"] == []


async def test_several_recipients_are_referrals_of_their_own_that_the_sender_alone_sees_together(
    world: World,
) -> None:
    world.consents.says("permitted", to="social_worker")
    world.consents.says("consent_required", to="child_health_nurse")
    order = {name: value for name, value in world.order().items() if name != "recipient"}
    recipients = [
        {"unitId": str(world.social_workers), "profession": "social_worker"},
        {"unitId": str(world.nurses), "profession": "child_health_nurse"},
    ]
    group = made(await world.post(GROUPS, {**order, "recipients": recipients}), 201)
    sent, waiting = [made(await world.post(f"{leg['id']}/sending"))["state"] for leg in group["referrals"]]
    assert (sent, waiting) == ("sent", "awaiting_consent")
    async with world.http() as client:
        seen = made(await client.get(f"{GROUPS}/{group['id']}"))
    assert [leg["state"] for leg in seen["referrals"]] == ["sent", "awaiting_consent"]
    assert seen["coreStatus"] == "open"
    leg = made(await world.get(f"/{seen['referrals'][0]['id']}", who="recipient"))
    assert leg["groupId"] is None
    async with world.http("recipient") as client:
        refused(await client.get(f"{GROUPS}/{group['id']}"), 404, "referral-group-not-found")
    assert {data["groupId"] for _, data in await world.announced()} == {group["id"]}


async def test_a_recipient_stands_once_in_a_group_and_all_are_opened_or_none(world: World) -> None:
    order = {name: value for name, value in world.order().items() if name != "recipient"}
    one = {"unitId": str(world.social_workers), "profession": "social_worker"}
    problem = refused(await world.post(GROUPS, {**order, "recipients": [one, one]}), 422, "invalid")
    assert problem["errors"][0]["rule"] == "twice"
    nobody = {"unitId": str(uuid4()), "profession": "social_worker"}
    refused(await world.post(GROUPS, {**order, "recipients": [one, nobody]}), 422, "invalid")
    assert await world.database.rows("SELECT 1 FROM referral") == []


async def test_states_are_told_in_the_centres_own_word(world: World) -> None:
    referral = await world.opened()
    assert referral["stateText"] == "Lotsningen är öppnad"
    await world.deliver(world.centre_event(2, display_term="hänvisning"))
    assert made(await world.get(f"/{referral['id']}"))["stateText"] == "Hänvisningen är öppnad"
