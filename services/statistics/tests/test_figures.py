"""Pictures of published figures: what is drawn is what is published, and everybody can read it."""

import csv
import hashlib
import io
import re
from base64 import b64encode
from datetime import date
from importlib import resources
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_chassis.app import Service
from slussen_chassis.documents.picture import png_of
from slussen_chassis.testing import client_for
from slussen_statistics.domain.pictures.catalogue import FIGURES, Kind
from slussen_statistics.domain.pictures.figure import Cell, Shape, said
from slussen_statistics.domain.pictures.source import Cells, Source, share_of
from slussen_statistics.domain.published import Period
from slussen_statistics.drawing import WIDTHS, draw
from slussen_statistics.drawing.bars import length_of
from slussen_statistics.drawing.lines import round_top
from slussen_statistics.drawing.sankey import FLOWING, LABEL, layout
from slussen_statistics.drawing.spider import corners
from slussen_statistics.drawing.svg import wrapped
from slussen_statistics.outputs.figure_csv import figure_csv

CENTRE = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
AXES = [f"axis_{number}" for number in range(1, 6)]
ends = st.sampled_from(["a", "b", "c", "d", "e"])
links = st.dictionaries(st.tuples(ends, ends), st.integers(1, 10_000), min_size=1)


@given(links)
def test_what_leaves_and_what_arrives_is_what_flows(flowing: dict[tuple[str, str], int]) -> None:
    found = layout(flowing)
    for nodes, end in ((found.senders, "sender"), (found.receivers, "receiver")):
        assert sum(node.height for node in nodes) == pytest.approx(FLOWING)
        for node in nodes:
            passing = [ribbon for ribbon in found.ribbons if getattr(ribbon, end) == node.name]
            assert sum(ribbon.amount for ribbon in passing) == node.amount
            assert sum(ribbon.height for ribbon in passing) == pytest.approx(node.height)
        for above, below in pairwise(nodes):
            assert below.y >= above.y + above.height + LABEL


@given(links)
def test_no_two_flows_overlap_at_an_end(flowing: dict[tuple[str, str], int]) -> None:
    found = layout(flowing)
    for place in ("leaves", "arrives"):
        spans = sorted((getattr(r, place), getattr(r, place) + r.height) for r in found.ribbons)
        assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(spans))


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_bar_is_as_long_as_its_number(one: float, other: float) -> None:
    lengths = length_of(one, 100, 400), length_of(other, 100, 400)
    assert 0 <= min(lengths) <= max(lengths) <= 400
    assert (lengths[0] <= lengths[1]) == (one <= other) or lengths[0] == pytest.approx(lengths[1])


@given(st.lists(st.none() | st.floats(0, 5), min_size=3, max_size=9))
def test_a_web_reaches_as_far_as_its_numbers(values: list[float | None]) -> None:
    for value, corner in zip(values, corners(values, 5, 90), strict=True):
        if value is None or corner is None:
            assert value is corner
        else:
            assert (corner[0] ** 2 + corner[1] ** 2) ** 0.5 == pytest.approx(90 * value / 5)


@given(st.integers(1, 10**7))
def test_a_scale_ends_at_a_round_number_that_is_near(largest: int) -> None:
    assert largest <= round_top(largest) <= max(2, 2.01 * largest)


@given(st.text("ab -", min_size=1), st.floats(30, 300))
def test_a_text_is_whole_when_it_is_wrapped(words: str, width: float) -> None:
    assert " ".join(wrapped(words, width)).split() == words.split()


def test_numbers_are_written_as_a_language_writes_them() -> None:
    numbers = (Cell(None, ".."), Cell(None, "."), *map(Cell, (0, 12.5, 3.14, 4.0, 12345)))
    assert [said(cell, "sv") for cell in numbers] == [
        "..", ".", "0", "12,5", "3,14", "4", "12\N{NO-BREAK SPACE}345"
    ]  # fmt: skip
    assert said(Cell(12345.25), "en") == "12,345.25"


def test_a_share_is_withheld_where_the_whole_is_small_and_none_where_it_is_nothing() -> None:
    withheld, unknown = Cell(None, ".."), Cell(None, ".")
    assert [share_of(Cell(part), Cell(whole)) for part, whole in ((5, 50), (52, 50), (3, 9), (0, 0))] == [
        Cell(10.0),
        Cell(100.0),
        withheld,
        unknown,
    ]
    assert share_of(withheld, Cell(50)) == withheld
    assert share_of(unknown, Cell(50)) == share_of(Cell(5), unknown) == unknown


