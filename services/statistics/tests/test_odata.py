"""The OData feed: its description, questions by hand and by real clients, and figures equal to every other exit's."""

import asyncio
import json
import os
import subprocess
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from slussen_chassis.testing import client_for
from slussen_local.parts.identity import node
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.odata.expressions import FUNCTIONS
from slussen_statistics.domain.odata.query import OPTIONS
from slussen_statistics.domain.records import columns_of
from slussen_statistics.outputs import csdl
from slussen_statistics.use_cases import odata

CLIENTS = Path(__file__).parent / "clients"
ROOT = "/statistics/odata/v4"
EDM = f"{{{csdl.EDM}}}"
EDMX = f"{{{csdl.EDMX}}}"
FUNCTIONS_TERM = f"{csdl.CAPABILITIES}.FilterFunctions"
SUM = "aggregate(Referrals with sum as Total)"


@pytest.fixture
async def released(call: Any, deliver: Any, make: SimpleNamespace) -> None:
    """Two counties, one with its flow under a threshold; two years, and visits by month."""
    await deliver(
        *make.referrals(12, county_code="12", municipality_code="1280"),
        *make.referrals(9, county_code="12", municipality_code="1280", from_profession="child_health_nurse"),
        *make.referrals(7, county_code="12", municipality_code="1280", opened_on=date(2025, 5, 2)),
        *make.referrals(8),
        *(
            make.entry("visits", on=date(2026, month, 3), numbers={"adults": 20 + month, "children": 31})
            for month in range(1, 11)
        ),
    )
    for county in ("12", "18"):
        answer = await call(make.administrator(county), "POST", "/releases", json={})
        assert answer.status_code == 201, answer.text


@pytest.fixture
def feed(service: Any, make: SimpleNamespace) -> Any:
    async def ask(path: str = "/", *, status: int = 200, headers: Any = None, **options: str) -> Any:
        params = {name.replace("_", "$", 1): value for name, value in options.items()}
        async with client_for(service, make.anonymous(), "statistics") as client:
            answer = await client.get(f"{ROOT}{path}", params=params or None, headers=headers)
        assert answer.status_code == status, answer.text
        assert answer.headers["odata-version"] == "4.0"
        if status >= 400:
            assert set(answer.json()["error"]) <= {"code", "message", "target"}
        return answer

    return ask


def schema_of(document: bytes) -> ET.Element:
    [schema] = ET.fromstring(document).iter(f"{EDM}Schema")  # noqa: S314 - our own answer
    return schema


async def test_the_description_keeps_the_rules_of_csdl_and_names_each_table_once(feed: Any) -> None:
    answer = await feed("/$metadata")
    assert answer.headers["content-type"] == "application/xml;charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    assert (root.tag, root.attrib) == (f"{EDMX}Edmx", {"Version": "4.0"})
    included = {i.attrib["Namespace"] for i in root.iter(f"{EDMX}Include")}
    schema = schema_of(answer.content)
    [container] = schema.findall(f"{EDM}EntityContainer")
    types = {t.attrib["Name"]: t for t in schema.findall(f"{EDM}EntityType")}
    sets = {s.attrib["Name"]: s.attrib["EntityType"] for s in container.findall(f"{EDM}EntitySet")}
    assert len(sets) == len(TABLES)
    assert {t.removeprefix(f"{csdl.NAMESPACE}.") for t in sets.values()} == types.keys()
    for name, found in types.items():
        properties = {p.attrib["Name"]: p.attrib for p in found.findall(f"{EDM}Property")}
        assert len(properties) == len(found.findall(f"{EDM}Property"))
        assert name not in properties
        assert {p["Type"] for p in properties.values()} <= {
            "Edm.String",
            "Edm.Int64",
            "Edm.Double",
            "Edm.Date",
        }
        keys = [p.attrib["Name"] for p in found.findall(f"{EDM}Key/{EDM}PropertyRef")]
        assert keys
        assert all(properties[key].get("Nullable") == "false" for key in keys)
    terms = {t.attrib["Name"] for t in schema.findall(f"{EDM}Term")}
    for annotation in schema.iter(f"{EDM}Annotation"):
        namespace, _, term = annotation.attrib["Term"].rpartition(".")
        assert namespace in included or (namespace == csdl.NAMESPACE and term in terms)
    [functions] = [a for a in container.findall(f"{EDM}Annotation") if a.attrib["Term"] == FUNCTIONS_TERM]
    assert [f.text for f in functions.iter(f"{EDM}String")] == list(FUNCTIONS)
    assert types.keys().isdisjoint(sets)


