"""Families: one however many authorities know a part of it, merged and split with history."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from referral_world import World, made, refused

FAMILIES = "/referrals/v1/families"


async def _read(world: World, family: str, who: str = "sender") -> dict[str, Any]:
    async with world.http(who) as client:
        return made(await client.get(f"{FAMILIES}/{family}"))


async def _family_of(world: World, subject: UUID) -> str:
    rows = await world.database.rows("SELECT family_id FROM family_member WHERE subject_id = $1", subject)
    return str(rows[0]["family_id"])


async def test_the_first_referral_about_a_person_makes_a_family_and_the_next_finds_it(world: World) -> None:
    await world.opened()
    await world.opened(topics=["economy"], needs=[])
    family = await _family_of(world, world.subject)
    [(name, data)] = await world.announced("family")
    assert (name, data["subjectIds"]) == ("formed", [str(world.subject)])
    assert [data["familyId"] for _, data in await world.announced()] == [family, family]
    assert UUID(family).version == 4


async def test_before_the_permission_nobody_is_told_of_a_family(world: World) -> None:
    referral = await world.opened(permission=None)
    assert await world.announced("family") == []
    assert await world.database.rows("SELECT 1 FROM family_member") == []
    made(await world.post(f"{referral['id']}/permission", {"givenOn": "2026-11-22", "givenBy": "custodian"}))
    assert (await world.announced())[-1][1]["familyId"] == await _family_of(world, world.subject)


async def test_a_family_is_one_across_authorities_and_each_sees_whom_it_knows(world: World) -> None:
    await world.opened()
    family = await _family_of(world, world.subject)
    child = uuid4()
    made(await world.post(f"{FAMILIES}/{family}/members", {"subjectId": str(child), "role": "child"}))
    theirs = world.order(subjectId=str(child), recipient={"profession": "physician"})
    other = made(await world.post("/referrals/v1/referrals", theirs, who="recipient"), 201)
    assert (await world.announced())[-1][1]["familyId"] == family
    assert other["subjectId"] == str(child)
    assert {m["subjectId"] for m in (await _read(world, family))["members"]} == {
        str(world.subject),
        str(child),
    }
    assert [m["subjectId"] for m in (await _read(world, family, "recipient"))["members"]] == [str(child)]
    async with world.http("stranger") as client:
        refused(await client.get(f"{FAMILIES}/{family}"), 404, "family-not-found")


async def test_merging_moves_everybody_and_later_steps_count_for_the_one_family(world: World) -> None:
    mother = uuid4()
    await world.opened(
        subjectId=str(mother), permission={"givenOn": "2026-11-22", "givenBy": "expectant_parent"}
    )
    referral = await world.opened()
    one, other = await _family_of(world, mother), await _family_of(world, world.subject)
    merged = made(await world.post(f"{FAMILIES}/{one}/merger", {"familyId": other}))
    assert {m["role"] for m in merged["members"]} == {"expectant_parent", "child"}
    name, data = (await world.announced("family"))[-1]
    assert (name, data["absorbedFamilyId"], set(data["subjectIds"])) == (
        "merged",
        other,
        {str(mother), str(world.subject)},
    )
    world.consents.says("permitted")
    made(await world.post(f"{referral['id']}/sending"))
    assert (await world.announced())[-1][1]["familyId"] == one
    async with world.http() as client:
        refused(await client.get(f"{FAMILIES}/{other}"), 404, "family-not-found")


async def test_splitting_makes_a_new_family_and_both_keep_their_history(world: World) -> None:
    await world.opened()
    family = await _family_of(world, world.subject)
    child = uuid4()
    made(await world.post(f"{FAMILIES}/{family}/members", {"subjectId": str(child), "role": "child"}))
    new = made(await world.post(f"{FAMILIES}/{family}/split", {"subjectIds": [str(child)]}))
    assert [m["subjectId"] for m in new["members"]] == [str(child)]
    changed, split = (await world.announced("family"))[-2:]
    assert (changed[0], changed[1]["subjectIds"]) == ("changed", [str(world.subject)])
    assert (split[0], split[1]["fromFamilyId"], split[1]["subjectIds"]) == ("split", family, [str(child)])
    async with world.http() as client:
        steps = (await client.get(f"{FAMILIES}/{family}/history")).json()
        made_steps = (await client.get(f"{FAMILIES}/{new['id']}/history")).json()
    assert [step["act"] for step in steps] == ["add", "leave"]
    assert [(step["act"], step["otherFamilyId"]) for step in made_steps] == [("split", family)]


@pytest.mark.parametrize(
    ("path", "body", "rule"),
    [
        ("merger", {"familyId": "itself"}, "same"),
        ("split", {"subjectIds": ["stranger"]}, "not-in-family"),
        ("split", {"subjectIds": ["subject"]}, "all-leave"),
    ],
)
async def test_what_makes_no_family_is_refused(
    world: World, path: str, body: dict[str, Any], rule: str
) -> None:
    await world.opened()
    family = await _family_of(world, world.subject)
    known = {"itself": family, "subject": str(world.subject), "stranger": str(uuid4())}
    sent = {k: known[v] if isinstance(v, str) else [known[one] for one in v] for k, v in body.items()}
    problem = refused(await world.post(f"{FAMILIES}/{family}/{path}", sent), 422, "invalid")
    assert problem["errors"][0]["rule"] == rule


async def test_a_person_with_a_family_of_several_is_moved_by_merging_alone(world: World) -> None:
    await world.opened()
    family = await _family_of(world, world.subject)
    sibling, other = uuid4(), uuid4()
    made(await world.post(f"{FAMILIES}/{family}/members", {"subjectId": str(sibling), "role": "child"}))
    name, data = (await world.announced("family"))[-1]
    [emptied] = await world.database.rows("SELECT id FROM family WHERE id <> $1", UUID(family))
    assert (name, data["absorbedFamilyId"]) == ("changed", str(emptied["id"]))
    made(await world.post(f"{FAMILIES}/{family}/members", {"subjectId": str(sibling), "role": "child"}))
    await world.opened(subjectId=str(other))
    second = await _family_of(world, other)
    body = {"subjectId": str(sibling), "role": "child"}
    problem = refused(await world.post(f"{FAMILIES}/{second}/members", body), 422, "invalid")
    assert problem["errors"][0]["rule"] == "in-another-family"


@pytest.mark.parametrize("act", ["merger", "split", "members"])
async def test_who_knows_nobody_in_a_family_changes_nothing_in_it(world: World, act: str) -> None:
    await world.opened()
    family = await _family_of(world, world.subject)
    bodies = {
        "merger": {"familyId": str(uuid4())},
        "split": {"subjectIds": [str(world.subject)]},
        "members": {"subjectId": str(uuid4()), "role": "child"},
    }
    for who in ("stranger", "recipient"):
        refused(await world.post(f"{FAMILIES}/{family}/{act}", bodies[act], who=who), 404, "family-not-found")
    assert await _family_of(world, world.subject) == family


async def test_reading_a_family_leaves_a_trace_for_each_member_shown(world: World) -> None:
    await world.opened()
    await _read(world, await _family_of(world, world.subject))
    shown = [row for row in await world.traces() if row["action"] == "family.read"]
    assert [row["subject_id"] for row in shown] == [world.subject]
