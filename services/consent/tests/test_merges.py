"""Two records of one person: a coordination number's and a personal number's, merged and split."""

from typing import Any
from uuid import UUID

import httpx
from consent_world import CHILD, MOTHER, World, person

COORDINATION = person("189001619809", "http://electronichealth.se/identifier/samordningsnummer")
SCOPES = "subjects:merge subjects:resolve consent:read consent:record consent:decide"


async def resolve(world: World, identifier: dict[str, str]) -> str:
    async with world.client(world.midwife) as client:
        found = await client.post("/consent/v1/subjects/resolutions", json={"identifiers": [identifier]})
    answer: str = found.json()["subjects"][0]["subjectId"]
    return answer


async def move(world: World, what: str, kept: str, merged: str, **more: Any) -> httpx.Response:
    caller = world.worker_at(world.midwives, "midwife", scopes=more.get("scopes", SCOPES))
    async with world.client(caller) as client:
        return await client.post(f"/consent/v1/subjects/{kept}/{what}", json={"mergedSubjectId": merged})


async def consents_of(world: World, subject_id: str) -> set[str]:
    async with world.client(world.midwife) as client:
        found = await client.get("/consent/v1/consents", params={"subjectId": subject_id})
    return {item["id"] for item in found.json()["items"]}


async def test_the_record_is_whole_under_either_number_and_can_be_taken_apart(world: World) -> None:
    earlier = await world.recorded(subject=COORDINATION)
    later = await world.recorded("evt-2", externalId="samtycke-2", situation="another")
    merged, kept = await resolve(world, COORDINATION), await resolve(world, person(CHILD))
    assert merged != kept
    assert (await world.ask()).json()["outcome"] == "consent_required"
    answer = await move(world, "merges", kept, merged)
    assert (answer.status_code, answer.json()) == (200, {"subjectId": kept})
    for subject_id in (kept, merged):
        assert await consents_of(world, subject_id) == {str(earlier), str(later)}
        asked = await world.ask(subject=..., subjectId=subject_id)
        assert asked.json()["outcome"] == "permitted"
        assert asked.json()["consents"] == [{"consentId": str(earlier), "version": 1}]
    assert (await world.ask(subject=COORDINATION)).json()["outcome"] == "permitted"
    split = await move(world, "splits", kept, merged)
    assert (split.status_code, split.json()) == (200, {"subjectId": merged})
    assert await consents_of(world, kept) == {str(later)}
    assert (await world.ask()).json()["outcome"] == "consent_required"
    assert (await move(world, "splits", kept, merged)).json()["code"] == "subjects-not-merged"


async def test_a_refusal_under_the_other_number_refuses(world: World) -> None:
    refusal = {
        "custodian": person(MOTHER),
        "value": "no",
        "givenAt": "2026-11-21T09:00:00Z",
        "method": "oral",
    }
    await world.recorded()
    await world.recorded("evt-2", externalId="samtycke-2", subject=COORDINATION, positions=[refusal])
    assert (await world.ask()).json()["outcome"] == "permitted"
    await move(world, "merges", await resolve(world, person(CHILD)), await resolve(world, COORDINATION))
    assert (await world.ask()).json()["outcome"] == "refused"


async def test_merges_do_not_chain_and_each_is_announced(world: World) -> None:
    first, second, third = [await resolve(world, {"system": None}) for _ in range(3)]  # type: ignore[dict-item] # newborns
    await move(world, "merges", second, first)
    assert (await move(world, "merges", third, second)).json() == {"subjectId": third}
    rows = await world.database.rows("SELECT id, into_id FROM subject_merge")
    assert {(str(row["id"]), str(row["into_id"])) for row in rows} == {(first, third), (second, third)}
    assert (await move(world, "merges", first, second)).json()["code"] == "subjects-already-merged"
    events = await world.database.rows(
        "SELECT aggregate_id, aggregate_version, data ->> 'intoSubjectId' AS into_id FROM outbox ORDER BY seq"
    )
    assert {(str(row["aggregate_id"]), row["aggregate_version"], row["into_id"]) for row in events} == {
        (first, 1, second),
        (first, 2, third),
        (second, 1, third),
    }
    traces = await world.one("SELECT count(*) FROM audit_entry WHERE action = 'subject.merge'")
    assert traces == 3


async def test_only_somebody_who_may_merge_merges_people_who_are_there(world: World) -> None:
    one, other = await resolve(world, person(CHILD)), await resolve(world, person(MOTHER))
    refused = await move(world, "merges", one, other, scopes="subjects:resolve")
    assert refused.status_code == 403
    assert (await move(world, "merges", one, str(UUID(int=7)))).status_code == 404
    assert (await move(world, "merges", one, one)).json()["code"] == "subjects-already-merged"


async def test_a_number_of_a_merged_record_gives_the_person_who_is_kept(world: World) -> None:
    kept, merged = await resolve(world, person(CHILD)), await resolve(world, COORDINATION)
    await move(world, "merges", kept, merged)
    assert await resolve(world, COORDINATION) == kept
