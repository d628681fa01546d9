"""The main job's referral, from opening to its outcome, and the acceptance cases SL-01 to SL-10."""

from uuid import uuid4

import pytest
from referral_world import REFERRALS, SITUATION, World, made, refused


@pytest.mark.case("SL-03")
async def test_a_referral_goes_from_opening_to_an_outcome_that_the_sender_sees(world: World) -> None:
    consent = uuid4()
    sent = await world.sent((consent, 1))
    assert (sent["state"], sent["whoseMove"], sent["coreStatus"]) == ("sent", "recipient", "open")
    assert sent["ground"]["consents"] == [{"consentId": str(consent), "version": 1}]

    inbox = made(await world.get("?box=inbox", who="recipient"))
    assert [one["id"] for one in inbox["items"]] == [sent["id"]]
    assert inbox["items"][0]["topics"] == ["parental_support"]

    for act, state in (("receipt", "received"), ("acceptance", "accepted"), ("first-contact", "contacted")):
        answer = made(await world.post(f"{sent['id']}/{act}", who="recipient"))
        assert answer["state"] == state
    body = {"outcome": "contact_established", "followUpOn": "2027-01-22"}
    made(await world.post(f"{sent['id']}/completion", body, who="recipient"))

    seen = made(await world.get(f"/{sent['id']}"))
    assert (seen["state"], seen["coreStatus"], seen["whoseMove"]) == ("completed", "done", None)
    assert (seen["outcome"], seen["followUpOn"]) == ("contact_established", "2027-01-22")
    assert [name for name, _ in await world.announced()] == [
        "opened",
        "sent",
        "received",
        "accepted",
        "contacted",
        "completed",
    ]


async def test_the_history_tells_who_did_what(world: World) -> None:
    referral = await world.contacted()
    steps = made(await world.get(f"/{referral['id']}/history", who="recipient"))
    assert [(s["version"], s["act"], s["party"]) for s in steps] == [
        (1, "open", "sender"),
        (2, "send", "sender"),
        (3, "accept", "recipient"),
        (4, "contact", "recipient"),
    ]
    assert steps[3]["unitId"] == str(world.social_workers)


@pytest.mark.case("SL-01")
async def test_opening_without_the_parents_permission_is_refused_and_announces_nothing(world: World) -> None:
    body = world.order(permission=None, stage="opened")
    refused(await world.post(REFERRALS, body), 409, "permission-missing")
    assert await world.database.rows("SELECT 1 FROM referral") == []
    assert await world.announced() == []


@pytest.mark.case("SL-01")
@pytest.mark.parametrize("stage", ["identified", "offered", "awaiting_permission", None])
async def test_before_the_permission_nothing_counts_and_nothing_is_sent(
    world: World, stage: str | None
) -> None:
    world.consents.says("permitted")
    referral = await world.opened(permission=None, stage=stage)
    assert referral["state"] == (stage or "awaiting_permission")
    assert referral["openedOn"] is None
    refused(await world.post(f"{referral['id']}/sending"), 409, "permission-missing")
    assert world.consents.asked == []
    assert await world.announced() == []


async def test_the_permission_opens_a_referral_from_the_day_it_was_given(world: World) -> None:
    referral = await world.opened(permission=None, stage="identified")
    made(await world.post(f"{referral['id']}/offer"))
    made(await world.post(f"{referral['id']}/permission-request"))
    body = {"givenOn": "2026-11-02", "givenBy": "custodian"}
    opened = made(await world.post(f"{referral['id']}/permission", body))
    assert (opened["state"], opened["openedOn"], opened["version"]) == ("opened", "2026-11-02", 4)
    [(name, data)] = await world.announced()
    assert (name, data["openedOn"], data["counted"]) == ("opened", "2026-11-02", True)
    assert (data["fromProfession"], data["toProfession"]) == ("midwife", "social_worker")
    assert (data["fromActivity"], data["toActivity"]) == (
        "maternal_health_care",
        "preventive_social_services",
    )


@pytest.mark.parametrize(("given_on", "rule"), [("2026-11-23", "in-the-future"), ("2025-11-20", "too-old")])
async def test_a_permission_of_an_impossible_day_is_refused(world: World, given_on: str, rule: str) -> None:
    body = world.order(permission={"givenOn": given_on, "givenBy": "custodian"})
    problem = refused(await world.post(REFERRALS, body), 422, "invalid")
    assert [(e["field"], e["rule"]) for e in problem["errors"]] == [("permission.givenOn", rule)]


async def test_a_permission_of_a_year_ago_is_recorded(world: World) -> None:
    referral = await world.opened(permission={"givenOn": "2025-11-22", "givenBy": "custodian"})
    assert referral["openedOn"] == "2025-11-22"


@pytest.mark.case("SL-02")
async def test_without_a_boundary_it_goes_without_consent_but_with_the_permission(world: World) -> None:
    to_nurse = {"unitId": str(world.nurses), "profession": "child_health_nurse"}
    sent = await world.sent(recipient=to_nurse)
    assert sent["ground"]["ground"] == "same_area"
    assert sent["ground"]["consents"] == []
    assert sent["permission"] == {"givenOn": "2026-11-22", "givenBy": "custodian"}


