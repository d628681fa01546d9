"""What is told about a table beside its figures: the same fields and the same texts at every exit."""

import io
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
import python_calamine

from slussen_chassis.testing import client_for
from slussen_statistics.domain.about import FIELDS
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.layout import catalogue_digest
from slussen_statistics.domain.records import column_name
from slussen_statistics.outputs import FORMATS, csdl
from slussen_statistics.settings import StatisticsSettings

NOTE = "A note on corrections"


@pytest.fixture
def settings(settings: StatisticsSettings) -> StatisticsSettings:
    publisher = {"iri": "http://dataportal.se/organisation/SE2120000000", "name": "Region", "email": "a@b.se"}
    return settings.model_copy(update={f"publisher_{name}": value for name, value in publisher.items()})


@pytest.fixture(params=[False, True], ids=["continued", "discontinued"])
def is_discontinued(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[bool]:
    table = replace(TABLES["referral-flow"], is_discontinued=request.param)
    monkeypatch.setitem(TABLES, table.id, table)
    monkeypatch.setitem(csdl.ENTITY_SETS, "ReferralFlow", table)
    catalogue_digest.cache_clear()
    yield request.param
    monkeypatch.undo()
    catalogue_digest.cache_clear()


@pytest.fixture
async def told(call: Any, deliver: Any, make: SimpleNamespace, is_discontinued: bool) -> dict[str, list[str]]:
    """What must be told of the flow, in English, after two counties have released it, one under a threshold."""
    await deliver(*make.referrals(12, county_code="12", municipality_code="1280"), *make.referrals(8))
    note = {"revisionNote": {"sv": "En rättelse", "en": NOTE}}
    for county, body in (("12", note), ("18", {})):
        assert (await call(make.administrator(county), "POST", "/releases", json=body)).status_code == 201
    table = TABLES["referral-flow"]
    return {
        "definition": [table.counts.en],
        "unit": ["Referrals: number"],
        "source": [table.source.en],
        "county": ["12 Skåne län, 18 Örebro län"],
        "updated": ["2026-11-22"],
        "nextUpdate": [] if is_discontinued else ["2026-12-01"],
        "discontinued": ["yes" if is_discontinued else "no"],
        "note": ["Cell Key Method", "Counts from 1 to 4", NOTE],
    }


def check(fields: dict[str, str], told: dict[str, list[str]]) -> None:
    assert told.keys() == FIELDS.keys()
    for name, parts in told.items():
        assert (name in fields) == bool(parts)
        for part in parts:
            assert part in fields[name], name


@pytest.fixture
def get(call: Any, make: SimpleNamespace) -> Any:
    async def ask(path: str, **params: str) -> Any:
        answer = await call(make.anonymous(), "GET", path, params=params, headers={"Accept-Language": "en"})
        assert answer.status_code == 200, answer.text
        return answer

    return ask


DATA = "/px/tables/referral-flow/data"


def texts(told: dict[str, list[str]]) -> list[str]:
    """What can be looked for in a text: not a bare yes or no."""
    return [part for name, found in told.items() for part in found if name != "discontinued"]


async def test_files_and_json_px_tell_every_field(get: Any, told: dict[str, list[str]]) -> None:
    for path, params in (
        ("/tables/referral-flow/files/parquet", {}),
        (DATA, {"lang": "en", "outputFormat": "parquet"}),
    ):
        metadata = pq.read_schema(io.BytesIO((await get(path, **params)).content)).metadata
        check({name.decode(): text.decode() for name, text in metadata.items()}, told)
    [metadata] = (await get(DATA, lang="en", outputFormat="json-px")).json()["metadata"]
    check(metadata, told)


async def test_the_description_of_the_feed_tells_every_field(
    service: Any, make: SimpleNamespace, told: dict[str, list[str]]
) -> None:
    async with client_for(service, make.anonymous(), "statistics") as client:
        document = (await client.get("/statistics/odata/v4/$metadata", params={"lang": "en"})).content
    sets = ET.fromstring(document).iter(f"{{{csdl.EDM}}}EntitySet")  # noqa: S314 - our own answer
    [flow] = [found for found in sets if found.attrib["Name"] == "ReferralFlow"]
    terms = {a.attrib["Term"]: a.attrib.get("String", "") for a in flow}
    names = {f"{csdl.NAMESPACE}.{column_name(field)}": field for field in FIELDS}
    check({names[term]: text for term, text in terms.items() if term in names}, told)


@pytest.mark.parametrize("form", ["html", "px", "xlsx"])
async def test_what_people_open_tells_every_field(get: Any, told: dict[str, list[str]], form: str) -> None:
    answer = await get(DATA, lang="en", outputFormat=form)
    text = answer.text
    if form == "xlsx":
        sheet = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_name("Info")
        text = "\n".join(str(row[0]) for row in sheet.to_python())
    for part in texts(told):
        assert (escape(part) if form == "html" else part) in text
    assert f"Discontinued{'</dt><dd>' if form == 'html' else ': '}{told['discontinued'][0]}" in text


async def test_the_data_catalogue_tells_every_field(
    get: Any, told: dict[str, list[str]], is_discontinued: bool
) -> None:
    graph = (await get("/dcat", format="json-ld")).json()["@graph"]
    [dataset] = [node for node in graph if node["@id"].endswith("#referral-flow")]
    [description] = [t["@value"] for t in dataset["dcterms:description"] if t.get("@language") == "en"]
    assert [part for part in texts(told) if part not in description] == []
    assert f"Discontinued: {told['discontinued'][0]}." in description
    assert dataset["dcterms:accrualPeriodicity"][0]["@id"].endswith("/NEVER") is is_discontinued
    [source] = [node for node in graph if node["@id"] == dataset["dcterms:provenance"][0]["@id"]]
    assert told["source"][0] in [label["@value"] for label in source["rdfs:label"]]


async def test_json_stat_tells_every_field(
    get: Any, told: dict[str, list[str]], is_discontinued: bool
) -> None:
    body = (await get("/px/tables/referral-flow/metadata", lang="en")).json()
    extension = body["extension"]
    assert (body["source"], body["updated"]) == (told["source"][0], told["updated"][0])
    assert extension["px"]["description"] == told["definition"][0]
    assert extension["px"].get("nextUpdate") == (None if is_discontinued else told["nextUpdate"][0])
    assert extension["discontinued"] is is_discontinued
    assert [part for part in told["note"] if part not in " ".join(body["note"])] == []


async def test_the_catalogue_names_every_format_that_there_is(call: Any, make: SimpleNamespace) -> None:
    tables = (await call(make.anonymous(), "GET", "/tables")).json()["tables"]
    assert {"json", "csv", "parquet", "odata", *FORMATS} == set(tables[0]["formats"])
