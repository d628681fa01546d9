import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest
from agreements_parts import Connect, Register, administrator, events, faults
from centre_parts import Centre, centre_under
from icalendar import Calendar

from slussen_agreements.jobs import notice_centres
from slussen_agreements.settings import AgreementsSettings
from slussen_agreements.subscribers import subscriptions
from slussen_chassis.auth import Caller
from slussen_chassis.bus import Delivery
from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase
from slussen_chassis.worker import WorkerParts
from slussen_contracts.events import Event
from slussen_contracts.statistics.events import AnnualReportSubmitted

SURVEY = "hand_out_parent_survey:2026-11-02"
ANYBODY = Caller("anonymous", "anonymous", frozenset({"statistics:read-published"}))


@pytest.fixture
async def jamtland(register: Register) -> Centre:
    return await centre_under(register, "jamtland")


async def duties(centre: Centre, year: int) -> dict[str, dict[str, Any]]:
    wheel = await centre.get("/annual-wheel", year=year)
    return {duty["key"]: duty for month in wheel["months"] for duty in month["duties"]}


@pytest.mark.case("ST-06")
async def test_the_parent_survey_runs_in_weeks_45_and_46_for_the_coordinator(jamtland: Centre) -> None:
    await jamtland.post("/coordinator-appointments", holderSubject="anna", validFrom="2026-03-01")
    survey = (await duties(jamtland, 2026))[SURVEY]
    assert (survey["firstDay"], survey["lastDay"]) == ("2026-11-02", "2026-11-15")
    assert (survey["responsible"], survey["ownerSubject"], survey["state"]) == (
        "coordinator",
        "anna",
        "overdue",
    )
    assert survey["remindOn"] == "2026-10-19"


@pytest.mark.case("ST-07")
async def test_the_health_week_is_week_39(jamtland: Centre) -> None:
    week = (await duties(jamtland, 2026))["health_week:2026-09-21"]
    assert week["lastDay"] == "2026-09-27"


@pytest.mark.case("ST-08")
async def test_the_summer_months_are_there_and_empty(jamtland: Centre) -> None:
    wheel = await jamtland.get("/annual-wheel", year=2027)
    months = {month["month"]: len(month["duties"]) for month in wheel["months"]}
    assert list(months) == list(range(1, 13))
    assert [months[summer] for summer in (6, 7, 8)] == [0, 0, 0]


@pytest.mark.case("ST-09")
async def test_four_surveys_are_scheduled_in_skane(register: Register) -> None:
    wheel = await duties(await centre_under(register, "skane"), 2027)
    surveys = {"quality_follow_up", "spider_measurement", "visit_survey_children", "visit_survey_adults"}
    assert {key.partition(":")[0] for key in wheel} == {*surveys, "annual_report"}