def source_of(table: Any, cells: Cells, *, county: Cells | None = None, language: str = "sv") -> Source:
    period = Period(2026)
    return Source(
        table=table,
        area_name="Familjecentralen <Lyktan> & co",
        county_name="Örebro län",
        here={period: cells},
        county=None if county is None else {period: county},
        released_on=date(2026, 11, 22),
        through=date(2026, 10, 31),
        language=language,
    )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_picture_is_whole_by_itself_and_needs_neither_style_nor_script(
    name: str, language: str
) -> None:
    kind = FIGURES[name]
    codes = [()]
    for dimension in kind.table.dimensions:
        codes = [(*before, code) for before in codes for code in dimension.codes]
    cells = {
        (code, measure.code): Cell(number % 5 + 1)
        for number, code in enumerate(codes)
        for measure in kind.table.measures
    }
    figure = kind.of(source_of(kind.table, cells, county=cells, language=language))
    for size, width in WIDTHS.items():
        svg = draw(figure, size)
        root = ET.fromstring(svg)  # noqa: S314 - made here
        assert root.get("role") == "img"
        texts = {e.get("id"): e.text for e in root if e.get("id")}
        assert texts["title"] == f"{figure.title}. {figure.place}"
        assert texts["description"] == figure.finding
        assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|href", svg)
        assert int(root.get("width", 0)) == width + 16
        assert png_of(svg, width + 16)[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_where_nothing_is_published_the_picture_says_so(name: str) -> None:
    kind = FIGURES[name]
    figure = kind.of(source_of(kind.table, {}))
    assert figure.is_empty
    assert "Inga siffror är publicerade här än." in draw(figure)


def zeros(kind: Kind) -> Cells:
    codes = product(*(dimension.codes for dimension in kind.table.dimensions))
    return {(code, measure.code): Cell(0) for code in codes for measure in kind.table.measures}


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_zero_that_is_published_is_a_figure(name: str) -> None:
    kind = FIGURES[name]
    figure = kind.of(source_of(kind.table, zeros(kind)))
    assert figure.is_empty == name.startswith("time-"), "there is no share of nothing; its number is told"
    assert "0" in figure.finding or figure.shape is Shape.FLOW
    assert all(row[0] == "0" for _, row in figure.said_rows())
    for size in WIDTHS:
        svg = draw(figure, size)
        assert "Inga siffror" not in svg
        assert figure.shape is not Shape.FLOW or "Inga slussningar är räknade här." in svg


def test_hours_are_drawn_where_there_is_no_rule() -> None:
    kind = FIGURES["opening-hours"]
    hours: Cells = {((), "fulfilled_share"): Cell(None, "."), ((), "hours"): Cell(20.5)}
    figure = kind.of(source_of(kind.table, hours, county={**hours, ((), "hours"): Cell(18)}))
    assert figure.finding == (
        "Ingen regel om öppettid gäller här. Högst: 2026, 20,5\N{NO-BREAK SPACE}tim"
        " (länet 18\N{NO-BREAK SPACE}tim)."
    )
    assert [column.is_drawn for column in figure.columns] == [False, True, False, True]
    assert "20,5\N{NO-BREAK SPACE}tim" in draw(figure)
    ruled = kind.of(source_of(kind.table, {**hours, ((), "fulfilled_share"): Cell(0)}))
    assert ruled.finding == "Alla tal är 0\N{NO-BREAK SPACE}%."


def test_what_has_no_meaning_is_told_from_what_is_withheld() -> None:
    kind = FIGURES["spider"]
    codes = kind.table.dimensions[0].codes
    statuses = [None, "..", "."] + [None] * (len(codes) - 3)
    cells: Cells = {
        ((code, "total"), "mean"): Cell(None if status else 3.5, status)
        for code, status in zip(codes, statuses, strict=True)
    }
    figure = kind.of(source_of(kind.table, cells))
    assert [row[1] for row in csv.reader(io.StringIO(figure_csv(figure).decode("utf-8-sig")))][1:4] == [
        "3.5", "..", "."
    ]  # fmt: skip
    assert [said for _, said in figure.said_rows()][:3] == [["3,5"], [".."], ["."]]
    assert figure.finding.endswith("1 tal visas inte (..). 1 tal finns inte (.).")
    assert [note.sv[:18] for note in figure.marks] == ["Två punkter (..) s", "En punkt (.) står "]
    hidden = kind.of(source_of(kind.table, dict.fromkeys(cells, Cell(None, ".."))))
    assert hidden.is_empty
    assert hidden.finding == "Siffrorna visas inte här."


@pytest.fixture
async def released(call: Any, deliver: Any, make: SimpleNamespace) -> None:
    """A county without threshold: flows, visits of two months, and answers about cooperation."""
    there = {"county_code": "23", "municipality_code": "2380"}
    unit, centre = make.place(make.CENTRE, profile_id="jamtland", county_code="23")
    centre = centre.model_copy(update=there)
    await deliver(
        unit,
        centre,
        *make.referrals(30, **there),
        *make.referrals(14, from_profession="child_health_nurse", to_profession="librarian", **there),
        *(
            make.entry(
                "visits", on=date(2026, month, 5), numbers={"adults": 40 + month, "children": 55}, **there
            )
            for month in (9, 10)
        ),
        *(
            make.entry(
                "answer",
                codes={"instrument": "spider_measurement"},
                numbers=dict.fromkeys(AXES, 2 + n % 3),
                **there,
            )
            for n in range(30)
        ),
    )
    answer = await call(make.administrator("23"), "POST", "/releases", json={})
    assert answer.status_code == 201, answer.text


@pytest.fixture
def get(call: Any, make: SimpleNamespace) -> Any:
    async def ask(path: str, status: int = 200, headers: Any = None, **params: Any) -> Any:
        answer = await call(make.anonymous(), "GET", f"/figures{path}", params=params, headers=headers)
        assert answer.status_code == status, answer.text
        return answer

    return ask


@pytest.mark.usefixtures("released")
async def test_what_is_drawn_tabulated_and_downloaded_is_what_is_published(
    get: Any, call: Any, make: SimpleNamespace
) -> None:
    table = (await call(make.anonymous(), "GET", "/tables/referral-flow", params={"county": "23"})).json()
    professions = [c["code"] for c in table["dimensions"][1]["categories"]]
    labels = {c["code"]: c["label"]["sv"] for c in table["dimensions"][1]["categories"]}
    published = {}
    for at, value in enumerate(table["values"][: len(professions) ** 2]):
        sender, receiver = divmod(at, len(professions))
        published[labels[professions[sender]], labels[professions[receiver]]] = value
    body = (await get("/flow", county="23")).json()
    assert body["releasedOn"] == "2026-11-22"
    assert len(body["rows"]) == 2
    for row in body["rows"]:
        assert published[tuple(row["headings"])] == row["values"][0]
    text = (await get("/flow/csv", county="23")).content.decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text))
    assert rows == [[*row["headings"], str(row["values"][0])] for row in body["rows"]]
    assert [row["statuses"] for row in body["rows"]] == [[None], [None]]
    svg = (await get("/flow/svg", county="23")).text
    drawn = sorted(re.findall(r'data-amount="(\d+)"', svg))
    assert drawn == sorted(row["said"][0] for row in body["rows"])
    assert (await get("/flow/png", county="23")).content.startswith(b"\x89PNG")