def test_a_tables_columns_have_names_and_texts_of_their_own() -> None:
    for table in TABLES.values():
        columns = columns_of(table.id)
        expected = 9 + 2 * len(table.dimensions) + 2 * len(table.measures)
        assert len(columns) == expected, table.id
        for dimension in table.dimensions:
            for language in ("sv", "en"):
                texts = [c.label.in_language(language) for c in dimension.values]
                assert len(set(texts)) == len(texts), (table.id, dimension.code)


async def test_the_service_document_lists_the_entity_sets(feed: Any) -> None:
    body = (await feed("/", headers={"Accept-Language": "en"})).json()
    assert body["@odata.context"].endswith(f"{ROOT}/$metadata")
    flow = next(found for found in body["value"] if found["name"] == "ReferralFlow")
    assert flow == {
        "name": "ReferralFlow",
        "title": "Referrals from profession to profession",
        "kind": "EntitySet",
        "url": "ReferralFlow",
    }
    assert (await feed("", _format="application/json;odata.metadata=none")).json().keys() == {"value"}


@pytest.mark.usefixtures("released")
async def test_rows_are_filtered_sorted_cut_and_counted(feed: Any) -> None:
    only = "Region eq '12' and Year ge 2025 and ToProfession eq 'total' and Kind eq 'internal'"
    answer = await feed(
        "/ReferralFlow",
        _filter=only,
        _orderby="Year desc,Referrals desc",
        _select="Year,FromProfession,Referrals",
        _top="2",
        _count="true",
    )
    body = answer.json()
    assert body["@odata.context"].endswith("$metadata#ReferralFlow(Year,FromProfession,Referrals)")
    assert body["@odata.count"] == 2 * 26
    assert "@odata.nextLink" not in body
    assert body["value"][0]["FromProfession"] == "total"
    assert body["value"][0].keys() == {"Year", "FromProfession", "Referrals"}
    assert int((await feed("/ReferralFlow/$count", _filter=only)).text) == 52
    skipped = await feed(
        "/ReferralFlow", _filter=only, _orderby="Year desc,Referrals desc", _skip="1", _top="1"
    )
    assert skipped.json()["value"][0]["FromProfession"] == body["value"][1]["FromProfession"]
    for expression, number in (
        ("contains(FromProfessionText,'morska') and Region eq '12' and Year eq 2026", 2 * 26),
        ("(Region eq '12' or Region eq '18') and not (Year lt 2026) and FromProfession in ('midwife')", 104),
        ("startswith(tolower(RegionName),'skåne') and PeriodThrough eq 2026-10-31", 1352),
        ("length(County) eq 2 and RegionKind eq 'municipality' and Period eq '2026'", 45 * 1352),
        ("indexof(RegionName,'län') eq 6 and Region eq '12' and Year eq 2026", 1352),
        ("indexof(RegionName,'nothing') eq -1 and Region eq '12' and Year eq 2026", 1352),
        ("year(ReleasedOn) eq 2026 and month(ReleasedOn) eq 11 and Region eq '12' and Year eq 2026", 1352),
        ("day(PeriodThrough) eq 31 and Region eq '12' and day(ReleasedOn) lt 22", 0),
        ("(Year) eq 2026 and ((Region) eq ('12'))", 1352),
        ("((Year eq 2026)) and (Region) in ('12') and (tolower(Kind)) eq 'internal'", 676),
        ("Referrals eq null and Region eq '1880'", 1352),
    ):
        found = (await feed("/ReferralFlow", _filter=expression, _count="true")).json()
        assert found["@odata.count"] == number, expression
    assert {row["ReferralsStatus"] for row in found["value"]} == {".."}


