"""Joint plans: at least two professions, on a ground towards each, closed with an outcome."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from referral_world import REFERRALS, SITUATION, World, made, refused

PLANS = "/referrals/v1/joint-plans"


def _content(world: World, **more: Any) -> dict[str, Any]:
    return {
        "participants": [{"unitId": str(world.social_workers), "profession": "social_worker"}],
        "goals": [{"topic": "parental_support", "code": "better_sleep"}],
        "efforts": [{"code": "home_visit", "profession": "social_worker", "byOn": "2026-12-22"}],
        "reviewOn": "2027-02-01",
        **more,
    }


def _plan(world: World, **more: Any) -> dict[str, Any]:
    return {
        "centreId": str(world.centre),
        "subjectId": str(world.subject),
        "situation": SITUATION,
        "topics": ["parental_support"],
        "permission": {"givenOn": "2026-11-22", "givenBy": "custodian"},
        **_content(world, **more),
    }


async def _opened(world: World, *consents: Any, **more: Any) -> dict[str, Any]:
    world.consents.says("permitted", *consents)
    return made(await world.post(PLANS, _plan(world, **more)), 201)


async def _read(world: World, plan: dict[str, Any], who: str = "sender") -> Any:
    async with world.http(who) as client:
        return await client.get(f"{PLANS}/{plan['id']}")


async def _put(world: World, plan: dict[str, Any], body: Any, who: str = "sender", **headers: str) -> Any:
    async with world.http(who) as client:
        return await client.put(f"{PLANS}/{plan['id']}", json=body, headers=headers)


@pytest.mark.case("SL-11")
@pytest.mark.parametrize("participants", [[], "own"])
async def test_a_plan_with_one_profession_alone_is_refused(world: World, participants: Any) -> None:
    own = [{"unitId": str(world.midwives), "profession": "midwife"}]
    world.consents.says("permitted")
    body = _plan(
        world,
        participants=own if participants == "own" else [],
        efforts=[{"code": "x", "profession": "midwife"}],
    )
    problem = refused(await world.post(PLANS, body), 422, "invalid")
    assert problem["errors"][0]["rule"] == "two-professions"
    assert await world.database.rows("SELECT 1 FROM joint_plan") == []


@pytest.mark.case("SL-12")
async def test_a_plan_is_announced_with_its_family_and_professions(world: World) -> None:
    plan = await _opened(world)
    [(name, data)] = await world.announced("joint-plan")
    assert name == "opened"
    assert data["professions"] == ["midwife", "social_worker"]
    assert data["activities"] == ["maternal_health_care", "preventive_social_services"]
    assert (data["familyId"] is not None, data["counted"], data["openedOn"]) == (True, True, "2026-11-22")
    assert made(await _read(world, plan, "recipient")) == plan


async def test_a_plan_is_told_only_on_a_ground_towards_everybody_in_it(world: World) -> None:
    world.consents.says("permitted")
    world.consents.says("consent_required", to="child_health_nurse", uncovered=("parental_support",))
    both = [
        {"unitId": str(world.social_workers), "profession": "social_worker"},
        {"unitId": str(world.nurses), "profession": "child_health_nurse"},
    ]
    refused(await world.post(PLANS, _plan(world, participants=both)), 409, "ground-missing")
    world.consents.status = 503
    refused(await world.post(PLANS, _plan(world)), 503, "consent-unanswered")
    assert await world.database.rows("SELECT 1 FROM joint_plan") == []
    assert [question["recipient"]["profession"] for _, question in world.consents.asked[:2]] == [
        "social_worker",
        "child_health_nurse",
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"efforts": [{"code": "visit", "profession": "librarian"}]}, "efforts"),
        ({"goals": [{"topic": "economy", "code": "debts"}]}, "goals"),
        ({"reviewOn": "2026-11-22"}, "reviewOn"),
        ({"reviewOn": "2028-01-01"}, "reviewOn"),
    ],
)
async def test_efforts_goals_and_review_fit_the_plan(world: World, more: dict[str, Any], field: str) -> None:
    world.consents.says("permitted")
    problem = refused(await world.post(PLANS, _plan(world, **more)), 422, "invalid")
    assert problem["errors"][0]["field"] == field


async def test_who_takes_part_is_at_a_unit_that_has_the_profession(world: World) -> None:
    world.consents.says("permitted")
    nobody = [{"unitId": str(uuid4()), "profession": "social_worker"}]
    problem = refused(await world.post(PLANS, _plan(world, participants=nobody)), 422, "invalid")
    assert problem["errors"][0]["field"] == "participants"


async def test_a_linked_referral_is_one_that_whoever_links_it_may_see(world: World) -> None:
    referral = await world.sent()
    plan = await _opened(world, referralIds=[referral["id"]])
    assert plan["referralIds"] == [referral["id"]]
    refused(await world.post(PLANS, _plan(world, referralIds=[str(uuid4())])), 404, "referral-not-found")


async def test_whoever_takes_part_may_change_it_on_a_ground_towards_the_others(world: World) -> None:
    plan = await _opened(world)
    body = _content(world, goals=[{"topic": "parental_support", "code": "better_sleep", "isReached": True}])
    changed = made(await _put(world, plan, body, "recipient", **{"if-match": '"v1"'}))
    assert (changed["version"], changed["goals"][0]["isReached"]) == (2, True)
    _, question = world.consents.asked[-1]
    assert (question["sender"]["profession"], question["recipient"]["profession"]) == (
        "social_worker",
        "midwife",
    )
    refused(await _put(world, plan, body, **{"if-match": '"v1"'}), 412, "precondition-failed")
    world.consents.says("consent_required")
    refused(await _put(world, plan, body), 409, "ground-missing")
    assert (await world.announced("joint-plan"))[-1][0] == "changed"


async def test_a_withdrawn_consent_stops_the_sharing_until_there_is_a_new_ground(world: World) -> None:
    consent = uuid4()
    plan = await _opened(world, (consent, 1))
    await world.deliver(world.withdrawn(uuid4()))
    assert made(await _read(world, plan))["state"] == "open"
    await world.deliver(world.withdrawn(consent))
    seen = made(await _read(world, plan))
    assert (seen["state"], seen["reason"]) == ("suspended", "consent_withdrawn")
    refused(await _read(world, plan, "recipient"), 404, "joint-plan-not-found")
    world.consents.says("permitted", (uuid4(), 1))
    assert made(await _put(world, plan, _content(world)))["state"] == "open"
    assert made(await _read(world, plan, "recipient"))["state"] == "open"


async def test_a_stale_ground_is_no_ground(world: World) -> None:
    consent = uuid4()
    await world.deliver(world.withdrawn(consent))
    world.consents.says("permitted", (consent, 1))
    refused(await world.post(PLANS, _plan(world)), 503, "consent-unanswered")


async def test_a_plan_is_closed_once_with_an_outcome(world: World) -> None:
    plan = await _opened(world)
    closed = made(await world.post(f"{PLANS}/{plan['id']}/closure", {"outcome": "goals_reached"}))
    assert (closed["state"], closed["outcome"], closed["closedOn"]) == (
        "closed",
        "goals_reached",
        "2026-11-22",
    )
    again = await world.post(f"{PLANS}/{plan['id']}/closure", {"outcome": "moved"})
    refused(again, 409, "joint-plan-not-open")
    refused(await _put(world, plan, _content(world)), 409, "joint-plan-not-open")
    name, data = (await world.announced("joint-plan"))[-1]
    assert (name, data["outcome"], data["closedOn"]) == ("closed", "goals_reached", "2026-11-22")


async def test_a_plan_entered_in_error_counts_nowhere_and_is_gone_for_the_others(world: World) -> None:
    plan = await _opened(world)
    made(await world.post(f"{PLANS}/{plan['id']}/voiding"))
    name, data = (await world.announced("joint-plan"))[-1]
    assert (name, data["counted"]) == ("voided", False)
    refused(await _read(world, plan, "recipient"), 404, "joint-plan-not-found")
    refused(await world.post(f"{PLANS}/{plan['id']}/voiding"), 409, "joint-plan-not-open")


@pytest.mark.parametrize("who", ["colleague", "officer", "stranger", "nowhere", "borrowed", "crossed"])
async def test_a_plan_is_there_for_those_who_take_part_alone(world: World, who: str) -> None:
    plan = await _opened(world)
    code = "referral-not-found" if who == "nowhere" else "joint-plan-not-found"
    refused(await _read(world, plan, who), 404, code)
    refused(await world.post(f"{PLANS}/{plan['id']}/closure", {"outcome": "moved"}, who=who), 404, code)
    if who != "nowhere":
        async with world.http(who) as client:
            assert made(await client.get(PLANS))["items"] == []


async def test_plans_are_listed_by_state_and_a_review_that_is_due_shows(world: World) -> None:
    plan = await _opened(world)
    async with world.http("recipient") as client:
        assert [one["id"] for one in made(await client.get(f"{PLANS}?state=open"))["items"]] == [plan["id"]]
        assert made(await client.get(f"{PLANS}?state=closed"))["items"] == []
    world.clock.moment += timedelta(days=71)
    assert made(await _read(world, plan))["isReviewDue"] is True


async def test_a_review_that_has_passed_is_told_of_once_for_each_day_that_was_set(world: World) -> None:
    plan = await _opened(world)
    world.clock.moment = datetime(2027, 2, 1, 12, tzinfo=UTC)
    await world.run_jobs()
    assert [name for name, _ in await world.announced("joint-plan")] == ["opened"]
    world.clock.moment += timedelta(days=1)
    for _ in range(2):
        await world.run_jobs()
    name, data = (await world.announced("joint-plan"))[-1]
    assert (name, data["reviewOn"], data["state"]) == ("overdue", "2027-02-01", "open")
    assert len(await world.announced("joint-plan")) == 2
    assert made(await _read(world, plan))["version"] == 1
    made(await _put(world, plan, _content(world, reviewOn="2027-03-01")))
    world.clock.moment += timedelta(days=60)
    await world.run_jobs()
    assert [name for name, _ in await world.announced("joint-plan")][2:] == ["changed", "overdue"]


async def test_a_closed_plan_is_not_overdue(world: World) -> None:
    plan = await _opened(world)
    made(await world.post(f"{PLANS}/{plan['id']}/closure", {"outcome": "goals_reached"}))
    world.clock.moment += timedelta(days=200)
    await world.run_jobs()
    assert [name for name, _ in await world.announced("joint-plan")] == ["opened", "closed"]


@pytest.mark.case("EV-02")
async def test_when_the_agreement_has_ended_no_new_record_inside_the_centre_is_opened_and_history_is_read(
    world: World,
) -> None:
    plan = await _opened(world)
    advice = await world.sent(form="advice")
    made(await world.post(f"{advice['id']}/advice", {"advice": "refer_here"}, who="recipient"))
    await world.deliver(world.agreement_event(2, valid_through=date(2026, 11, 21)))
    refused(await world.post(PLANS, _plan(world)), 409, "agreement-not-in-force")
    refused(await world.post(REFERRALS, world.order()), 409, "agreement-not-in-force")
    body = {"permission": {"givenOn": "2026-11-22", "givenBy": "custodian"}}
    refused(await world.post(f"{advice['id']}/conversion", body), 409, "agreement-not-in-force")
    assert await world.state(advice) == "advised"
    assert made(await _read(world, plan))["state"] == "open"
    assert made(await world.get(f"/{advice['id']}"))["advice"] == "refer_here"
    outside = [{"unitId": str(world.authority_side), "profession": "social_authority_officer"}]
    efforts = [{"code": "visit", "profession": "social_authority_officer"}]
    made(await world.post(PLANS, _plan(world, participants=outside, efforts=efforts)), 201)
