"""What the record holds and how it changes: staff's changes, late statements, custody, birth, and what is read back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import MOTHER, World, person

from slussen_chassis.auth import Caller
from slussen_contracts.consent.api import ConsentRead


async def read(world: World, consent_id: UUID, caller: Caller | None = None) -> ConsentRead:
    async with world.client(caller or world.midwife) as client:
        return ConsentRead.model_validate_json(
            (await client.get(f"/consent/v1/consents/{consent_id}")).content
        )


async def change(
    world: World, consent_id: UUID, body: Mapping[str, Any], version: int = 1, caller: Caller | None = None
) -> httpx.Response:
    async with world.client(caller or world.midwife) as client:
        return await client.post(
            f"/consent/v1/consents/{consent_id}/changes", json=body, headers={"If-Match": f'"v{version}"'}
        )


async def close(world: World, **body: Any) -> httpx.Response:
    async with world.client(world.midwife) as client:
        return await client.post("/consent/v1/closed-situations", json=body)


def answers(custodian_id: UUID, value: str, **more: Any) -> dict[str, Any]:
    return {
        "custodianId": str(custodian_id),
        "value": value,
        "givenAt": "2026-11-21T09:00:00Z",
        "method": "oral",
        **more,
    }


# Read back -----------------------------------------------------------------------------------------------------


async def test_what_was_told_to_whom_who_heard_the_child_and_who_registered_it_is_read_back(
    world: World,
) -> None:
    consent_id = await world.recorded(
        informationGiven={
            "version": "2026-1",
            "language": "ar",
            "interpreter": True,
            "consequencesExplained": True,
        },
        childHeard={"wasHeard": True, "journalEntry": "anteckning-7"},
    )
    found = await read(world, consent_id)
    assert found.information_given.language == "ar"
    assert found.information_given.interpreter
    assert found.information_given.consequences_explained
    assert (found.child_heard.was_heard, found.child_heard.journal_entry) == (True, "anteckning-7")
    assert found.registered_by == "journal-orebro"
    assert found.lawful_basis.secrecy == ["osl-10-1", "osl-12-2"]
    assert found.lawful_basis.gdpr == ["6.1.e", "9.2.h"]
    assert str(found.earliest_erasure_on) == "2036-11-22"


@pytest.mark.case("CO-24")
async def test_the_document_of_authority_is_shown_to_the_controller_alone(world: World) -> None:
    document = {
        "kind": "power_of_attorney",
        "reference": "dok-1",
        "validFrom": "2026-01-01",
        "validThrough": "2026-12-31",
        "topics": ["parental_support"],
    }
    given = "2026-11-20T09:00:00Z"
    consent_id = await world.recorded(
        positions=[
            {
                "custodianReference": "vh-1",
                "relation": "foster_parent",
                "value": "yes",
                "givenAt": given,
                "method": "written",
                "speaksFor": document,
            }
        ],
        custodyBasis="sole",
    )
    (position,) = (await read(world, consent_id)).positions
    assert position.speaks_for is not None
    assert position.speaks_for.model_dump(mode="json", by_alias=True) == document
    told = await read(world, consent_id, world.social_worker)
    assert (told.positions[0].has_document, told.positions[0].speaks_for) == (True, None)
    assert told.registered_by is None


# Changed by staff ----------------------------------------------------------------------------------------------


@pytest.mark.case("CO-29")
async def test_staff_changes_a_consent_and_every_version_stays_readable(world: World) -> None:
    consent_id = await world.recorded()
    before = await read(world, consent_id)
    mother = before.positions[0].custodian_id
    scope = [{"topic": "parental_support", "allowed": True}]
    body = world.content(positions=[answers(mother, "partial", scope=scope)], journalReference=None)
    del body["situation"]
    answer = await change(world, consent_id, body)
    assert answer.status_code == 200, answer.text
    after = ConsentRead.model_validate_json(answer.content)
    assert (after.version, after.value, after.documentation_missing) == (2, "partial", True)
    assert {position.value for position in after.positions} == {"partial", "yes"}
    assert after.registered_by == "user-1"
    async with world.client(world.midwife) as client:
        history = (await client.get(f"/consent/v1/consents/{consent_id}/versions")).json()["items"]
    assert [(version["value"], version["registeredBy"]) for version in history] == [
        ("yes", "journal-orebro"),
        ("partial", "user-1"),
    ]
    types = await world.database.rows("SELECT type FROM outbox ORDER BY seq")
    assert [row["type"].split(".", 2)[2] for row in types] == [
        "consent.recorded.v1",
        "consent.changed.v1",
        "documentation.requested.v1",
    ]
    assert await world.one("SELECT count(*) FROM ask_again_task WHERE status = 'open'") == 1


async def test_a_change_is_of_the_version_that_was_read_and_of_the_same_situation(world: World) -> None:
    consent_id = await world.recorded()
    assert (await change(world, consent_id, world.content(), version=2)).status_code == 412
    other = await change(world, consent_id, world.content(situation="another"))
    assert (other.status_code, other.json()["errors"][0]["rule"]) == (422, "new-consent-needed")
    unlimited = await change(world, consent_id, world.content(validThrough=None))
    assert unlimited.json()["errors"][0]["rule"] == "unlimited-validity"


async def test_a_recipient_may_read_a_consent_and_not_change_it(world: World) -> None:
    consent_id = await world.recorded()
    answer = await change(world, consent_id, world.content(), caller=world.social_worker)
    assert (answer.status_code, answer.json()["code"]) == (404, "consent-not-found")


# Late and out of order -----------------------------------------------------------------------------------------


async def test_an_older_statement_that_comes_late_adds_its_answers_and_overwrites_nothing(
    world: World,
) -> None:
    consent_id = await world.recorded()
    newer = world.event("evt-3", "changed", validThrough="2027-01-31", situation="family-support-1")
    newer["time"] = "2026-11-22T10:00:00Z"
    refusal = {
        "custodian": person(MOTHER),
        "value": "no",
        "givenAt": "2026-11-22T08:30:00Z",
        "method": "oral",
    }
    older = world.event("evt-2", "changed", validThrough="2027-02-28", positions=[refusal])
    older["time"] = "2026-11-22T09:00:00Z"
    world.clock.moment += timedelta(hours=6)
    for event in (newer, older):
        assert (await world.post(event)).status_code == 201
    found = await read(world, consent_id)
    assert (str(found.valid_through), found.value, found.version) == ("2027-01-31", "no", 3)


async def test_a_withdrawal_tells_when_it_was_said(world: World) -> None:
    consent_id = await world.recorded()
    withdrawal = world.withdrawal()
    withdrawal["data"]["withdrawnAt"] = "2026-11-22T07:15:00Z"
    assert (await world.post(withdrawal)).status_code == 201
    found = await read(world, consent_id)
    assert found.withdrawn_at is not None
    assert found.withdrawn_at.isoformat() == "2026-11-22T07:15:00+00:00"
    assert found.ended_at == world.clock.moment


# Custody and birth ---------------------------------------------------------------------------------------------


async def test_when_custody_changes_every_consent_about_the_child_ends_in_all_situations(
    world: World,
) -> None:
    here = await world.recorded()
    there = await world.recorded("evt-2", externalId="samtycke-2", situation="another")
    own = await world.recorded(
        "evt-3",
        externalId="samtycke-3",
        subject=person(MOTHER),
        subjectKind="adult",
        positions=[
            {
                "relation": "adult_self",
                "value": "yes",
                "givenAt": "2026-11-20T09:00:00Z",
                "method": "oral",
            }
        ],
    )
    subject_id = str((await read(world, here)).subject_id)
    answer = await close(world, subjectId=subject_id, reason="custody_changed")
    assert answer.status_code == 200, answer.text
    assert {item["id"] for item in answer.json()["consents"]} == {str(here), str(there)}
    ended = await read(world, here)
    assert (ended.status, ended.end_reason) == ("closed", "custody_changed")
    assert (await read(world, own)).status == "active"
    assert (await world.ask()).json()["outcome"] == "consent_required"


async def test_a_birth_is_a_new_situation(world: World) -> None:
    expecting = {
        "relation": "expectant_parent",
        "value": "yes",
        "givenAt": "2026-11-20T09:00:00Z",
        "method": "oral",
    }
    unborn = await world.recorded(subject=person(MOTHER), subjectKind="unborn", positions=[expecting])
    herself = await world.recorded(
        "evt-2",
        externalId="samtycke-2",
        subject=person(MOTHER),
        subjectKind="adult",
        positions=[expecting | {"relation": "adult_self"}],
    )
    asked = {"subject": person(MOTHER)}
    assert (await world.ask(**asked)).json()["outcome"] == "permitted"
    subject_id = str((await read(world, unborn)).subject_id)
    answer = await close(world, subjectId=subject_id, reason="child_born")
    assert [item["id"] for item in answer.json()["consents"]] == [str(unborn)]
    assert (await read(world, unborn)).end_reason == "child_born"
    assert (await read(world, herself)).status == "active"
    async with world.client(world.midwife) as client:
        newborn = await client.post(
            "/consent/v1/subjects/resolutions", json={"identifiers": [{"system": None}]}
        )
    child = newborn.json()["subjects"][0]["subjectId"]
    assert (await world.ask(subject=..., subjectId=child)).json()["outcome"] == "consent_required"


async def test_a_situation_that_ends_is_named(world: World) -> None:
    await world.recorded()
    subject_id = str(await world.one("SELECT subject_id FROM consent"))
    answer = await close(world, subjectId=subject_id)
    assert answer.status_code == 422
