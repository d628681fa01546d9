import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from agreements_parts import Connect, Register, administrator, events, faults
from centre_parts import FOUR, Centre, centre_under, rules_of

from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.jobs import notice_centres
from slussen_agreements.settings import AgreementsSettings
from slussen_agreements.use_cases.opening_weeks import ended_weeks
from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Database
from slussen_chassis.testing import TestDatabase, staff
from slussen_contracts.agreements.opening_hours import OpeningHoursWrite

MONDAY = "2027-03-15"
MARCH = "/opening-hours/weeks/2027/11"


@pytest.fixture
async def skane(register: Register) -> Centre:
    return await centre_under(register, "skane")


def open_days(opens: str, closes: str, *activities: str, days: int = 5, **more: Any) -> list[dict[str, Any]]:
    return [
        {"activity": activity, "weekday": day, "opens": opens, "closes": closes, **more}
        for activity in activities or FOUR
        for day in range(1, days + 1)
    ]


def engaged(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "day": MONDAY, "starts": "09:00", "ends": "11:00", **more}


@pytest.mark.case("AG-17")
async def test_fifteen_joint_hours_fulfil_the_rule(skane: Centre) -> None:
    await skane.put("/opening-hours", openings=open_days("09:00", "12:00"))
    week = await skane.get(MARCH)
    assert (week["jointMinutes"], week["requiredMinutes"], week["fulfilled"]) == (900, 900, True)
    assert (week["regulatedBy"], week["findings"], week["reducedWeeksLeft"]) == ("county", [], 8)
    assert week["joint"][0] == {"day": MONDAY, "starts": "09:00:00", "ends": "12:00:00"}
    assert {entry["ground"] for entry in week["entries"]} == {"counts"}


@pytest.mark.case("AG-18")
async def test_half_an_hour_that_lacks_is_shown_as_shortfall(skane: Centre) -> None:
    await skane.put("/opening-hours", openings=open_days("09:00", "11:54"))
    week = await skane.get(MARCH)
    assert (week["shortfallMinutes"], week["fulfilled"]) == (30, False)
    assert week["findings"][0]["sv"] == "Det saknas 0,5 timmar gemensam öppettid."


@pytest.mark.case("AG-19")
async def test_joint_time_is_the_shortest_activitys_within_the_others(skane: Centre) -> None:
    three = open_days("08:00", "12:00", *FOUR[:3])
    await skane.put("/opening-hours", openings=[*three, *open_days("08:00", "11:00", FOUR[3], days=4)])
    week = await skane.get(MARCH)
    assert (week["jointMinutes"], week["fulfilled"]) == (720, False)
    assert {one["activity"]: one["minutes"] for one in week["activities"]} == {
        **dict.fromkeys(FOUR[:3], 1200),
        FOUR[3]: 720,
    }
    friday = [one for one in week["entries"] if one["day"] == "2027-03-19"]
    assert {(one["countedMinutes"], one["ground"]) for one in friday} == {(0, "not-all-open")}


@pytest.mark.case("AG-20")
async def test_a_planning_meeting_is_taken_out_and_said_to_be(skane: Centre) -> None:
    await skane.put("/opening-hours", openings=open_days("08:00", "12:00"), engagements=[engaged("planning")])
    week = await skane.get(MARCH)
    assert week["jointMinutes"] == 18 * 60
    meeting = next(one for one in week["entries"] if one["kind"] == "planning")
    assert (meeting["ground"], meeting["sv"]) == ("excluded", "Länet räknar bort sådan tid.")


@pytest.mark.case("AG-21", "AG-22")
@pytest.mark.parametrize(
    ("staff_on_site", "minutes", "ground"), [(2, 1200, "staff-remains"), (1, 1080, "nobody-remains")]
)
async def test_a_home_visit_counts_while_somebody_remains(
    skane: Centre, staff_on_site: int, minutes: int, ground: str
) -> None:
    visit = engaged("home_visit", activity="child_health_care")
    openings = open_days("08:00", "12:00", staff=staff_on_site)
    await skane.put("/opening-hours", openings=openings, engagements=[visit])
    week = await skane.get(MARCH)
    assert week["jointMinutes"] == minutes
    assert [one["ground"] for one in week["entries"] if one["kind"] == "home_visit"] == [ground]


