"""Attacks over HTTP: one family comes between two releases, and every exit is asked for it.

A county's municipality has two centres. The attacker knows the table of the noise, asks every exit in every format,
and subtracts: a release from the one before, a centre from its municipality, parts from totals. The record keys are
drawn from a seed, so that every run sees the same noise.
"""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
import python_calamine

from slussen_chassis.app import Service
from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase, client_for, staff
from slussen_statistics import formats
from slussen_statistics.domain.cell_key import NoiseTable, noise_table
from slussen_statistics.domain.labels import PROFESSIONS, SECTORS, TOTAL
from slussen_statistics.domain.published import DEFAULT_NOISE
from slussen_statistics.domain.px import dataset
from slussen_statistics.domain.showing import Rules, Shown
from slussen_statistics.domain.showing import shown as shown_of
from slussen_statistics.use_cases import files, ledger, pictures, report_content
from slussen_statistics.use_cases import odata as odata_feed
from slussen_statistics.use_cases import px as px_tables

COUNTY, MUNICIPALITY = "12", "1280"
SMALL, LARGE = UUID(int=0x1A), UUID(int=0x1B)
AREAS = (COUNTY, MUNICIPALITY, str(SMALL), str(LARGE))
SENDER, RECEIVER = "midwife", "social_worker"
FLOW = "/tables/referral-flow"
SEED = 7
NOISE = noise_table(DEFAULT_NOISE)
LARGEST = 40
"""No cell here is larger."""

Cell = tuple[str, str, str]
"""Area, sender (a profession, a sector or the total) and receiver, inside the centre in 2026."""
Seen = Mapping[Cell, object]
Ask = Callable[..., Awaitable[Any]]


@dataclass
class Attacked:
    """The service as an attacker meets it, and what the tests know besides: the truth of every cell."""

    ask: Ask
    database: TestDatabase
    report: dict[str, Any] = field(default_factory=dict)
    staff: Any = None
    first_release: str = ""

    async def cells(self) -> tuple[dict[Cell, int], dict[Cell, int]]:
        """Return the true count of each cell, and what its units' keys let be shown, from the ledger's rows alone."""
        rows = await self.database.rows("SELECT record_key, content FROM fact WHERE kind = 'referral'")
        counts: Counter[Cell] = Counter()
        keys: Counter[Cell] = Counter()
        for row in rows:
            content = json.loads(row["content"]) if isinstance(row["content"], str) else row["content"]
            sector = next(s for s, (_, members) in SECTORS.items() if content["from_profession"] in members)
            areas = (content["county_code"], content["municipality_code"], content["centre_id"])
            senders = (content["from_profession"], sector, TOTAL)
            for cell in product(areas, senders, (content["to_profession"], TOTAL)):
                counts[cell] += 1
                keys[cell] += row["record_key"]
        return dict(counts), {cell: NOISE.protect(counts[cell], keys[cell]) for cell in counts}


