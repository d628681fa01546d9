"""A system's own calls, errors and limits: taken from what gateways tell, shown to the system and its authority."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import nats
import pytest
from integration_parts import MUNICIPALITY, REGION, system
from nats.js.errors import NotFoundError

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Context, Database
from slussen_chassis.errors import InvalidError
from slussen_chassis.testing import TestDatabase, client_for, staff
from slussen_chassis.worker import WorkerParts
from slussen_gateway.integration.domain import usage as domain
from slussen_gateway.integration.domain.usage import Gateway, Share
from slussen_gateway.integration.routes.pages.usage import HEIGHT, columns
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.usage_intake import UsageIntake
from slussen_gateway.integration.use_cases import usage
from slussen_gateway.usage_report import SUBJECT, UsageReport

HOUR = 3600
ROUTE = "/consent/v1/consents/{}"
LIMITS = {
    "caller_per_second": 100.0,
    "caller_burst": 1000,
    "authority_per_second": 400.0,
    "authority_burst": 4000,
    "at_once": 100,
}
COUNT = "SELECT count(*) AS n FROM "
ONE, OTHER = UUID(int=1), UUID(int=2)


def developer(authority: UUID = REGION) -> Caller:
    return staff("clients:read clients:register webhooks:manage", authority=authority, subject="dag")


async def get(app: Service, caller: Caller, path: str, **query: Any) -> Any:
    async with client_for(app, caller, "integration") as http:
        return await http.get(f"/integration/v1/clients/{path}", params=query)


def counted(at: datetime, calls: int, status: int = 200, problem: str = "", **more: Any) -> dict[str, Any]:
    line = {"client": "journal-x", "hour": int(at.timestamp()) // HOUR, "method": "GET", "route": ROUTE}
    return {**line, "status": status, "problem": problem, "calls": calls, **more}


def refused(serial: int, at: datetime, **more: Any) -> dict[str, Any]:
    line = {"serial": serial, "client": "journal-x", "at": at.timestamp(), "method": "GET", "route": ROUTE}
    why = {"status": 429, "problem": "too-many-requests", "fault": "sender", "trace_id": f"{serial:032x}"}
    return {**line, **why, **more}


def shared(at: datetime, **used: int) -> dict[str, Any]:
    names = ("at_once", "peak_at_once", "used", "peak_used", "authority_used", "peak_authority_used")
    line = {"client": "journal-x", "hour": int(at.timestamp()) // HOUR}
    return {**line, **dict.fromkeys(names, 0), **used}


def report(at: datetime, instance: UUID = ONE, **told: Any) -> dict[str, Any]:
    return {"instance": str(instance), "at": at.timestamp(), "limits": LIMITS, **told}


@pytest.fixture
def now(clock: FixedClock) -> datetime:
    return clock.now()


@pytest.fixture
async def take(worker_database: Database) -> Any:
    async def take_all(*reports: dict[str, Any]) -> None:
        async with worker_database.transaction(Context()) as session:
            for one in reports:
                await usage.take_report(session, UsageReport.model_validate(one))

    return take_all


@pytest.fixture
async def known(app: Service, database: TestDatabase) -> str:
    """A system of the region's that the gateway knows by the desk's word; its id."""
    body = {"name": "Journalen", "clientId": "journal-x", "scopes": ["statistics:read-published"]}
    async with client_for(app, developer(), "integration") as http:
        answer = await http.post("/integration/v1/clients", json=body)
    await database.rows("UPDATE client SET published_version = version")
    return str(answer.json()["id"])


# The rules -----------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 28, 8, 20, tzinfo=UTC)


def gateway(instance: UUID, told: datetime = NOW) -> Gateway:
    return Gateway(instance, told, **LIMITS)  # type: ignore[arg-type]


def share(instance: UUID, used: int, peak: int, *, hour: int = 0, told: datetime = NOW) -> Share:
    return Share(
        instance, domain.hour_of(NOW) + timedelta(hours=hour), told, used, peak, used, peak, used, peak
    )


def test_the_gateway_nearest_to_its_limit_is_what_counts() -> None:
    found = domain.quotas_of([gateway(ONE), gateway(OTHER)], [share(ONE, 3, 9), share(OTHER, 5, 7)], now=NOW)
    assert found.gateways == 2
    assert found.client == domain.Quota(1000, 100.0, 5, 9)
    assert found.authority == domain.Quota(4000, 400.0, 5, 9)
    assert found.at_once == domain.Quota(100, None, 5, 9)


def test_a_gateway_that_is_gone_counts_for_the_peak_alone() -> None:
    shares = [share(ONE, 3, 3), share(OTHER, 8, 8)]
    found = domain.quotas_of([gateway(ONE), gateway(OTHER, NOW - domain.ALIVE)], shares, now=NOW)
    assert (found.gateways, found.client) == (1, domain.Quota(1000, 100.0, 3, 8))


def test_a_peak_counts_for_this_hour_and_the_one_before() -> None:
    shares = [
        share(ONE, 0, 1),
        share(ONE, 4, 40, hour=-1, told=NOW - timedelta(minutes=30)),
        share(ONE, 9, 90, hour=-2, told=NOW - timedelta(minutes=90)),
    ]
    assert domain.quotas_of([gateway(ONE)], shares, now=NOW).client == domain.Quota(1000, 100.0, 0, 40)


def test_without_a_gateway_no_limit_is_known() -> None:
    assert domain.quotas_of([], [share(ONE, 1, 1)], now=NOW) == domain.Quotas(0, None, None, None, None)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [(None, None, 24), (NOW, None, 1), (NOW - timedelta(hours=2), NOW, 3), (None, NOW, 24)],
)
def test_a_period_is_whole_hours(start: datetime | None, end: datetime | None, hours: int) -> None:
    period = domain.period_of(start, end, now=NOW)
    assert period.end == datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert period.end - period.start == timedelta(hours=hours)


def test_a_period_that_ends_at_a_whole_hour_does_not_hold_the_next() -> None:
    assert domain.period_of(None, domain.hour_of(NOW), now=NOW).end == domain.hour_of(NOW)


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(InvalidError):
        domain.period_of(NOW, NOW - timedelta(hours=1), now=NOW)


# Taken and shown -----------------------------------------------------------------------------------------------


async def test_gateways_add_up_and_a_report_that_comes_twice_changes_nothing(
    app: Service, known: str, now: datetime, take: Any
) -> None:
    early = report(now, calls=[counted(now, 3), counted(now, 1, 429, "too-many-requests")])
    late = report(now, calls=[counted(now, 5)])
    other = report(now, OTHER, calls=[counted(now, 7), counted(now, 2, 503, "unavailable")])
    await take(early, late, other, early, late)
    answer = (await get(app, developer(), f"{known}/calls")).json()
    shown = [(one["status"], one["problem"], one["calls"]) for one in answer["items"]]
    assert shown == [(200, None, 12), (503, "unavailable", 2), (429, "too-many-requests", 1)]
    first = answer["items"][0]
    assert (first["service"], first["method"], first["route"]) == ("consent", "GET", ROUTE)
    assert first["hour"] == domain.hour_of(now).strftime("%Y-%m-%dT%H:00:00.000000Z")


async def test_calls_are_paged_and_chosen_by_period(
    app: Service, database: TestDatabase, known: str, now: datetime, take: Any
) -> None:
    await database.rows("UPDATE client SET created_at = created_at - interval '40 days'")
    hours = [now - timedelta(hours=n) for n in range(30)]
    await take(report(now, calls=[counted(hour, n + 1) for n, hour in enumerate(hours)]))
    page = (await get(app, developer(), f"{known}/calls", limit=5, offset=20)).json()
    assert [one["calls"] for one in page["items"]] == [21, 22, 23, 24], "24 hours, where nothing is said"
    assert "nextOffset" not in page or page["nextOffset"] is None
    asked = {"from": hours[29].isoformat(), "to": domain.hour_of(hours[27]).isoformat()}
    page = (await get(app, developer(), f"{known}/calls", **asked)).json()
    assert [one["calls"] for one in page["items"]] == [29, 30]
    wrong = await get(app, developer(), f"{known}/calls", **{"from": asked["to"], "to": asked["from"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["rule"]) == (422, "period")


async def test_the_newest_hundred_refusals_are_kept(
    app: Service, known: str, now: datetime, take: Any
) -> None:
    def errors(numbers: range) -> list[dict[str, Any]]:
        return [refused(n, now + timedelta(milliseconds=n)) for n in numbers]

    await take(report(now, refusals=errors(range(80))))
    await take(report(now, refusals=errors(range(70, 130))), report(now, refusals=errors(range(10))))
    page = (await get(app, developer(), f"{known}/errors", limit=200)).json()
    assert len(page["items"]) == domain.KEPT_ERRORS
    newest = page["items"][0]
    assert newest["traceId"] == f"{129:032x}"
    assert {name: newest[name] for name in ("method", "route", "status", "problem", "fault")} == {
        "method": "GET",
        "route": ROUTE,
        "status": 429,
        "problem": "too-many-requests",
        "fault": "sender",
    }


async def test_limits_are_shown_with_what_is_used(app: Service, known: str, now: datetime, take: Any) -> None:
    await take(
        report(now, shares=[shared(now, used=4, peak_used=9, at_once=1, peak_at_once=6)]),
        report(now - timedelta(seconds=5), shares=[shared(now, used=9, peak_used=8)]),
        report(now, OTHER, shares=[shared(now, used=2, peak_used=2, authority_used=7)]),
    )
    found = (await get(app, developer(), f"{known}/quotas")).json()
    assert found["gateways"] == 2
    assert found["client"] == {"limit": 1000, "perSecond": 100.0, "used": 4, "peak": 9}
    assert found["authority"] == {"limit": 4000, "perSecond": 400.0, "used": 7, "peak": 0}
    assert found["atOnce"] == {"limit": 100, "perSecond": None, "used": 1, "peak": 6}


# Who sees ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["calls", "errors", "quotas"])
async def test_a_system_sees_its_own_and_another_authority_nothing(
    app: Service, known: str, now: datetime, take: Any, what: str
) -> None:
    await take(report(now, calls=[counted(now, 3)], refusals=[refused(1, now)], shares=[shared(now, used=1)]))
    own = system(name="journal-x", scopes="statistics:read-published")
    for key in (known, "own"):
        answer = await get(app, own, f"{key}/{what}")
        assert answer.status_code == 200
        shown = answer.json()
        assert (shown["client"]["used"] if what == "quotas" else len(shown["items"])) == 1
    neighbour = await get(app, system(name="another"), f"{known}/{what}")
    assert (neighbour.status_code, neighbour.json()["code"]) == (403, "scope-missing")
    nowhere = await get(app, system(name="another"), f"{uuid4()}/{what}")
    assert (nowhere.status_code, nowhere.json()["code"]) == (403, "scope-missing")
    stranger = await get(app, developer(MUNICIPALITY), f"{known}/{what}")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "client-not-found")
    person = await get(app, developer(), f"own/{what}")
    assert (person.status_code, person.json()["code"]) == (404, "client-not-found")
    staff_member = await get(app, staff("consent:read", authority=REGION, subject="siv"), f"{known}/{what}")
    assert (staff_member.status_code, staff_member.json()["code"]) == (403, "scope-missing")


async def test_asking_for_a_client_id_that_may_be_anothers_shows_nothing_of_it(
    app: Service, database: TestDatabase, known: str, now: datetime, take: Any
) -> None:
    await database.rows("UPDATE client SET published_version = 0")
    await take(report(now, calls=[counted(now, 3)], refusals=[refused(1, now)], shares=[shared(now, used=1)]))
    assert (await get(app, developer(), f"{known}/calls")).json()["items"] == []
    assert (await get(app, developer(), f"{known}/errors")).json()["items"] == []
    assert (await get(app, developer(), f"{known}/quotas")).json()["client"]["used"] == 0


async def test_what_was_called_before_the_registration_is_not_shown(
    app: Service, known: str, now: datetime, take: Any
) -> None:
    before = now - timedelta(hours=2)
    await take(report(now, calls=[counted(before, 3)], refusals=[refused(1, before)]))
    assert (await get(app, developer(), f"{known}/calls")).json()["items"] == []
    assert (await get(app, developer(), f"{known}/errors")).json()["items"] == []


# The page ------------------------------------------------------------------------------------------------------


def test_a_picture_is_as_high_as_its_highest_hour() -> None:
    hours = [domain.HourTotal(NOW + timedelta(hours=n), n, 1) for n in range(24)]
    drawn = columns(hours)
    assert drawn[23].answered + drawn[23].refused == HEIGHT
    assert [column.label for column in drawn if column.label] == ["09", "15", "21", "03"]
    assert drawn[23].x + drawn[23].width <= 100
    assert {(column.answered, column.refused) for column in columns([domain.HourTotal(NOW, 0, 0)])} == {
        (0, 0)
    }


async def test_the_page_shows_calls_refusals_limits_and_webhooks(
    app: Service, known: str, now: datetime, take: Any
) -> None:
    path = f"/integration/pages/clients/{known}/usage"
    async with client_for(app, developer(), "integration") as http:
        empty = (await http.get(path)).text
        assert "Inga anrop under tiden." in empty
        assert "gränserna är inte kända" in empty
        webhook = {
            "url": "https://93.184.215.14/hook",
            "clientId": "journal-x",
            "description": "Till journalen",
        }
        made = await http.post("/events/v1/webhooks", json=webhook)
        assert made.status_code == 201, made.text
        calls = [counted(now, 1200), counted(now, 3, 429, "too-many-requests")]
        await take(report(now, calls=calls, refusals=[refused(7, now)], shares=[shared(now, peak_used=77)]))
        shown = (await http.get(path)).text
        assert "1\N{NARROW NO-BREAK SPACE}203" in shown
        for said in (
            "varav 3 nekade",
            "Högsta stapeln: 1\N{NARROW NO-BREAK SPACE}203",
            "too-many-requests",
            f"{7:032x}",
            "Ert",
            ">77<",
            ROUTE,
        ):
            assert said in shown
        assert f'href="/events/v1/webhooks/{made.json()["webhook"]["id"]}/deliveries"' in shown
        english = await http.get(f"{path}?period=week", headers={"accept-language": "en"})
        assert "of which 3 refused" in english.text
        assert path in (await http.get(f"/integration/pages/clients/{known}")).text
    async with client_for(app, developer(MUNICIPALITY), "integration") as http:
        assert (await http.get(path)).status_code == 404
    reader = staff("clients:read", authority=REGION, subject="rut")
    async with client_for(app, reader, "integration") as http:
        assert "deliveries" not in (await http.get(path)).text


# The worker ----------------------------------------------------------------------------------------------------


async def test_reports_are_taken_from_the_bus_and_confirmed(
    app: Service, known: str, now: datetime, settings: IntegrationSettings, worker_database: Database
) -> None:
    connection = await nats.connect(settings.nats_url)
    stream = connection.jetstream()
    try:
        await stream.purge_stream("USAGE")
    except NotFoundError:
        await stream.add_stream(name="USAGE", subjects=["usage.>"])
    parts, intake = WorkerParts(worker_database, connection, settings), UsageIntake()
    for message in (b"no report", json.dumps(report(now, calls=[counted(now, 3)])).encode()):
        await stream.publish(SUBJECT, message)
    await intake.take_usage(parts)
    assert (await get(app, developer(), f"{known}/calls")).json()["items"][0]["calls"] == 3
    async with asyncio.timeout(5):
        while (await stream.consumer_info("USAGE", "integration")).num_ack_pending:
            await asyncio.sleep(0.01)
    await stream.delete_stream("USAGE")
    await intake.take_usage(parts)
    await stream.add_stream(name="USAGE", subjects=["usage.>"])
    await stream.publish(SUBJECT, json.dumps(report(now, calls=[counted(now, 4)])).encode())
    async with asyncio.timeout(10):
        while (await get(app, developer(), f"{known}/calls")).json()["items"][0]["calls"] != 4:
            await intake.take_usage(parts)
    await connection.close()


async def test_what_is_older_than_thirty_days_is_removed(
    database: TestDatabase, now: datetime, take: Any, worker_database: Database
) -> None:
    ages = [timedelta(days=31), timedelta(days=29)]
    for age in ages:
        then = now - age
        await take(
            report(
                then,
                uuid4(),
                calls=[counted(then, 1)],
                refusals=[refused(1, then)],
                shares=[shared(then)],
            )
        )
    async with worker_database.transaction(Context()) as session:
        await usage.forget_old_usage(session, now=now)
    for table, left in (("client_calls", 1), ("client_error", 1), ("client_share", 0), ("gateway", 0)):
        (row,) = await database.rows(COUNT + table)
        assert row["n"] == left, table