async def test_the_consent_service_is_asked_for_the_senders_authority_and_for_the_user(world: World) -> None:
    await world.sent()
    [(caller, question)] = world.consents.asked
    assert (caller.kind, caller.authority_id, caller.scopes) == (
        "system",
        world.region,
        {"consent:decide", "subjects:resolve"},
    )
    assert caller.acts_for is not None
    assert caller.acts_for.subject == "midwife-1"
    assert question == {
        "subjectId": str(world.subject),
        "situation": SITUATION,
        "topics": ["parental_support"],
        "sender": {"unitId": str(world.midwives), "profession": "midwife"},
        "recipient": {"unitId": str(world.social_workers), "profession": "social_worker"},
        "centreId": str(world.centre),
    }


@pytest.mark.case("SL-04")
async def test_what_a_partial_consent_does_not_cover_does_not_leave(world: World) -> None:
    world.consents.says("permitted", (uuid4(), 1), to="social_worker")
    world.consents.says("refused", to="speech_therapist", uncovered=("language",), steps=("ask_again",))
    to_therapist = {"unitId": str(world.hospital), "profession": "speech_therapist"}
    blocked = await world.opened(recipient=to_therapist, topics=["language"], needs=[])
    waits = made(await world.post(f"{blocked['id']}/sending", {"sendWhenConsented": True}))
    assert (waits["state"], waits["ground"]["uncoveredTopics"]) == ("awaiting_consent", ["language"])
    assert made(await world.get("?box=inbox", who="stranger"))["items"] == []
    to_kurator = await world.opened()
    assert made(await world.post(f"{to_kurator['id']}/sending"))["state"] == "sent"


async def test_only_the_chosen_topics_leave_and_the_needs_under_them(world: World) -> None:
    world.consents.says("permitted")
    needs = [{"topic": "parental_support", "code": "sleep"}, {"topic": "economy", "code": "debts"}]
    referral = await world.opened(topics=["parental_support", "economy"], needs=needs)
    made(await world.post(f"{referral['id']}/sending", {"topics": ["parental_support"]}))
    assert world.consents.asked[-1][1]["topics"] == ["parental_support"]
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert (seen["topics"], seen["needs"]) == (["parental_support"], needs[:1])
    assert made(await world.get(f"/{referral['id']}"))["topics"] == ["parental_support", "economy"]


@pytest.mark.case("SL-05")
async def test_an_explicit_no_blocks_offers_to_ask_again_and_never_goes_by_itself(world: World) -> None:
    world.consents.says("refused", steps=("ask_again",))
    referral = await world.opened()
    answer = made(await world.post(f"{referral['id']}/sending", {"sendWhenConsented": True}))
    assert (answer["state"], answer["reason"], answer["waitThrough"]) == (
        "awaiting_consent",
        "explicit_no",
        None,
    )
    assert answer["ground"]["nextSteps"] == ["ask_again"]
    world.consents.says("permitted", (uuid4(), 1))
    await world.deliver(world.recorded(uuid4()))
    assert await world.state(referral) == "awaiting_consent"
    assert made(await world.get("?box=inbox", who="recipient"))["items"] == []


@pytest.mark.case("SL-09")
@pytest.mark.parametrize("follow_up", [{}, {"followUpOn": "2027-01-22", "noFollowUp": True}])
async def test_closing_asks_for_a_day_of_follow_up_or_an_explicit_none(
    world: World, follow_up: dict[str, object]
) -> None:
    referral = await world.accepted()
    body = {"outcome": "contact_established", **follow_up}
    problem = refused(
        await world.post(f"{referral['id']}/completion", body, who="recipient"), 422, "follow-up-missing"
    )
    assert problem["errors"][0]["field"] == "followUpOn"
    body = {"outcome": "family_declined", "noFollowUp": True}
    closed = made(await world.post(f"{referral['id']}/completion", body, who="recipient"))
    assert (closed["noFollowUp"], closed["outcome"]) == (True, "family_declined")


@pytest.mark.parametrize("day", ["2026-11-21", "2029-01-01"])
async def test_a_follow_up_lies_ahead_and_not_too_far(world: World, day: str) -> None:
    referral = await world.accepted()
    body = {"outcome": "other", "followUpOn": day}
    refused(await world.post(f"{referral['id']}/completion", body, who="recipient"), 422, "invalid")


@pytest.mark.case("SL-15")
async def test_when_the_agreement_has_ended_a_new_internal_referral_is_refused_with_the_day(
    world: World,
) -> None:
    from datetime import date

    before = await world.opened(permission=None)
    await world.deliver(world.agreement_event(2, valid_through=date(2026, 11, 21)))
    problem = refused(await world.post(REFERRALS, world.order()), 409, "agreement-not-in-force")
    assert "2026-11-21" in problem["detail"]
    permission = {"givenOn": "2026-11-20", "givenBy": "custodian"}
    refused(await world.post(f"{before['id']}/permission", permission), 409, "agreement-not-in-force")
    to_hospital = {"unitId": str(world.hospital), "profession": "speech_therapist"}
    assert (await world.opened(recipient=to_hospital))["kind"] == "external"


@pytest.mark.case("SL-08")
async def test_the_centres_own_word_is_shown_while_the_concept_stays_one(world: World) -> None:
    assert (await world.opened())["displayTerm"] == "lotsning"


@pytest.mark.case("SL-06")
async def test_the_authority_side_of_social_services_is_external_with_permission(world: World) -> None:
    to_officer = {"unitId": str(world.authority_side), "profession": "social_authority_officer"}
    assert (await world.opened(recipient=to_officer))["kind"] == "external"
