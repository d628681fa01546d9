import json
from typing import Any

import httpx
import pytest
from agreements_parts import Register, events, faults

from slussen_chassis.testing import TestDatabase


async def test_a_centre_with_the_four_activities_is_a_family_centre(
    register: Register, admin: httpx.AsyncClient
) -> None:
    whole = await register.whole()
    centre = whole["centre"]
    assert centre["classification"] == {
        "kind": "full",
        "profileId": "orebro",
        "profileFirstDay": "2026-03-01",
        "reasons": [],
    }
    assert centre["displayTerm"] == "slussning"
    assert (await admin.get(f"/family-centres/{centre['id']}")).json() == centre
    assert (await admin.get("/family-centres")).json()["items"] == [centre]
    elsewhere = await admin.get("/family-centres", params={"municipalityCode": "1881"})
    assert elsewhere.json()["items"] == []


async def test_registering_a_centre_announces_it_and_its_units(
    register: Register, admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    whole = await register.whole()
    announced = (await events(database))[-5:]
    assert [(event["type"].split(".")[2:4], event["aggregate_version"]) for event in announced] == [
        (["family-centre", "registered"], 1),
        *[(["unit", "changed"], 2)] * 4,
    ]
    for event in announced[1:]:
        assert json.loads(event["data"])["centreIds"] == [whole["centre"]["id"]]
    unit = (await admin.get(f"/units/{whole['units'][0]['id']}")).json()
    assert (unit["version"], unit["centreIds"]) == (2, [whole["centre"]["id"]])


async def changed(admin: httpx.AsyncClient, centre: dict[str, Any], **more: Any) -> httpx.Response:
    kept = ("name", "municipalityCode", "profileId", "activities", "displayTerm", "validFrom")
    body = {**{name: centre[name] for name in kept}, **more}
    return await admin.put(
        f"/family-centres/{centre['id']}", json=body, headers={"If-Match": f'"v{centre["version"]}"'}
    )


async def test_a_unit_that_leaves_is_announced_and_those_that_stay_are_not(
    register: Register, admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    whole = await register.whole()
    before = len(await events(database))
    stays = [a for a in whole["centre"]["activities"] if a["activity"] != "maternal_health_care"]
    answer = await changed(admin, whole["centre"], activities=stays)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"v2"'
    assert answer.json()["classification"]["kind"] == "like"
    assert answer.json()["activities"] == stays
    new = (await events(database))[before:]
    assert [event["type"].split(".")[2] for event in new] == ["family-centre", "unit"]
    left = json.loads(new[1]["data"])
    assert (left["hsaId"], left["centreIds"]) == ("SE2321000164-1001", [])
    again = await changed(admin, whole["centre"])
    assert again.status_code == 412


async def test_an_activity_may_be_run_by_two_units(register: Register, admin: httpx.AsyncClient) -> None:
    whole = await register.whole()
    second = await register.unit(whole["region"]["id"], "child_health_care", "SE2321000164-1003")
    entry = {"activity": "child_health_care", "unitId": second["id"]}
    answer = await changed(admin, whole["centre"], activities=[*whole["centre"]["activities"], entry])
    assert len(answer.json()["activities"]) == 5


async def test_a_centres_faults_are_all_named(register: Register, admin: httpx.AsyncClient) -> None:
    whole = await register.whole()
    ended = await register.unit(
        whole["region"]["id"], "child_health_care", "SE2321000164-1003", validThrough="2026-03-31"
    )
    body: dict[str, Any] = {
        "name": "C",
        "municipalityCode": "1280",
        "profileId": "orebro",
        "activities": [
            {"activity": "library", "unitId": whole["units"][0]["id"]},
            {"activity": "library", "unitId": "0" * 32},
            {"activity": "child_health_care", "unitId": ended["id"]},
            {"activity": "child_health_care", "unitId": ended["id"]},
        ],
        "validFrom": "2026-04-01",
    }
    assert faults(await admin.post("/family-centres", json=body)) == {
        ("municipalityCode", "in-county"),
        ("activities", "unique"),
        ("activities.0.activity", "of-unit"),
        ("activities.1.unitId", "unknown"),
        ("activities.2.unitId", "valid-days"),
        ("activities.3.unitId", "valid-days"),
    }
    early = {**body, "activities": body["activities"][2:3], "validThrough": "2026-03-01"}
    assert ("validThrough", "order") in faults(await admin.post("/family-centres", json=early))
    answer = await admin.post("/family-centres", json={**body, "profileId": "atlantis"})
    assert faults(answer) == {("profileId", "unknown")}


async def test_a_unit_at_a_centre_keeps_its_activity(register: Register, admin: httpx.AsyncClient) -> None:
    whole = await register.whole()
    body = {"name": "A", "branch": "health", "activity": "library", "validFrom": "2026-03-01"}
    answer = await admin.put(f"/units/{whole['units'][0]['id']}", json=body, headers={"If-Match": '"v2"'})
    assert faults(answer) == {("activity", "in-use")}


@pytest.mark.parametrize(("term", "shown"), [("lotsning", "lotsning"), (None, "slussning")])
async def test_a_centre_may_have_its_own_word_for_a_referral(
    register: Register, term: str | None, shown: str
) -> None:
    region = await register.region()
    unit = await register.unit(region["id"], "child_health_care", "SE2321000164-1002")
    centre = await register.centre([unit], displayTerm=term)
    assert centre["displayTerm"] == shown
    assert centre["classification"]["kind"] == "none"


async def test_a_refused_centre_leaves_nothing(
    register: Register, admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    region = await register.region()
    before = await events(database)
    body = {
        "name": "C",
        "municipalityCode": "1880",
        "profileId": "orebro",
        "activities": [{"activity": "library", "unitId": "0" * 32}],
        "validFrom": "2026-04-01",
    }
    answer = await admin.post("/family-centres", json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 422
    assert await events(database) == before
    assert await database.rows("SELECT * FROM family_centre UNION ALL SELECT * FROM family_centre") == []
    assert await database.rows("SELECT * FROM idempotency_key") == []
    assert region["version"] == 1
