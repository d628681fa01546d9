"""Attacks over HTTP on entered totals: one visit more between two releases, a municipality less a centre."""

import csv
import io
import json
from collections import Counter
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from slussen_chassis.app import Service
from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase, client_for, staff
from slussen_statistics.domain.cell_key import rounding_step
from slussen_statistics.use_cases import ledger

COUNTY, MUNICIPALITY = "12", "1280"
SMALL, LARGE = UUID(int=0x1A), UUID(int=0x1B)
AREAS = (COUNTY, MUNICIPALITY, str(SMALL), str(LARGE))
MONTHS = ("2026M09", "2026M10")
YEAR = "2026"
BASE = 5
UNIT = UUID(int=0x2A)
VISITS = "/tables/open-preschool-visits"
Seen = dict[tuple[str, str], object]
"""Adults' visits by area and period."""


@pytest.fixture
async def ask(service: Service, deliver: Any, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two centres of a municipality: one with two visits in September and seven in October, one with six in October."""
    monkeypatch.setattr(ledger, "secrets", SimpleNamespace(randbits=Random(3).getrandbits))  # noqa: S311 - the same noise in every run

    async def asked(
        path: str, *, caller: Any = None, method: str = "GET", status: Any = 200, **more: Any
    ) -> Any:
        async with client_for(service, caller or make.anonymous(), "statistics") as client:
            answer = await client.request(method, f"/statistics{path}", **more)
        assert answer.status_code in (status if isinstance(status, tuple) else (status,)), answer.text
        return answer

    for centre in (SMALL, LARGE):
        unit, placed = make.place(
            UNIT if centre == SMALL else uuid4(), centre_id=centre, county_code=COUNTY, profile_id="skane"
        )
        moved = {"county_code": COUNTY, "municipality_code": MUNICIPALITY}
        await deliver(unit, placed.model_copy(update=moved))
    await deliver(visits(make, SMALL, 2, 9), visits(make, SMALL, 7), visits(make, LARGE, 6))
    await publish(asked, make)
    return asked


def visits(make: SimpleNamespace, centre: UUID, adults: int, month: int = 10) -> Any:
    numbers = {"adults": adults, "children": 0, "families": 0, "first_visits": 0}
    place = {"centre_id": centre, "county_code": COUNTY, "municipality_code": MUNICIPALITY}
    return make.entry("visits", on=date(2026, month, 5), numbers=numbers, **place)


async def publish(ask: Any, make: SimpleNamespace) -> None:
    await ask("/v1/releases", caller=make.administrator(COUNTY), method="POST", status=201, json={})


def number(written: str) -> int | None:
    """Return a number as a file has it; None where nobody has entered any."""
    return None if written in {"", "."} else int(written)


async def everything(ask: Any) -> dict[str, Seen]:
    """Return what each exit shows."""
    seen: dict[str, Seen] = {name: {} for name in ("table json", "table csv", "figure json", "figure csv")}
    for area in AREAS:
        for month in MONTHS:
            asked = {"county": COUNTY, "area": area, "period": month}
            body = (await ask(f"/v1{VISITS}", params=asked)).json()
            seen["table json"][area, month] = body["values"][0]
            written = (await ask(f"/v1{VISITS}", params={**asked, "format": "csv"})).text
            row = next(r for r in csv.DictReader(io.StringIO(written)) if r["contents"] == "adults")
            seen["table csv"][area, month] = number(row["value"])
        picture = (await ask("/v1/figures/visits", params={"county": COUNTY, "area": area})).json()
        for figure_row in picture["rows"]:
            seen["figure json"][area, figure_row["headings"][0].replace("-", "M")] = figure_row["values"][0]
        text = (await ask("/v1/figures/visits/csv", params={"county": COUNTY, "area": area})).content
        for name, value, *_ in list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]:
            seen["figure csv"][area, name.replace("-", "M")] = number(value)
    content = (await ask(f"/v1{VISITS}/files/csv", params={"county": COUNTY})).content
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    seen["file csv"] = {(r["Region"], r["Period"]): number(r["Adults"]) for r in rows if r["Region"] in AREAS}
    where = "Region in (" + ",".join(f"'{area}'" for area in AREAS) + ")"
    for name, options in {
        "odata filter": {"$filter": where},
        "odata groupby": {
            "$apply": f"filter({where})/groupby((Region,Period),aggregate(Adults with sum as Adults1))"
        },
    }.items():
        body = (await ask("/odata/v4/OpenPreschoolVisits", params=options)).json()
        column = "Adults" if "filter" in name else "Adults1"
        seen[name] = {(r["Region"], r["Period"]): r[column] for r in body["value"]}
    seen["px"] = await px(ask, list(MONTHS))
    seen["px years"] = await px(ask, [YEAR], codelist="agg_Years")
    seen["annual report"] = {(str(SMALL), YEAR): await in_report(ask)}
    return {name: {k: v for k, v in cells.items() if k[1] in (*MONTHS, YEAR)} for name, cells in seen.items()}


async def in_report(ask: Any) -> object:
    """Return the year's visits of the small centre in its annual report, which is begun if there is none."""
    scopes = "statistics:record statistics:read-published"
    caller = staff(scopes, unit=UNIT, authority=UNIT, county_code=COUNTY)
    begun = {"centreId": str(SMALL), "year": 2026}
    await ask("/v1/annual-reports", caller=caller, method="POST", status=(201, 409), json=begun)
    listed = (await ask("/v1/annual-reports", caller=caller)).json()["items"]
    body = (await ask(f"/v1/annual-reports/{listed[0]['id']}", caller=caller)).json()
    [figures] = [f for s in body["sections"] for f in s["figures"] if f["table"] == "open-preschool-visits"]
    return figures["values"][0][0]


async def px(ask: Any, periods: list[str], **time: str) -> Seen:
    chosen = {"Region": list(AREAS), "ContentsCode": ["adults"]}
    selection = [{"variableCode": name, "valueCodes": codes} for name, codes in chosen.items()]
    body = {"selection": [*selection, {"variableCode": "Tid", "valueCodes": periods, **time}]}
    answer = await ask(
        f"/v1/px{VISITS}/data", method="POST", json=body, params={"outputFormat": "json-stat2"}
    )
    return dict(zip(product(AREAS, periods), answer.json()["value"], strict=True))


async def expected(database: TestDatabase) -> tuple[Seen, Seen]:
    """Return the true totals, and what the keys of their entries make of them, from the ledger's rows alone."""
    totals: Counter[tuple[str, str]] = Counter()
    keys: Counter[tuple[str, str]] = Counter()
    for row in await database.rows("SELECT record_key, content FROM fact WHERE kind = 'entry_visits'"):
        content = json.loads(row["content"]) if isinstance(row["content"], str) else row["content"]
        areas = (content["county_code"], content["municipality_code"], content["centre_id"])
        for cell in product(areas, (f"2026M{content['on'][5:7]}", YEAR)):
            totals[cell] += content["numbers"]["adults"]
            keys[cell] += row["record_key"]
    shown = {c: (n + rounding_step(keys[c], "adults", BASE)) // BASE * BASE for c, n in totals.items()}
    return dict(totals), dict(shown)


def wrong(seen: dict[str, Seen], shown: Seen) -> dict[str, Seen]:
    found = {name: {c: v for c, v in cells.items() if v != shown.get(c)} for name, cells in seen.items()}
    return {name: cells for name, cells in found.items() if cells}


async def test_one_visit_more_is_told_neither_by_two_releases_nor_by_a_municipality_less_its_other_centre(
    ask: Any, deliver: Any, make: SimpleNamespace, database: TestDatabase, clock: FixedClock
) -> None:
    _, before = await expected(database)
    first = await everything(ask)
    assert wrong(first, before) == {}
    await deliver(visits(make, SMALL, 1))
    clock.moment = datetime(2026, 12, 2, 9, tzinfo=UTC)
    await publish(ask, make)
    truth, after = await expected(database)
    second = await everything(ask)
    assert wrong(second, after) == {}
    assert set(after.values()) <= set(range(0, 50, BASE))
    for cells in second.values():
        for period in {period for area, period in cells if area == MUNICIPALITY}:
            rest = int(str(cells[MUNICIPALITY, period])) - int(str(cells[str(LARGE), period] or 0))
            possible = range(rest - 2 * BASE + 2, rest + 2 * BASE - 1)
            assert truth.get((str(SMALL), period), 0) in possible
    moved = {int(str(after[c])) - int(str(before[c])) for c in after}
    assert moved <= {0, -BASE, BASE}


async def test_a_release_without_rounding_is_found_at_every_exit(
    ask: Any,
    make: SimpleNamespace,
    database: TestDatabase,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("slussen_statistics.domain.showing.rounding_step", lambda *_: 0)
    clock.moment = datetime(2026, 12, 2, 9, tzinfo=UTC)
    await publish(ask, make)
    _, shown = await expected(database)
    seen = await everything(ask)
    assert wrong(seen, shown).keys() == seen.keys()
