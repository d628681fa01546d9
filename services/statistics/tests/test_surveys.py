"""Surveys by QR code: one anonymous answer a link, and nothing that ties the two."""

import asyncio
import json
import re
from datetime import UTC, datetime
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase, client_for, staff

CENTRE = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
SURVEYS = f"/centres/{CENTRE}/surveys"
SCOPES = "statistics:record statistics:read-own statistics:read-published"
WANTED = {"instrument": "parent_survey", "opensOn": "2026-11-16", "closesOn": "2026-11-29"}


@pytest.fixture
async def people(deliver: Any, make: SimpleNamespace) -> SimpleNamespace:
    unit, authority, elsewhere = uuid4(), uuid4(), uuid4()
    await deliver(*make.place(unit, authority_id=authority), make.place(elsewhere, centre_id=uuid4())[0])
    return SimpleNamespace(
        staff=staff(SCOPES, authority=authority, unit=unit),
        stranger=staff(SCOPES, authority=uuid4(), unit=elsewhere),
    )


@pytest.fixture
def visitor(service: Service) -> Any:
    """Ask as a browser that nobody has logged in with."""

    async def ask(method: str, path: str, status: int, **more: Any) -> httpx.Response:
        nobody = Caller("anonymous", "anonymous", frozenset({"statistics:read-published"}))
        async with client_for(service, nobody, "statistics") as client:
            answer = await client.request(method, path, **more)
        assert answer.status_code == status, answer.text[-2000:]
        return answer

    return ask


async def links(call: Any, caller: Any, count: int = 2, **more: Any) -> tuple[str, list[str]]:
    made = await call(caller, "POST", SURVEYS, json={**WANTED, **more})
    assert made.status_code == 201, made.text
    survey = made.json()["id"]
    paths = await call(caller, "POST", f"{SURVEYS}/{survey}/links", json={"count": count})
    assert paths.status_code == 201, paths.text
    return survey, paths.json()["paths"]


async def test_a_link_takes_one_answer_and_nothing_says_which_answer_came_by_it(
    call: Any, people: SimpleNamespace, visitor: Any, database: TestDatabase
) -> None:
    survey, paths = await links(call, people.staff)
    before = await database.rows("SELECT count(*) AS n FROM audit_entry")
    page = (await visitor("GET", paths[0], 200)).text
    assert "lättillgänglig nära mötesplats" in page
    answer = {"item.g1": "4", "item.g2": "5", "respondent": "first_child", "quote": "Bra.", "by": "woman"}
    sent = await visitor("POST", paths[0], 303, data=answer)
    assert sent.headers["location"] == "/statistics/pages/survey?said=answer-taken"
    assert "Tack för ditt svar!" in (await visitor("GET", "/statistics/pages/survey", 200)).text
    assert "redan använd" in (await visitor("GET", paths[0], 404)).text
    await visitor("POST", paths[0], 404, data=answer)
    [entry] = await database.rows("SELECT * FROM entry")
    token = paths[0].rsplit("/", 1)[1]
    assert UUID(str(entry["id"])).version == 4
    assert (str(entry["on_day"]), entry["recorded_by_unit_id"]) == ("2026-11-16", None)
    assert entry["recorded_at"] == datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    [left] = await database.rows("SELECT * FROM survey_link")
    assert left.keys() == {"token_hash", "survey_id", "authority_id"}
    [event] = await database.rows("SELECT id, traceparent, occurred_at, data::text AS data FROM outbox")
    assert (UUID(str(event["id"])).version, event["traceparent"]) == (4, None)
    assert event["occurred_at"] == datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    assert not any(secret in event["data"] for secret in (token, "Bra."))
    after = await database.rows("SELECT count(*) AS n FROM audit_entry WHERE outcome = 'permitted'")
    assert after == before
    [seen] = (await call(people.staff, "GET", SURVEYS)).json()["surveys"]
    assert (seen["id"], seen["links"], seen["answers"]) == (survey, 2, 1)