@pytest.mark.case("AG-23")
@pytest.mark.parametrize(
    ("kind", "minutes", "ground"), [("targeted", 900, "counts"), ("by_invitation", 0, "by-invitation")]
)
async def test_a_dads_session_counts_if_every_dad_may_come(
    skane: Centre, kind: str, minutes: int, ground: str
) -> None:
    others = open_days("09:00", "12:00", *(one for one in FOUR if one != "open_preschool"))
    dads = open_days("09:00", "12:00", "open_preschool", kind=kind)
    await skane.put("/opening-hours", openings=[*others, *dads])
    week = await skane.get(MARCH)
    assert week["jointMinutes"] == minutes
    assert {one["ground"] for one in week["entries"] if one["kind"] == kind} == {ground}


def weeks(*numbers: int) -> list[dict[str, int]]:
    return [{"isoYear": 2027, "isoWeek": number} for number in numbers]


@pytest.mark.case("AG-24")
async def test_the_ninth_reduced_week_is_refused(skane: Centre) -> None:
    eight = weeks(*range(23, 31))
    await skane.put("/opening-hours", openings=open_days("08:00", "12:00", days=1), reducedWeeks=eight)
    week = await skane.get("/opening-hours/weeks/2027/28")
    assert (week["reduced"], week["requiredMinutes"], week["fulfilled"]) == (True, 240, True)
    assert week["reducedWeeksLeft"] == 0
    ninth = await skane.try_put("/opening-hours", 1, reducedWeeks=[*eight, *weeks(31)])
    assert faults(ninth) == {("reducedWeeks.8.isoWeek", "too-many-reduced-weeks")}


@pytest.mark.case("AG-25")
async def test_a_reduced_week_in_may_is_refused(skane: Centre) -> None:
    answer = await skane.try_put("/opening-hours", reducedWeeks=weeks(20))
    assert faults(answer) == {("reducedWeeks.0.isoWeek", "outside-summer")}
    answer = await skane.try_put("/opening-hours", reducedWeeks=weeks(53))
    assert faults(answer) == {("reducedWeeks.0.isoWeek", "of-year")}


@pytest.mark.case("AG-26")
async def test_jamtland_has_no_minimum_and_a_closed_summer_gives_a_notice(register: Register) -> None:
    centre = await centre_under(register, "jamtland")
    week = await centre.get("/opening-hours/weeks/2027/28")
    assert (week["requiredMinutes"], week["fulfilled"], week["regulatedBy"]) == (None, None, "not_regulated")
    assert rules_of(week) == [("closed-in-summer", "notice", None)]
    assert (await centre.get(MARCH))["findings"] == []


