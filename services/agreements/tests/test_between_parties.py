from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from agreements_parts import Connect, administrator, events, faults
from lifecycle_parts import LOCAL_ROLES, County, person

from slussen_agreements.agreement_jobs import announce_overdue
from slussen_agreements.settings import AgreementsSettings
from slussen_chassis.database import Database
from slussen_chassis.testing import TestDatabase

TODAY = "2026-11-22"


@pytest.fixture
async def county(connect: Connect) -> County:
    return await County(connect, "23", "jamtland").set_up()


@pytest.fixture
async def agreement(county: County) -> dict[str, Any]:
    return await county.active("local", LOCAL_ROLES["jamtland"], "2022-01-01")


def asking(**more: Any) -> dict[str, Any]:
    return {"reason": "Lokalerna byts.", "askedOn": TODAY, "answerBy": "2026-12-20", **more}


async def asked(county: County, agreement: dict[str, Any], **more: Any) -> dict[str, Any]:
    region = county.people[county.region["id"]]
    answer = await region.post(f"/agreements/{agreement['id']}/renegotiations", json=asking(**more))
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"v1"'
    return dict(answer.json())


async def test_a_party_asks_for_negotiation_another_answers_and_the_agreement_stays_in_force(
    county: County, agreement: dict[str, Any], database: TestDatabase
) -> None:
    made = await asked(county, agreement)
    assert (made["state"], made["authorityId"], made["findings"]) == ("requested", county.region["id"], [])
    path = f"/agreements/{agreement['id']}/renegotiations/{made['id']}"
    region, municipality = (
        county.people[county.region["id"]],
        county.people[county.municipality["id"]],
    )
    own = await region.put(path, json={"state": "under_way"}, headers={"If-Match": '"v1"'})
    assert (own.status_code, own.json()["code"]) == (403, "others-renegotiation")
    begun = await municipality.put(path, json={"state": "under_way"}, headers={"If-Match": '"v1"'})
    assert (begun.status_code, begun.json()["version"]) == (200, 2)
    stale = await region.put(path, json={"state": "withdrawn"}, headers={"If-Match": '"v1"'})
    assert stale.status_code == 412
    silent = await municipality.put(path, json={"state": "agreed"}, headers={"If-Match": '"v2"'})
    assert faults(silent) == {("outcome", "required")}
    body = {"state": "agreed", "outcome": "Ny utgåva upprättas."}
    ended = (await municipality.put(path, json=body, headers={"If-Match": '"v2"'})).json()
    assert (ended["state"], ended["closedOn"]) == ("agreed", TODAY)
    again = await region.put(path, json={"state": "withdrawn"}, headers={"If-Match": "*"})
    assert (again.status_code, again.json()["code"]) == (409, "renegotiation-ended")
    assert (await region.get(f"/agreements/{agreement['id']}")).json()["status"] == "active"
    told = [event for event in await events(database) if ".renegotiation." in event["type"]]
    assert [event["type"].split(".")[3] for event in told] == ["requested", "changed", "changed"]
    assert "Lokalerna" not in str(told)


async def test_one_open_request_a_party_and_it_is_withdrawn_by_its_maker_alone(
    county: County, agreement: dict[str, Any]
) -> None:
    made = await asked(county, agreement)
    path = f"/agreements/{agreement['id']}/renegotiations"
    region, municipality = (
        county.people[county.region["id"]],
        county.people[county.municipality["id"]],
    )
    twice = await region.post(path, json=asking())
    assert (twice.status_code, twice.json()["code"]) == (409, "renegotiation-open")
    others = await municipality.put(
        f"{path}/{made['id']}", json={"state": "withdrawn"}, headers={"If-Match": "*"}
    )
    assert others.status_code == 403
    gone = await region.put(f"{path}/{made['id']}", json={"state": "withdrawn"}, headers={"If-Match": "*"})
    assert gone.json()["state"] == "withdrawn"
    assert (await region.post(path, json=asking())).status_code == 201