@pytest.fixture
async def attacked(
    service: Service,
    deliver: Any,
    make: SimpleNamespace,
    database: TestDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> Attacked:
    """Six referrals at one centre in the cell that is attacked, one at the other; a release, and an annual report."""
    monkeypatch.setattr(ledger, "secrets", SimpleNamespace(randbits=Random(SEED).getrandbits))  # noqa: S311 - the same noise in every run

    async def ask(
        path: str, *, caller: Any = None, method: str = "GET", status: int = 200, **more: Any
    ) -> Any:
        async with client_for(service, caller or make.anonymous(), "statistics") as client:
            answer = await client.request(method, f"/statistics{path}", **more)
        assert answer.status_code == status, answer.text
        return answer

    unit = uuid4()
    for centre in (SMALL, LARGE):
        of_unit, of_centre = make.place(unit, centre_id=centre, county_code=COUNTY, profile_id="skane")
        if centre == SMALL:
            await deliver(of_unit.model_copy(update={"county_code": COUNTY}))
        await deliver(of_centre.model_copy(update={"county_code": COUNTY, "municipality_code": MUNICIPALITY}))
    await deliver(
        *at(make, LARGE, 6),
        *at(make, SMALL, 1),
        *at(make, SMALL, 4, from_profession="child_health_nurse"),
        *at(make, LARGE, 9, from_profession="child_health_nurse", to_profession="librarian"),
        *at(make, SMALL, 5, to_profession="librarian"),
    )
    found = Attacked(ask, database)
    found.staff = staff("statistics:record statistics:read-published", unit=unit, county_code=COUNTY)
    await ask("/v1/releases", caller=make.administrator(COUNTY), method="POST", status=201, json={})
    found.first_release = (await ask(f"/v1{FLOW}/files/csv")).headers["slussen-release"]
    begun = {"centreId": str(SMALL), "year": 2026}
    report = await ask("/v1/annual-reports", caller=found.staff, method="POST", status=201, json=begun)
    found.report = report.json()
    return found


def at(make: SimpleNamespace, centre: UUID, number: int, **more: Any) -> list[Any]:
    place = {"centre_id": centre, "county_code": COUNTY, "municipality_code": MUNICIPALITY}
    return list(make.referrals(number, **place, **more))


@pytest.fixture
def next_release(deliver: Any, make: SimpleNamespace, clock: FixedClock, attacked: Attacked) -> Any:
    """One more family in the small cell, and the county's next release."""

    async def released() -> None:
        await deliver(*at(make, SMALL, 1))
        clock.moment = datetime(2026, 12, 2, 9, tzinfo=UTC)
        admin = make.administrator(COUNTY)
        await attacked.ask("/v1/releases", caller=admin, method="POST", status=201, json={})

    return released


def number(value: object) -> object:
    """Return a number as all formats have it; what is no number stays as it is."""
    try:
        return int(float(str(value)))
    except ValueError:
        return value


async def table(attacked: Attacked, form: str) -> Seen:
    found: dict[Cell, object] = {}
    for area in AREAS:
        params = {"county": COUNTY, "area": area, "year": 2026, "format": form}
        answer = await attacked.ask(f"/v1{FLOW}", params=params)
        if form == "csv":
            for row in csv.DictReader(io.StringIO(answer.text)):
                if row["kind"] == "internal":
                    found[area, row["from_profession"], row["to_profession"]] = number(row["value"])
            continue
        body = answer.json()
        codes = [[category["code"] for category in d["categories"]] for d in body["dimensions"]]
        for (kind, a, b), value in zip(product(*codes), body["values"], strict=True):
            if kind == "internal":
                found[area, a, b] = value
    return found


def of_records(rows: Iterator[Mapping[str, Any]] | list[dict[str, Any]], column: str = "Referrals") -> Seen:
    return {
        (row["Region"], row["FromProfession"], row.get("ToProfession", TOTAL)): number(row[column])
        for row in rows
        if row["Region"] in AREAS and row.get("Kind", "internal") == "internal"
    }


async def file(attacked: Attacked, form: str, **params: str) -> Seen:
    content = (await attacked.ask(f"/v1{FLOW}/files/{form}", params={"county": COUNTY, **params})).content
    if form == "parquet":
        return of_records(pq.read_table(io.BytesIO(content)).to_pylist())
    return of_records(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))))


WHERE = "Region in (" + ",".join(f"'{area}'" for area in AREAS) + ") and Year eq 2026 and Kind eq 'internal'"


async def odata(attacked: Attacked, column: str = "Referrals", **options: str) -> Seen:
    params = {f"${name}": value for name, value in options.items()}
    body = (await attacked.ask("/odata/v4/ReferralFlow", params=params)).json()
    assert "@odata.nextLink" not in body
    return of_records(body["value"], column)


async def grouped(attacked: Attacked, *by: str, **options: str) -> Seen:
    listed = ",".join(("Region", "FromProfession", *by))
    steps = f"filter({WHERE})/groupby(({listed}),aggregate(Referrals with sum as Total))"
    return await odata(attacked, "Total", apply=steps, **options)


def selection(*, sectors: bool = False) -> dict[str, Any]:
    senders = {"codelist": "agg_Sectors"} if sectors else {}
    return {
        "selection": [
            {"variableCode": "Region", "valueCodes": list(AREAS)},
            {"variableCode": "Kind", "valueCodes": ["internal"]},
            {"variableCode": "FromProfession", "valueCodes": ["*"], **senders},
            {"variableCode": "ToProfession", "valueCodes": ["*"]},
            {"variableCode": "ContentsCode", "valueCodes": ["referrals"]},
            {"variableCode": "Tid", "valueCodes": ["2026"]},
        ],
        "placement": {
            "heading": ["Tid"],
            "stub": ["Region", "Kind", "FromProfession", "ToProfession", "ContentsCode"],
        },
    }


