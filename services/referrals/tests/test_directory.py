"""The service directory: fed by the register and by own entries, with capacity and what a recipient needs to know."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from referral_world import REFERRALS, World, made, refused

DIRECTORY = "/referrals/v1/directory-entries"
DETAILS = {
    "ages": {"fromMonths": 0, "throughMonths": 36},
    "municipalityCodes": ["1880"],
    "languages": ["sv", "ar"],
    "openingHours": [{"weekday": 1, "opens": "08:00", "closes": "16:30"}],
    "waitingDays": 14,
    "phone": "019-21 00 00",
}
FORM = {
    "fields": [
        {
            "key": "first_child",
            "topic": "parental_support",
            "kind": "choice",
            "sv": "Är det första barnet?",
            "en": "Is it the first child?",
            "options": [{"code": "yes", "sv": "Ja", "en": "Yes"}, {"code": "no", "sv": "Nej", "en": "No"}],
            "required": True,
        },
        {
            "key": "children",
            "topic": "parental_support",
            "kind": "number",
            "sv": "Hur många barn?",
            "en": "How many?",
        },
        {
            "key": "since",
            "topic": "economy",
            "kind": "day",
            "sv": "Sedan när?",
            "en": "Since?",
            "required": True,
        },
        {
            "key": "interpreter",
            "topic": "parental_support",
            "kind": "yes_no",
            "sv": "Tolk?",
            "en": "Interpreter?",
        },
    ]
}


async def _get(world: World, query: str = "", who: str = "sender") -> Any:
    async with world.http(who) as client:
        answer = made(await client.get(f"{DIRECTORY}{query}"))
    return answer.get("items", answer)


async def _put(
    world: World, entry: object, part: str, body: Any, who: str = "recipient", **headers: str
) -> Any:
    async with world.http(who) as client:
        return await client.put(f"{DIRECTORY}/{entry}/{part}", json=body, headers=headers)


async def test_the_register_feeds_the_directory_and_says_what_is_inside_the_centre(world: World) -> None:
    found = await _get(world, f"?centreId={world.centre}")
    kinds = {entry["unitId"]: entry["kind"] for entry in found}
    assert kinds[str(world.social_workers)] == "internal"
    assert kinds[str(world.hospital)] == "external"
    assert kinds[str(world.authority_side)] == "external"
    concern = {entry["unitId"]: entry["reportOfConcern"] for entry in found}
    assert concern[str(world.authority_side)] == "/consent/v1/contact-channels"
    assert concern[str(world.social_workers)] is None


async def test_a_unit_tells_for_whom_it_is_and_is_found_by_that(world: World) -> None:
    told = made(await _put(world, world.social_workers, "details", DETAILS))
    assert (told["version"], told["details"]["waitingDays"]) == (2, 14)
    for query, is_found in (
        ("ageMonths=36&language=ar&municipalityCode=1880&profession=social_worker", True),
        ("ageMonths=37", False),
        ("language=so", False),
        ("municipalityCode=1814", False),
        ("profession=midwife", False),
    ):
        ids = [entry["id"] for entry in await _get(world, f"?{query}")]
        assert (str(world.social_workers) in ids) is is_found, query


async def test_with_an_interpreter_every_language_is_spoken(world: World) -> None:
    made(await _put(world, world.social_workers, "details", {**DETAILS, "interpreter": True}))
    assert str(world.social_workers) in [entry["id"] for entry in await _get(world, "?language=so")]


@pytest.mark.parametrize("who", ["sender", "officer", "stranger"])
async def test_nobody_tells_of_anothers_unit(world: World, who: str) -> None:
    refused(await _put(world, world.social_workers, "details", DETAILS, who), 403, "not-your-entry")


async def test_a_change_since_one_read_is_told(world: World) -> None:
    made(await _put(world, world.social_workers, "details", DETAILS))
    stale = await _put(world, world.social_workers, "details", DETAILS, **{"if-match": '"v1"'})
    refused(stale, 412, "precondition-failed")


async def test_a_service_outside_the_register_is_entered_found_and_referred_to(world: World) -> None:
    body = {
        "name": "Familjerådgivningen",
        "professions": ["family_counsellor"],
        "centreId": str(world.centre),
        "details": DETAILS,
    }
    entry = made(await world.post(DIRECTORY, body), 201)
    found = await _get(world, "?profession=family_counsellor")
    assert [one["name"] for one in found] == ["Familjerådgivningen"]
    recipient = {"entryId": entry["id"], "profession": "family_counsellor"}
    referral = await world.sent(recipient=recipient)
    assert (referral["kind"], referral["recipient"]["unitName"]) == ("external", "Familjerådgivningen")
    made(await _put(world, entry["id"], "capacity", {"capacity": "full"}, "colleague"))
    refused(await world.post(DIRECTORY, body, who="stranger"), 422, "invalid")


async def test_a_recipient_is_one_of_the_directory(world: World) -> None:
    for recipient in (
        {"entryId": str(uuid4()), "profession": "family_counsellor"},
        {
            "entryId": str(world.social_workers),
            "unitId": str(world.social_workers),
            "profession": "social_worker",
        },
    ):
        problem = refused(await world.post(REFERRALS, world.order(recipient=recipient)), 422, "invalid")
        assert problem["errors"][0]["field"] == "recipient.entryId"


async def test_to_a_recipient_that_is_full_nothing_is_sent_and_the_fault_is_the_recipients(
    world: World,
) -> None:
    full = {"capacity": "full", "fullThrough": "2026-11-30"}
    made(await _put(world, world.social_workers, "capacity", full))
    world.consents.says("permitted")
    referral = await world.opened()
    problem = refused(await world.post(f"{referral['id']}/sending"), 409, "recipient-full")
    assert problem["fault"] == "recipient"
    assert "2026-11-30" in problem["detail"]
    assert world.consents.asked == []
    world.clock.moment += timedelta(days=9)
    assert (await _get(world, f"/{world.social_workers}"))["capacity"] == "open"
    assert made(await world.post(f"{referral['id']}/sending"))["state"] == "sent"


async def test_only_what_is_full_is_full_through_a_day(world: World) -> None:
    body = {"capacity": "few_places", "fullThrough": "2026-11-30"}
    refused(await _put(world, world.social_workers, "capacity", body), 422, "invalid")


async def test_what_the_recipient_needs_to_know_is_asked_for_and_told_under_its_topic_alone(
    world: World,
) -> None:
    told = made(await _put(world, world.social_workers, "content-form", FORM))
    assert told["contentForm"]["version"] == 1
    world.consents.says("permitted")
    referral = await world.opened(topics=["parental_support", "economy"])
    sending = f"{referral['id']}/sending"
    problem = refused(await world.post(sending), 422, "content-missing")
    assert [error["field"] for error in problem["errors"]] == ["answers.first_child", "answers.since"]
    answers = {"first_child": "yes", "children": "2", "interpreter": "no", "since": "2026-01-01"}
    body = {"topics": ["parental_support"], "answers": answers}
    sent = made(await world.post(sending, body))
    assert (sent["state"], sent["formVersion"], sent["answers"]) == ("sent", 1, answers)
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert seen["answers"] == {"first_child": "yes", "children": "2", "interpreter": "no"}


@pytest.mark.parametrize(
    "answers",
    [
        {"first_child": "perhaps"},
        {"first_child": "yes", "children": "many"},
        {"first_child": "yes", "interpreter": "perhaps"},
        {"first_child": "yes", "since": "yesterday"},
        {"first_child": "yes", "something_else": "yes"},
    ],
)
async def test_an_answer_fits_its_field_and_is_never_echoed(world: World, answers: dict[str, str]) -> None:
    made(await _put(world, world.social_workers, "content-form", FORM))
    world.consents.says("permitted")
    referral = await world.opened()
    problem = refused(
        await world.post(f"{referral['id']}/sending", {"answers": answers}), 422, "content-missing"
    )
    assert not any(answer in str(problem["errors"]) for answer in ("perhaps", "many", "yesterday"))


@pytest.mark.parametrize(
    "fields",
    [
        [{"key": "a", "topic": "economy", "kind": "choice", "sv": "A", "en": "A"}],
        [
            {"key": "a", "topic": "economy", "kind": "number", "sv": "A", "en": "A"},
            {"key": "a", "topic": "economy", "kind": "day", "sv": "A", "en": "A"},
        ],
    ],
)
async def test_a_form_that_nobody_could_answer_is_refused(world: World, fields: list[dict[str, Any]]) -> None:
    refused(await _put(world, world.social_workers, "content-form", {"fields": fields}), 422, "invalid")


async def test_another_countys_recipients_are_not_there(world: World) -> None:
    caller = world.caller(world.region, world.midwives, "midwife", county_code="12")
    async with world.http(caller) as client:
        assert made(await client.get(DIRECTORY))["items"] == []
        refused(await client.get(f"{DIRECTORY}/{world.social_workers}"), 404, "directory-entry-not-found")


async def test_the_list_comes_in_pages_by_name(world: World) -> None:
    whole = await _get(world, "?limit=200")
    assert [entry["name"] for entry in whole] == sorted(entry["name"] for entry in whole)
    async with world.http() as client:
        page = made(await client.get(f"{DIRECTORY}?limit=2&offset=1"))
    assert [entry["id"] for entry in page["items"]] == [entry["id"] for entry in whole[1:3]]
    assert (page["limit"], page["offset"], page["nextOffset"]) == (2, 1, 3)
