import json
from datetime import timedelta
from typing import Any

import pytest
from agreements_parts import Connect, Register, administrator, events, faults
from centre_parts import Centre, centre_under, rules_of

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase


async def appointed(centre: Centre, **more: Any) -> dict[str, Any]:
    body = {"holderSubject": "anna", "profession": "midwife", "extent": 25, "validFrom": "2026-03-01"}
    return await centre.post("/coordinator-appointments", **{**body, **more})


async def changed(centre: Centre, appointment: dict[str, Any], **more: Any) -> dict[str, Any]:
    kept = {name: appointment[name] for name in ("profession", "extent", "validFrom")}
    path = f"/coordinator-appointments/{appointment['id']}"
    return await centre.put(path, appointment["version"], **{**kept, **more})


@pytest.mark.case("AG-39")
async def test_a_jamtland_coordinator_leaves_at_the_earliest_after_three_months(register: Register) -> None:
    centre = await centre_under(register, "jamtland")
    made = await appointed(centre)
    leaving = await changed(centre, made, leavingReportedOn="2026-11-10")
    assert (leaving["earliestLeaving"], leaving["findings"]) == ("2027-02-10", [])
    unknown = await appointed(await centre_elsewhere(centre, "orebro"), leavingReportedOn="2026-11-10")
    assert unknown["earliestLeaving"] is None
    assert [one["rule"] for one in unknown["findings"]] == ["coordinator_notice_months"]


async def centre_elsewhere(centre: Centre, profile: str) -> Centre:
    kept = ("name", "municipalityCode", "activities", "validFrom")
    body = {**{name: centre.entry[name] for name in kept}, "profileId": profile}
    answer = await centre.http.post("/family-centres", json=body)
    assert answer.status_code == 201, answer.text
    return Centre(centre.http, answer.json())


@pytest.mark.case("AG-40")
async def test_a_kalmar_coordinator_replaced_after_14_months_gives_a_warning(register: Register) -> None:
    centre = await centre_under(register, "kalmar")
    made = await appointed(centre)
    ended = await changed(centre, made, validThrough="2027-04-30")
    assert rules_of(ended) == [("term-below-minimum", "warning", None)]
    assert "2 år" in ended["findings"][0]["sv"]
    stayed = await changed(centre, ended, validThrough="2028-02-29")
    assert stayed["findings"] == []


