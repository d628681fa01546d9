"""A FHIR client that others wrote works with the service over HTTP: fhirpy."""

from collections.abc import AsyncIterator

import fhirkit
import pytest
from consent_world import CHILD, World
from fhir_consents import BASE, JOURNAL_SYSTEM, short_form
from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound

from slussen_chassis.testing import served, staff, token_for


@pytest.fixture
async def fhir(world: World) -> AsyncIterator[AsyncFHIRClient]:
    caller = staff(
        "consent:record consent:read", authority=world.region, kind="client", client_id="j", subject="j"
    )
    async with served(world.service) as (host, port):
        yield AsyncFHIRClient(
            f"http://{host}:{port}{BASE}", authorization=f"Bearer {token_for(caller, 'consent')}"
        )


async def test_it_creates_reads_changes_and_withdraws(fhir: AsyncFHIRClient, world: World) -> None:
    consent = fhir.resource("Consent", **short_form(world))
    await consent.save()
    assert consent["meta"]["versionId"] == "1"
    read = await fhir.reference("Consent", consent["id"]).to_resource()
    assert read.serialize() == consent.serialize()
    read["provision"]["period"]["end"] = "2027-02-28"
    await read.save()
    assert (read["meta"]["versionId"], read["provision"]["period"]["end"]) == ("2", "2027-02-28")
    with pytest.raises(OperationOutcome):  # what was read first is no longer the newest
        await fhir.resource("Consent", **{**consent.serialize(), "meta": {}}).save()
    read["status"] = "inactive"
    await read.save()
    assert await world.one("SELECT status FROM consent") == "withdrawn"


async def test_it_finds_what_is_there_instead_of_making_it_twice(fhir: AsyncFHIRClient, world: World) -> None:
    wanted = fhir.resources("Consent").search(identifier=f"{JOURNAL_SYSTEM}|samtycke-1")
    made, is_new = await wanted.get_or_create(fhir.resource("Consent", **short_form(world)))
    again, is_new_again = await wanted.get_or_create(fhir.resource("Consent", **short_form(world)))
    assert (is_new, is_new_again) == (True, False)
    assert made["id"] == again["id"]


async def test_it_sends_a_transaction_and_reads_the_capabilities(fhir: AsyncFHIRClient, world: World) -> None:
    entries = [
        {"resource": short_form(world, f"samtycke-{number}"), "request": {"method": "POST", "url": "Consent"}}
        for number in range(3)
    ]
    answer = await fhir.execute(
        "", "post", data={"resourceType": "Bundle", "type": "transaction", "entry": entries}
    )
    assert [entry["response"]["status"] for entry in answer["entry"]] == ["201 Created"] * 3
    offered = await fhir.execute("metadata", "get")
    assert offered["fhirVersion"] == "4.0.1"
    profile = await fhir.execute(offered["rest"][0]["resource"][0]["profile"].partition("/fhir/")[2], "get")
    assert fhirkit.validate(dict(profile)) == []


async def test_it_is_told_why_it_may_not_search_by_address(fhir: AsyncFHIRClient, world: World) -> None:
    with pytest.raises(OperationOutcome) as refused:
        await fhir.resources("Consent").search(patient="1").fetch()
    assert "_search" in str(refused.value)
    assert CHILD not in str(refused.value)
    with pytest.raises(ResourceNotFound):
        await fhir.reference("Consent", "5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11").to_resource()