async def test_what_a_request_can_not_be_is_named(county: County, agreement: dict[str, Any]) -> None:
    path = f"/agreements/{agreement['id']}/renegotiations"
    region = county.people[county.region["id"]]
    wrong = await region.post(path, json=asking(askedOn="2026-11-23", answerBy="2026-11-22"))
    assert faults(wrong) == {("askedOn", "has-come"), ("answerBy", "order")}
    early = await region.post(path, json=asking(askedOn="2021-12-31"))
    assert faults(early) == {("askedOn", "order")}
    nobody = await county.admin.post(path, json=asking())
    assert faults(nobody) == {("authorityId", "required")}
    stranger = await county.admin.post(path, json=asking(authorityId=str(uuid4())))
    assert stranger.json()["code"] == "not-a-party"
    unknown = await region.put(f"{path}/{uuid4()}", json={"state": "withdrawn"}, headers={"If-Match": "*"})
    assert unknown.status_code == 404
    draft = await county.drafted("local", LOCAL_ROLES["jamtland"], "2022-01-01")
    early = await region.post(f"/agreements/{draft['id']}/renegotiations", json=asking())
    assert early.json()["code"] == "agreement-status"


async def test_a_request_that_nobody_answers_is_told_of_once(
    county: County, agreement: dict[str, Any], settings: AgreementsSettings, database: TestDatabase
) -> None:
    await asked(county, agreement)
    worker = Database.for_worker(settings)
    late = datetime(2026, 12, 21, 8, tzinfo=UTC)
    try:
        assert await announce_overdue(worker, late - timedelta(days=1)) == 0
        assert await announce_overdue(worker, late) == 1
        assert await announce_overdue(worker, late) == 0
    finally:
        await worker.close()
    told = [event["type"] for event in await events(database) if "overdue" in event["type"]]
    assert told == ["slussen.agreements.renegotiation.overdue.v1"]


async def test_parties_are_told_of_a_planned_measure_and_confirm_that_they_know(
    county: County, agreement: dict[str, Any], database: TestDatabase
) -> None:
    path = f"/agreements/{agreement['id']}/information"
    region, municipality = (
        county.people[county.region["id"]],
        county.people[county.municipality["id"]],
    )
    body = {"measure": "Mottagningen flyttar.", "toldOn": TODAY, "plannedFrom": "2027-03-01"}
    told = (await region.post(path, json=body)).json()
    assert told["waitingFor"] == [county.municipality["id"]]
    own = await region.post(f"{path}/{told['id']}/receipts", json={})
    assert (own.status_code, own.json()["code"]) == (409, "already-received")
    known = await municipality.post(f"{path}/{told['id']}/receipts", json={})
    assert (known.status_code, known.json()["waitingFor"]) == (201, [])
    assert (await municipality.post(f"{path}/{told['id']}/receipts", json={})).status_code == 409
    assert (await municipality.post(f"{path}/{uuid4()}/receipts", json={})).status_code == 404
    listed = (await county.admin.get(path)).json()
    assert [one["measure"] for one in listed["items"]] == ["Mottagningen flyttar."]
    assert listed.get("notRegulated") is None
    announced = [event["type"] for event in await events(database) if ".information." in event["type"]]
    assert [kind.split(".")[3] for kind in announced] == ["given", "received"]


async def test_where_the_county_is_silent_it_is_said(connect: Connect) -> None:
    county = await County(connect, "18", "orebro").set_up()
    agreement = await county.active("local", LOCAL_ROLES["orebro"], "2026-03-01")
    for path, matter in (("renegotiations", "renegotiation"), ("information", "duty_to_inform")):
        found = (await county.admin.get(f"/agreements/{agreement['id']}/{path}")).json()
        assert found["notRegulated"]["matter"] == matter


async def test_a_stranger_sees_and_does_nothing(
    county: County, agreement: dict[str, Any], connect: Connect
) -> None:
    path = f"/agreements/{agreement['id']}"
    for stranger in (connect(person(str(uuid4()), "23")), connect(administrator("18"))):
        for part in ("renegotiations", "information"):
            assert (await stranger.get(f"{path}/{part}")).status_code == 404
        assert (await stranger.post(f"{path}/renegotiations", json=asking())).status_code == 404
