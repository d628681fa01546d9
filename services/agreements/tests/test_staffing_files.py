import json
from typing import Any

import httpx
import pytest
from agreements_parts import Connect, Register, administrator, events, faults
from centre_parts import Centre

from slussen_chassis.testing import TestDatabase
from slussen_contracts.agreements.staffing import MOST_POSTS

HEADING = "municipalityCode;centre;hsaId;profession;fullTimeEquivalents;validFrom;validThrough"
CENTRE = ("name", "municipalityCode", "profileId", "activities", "validFrom")
MIDWIFE = "1880;Familjecentralen Vivalla;SE2321000164-1001;midwife"


@pytest.fixture
async def centre(register: Register) -> Centre:
    return Centre(register.admin, (await register.whole())["centre"])


async def sent(
    http: httpx.AsyncClient, *lines: str, dry: bool = False, heading: str = HEADING
) -> httpx.Response:
    return await http.post(
        "/register-imports",
        params={"kind": "staffing", "dryRun": str(dry).lower()},
        content="\n".join([heading, *lines]).encode(),
        headers={"Content-Type": "text/csv", "Accept-Language": "en"},
    )


async def exported(http: httpx.AsyncClient, form: str = "json", **params: str) -> httpx.Response:
    return await http.get("/register-exports", params={"kind": "staffing", "format": form, **params})


def row(much: str, first: str, last: str = "", what: str = MIDWIFE) -> str:
    return f"{what};{much};{first};{last}"


