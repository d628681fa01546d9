import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from agreements_parts import Connect, Register, administrator, events, faults
from centre_parts import Centre, centre_under, rules_of

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase


@pytest.fixture
async def centre(register: Register) -> Centre:
    return await centre_under(register, "orebro")


def unit_of(centre: Centre, activity: str = "maternal_health_care") -> str:
    return str(next(one["unitId"] for one in centre.entry["activities"] if one["activity"] == activity))


def post(centre: Centre, much: str, **more: Any) -> dict[str, Any]:
    body = {
        "unitId": unit_of(centre),
        "profession": "midwife",
        "fullTimeEquivalents": much,
        "validFrom": "2026-03-01",
    }
    return {**body, **more}


async def test_staffing_sums_up_by_profession_on_the_day_that_is_asked_about(
    centre: Centre, clock: FixedClock
) -> None:
    nurse = unit_of(centre, "child_health_care")
    first = await centre.put(
        "/staffing",
        posts=[
            post(centre, "0.75", validThrough="2026-11-30"),
            post(centre, "1.5", validFrom="2026-12-01"),
            post(centre, "0.5", unitId=nurse),
        ],
    )
    assert first["present"] == [{"profession": "midwife", "fullTimeEquivalents": "1.25"}]
    clock.moment += timedelta(days=9)
    later = await centre.get("/staffing")
    assert (later["on"], later["present"][0]["fullTimeEquivalents"]) == ("2026-12-01", "2.0")
    then = await centre.get("/staffing", asOf="2026-11-30")
    assert then["present"][0]["fullTimeEquivalents"] == "1.25"
    await centre.put("/staffing", 1, posts=[])
    assert (await centre.get("/staffing"))["posts"] == []
    assert len((await centre.get("/staffing", asOf="2026-11-30"))["posts"]) == 3
    assert (await centre.get("/staffing", asOf="2026-11-21"))["version"] == 0
    tomorrow = await centre.http.get(f"{centre.path}/staffing", params={"asOf": "2026-12-02"})
    assert faults(tomorrow) == {("asOf", "not-in-future")}


@pytest.mark.case("EV-05")
async def test_a_change_of_staffing_is_announced_whole_and_names_nobody(
    centre: Centre, database: TestDatabase
) -> None:
    await centre.put("/staffing", posts=[post(centre, "0.75")])
    told = {event["type"].split(".", 2)[2]: event for event in (await events(database))[-2:]}
    assert set(told) == {"centre-section.changed.v1", "staffing.changed.v1"}
    assert json.loads(told["staffing.changed.v1"]["data"]) == {
        "centreId": centre.entry["id"],
        "posts": [
            {
                "unitId": unit_of(centre),
                "profession": "midwife",
                "fullTimeEquivalents": "0.75",
                "validFrom": "2026-03-01",
                "validThrough": None,
            }
        ],
    }


@pytest.mark.case("EV-05")
async def test_a_unit_that_moves_to_another_board_is_announced_with_it(
    register: Register, database: TestDatabase
) -> None:
    whole = await register.whole()
    unit = whole["units"][2]
    body = {key: unit[key] for key in ("name", "branch", "activity", "professions", "validFrom")}
    moved = await register.admin.put(
        f"/units/{unit['id']}",
        json={**body, "boardId": whole["boards"][1]["id"]},
        headers={"If-Match": "*"},
    )
    assert moved.status_code == 200, moved.text
    told = (await events(database))[-1]
    assert told["type"] == "slussen.agreements.unit.changed.v1"
    assert json.loads(told["data"])["boardId"] == whole["boards"][1]["id"]


async def test_what_a_post_can_not_be_is_named(centre: Centre, connect: Connect) -> None:
    wrong = [
        post(centre, "1"),
        post(centre, "0.5", validFrom="2026-05-01"),
        post(centre, "1", unitId=str(uuid4())),
        post(centre, "1", profession="librarian"),
        post(centre, "1", validFrom="2026-02-02", validThrough="2026-02-01"),
    ]
    answer = await centre.try_put("/staffing", posts=wrong)
    assert faults(answer) == {
        ("posts.1.validFrom", "overlap"),
        ("posts.2.unitId", "of-centre"),
        ("posts.3.profession", "of-unit"),
        ("posts.4.validThrough", "order"),
    }
    for much in ("0", "-1", "0.001", "101", "NaN", "mycket"):
        answer = await centre.try_put("/staffing", posts=[post(centre, much)])
        assert {field for field, _ in faults(answer)} == {"posts.0.fullTimeEquivalents"}, much
    assert (await centre.try_put("/staffing", 1, posts=[])).status_code == 412
    other = Centre(connect(administrator("12")), centre.entry)
    assert (await other.try_put("/staffing", posts=[])).status_code == 403