@pytest.mark.usefixtures("released")
async def test_pages_follow_on_each_other_without_loss_or_repetition(
    feed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[dict[str, str]] = [
        {"_filter": "Region eq '12' and FromProfession ne 'total'"},
        {"_top": "700", "_skip": "3"},
        {"_orderby": "Referrals", "_top": "900", "_filter": "County eq '12' and RegionKind eq 'county'"},
    ]
    wholes = [(await feed("/ReferralFlow", **options)).json()["value"] for options in questions]
    monkeypatch.setattr(odata.Limits, "__init__", _small_pages)
    for options, whole in zip(questions, wholes, strict=True):
        body = (await feed("/ReferralFlow", **options)).json()
        rows, pages = body["value"], 1
        while "@odata.nextLink" in body:
            link = body["@odata.nextLink"]
            assert "/statistics/odata/v4/ReferralFlow?" in link
            body = (await feed(link[link.index("/ReferralFlow") :])).json()
            rows += body["value"]
            pages += 1
        assert pages > 2
        assert rows == whole


def _small_pages(self: Any, most_rows: int) -> None:
    object.__setattr__(self, "most_rows", most_rows)
    object.__setattr__(self, "page_rows", 250)


@pytest.mark.usefixtures("released")
async def test_a_page_of_a_feed_that_was_released_anew_is_gone(feed: Any) -> None:
    answer = await feed("/ReferralFlow", _skiptoken="0123456789ab-250-0-1000", status=410)
    assert answer.json()["error"]["code"] == "odata-feed-changed"


@pytest.mark.usefixtures("released")
async def test_a_group_answers_the_total_that_is_published_for_it(feed: Any) -> None:
    rows = (await feed("/ReferralFlow", _filter="Region eq '12' and Period eq '2026'")).json()["value"]
    published = {(r["Kind"], r["FromProfession"], r["ToProfession"]): r["Referrals"] for r in rows}
    steps = (
        f"filter(Region eq '12' and Period eq '2026' and Kind eq 'internal')/groupby((FromProfession),{SUM})"
    )
    body = (await feed("/ReferralFlow", _apply=steps, _orderby="Total desc", _top="3", _count="true")).json()
    assert body["@odata.context"].endswith("#ReferralFlow(FromProfession,Total)")
    assert body["@odata.count"] == 25
    for row in body["value"]:
        assert row["Total"] == published["internal", row["FromProfession"], "total"]
    alone = f"filter(Region eq '12' and Year eq 2026 and Kind eq 'internal')/{SUM}"
    whole = (await feed("/ReferralFlow", _apply=alone)).json()["value"]
    assert whole == [{"Total": published["internal", "total", "total"]}]
    by_area = f"filter(RegionKind eq 'county' and Kind eq 'internal')/groupby((Region,Year,FromProfessionText),{SUM})"
    found = (await feed("/ReferralFlow", _apply=by_area, _filter="Total gt 0")).json()["value"]
    assert {row["Region"] for row in found} == {"12", "18"}
    distinct = (await feed("/ReferralFlow", _apply="groupby((Region,Period,Kind))")).json()["value"]
    assert {"Region": "1280", "Period": "2025", "Kind": "external"} in distinct


@pytest.mark.usefixtures("released")
async def test_a_group_of_counties_answers_the_counties_own_total(feed: Any) -> None:
    rows = (await feed("/ReferralFlow", _filter="RegionKind eq 'county' and Kind eq 'internal'")).json()[
        "value"
    ]
    published = {
        (r["County"], r["Year"]): r["Referrals"]
        for r in rows
        if (r["FromProfession"], r["ToProfession"]) == ("total", "total")
    }
    assert published.keys() == {("12", 2025), ("12", 2026), ("18", 2026)}
    for before in ("", "filter(RegionKind eq 'county')/"):
        steps = f"{before}groupby((County,Year,Kind),{SUM})"
        groups = (await feed("/ReferralFlow", _apply=steps)).json()["value"]
        assert {(g["County"], g["Year"]): g["Total"] for g in groups if g["Kind"] == "internal"} == published
    one = f"filter(County eq '12' and Kind eq 'internal')/groupby((Year),{SUM})"
    found = (await feed("/ReferralFlow", _apply=one)).json()["value"]
    assert {("12", g["Year"]): g["Total"] for g in found}.items() <= published.items()


REFUSED = [
    (f"filter(RegionKind eq 'municipality')/groupby((County,Year,Kind),{SUM})", 501),
    (f"filter(Region ne '12')/groupby((County,Year,Kind),{SUM})", 501),
    (f"groupby((FromProfession),{SUM})", 501),
    (f"filter(Region eq '12')/groupby((FromProfession),{SUM})", 501),
    ("filter(Region eq '12')/groupby((Year,Kind),aggregate(Referrals with max as Most))", 501),
    ("filter(Region eq '12')/groupby((Year,Kind),aggregate($count as Rows))", 501),
    (f"filter(Region eq '12' and ToProfession ne 'midwife')/groupby((Year,Kind),{SUM})", 501),
    (f"filter(Referrals gt 3)/groupby((Region,Year,Kind),{SUM})", 501),
    ("groupby((Region,Year,Kind,Referrals))", 501),
    ("groupby((Nothing))", 400),
    ("groupby((Region,Year,Kind),aggregate(Nothing with sum as X))", 400),
    ("groupby((Region,Year,Kind),aggregate(Referrals with sum as Region))", 400),
    ("compute(Referrals mul 2 as Twice)", 501),
    ("filter(Region eq '12')/groupby((Year,Kind))/groupby((Year))", 501),
]


@pytest.mark.usefixtures("released")
async def test_a_group_that_no_published_cell_answers_is_refused(feed: Any) -> None:
    for steps, status in REFUSED:
        answer = await feed("/ReferralFlow", _apply=steps, status=status)
        assert answer.json()["error"]["target"] == "$apply"
    steps = "groupby((Region,Year,Profession),aggregate(Share with sum as Total))"
    await feed("/Consents", _apply=steps, status=501)


FAULTY: list[tuple[dict[str, str], int, str | None]] = [
    ({"_filter": "Region eq 12"}, 400, "$filter"),
    ({"_filter": "Region eq '12' and"}, 400, "$filter"),
    ({"_filter": "Nothing eq 1"}, 400, "$filter"),
    ({"_filter": "Region"}, 400, "$filter"),
    ({"_filter": "contains(Region)"}, 400, "$filter"),
    ({"_filter": "Referrals add 2 gt 3"}, 501, "$filter"),
    ({"_filter": "hour(ReleasedOn) eq 2026"}, 501, "$filter"),
    ({"_filter": "year(Region) eq 2026"}, 400, "$filter"),
    ({"_filter": "indexof(Region) eq 0"}, 400, "$filter"),
    ({"_filter": "(Year eq 2026"}, 400, "$filter"),
    ({"_filter": "(Year) 2026"}, 400, "$filter"),
    ({"_filter": "tolower(" * 450 + "Region" + ")" * 450 + " eq '1'"}, 400, "$filter"),
    ({"_filter": "(" * 450 + "Year" + ")" * 450 + " eq 1"}, 400, "$filter"),
    ({"_filter": "not " * 60 + "(Year eq 1)"}, 400, "$filter"),
    ({"_filter": "Region eq '1' or " * 300 + "Region eq '1'"}, 400, "$filter"),
    ({"_filter": 'Region eq "12"'}, 400, "$filter"),
    ({"_select": "Region,Nothing"}, 400, "$select"),
    ({"_orderby": "Region sideways"}, 400, "$orderby"),
    ({"_top": "-1"}, 400, "$top"),
    ({"_skip": "x"}, 400, "$skip"),
    ({"_count": "yes"}, 400, "$count"),
    ({"_skiptoken": "x"}, 400, "$skiptoken"),
    ({"_expand": "Region"}, 501, None),
    ({"_search": "x"}, 501, None),
    ({"_format": "atom"}, 406, "$format"),
    ({"_format": "application/json;odata.metadata=full"}, 406, "$format"),
    ({"lang": "dk"}, 400, "lang"),
]


async def test_what_is_not_written_right_or_not_offered_is_refused_by_name(feed: Any) -> None:
    for options, status, target in FAULTY:
        error = (await feed("/ReferralFlow", status=status, **options)).json()["error"]
        assert error.get("target") == target
        assert not any(value in error["message"] for value in options.values() if len(value) > 3)


@pytest.mark.usefixtures("released")
async def test_rows_have_keys_and_what_is_not_there_is_not_found(feed: Any) -> None:
    key = "Region='12',Period='2026',Kind='internal',FromProfession='midwife',ToProfession='total'"
    row = (await feed(f"/ReferralFlow({key})", _select="Referrals,RegionName")).json()
    assert row["@odata.context"].endswith("#ReferralFlow(RegionName,Referrals)/$entity")
    assert row["RegionName"] == "Skåne län"
    await feed(f"/ReferralFlow({key.replace('midwife', 'nobody')})", status=404)
    await feed("/ReferralFlow(Region='12')", status=400)
    await feed("/ReferralFlow('12')", status=400)
    await feed("/Nothing", status=404)
    await feed("/Nothing/$count", status=404)
    await feed(f"/ReferralFlow({key})/Referrals", status=501)
    await feed("/ReferralFlow", status=400, headers={"OData-MaxVersion": "3.0"})
    await feed("/ReferralFlow", status=406, headers={"Accept": "application/atom+xml"})


async def test_a_table_that_nobody_has_released_is_empty(feed: Any) -> None:
    assert (await feed("/ReferralFlow", _count="true")).json()["@odata.count"] == 0
    assert (await feed("/ReferralFlow/$count")).text == "0"


def test_the_options_are_those_that_the_guide_names() -> None:
    guide = Path(__file__).parents[3] / "contracts" / "docs" / "statistics-for-machines.md"
    text = guide.read_text("utf-8")
    assert [name for name in sorted(OPTIONS) if f"`{name}`" not in text] == []
    assert [name for name in FUNCTIONS if f" {name} " not in text.replace("`", " ")] == []


@pytest.fixture
def root(public_address: str) -> str:
    return f"{public_address}{ROOT}/"


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the npm clients, installed."""
    wanted = json.loads((CLIENTS / "package.json").read_text())["dependencies"]
    installed = [CLIENTS / "node_modules" / name / "package.json" for name in wanted]
    if not all(path.exists() for path in installed):
        npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        environment = {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}
        if not os.access(os.environ.get("HOME", ""), os.W_OK):
            environment["npm_config_cache"] = str(tmp_path_factory.mktemp("npm"))
        command = [str(node()), str(npm), "ci", *quiet]
        done = subprocess.run(
            command, cwd=CLIENTS, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return CLIENTS


@pytest.mark.usefixtures("released")
async def test_two_clients_of_others_read_the_feed_unchanged(root: str, clients: Path) -> None:
    command = [str(node()), str(clients / "read.mjs"), root]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert len(got["filtered"]) == 3
    assert {row["Region"] for row in got["filtered"]} == {"12"}
    assert int(got["counted"]) > 1352
    assert len(got["first"]) == 2
    assert {row["Period"] for row in got["grouped"]} == {"2025", "2026"}
    assert got["refused"] == 501