async def px(attacked: Attacked, form: str, *, sectors: bool = False, is_saved: bool = False) -> Seen:
    asked = selection(sectors=sectors)
    if is_saved:
        query = {"tableId": "referral-flow", "language": "sv", "selection": asked}
        saved = await attacked.ask("/v1/px/savedqueries", method="POST", status=201, json=query)
        path = f"/v1/px/savedqueries/{saved.json()['id']}/data"
        answer = await attacked.ask(path, params={"outputFormat": form})
    else:
        answer = await attacked.ask(
            f"/v1/px{FLOW}/data", method="POST", params={"outputFormat": form}, json=asked
        )
    senders = [*SECTORS] if sectors else [*PROFESSIONS, TOTAL]
    cells = product(AREAS, senders, [*PROFESSIONS, TOTAL])
    return dict(zip(cells, map(number, PX_VALUES[form](answer)), strict=True))


PX_VALUES: Mapping[str, Callable[[Any], list[Any]]] = {
    "json-stat2": lambda answer: answer.json()["value"],
    "csv": lambda answer: [row[-1] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))][
        1:
    ],
    "px": lambda answer: answer.content.decode().split("DATA=", 1)[1].rstrip(";\r\n").split(),
    "xlsx": lambda answer: [
        row[-1]
        for row in python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        .get_sheet_by_index(0)
        .to_python()
    ][1:],
    "html": lambda answer: re.findall(r"<td>([^<]*)</td>", answer.text),
    "json-px": lambda answer: [row["values"][0] for row in answer.json()["data"]],
    "parquet": lambda answer: pq.read_table(io.BytesIO(answer.content)).to_pydict()["value"],
}
CODES = {label.sv: code for code, label in PROFESSIONS.items()}


async def figure(attacked: Attacked, form: str) -> Seen:
    found: dict[Cell, object] = {}
    for area in AREAS:
        params = {"county": COUNTY, "area": area, "lang": "sv"}
        answer = await attacked.ask(f"/v1/figures/flow{form and '/' + form}", params=params)
        if form == "csv":
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
        else:
            rows = [[*row["headings"], *row["values"]] for row in answer.json()["rows"]]
        for a, b, here, *county in rows:
            found[area, CODES[a], CODES[b]] = number(here)
            for value in county:
                found[COUNTY, CODES[a], CODES[b]] = number(value)
    return found


async def svg(attacked: Attacked, size: str) -> Seen:
    """Return the ends of the flow as the picture writes them; the first column sends, the second receives."""
    found: dict[Cell, object] = {}
    for area in AREAS:
        params = {"county": COUNTY, "area": area, "lang": "sv", "size": size}
        answer = await attacked.ask("/v1/figures/flow/svg", params=params)
        root = ET.fromstring(answer.content)  # noqa: S314 - our own answer
        for one in root.iter("{http://www.w3.org/2000/svg}text"):
            name, _, value = "".join(one.itertext()).rpartition(" ")
            code = next((c for label, c in CODES.items() if label.startswith(name.rstrip("…"))), None)
            if name and code and value.isdigit():
                sends = one.get("text-anchor") != "end"
                found[(area, code, TOTAL) if sends else (area, TOTAL, code)] = number(value)
    assert len(found) > len(AREAS)
    return found


async def report(attacked: Attacked) -> Seen:
    path = f"/v1/annual-reports/{attacked.report['id']}"
    body = (await attacked.ask(path, caller=attacked.staff)).json()
    [flow] = [f for s in body["sections"] for f in s["figures"] if f["table"] == "referral-flow"]
    return {
        (str(SMALL), CODES[labels[0]["sv"]], CODES[labels[1]["sv"]]): values[0]
        for labels, values in zip(flow["labels"], flow["values"], strict=True)
    }


async def document(attacked: Attacked) -> Seen:
    path = f"/v1/annual-reports/{attacked.report['id']}/document/docx"
    content = (await attacked.ask(path, caller=attacked.staff)).content
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    words = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml)
    return {
        (str(SMALL), CODES[a], CODES[b]): number(value)
        for a, b, value in zip(words, words[1:], words[2:], strict=False)
        if a in CODES and b in CODES
    }