async def test_orebros_nine_preconditions_are_gone_through_point_by_point(
    centre: Centre, database: TestDatabase
) -> None:
    empty = await centre.get("/checklists")
    (checklist,) = empty["checklists"]
    assert (checklist["code"], len(checklist["points"]), empty["version"]) == (
        "cooperation_preconditions",
        9,
        0,
    )
    assert {rule for rule, _, _ in rules_of(empty)} == {"point-not-assessed"}
    points = [
        {"checklist": "cooperation_preconditions", "point": one["code"], "state": "met"}
        for one in checklist["points"]
    ]
    points[0] |= {"state": "partly", "note": "Nämnden beslutar i maj."}
    done = await centre.put("/checklists", points=[{**one, "assessedOn": "2026-11-20"} for one in points])
    assert rules_of(done) == [("point-not-met", "warning", "anchoring")]
    assert done["checklists"][0]["points"][0]["note"] == "Nämnden beslutar i maj."
    topics = [json.loads(e["data"])["topic"] for e in await events(database) if "section" in e["type"]]
    assert topics == ["checklists"]


async def test_what_a_checked_point_can_not_be_is_named(centre: Centre, register: Register) -> None:
    point = {"checklist": "cooperation_preconditions", "point": "anchoring", "state": "met"}
    wrong = [
        {**point, "assessedOn": "2026-11-23"},
        {**point, "assessedOn": "2026-11-22"},
        {**point, "point": "nothing", "assessedOn": "2026-11-22"},
    ]
    assert faults(await centre.try_put("/checklists", points=wrong)) == {
        ("points.0.assessedOn", "in-future"),
        ("points.1.point", "unique"),
        ("points.2.point", "of-county"),
    }
    own = await register.centre([], name="Utan", profileId="skane", activities=centre.entry["activities"])
    assert (await Centre(register.admin, own).get("/checklists"))["checklists"] == []


async def test_everybody_is_to_be_briefed_on_confidentiality_and_again_after_a_year(
    register: Register, database: TestDatabase, connect: Connect, clock: FixedClock
) -> None:
    centre = await centre_under(register, "jamtland", ("maternal_health_care",))
    before = await centre.get("/confidentiality-briefings")
    subject = f"{unit_of(centre)}:midwife"
    assert (before["regulatedBy"], before["informedBy"]) == ("county", "management_group")
    assert rules_of(before) == [("briefing-missing", "breach", subject)]
    body = {
        "unitId": unit_of(centre),
        "profession": "midwife",
        "holderSubject": "anna",
        "briefedOn": "2025-12-01",
    }
    after = await centre.post("/confidentiality-briefings", **body)
    assert (after["items"][0]["renewBy"], after["items"][0]["isValid"]) == ("2026-12-01", True)
    assert rules_of(after) == [("briefing-renewed-soon", "notice", subject)]
    clock.moment += timedelta(days=10)
    late = await centre.get("/confidentiality-briefings")
    assert rules_of(late) == [("briefing-to-be-renewed", "breach", subject)]
    other = Centre(connect(administrator("12")), centre.entry)
    assert (await other.get("/confidentiality-briefings"))["items"][0].get("holderSubject") is None
    told = (await events(database))[-1]
    assert told["type"] == "slussen.agreements.confidentiality-briefing.given.v1"
    assert "anna" not in told["data"]
    path = f"{centre.path}/confidentiality-briefings/{after['items'][0]['id']}"
    assert (await centre.http.delete(path)).status_code == 204
    assert (await centre.http.delete(path)).status_code == 404
    assert (await centre.get("/confidentiality-briefings"))["items"] == []


async def test_what_a_briefing_can_not_be_is_named(centre: Centre) -> None:
    body = {
        "unitId": str(uuid4()),
        "profession": "midwife",
        "briefedOn": "2026-11-23",
        "renewBy": "2026-11-23",
    }
    answer = await centre.try_post("/confidentiality-briefings", **body)
    assert faults(answer) == {("unitId", "of-centre"), ("briefedOn", "in-future"), ("renewBy", "order")}
    body = {"unitId": unit_of(centre), "profession": "librarian", "briefedOn": "2026-11-22"}
    assert faults(await centre.try_post("/confidentiality-briefings", **body)) == {("profession", "of-unit")}
    number = await centre.try_post(
        "/confidentiality-briefings", **{**body, "profession": "midwife", "holderSubject": "a b"}
    )
    assert {field for field, _ in faults(number)} == {"holderSubject"}


async def test_premises_and_offer_are_shown_as_they_were_on_a_day(centre: Centre, clock: FixedClock) -> None:
    await centre.put("/premises", rooms=[{"room": "staff_room", "count": 1}])
    clock.moment += timedelta(days=1)
    await centre.put("/premises", 1, rooms=[])
    then = await centre.get("/premises", asOf="2026-11-22")
    assert [one["room"] for one in then["rooms"]] == ["staff_room"]
    assert ("room-missing" in {rule for rule, _, _ in rules_of(then)}) is True
    assert (await centre.get("/premises"))["rooms"] == []
    assert (await centre.get("/offer", asOf="2026-11-22"))["version"] == 0
