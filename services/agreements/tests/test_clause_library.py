from typing import Any
from uuid import uuid4

import httpx
import pytest
from agreements_parts import Connect, events, faults
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County

from slussen_chassis.testing import TestDatabase

OWN = {"kind": "local", "key": "digital_meetings", "heading": "Digitala möten", "validFrom": "2026-06-01"}


@pytest.fixture
async def county(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


async def shown(county: County, **params: Any) -> dict[str, Any]:
    answer = await county.admin.get("/clause-library", params={"profileId": county.profile_id, **params})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def added(county: County, text: str = "Digitalt [[när]].", **more: Any) -> dict[str, Any]:
    return await county.register.made("/clause-library/additions", **{**OWN, "text": text, **more})


async def template(county: County, agreement: dict[str, Any], **body: Any) -> httpx.Response:
    path = f"/agreements/{agreement['id']}/template"
    return await county.admin.post(path, json=body, headers={"If-Match": f'"v{agreement["version"]}"'})


@pytest.mark.case("AG-04")
async def test_the_library_has_a_text_for_each_of_the_seventeen_clauses_in_order(county: County) -> None:
    found = await shown(county)
    assert (found["firstDay"], found["origin"], len(found["clauses"])) == ("2026-03-01", "ours", 17)
    catalogue = (await county.admin.get("/clause-catalogue", params={"profileId": "orebro"})).json()
    assert [(one["key"], one["label"]) for one in found["clauses"]] == [
        (one["key"], one["label"]) for one in catalogue["clauses"]
    ]
    assert {one["force"] for one in found["clauses"]} == {"must"}
    assert (await shown(county, on="2026-02-28"))["clauses"] == []
    editions = (await county.admin.get("/clause-library/editions", params={"profileId": "orebro"})).json()[
        "items"
    ]
    assert [(one["firstDay"], one.get("lastDay")) for one in editions] == [("2026-03-01", None)]


async def test_a_draft_is_filled_from_the_library_keeps_its_edition_and_is_signed_when_no_blank_is_left(
    county: County,
) -> None:
    draft = await county.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01")
    own = await county.admin.put(
        f"/agreements/{draft['id']}/clauses", json={"clauses": {"dispute": "Vår text."}}, headers=ANYTHING
    )
    filled = (await template(county, own.json())).json()
    texts = {clause["key"]: clause["text"] for clause in filled["clauses"]}
    assert (len(texts), texts["dispute"], filled["libraryFirstDay"]) == (17, "Vår text.", "2026-03-01")
    assert texts["parties_and_location"].startswith(
        "Detta samverkansavtal är upprättat mellan Kommunen och Region Örebro län. Det avser"
    )
    assert "Familjecentralen Vivalla i Örebro kommun" in texts["parties_and_location"]
    open_ones = {clause["key"] for clause in filled["completeness"]["unfilledClauses"]}
    assert (filled["status"], "coordinator" in open_ones, "dispute" in open_ones) == ("draft", True, False)
    refused = await county.sign(filled, 0)
    assert {(fault["field"], fault["rule"]) for fault in refused.json()["errors"]} == {
        (f"clauses.{key}", "clause-unfilled") for key in open_ones
    }
    whole = {key: text.replace("[[", "").replace("]]", "") for key, text in texts.items()}
    body = {"clauses": whole}
    ready = await county.admin.put(f"/agreements/{draft['id']}/clauses", json=body, headers=ANYTHING)
    assert ready.json()["status"] == "ready"
    active = await county.in_force(ready.json())
    assert (active["status"], active["libraryFirstDay"]) == ("active", "2026-03-01")
    late = await template(county, active)
    assert late.json()["code"] == "agreement-signed"


async def test_a_draft_takes_the_clauses_that_are_named_and_no_unknown_one(county: County) -> None:
    draft = await county.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01")
    refused = await template(county, draft, keys=["dispute", "nothing_such"])
    assert faults(refused) == {("keys.1", "unknown")}
    taken = (await template(county, draft, keys=["dispute"])).json()
    assert [clause["key"] for clause in taken["clauses"]] == ["dispute"]
    assert (await template(county, draft)).status_code == 412


@pytest.mark.case("AG-05")
async def test_a_countys_own_clause_is_offered_from_its_first_day_and_gives_way_to_its_next_text(
    county: County, database: TestDatabase
) -> None:
    first = await added(county)
    second = await added(county, "Digitalt i mars.", validFrom="2026-10-01")
    assert [one["text"] for one in (await shown(county, on="2026-09-30"))["clauses"][17:]] == [
        "Digitalt [[när]]."
    ]
    (now,) = (await shown(county))["clauses"][17:]
    assert (now["label"], now["force"], now["additionId"]) == ("Digitala möten", "may", second["id"])
    assert now.get("source") is None
    listed = (await county.admin.get("/clause-library/additions")).json()["items"]
    assert [(one["id"], one.get("validThrough")) for one in listed] == [
        (first["id"], "2026-09-30"),
        (second["id"], None),
    ]
    draft = await county.drafted("local", LOCAL_ROLES["orebro"], "2026-10-01")
    taken = (await template(county, draft, keys=["digital_meetings"])).json()["clauses"]
    assert [(one["label"], one["required"], one["text"]) for one in taken] == [
        ("Digitala möten", False, "Digitalt i mars.")
    ]
    told = [event["type"] for event in await events(database) if "library-clause" in event["type"]]
    assert [kind.split(".")[3] for kind in told] == ["added", "ended", "added"]


async def test_what_an_addition_can_not_be_is_named(county: County, connect: Connect) -> None:
    path = "/clause-library/additions"
    taken = await county.admin.post(path, json={**OWN, "key": "dispute", "text": "x"})
    assert faults(taken) == {("key", "of-library")}
    made = await added(county)
    again = await county.admin.post(path, json={**OWN, "text": "x"})
    assert (again.status_code, again.json()["code"]) == (409, "addition-exists")
    ending = f"{path}/{made['id']}/ending"
    early = await county.admin.post(ending, json={"lastDay": "2026-05-31"}, headers=ANYTHING)
    assert faults(early) == {("lastDay", "order")}
    assert (await county.admin.post(ending, json={"lastDay": "2026-12-31"})).status_code == 428
    other = County(connect, "12", "skane")
    strange = await other.admin.post(ending, json={"lastDay": "2026-12-31"}, headers=ANYTHING)
    assert strange.status_code == 404
    ended = await county.admin.post(ending, json={"lastDay": "2026-12-31"}, headers=ANYTHING)
    assert (ended.status_code, ended.json()["validThrough"]) == (200, "2026-12-31")
    twice = await county.admin.post(ending, json={"lastDay": "2026-12-30"}, headers=ANYTHING)
    assert (twice.status_code, twice.json()["code"]) == (409, "addition-ended")
    nowhere = await county.admin.post(
        f"{path}/{uuid4()}/ending", json={"lastDay": "2026-12-31"}, headers=ANYTHING
    )
    assert nowhere.status_code == 404
    reader = county.people[county.region["id"]]
    assert (await reader.post(path, json={**OWN, "text": "x"})).status_code == 403


async def test_an_own_text_with_a_dollar_sign_is_taken_as_it_is(county: County) -> None:
    await added(county, "Kostar 100 $ och ${centre}.")
    draft = await county.drafted("local", LOCAL_ROLES["orebro"], "2026-10-01")
    taken = (await template(county, draft, keys=["digital_meetings"])).json()["clauses"]
    assert taken[0]["text"] == "Kostar 100 $ och ${centre}."


@pytest.mark.parametrize(
    ("code", "profile", "kind", "roles", "first_day", "clauses"),
    [
        ("23", "jamtland", "local", LOCAL_ROLES["jamtland"], "2022-01-01", 17),
        ("23", "jamtland", "coordinator", ("municipality", "region"), "2022-01-01", 10),
        ("23", "jamtland", "premises", ("municipality", "region"), "2022-01-01", 3),
        ("12", "skane", "local", LOCAL_ROLES["skane"], "2024-01-01", 6),
        ("08", "kalmar", "county", ("municipality", "region"), "2023-11-17", 12),
    ],
)
async def test_every_countys_kinds_are_filled_from_its_own_library(  # noqa: PLR0917 - a row of the table
    connect: Connect, code: str, profile: str, kind: str, roles: tuple[str, ...], first_day: str, clauses: int
) -> None:
    county = await County(connect, code, profile).set_up()
    draft = await county.drafted(kind, roles, "2024-01-01" if profile == "kalmar" else first_day)
    filled = (await template(county, draft)).json()
    assert (len(filled["clauses"]), filled["libraryFirstDay"]) == (clauses, first_day)
    assert filled["completeness"]["missingClauses"] == []
    assert not any("$" in clause["text"] for clause in filled["clauses"])


@pytest.mark.case("AG-34")
async def test_a_letter_of_intent_has_its_one_clause_for_its_municipality(county: County) -> None:
    roles = ("municipality", "health_centre")
    draft = await county.drafted("letter_of_intent", roles, "2026-03-01", municipalityCode="1863")
    (clause,) = (await template(county, draft)).json()["clauses"]
    assert clause["text"].endswith("att öppna en familjecentral i Hällefors kommun.")
