from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, FATHER, MOTHER, World, person

CONSENTS = "/consent/v1/consents"
GIVEN = "2026-11-20T09:00:00Z"


async def record(world: World, **changes: Any) -> httpx.Response:
    body = {"subject": person(CHILD), **world.content(), **changes}
    async with world.client(world.midwife) as client:
        return await client.post(CONSENTS, json={k: v for k, v in body.items() if v is not ...})


async def test_staff_records_a_consent_that_then_permits(world: World) -> None:
    answer = await record(world)
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"v1"'
    assert answer.headers["location"] == f"{CONSENTS}/{answer.json()['id']}"
    assert answer.json()["value"] == "yes"
    assert answer.json()["recordedByProfession"] == "midwife"
    assert answer.json()["journalReference"]["recordOwner"] == "child"
    assert (await world.ask()).json()["outcome"] == "permitted"
    assert await world.one("SELECT type FROM outbox") == "slussen.consent.consent.recorded.v1"


@pytest.mark.case("CO-16")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": ...}, "subject"),
        ({"topics": []}, "topics"),
        ({"recipients": []}, "recipients"),
        ({"positions": [{"custodian": person(MOTHER), "value": "yes"}]}, "positions.0.givenAt"),
    ],
)
async def test_a_yes_without_person_topic_or_date_is_refused_and_the_missing_item_named(
    world: World, changes: dict[str, Any], field: str
) -> None:
    answer = await record(world, **changes)
    assert answer.status_code == 422, answer.text
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert await world.one("SELECT count(*) FROM consent") == 0


@pytest.mark.case("CO-17")
async def test_a_no_without_who_agrees_and_who_does_not_is_refused(world: World) -> None:
    yes = {"custodian": person(MOTHER), "value": "yes", "givenAt": GIVEN}
    answer = await record(world, positions=[yes], value="no")
    assert ("positions", "who-agrees-and-who-does-not") in named(answer)


@pytest.mark.case("CO-18")
async def test_a_partial_without_scope_is_refused(world: World) -> None:
    partial = {"custodian": person(MOTHER), "value": "partial", "givenAt": GIVEN}
    assert ("positions.0.scope", "required") in named(await record(world, positions=[partial]))


@pytest.mark.case("CO-22")
async def test_one_yes_is_pending_where_interests_conflict(world: World) -> None:
    yes = {"custodian": person(MOTHER), "value": "yes", "givenAt": GIVEN}
    answer = await record(world, positions=[yes], conflictOfInterest=True)
    assert answer.json()["value"] == "pending"


@pytest.mark.case("CO-23")
async def test_a_foster_parent_without_a_document_is_refused(world: World) -> None:
    foster = {"custodian": person(FATHER), "relation": "foster_parent", "value": "yes", "givenAt": GIVEN}
    found = named(await record(world, positions=[foster]))
    assert ("positions.0.relation", "appointment-or-power-of-attorney-required") in found


@pytest.mark.case("CO-24")
async def test_a_foster_parent_with_a_power_of_attorney_is_accepted_and_the_reference_kept(
    world: World,
) -> None:
    foster = {
        "custodian": person(FATHER),
        "relation": "foster_parent",
        "value": "yes",
        "givenAt": GIVEN,
        "speaksFor": {"kind": "power_of_attorney", "reference": "fullmakt-7"},
    }
    answer = await record(world, positions=[foster], custodyBasis="sole")
    assert answer.json()["positions"][0]["hasDocument"] is True
    assert "fullmakt-7" in str(await world.one("SELECT document FROM consent_version"))


def named(answer: httpx.Response) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return {(error["field"], error["rule"]) for error in answer.json()["errors"]}


async def test_staff_withdraws_and_the_version_that_was_read_must_be_the_present_one(world: World) -> None:
    consent_id = (await record(world)).json()["id"]
    path = f"{CONSENTS}/{consent_id}/withdrawal"
    async with world.client(world.midwife) as client:
        stale = await client.post(path, json={}, headers={"If-Match": '"v7"'})
        done = await client.post(path, json={}, headers={"If-Match": '"v1"'})
        again = await client.post(path, json={})
    assert stale.status_code == 412
    assert (done.status_code, done.json()["status"], done.json()["version"]) == (200, "withdrawn", 2)
    assert done.json()["endReason"] == "custodian_withdrew"
    assert again.json()["code"] == "consent-already-withdrawn"
    announced = "SELECT count(*) FROM outbox WHERE type LIKE '%.consent.consent.%'"
    assert await world.one(announced) == 2


async def test_the_consents_about_a_person_are_those_the_reader_may_see(world: World) -> None:
    consent_id = await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    path = f"{CONSENTS}?subjectId={subject_id}"
    found = {}
    for name, reader in (
        ("keeper", world.midwife),
        ("recipient", world.social_worker),
        ("stranger", world.worker_at(world.private, "child_health_nurse", subject="user-3")),
    ):
        async with world.client(reader) as client:
            found[name] = [UUID(item["id"]) for item in (await client.get(path)).json()["items"]]
    assert found == {"keeper": [consent_id], "recipient": [consent_id], "stranger": []}
    listed = "SELECT count(*) FROM audit_entry WHERE action = 'consent.list' AND subject_id = $1"
    assert await world.one(listed, subject_id) == 3


async def test_reading_a_consent_leaves_a_trace(world: World) -> None:
    consent_id = await world.recorded()
    async with world.client(world.midwife) as client:
        await client.get(f"{CONSENTS}/{consent_id}", headers={"Slussen-Purpose": "care"})
    (row,) = await world.database.rows("SELECT * FROM audit_entry WHERE action = 'consent.read'")
    assert (row["resource_id"], row["purpose"], row["unit_id"]) == (consent_id, "care", world.midwives.id)


async def test_what_is_not_yours_looks_like_what_is_not_there(world: World) -> None:
    consent_id = await world.recorded()
    stranger = world.worker_at(world.private, "child_health_nurse", subject="user-3")
    async with world.client(stranger) as client:
        theirs = await client.get(f"{CONSENTS}/{consent_id}")
        nobodys = await client.get(f"{CONSENTS}/01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11")
        history = await client.get(f"{CONSENTS}/{consent_id}/versions")
    assert theirs.status_code == nobodys.status_code == history.status_code == 404
    assert {**theirs.json(), "instance": ""} == {**nobodys.json(), "instance": ""}
    refused = await world.database.rows("SELECT * FROM audit_entry WHERE outcome = 'denied'")
    assert len(refused) == 3


async def test_a_recipient_sees_a_consent_but_cannot_withdraw_it(world: World) -> None:
    consent_id = await world.recorded()
    async with world.client(world.social_worker) as client:
        read = await client.get(f"{CONSENTS}/{consent_id}")
        withdrawn = await client.post(f"{CONSENTS}/{consent_id}/withdrawal", json={})
    assert (read.status_code, withdrawn.status_code) == (200, 404)
    assert await world.one("SELECT status FROM consent") == "active"
