"""Search by a person's number: in the body, with a purpose, in the log, and with an end."""

from typing import Any

from consent_world import CHILD, FATHER, World, person

from slussen_chassis.auth import Caller
from slussen_consent.use_cases import searches

SEARCHES = "/consent/v1/consents/searches"


async def search(
    world: World, number: str = CHILD, purpose: str = "care", caller: Caller | None = None
) -> Any:
    async with world.client(caller or world.midwife) as client:
        return await client.post(
            SEARCHES, json={"subject": person(number)}, headers={"Slussen-Purpose": purpose}
        )


async def test_a_persons_consents_are_found_by_number_and_the_log_says_why(world: World) -> None:
    consent_id = await world.recorded()
    answer = await search(world)
    assert answer.status_code == 200, answer.text
    assert [one["id"] for one in answer.json()["items"]] == [str(consent_id)]
    assert CHILD not in answer.text
    (row,) = await world.database.rows("SELECT * FROM audit_entry WHERE action = 'consent.search'")
    assert (row["purpose"], row["actor"]) == ("care", world.midwife.subject)
    assert row["subject_id"] == await world.one("SELECT subject_id FROM consent")


async def test_what_other_units_keep_is_withheld_from_a_search_as_from_a_list(world: World) -> None:
    await world.recorded()
    answer = await search(world, caller=world.worker_at(world.nurses, "child_health_nurse"))
    assert answer.json() == {"items": [], "withheld": True}
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'consent.search'") == 1


async def test_nobody_and_nothing_look_the_same_and_each_look_leaves_a_trace(world: World) -> None:
    await world.recorded()
    unknown = await search(world, FATHER)
    not_theirs = await search(world, caller=world.worker_at(world.private, "midwife"))
    assert unknown.json() == not_theirs.json() == {"items": [], "withheld": False}
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'consent.search'") == 2


async def test_without_a_purpose_nothing_is_searched(world: World) -> None:
    answer = await search(world, purpose=" ")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Slussen-Purpose"


async def test_who_searches_on_and_on_is_slowed_down_alone(world: World) -> None:
    world.service.api.state.searches = searches.Allowance(2, lambda: 0.0)
    answers = [await search(world) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2].json()["code"], answers[2].headers["retry-after"]) == ("too-many-searches", "30")
    assert (await search(world, caller=world.social_worker)).status_code == 200


def test_what_is_remembered_about_callers_is_bounded() -> None:
    allowance = searches.Allowance(1, lambda: 0.0)
    for number in range(searches.MOST_CALLERS + 10):
        allowance.take(str(number))
    assert len(allowance._left) == searches.MOST_CALLERS
