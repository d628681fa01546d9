"""Persons whose data are protected: what others are shown, what leaves, and what is logged apart."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, MOTHER, World, person

from slussen_chassis.auth import Caller
from slussen_chassis.database import Database
from slussen_consent.jobs import remind_due


async def subject(world: World) -> str:
    async with world.client(world.midwife) as client:
        found = await client.post("/consent/v1/subjects/resolutions", json={"identifiers": [person(CHILD)]})
    answer: str = found.json()["subjects"][0]["subjectId"]
    return answer


async def protect(
    world: World, kind: str | None, scopes: str = "subjects:protect", **at: str
) -> httpx.Response:
    caller = world.worker_at(world.midwives, "midwife", scopes=scopes)
    subject_id = at.get("subject_id") or await subject(world)
    async with world.client(caller) as client:
        return await client.put(f"/consent/v1/subjects/{subject_id}/protection", json={"kind": kind})


async def read(world: World, caller: Caller, consent_id: UUID) -> list[dict[str, Any]]:
    """The consent as it is read, as it is listed, and as its history has it."""
    async with world.client(caller) as client:
        one = (await client.get(f"/consent/v1/consents/{consent_id}")).json()
        listed = (
            await client.get("/consent/v1/consents", params={"subjectId": await subject(world)})
        ).json()["items"]
        history = (await client.get(f"/consent/v1/consents/{consent_id}/versions")).json()["items"]
    return [one, *listed, *history]


@pytest.mark.parametrize("kind", ["confidentiality_marking", "protected_registration"])
async def test_others_than_the_controller_see_no_places_in_any_exit(world: World, kind: str) -> None:
    both = [{"hsaId": world.social.hsa_id}, {"hsaId": world.nurses.hsa_id}]
    partial = {"custodian": person(MOTHER), "value": "partial", "givenAt": "2026-11-20T09:00:00Z"}
    scope = [{"recipient": {"hsaId": unit.hsa_id}} for unit in (world.social, world.nurses)]
    consent_id = await world.recorded(recipients=both, positions=[{**partial, "scope": scope}])
    assert (await protect(world, kind)).status_code == 204
    for shown in await read(world, world.social_worker, consent_id):
        assert shown["recordedByUnitId"] is None
        assert {line["unitId"] for line in shown["positions"][0]["scope"]} == {str(world.social.id), None}
        assert shown["journalReference"] is None
        assert shown["externalId"] is None
        assert shown["protection"] is None
        assert {line["unitId"] for line in shown["scope"]} == {str(world.social.id), None}
    for shown in await read(world, world.midwife, consent_id):
        assert shown["recordedByUnitId"] == str(world.midwives.id)
        assert shown["protection"] == kind
    reads = await world.one("SELECT count(*) FROM audit_entry WHERE action = 'protected-subject.read'")
    assert reads == 6


async def test_where_the_protection_has_ended_everything_is_shown_again(world: World) -> None:
    consent_id = await world.recorded()
    await protect(world, "protected_registration")
    await protect(world, None)
    for shown in await read(world, world.social_worker, consent_id):
        assert shown["recordedByUnitId"] == str(world.midwives.id)
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'protected-subject.read'") == 0


async def test_no_reminder_leaves_and_the_task_stays_in_the_units_list(
    world: World, worker_database: Database
) -> None:
    refusal = {
        "custodian": person(MOTHER),
        "value": "no",
        "givenAt": "2026-11-20T09:00:00Z",
        "method": "oral",
    }
    async with world.client(world.midwife) as client:
        await client.post(
            "/consent/v1/consents", json=world.content(positions=[refusal], subject=person(CHILD))
        )
    await protect(world, "confidentiality_marking")
    assert await remind_due(worker_database, datetime(2027, 1, 15, tzinfo=UTC)) == 1
    assert await remind_due(worker_database, datetime(2027, 1, 15, tzinfo=UTC)) == 0
    events = await world.one("SELECT count(*) FROM outbox WHERE type LIKE '%reminded%'")
    assert events == 0
    async with world.client(world.midwife) as client:
        tasks = (await client.get("/consent/v1/ask-again-tasks")).json()["items"]
    assert [task["status"] for task in tasks] == ["open"]


async def test_only_somebody_who_may_tells_and_of_a_person_who_is_there(world: World) -> None:
    assert (await protect(world, "confidentiality_marking", scopes="consent:read")).status_code == 403
    unknown = await protect(world, "confidentiality_marking", subject_id=str(world.centre))
    assert unknown.status_code == 404
    assert (await protect(world, "secret")).status_code == 422
