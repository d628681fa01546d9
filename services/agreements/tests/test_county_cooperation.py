from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from agreements_parts import Connect, administrator, events, faults
from lifecycle_parts import County

from slussen_agreements.domain.county_cooperation import body_rules
from slussen_chassis.auth import Caller
from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase
from slussen_contracts.profiles import versions


@pytest.fixture
async def kalmar(connect: Connect) -> County:
    return await County(connect, "08", "kalmar").set_up()


async def met(county: County, body: str, held_on: str, **more: Any) -> dict[str, Any]:
    return await county.register.made("/county-meetings", body=body, heldOn=held_on, **more)


async def cooperation(http: httpx.AsyncClient, year: int, **params: Any) -> dict[str, Any]:
    answer = await http.get("/county-cooperation", params={"year": year, **params})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def found(of: dict[str, Any]) -> set[tuple[str, str | None]]:
    return {(one["rule"], one["subject"]) for one in of["findings"]}


@pytest.mark.case("AG-42")
async def test_kalmars_bodies_meet_as_often_as_its_agreement_says(kalmar: County, clock: FixedClock) -> None:
    centre = kalmar.centre["id"]
    await met(kalmar, "county_steering_group", "2026-02-10", hostCentreId=centre)
    await met(kalmar, "coordinator_network", "2026-05-05", hostCentreId=centre)
    year = await cooperation(kalmar.admin, 2026)
    assert [(one["code"], one["minPerYear"], one["left"], one["regulatedBy"]) for one in year["bodies"]] == [
        ("county_steering_group", 2, 1, "county"),
        ("coordinator_network", 1, 0, "county"),
        ("yearly_follow_up", None, 0, "not_regulated"),
        ("development_day_group", 1, 1, "county"),
    ]
    assert year["bodies"][0]["hostRotation"] == "north_south"
    assert year["findings"] == []
    clock.moment += timedelta(days=45)
    assert found(await cooperation(kalmar.admin, 2026)) == {
        ("too-few-meetings", "county_steering_group"),
        ("too-few-meetings", "development_day_group"),
    }
    await met(kalmar, "county_steering_group", "2026-11-10", hostCentreId=centre)
    await met(kalmar, "development_day_group", "2026-01-15")
    assert found(await cooperation(kalmar.admin, 2026)) == {("host-not-rotated", "county_steering_group")}


@pytest.mark.case("ST-18")
async def test_kalmars_goals_are_revised_every_second_year(
    kalmar: County, database: TestDatabase, clock: FixedClock
) -> None:
    made = await kalmar.register.made("/county-goals", decidedOn="2024-01-15", goals=["Fler pappor."])
    assert (made["revision"]["dueOn"], made["revision"]["state"]) == ("2026-01-15", "overdue")
    assert (await cooperation(kalmar.admin, 2025))["goals"]["goals"] == ["Fler pappor."]
    assert found(await cooperation(kalmar.admin, 2026)) == {("revision-overdue", None)}
    await kalmar.register.made("/county-goals", decidedOn="2026-11-20", goals=["Fler pappor.", "Fler språk."])
    now = await cooperation(kalmar.admin, 2026)
    assert (len(now["goals"]["goals"]), now["findings"]) == (2, [])
    listed = (await kalmar.admin.get("/county-goals")).json()["items"]
    assert [one["decidedOn"] for one in listed] == ["2026-11-20", "2024-01-15"]
    assert (await cooperation(kalmar.admin, 2023)).get("goals") is None
    told = [event for event in await events(database) if "county-goals" in event["type"]]
    assert ['"reviseBy": "2026-01-15"' in event["data"] for event in told] == [True, False]
    assert "pappor" not in str(told)


async def test_what_a_county_meeting_or_goal_can_not_be_is_named(kalmar: County, connect: Connect) -> None:
    post = kalmar.admin.post
    wrong = {"body": "county_steering_group", "heldOn": "2026-11-23"}
    assert faults(await post("/county-meetings", json=wrong)) == {("heldOn", "in-future")}
    wrong = {"body": "county_steering_group", "heldOn": "2026-11-22", "hostCentreId": str(uuid4())}
    assert faults(await post("/county-meetings", json=wrong)) == {("hostCentreId", "unknown")}
    assert faults(await post("/county-goals", json={"decidedOn": "2026-11-23", "goals": ["x"]})) == {
        ("decidedOn", "in-future")
    }
    assert {
        field
        for field, _ in faults(await post("/county-goals", json={"decidedOn": "2026-11-22", "goals": []}))
    } == {"goals"}
    body = {"decidedOn": "2026-11-22", "goals": ["x"]}
    assert (await post("/county-goals", json=body)).status_code == 201
    again = await post("/county-goals", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "goals-decided")
    made = await met(kalmar, "coordinator_network", "2026-11-22")
    other = connect(administrator("12"))
    assert (await other.delete(f"/county-meetings/{made['id']}")).status_code == 404
    assert (await kalmar.admin.delete(f"/county-meetings/{made['id']}")).status_code == 204
    assert (await kalmar.admin.delete(f"/county-meetings/{made['id']}")).status_code == 404
    host = {"body": "coordinator_network", "heldOn": "2026-11-22", "hostCentreId": kalmar.centre["id"]}
    assert faults(await other.post("/county-meetings", json=host)) == {("hostCentreId", "unknown")}


async def test_a_county_reads_another_and_a_national_caller_names_one(
    kalmar: County, connect: Connect
) -> None:
    national = connect(Caller("nationell", "user", frozenset({"agreements:read"}), "00"))
    assert (await national.get("/county-cooperation", params={"year": 2026})).status_code == 403
    assert (await cooperation(national, 2026, countyCode="08"))["profileId"] == "kalmar"
    refused = await national.post("/county-goals", json={"decidedOn": "2026-11-22", "goals": ["x"]})
    assert refused.status_code == 403


def test_orebro_asks_for_one_follow_up_a_year_and_the_others_for_nothing() -> None:
    asked = {
        profile: {
            body.value: rule.meetings.min_per_year for body, rule in body_rules(versions(profile)[-1]).items()
        }
        for profile in ("orebro", "skane", "jamtland", "socialstyrelsen")
    }
    assert asked.pop("orebro") == {
        "county_steering_group": None,
        "coordinator_network": None,
        "yearly_follow_up": 1,
        "development_day_group": None,
    }
    assert {number for numbers in asked.values() for number in numbers.values()} == {None}
    assert versions("kalmar")[-1].is_in_force(date(2026, 1, 1))
