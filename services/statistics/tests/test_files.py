"""Addresses that stay: whole tables as files, what has changed since, and files that open the feed elsewhere."""

import asyncio
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
import python_calamine

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import client_for
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.layout import catalogue_digest
from slussen_statistics.domain.records import columns_of

GUIDE = Path(__file__).parents[3] / "contracts" / "docs" / "statistics-for-machines.md"
CSV = "/tables/referral-flow/files/csv"


@pytest.fixture
async def released(call: Any, deliver: Any, make: SimpleNamespace) -> None:
    """Two counties, one with its flow under a threshold; two years in the other."""
    await deliver(
        *make.referrals(12, county_code="12", municipality_code="1280"),
        *make.referrals(7, county_code="12", municipality_code="1280", from_profession="child_health_nurse"),
        *make.referrals(7, county_code="12", municipality_code="1280", opened_on=date(2025, 5, 2)),
        *make.referrals(8),
    )
    for county in ("12", "18"):
        answer = await call(make.administrator(county), "POST", "/releases", json={})
        assert answer.status_code == 201, answer.text


@pytest.fixture
def get(call: Any, make: SimpleNamespace) -> Any:
    async def ask(path: str = CSV, *, status: int = 200, headers: Any = None, **params: str) -> Any:
        answer = await call(make.anonymous(), "GET", path, params=params or None, headers=headers)
        assert answer.status_code == status, answer.text
        return answer

    return ask


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("released")
async def test_csv_and_parquet_hold_the_same_rows_under_a_sensible_name(get: Any) -> None:
    answer = await get()
    rows = rows_of(answer)
    assert list(rows[0]) == list(columns_of("referral-flow"))
    assert answer.headers["content-disposition"] == 'attachment; filename="referral-flow-2026-11-22.csv"'
    assert answer.headers["last-modified"] == "Sun, 22 Nov 2026 00:00:00 GMT"
    parquet = await get("/tables/referral-flow/files/parquet")
    assert parquet.headers["content-type"] == "application/vnd.apache.parquet"
    table = pq.read_table(io.BytesIO(parquet.content)).to_pylist()
    as_text = [{n: "" if v is None else str(v) for n, v in row.items()} for row in table]
    assert as_text == rows
    english = rows_of(await get(headers={"Accept-Language": "en"}, county="12"))
    assert {row["KindText"] for row in english} == {"Inside the family centre", "Out of the family centre"}
    assert {row["County"] for row in english} == {"12"}


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    "path", [CSV, "/tables/referral-flow/files/parquet", "/px/config", "/tables/none?county=12"]
)
async def test_a_reader_may_ask_for_the_head_alone(
    path: str, get: Any, call: Any, make: SimpleNamespace
) -> None:
    """Harvesters and readers of Parquet ask so first (RFC 9110, 9.3.2)."""
    head = await call(make.anonymous(), "HEAD", path)
    whole = await get(path, status=head.status_code)
    assert (head.status_code, head.content) == (404 if "none" in path else 200, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.mark.usefixtures("released")
async def test_a_reader_who_has_the_newest_file_gets_304_until_some_county_releases_anew(
    get: Any, call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock
) -> None:
    first = await get()
    known = {"If-None-Match": f'W/{first.headers["etag"]}, "x"'}
    again = await get(headers=known, status=304)
    assert (again.content, again.headers["etag"]) == (b"", first.headers["etag"])
    assert (await get(since="2026-11-22")).headers["etag"] != first.headers["etag"]
    clock.moment += timedelta(days=30)
    assert (await call(make.administrator("12"), "POST", "/releases", json={})).status_code == 201
    await get(headers=known)


@pytest.mark.usefixtures("released")
async def test_since_gives_the_areas_and_periods_whose_figures_have_changed_and_nothing_else(
    get: Any, call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock
) -> None:
    before = await get()
    release = before.headers["slussen-release"]
    assert rows_of(await get(since=release)) == []
    assert rows_of(await get(since="2026-11-23")) == []
    assert rows_of(await get(since="2026-11-22")) == rows_of(before)
    clock.moment += timedelta(days=30)
    await deliver(*make.referrals(40, county_code="12", municipality_code="1280", opened_on=date(2025, 6, 1)))
    assert (await call(make.administrator("12"), "POST", "/releases", json={})).status_code == 201
    after, changed = await get(), await get(since=release)
    assert changed.headers["slussen-release"] != release
    assert "-changes.csv" in changed.headers["content-disposition"]
    keys = [name for name, column in columns_of("referral-flow").items() if column.is_key]
    held = {tuple(r[k] for k in keys): r for r in rows_of(before)}
    updated = {tuple(r[k] for k in keys): r for r in rows_of(changed)}
    assert {(r["Region"], r["Period"]) for r in rows_of(changed)} >= {("12", "2025"), ("1280", "2025")}
    assert {r["County"] for r in rows_of(changed)} == {"12"}
    assert {r["Region"] for r in rows_of(changed) if r["Period"] == "2025"} == {
        *("12", "1280", str(make.CENTRE))
    }
    figures = [name for name, column in columns_of("referral-flow").items() if column.measure]
    merged = {**held, **updated}
    for row in rows_of(after):
        assert [merged[tuple(row[k] for k in keys)][f] for f in figures] == [row[f] for f in figures]


async def test_what_is_not_there_is_refused_by_name(get: Any) -> None:
    for path, params, field in (
        (CSV, {"since": "yesterday"}, "query.since"),
        (CSV, {"since": "2026-13-01"}, "query.since"),
        (CSV, {"since": "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"}, "query.since"),
        (CSV, {"county": "99"}, "query.county"),
        ("/tables/referral-flow/files/xls", {}, "path.form"),
    ):
        answer = await get(path, status=422, **params)
        assert answer.json()["errors"][0]["field"] == field


async def test_an_unknown_table_is_not_found_and_one_without_release_is_empty(get: Any) -> None:
    await get("/tables/nothing/files/csv", status=404)
    assert rows_of(await get()) == []


@pytest.mark.usefixtures("released")
async def test_the_guides_python_runs_as_it_stands(public_address: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    code = "\n".join(blocks).replace("https://slussen.example", public_address)
    found: dict[str, Any] = {}
    await asyncio.to_thread(exec, compile(code, "guide", "exec"), found)
    assert {row["Period"] for row in found["rows"]} == {"2025", "2026"}
    assert len(found["table"]) == found["parquet"].num_rows > 0
    assert found["changed"] == []
    assert {row["County"] for row in found["skane"]} == {"12"}
    assert found["later"].is_unchanged


async def test_power_bi_and_excel_are_told_where_the_feed_is(get: Any) -> None:
    answer = await get("/connections/power-bi")
    assert answer.headers["content-disposition"] == 'attachment; filename="slussen.pbids"'
    [connection] = json.loads(answer.content)["connections"]
    feed = connection["details"]["address"]["url"]
    assert (connection["details"]["protocol"], feed) == ("odata", "http://service/statistics/odata/v4/")
    odc = await get("/tables/referral-flow/connections/excel")
    assert odc.headers["content-type"] == "text/x-ms-odc; charset=utf-8"
    data = re.search(r"<odc:PowerQueryMashupData>(.*?)</odc:PowerQueryMashupData>", odc.text, re.DOTALL)
    assert data is not None
    inner = ET.fromstring(f"<x>{data[1]}</x>").text  # noqa: S314 - our own answer
    namespace = "{http://schemas.microsoft.com/DataMashup}"
    query = ET.fromstring(inner or "").find(f"{namespace}Items/{namespace}Query")  # noqa: S314 - our own answer
    assert query is not None
    assert query.attrib == {"Name": "ReferralFlow"}
    formula = query.findtext(f"{namespace}Formula") or ""
    assert f'OData.Feed("{feed}"' in formula
    await get("/tables/nothing/connections/excel", status=404)


async def test_the_workbook_lists_every_tables_addresses(get: Any) -> None:
    answer = await get("/workbook", headers={"Accept-Language": "en"})
    sheet = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sheet[0][1] == "http://service/statistics/odata/v4/"
    flow = next(row for row in sheet if row[1] == "ReferralFlow")
    assert flow[2] == "http://service/statistics/v1/tables/referral-flow/files/csv"


@pytest.mark.usefixtures("released")
async def test_the_same_cell_has_the_same_value_at_every_exit_and_however_often_it_is_asked(
    get: Any, service: Any, make: SimpleNamespace
) -> None:
    """PxWebApi, OData row by row and grouped, CSV and the plain answer: averaging over exits teaches nothing."""
    wanted = {"Region": "12", "Kind": "internal", "Tid": "2026"}
    params = {f"valuecodes[{name}]": value for name, value in wanted.items()}
    params |= {"valuecodes[FromProfession]": "*", "valuecodes[ToProfession]": "*"}
    params |= {"valuecodes[ContentsCode]": "referrals", "outputFormat": "json-px"}
    px = (await get("/px/tables/referral-flow/data", **params)).json()
    names = [column["code"] for column in px["columns"]]
    a, b = names.index("FromProfession"), names.index("ToProfession")
    of_px = {(row["key"][a], row["key"][b]): row["values"][0] for row in px["data"]}
    of_file = {
        (r["FromProfession"], r["ToProfession"]): r["Referrals"]
        for r in rows_of(await get())
        if (r["Region"], r["Kind"], r["Period"]) == ("12", "internal", "2026")
    }
    plain = (await get("/tables/referral-flow", county="12", year="2026")).json()
    codes = [[c["code"] for c in d["categories"]] for d in plain["dimensions"]]
    size = len(codes[1]) * len(codes[2])
    start = codes[0].index("internal") * size
    of_plain = dict(
        zip(
            [(x, y) for x in codes[1] for y in codes[2]],
            map(str, plain["values"][start : start + size]),
            strict=True,
        )
    )
    assert of_px == of_file == of_plain
    only = "Region eq '12' and Kind eq 'internal' and Period eq '2026'"
    group = f"filter({only})/groupby((ToProfession),aggregate(Referrals with sum as Total))"
    async with client_for(service, make.anonymous(), "statistics") as client:
        for _ in range(2):
            path = "/statistics/odata/v4/ReferralFlow"
            rows = (await client.get(path, params={"$filter": only})).json()["value"]
            groups = (await client.get(path, params={"$apply": group})).json()["value"]
            assert {(r["FromProfession"], r["ToProfession"]): str(r["Referrals"]) for r in rows} == of_px
            assert {("total", g["ToProfession"]): str(g["Total"]) for g in groups}.items() <= of_px.items()


@pytest.fixture
def changed_catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Lets the catalogue become another, as after an upgrade that renames a measure."""

    def change() -> None:
        table = TABLES["referral-flow"]
        measures = tuple(replace(m, label=Label("annat", "another")) for m in table.measures)
        monkeypatch.setitem(TABLES, table.id, replace(table, measures=measures))
        catalogue_digest.cache_clear()

    yield change
    monkeypatch.undo()
    catalogue_digest.cache_clear()


@pytest.mark.usefixtures("released")
async def test_after_the_catalogue_has_changed_nobody_is_told_that_nothing_has(
    get: Any, service: Any, make: SimpleNamespace, changed_catalogue: Callable[[], None]
) -> None:
    figure = {"county": "12", "year": "2026"}
    known = (await get()).headers["etag"], (await get("/figures/flow", **figure)).headers["etag"]
    path = "/statistics/odata/v4/ReferralFlow"
    async with client_for(service, make.anonymous(), "statistics") as client:
        page = (await client.get(path, params={"$top": "6000"})).json()["@odata.nextLink"]
        same = page.removeprefix("http://service")
        assert (await client.get(same)).status_code == 200
        for tag, at in zip(known, ((CSV, {}), ("/figures/flow", figure)), strict=True):
            await get(at[0], status=304, headers={"If-None-Match": tag}, **at[1])
        changed_catalogue()
        for tag, at in zip(known, ((CSV, {}), ("/figures/flow", figure)), strict=True):
            await get(at[0], headers={"If-None-Match": tag}, **at[1])
        assert (await client.get(same)).status_code == 410