@pytest.mark.case("AG-41")
async def test_an_orebro_group_without_the_coordinator_is_incomplete(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    codes = [seat["code"] for seat in (await centre.get("/steering/seats"))["seats"]]
    assert len(codes) == 5
    without = await centre.put("/steering/seats", filled=[code for code in codes if code != "coordinator"])
    assert rules_of(without) == [("seat-empty", "breach", "coordinator")]
    assert without["findings"][0]["sv"] == "Gruppen är inte komplett: samordnaren saknas."
    assert (await centre.put("/steering/seats", 1, filled=codes))["findings"] == []
    assert faults(await centre.try_put("/steering/seats", 2, filled=["king"])) == {("filled.0", "unknown")}


@pytest.mark.case("AG-42")
async def test_one_meeting_in_a_kalmar_year_is_below_two(register: Register, database: TestDatabase) -> None:
    centre = await centre_under(register, "kalmar", validFrom="2026-03-01")
    held = await centre.post("/meetings", kind="steering_group", heldOn="2026-11-12")
    year = await centre.get("/steering", year=2026)
    rules = {rule["code"]: rule for rule in year["rules"]}
    assert (rules["steering_group"]["minPerYear"], rules["steering_group"]["left"]) == (2, 1)
    assert rules["steering_group"]["regulatedBy"] == "county"
    assert rules["house_meeting"]["regulatedBy"] == "not_regulated"
    assert year["meetings"] == [held]
    assert "too-few-meetings" not in {one["rule"] for one in year["findings"]}
    told = [event for event in await events(database) if ".meeting." in event["type"]]
    assert json.loads(told[0]["data"]) == {
        "centreId": centre.entry["id"],
        "meetingKind": "steering_group",
        "heldOn": "2026-11-12",
        "hasPurpose": False,
        "isDocumented": None,
        "municipalityCode": centre.entry["municipalityCode"],
    }


@pytest.mark.case("AG-42")
async def test_a_kalmar_year_that_ended_with_one_meeting_is_reported(register: Register) -> None:
    region = await register.region()
    unit = await register.unit(region["id"], "child_health_care", "SE2321000164-1009", validFrom="2024-01-01")
    centre = Centre(register.admin, await register.centre([unit], profileId="kalmar", validFrom="2024-01-01"))
    await centre.post("/meetings", kind="steering_group", heldOn="2025-05-12")
    found = rules_of(await centre.get("/steering", year=2025))
    assert ("too-few-meetings", "breach", "steering_group") in found
    await centre.post("/meetings", kind="steering_group", heldOn="2025-10-12")
    found = rules_of(await centre.get("/steering", year=2025))
    assert ("too-few-meetings", "breach", "steering_group") not in found


@pytest.mark.case("AG-43")
async def test_a_month_without_a_house_meeting_is_reported_in_orebro(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    for month in (3, 4, 5, 6, 8, 9, 10):
        await centre.post("/meetings", kind="house_meeting", heldOn=f"2026-{month:02}-10")
    year = await centre.get("/steering", year=2026)
    missing = [one for one in year["findings"] if one["rule"] == "month-without-meeting"]
    assert [one["subject"] for one in missing] == ["2026-07"]
    assert missing[0]["sv"].startswith("husmöte hölls inte i juli 2026")


async def test_a_meeting_entered_by_mistake_is_removed(register: Register, database: TestDatabase) -> None:
    centre = await centre_under(register, "orebro")
    held = await centre.post("/meetings", kind="house_meeting", heldOn="2026-11-12")
    removed = await centre.http.delete(f"{centre.path}/meetings/{held['id']}")
    assert removed.status_code == 204
    assert (await centre.get("/steering", year=2026))["meetings"] == []
    assert (await centre.http.delete(f"{centre.path}/meetings/{held['id']}")).status_code == 404
    assert (await events(database))[-1]["type"] == "slussen.agreements.meeting.removed.v1"
    future = await centre.try_post("/meetings", kind="house_meeting", heldOn="2026-11-23")
    assert faults(future) == {("heldOn", "in-future")}


async def test_the_local_agreement_sets_the_number_where_the_county_leaves_it(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    await centre.put("/local-terms", minSteeringGroupMeetingsPerYear=4)
    rules = {rule["code"]: rule for rule in (await centre.get("/steering", year=2026))["rules"]}
    assert (rules["steering_group"]["minPerYear"], rules["steering_group"]["regulatedBy"]) == (
        4,
        "local_agreement",
    )
    answer = await centre.try_put("/local-terms", 1, ages=[{"first": 9, "last": 7}])
    assert faults(answer) == {("ages.0.last", "order")}


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("/opening-hours", {"reducedWeeks": [{"isoYear": 2027, "isoWeek": 28}]}, {"reducedWeeks": []}),
        ("/local-terms", {"minJointHoursPerWeek": 12.5}, {"minJointHoursPerWeek": 15}),
        ("/steering/seats", {"filled": ["coordinator"]}, {"filled": []}),
    ],
)
async def test_hours_seats_and_local_terms_are_shown_as_they_were_at_the_end_of_a_day(
    register: Register, clock: FixedClock, path: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    centre = await centre_under(register, "orebro")
    entered = await centre.put(path, **first)
    clock.moment += timedelta(days=1)
    later = await centre.put(path, 1, **second)
    assert later != entered
    answer = await centre.http.get(f"{centre.path}{path}", params={"asOf": "2026-11-22"})
    assert (answer.json(), answer.headers["etag"]) == (entered, '"v1"')
    assert await centre.get(path, asOf="2026-11-23") == await centre.get(path) == later
    assert (await centre.get(path, asOf="2026-11-21"))["version"] == 0
    to_come = await centre.http.get(f"{centre.path}{path}", params={"asOf": "2026-11-24"})
    assert faults(to_come) == {("asOf", "not-in-future")}
    absent = f"/family-centres/{centre.entry['activities'][0]['unitId']}{path}"
    assert (await centre.http.get(absent, params={"asOf": "2026-11-22"})).status_code == 404


@pytest.mark.case("EV-03")
async def test_an_appointment_is_announced_without_telling_who(
    register: Register, database: TestDatabase, connect: Connect
) -> None:
    centre = await centre_under(register, "orebro")
    assert ("coordinator-missing", "breach", None) in rules_of(await centre.get("/steering", year=2026))
    made = await appointed(centre, validFrom="2026-07-01")
    year = await centre.get("/steering", year=2026)
    assert year["hasCoordinator"]
    assert "coordinator-missing" not in {one["rule"] for one in year["findings"]}
    told = (await events(database))[-1]
    assert told["type"] == "slussen.agreements.coordinator.appointed.v1"
    assert json.loads(told["data"]) == {
        "centreId": centre.entry["id"],
        "profession": "midwife",
        "extent": 25,
        "validFrom": "2026-07-01",
        "validThrough": None,
    }
    own = await centre.http.get(f"{centre.path}/coordinator-appointments")
    assert own.json() == [made]
    other = await connect(administrator("12")).get(f"{centre.path}/coordinator-appointments")
    assert other.status_code == 403


async def test_an_appointments_faults_are_named(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    answer = await centre.try_post(
        "/coordinator-appointments",
        holderSubject="anna",
        validFrom="2026-03-02",
        validThrough="2026-03-01",
        leavingReportedOn="2026-12-24",
    )
    assert faults(answer) == {("validThrough", "order"), ("leavingReportedOn", "in-future")}
    made = await appointed(centre)
    path = f"/coordinator-appointments/{made['id']}"
    assert (await centre.try_put(path, 7, validFrom="2026-03-01")).status_code == 412
    stranger = f"/coordinator-appointments/{centre.entry['id']}"
    assert (await centre.try_put(stranger, 1, validFrom="2026-03-01")).status_code == 404


async def test_professions_that_no_coordinator_came_from_are_shown_in_jamtland(register: Register) -> None:
    centre = await centre_under(register, "jamtland")
    year = await centre.get("/steering", year=2026)
    assert year["professionsNotYetCoordinating"] == ["midwife"]
    await appointed(centre)
    assert (await centre.get("/steering", year=2026))["professionsNotYetCoordinating"] == []


async def test_who_has_a_seat_or_a_role_is_entered_with_mandate_and_days_and_owns_its_duties(
    register: Register, connect: Connect
) -> None:
    centre = await centre_under(register, "jamtland")
    held = {
        "role": "management_group",
        "subject": "eva",
        "mandate": "Beslutar om budget.",
        "validFrom": "2026-03-01",
    }
    old = {**held, "subject": "per", "validFrom": "2025-01-01", "validThrough": "2026-02-28"}
    seats = await centre.put("/steering/seats", holders=[old, held])
    assert [one["subject"] for one in seats["holders"]] == ["per", "eva"]
    wheel = await centre.get("/annual-wheel", year=2026)
    owners = {
        duty["responsible"]: duty["ownerSubject"] for month in wheel["months"] for duty in month["duties"]
    }
    assert (owners["management_group"], owners["coordinator"]) == ("eva", None)
    other = Centre(connect(administrator("12")), centre.entry)
    assert (await other.get("/steering/seats"))["holders"] == []
    wrong = [{**held, "role": "janitor"}, {**held, "validThrough": "2026-02-28"}]
    assert faults(await centre.try_put("/steering/seats", 1, holders=wrong)) == {
        ("holders.0.role", "unknown"),
        ("holders.1.validThrough", "order"),
    }


async def test_a_meeting_without_the_coordinator_departs_where_the_county_wants_one_at_each(
    register: Register,
) -> None:
    for profile, rules in (("jamtland", ["meeting-without-coordinator"]), ("kalmar", [])):
        region = await register.region("2321000164" if profile == "jamtland" else "2321000073")
        unit = await register.unit(region["id"], "child_health_care", f"SE2321000164-{len(profile)}")
        centre = Centre(register.admin, await register.centre([unit], profileId=profile, name=profile))
        meeting = {"kind": "steering_group", "heldOn": "2026-10-01"}
        await centre.post("/meetings", **meeting, coordinatorPresent=True)
        await centre.post("/meetings", **{**meeting, "heldOn": "2026-10-02"}, coordinatorPresent=False)
        await centre.post("/meetings", **{**meeting, "heldOn": "2026-10-03"})
        found = await centre.get("/steering", year=2026)
        assert [one["rule"] for one in found["findings"] if one["rule"].startswith("meeting-")] == rules


async def test_why_a_meeting_was_held_stays_with_the_county_and_the_event_tells_only_that_it_is_stated(
    register: Register, database: TestDatabase, connect: Connect
) -> None:
    centre = await centre_under(register, "orebro")
    why = {"purpose": "Barnen i centrum", "documented": False}
    held = await centre.post("/meetings", kind="house_meeting", heldOn="2026-11-12", **why)
    assert {name: held[name] for name in why} == why
    assert (await centre.get("/steering", year=2026))["meetings"] == [held]
    elsewhere = await Centre(connect(administrator("12")), centre.entry).get("/steering", year=2026)
    assert elsewhere["meetings"] == [{**held, "purpose": None}]
    assert (await centre.http.delete(f"{centre.path}/meetings/{held['id']}")).status_code == 204
    told = [json.loads(e["data"]) for e in await events(database) if ".meeting." in e["type"]]
    assert [(one["hasPurpose"], one["isDocumented"]) for one in told] == [(True, False)] * 2
    assert "Barnen" not in str(told)
    wrong = await centre.try_post("/meetings", kind="house_meeting", heldOn="2026-11-12", purpose="x" * 201)
    assert {field for field, _ in faults(wrong)} == {"purpose"}


@pytest.mark.parametrize(
    ("notes", "decided", "documented"), [("Läget.", False, True), ("", True, True), (" ", False, None)]
)
async def test_a_planned_meeting_with_notes_or_a_decision_is_documented_once_it_was_held(
    register: Register, notes: str, *, decided: bool, documented: bool | None
) -> None:
    centre = await centre_under(register, "orebro")
    meeting = await centre.post("/planned-meetings", kind="house_meeting", plannedOn="2026-11-20")
    path = f"/planned-meetings/{meeting['id']}"
    if decided:
        await centre.post(f"{path}/decisions", text="Ny skylt vid entrén.")
    minutes = {"heldOn": "2026-11-20", "purpose": "Läget i höst", "notes": notes}
    answer = await centre.http.post(
        f"{centre.path}{path}/minutes", json=minutes, headers={"If-Match": '"v1"'}
    )
    assert answer.status_code == 200, answer.text
    (held,) = (await centre.get("/steering", year=2026))["meetings"]
    assert (held["purpose"], held["documented"]) == ("Läget i höst", documented)


async def test_a_coordinator_is_employed_at_a_unit_of_the_centre(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    stranger = {"holderSubject": "anna", "validFrom": "2026-03-01", "unitId": centre.entry["id"]}
    assert faults(await centre.try_post("/coordinator-appointments", **stranger)) == {("unitId", "of-centre")}
    unit_id = centre.entry["activities"][0]["unitId"]
    assert (await appointed(centre, unitId=unit_id))["unitId"] == unit_id