@pytest.mark.case("ST-10")
@pytest.mark.parametrize("area", ["23", CENTRE])
async def test_families_are_drawn_with_the_shares_that_are_published(
    get: Any, call: Any, deliver: Any, make: SimpleNamespace, area: str
) -> None:
    there = {"county_code": "23", "municipality_code": "2380"}
    unit, centre = make.place(make.CENTRE, profile_id="jamtland", county_code="23")
    numbers = [(uuid4(), n) for n in [1] * 50 + [2] * 20 + [3] * 10]
    await deliver(
        unit,
        centre.model_copy(update=there),
        *(make.referral(family_id=family, **there) for family, n in numbers for _ in range(n)),
        make.entry("listing", numbers={"listed_families": 200}, **there),
    )
    assert (await call(make.administrator("23"), "POST", "/releases", json={})).status_code == 201
    chosen = {"county": "23"} if area == "23" else {"county": "23", "area": area}
    table = (await call(make.anonymous(), "GET", "/tables/referral-families", params=chosen)).json()
    measures = [measure["code"] for measure in table["measures"]]
    codes = [category["code"] for category in table["dimensions"][0]["categories"]]
    named = {category["label"]["sv"]: category["code"] for category in table["dimensions"][0]["categories"]}
    cells = [(measure, code) for code in codes for measure in measures]
    published = dict(zip(cells, table["values"], strict=True))
    body = (await get("/families", lang="sv", **chosen)).json()
    none, *rows = body["rows"]
    assert [row["headings"] for row in body["rows"]] == [
        ["0 slussningar"],
        ["exakt 1 slussning"],
        ["exakt 2 slussningar"],
        ["3 eller fler slussningar"],
    ]
    for row in rows:
        code = named[row["headings"][0]]
        assert row["values"][:2] == [published["families", code], published["share", code]]
        assert row["values"][1] is not None
    without, listed = published["without", "total"], published["listed", "total"]
    assert none["values"][:2] == [without, round(100 * without / listed, 1)]
    assert sum(row["values"][1] for row in body["rows"]) == pytest.approx(100, abs=8), "noise, each by itself"
    svg = (await get("/families/svg", lang="sv", **chosen)).text
    assert all(f"{row['said'][1]}\N{NO-BREAK SPACE}%" in svg for row in body["rows"])


