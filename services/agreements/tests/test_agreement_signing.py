from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from agreements_parts import Connect, events, faults
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County, person

from slussen_agreements.agreement_jobs import remind_due
from slussen_agreements.settings import AgreementsSettings
from slussen_chassis.database import Database
from slussen_chassis.testing import TestDatabase


@pytest.fixture
async def orebro(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


@pytest.fixture
async def ready(orebro: County) -> dict[str, Any]:
    """A local agreement that only lacks signatures."""
    return await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01"))


async def plan(county: County, agreement: dict[str, Any], **body: Any) -> httpx.Response:
    return await county.admin.put(f"/agreements/{agreement['id']}/signing", json=body, headers=ANYTHING)


async def put_terms(county: County, agreement: dict[str, Any], **body: Any) -> httpx.Response:
    return await county.admin.put(f"/agreements/{agreement['id']}/terms", json=body, headers=ANYTHING)


async def terms(county: County, agreement: dict[str, Any], **query: str) -> dict[str, Any]:
    return dict((await county.admin.get(f"/agreements/{agreement['id']}/terms", params=query)).json())


async def reject(county: County, agreement: dict[str, Any], place: int = 1) -> httpx.Response:
    party = agreement["parties"][place]
    body = {"digest": agreement["digest"], "reason": "Belopp saknas."}
    return await county.people[party["authorityId"]].post(
        f"/agreements/{agreement['id']}/rejections", json=body
    )


async def test_who_is_not_identified_surely_enough_does_not_sign_and_the_level_is_named(
    orebro: County, ready: dict[str, Any], connect: Connect
) -> None:
    for level in (None, "loa2", "http://id.sambi.se/loa/loa2", "loa33"):
        client = connect(person(orebro.municipality["id"], "18", level))
        answer = await client.post(f"/agreements/{ready['id']}/signatures", json={"digest": ready["digest"]})
        assert (answer.status_code, answer.json()["code"]) == (401, "assurance-too-low")
        wanted = 'Bearer error="insufficient_user_authentication", acr_values="http://id.sambi.se/loa/loa3"'
        assert answer.headers["www-authenticate"] == wanted
        assert "http://id.sambi.se/loa/loa3" in answer.json()["detail"]
    client = connect(person(orebro.municipality["id"], "18", "http://id.sambi.se/loa/loa4"))
    answer = await client.post(f"/agreements/{ready['id']}/signatures", json={"digest": ready["digest"]})
    assert answer.status_code == 201


async def test_parties_sign_in_the_agreed_order(orebro: County, ready: dict[str, Any]) -> None:
    assert (await plan(orebro, ready, inOrder=True)).json()["signInOrder"] is True
    early = await orebro.sign(ready, 1)
    assert (early.status_code, early.json()["code"]) == (409, "not-your-turn")
    assert (await orebro.sign(ready, 0)).status_code == 201
    assert faults(await plan(orebro, ready, inOrder=False)) == {("inOrder", "unsigned")}
    assert (await orebro.sign(ready, 1)).status_code == 201


async def test_after_the_last_day_nobody_signs_until_a_new_one_is_set(
    orebro: County, ready: dict[str, Any], database: TestDatabase
) -> None:
    assert faults(await plan(orebro, ready, signBy="2026-11-21")) == {("signBy", "to-come")}
    await plan(orebro, ready, signBy="2026-11-22")
    await database.rows("UPDATE agreement SET sign_by = '2026-11-21'")
    assert (await orebro.sign(ready, 0)).json()["code"] == "signing-time-out"
    await plan(orebro, ready, signBy="2026-11-22")
    assert (await orebro.sign(ready, 0)).status_code == 201


async def test_a_rejected_wording_is_changed_before_anybody_signs(
    orebro: County, ready: dict[str, Any], database: TestDatabase
) -> None:
    await orebro.sign(ready, 0)
    rejected = await reject(orebro, ready)
    assert (rejected.status_code, rejected.json()["reason"]) == (201, "Belopp saknas.")
    assert (await reject(orebro, ready)).json()["code"] == "agreement-status"
    assert (await orebro.sign(ready, 1)).json()["code"] == "agreement-rejected"
    activation = await orebro.admin.post(f"/agreements/{ready['id']}/activation")
    assert activation.json()["code"] == "agreement-rejected"
    clauses = {clause["key"]: clause["text"] for clause in ready["clauses"]}
    clauses["economy_joint_budget"] = "Budgeten är 100 000 kr."
    answer = await orebro.admin.put(
        f"/agreements/{ready['id']}/clauses", json={"clauses": clauses}, headers=ANYTHING
    )
    changed = answer.json()
    assert (changed["status"], changed["rejected"], changed["signatures"]) == ("ready", False, [])
    assert (await orebro.in_force(changed))["status"] == "active"
    listed = (await orebro.admin.get(f"/agreements/{ready['id']}/rejections")).json()
    assert [rejection["digest"] for rejection in listed["items"]] == [ready["digest"]]
    announced = [event for event in await events(database) if ".signature." in event["type"]]
    assert [event["type"] for event in announced] == ["slussen.agreements.signature.rejected.v1"]
    assert "Belopp" not in announced[0]["data"]


async def test_a_draft_is_not_rejected(orebro: County) -> None:
    draft = await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01")
    assert (await reject(orebro, draft)).json()["code"] == "agreement-status"


async def test_those_who_have_not_signed_are_reminded_once_a_week_from_a_week_before(
    orebro: County, ready: dict[str, Any], settings: AgreementsSettings, database: TestDatabase
) -> None:
    await plan(orebro, ready, signBy="2026-12-20")
    await orebro.sign(ready, 0)
    worker = Database.for_worker(settings)
    try:
        sent = [
            await remind_due(worker, datetime(2026, 12, day, 12, tzinfo=UTC)) for day in (12, 13, 14, 19, 20)
        ]
    finally:
        await worker.close()
    assert sent == [0, 1, 0, 0, 1]
    announced = [event for event in await events(database) if event["type"].endswith("signature.reminded.v1")]
    assert len(announced) == len(sent) - sent.count(0)
    assert orebro.region["id"] in announced[0]["data"]
    assert orebro.municipality["id"] not in announced[0]["data"]


@pytest.mark.case("AG-10")
async def test_jamtlands_three_party_roles_are_listed_as_required(connect: Connect) -> None:
    county = await County(connect, "23", "jamtland").set_up()
    kinds = (await county.admin.get("/agreement-kinds", params={"profileId": "jamtland"})).json()["kinds"]
    local = next(kind for kind in kinds if kind["kind"] == "local")
    assert local["required"] is True
    assert local["partyRoles"] == ["education_administration", "social_administration", "primary_care"]
    by_kind = {kind["kind"]: [clause["key"] for clause in kind["clauses"]] for kind in kinds}
    assert by_kind["premises"] == ["rent", "cleaning", "consumables"]
    assert by_kind["coordinator"] == [
        "goals_direction",
        "responsibilities",
        "development_follow_up",
        "budget",
        "information_transfer",
        "duty_to_inform",
        "term",
        "negotiation",
        "dispute",
        "coordinator_tasks",
    ]


@pytest.mark.case("AG-11")
async def test_three_identical_copies_are_registered_when_jamtlands_agreement_is_signed(
    connect: Connect,
) -> None:
    county = await County(connect, "23", "jamtland").set_up()
    draft = await county.filled(await county.drafted("local", LOCAL_ROLES["jamtland"], "2025-01-01"))
    assert (await terms(county, draft))["copies"] == []
    await county.in_force(draft)
    copies = (await terms(county, draft))["copies"]
    assert [(copy["number"], copy["role"]) for copy in copies] == [
        (1, "education_administration"),
        (2, "social_administration"),
        (3, "primary_care"),
    ]


@pytest.mark.case("AG-13")
async def test_kalmars_next_revision_is_two_years_on_and_may_come_before_on_need(connect: Connect) -> None:
    county = await County(connect, "08", "kalmar").set_up()
    agreement = await county.active("county", ("municipality", "region"), "2023-11-17")
    revision = (await terms(county, agreement, on="2024-06-01"))["revision"]
    assert revision == {
        "state": "upcoming",
        "dueOn": "2025-11-17",
        "mayReviseNow": True,
        "revisedBy": "Samordnande grupp Barn och unga",
    }


@pytest.mark.case("AG-16")
async def test_skanes_yearly_follow_up_is_overdue_the_day_after(connect: Connect) -> None:
    county = await County(connect, "12", "skane").set_up()
    agreement = await county.active("local", LOCAL_ROLES["skane"], "2024-02-01")
    path = f"/agreements/{agreement['id']}/reviews"
    reviewed = await county.admin.post(path, json={"reviewedOn": "2025-02-10"})
    assert reviewed.status_code == 200
    assert (await terms(county, agreement, on="2026-02-10"))["revision"]["state"] == "due"
    assert (await terms(county, agreement, on="2026-02-11"))["revision"]["state"] == "overdue"
    for day in ("2025-02-09", "2026-11-23"):
        answer = await county.admin.post(path, json={"reviewedOn": day})
        assert faults(answer) == {("reviewedOn", "within-present")}


async def test_agreed_terms_hold_where_the_county_leaves_them_to_the_parties(
    orebro: County, ready: dict[str, Any]
) -> None:
    before = await terms(orebro, ready)
    assert (before["noticeMonths"], before["disputeBody"]) == (None, None)
    deviation = {"clause": "changes_additions_regional", "text": "Barn upp till åtta år tas emot."}
    body = {"noticeMonths": 9, "noticeWritten": True, "disputeBody": "Styrgruppen", "deviations": [deviation]}
    changed = (await put_terms(orebro, ready, **body)).json()
    assert changed["digest"] != ready["digest"]
    shown = await terms(orebro, ready, on="2026-03-31")
    assert (shown["noticeMonths"], shown["earliestEnd"], shown["disputeBody"]) == (
        9,
        "2026-12-31",
        "Styrgruppen",
    )
    assert shown["deviations"] == [{**deviation, "matter": None, "effect": None}]
    await orebro.sign(changed, 0)
    assert (await put_terms(orebro, ready)).json()["code"] == "agreement-signed"


async def test_terms_below_the_countys_and_deviations_of_nothing_are_refused(
    orebro: County, ready: dict[str, Any]
) -> None:
    answer = await put_terms(orebro, ready, deviations=[{"clause": "no_such", "text": "Nej."}])
    assert faults(answer) == {("deviations.0.clause", "of-agreement")}
    county = await orebro.drafted("county", ("municipality", "region"), "2026-03-01")
    answer = await put_terms(
        orebro,
        county,
        noticeMonths=3,
        noticeWritten=False,
        deviations=[{"clause": "no_such", "text": "Nej."}],
    )
    assert faults(answer) == {
        ("noticeMonths", "notice-below-county-minimum"),
        ("noticeWritten", "written-required"),
        ("deviations", "local-only"),
        ("deviations.0.clause", "of-agreement"),
    }


@pytest.mark.case("AG-34")
async def test_a_letter_of_intent_without_the_active_contribution_is_not_signed(orebro: County) -> None:
    letter = await orebro.drafted(
        "letter_of_intent", ("municipality", "health_centre"), "2026-03-01", municipalityCode="1863"
    )
    assert faults(await orebro.sign(letter, 0)) == {("clauses.active_contribution", "clause-missing")}
    assert (await orebro.in_force(await orebro.filled(letter)))["status"] == "active"


async def test_a_kind_says_what_it_is_for(orebro: County) -> None:
    async def refused(**body: Any) -> set[tuple[str, str]]:
        roles = ("municipality", "health_centre")
        wanted = {"parties": orebro.parties(*roles), "validFrom": "2026-03-01", **body}
        return faults(await orebro.admin.post("/agreements", json=wanted))

    centre = orebro.centre["id"]
    assert await refused(kind="premises") == {("centreId", "required")}
    assert await refused(kind="county", centreId=centre) == {("centreId", "not-allowed")}
    assert await refused(kind="letter_of_intent") == {("municipalityCode", "required")}
    outside = {"kind": "letter_of_intent", "municipalityCode": "1280"}
    assert await refused(**outside) == {("municipalityCode", "in-county")}
    too_much = {"kind": "coordinator", "centreId": centre, "municipalityCode": "1880"}
    assert await refused(**too_much) == {("municipalityCode", "not-allowed")}