EXITS: Mapping[str, Callable[[Attacked], Awaitable[Seen]]] = {
    "table json": lambda a: table(a, "json"),
    "table csv": lambda a: table(a, "csv"),
    "file csv": lambda a: file(a, "csv"),
    "file parquet": lambda a: file(a, "parquet"),
    "file csv since a day": lambda a: file(a, "csv", since="2026-11-22"),
    "file parquet since a release": lambda a: file(a, "parquet", since=a.first_release),
    "odata filter": lambda a: odata(a, filter=WHERE),
    "odata filter on the figure": lambda a: odata(a, filter=f"{WHERE} and Referrals gt 0"),
    "odata groupby": grouped,
    "odata groupby both": lambda a: grouped(a, "ToProfession"),
    "odata groupby, filter on the sum": lambda a: grouped(a, filter="Total gt 0"),
    "figure json": lambda a: figure(a, ""),
    "figure csv": lambda a: figure(a, "csv"),
    "figure svg": lambda a: svg(a, "wide"),
    "figure narrow svg": lambda a: svg(a, "narrow"),
    "annual report": report,
    "annual report docx": document,
    **{f"px {form}": (lambda a, form=form: px(a, form)) for form in PX_VALUES},  # type: ignore[misc]
    **{f"px {form} sectors": (lambda a, form=form: px(a, form, sectors=True)) for form in PX_VALUES},  # type: ignore[misc]
    "px saved query": lambda a: px(a, "csv", is_saved=True),
}


async def everything(attacked: Attacked) -> dict[str, Seen]:
    return {name: await read(attacked) for name, read in EXITS.items()}


def leaks(seen: Mapping[str, Seen], protected: Mapping[Cell, int]) -> dict[str, dict[Cell, object]]:
    """Return by exit each cell that shows another value than its units' keys give."""
    found = {
        name: {cell: value for cell, value in cells.items() if value != protected.get(cell, 0)}
        for name, cells in seen.items()
    }
    return {name: cells for name, cells in found.items() if cells}


def behind(shown: object, noise: NoiseTable = NOISE) -> set[int]:
    """Return the true counts of which a value can be what is shown."""
    rows = len(noise.noises) - 1
    return {i for i in range(LARGEST) if any(i + v == shown for v in noise.noises[min(i, rows)])}


def difference(whole: object, part: object) -> set[int]:
    """Return every true difference that two shown values leave open."""
    return {a - b for a in behind(whole) for b in behind(part) if a >= b}


TARGET: Cell = (str(SMALL), SENDER, RECEIVER)
SLICES: list[tuple[Cell, list[Cell], Cell]] = [
    (
        (MUNICIPALITY, SENDER, RECEIVER),
        [(str(LARGE), SENDER, RECEIVER)],
        TARGET,
    ),
    ((COUNTY, SENDER, RECEIVER), [(str(LARGE), SENDER, RECEIVER)], TARGET),
    ((str(SMALL), TOTAL, RECEIVER), [(str(SMALL), "child_health_nurse", RECEIVER)], TARGET),
    ((str(SMALL), "health", RECEIVER), [(str(SMALL), "child_health_nurse", RECEIVER)], TARGET),
    ((str(SMALL), SENDER, TOTAL), [(str(SMALL), SENDER, "librarian")], TARGET),
]
"""A total, the parts that are taken from it, and the small cell that is left."""


async def test_every_exit_shows_a_cell_alike_and_a_release_less_the_one_before_does_not_tell_that_one_came(
    attacked: Attacked, next_release: Any
) -> None:
    before, protected_before = await attacked.cells()
    first = await everything(attacked)
    assert leaks(first, protected_before) == {}
    await next_release()
    after, protected_after = await attacked.cells()
    second = await everything(attacked)
    assert leaks(second, protected_after) == {}
    assert (before[TARGET], after[TARGET]) == (1, 2)
    moved = {cell for cell in after if before[cell] != after[cell]}
    assert len(moved) == 3 * 3 * 2
    tried = Counter[Cell]()
    for name, cell in product(EXITS, sorted(moved)):
        if cell in second[name]:
            tried[cell] += 1
            olds, news = behind(protected_before.get(cell, 0)), behind(second[name][cell])
            possible = {new - old for old in olds for new in news}
            assert possible >= {0, 1, 2, 3}, (name, cell)
    assert tried.keys() == moved
    assert protected_after[TARGET] - protected_before[TARGET] != 1