def actions(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.json()["faults"] == []
    return [one["action"] for one in answer.json()["rows"]]


async def told(database: TestDatabase) -> list[dict[str, Any]]:
    return [event for event in await events(database) if ".staffing." in event["type"]]


async def test_a_file_of_staffing_becomes_one_version_of_each_centres_posts(
    centre: Centre, database: TestDatabase
) -> None:
    lines = (row("0,75", "2026-03-01", "2026-11-30"), row("1.5", "2026-12-01"))
    dry = await sent(centre.http, *lines, dry=True)
    assert ((await centre.get("/staffing"))["version"], await told(database)) == (0, [])
    real = await sent(centre.http, *lines)
    assert {**dry.json(), "dryRun": False} == real.json()
    assert actions(real) == ["created", "created"]
    assert real.json()["rows"][0]["key"] == (
        "1880 Familjecentralen Vivalla SE2321000164-1001 midwife 2026-03-01"
    )
    written = await centre.get("/staffing")
    assert (written["version"], len(written["posts"])) == (1, 2)
    assert written["present"] == [{"profession": "midwife", "fullTimeEquivalents": "0.75"}]
    announced = await told(database)
    assert [one["aggregate_version"] for one in announced] == [1]
    assert len(json.loads(announced[0]["data"])["posts"]) == 2


async def test_posts_are_changed_by_their_first_day_and_what_is_not_named_stays(
    centre: Centre, database: TestDatabase
) -> None:
    nurse = "1880;Familjecentralen Vivalla;SE2321000164-1002;midwife"
    await sent(centre.http, row("0,75", "2026-03-01"), row("1", "2026-03-01", what=nurse))
    later = (row("1,5", "2026-12-01"), row("0,75", "2026-03-01", "2026-11-30"))
    assert actions(await sent(centre.http, *later)) == ["created", "changed"]
    assert actions(await sent(centre.http, *later)) == ["unchanged", "unchanged"]
    written = await centre.get("/staffing")
    assert written["version"] == 2
    assert sorted((one["fullTimeEquivalents"], one["validFrom"]) for one in written["posts"]) == [
        ("0.75", "2026-03-01"),
        ("1", "2026-03-01"),
        ("1.5", "2026-12-01"),
    ]
    assert [one["aggregate_version"] for one in await told(database)] == [1, 2]


async def test_every_faulty_row_of_staffing_is_named_by_line_and_field(
    centre: Centre, database: TestDatabase
) -> None:
    vivalla = "1880;Familjecentralen Vivalla"
    lines = [
        row("0,75", "2026-03-01"),
        row("0,5", "2026-06-01"),
        row("0,75", "2026-03-01"),
        row("0", "2025-03-01", "2025-03-31"),
        row("1", "2025-05-01", "2025-04-30"),
        row("1", "2026-03-01", what="1880;Familjecentralen Okänd;SE2321000164-1001;midwife"),
        row("1", "2026-03-01", what=f"{vivalla};SE2321000164-9999;midwife"),
        row("1", "2026-03-01", what=f"{vivalla};SE2321000164-1001;librarian"),
        row("1", "2026-03-01", what=f"{vivalla};SE2321000164-1002;surgeon"),
        row("en halv", "2024-03-01", "2024-03-31"),
    ]
    expected = {
        (3, "validFrom", "overlap"),
        (4, "centre", "unique"),
        (5, "fullTimeEquivalents", "greater-than"),
        (6, "validThrough", "order"),
        (7, "centre", "unknown"),
        (8, "hsaId", "unknown"),
        (9, "profession", "of-unit"),
        (10, "profession", "enum"),
        (11, "fullTimeEquivalents", "decimal-parsing"),
    }
    dry = (await sent(centre.http, *lines, dry=True)).json()
    assert {(one["line"], one["field"], one["rule"]) for one in dry["faults"]} == expected
    assert [one["line"] for one in dry["rows"]] == [2]
    real = await sent(centre.http, *lines)
    assert faults(real) == {(f"staffing.{line}.{field}", rule) for line, field, rule in expected}
    assert ((await centre.get("/staffing"))["version"], await told(database)) == (0, [])


async def test_a_unit_that_works_elsewhere_and_another_countys_centre_are_refused(
    centre: Centre, register: Register, connect: Connect
) -> None:
    unit = centre.entry["activities"][0]["unitId"]
    owner = (await centre.http.get(f"/units/{unit}")).json()["authorityId"]
    await register.unit(owner, "library", "SE2321000164-1009")
    elsewhere = row("1", "2026-03-01", what="1880;Familjecentralen Vivalla;SE2321000164-1009;midwife")
    assert faults(await sent(centre.http, elsewhere)) == {("staffing.2.hsaId", "of-centre")}
    other = await sent(connect(administrator("12")), row("1", "2026-03-01"))
    assert faults(other) == {("staffing.2.centre", "other-county")}
    await centre.http.post(
        "/family-centres",
        json={name: centre.entry[name] for name in CENTRE},
    )
    assert faults(await sent(centre.http, row("1", "2026-03-01"))) == {("staffing.2.centre", "ambiguous")}


async def test_a_centre_has_no_more_posts_than_can_be_entered(centre: Centre) -> None:
    days = [f"{2100 + place}-01-01" for place in range(MOST_POSTS + 1)]
    lines = [row("1", day, day) for day in days]
    refused = (await sent(centre.http, *lines, dry=True)).json()
    assert [(one["line"], one["rule"]) for one in refused["faults"]] == [(MOST_POSTS + 2, "max-posts")]


async def test_staffing_goes_out_and_in_again_as_it_was(centre: Centre, database: TestDatabase) -> None:
    await sent(centre.http, row("0,75", "2026-03-01", "2026-11-30"), row("1,5", "2026-12-01"))
    text = (await exported(centre.http, "csv")).text
    assert text.splitlines()[1] == f"{MIDWIFE};0,75;2026-03-01;2026-11-30"
    whole = (await exported(centre.http)).json()
    assert len(whole["staffing"]) == 2
    assert (await exported(centre.http, countyCode="12")).json()["staffing"] == []
    heading, *lines = text.removeprefix("\ufeff").splitlines()
    assert actions(await sent(centre.http, *lines, heading=heading)) == ["unchanged", "unchanged"]
    await centre.put("/staffing", 1, posts=[])
    assert actions(await sent(centre.http, *lines, heading=heading)) == ["created", "created"]
    assert (await exported(centre.http)).json() == whole
    again = (await centre.http.post("/register-imports", json=whole)).json()
    assert (again["unchanged"], again["faults"]) == (2, [])
