"""Inner confidentiality between units of one authority, and break-glass into what it holds back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, World, person

from slussen_chassis.auth import Caller
from slussen_chassis.database import Database
from slussen_consent.jobs import remind_of_late_reviews

OPEN = {"reasonCode": "protection_of_child", "reference": "anteckning-9"}


async def subject(world: World) -> str:
    async with world.client(world.midwife) as client:
        found = await client.post("/consent/v1/subjects/resolutions", json={"identifiers": [person(CHILD)]})
    answer: str = found.json()["subjects"][0]["subjectId"]
    return answer


def nurse(world: World, name: str = "nurse-1", **more: Any) -> Caller:
    return world.worker_at(world.nurses, "child_health_nurse", subject=name, **more)


def reviewer(world: World, name: str = "reviewer-1") -> Caller:
    return world.worker_at(world.midwives, "midwife", subject=name, scopes="consent:review")


async def get(world: World, caller: Caller, path: str, **query: str) -> httpx.Response:
    async with world.client(caller) as client:
        return await client.get(f"/consent/v1/{path}", params=query)


async def post(world: World, caller: Caller, path: str, body: Any = None) -> httpx.Response:
    async with world.client(caller) as client:
        return await client.post(f"/consent/v1/{path}", json=body if body is not None else {})


async def opened(world: World, caller: Caller | None = None) -> dict[str, Any]:
    answer = await post(
        world,
        caller or nurse(world),
        "emergency-accesses",
        {"subjectId": await subject(world), **OPEN},
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def listed(world: World, caller: Caller) -> tuple[list[str], bool]:
    found = (await get(world, caller, "consents", subjectId=await subject(world))).json()
    return [item["id"] for item in found["items"]], found["withheld"]


# Inner confidentiality -----------------------------------------------------------------------------------------


async def test_a_unit_sees_what_it_recorded_and_what_names_it(world: World) -> None:
    recorded = str(await world.recorded())
    assert await listed(world, world.midwife) == ([recorded], False)
    assert await listed(world, world.social_worker) == ([recorded], False)
    assert await listed(world, nurse(world)) == ([], True)
    for path in (f"consents/{recorded}", f"consents/{recorded}/versions"):
        assert (await get(world, nurse(world), path)).status_code == 404
        assert (await get(world, world.midwife, path)).status_code == 200


async def test_a_system_and_somebody_at_no_unit_see_what_their_authority_may_see(world: World) -> None:
    recorded = str(await world.recorded())
    system = replace(world.journal(), scopes=frozenset({"consent:read", "subjects:resolve"}))
    assert await listed(world, system) == ([recorded], False)
    assert await listed(world, replace(nurse(world), unit_id=None)) == ([recorded], False)


async def test_nothing_is_withheld_where_there_is_nothing(world: World) -> None:
    assert await listed(world, nurse(world)) == ([], False)


# Break-glass ---------------------------------------------------------------------------------------------------


async def test_records_of_the_own_authority_are_open_for_three_hours_and_each_reading_is_kept(
    world: World,
) -> None:
    recorded = str(await world.recorded())
    access = await opened(world)
    assert access["person"] == "nurse-1"
    assert access["reasonCode"] == "protection_of_child"
    assert await listed(world, nurse(world)) == ([recorded], False)
    assert (await get(world, nurse(world), f"consents/{recorded}")).status_code == 200
    world.clock.moment += timedelta(hours=3) - timedelta(seconds=1)
    assert (await listed(world, nurse(world)))[0] == [recorded]
    world.clock.moment += timedelta(seconds=1)
    assert await listed(world, nurse(world)) == ([], True)
    (shown,) = (await get(world, reviewer(world), "emergency-accesses")).json()["items"]
    assert [reading["resourceId"] for reading in shown["readings"]] == [recorded] * 3
    traces = await world.database.rows(
        "SELECT actor FROM audit_entry WHERE action = 'consent.read-in-emergency' AND resource_id = $1",
        UUID(recorded),
    )
    assert [row["actor"] for row in traces] == ["nurse-1"] * 3


async def test_it_opens_for_the_one_who_opened_it_at_that_unit_alone(world: World) -> None:
    await world.recorded()
    await opened(world)
    assert await listed(world, nurse(world, "nurse-2")) == ([], True)
    elsewhere = world.another(world.nurses)
    await world.put_unit(elsewhere)
    assert (await listed(world, world.worker_at(elsewhere, "child_health_nurse", subject="nurse-1")))[1]


async def test_another_authoritys_records_stay_closed(world: World) -> None:
    journal = world.journal(authority=world.municipality)
    theirs = world.event(
        recordedBy={"hsaId": world.social.hsa_id, "profession": "social_worker"},
        recipients=[{"hsaId": world.midwives.hsa_id}],
    )
    assert (await world.post(theirs, journal)).status_code == 201
    await opened(world)
    assert await listed(world, nurse(world)) == ([], True)


async def test_it_is_no_ground_for_telling_anybody(world: World) -> None:
    await opened(world)
    before = (await world.ask(nurse(world))).json()
    assert (before["outcome"], before["ground"]) == ("consent_required", None)


async def test_grounds_and_disclosures_are_opened_too(world: World) -> None:
    moment = world.clock.moment.isoformat()
    ground = {
        "subjectId": await subject(world),
        "situation": "family-support-1",
        "topics": ["parental_support"],
        "recipient": {"unitId": str(world.social.id)},
        "decidedAt": moment,
        "validThrough": "2026-12-31",
        "journalReference": {"system": "journal", "documentId": "a-1", "documentedAt": moment},
        "statuteId": "osl-25-12",
        "reasonCode": "necessary_support",
        "decidedBy": "enhetschef-1",
    }
    ground_id = (await post(world, world.midwife, "statutory-disclosures", ground)).json()["id"]
    decision_id = (await world.ask()).json()["decisionId"]
    told = {"decisionId": decision_id, "topics": ["parental_support"], "toldAt": moment, "manner": "oral"}
    assert (await post(world, world.midwife, "disclosures", told)).status_code == 201
    about = {"subjectId": await subject(world)}

    async def counts(caller: Caller) -> list[int]:
        paths = ("disclosure-grounds", "disclosures")
        return [len((await get(world, caller, path, **about)).json()["items"]) for path in paths]

    assert await counts(world.midwife) == [1, 1]
    assert await counts(nurse(world)) == [0, 0]
    assert (await get(world, nurse(world), f"disclosure-grounds/{ground_id}")).status_code == 404
    await opened(world)
    assert await counts(nurse(world)) == [1, 1]
    assert (await get(world, nurse(world), f"disclosure-grounds/{ground_id}")).status_code == 200
    (shown,) = (await get(world, reviewer(world), "emergency-accesses")).json()["items"]
    assert {reading["resourceType"] for reading in shown["readings"]} == {"disclosure_ground", "disclosure"}


async def test_a_reason_is_required_and_a_person_at_a_unit(world: World) -> None:
    about = {"subjectId": await subject(world)}
    assert (await post(world, nurse(world), "emergency-accesses", about)).status_code == 422
    nowhere = replace(nurse(world), unit_id=None)
    answer = await post(world, nowhere, "emergency-accesses", about | OPEN)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-at-a-unit")
    nobody = {"subjectId": str(world.centre), **OPEN}
    assert (await post(world, nurse(world), "emergency-accesses", nobody)).status_code == 404


async def test_it_is_closed_before_its_time_by_whoever_opened_it(world: World) -> None:
    await world.recorded()
    access = await opened(world)
    path = f"emergency-accesses/{access['id']}/closing"
    assert (await post(world, nurse(world, "nurse-2"), path)).status_code == 404
    closed = await post(world, nurse(world), path)
    assert (closed.status_code, closed.json()["version"]) == (200, 2)
    assert (await listed(world, nurse(world)))[1]
    assert (await post(world, nurse(world), path)).json()["version"] == 2


# Review --------------------------------------------------------------------------------------------------------


async def test_it_is_announced_and_reviewed_once_by_somebody_else(world: World) -> None:
    access = await opened(world)
    path = f"emergency-accesses/{access['id']}/review"
    own = await post(world, reviewer(world, "nurse-1"), path, {"outcome": "justified"})
    assert (own.status_code, own.json()["code"]) == (403, "own-review")
    answer = await post(world, reviewer(world), path, {"outcome": "justified", "reference": "g-1"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["reviewedBy"], answer.json()["reviewOutcome"]) == ("reviewer-1", "justified")
    assert answer.json()["closesAt"] == access["closesAt"]
    again = await post(world, reviewer(world), path, {"outcome": "not_justified"})
    assert (again.status_code, again.json()["code"]) == (409, "emergency-access-already-reviewed")
    events = await world.database.rows("SELECT type, data FROM outbox ORDER BY seq")
    assert [row["type"] for row in events] == [
        "slussen.consent.emergency-access.opened.v1",
        "slussen.consent.emergency-access.reviewed.v1",
    ]
    assert '"outcome": "justified"' in events[1]["data"]


async def test_what_was_not_justified_closes_at_once(world: World) -> None:
    await world.recorded()
    access = await opened(world)
    path = f"emergency-accesses/{access['id']}/review"
    await post(world, reviewer(world), path, {"outcome": "not_justified"})
    assert (await listed(world, nurse(world)))[1]


async def test_those_to_be_reviewed_stand_first_and_only_a_reviewer_of_the_authority_sees_them(
    world: World,
) -> None:
    first, second = await opened(world), await opened(world, nurse(world, "nurse-2"))
    await post(world, reviewer(world), f"emergency-accesses/{second['id']}/review", {"outcome": "justified"})
    items = (await get(world, reviewer(world), "emergency-accesses")).json()["items"]
    assert [item["id"] for item in items] == [first["id"], second["id"]]
    assert (await get(world, nurse(world), "emergency-accesses")).status_code == 403
    other = world.worker_at(world.social, "social_worker", subject="reviewer-2", scopes="consent:review")
    assert (await get(world, other, "emergency-accesses")).json()["items"] == []
    foreign = await post(world, other, f"emergency-accesses/{first['id']}/review", {"outcome": "justified"})
    assert foreign.status_code == 404


@pytest.mark.parametrize("table", ["emergency_reading"])
async def test_what_was_read_is_never_changed(world: World, table: str) -> None:
    for role in ("consent_app", "consent_worker"):
        assert not await world.one("SELECT has_table_privilege($1, $2, 'UPDATE')", role, table)


async def test_an_access_that_nobody_reviews_is_reminded_of_once(
    world: World, worker_database: Database
) -> None:
    access = await opened(world)
    opened_at = world.clock.moment
    week = timedelta(days=7)
    assert await remind_of_late_reviews(worker_database, opened_at + week, week) == 0
    late = opened_at + week + timedelta(minutes=1)
    assert await remind_of_late_reviews(worker_database, late, week) == 1
    assert await remind_of_late_reviews(worker_database, late, week) == 0
    events = await world.database.rows(
        "SELECT aggregate_id FROM outbox WHERE type = 'slussen.consent.emergency-access.reminded.v1'"
    )
    assert len(events) == 1
    assert str(events[0]["aggregate_id"]) == access["id"]


async def test_a_reviewed_access_is_not_reminded_of(world: World, worker_database: Database) -> None:
    access = await opened(world)
    await post(
        world,
        reviewer(world),
        f"emergency-accesses/{access['id']}/review",
        {"outcome": "justified", "reference": "x"},
    )
    late = world.clock.moment + timedelta(days=30)
    assert await remind_of_late_reviews(worker_database, late, timedelta(days=7)) == 0
