import csv
import io
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from slussen_chassis.testing import staff

FLOW = "/tables/referral-flow"


@pytest.fixture
async def released(call: Any, deliver: Any, make: SimpleNamespace) -> None:
    """One small cell (3 from the nurse to the social worker) among larger ones; two external ones."""
    await deliver(
        *make.referrals(12),
        *make.referrals(3, from_profession="child_health_nurse"),
        *make.referrals(20, from_profession="child_health_nurse", to_profession="librarian"),
        *make.referrals(9, to_profession="librarian"),
        *make.referrals(2, kind="external", to_activity=None, to_profession="physician"),
    )
    answer = await call(make.administrator(), "POST", "/releases", json={})
    assert answer.status_code == 201, answer.text


@pytest.fixture
def get(call: Any, make: SimpleNamespace) -> Any:
    async def ask(path: str = FLOW, headers: Any = None, **params: Any) -> Any:
        return await call(make.anonymous(), "GET", path, params=params, headers=headers)

    return ask


def cells_of(body: Any) -> dict[tuple[str, ...], Any]:
    codes = [[category["code"] for category in d["categories"]] for d in body["dimensions"]]
    assert body["size"] == [len(of_one) for of_one in codes]
    return dict(zip(product(*codes), body["values"], strict=True))


@pytest.mark.usefixtures("released")
async def test_small_counts_are_withheld_in_cell_and_total_and_the_rest_is_exact(get: Any) -> None:
    body = (await get(county="18", year=2026)).json()
    cells = cells_of(body)
    statuses = dict(zip(cells, body["statuses"], strict=True))
    assert cells["internal", "child_health_nurse", "social_worker"] is None
    assert statuses["internal", "child_health_nurse", "social_worker"] == ".."
    assert cells["internal", "total", "total"] == 44
    assert cells["internal", "child_health_nurse", "total"] == 23
    assert [
        cells["internal", a, b]
        for a in ("midwife", "child_health_nurse")
        for b in ("social_worker", "librarian")
    ] == [None] * 4
    assert cells["external", "total", "total"] is None
    assert cells["internal", "dietitian", "librarian"] == 0
    assert {status for key, status in statuses.items() if cells[key] is not None} == {None}


@pytest.mark.usefixtures("released")
async def test_the_table_says_what_it_is(get: Any) -> None:
    body = (await get(county="18")).json()
    assert (body["county"], body["year"]) == ("18", 2026)
    assert (body["periodFrom"], body["periodThrough"]) == ("2026-01-01", "2026-10-31")
    assert body["release"]["releasedOn"] == "2026-11-22"
    assert body["dimensions"][1]["categories"][0] == {
        "code": "midwife",
        "label": {"sv": "Barnmorska", "en": "Midwife"},
    }
    assert "från 1 till 4" in body["note"]["sv"]
    assert "from 1 to 4" in body["note"]["en"]


@pytest.mark.usefixtures("released")
async def test_csv_and_json_hold_the_same_figures(get: Any) -> None:
    cells = cells_of((await get(county="18")).json())
    for answer in (
        await get(county="18", format="csv"),
        await get(county="18", headers={"Accept": "text/csv"}),
    ):
        assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        found = {(r["kind"], r["from_profession"], r["to_profession"]): r["value"] for r in rows}
        assert found == {key: ".." if value is None else str(value) for key, value in cells.items()}
        assert {(r["county"], r["year"], r["period_through"]) for r in rows} == {("18", "2026", "2026-10-31")}


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("form", ["json", "csv"])
async def test_a_reader_who_has_the_newest_release_gets_304(get: Any, form: str) -> None:
    first = await get(county="18", format=form)
    assert first.headers["cache-control"] == "public, no-cache"
    known = await get(county="18", format=form, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (known.status_code, known.content) == (304, b"")
    other = await get(county="18", format="csv" if form == "json" else "json")
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("params", "status", "field"),
    [
        ({}, 422, "query.county"),
        ({"county": "99"}, 422, "query.county"),
        ({"county": "'; DROP"}, 422, "query.county"),
        ({"county": "18", "year": "x"}, 422, "query.year"),
        ({"county": "18", "format": "xlsx"}, 422, "query.format"),
        ({"county": "18", "month": "10"}, 422, "month"),
        ({"county": "18", "centre": "1"}, 422, "centre"),
        ({"county": "18", "area": "x"}, 422, "query.area"),
        ({"county": "18", "period": "2026M13"}, 422, "query.period"),
        ({"county": "18", "municipality": "1880"}, 422, "municipality"),
        ({"county": "18", "from<script>": "1"}, 422, "query"),
    ],
)
@pytest.mark.usefixtures("released")
async def test_what_is_not_published_is_refused_by_name(
    get: Any, params: dict[str, str], status: int, field: str
) -> None:
    answer = await get(**params)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("params", [{"county": "12"}, {"county": "18", "year": "2025"}])
async def test_a_county_or_year_without_release_is_not_found(get: Any, params: dict[str, str]) -> None:
    answer = await get(headers={"Accept-Language": "en"}, **params)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-released")
    assert ("year" if "year" in params else "county") in answer.json()["detail"]


async def test_the_catalogue_says_what_there_is_before_anything_is_released(get: Any) -> None:
    tables = (await get("/tables")).json()["tables"]
    assert len(tables) == 28
    assert (tables[0]["id"], tables[0]["counties"]) == ("referral-flow", [])


@pytest.mark.usefixtures("released")
async def test_the_catalogue_says_when_each_county_released_and_may_release_next(get: Any) -> None:
    table = (await get("/tables")).json()["tables"][0]
    [county] = table["counties"]
    assert (county["county"], county["years"]) == ("18", [2026])
    assert (county["updated"], county["nextUpdate"]) == ("2026-11-22", "2026-12-01")
    assert county["note"]["en"]


async def test_without_a_token_or_with_other_scopes_nothing_is_read(call: Any) -> None:
    assert (await call(None, "GET", "/tables")).status_code == 401
    assert (await call(staff("consent:read"), "GET", "/tables")).status_code == 403


async def test_the_description_names_scopes_and_both_formats(call: Any) -> None:
    document = (await call(None, "GET", "/openapi.json")).json()
    operation = document["paths"]["/tables/{tableId}"]["get"]
    assert set(operation["responses"]["200"]["content"]) == {"application/json", "text/csv"}
    assert operation["x-required-scopes"] == ["statistics:read-published"]
