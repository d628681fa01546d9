"""What a new referral must name, and how the person in it is resolved."""

from datetime import date
from uuid import uuid4

import pytest
from referral_world import ALL_SCOPES, REFERRALS, World, made, refused

PERSON = {"system": "http://electronichealth.se/identifier/personnummer", "value": "201701012393"}


async def _fault(world: World, **more: object) -> tuple[str, str]:
    problem = refused(await world.post(REFERRALS, world.order(**more)), 422, "invalid")
    assert await world.database.rows("SELECT 1 FROM referral") == []
    [error] = problem["errors"]
    return error["field"], error["rule"]


async def test_a_person_is_resolved_by_the_consent_service_and_never_kept(world: World) -> None:
    caller = world.caller(world.region, world.midwives, "midwife", scopes=f"{ALL_SCOPES} subjects:resolve")
    body = world.order(subjectId=None, subject=PERSON)
    referral = made(await world.post(REFERRALS, body, who=caller), 201)
    assert referral["subjectId"] == str(world.consents.persons[PERSON["value"]])
    assert world.consents.asked[0][1] == {"identifiers": [PERSON]}
    everything = await world.database.rows(
        "SELECT r::text AS text FROM referral r UNION ALL SELECT o::text FROM outbox o"
        " UNION ALL SELECT a::text FROM audit_entry a UNION ALL SELECT s::text FROM referral_step s"
    )
    assert everything
    assert all(PERSON["value"] not in row["text"] for row in everything)


async def test_a_person_is_not_resolved_without_the_scope_for_it(world: World) -> None:
    body = world.order(subjectId=None, subject=PERSON)
    refused(await world.post(REFERRALS, body), 403, "scope-missing")
    assert world.consents.asked == []


@pytest.mark.parametrize(("status", "code"), [(503, 503), (422, 422), (403, 503)])
async def test_nothing_is_opened_for_an_unresolved_person(world: World, status: int, code: int) -> None:
    caller = world.caller(world.region, world.midwives, "midwife", scopes=f"{ALL_SCOPES} subjects:resolve")
    world.consents.status = status
    answer = await world.post(REFERRALS, world.order(subjectId=None, subject=PERSON), who=caller)
    assert answer.status_code == code
    assert PERSON["value"] not in answer.text
    assert await world.database.rows("SELECT 1 FROM referral") == []


@pytest.mark.parametrize("subjects", [{"subjectId": None}, {"subject": PERSON}])
async def test_a_referral_is_about_exactly_one_person(world: World, subjects: dict[str, object]) -> None:
    assert await _fault(world, **subjects) == ("subjectId", "one-of")


async def test_a_faulty_number_is_named_by_its_rule_and_not_echoed(world: World) -> None:
    body = world.order(subjectId=None, subject={**PERSON, "value": "201701012394"})
    answer = await world.post(REFERRALS, body)
    assert refused(answer, 422, "invalid")["errors"][0]["rule"] == "check-digit"
    assert "201701012394" not in answer.text


async def test_the_sender_works_at_the_centre(world: World) -> None:
    answer = await world.post(REFERRALS, world.order(), who="stranger")
    assert refused(answer, 422, "invalid")["errors"][0]["rule"] == "not-your-centre"
    lies = world.caller(world.elsewhere, world.midwives, "midwife")
    answer = await world.post(REFERRALS, world.order(), who=lies)
    assert refused(answer, 422, "invalid")["errors"][0]["rule"] == "not-your-centre"


@pytest.mark.parametrize("profession", [None, "midwife"])
async def test_only_staff_of_a_unit_open_referrals(world: World, profession: str | None) -> None:
    caller = world.caller(world.region, None if profession else world.midwives, profession or "x")
    if profession is None:
        from dataclasses import replace

        caller = replace(caller, profession=None)
    refused(await world.post(REFERRALS, world.order(), who=caller), 403, "employment-missing")


async def test_the_centre_exists_and_is_open(world: World) -> None:
    assert await _fault(world, centreId=str(uuid4())) == ("centreId", "unknown")
    await world.deliver(world.centre_event(2, valid_through=date(2026, 11, 21)))
    assert await _fault(world) == ("centreId", "unknown")


async def test_the_recipient_is_a_unit_that_has_the_profession_and_not_oneself(world: World) -> None:
    nobody = {"unitId": str(uuid4()), "profession": "social_worker"}
    assert await _fault(world, recipient=nobody) == ("recipient.unitId", "unknown")
    wrong = {"unitId": str(world.social_workers), "profession": "librarian"}
    assert await _fault(world, recipient=wrong) == ("recipient.profession", "not-at-unit")
    oneself = {"unitId": str(world.midwives), "profession": "midwife"}
    assert await _fault(world, recipient=oneself) == ("recipient", "yourself")


async def test_needs_belong_to_the_topics_and_so_does_what_is_sent(world: World) -> None:
    needs = [{"topic": "economy", "code": "debts"}]
    assert await _fault(world, needs=needs) == ("needs", "topic-unknown")
    referral = await world.opened()
    problem = refused(await world.post(f"{referral['id']}/sending", {"topics": ["economy"]}), 422, "invalid")
    assert problem["errors"][0]["field"] == "topics"


async def test_a_permission_and_a_stage_before_it_contradict_each_other(world: World) -> None:
    assert await _fault(world, stage="offered") == ("stage", "permission-given")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("situation", "201701012393"),
        ("situation", "det gäller barnets sömn"),
        ("topics", ["Fri text"]),
        ("topics", []),
        ("note", "fri text"),
    ],
)
async def test_there_is_no_place_for_free_text_or_a_persons_number(
    world: World, member: str, value: object
) -> None:
    answer = await world.post(REFERRALS, world.order(**{member: value}))
    refused(answer, 422, "invalid")


async def test_an_external_referral_needs_no_agreement_an_internal_one_does(world: World) -> None:
    await world.deliver(world.agreement_event(2, valid_from=date(2026, 11, 23)))
    refused(await world.post(REFERRALS, world.order()), 409, "agreement-not-in-force")
    assert (await world.opened(recipient={"profession": "physician"}))["kind"] == "external"


async def test_in_a_county_without_local_agreements_the_countys_own_covers(world: World) -> None:
    await world.deliver(
        world.centre_event(2, county_code="08"),
        world.agreement_event(2, valid_through=date(2026, 1, 31)),
    )
    refused(await world.post(REFERRALS, world.order()), 409, "agreement-not-in-force")
    county = world.agreement_event(1, kind="county", centre_id=None)
    await world.deliver(county.model_copy(update={"aggregate_id": uuid4(), "county_code": "08"}))
    assert (await world.opened())["kind"] == "internal"


async def test_problems_speak_the_callers_language(world: World) -> None:
    body = world.order(permission=None, stage="opened")
    answer = await world.post(REFERRALS, body, accept_language="en")
    assert answer.headers["content-language"] == "en"
    assert answer.json()["title"].startswith("The parent's permission")


async def test_the_answer_says_where_the_new_referral_is(world: World) -> None:
    answer = await world.post(REFERRALS, world.order())
    referral = made(answer, 201)
    assert answer.headers["location"] == f"{REFERRALS}/{referral['id']}"
    assert made(await world.get(f"/{referral['id']}")) == referral
