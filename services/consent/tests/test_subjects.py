import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, MOTHER, OTHER_CHILD, World, person

from slussen_consent.app import create_app
from slussen_consent.settings import ConsentSettings

COORDINATION = "189001619817"
COORDINATION_SYSTEM = "http://electronichealth.se/identifier/samordningsnummer"
NEWBORN = {"system": None}


async def resolve(world: World, *identifiers: dict[str, Any]) -> httpx.Response:
    async with world.client(world.midwife) as client:
        return await client.post("/consent/v1/subjects/resolutions", json={"identifiers": list(identifiers)})


async def ids(world: World, *identifiers: dict[str, Any]) -> list[str]:
    answer = await resolve(world, *identifiers)
    assert answer.status_code == 200, answer.text
    return [one["subjectId"] for one in answer.json()["subjects"]]


async def test_the_same_number_is_the_same_person_in_the_order_asked_for(world: World) -> None:
    first = await ids(world, person(CHILD), person(MOTHER), person(CHILD))
    again = await ids(world, person(MOTHER), person(CHILD))
    assert first[0] == first[2] != first[1]
    assert again == [first[1], first[0]]


async def test_the_answer_is_alike_whether_somebody_was_known_or_not(world: World) -> None:
    unknown = await resolve(world, person(CHILD))
    known = await resolve(world, person(CHILD))
    assert unknown.json() == known.json()
    assert unknown.status_code == known.status_code
    assert {*unknown.headers} == {*known.headers}


async def test_a_persons_id_is_random_and_tells_no_time(world: World) -> None:
    (found,) = await ids(world, person(CHILD))
    assert UUID(found).version == 4


async def test_a_newborn_without_a_number_is_a_new_person_each_time(world: World) -> None:
    one, other = await ids(world, NEWBORN, NEWBORN)
    assert one != other
    assert await world.one("SELECT count(*) FROM subject") == 2
    assert await world.one("SELECT count(*) FROM subject_identifier") == 0


async def test_a_newborn_gets_a_number_and_stays_the_same_person(world: World) -> None:
    (newborn,) = await ids(world, NEWBORN)
    async with world.client(world.midwife) as client:
        answer = await client.post(
            f"/consent/v1/subjects/{newborn}/identifiers", json={"identifier": person(CHILD)}
        )
    assert answer.status_code == 201, answer.text
    assert await ids(world, person(CHILD)) == [newborn]


async def test_a_coordination_number_becomes_a_personal_number_and_the_record_stays_whole(
    world: World,
) -> None:
    earlier = person(COORDINATION, COORDINATION_SYSTEM)
    await world.recorded(subject=earlier)
    (subject_id,) = await ids(world, earlier)
    async with world.client(world.midwife) as client:
        answer = await client.post(
            f"/consent/v1/subjects/{subject_id}/identifiers",
            json={"identifier": person(CHILD), "supersedes": earlier},
        )
    assert answer.status_code == 201, answer.text
    assert await ids(world, person(CHILD), earlier) == [subject_id, subject_id]
    assert (await world.ask(subject=person(CHILD))).json()["outcome"] == "permitted"
    assert await world.one("SELECT count(*) FROM subject_identifier WHERE superseded_by IS NOT NULL") == 1


async def test_a_number_that_is_anothers_is_not_taken_over(world: World) -> None:
    (subject_id,) = await ids(world, person(CHILD))
    await ids(world, person(OTHER_CHILD))
    async with world.client(world.midwife) as client:
        answer = await client.post(
            f"/consent/v1/subjects/{subject_id}/identifiers", json={"identifier": person(OTHER_CHILD)}
        )
    assert (answer.status_code, answer.json()["code"]) == (409, "identifier-in-use")


async def test_a_number_cannot_be_given_to_nobody(world: World) -> None:
    async with world.client(world.midwife) as client:
        answer = await client.post(
            "/consent/v1/subjects/5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11/identifiers",
            json={"identifier": person(CHILD)},
        )
    assert answer.status_code == 404


async def test_the_same_new_number_at_once_is_one_person(world: World) -> None:
    found = await asyncio.gather(*(ids(world, person(CHILD), person(MOTHER)) for _ in range(20)))
    assert len({tuple(one) for one in found}) == 1
    assert await world.one("SELECT count(*) FROM subject") == 2


async def test_a_faulty_number_is_named_by_its_place_and_never_echoed(world: World) -> None:
    wrong = CHILD[:-1] + "4"
    answer = await resolve(world, person(CHILD), person(wrong))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "identifiers.1"
    assert answer.json()["errors"][0]["rule"] == "check-digit"
    assert wrong not in answer.text
    assert await world.one("SELECT count(*) FROM subject") == 0


@pytest.mark.parametrize("count", [0, 1001])
async def test_one_to_a_thousand_are_resolved_in_a_call(world: World, count: int) -> None:
    answer = await resolve(world, *([NEWBORN] * count))
    assert answer.status_code == 422


async def test_a_number_is_kept_sealed_and_the_application_cannot_read_it_back(
    world: World, settings: ConsentSettings
) -> None:
    await ids(world, person(CHILD))
    (row,) = await world.database.rows("SELECT * FROM subject_identifier")
    assert CHILD.encode() not in row["sealed"]
    pool = await world.service.api.state.database.raw_pool()
    import asyncpg

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.fetch("SELECT sealed FROM subject_identifier")


async def test_resolving_leaves_an_audit_row_for_each_person(world: World) -> None:
    found = await ids(world, person(CHILD), person(MOTHER), person(CHILD))
    rows = await world.database.rows(
        "SELECT subject_id, actor FROM audit_entry WHERE action = 'subject.resolve'"
    )
    assert {str(row["subject_id"]) for row in rows} == set(found)
    assert len(rows) == 2


async def test_made_up_people_are_refused_in_production(world: World, settings: ConsentSettings) -> None:
    synthetic = person("P1", "urn:slussen:synthetic")
    assert len(await ids(world, synthetic)) == 1
    world.service = create_app(settings.model_copy(update={"environment": "production"}), clock=world.clock)
    async with world.service.api.router.lifespan_context(world.service.api):
        refused = await resolve(world, synthetic)
        posted = await world.post(world.event(subject=synthetic))
        asked = await world.ask(subject=synthetic)
    assert refused.json()["errors"][0]["field"] == "identifiers.0.system"
    assert {answer.json()["code"] for answer in (refused, posted, asked)} == {"synthetic-identifier-refused"}


async def test_resolving_needs_its_scope(world: World) -> None:
    reader = world.worker_at(world.midwives, "midwife", scopes="consent:read")
    async with world.client(reader) as client:
        answer = await client.post("/consent/v1/subjects/resolutions", json={"identifiers": [NEWBORN]})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