async def test_a_total_less_its_other_parts_does_not_tell_the_small_cell_at_any_exit(
    attacked: Attacked,
) -> None:
    truth, protected = await attacked.cells()
    seen = await everything(attacked)
    joined = {cell: value for cells in seen.values() for cell, value in cells.items()}
    exact = 0
    for whole, parts, left in SLICES:
        for name in ("all together", *EXITS):
            cells = joined if name == "all together" else seen[name]
            if not {whole, *parts} <= cells.keys():
                continue
            [part] = parts
            possible = difference(cells[whole], cells[part]) & behind(protected[left])
            assert truth[left] in possible, (name, whole)
            assert len(possible) >= 3, (name, whole)
        exact += protected[whole] - protected[parts[0]] == truth[left]
    assert exact < len(SLICES) / 2
    assert {whole for whole, _, _ in SLICES} <= joined.keys()


async def test_asking_again_or_by_another_question_averages_nothing_away(attacked: Attacked) -> None:
    truth, _ = await attacked.cells()
    once, again = await everything(attacked), await everything(attacked)
    assert once == again
    answers = [cells[TARGET] for cells in once.values() if TARGET in cells]
    shown = set(answers)
    assert len(shown) == 1
    assert len(answers) >= 16
    assert shown != {truth[TARGET]}
    for value in (1, truth[TARGET]):
        rows = await odata(attacked, filter=f"{WHERE} and Referrals eq {value}")
        assert TARGET not in rows


async def test_a_release_without_noise_is_found_at_every_exit(
    attacked: Attacked, next_release: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rules, "protect", lambda _, __, count, ___: count)
    await next_release()
    truth, protected = await attacked.cells()
    found = leaks(await everything(attacked), protected)
    assert found.keys() == EXITS.keys()
    assert all(value == truth[cell] for cells in found.values() for cell, value in cells.items())


def planted(right: Callable[..., Any], wrong: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *given, **named: wrong(right(*given, **named))


def otherwise(cells: Any) -> Any:
    return [(codes, measure, v and v + 1, status) for codes, measure, v, status in cells]


def values_otherwise(made: Any) -> Any:
    return [v and v + 1 for v in made[0]], made[1]


def rows_otherwise(made: Any) -> Any:
    return [{**row, "Referrals": row["Referrals"] + 1} for row in made]


def more(made: Shown | None) -> Shown | None:
    return made and Shown([[v and v + 1 for v in values] for values in made.values], made.statuses)


PLANTED: Mapping[str, tuple[Any, str, Callable[[Any], Any]]] = {
    "table json": (formats, "values_of", values_otherwise),
    "table csv": (formats, "cells_of", otherwise),
    "file": (files, "records", rows_otherwise),
    "odata": (odata_feed, "records", rows_otherwise),
    "figure": (pictures, "cells_of", otherwise),
    "annual report": (report_content, "shown_together", more),
    "px": (px_tables, "cells", values_otherwise),
}
"""By the beginning of the exits' names: what each is made by, and how that goes wrong."""


async def test_an_exit_with_figures_of_its_own_is_found(
    attacked: Attacked, next_release: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await next_release()
    _, protected = await attacked.cells()
    for exits, (module, name, wrong) in PLANTED.items():
        with monkeypatch.context() as patched:
            patched.setattr(module, name, planted(getattr(module, name), wrong))
            those = [one for one in EXITS if one.startswith(exits)]
            found = leaks({one: await EXITS[one](attacked) for one in those}, protected)
            assert list(found) == those
    assert {one for one in EXITS if not one.startswith(tuple(PLANTED))} == set()


async def test_joined_categories_without_noise_are_found(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "shown", lambda grid, _: shown_of(grid, None))
    truth, protected = await attacked.cells()
    seen = await px(attacked, "csv", sectors=True)
    found = leaks({"sectors": seen}, protected)["sectors"]
    assert all(value == truth[cell] for cell, value in found.items())