async def test_orebros_hours_are_the_local_agreements(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    assert (await centre.get(MARCH))["regulatedBy"] == "not_regulated"
    await centre.put("/local-terms", minJointHoursPerWeek=12.5)
    week = await centre.get(MARCH)
    assert (week["regulatedBy"], week["requiredMinutes"]) == ("local_agreement", 750)


async def test_days_may_differ_and_openings_hold_for_their_time(skane: Centre) -> None:
    until = open_days("09:00", "12:00", validThrough="2027-03-18")
    closed = [{"activity": one, "day": MONDAY, "reason": "Studiedag"} for one in FOUR]
    await skane.put("/opening-hours", openings=until, changedDays=closed)
    week = await skane.get(MARCH)
    assert week["jointMinutes"] == 3 * 180
    assert "Studiedag" in week["findings"][0]["sv"]
    assert (await skane.get("/opening-hours/weeks/2027/12"))["jointMinutes"] == 0


async def test_every_fault_is_named_by_field_and_rule(skane: Centre) -> None:
    answer = await skane.try_put(
        "/opening-hours",
        openings=[
            *open_days("09:00", "12:00", "library", days=1),
            *open_days("09:00", "12:00", FOUR[0], days=1, validFrom="2027-01-02", validThrough="2027-01-01"),
        ],
    )
    assert faults(answer) == {("openings.0.activity", "of-centre"), ("openings.1.validThrough", "order")}
    backwards = {"activity": FOUR[0], "day": MONDAY, "openings": [{"opens": "12:00", "closes": "09:00"}]}
    answer = await skane.try_put(
        "/opening-hours",
        openings=open_days("12:00", "09:00", FOUR[0], days=1),
        changedDays=[backwards],
        engagements=[engaged("home_visit")],
    )
    assert faults(answer) == {
        ("openings.0.closes", "order"),
        ("changedDays.0.openings.0.closes", "order"),
        ("engagements.0.activity", "required"),
    }
    answer = await skane.http.get(f"{skane.path}/opening-hours/weeks/2027/53")
    assert faults(answer) == {("isoWeek", "of-year")}


async def test_an_edit_of_an_older_version_is_refused(skane: Centre) -> None:
    assert (await skane.http.get(f"{skane.path}/opening-hours")).headers["etag"] == '"v0"'
    entered = await skane.put("/opening-hours", openings=open_days("09:00", "12:00", days=1))
    assert await skane.get("/opening-hours") == entered
    assert (await skane.try_put("/opening-hours", 0, openings=[])).status_code == 412
    without = await skane.http.put(f"{skane.path}/opening-hours", json={})
    assert without.status_code == 428


async def test_only_those_of_the_county_and_the_centre_may_enter(skane: Centre, connect: Connect) -> None:
    region = UUID((await skane.http.get("/responsible-authorities")).json()["items"][0]["id"])
    scopes = "agreements:administer agreements:read"
    callers = {
        403: [
            administrator("12"),
            staff(scopes, unit=uuid4()),
            staff("agreements:read", authority=region, unit=uuid4()),
        ],
        200: [staff(scopes, authority=region, unit=uuid4())],
    }
    for status, of_status in callers.items():
        for caller in of_status:
            http = connect(caller)
            answer = await http.put(f"{skane.path}/opening-hours", json={}, headers={"If-Match": '"v0"'})
            assert answer.status_code == status, answer.text
            assert (await http.get(f"{skane.path}/opening-hours")).status_code == 200


async def test_a_week_that_has_ended_is_announced_once(
    skane: Centre, settings: AgreementsSettings, database: TestDatabase, clock: FixedClock
) -> None:
    await skane.put("/opening-hours", openings=open_days("09:00", "12:00"))
    worker = Database.for_worker(settings)
    try:
        await notice_centres(worker, clock)
        await notice_centres(worker, clock)
    finally:
        await worker.close()
    told = [one for one in await events(database) if "opening-week" in one["type"]]
    assert [json.loads(one["data"]) for one in told] == [
        {
            "centreId": skane.entry["id"],
            "isoYear": 2026,
            "isoWeek": 46,
            "jointMinutes": 900,
            "requiredMinutes": 900,
            "isReduced": False,
            "openMinutes": 900,
            "openDays": 5,
            "jointDays": 5,
            "municipalityCode": skane.entry["municipalityCode"],
        }
    ]
    assert date.fromisocalendar(2026, 46, 7) == date(2026, 11, 15)


async def test_hours_that_are_entered_late_count_for_the_weeks_since_the_day_they_state_and_once(
    skane: Centre, settings: AgreementsSettings, database: TestDatabase, clock: FixedClock
) -> None:
    openings = open_days("09:00", "12:00", validFrom="2026-10-07")
    await skane.put("/opening-hours", openings=openings)
    await skane.put("/opening-hours", 1, openings=openings)
    worker = Database.for_worker(settings)
    try:
        await notice_centres(worker, clock)
    finally:
        await worker.close()
    told = [json.loads(e["data"]) for e in await events(database) if "opening-week" in e["type"]]
    assert sorted(one["isoWeek"] for one in told) == [42, 43, 44, 45, 46]
    assert {one["jointMinutes"] for one in told} == {900}


async def watch(settings: AgreementsSettings, clock: FixedClock) -> None:
    worker = Database.for_worker(settings)
    try:
        await notice_centres(worker, clock)
    finally:
        await worker.close()


async def weeks_told(database: TestDatabase) -> list[tuple[int, int, int]]:
    """Give the week, version and joint minutes of each event."""
    told = [(json.loads(e["data"]), e) for e in await events(database) if "opening-week" in e["type"]]
    return [(data["isoWeek"], e["aggregate_version"], data["jointMinutes"]) for data, e in told]


async def test_hours_that_are_corrected_announce_the_week_anew_once(
    skane: Centre, settings: AgreementsSettings, database: TestDatabase, clock: FixedClock
) -> None:
    await skane.put("/opening-hours", openings=open_days("09:00", "12:00"))
    await watch(settings, clock)
    await skane.put("/opening-hours", 1, openings=open_days("09:00", "12:00"))
    assert await weeks_told(database) == [(46, 1, 900)]
    await skane.put("/opening-hours", 2, openings=open_days("09:00", "11:00"))
    await skane.put("/opening-hours", 3, openings=open_days("09:00", "11:00"))
    await watch(settings, clock)
    assert await weeks_told(database) == [(46, 1, 900), (46, 2, 600)]
    told = [e["aggregate_id"] for e in await events(database) if "opening-week" in e["type"]]
    assert len(set(told)) == 1


async def test_only_the_weeks_whose_numbers_changed_are_announced_anew(
    skane: Centre, database: TestDatabase
) -> None:
    openings = open_days("09:00", "12:00", validFrom="2026-10-12")
    await skane.put("/opening-hours", openings=openings)
    first = [(week, 1, 900) for week in (42, 43, 44, 45, 46)]
    assert await weeks_told(database) == first
    closed = [{"activity": one, "day": day} for one in FOUR for day in ("2026-10-21", "2026-12-24")]
    await skane.put("/opening-hours", 1, openings=openings, changedDays=closed)
    assert await weeks_told(database) == [*first, (43, 2, 720)]
    earlier = open_days("09:00", "12:00", validFrom="2026-10-05")
    await skane.put("/opening-hours", 2, openings=earlier, changedDays=closed)
    assert await weeks_told(database) == [*first, (43, 2, 720), (41, 1, 900)]
    ending = open_days("09:00", "12:00", validFrom="2026-10-05", validThrough="2026-11-21")
    new = open_days("09:00", "15:00", validFrom="2026-11-22")
    await skane.put("/opening-hours", 3, openings=[*ending, *new], changedDays=closed)
    assert len(await weeks_told(database)) == 7, "hours from now on leave what has been"


async def test_weeks_whose_numbers_nobody_kept_are_announced_again_and_those_of_long_ago_stay(
    skane: Centre, settings: AgreementsSettings, database: TestDatabase, clock: FixedClock
) -> None:
    place = UUID(skane.entry["id"])
    old = "INSERT INTO evaluated_week (centre_id, iso_year, iso_week) VALUES ($1, $2, $3)"
    await skane.put("/opening-hours", openings=open_days("09:00", "12:00"))
    for week in ((2025, 46), (2025, 47), (2026, 46)):
        await database.rows(old, place, *week)
    for _ in range(2):
        await watch(settings, clock)
    assert await weeks_told(database) == [(46, 2, 900)]
    await skane.put("/opening-hours", 1, openings=open_days("09:00", "12:00"))
    assert await weeks_told(database) == [(46, 2, 900), (47, 2, 900)]


async def test_hours_say_nothing_of_a_week_that_began_before_them(
    skane: Centre, settings: AgreementsSettings, database: TestDatabase, clock: FixedClock
) -> None:
    await skane.put("/opening-hours", openings=open_days("09:00", "12:00", validFrom="2026-11-10"))
    await watch(settings, clock)
    assert await weeks_told(database) == []


def test_weeks_are_told_whole_after_the_centre_opened_and_for_a_year_at_most() -> None:
    content = OpeningHoursWrite.model_validate(
        {"openings": open_days("09:00", "12:00", validFrom="2020-01-01")}
    )
    today = date(2026, 11, 22)
    since_it_opened = ended_weeks(content, opened_on=date(2026, 11, 4), today=today)
    assert since_it_opened == [IsoWeek(2026, 46)]
    assert len(ended_weeks(content, opened_on=date(2019, 1, 1), today=today)) == 51
    assert ended_weeks(OpeningHoursWrite(), opened_on=date(2019, 1, 1), today=today) == []