@pytest.mark.case("ST-16")
async def test_orebros_local_follow_up_is_done_when_all_its_parts_are_in(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    key = "local_follow_up:2026-01-01"
    due = (await duties(centre, 2026))[key]
    assert due["partsMissing"] == ["goals", "annual_report", "statistics"]
    path = f"/annual-wheel/duties/{key}"
    answer = await centre.try_put(path, doneOn="2026-11-20", handedIn=["goals"])
    assert faults(answer) == {("doneOn", "parts-missing")}
    part = await centre.put(path, handedIn=["goals", "statistics"])
    assert (part["partsMissing"], part["state"]) == (["annual_report"], "current")
    done = await centre.put(path, 1, doneOn="2026-11-20", handedIn=["goals", "statistics", "annual_report"])
    assert (done["partsMissing"], done["state"]) == ([], "done")


async def test_the_report_is_handed_in_on_28_february_and_to_the_principals_on_1_march(
    jamtland: Centre,
) -> None:
    days = {key for key in await duties(jamtland, 2028) if key.endswith(("-02-28", "-03-01"))}
    assert {"hand_in_annual_report:2028-02-28", "to_principals:2028-03-01"} <= days
    assert "coordinator_hand_in:2028-02-28" not in days


async def test_a_duty_is_done_reopened_and_told_of(jamtland: Centre, database: TestDatabase) -> None:
    path = f"/annual-wheel/duties/{SURVEY}"
    done = await jamtland.put(path, doneOn="2026-11-16")
    assert (done["state"], done["version"]) == ("done_late", 1)
    assert (await jamtland.try_put(path, 0)).status_code == 412
    assert (await jamtland.put(path, 1))["state"] == "overdue"
    told = [event for event in await events(database) if ".duty." in event["type"]]
    assert [event["type"].split(".")[3] for event in told] == ["done", "reopened"]
    assert json.loads(told[0]["data"]) == {
        "centreId": jamtland.entry["id"],
        "entry": "hand_out_parent_survey",
        "responsible": "coordinator",
        "firstDay": "2026-11-02",
        "lastDay": "2026-11-15",
        "doneOn": "2026-11-16",
        "municipalityCode": jamtland.entry["municipalityCode"],
    }


async def test_what_a_mark_can_not_be_is_named(jamtland: Centre) -> None:
    answer = await jamtland.try_put(f"/annual-wheel/duties/{SURVEY}", doneOn="2026-11-23", handedIn=["goals"])
    assert faults(answer) == {("doneOn", "in-future"), ("handedIn", "unknown")}
    for key in ("hand_out_parent_survey:2026-11-03", "nothing:2026-01-01", "nothing:0000-01-01"):
        assert (await jamtland.try_put(f"/annual-wheel/duties/{key}")).status_code == 404


async def test_duties_that_are_overdue_or_near_are_told_of_once(
    jamtland: Centre, settings: AgreementsSettings, database: TestDatabase, clock: FixedClock
) -> None:
    await jamtland.put(f"/annual-wheel/duties/{SURVEY}", doneOn="2026-11-12")
    worker = Database.for_worker(settings)
    try:
        await notice_centres(worker, clock)
        await notice_centres(worker, clock)
        told = [json.loads(e["data"])["entry"] for e in await events(database) if "overdue" in e["type"]]
        assert sorted(told) == [
            "health_week",
            "management_visit_work_environment",
            "read_through_agreement",
            "review_safety_routines",
        ]
        near = [json.loads(e["data"])["entry"] for e in await events(database) if "reminded" in e["type"]]
        assert sorted(near) == sorted(
            ["management_visit", "child_rights_day", "attention_week", "self_reflection"]
        )
        clock.moment += timedelta(days=9)
        await notice_centres(worker, clock)
    finally:
        await worker.close()
    told = [json.loads(e["data"])["entry"] for e in await events(database) if "overdue" in e["type"]]
    assert sorted(told[4:]) == sorted(["management_visit", "child_rights_day", "attention_week"])
    assert (await duties(jamtland, 2026))["child_rights_day:2026-11-01"]["version"] == 2


def report_of(centre: Centre, submitted_on: date, edition: int = 1) -> AnnualReportSubmitted:
    return AnnualReportSubmitted(
        id=uuid4(),
        occurred_at=datetime(2026, 11, 20, tzinfo=UTC),
        county_code=centre.entry["countyCode"],
        aggregate_id=uuid4(),
        aggregate_version=edition,
        centre_id=centre.entry["id"],
        municipality_code=centre.entry["municipalityCode"],
        year=2026,
        edition=edition,
        profile_id=centre.entry["profileId"],
        submitted_on=submitted_on,
    )


@pytest.fixture
async def hear(settings: AgreementsSettings) -> AsyncIterator[Callable[[Event], Awaitable[None]]]:
    worker = Database.for_worker(settings)
    heard = subscriptions(WorkerParts(worker, cast("Any", None), settings))

    async def one(event: Event) -> None:
        async with worker.transaction(Context(actor="agreements")) as session:
            await heard.deliver([Delivery(event, None, cast("Any", None))], session)

    yield one
    await worker.close()


HAND_IN = "hand_in_annual_report:2027-02-28"


async def test_a_report_that_is_handed_in_does_its_duty_on_its_day_whichever_edition_comes_first(
    jamtland: Centre, hear: Callable[[Event], Awaitable[None]], database: TestDatabase
) -> None:
    later, first = (report_of(jamtland, date(2026, 11, 20), 2), report_of(jamtland, date(2026, 11, 18)))
    for event in (later, first, later):
        await hear(event)

    there = await duties(jamtland, 2027)
    assert (there[HAND_IN]["state"], there[HAND_IN]["doneOn"], there[HAND_IN]["version"]) == (
        "done",
        "2026-11-18",
        2,
    )
    assert there["to_principals:2027-03-01"]["doneOn"] is None
    told = [json.loads(e["data"])["doneOn"] for e in await events(database) if "duty.done" in e["type"]]
    assert told == ["2026-11-20", "2026-11-18"]


async def test_in_orebro_the_report_is_also_a_part_of_the_local_follow_up(
    register: Register, hear: Callable[[Event], Awaitable[None]]
) -> None:
    orebro = await centre_under(register, "orebro")
    await hear(report_of(orebro, date(2026, 11, 18)))

    there = await duties(orebro, 2027)
    assert there["annual_report:2027-01-01"]["doneOn"] == "2026-11-18"
    assert there["local_follow_up:2027-01-01"]["partsMissing"] == ["goals", "statistics"]
    assert there["local_follow_up:2027-01-01"]["doneOn"] is None


async def link(centre: Centre, **more: Any) -> dict[str, Any]:
    made = await centre.post("/calendar-links", label="Min kalender", **more)
    assert made["path"].startswith("/agreements/v1/calendars/")
    return made


async def read_calendar(http: httpx.AsyncClient, made: dict[str, Any]) -> Calendar:
    answer = await http.get(made["path"].removeprefix("/agreements/v1"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


async def test_a_calendar_client_reads_the_wheel_without_logging_in(
    jamtland: Centre, connect: Connect
) -> None:
    await jamtland.put(f"/annual-wheel/duties/{SURVEY}", doneOn="2026-11-12")
    calendar = await read_calendar(connect(ANYBODY), await link(jamtland))
    assert calendar["x-wr-calname"] == "Årshjul Familjecentralen Vivalla"
    found = {str(one["summary"]): one for one in calendar.walk("VEVENT") if one.start.year == 2026}
    survey = found["✓ Föräldraenkät delas ut v.45-46"]
    assert (survey.start, survey.end) == (date(2026, 11, 2), date(2026, 11, 16))
    assert survey.walk("VALARM") == []
    health = found["Hälsovecka v.39, planera aktiviteter"]
    assert health.walk("VALARM")[0]["trigger"].dt == timedelta(days=-14)
    assert health["dtstamp"].dt == datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    ids = [str(one["uid"]) for one in calendar.walk("VEVENT")]
    assert len(set(ids)) == len(ids)


async def test_a_link_may_hold_one_roles_duties_alone(jamtland: Centre, connect: Connect) -> None:
    calendar = await read_calendar(connect(ANYBODY), await link(jamtland, responsible="management_group"))
    assert {str(one["categories"].cats[0]) for one in calendar.walk("VEVENT")} == {"management_group"}


async def test_a_link_that_is_revoked_reads_nothing(jamtland: Centre, connect: Connect) -> None:
    made, other = await link(jamtland), await link(jamtland)
    answer = await jamtland.http.delete(f"{jamtland.path}/calendar-links/{made['id']}")
    assert answer.status_code == 204
    gone = await connect(ANYBODY).get(made["path"].removeprefix("/agreements/v1"))
    never = await connect(ANYBODY).get("/calendars/" + "a" * 43 + ".ics")
    assert (gone.status_code, gone.json()["title"]) == (404, never.json()["title"])
    await read_calendar(connect(ANYBODY), other)
    listed = (await jamtland.http.get(f"{jamtland.path}/calendar-links")).json()
    assert [one["revokedAt"] is None for one in listed] == [False, True]
    assert not any("path" in one for one in listed)
    strange = await jamtland.http.delete(f"{jamtland.path}/calendar-links/{jamtland.entry['id']}")
    assert strange.status_code == 404


async def test_the_secret_is_kept_nowhere(
    jamtland: Centre, connect: Connect, database: TestDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    made = await link(jamtland)
    secret = made["path"].rpartition("/")[2].removesuffix(".ics")
    await read_calendar(connect(ANYBODY), made)
    tables = await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for table in tables:
        name = table["tablename"]
        rows = await database.rows(f'SELECT t::text AS written FROM "{name}" t')  # noqa: S608
        assert not any(secret in row["written"] for row in rows), name
    assert secret not in caplog.text
    again = await jamtland.http.post(
        f"{jamtland.path}/calendar-links", json={"label": "x"}, headers={"Idempotency-Key": "k"}
    )
    assert faults(again) == {("Idempotency-Key", "not-here")}
    assert await database.rows("SELECT * FROM idempotency_key") == []


async def test_links_and_owners_are_not_for_other_counties(jamtland: Centre, connect: Connect) -> None:
    await jamtland.post("/coordinator-appointments", holderSubject="anna", validFrom="2026-03-01")
    other = connect(administrator("12"))
    assert (await other.get(f"{jamtland.path}/calendar-links")).status_code == 403
    wheel = (await other.get(f"{jamtland.path}/annual-wheel", params={"year": 2026})).json()
    owners = {duty["ownerSubject"] for month in wheel["months"] for duty in month["duties"]}
    assert owners == {None}


async def test_a_link_may_hold_one_persons_duties_alone(jamtland: Centre, connect: Connect) -> None:
    held = {"role": "management_group", "subject": "eva", "validFrom": "2026-03-01"}
    await jamtland.put("/steering/seats", holders=[held])
    await jamtland.post("/coordinator-appointments", holderSubject="anna", validFrom="2026-03-01")
    made = {who: await link(jamtland, ownerSubject=who) for who in ("anna", "eva", "per")}
    roles = {
        who: {
            str(one["categories"].cats[0])
            for one in (await read_calendar(connect(ANYBODY), of)).walk("VEVENT")
        }
        for who, of in made.items()
    }
    assert roles == {"anna": {"coordinator"}, "eva": {"management_group"}, "per": set()}


async def test_a_client_that_has_the_calendar_is_told_that_nothing_changed_until_something_does(
    jamtland: Centre, connect: Connect, clock: FixedClock
) -> None:
    path = (await link(jamtland))["path"].removeprefix("/agreements/v1")
    http = connect(ANYBODY)
    first = await http.get(path)
    clock.moment += timedelta(hours=1)
    same = await http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    await jamtland.put(f"/annual-wheel/duties/{SURVEY}", doneOn="2026-11-12")
    other = await http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (other.status_code, other.headers["etag"] == first.headers["etag"]) == (200, False)


async def test_a_calendar_keeps_its_ids_says_its_time_zone_and_how_often_to_read_it(
    jamtland: Centre, connect: Connect
) -> None:
    made = await link(jamtland)
    calendar = await read_calendar(connect(ANYBODY), made)
    assert (calendar["x-wr-timezone"], calendar["x-published-ttl"]) == ("Europe/Stockholm", "PT12H")
    before = {str(one["uid"]): one["sequence"] for one in calendar.walk("VEVENT")}
    await jamtland.put(f"/annual-wheel/duties/{SURVEY}", doneOn="2026-11-12")
    after = {
        str(one["uid"]): one["sequence"]
        for one in (await read_calendar(connect(ANYBODY), made)).walk("VEVENT")
    }
    assert before.keys() == after.keys()
    assert sorted(after[uid] - before[uid] for uid in after)[-2:] == [0, 1]
