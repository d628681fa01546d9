import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from agreements_parts import Connect, events, faults
from lifecycle_parts import LOCAL_ROLES, County, person

from slussen_chassis.testing import TestDatabase


@pytest.fixture
async def orebro(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


@pytest.fixture
async def agreement(orebro: County) -> dict[str, Any]:
    """A local agreement, in force."""
    return await orebro.active("local", LOCAL_ROLES["orebro"], "2026-03-01")


async def amend(county: County, agreement: dict[str, Any], **body: Any) -> httpx.Response:
    return await county.admin.post(
        f"/agreements/{agreement['id']}/amendments", json={"validFrom": "2027-01-01", **body}
    )


async def shown(county: County, agreement: dict[str, Any]) -> dict[str, Any]:
    return dict((await county.admin.get(f"/agreements/{agreement['id']}")).json())


async def test_the_edition_in_force_stays_so_until_the_next_is_activated(
    orebro: County, agreement: dict[str, Any], database: TestDatabase
) -> None:
    before = await shown(orebro, agreement)
    draft = (await amend(orebro, agreement, clauses={"dispute": "Tvist avgörs av styrgruppen."})).json()
    assert (draft["edition"], draft["originalId"], draft["status"]) == (2, agreement["id"], "ready")
    assert draft["signatures"] == []
    assert await shown(orebro, agreement) == before
    await orebro.in_force(draft)
    old = await shown(orebro, agreement)
    assert (old["status"], old["validThrough"]) == ("superseded", "2026-12-31")
    assert (old["digest"], old["clauses"]) == (before["digest"], before["clauses"])
    announced = [event for event in await events(database) if ".agreement." in event["type"]][-2:]
    assert [(str(event["aggregate_id"]), event["type"].split(".")[3]) for event in announced] == [
        (agreement["id"], "ended"),
        (draft["id"], "activated"),
    ]
    assert json.loads(announced[0]["data"])["validThrough"] == "2026-12-31"
    listed = (await orebro.admin.get(f"/agreements/{draft['id']}/versions")).json()["items"]
    assert [(one["edition"], one["status"]) for one in listed] == [(1, "superseded"), (2, "active")]


async def test_the_difference_is_told_sentence_by_sentence(orebro: County, agreement: dict[str, Any]) -> None:
    texts = {clause["key"]: clause["text"] for clause in agreement["clauses"]}
    added = {"dispute": f"{texts['dispute']} Styrgruppen avgör.", "childrens_voice": "Barnen hörs."}
    draft = (await amend(orebro, agreement, clauses=added)).json()
    path = f"/agreements/{draft['id']}/versions/2/difference"
    assert (await orebro.admin.get(path)).json() == {
        "edition": 2,
        "comparedWith": 1,
        "clauses": [
            {
                "key": "dispute",
                "label": "tvist",
                "change": "changed",
                "lines": [
                    {"change": "same", "text": texts["dispute"]},
                    {"change": "added", "text": "Styrgruppen avgör."},
                ],
            },
            {
                "key": "childrens_voice",
                "label": "childrens_voice",
                "change": "added",
                "lines": [{"change": "added", "text": "Barnen hörs."}],
            },
        ],
        "terms": [
            {
                "key": "valid_from",
                "sv": "Gäller från",
                "en": "Valid from",
                "change": "changed",
                "before": {"sv": "2026-03-01", "en": "2026-03-01"},
                "after": {"sv": "2027-01-01", "en": "2027-01-01"},
            }
        ],
    }
    absent = await orebro.admin.get(f"/agreements/{draft['id']}/versions/3/difference")
    assert absent.status_code == 404


async def test_the_difference_tells_the_terms_and_in_the_first_edition_all_is_new(
    orebro: County, agreement: dict[str, Any]
) -> None:
    draft = (await amend(orebro, agreement)).json()
    terms = {
        "noticeMonths": 9,
        "noticeWritten": True,
        "disputeBody": "Styrgruppen",
        "deviations": [{"clause": "dispute", "text": "Styrgruppen avgör.", "effect": "other"}],
    }
    answer = await orebro.admin.put(f"/agreements/{draft['id']}/terms", json=terms, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    found = (await orebro.admin.get(f"/agreements/{draft['id']}/versions/2/difference")).json()
    assert found["clauses"] == []
    assert [(one["key"], one["change"], one["before"], one["after"]["sv"]) for one in found["terms"][1:]] == [
        ("notice_months", "added", None, "9 månader"),
        ("notice_written", "added", None, "Skriftlig"),
        ("dispute_body", "added", None, "Styrgruppen"),
        ("deviation", "added", None, "tvist: Styrgruppen avgör. (annat än länet anger)"),
    ]
    first = (await orebro.admin.get(f"/agreements/{draft['id']}/versions/1/difference")).json()
    assert {one["change"] for one in first["terms"]} == {"added"}
    assert [(one["key"], one["after"]["en"]) for one in first["terms"]] == [
        ("valid_from", "2026-03-01"),
        ("valid_through", "Until further notice"),
        ("party", "Kommunen, municipality"),
        ("party", "Region Örebro län, local health centre"),
    ]


async def test_only_an_agreement_in_force_is_amended_and_once_at_a_time(
    orebro: County, agreement: dict[str, Any]
) -> None:
    for day in ("2026-03-01", "2026-02-01"):
        assert faults(await amend(orebro, agreement, validFrom=day)) == {("validFrom", "within-present")}
    draft = (await amend(orebro, agreement)).json()
    assert (await amend(orebro, agreement)).json()["code"] == "edition-under-way"
    assert (await amend(orebro, draft)).json()["code"] == "agreement-status"
    stale = await orebro.admin.post(
        f"/agreements/{agreement['id']}/amendments",
        json={"validFrom": "2027-01-01"},
        headers={"If-Match": '"v1"'},
    )
    assert stale.status_code == 412


async def test_an_agreement_under_notice_does_not_give_way(orebro: County, agreement: dict[str, Any]) -> None:
    draft = (await amend(orebro, agreement)).json()
    given = await orebro.people[orebro.region["id"]].post(
        f"/agreements/{agreement['id']}/notices",
        json={"givenOn": "2026-09-15", "form": "written", "months": 6},
    )
    assert given.status_code == 201
    for place in (0, 1):
        await orebro.sign(draft, place)
    answer = await orebro.admin.post(f"/agreements/{draft['id']}/activation")
    assert answer.json()["code"] == "agreement-status"
    assert (await shown(orebro, draft))["status"] == "awaiting_signatures"


async def test_a_stranger_sees_no_edition(
    orebro: County, agreement: dict[str, Any], connect: Connect
) -> None:
    stranger = connect(person(str(uuid4()), "18"))
    for path in ("versions", "versions/1/difference", "terms", "rejections", "disputes"):
        assert (await stranger.get(f"/agreements/{agreement['id']}/{path}")).status_code == 404


async def dispute(county: County, agreement: dict[str, Any], **body: Any) -> httpx.Response:
    return await county.people[county.region["id"]].post(
        f"/agreements/{agreement['id']}/disputes",
        json={"matter": "Lokalkostnaden.", "registeredOn": "2026-11-20", **body},
    )


@pytest.mark.case("AG-12")
async def test_jamtlands_disputes_are_settled_by_lako(connect: Connect, database: TestDatabase) -> None:
    county = await County(connect, "23", "jamtland").set_up()
    agreement = await county.active("local", LOCAL_ROLES["jamtland"], "2025-01-01")
    registered = (await dispute(county, agreement)).json()
    assert (registered["body"], registered["notRegulated"]) == ("LAKO", None)
    assert (await shown(county, agreement))["status"] == "active"
    path = f"/agreements/{agreement['id']}/disputes/{registered['id']}/outcome"
    outcome = {"outcome": "Kostnaden delas lika.", "settledOn": "2026-11-22"}
    settled = await county.admin.post(path, json=outcome, headers={"If-Match": '"v1"'})
    assert (settled.status_code, settled.json()["settledOn"]) == (200, "2026-11-22")
    assert (await county.admin.post(path, json=outcome)).json()["code"] == "dispute-settled"
    listed = (await county.admin.get(f"/agreements/{agreement['id']}/disputes")).json()["items"]
    assert [one["outcome"] for one in listed] == ["Kostnaden delas lika."]
    announced = [event for event in await events(database) if ".dispute." in event["type"]]
    assert [event["type"].split(".")[3] for event in announced] == ["registered", "settled"]
    assert all("Lokalkostnaden" not in event["data"] for event in announced)


async def test_where_nobody_has_said_who_settles_a_dispute_that_is_said(
    orebro: County, agreement: dict[str, Any]
) -> None:
    registered = (await dispute(orebro, agreement)).json()
    assert (registered["body"], registered["notRegulated"]["matter"]) == (None, "dispute_body")
    assert faults(await dispute(orebro, agreement, registeredOn="2026-11-23")) == {
        ("registeredOn", "has-come")
    }
    assert faults(await dispute(orebro, agreement, registeredOn="2026-02-28")) == {("registeredOn", "order")}
    path = f"/agreements/{agreement['id']}/disputes/{uuid4()}/outcome"
    absent = await orebro.admin.post(path, json={"outcome": "Klart.", "settledOn": "2026-11-22"})
    assert absent.status_code == 404