@pytest.mark.usefixtures("released")
async def test_a_figure_stands_still_until_the_next_release_and_any_site_may_read_it(get: Any) -> None:
    answers = [
        await get(f"/spider{form}", county="23", area=CENTRE, lang="en") for form in ("", "/svg", "/csv")
    ]
    for answer, form in zip(answers, ("", "/svg", "/csv"), strict=True):
        tag = {"If-None-Match": answer.headers["etag"]}
        await get(f"/spider{form}", 304, headers=tag, county="23", area=CENTRE, lang="en")
    assert len({answer.headers["etag"] for answer in answers}) == 3
    assert [column["isCounty"] for column in answers[0].json()["columns"]] == [False, True]
    assert answers[0].json()["finding"].startswith("Highest: Steering")


@pytest.mark.usefixtures("released")
async def test_what_there_is_not_is_told(get: Any) -> None:
    assert (await get("/none", 404, county="23")).json()["code"] == "unknown-figure"
    for asked in ({"county": "18"}, {"county": "23", "area": "9999"}, {"county": "23", "year": 2019}):
        assert (await get("/flow", 404, **asked)).json()["code"] == "not-released"
    await get("/flow/gif", 422, county="23")
    assert (await get("/flow", 422, county="99")).json()["errors"][0]["field"] == "query.county"


async def test_the_module_is_the_one_whose_hash_is_published(get: Any, service: Service, make: Any) -> None:
    """Sites pin the hash of version 1: a change of the module is a new version beside it."""
    listed = (await get("")).json()
    async with client_for(service, make.anonymous(), "statistics") as client:
        answer = await client.get(listed["script"])
    digest = b64encode(hashlib.sha384(answer.content).digest()).decode()
    assert listed["integrity"] == f"sha384-{digest}"
    assert answer.headers["content-type"].startswith("text/javascript")
    guide = (resources.files("slussen_contracts") / "../../docs/statistics-figures.md").read_text("utf-8")
    assert listed["integrity"] in guide


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Så skyddas siffrorna"), ("en", "How the figures are protected")]
)
async def test_the_page_shows_pictures_with_their_tables_to_anybody(
    service: Service, make: SimpleNamespace, language: str, words: str
) -> None:
    async with client_for(service, make.anonymous(), "statistics") as client:
        headers = {"Accept-Language": language}
        page = (await client.get("/statistics/pages/figures", headers=headers)).text
        assert words in page
        assert "Jämtlands län" in page
        for address in re.findall(r'<img class="drawing" src="([^"]+)"', page):
            answer = await client.get(address.replace("&amp;", "&"), headers=headers)
            assert answer.headers["content-type"] == "image/svg+xml"
        assert page.count("<table") == page.count('class="drawing"') >= 4
        of_centre = await client.get("/statistics/pages/figures", params={"county": "23", "area": CENTRE})
        assert "Familjecentralen Lyktan: antal" in of_centre.text
        assert "Jämtlands län: antal" in of_centre.text
        assert (await client.get("/statistics/pages/figures?county=99")).status_code == 404
        assert (await client.get("/statistics/pages/figures?county=23&area=x")).status_code == 200
