"""Bundles: a batch, each entry on its own; a transaction, all or nothing."""

import json
from collections.abc import Sequence
from typing import Any

import fhirkit
from consent_world import CHILD, World
from fhir_consents import BASE, FHIR_JSON, JOURNAL_SYSTEM, number, short_form

from slussen_chassis.testing import staff


async def post(
    world: World, kind: str, entries: Sequence[Any], scopes: str = "consent:record consent:read"
) -> Any:
    caller = staff(scopes, authority=world.region, kind="client", client_id="j", subject="j")
    async with world.client(caller) as client:
        answer = await client.post(
            BASE,
            content=json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}),
            headers={**FHIR_JSON, "Accept-Language": "en"},
        )
    assert CHILD not in answer.text
    assert [str(issue) for issue in fhirkit.validate(answer.json())] == []
    return answer


def making(resource: Any, **more: str) -> dict[str, Any]:
    return {"resource": resource, "request": {"method": "POST", "url": "Consent", **more}}


def changing(resource: Any, **more: str) -> dict[str, Any]:
    return {"resource": resource, "request": {"method": "PUT", "url": f"Consent/{resource['id']}", **more}}


def reading(url: str) -> dict[str, Any]:
    return {"request": {"method": "GET", "url": url}}


def statuses(answer: Any) -> list[str]:
    return [entry["response"]["status"][:3] for entry in answer.json()["entry"]]


async def counted(world: World) -> dict[str, int]:
    tables = ("consent", "consent_version", "outbox", "idempotency_key")
    found = {table: await world.one(f"SELECT count(*) FROM {table}") for table in tables}  # noqa: S608
    found["traces"] = await world.one("SELECT count(*) FROM audit_entry WHERE outcome = 'permitted'")
    found["denied"] = await world.one("SELECT count(*) FROM audit_entry WHERE outcome = 'denied'")
    return found


async def test_a_transaction_makes_changes_and_reads_in_one_commit(world: World) -> None:
    (first,) = (await post(world, "transaction", [making(short_form(world))])).json()["entry"]
    made = first["resource"]
    assert first["response"]["location"] == f"Consent/{made['id']}/_history/1"
    answer = await post(
        world,
        "transaction",
        [
            reading(f"Consent/{made['id']}"),
            changing(made, ifMatch='W/"1"'),
            making(short_form(world, "samtycke-2")),
            making(short_form(world), ifNoneExist=f"identifier={JOURNAL_SYSTEM}|samtycke-1"),
            reading(f"Consent/{made['id']}/_history/1"),
        ],
    )
    assert answer.json()["type"] == "transaction-response"
    assert statuses(answer) == ["200", "200", "201", "200", "200"]
    assert [entry["resource"]["meta"]["versionId"] for entry in answer.json()["entry"]] == [
        "2",
        "2",
        "1",
        "1",
        "1",
    ]


async def test_a_transaction_with_one_fault_leaves_nothing_and_names_the_entry(world: World) -> None:
    faulty = short_form(world, "samtycke-3", patient=number("201701012394"))
    answer = await post(
        world, "transaction", [making(short_form(world, "a")), making(faulty), making(short_form(world, "b"))]
    )
    assert (answer.status_code, answer.json()["resourceType"]) == (422, "OperationOutcome")
    (issue,) = answer.json()["issue"]
    assert issue["expression"] == ["Bundle.entry[1].resource.patient.identifier.value"]
    assert set((await counted(world)).values()) == {0}
    duplicate = await post(
        world, "transaction", [making(short_form(world, "a")), making(short_form(world, "a"))]
    )
    assert duplicate.status_code == 409
    assert duplicate.json()["issue"][0]["expression"] == ["Bundle.entry[1]"]
    assert set((await counted(world)).values()) == {0}


async def test_a_batch_takes_each_entry_on_its_own_and_leaves_a_trace_of_each(world: World) -> None:
    nobodys = "5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11"
    answer = await post(
        world,
        "batch",
        [
            making(short_form(world, "a")),
            making(short_form(world, "b", organization=[])),
            making(short_form(world, "a")),
            reading(f"Consent/{nobodys}"),
            making(short_form(world, "c")),
            reading("Patient/1"),
            changing({**short_form(world), "id": nobodys, "meta": {"versionId": "1"}}),
        ],
    )
    assert answer.status_code == 200
    assert statuses(answer) == ["201", "422", "409", "404", "201", "405", "404"]
    outcomes = [entry["response"].get("outcome") for entry in answer.json()["entry"]]
    assert [outcome is not None for outcome in outcomes] == [False, True, True, True, False, True, True]
    assert outcomes[1]["issue"][0]["expression"] == ["Consent.organization"]
    assert await counted(world) == {
        "consent": 2,
        "consent_version": 2,
        "outbox": 2,
        "idempotency_key": 0,
        "traces": 2,
        "denied": 2,
    }


async def test_rights_are_each_entrys(world: World) -> None:
    entries = [making(short_form(world)), reading("Consent/5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11")]
    assert statuses(await post(world, "batch", entries, "consent:read")) == ["403", "404"]
    assert statuses(await post(world, "batch", entries, "consent:record")) == ["201", "403"]


async def test_a_bundle_is_bounded_and_of_a_known_kind(world: World) -> None:
    too_many = await post(world, "batch", [reading("Consent/x")] * 101)
    assert too_many.json()["issue"][0]["expression"] == ["Bundle.entry"]
    for kind, entries in (("message", [reading("Consent/x")]), ("batch", [])):
        assert (await post(world, kind, entries)).status_code == 422
    deletion = {"request": {"method": "DELETE", "url": "Consent/1"}}
    refused = await post(world, "batch", [deletion])
    assert refused.json()["issue"][0]["expression"] == ["Bundle.entry[0].request.method"]
