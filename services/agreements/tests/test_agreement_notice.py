import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from agreements_parts import Connect, events, faults
from lifecycle_parts import LOCAL_ROLES, County, person

from slussen_agreements.agreement_jobs import end_due
from slussen_agreements.settings import AgreementsSettings
from slussen_chassis.database import Database
from slussen_chassis.testing import TestDatabase


@pytest.fixture
async def orebro(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


@pytest.fixture
async def agreement(orebro: County) -> dict[str, Any]:
    """Örebro's county agreement, in force."""
    return await orebro.active("county", ("municipality", "region"), "2026-03-01")


async def give(
    county: County, agreement: dict[str, Any], *, by: str = "municipality", **body: Any
) -> httpx.Response:
    person_of = county.people[getattr(county, by)["id"]]
    return await person_of.post(
        f"/agreements/{agreement['id']}/notices", json={"givenOn": "2026-09-15", "form": "written", **body}
    )


@pytest.mark.case("AG-06")
async def test_orebros_county_agreement_ends_six_months_after_written_notice_at_the_earliest(
    orebro: County, agreement: dict[str, Any]
) -> None:
    path = f"/agreements/{agreement['id']}/terms"
    terms = (await orebro.admin.get(path, params={"on": "2026-09-15"})).json()
    assert (terms["noticeMonths"], terms["noticeWritten"], terms["earliestEnd"]) == (6, True, "2027-03-15")
    given = await give(orebro, agreement)
    assert (given.status_code, given.json()["status"], given.json()["endsOn"]) == (
        201,
        "under_notice",
        "2027-03-15",
    )


@pytest.mark.case("AG-07")
async def test_oral_notice_is_refused_where_writing_is_required(
    orebro: County, agreement: dict[str, Any], database: TestDatabase
) -> None:
    answer = await give(orebro, agreement, form="oral")
    assert faults(answer) == {("form", "written-required")}
    assert await database.rows("SELECT 1 FROM agreement_notice") == []


@pytest.mark.case("AG-08")
async def test_longer_notice_is_accepted_and_shorter_refused(
    orebro: County, agreement: dict[str, Any]
) -> None:
    assert faults(await give(orebro, agreement, months=5)) == {("lastDay", "notice-too-short")}
    answer = await give(orebro, agreement, months=9)
    assert answer.json()["endsOn"] == "2027-06-15"


@pytest.mark.case("AG-09")
async def test_jamtlands_agreement_ends_twelve_months_after_notice(connect: Connect) -> None:
    county = await County(connect, "23", "jamtland").set_up()
    agreement = await county.active("local", LOCAL_ROLES["jamtland"], "2025-01-01")
    answer = await give(county, agreement, givenOn="2026-03-31", form="oral")
    assert answer.json()["endsOn"] == "2027-03-31"


@pytest.mark.case("AG-14")
async def test_kalmars_notice_is_not_regulated_and_no_number_is_made_up(connect: Connect) -> None:
    county = await County(connect, "08", "kalmar").set_up()
    agreement = await county.active("county", ("municipality", "region"), "2023-11-17")
    terms = (await county.admin.get(f"/agreements/{agreement['id']}/terms")).json()
    assert (terms["noticeMonths"], terms["earliestEnd"]) == (None, None)
    assert "notice_months" in {matter["matter"] for matter in terms["notRegulated"]}
    assert faults(await give(county, agreement)) == {("lastDay", "required")}
    answer = await give(county, agreement, lastDay="2026-12-31")
    assert answer.json()["endsOn"] == "2026-12-31"


async def test_notice_is_announced_and_the_signed_wording_keeps_its_digest(
    orebro: County, agreement: dict[str, Any], database: TestDatabase
) -> None:
    await give(orebro, agreement)
    last = (await events(database))[-1]
    assert last["type"] == "slussen.agreements.notice.given.v1"
    assert json.loads(last["data"])["validThrough"] == "2027-03-15"
    shown = (await orebro.admin.get(f"/agreements/{agreement['id']}")).json()
    assert (shown["digest"], shown["validThrough"]) == (agreement["digest"], "2027-03-15")
    assert len(shown["signatures"]) == 2


async def test_each_party_gives_notice_once_and_the_first_last_day_holds(
    orebro: County, agreement: dict[str, Any]
) -> None:
    await give(orebro, agreement, months=9)
    assert (await give(orebro, agreement)).json()["code"] == "notice-given"
    other = await give(orebro, agreement, by="region")
    assert other.json()["endsOn"] == "2027-03-15"
    shown = (await orebro.admin.get(f"/agreements/{agreement['id']}/notices")).json()
    assert [notice["lastDay"] for notice in shown["items"]] == ["2027-06-15", "2027-03-15"]


async def test_the_administration_names_the_party_and_days_are_checked(
    orebro: County, agreement: dict[str, Any]
) -> None:
    path = f"/agreements/{agreement['id']}/notices"
    body = {"givenOn": "2026-09-15", "form": "written"}
    assert faults(await orebro.admin.post(path, json=body)) == {("authorityId", "required")}
    stranger = await orebro.admin.post(path, json={**body, "authorityId": str(uuid4())})
    assert stranger.json()["code"] == "not-a-party"
    assert faults(await give(orebro, agreement, givenOn="2026-11-23")) == {("givenOn", "has-come")}
    assert faults(await give(orebro, agreement, givenOn="2026-02-28")) == {("givenOn", "order")}
    both = await give(orebro, agreement, months=9, lastDay="2027-12-31")
    assert faults(both) == {("lastDay", "either")}
    named = await orebro.admin.post(path, json={**body, "authorityId": orebro.region["id"]})
    assert named.status_code == 201
    stale = await orebro.people[orebro.municipality["id"]].post(path, json=body, headers={"If-Match": '"v1"'})
    assert stale.status_code == 412


async def test_a_stranger_finds_nothing_and_that_leaves_a_trace(
    orebro: County, agreement: dict[str, Any], connect: Connect, database: TestDatabase
) -> None:
    stranger = connect(person(str(uuid4()), "18"))
    path = f"/agreements/{agreement['id']}/notices"
    assert (await stranger.get(path)).status_code == 404
    refused = await stranger.post(path, json={"givenOn": "2026-09-15", "form": "written"})
    assert refused.status_code == 404
    denied = await database.rows("SELECT action FROM audit_entry WHERE outcome = 'denied' ORDER BY at")
    assert [row["action"] for row in denied] == ["listNotices", "giveNotice"]


@pytest.mark.case("EV-02")
async def test_the_agreement_ends_and_that_is_announced_when_its_last_day_has_passed(
    orebro: County, agreement: dict[str, Any], settings: AgreementsSettings, database: TestDatabase
) -> None:
    await give(orebro, agreement)
    worker = Database.for_worker(settings)
    try:
        assert await end_due(worker, datetime(2027, 3, 15, 20, tzinfo=UTC)) == 0
        assert await end_due(worker, datetime(2027, 3, 15, 23, 30, tzinfo=UTC)) == 1
        assert await end_due(worker, datetime(2027, 3, 17, tzinfo=UTC)) == 0
    finally:
        await worker.close()
    last = (await events(database))[-1]
    assert last["type"] == "slussen.agreements.agreement.ended.v1"
    assert json.loads(last["data"])["validThrough"] == "2027-03-15"
    [row] = await database.rows("SELECT status, last_day FROM agreement")
    assert row == {"status": "ended", "last_day": date(2027, 3, 15)}
    assert (await give(orebro, agreement, by="region")).json()["code"] == "agreement-status"