async def test_two_answers_by_one_link_at_the_same_moment_are_one(
    call: Any, people: SimpleNamespace, service: Service, database: TestDatabase
) -> None:
    _, [path] = await links(call, people.staff, 1)
    nobody = Caller("anonymous", "anonymous", frozenset())
    async with client_for(service, nobody, "statistics") as client:
        sent = await asyncio.gather(*(client.post(path, data={"item.g1": "3"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in sent) == [303, 404, 404, 404]
    assert len(await database.rows("SELECT id FROM entry")) == 1


async def test_a_fault_is_shown_at_its_field_and_the_link_stays_good(
    call: Any, people: SimpleNamespace, visitor: Any, database: TestDatabase
) -> None:
    _, [path] = await links(call, people.staff, 1)
    for answer, said in (
        ({}, "svara på minst en fråga"),
        ({"item.g1": "6"}, "välj ett av svaren"),
        ({"item.g1": "5", "item.x9": "2"}, "välj ett av svaren"),
        ({"item.g1": "5", "quote": "Fint."}, "välj vem du är"),
        ({"item.g1": "5", "quote": "Ring 850101-2382", "by": "man"}, "personnummer"),
        ({"item.g1": "5", "quote": "\x07", "by": "man"}, "Fel:"),
        ({"item.g1": "5", "respondent": "nobody"}, "gruppen finns inte"),
    ):
        refused = await visitor("POST", path, 422, data=answer)
        assert said in unescape(refused.text)
    assert await database.rows("SELECT id FROM entry") == []
    await visitor("POST", path, 303, data={"item.g1": "5"})


async def test_answers_are_taken_on_the_survey_s_days_alone_and_not_after_it_is_closed(
    call: Any, people: SimpleNamespace, visitor: Any, clock: FixedClock
) -> None:
    survey, [path] = await links(call, people.staff, 1)
    for day, status in ((15, 409), (16, 200), (29, 200), (30, 409)):
        clock.moment = datetime(2026, 11, day, 12, 0, tzinfo=UTC)
        await visitor("GET", path, status)
    assert (
        await call(people.staff, "POST", f"{SURVEYS}/{survey}/links", json={"count": 1})
    ).status_code == 409
    clock.moment = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert (await call(people.staff, "POST", f"{SURVEYS}/{survey}/closing")).json()["isClosed"] is True
    await visitor("POST", path, 409, data={"item.g1": "5"})


async def test_staff_of_the_centre_alone_make_and_see_surveys(
    call: Any, people: SimpleNamespace, visitor: Any
) -> None:
    survey, _ = await links(call, people.staff, 1)
    for method, path, body in (
        ("GET", SURVEYS, None),
        ("POST", SURVEYS, WANTED),
        ("POST", f"{SURVEYS}/{survey}/links", {"count": 1}),
        ("POST", f"{SURVEYS}/{survey}/closing", None),
    ):
        assert (await call(people.stranger, method, path, json=body)).status_code == 404
    wrong = await call(people.staff, "POST", SURVEYS, json={**WANTED, "instrument": "staff_rating"})
    assert wrong.json()["errors"][0]["field"] == "instrument"
    wrong = await call(people.staff, "POST", SURVEYS, json={**WANTED, "closesOn": "2026-11-01"})
    assert wrong.json()["errors"][0]["rule"] == "not-before"
    await visitor("GET", f"/statistics/pages/survey/{'a' * 22}", 404)
    await visitor("GET", "/statistics/pages/surveys", 403)


async def test_a_sheet_of_codes_is_made_on_the_pages_and_its_links_open_the_survey(
    service: Service, people: SimpleNamespace, visitor: Any
) -> None:
    pages = "/statistics/pages/surveys"
    async with client_for(service, people.staff, "statistics") as client:
        assert "Inget tillfälle än." in (await client.get(pages)).text
        wrong = {"centreId": CENTRE, "instrument": "visit_survey_children", "opensOn": "2026-11-20"}
        assert (await client.post(pages, data=wrong)).status_code == 422
        made = await client.post(pages, data={**wrong, "closesOn": "2026-11-29"})
        path = made.headers["location"].partition("?")[0]
        assert (await client.post(f"{path}/links", data={"count": "201"})).status_code == 422
        sheet = await client.post(f"{path}/links", data={"count": "3"})
        found = re.findall(r"(/statistics/pages/survey/[A-Za-z0-9_-]{22})</p>", sheet.text)
        assert len(set(found)) == 3
        assert sheet.text.count('<img src="data:image/svg+xml') == 3
        assert "0 <span" in (await client.get(path)).text
        closed = await client.post(f"{path}/closing")
        assert closed.status_code == 303
        assert "Stängd" in (await client.get(path)).text
    await visitor("GET", found[0], 409)


async def test_answers_reach_the_figures_like_any_entry(
    call: Any, people: SimpleNamespace, visitor: Any, database: TestDatabase
) -> None:
    _, [path] = await links(call, people.staff, 1, instrument="visit_survey_adults")
    await visitor("POST", path, 303, data={"item.a1": "5", "item.a3": "4"})
    [event] = await database.rows("SELECT type, data FROM outbox")
    assert event["type"] == "slussen.statistics.entry.recorded.v1"
    told = json.loads(event["data"])
    assert (told["codes"], told["numbers"]) == ({"instrument": "visit_survey_adults"}, {"a1": 5, "a3": 4})


async def test_an_answer_is_marked_as_received_by_its_day_and_other_events_by_the_moment(
    deliver: Any, make: SimpleNamespace, database: TestDatabase
) -> None:
    answered = make.entry("answer", id=uuid4(), codes={"instrument": "parent_survey"})
    other = make.entry("visits")
    await deliver(answered, other)
    rows = await database.rows(
        "SELECT event_id, received_at, date_trunc('day', received_at) AS day FROM inbox"
    )
    by_day = {str(row["event_id"]): row["received_at"] == row["day"] for row in rows}
    assert by_day == {str(answered.id): True, str(other.id): False}
