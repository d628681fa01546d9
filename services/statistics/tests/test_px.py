"""PxWebApi 2, driven from its specification: every operation, parameter, format and answer's schema."""

import csv
import io
import itertools
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import orjson
import pyarrow.parquet as pq
import pytest
import python_calamine
import yaml
from jsonschema import Draft4Validator

from slussen_chassis.clock import FixedClock, new_id
from slussen_chassis.testing import START, client_for, staff
from slussen_contracts.consent.events import ConsentRecorded
from slussen_local import environment
from slussen_local.layout import Layout
from slussen_statistics.app import create_app
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.px.variables import sector_list, sector_lists
from slussen_statistics.settings import StatisticsSettings

SPEC = yaml.safe_load((Path(__file__).parent / "data" / "px-api-2.yaml").read_text("utf-8"))
FORMATS = SPEC["components"]["schemas"]["OutputFormatType"]["enum"]
PARAMETERS = SPEC["components"]["schemas"]["OutputFormatParamType"]["enum"]
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, item in SPEC["paths"].items()
    for method, operation in item.items()
}
FLOW = "/tables/referral-flow"


def as_json_schema(schema: Any) -> Any:
    """Turn `nullable` of OpenAPI 3.0 into JSON Schema."""
    if isinstance(schema, list):
        return [as_json_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: as_json_schema(value) for key, value in schema.items() if key not in {"nullable", "example"}}
    if schema.get("nullable") and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made


SCHEMAS = as_json_schema(SPEC["components"]["schemas"])
SCHEMAS["VariableSelection"]["required"] = [
    "variableCode",
    "valueCodes",
]  # the specification says "values", a slip


def check(schema: str, body: Any) -> None:
    document = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": SCHEMAS}}
    faults = [f"{e.json_path}: {e.message}" for e in Draft4Validator(document).iter_errors(body)]
    assert faults == []


def consent(profession: str | None) -> ConsentRecorded:
    return ConsentRecorded.model_validate(
        {
            "id": new_id(),
            "occurred_at": START,
            "county_code": "12",
            "aggregate_id": uuid4(),
            "aggregate_version": 1,
            "subject_id": uuid4(),
            "situation": "parental_support",
            "value": "yes",
            "status": "active",
            "responsible_authority_id": uuid4(),
            "recorded_by_profession": profession,
            "valid_from": date(2026, 3, 1),
            "valid_through": date(2027, 2, 28),
        }
    )


@pytest.fixture
async def released(call: Any, deliver: Any, make: SimpleNamespace) -> None:
    """Two counties: 12 under noise, 18 with its flow under a threshold; a centre in each."""
    unit = make.CENTRE
    places = make.place(unit, county_code="12")
    await deliver(
        *(e.model_copy(update={"county_code": "12", "municipality_code": "1280"}) for e in places),
        *make.referrals(12, county_code="12", municipality_code="1280"),
        *make.referrals(9, county_code="12", municipality_code="1280", from_profession="child_health_nurse"),
        *make.referrals(7, county_code="12", municipality_code="1280", opened_on=date(2025, 5, 2)),
        *make.referrals(8),
        *(consent(of_profession) for of_profession in ["midwife"] * 11 + [None] * 12),
        *(
            make.entry("visits", on=date(2026, month, 3), numbers={"adults": 20 + month, "children": 31})
            for month in range(1, 11)
        ),
    )
    for county in ("12", "18"):
        answer = await call(make.administrator(county), "POST", "/releases", json={})
        assert answer.status_code == 201, answer.text


@pytest.fixture
def px(call: Any, make: SimpleNamespace) -> Any:
    async def ask(path: str, *, method: str = "GET", status: int = 200, **more: Any) -> Any:
        answer = await call(make.anonymous(), method, f"/px{path}", **more)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            check("Problem", answer.json())
            assert {"title", "status", "detail", "type", "instance"} <= answer.json().keys()
        return answer

    return ask


def asked(**values: str) -> dict[str, str]:
    found = {"Region": "12", "Kind": "internal", "ContentsCode": "referrals", "Tid": "2026", **values}
    return {f"valuecodes[{name}]": value for name, value in found.items()}


CASES: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {
    "ListAllTables": [
        ({}, {"lang": "en"}),
        ({}, {"query": "samtycke"}),
        ({}, {"pastDays": 5}),
        ({}, {"includeDiscontinued": "true"}),
        ({"pageSize": 2}, {"pageSize": 2, "pageNumber": 2}),
        ({}, {"pageSize": 3}),
    ],
    "GetTableById": [({}, {"lang": "en"})],
    "GetMetadataById": [
        ({}, {"lang": "en"}),
        ({}, {"defaultSelection": "true"}),
        ({}, {"savedQuery": "{saved}"}),
        ({}, {"codelist[FromProfession]": "agg_Sectors"}),
    ],
    "GetDefaultSelection": [({}, {"lang": "en"})],
    "GetTableData": [
        ({}, {"lang": "en"}),
        ({}, asked(FromProfession="midwife")),
        ({}, {"codelist[FromProfession]": "agg_Sectors"}),
        *(({}, {"outputFormat": name}) for name in FORMATS if name != "json-stat2"),
        *(
            (
                {"outputFormat": "csv", **({"outputFormatParams": "UseCodes"} if name == "UseTexts" else {})},
                {"outputFormat": "csv", "outputFormatParams": name},
            )
            for name in PARAMETERS
        ),
        ({}, {"heading": "Kind"}),
        ({}, {"stub": "Tid,Kind"}),
    ],
    "GetTableDataByPost": [
        ({}, {"lang": "en"}),
        *(({}, {"outputFormat": name}) for name in FORMATS if name != "json-stat2"),
        ({"outputFormat": "csv"}, {"outputFormat": "csv", "outputFormatParams": "UseCodes,IncludeTitle"}),
    ],
    "GetCodelistById": [({}, {"lang": "en"})],
    "GetApiConfiguration": [({}, {})],
    "CreateSaveQuery": [({}, {})],
    "GetSaveQuery": [({}, {})],
    "RunSaveQuery": [
        ({"outputFormat": "px"}, {"outputFormat": "px", "lang": "sv"}),
        *(({}, {"outputFormat": name}) for name in FORMATS if name != "csv"),
        ({}, {"outputFormat": "csv", "outputFormatParams": "UseTexts"}),
    ],
    "GetSavedQuerySelection": [({}, {"lang": "sv"})],
}
"""For each operation: parameters with which it answers otherwise than with the first ones."""
IDS = {"tables": "referral-flow", "codelists": "agg_Sectors", "savedqueries": "{saved}"}


def parameters_of(operation: Any) -> set[str]:
    """The names of an operation's parameters in the query."""
    found = [
        SPEC["components"]["parameters"][p["$ref"].rsplit("/", 1)[-1]] if "$ref" in p else p
        for p in operation.get("parameters", ())
    ]
    assert {p["in"] for p in found} <= {"path", "query"}
    return {p["name"] for p in found if p["in"] == "query"}


def without_links(answer: Any) -> Any:
    """The answer but for its links, which repeat what was asked."""
    if "json" not in answer.headers["content-type"]:
        return answer.content
    body = answer.json()
    for holder in (body, body.get("page", {}), *body.get("tables", ())):
        holder.pop("links", None)
    return body


@pytest.fixture
def with_one_discontinued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "consents", replace(TABLES["consents"], is_discontinued=True))


@pytest.mark.usefixtures("released", "with_one_discontinued")
@pytest.mark.parametrize("name", OPERATIONS)
async def test_every_operation_and_parameter_of_the_specification_has_its_effect(
    px: Any, clock: FixedClock, name: str
) -> None:
    method, template, operation = OPERATIONS[name]
    assert CASES.keys() == OPERATIONS.keys()
    asked = {key.split("[")[0] for _, params in CASES[name] for key in params}
    assert asked == parameters_of(operation)
    saved = (await px("/savedqueries", method="POST", status=201, json=SAVED)).json()["id"]
    clock.moment += timedelta(days=10)
    path = template.replace("{id}", IDS.get(template.split("/")[1], "")).replace("{saved}", saved)
    body = {"CreateSaveQuery": SAVED, "GetTableDataByPost": {"selection": []}}.get(name)

    async def answer(params: dict[str, Any]) -> Any:
        filled = {key: str(value).replace("{saved}", saved) for key, value in params.items()}
        status = 201 if "201" in operation["responses"] else 200
        got = await px(path, method=method.upper(), status=status, params=filled, json=body)
        media_type = got.headers["content-type"].split(";")[0]
        content = operation["responses"][str(status)]["content"]
        if media_type == "application/json" and params.get("outputFormat") != "json-px":
            schema = content["application/json"]["schema"]
            check(schema["$ref"].rsplit("/", 1)[-1] if "$ref" in schema else "Dataset", got.json())
        return without_links(got)

    for first, params in CASES[name]:
        plain, changed = await answer(first), await answer(params)
        assert first == params or plain != changed, params


SAVED = {
    "language": "en",
    "tableId": "referral-flow",
    "outputFormat": "csv",
    "outputFormatParams": ["UseCodes", "SeparatorSemicolon"],
    "selection": {
        "selection": [
            {"variableCode": "Region", "valueCodes": ["12"]},
            {"variableCode": "Kind", "valueCodes": ["internal"]},
            {"variableCode": "FromProfession", "valueCodes": ["midwife", "total"]},
            {"variableCode": "ContentsCode", "valueCodes": ["*"]},
            {"variableCode": "Tid", "valueCodes": ["TOP(1)"]},
        ],
        "placement": {"heading": ["Tid", "ContentsCode"], "stub": ["Region", "Kind", "FromProfession"]},
    },
}


@pytest.mark.usefixtures("released")
async def test_the_list_of_tables_is_paged_searched_and_in_two_languages(px: Any) -> None:
    first = (await px("/tables", params={"pageSize": 5})).json()
    assert (first["language"], len(first["tables"]), first["page"]["pageNumber"]) == ("sv", 5, 1)
    pages = [(await px("/tables", params={"pageSize": 5, "pageNumber": n})).json() for n in (1, 2)]
    assert {t["id"] for t in pages[0]["tables"]}.isdisjoint(t["id"] for t in pages[1]["tables"])
    assert "next" in {found["rel"] for found in pages[0]["page"]["links"]}
    found = (await px("/tables", params={"query": "profession barnmorska", "lang": "en"})).json()
    assert found["tables"][0]["label"] == "Referrals from profession to profession"
    assert (await px("/tables", params={"query": "nothing like it"})).json()["page"]["totalElements"] == 0
    assert (await px("/tables", params={"pastDays": 1})).json()["page"]["totalElements"] > 0
    whole = {"includeDiscontinued": "true", "pageNumber": "1", "pageSize": "10000"}
    as_the_web_client_asks = (await px("/tables", params=whole)).json()
    assert len(as_the_web_client_asks["tables"]) == as_the_web_client_asks["page"]["totalElements"] > 5
    for faulty in ({"pageNumber": 99}, {"pageSize": 0}, {"pastDays": 0}, {"pageNumber": "x"}, {"lang": "dk"}):
        await px("/tables", params=faulty, status=404 if faulty == {"pageNumber": 99} else 400)


@pytest.mark.usefixtures("released")
async def test_metadata_tell_variables_values_notes_and_code_lists(px: Any) -> None:
    body = (await px(f"{FLOW}/metadata", params={"lang": "en"})).json()
    assert body["id"] == ["Region", "Kind", "FromProfession", "ToProfession", "ContentsCode", "Tid"]
    assert body["value"] == []
    assert body["role"] == {"geo": ["Region"], "metric": ["ContentsCode"], "time": ["Tid"]}
    region = body["dimension"]["Region"]
    assert region["category"]["label"]["12"] == "Skåne län"
    assert {c["id"] for c in region["extension"]["codelists"]} == {
        "vs_Counties",
        "vs_Municipalities",
        "vs_Centres",
    }
    assert "Cell Key Method" in " ".join(body["note"])
    assert body["dimension"]["FromProfession"]["extension"]["eliminationValueCode"] == "total"
    with_list = (await px(f"{FLOW}/metadata", params={"codelist[FromProfession]": "agg_Sectors"})).json()
    assert set(with_list["dimension"]["FromProfession"]["category"]["index"]) == {
        "health",
        "social",
        "education",
        "other_sector",
    }
    default = (await px(f"{FLOW}/metadata", params={"defaultSelection": "true"})).json()
    assert list(default["dimension"]["Tid"]["category"]["index"]) == ["2026"]
    saved = (await px("/savedqueries", method="POST", status=201, json=SAVED)).json()["id"]
    by_query = (await px(f"{FLOW}/metadata", params={"savedQuery": saved})).json()
    assert list(by_query["dimension"]["FromProfession"]["category"]["index"]) == ["midwife", "total"]
    await px(f"{FLOW}/metadata", params={"codelist[FromProfession]": "none"}, status=400)
    await px(f"{FLOW}/metadata", params={"codelist[None]": "agg_Sectors"}, status=400)
    await px(f"{FLOW}/metadata", params={"savedQuery": "none"}, status=404)
    await px("/tables/none/metadata", status=404)


EXPRESSIONS = {
    "midwife": ["midwife"],
    "MIDWIFE,total": ["midwife", "total"],
    "*": 26,
    "soc*": ["social_worker", "social_authority_officer"],
    "*nurse": ["child_health_nurse"],
    "*lib*": ["librarian"],
    "midwif?": ["midwife"],
    "TOP(2)": ["midwife", "child_health_nurse"],
    "top(1,1)": ["child_health_nurse"],
    "BOTTOM(1)": ["total"],
    "bottom(2,1)": ["civil_society", "other"],
    "RANGE(midwife,preschool_teacher)": ["midwife", "child_health_nurse", "preschool_teacher"],
    "from(other)": ["other", "total"],
    "TO(child_health_nurse)": ["midwife", "child_health_nurse"],
    "TO(midwife),librarian": ["midwife", "librarian"],
}


@pytest.mark.usefixtures("released")
async def test_every_selection_expression_chooses_its_values(px: Any) -> None:
    for expression, expected in EXPRESSIONS.items():
        body = (await px(f"{FLOW}/data", params=asked(FromProfession=expression))).json()
        found = list(body["dimension"]["FromProfession"]["category"]["index"])
        assert (len(found) if isinstance(expected, int) else found) == expected, expression
        assert "ToProfession" not in body["id"], "what is not selected and may be left out is left out"
    times = {"TOP(1)": ["2026"], "BOTTOM(1)": ["2025"], "*": ["2025", "2026"], "FROM(2026)": ["2026"]}
    for expression, periods in times.items():
        body = (await px(f"{FLOW}/data", params=asked(Tid=expression))).json()
        assert list(body["dimension"]["Tid"]["category"]["index"]) == periods


FAULTY: list[tuple[dict[str, str], int, str]] = [
    ({"valuecodes[None]": "1"}, 400, "Non-existent variable"),
    (asked(Region="99"), 400, "Non-existent value"),
    (asked(FromProfession="TOP(x)"), 400, "Illegal selection expression"),
    (asked(FromProfession="RANGE(midwife)"), 400, "Illegal selection expression"),
    (asked(FromProfession="FROM(a,b)"), 400, "Illegal selection expression"),
    (asked(FromProfession="TO(nobody)"), 400, "Non-existent value"),
    (asked(FromProfession="a*b"), 400, "Illegal selection expression"),
    (asked(FromProfession="SUM(midwife)"), 400, "Illegal selection expression"),
    (asked(FromProfession="zzz*"), 400, "Non-existent value"),
    (asked(FromProfession="TOP(0)"), 400, "Non-existent value"),
    (asked(FromProfession="RANGE(total,midwife)"), 400, "Non-existent value"),
    ({**asked(), "valuecodes[region]": "18"}, 400, "Repeated variable"),
    ({"valuecodes[Region]": "12"}, 400, "Missing selection for mandatory variable"),
    ({**asked(), "codelist[Region]": "agg_Sectors"}, 400, "Non-existent codelist"),
    ({**asked(), "heading": "None"}, 400, "Illegal placement"),
    ({**asked(), "heading": "Tid", "stub": "Tid"}, 400, "Illegal placement"),
    ({**asked(), "outputFormat": "docx"}, 400, "Unsupported output format"),
    ({**asked(), "outputFormatParams": "UseCodes"}, 400, "Unsupported output format"),
    (
        {**asked(), "outputFormat": "csv", "outputFormatParams": "UseCodes,UseTexts"},
        400,
        "Unsupported output format",
    ),
    (
        {**asked(), "outputFormat": "xlsx", "outputFormatParams": "SeparatorTab"},
        400,
        "Unsupported output format",
    ),
    ({**asked(), "lang": "de"}, 400, "Unsupported language"),
]


@pytest.mark.usefixtures("released")
async def test_what_is_wrong_is_named_as_the_reference_server_names_it(px: Any) -> None:
    for params, status, title in FAULTY:
        answer = await px(f"{FLOW}/data", params=params, status=status)
        assert answer.json()["title"] == title, params
    await px("/tables/none/data", status=404)
    await px("/codelists/none", status=404)
    await px("/savedqueries/none/data", status=404)
    await px(f"{FLOW}/data", method="POST", json={"selection": "x"}, status=400)


@pytest.mark.usefixtures("released")
async def test_too_many_cells_are_refused_and_the_limit_is_in_the_configuration(
    px: Any, service: Any
) -> None:
    everything = asked(Kind="*", FromProfession="*", ToProfession="*", Region="*", Tid="*")
    body = (await px(f"{FLOW}/data", params=everything)).json()
    assert len(body["value"]) == 2 * 26 * 26 * len(body["dimension"]["Region"]["category"]["index"]) * 2
    service.api.state.settings = service.api.state.settings.model_copy(update={"px_cells": 100})
    assert (await px("/config")).json()["maxDataCells"] == 100
    refused = await px(f"{FLOW}/data", params=everything, status=403)
    assert refused.json()["title"] == "Too many cells selected"


def cells(body: Any) -> dict[tuple[str, ...], Any]:
    codes = [list(body["dimension"][name]["category"]["index"]) for name in body["id"]]
    status = body.get("status", {})
    return {
        place: status.get(str(at), value)
        for at, (place, value) in enumerate(zip(itertools.product(*codes), body["value"], strict=True))
    }


QUESTION = asked(Region="12,18", Kind="*", FromProfession="midwife,child_health_nurse,total", Tid="*")


@pytest.mark.usefixtures("released")
async def test_the_same_question_has_the_same_figures_in_every_format(px: Any, call: Any, make: Any) -> None:
    base = cells((await px(f"{FLOW}/data", params=QUESTION)).json())
    assert None not in base.values()
    expected = [str(value) for value in base.values()]
    found: dict[str, list[str]] = {}
    for name in FORMATS:
        answer = await px(f"{FLOW}/data", params={**QUESTION, "outputFormat": name})
        assert answer.headers["content-disposition"].startswith('inline; filename="referral-flow.')
        found[name] = list(READERS[name](answer.content))
    assert found.keys() == set(FORMATS)
    for name, values in found.items():
        assert values == expected, name
    native = (await call(make.anonymous(), "GET", FLOW, params={"county": "12", "year": 2026})).json()
    codes = [[c["code"] for c in d["categories"]] for d in native["dimensions"]]
    by_place = dict(zip(itertools.product(*codes), native["values"], strict=True))
    for sender in ("midwife", "child_health_nurse", "total"):
        assert by_place["internal", sender, "total"] == base["12", "internal", sender, "referrals", "2026"]


def _csv(content: bytes) -> Any:
    return [v for row in list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:] for v in row[3:]]


def _xlsx(content: bytes) -> Any:
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [str(int(v)) if isinstance(v, float) else v for row in sheet.to_python()[1:] for v in row[3:]]


def _html(content: bytes) -> Any:
    return [part.split("</td>")[0] for part in content.decode().split("<td>")[1:]]


def _px(content: bytes) -> Any:
    data = content.decode().split("DATA=", 1)[1].rstrip(";\r\n")
    return [value.strip('"') for value in data.split()]


def _json_px(content: bytes) -> Any:
    return [row["values"][0] for row in orjson.loads(content)["data"]]


def _parquet(content: bytes) -> Any:
    table = pq.read_table(io.BytesIO(content)).to_pydict()
    return [
        status if value is None else str(int(value))
        for value, status in zip(table["value"], table["status"], strict=True)
    ]


READERS: dict[str, Any] = {
    "json-stat2": lambda content: [str(v) for v in cells(orjson.loads(content)).values()],
    "csv": _csv,
    "xlsx": _xlsx,
    "html": _html,
    "px": _px,
    "json-px": _json_px,
    "parquet": _parquet,
}


@pytest.mark.usefixtures("released")
async def test_every_parameter_of_an_output_format_has_its_effect(px: Any) -> None:
    async def text(*parameters: str) -> str:
        params = {**asked(FromProfession="midwife"), "outputFormat": "csv"}
        answer = await px(f"{FLOW}/data", params={**params, "outputFormatParams": ",".join(parameters)})
        return str(answer.content.decode("utf-8-sig"))

    effects = {
        "UseCodes": "12,internal,midwife,",
        "UseTexts": "Skåne län,Inom familjecentralen,Barnmorska,",
        "UseCodesAndTexts": "12 Skåne län,internal Inom familjecentralen,midwife Barnmorska,",
        "IncludeTitle": "Slussningar från profession till profession efter område",
        "SeparatorTab": "Skåne län\tInom familjecentralen\tBarnmorska\t",
        "SeparatorSpace": '"Skåne län" "Inom familjecentralen" Barnmorska ',
        "SeparatorSemicolon": "Skåne län;Inom familjecentralen;Barnmorska;",
    }
    assert effects.keys() == set(PARAMETERS)
    for parameter, expected in effects.items():
        assert expected in await text(parameter), parameter
    html = (
        await px(
            f"{FLOW}/data",
            params={**asked(), "outputFormat": "html", "outputFormatParams": "IncludeTitle", "lang": "en"},
        )
    ).text
    assert "<caption>Referrals from profession to profession by area" in html


@pytest.mark.usefixtures("released")
async def test_placement_turns_the_answer_and_keeps_its_cells(px: Any) -> None:
    plain = (await px(f"{FLOW}/data", params=QUESTION)).json()
    params = {**QUESTION, "heading": "FromProfession", "stub": "Tid,Region"}
    turned = (await px(f"{FLOW}/data", params=params)).json()
    assert turned["id"] == ["Tid", "Region", "Kind", "ContentsCode", "FromProfession"]
    order = [turned["id"].index(name) for name in plain["id"]]
    assert {tuple(place[at] for at in order): v for place, v in cells(turned).items()} == cells(plain)


@pytest.mark.usefixtures("released")
async def test_post_and_get_answer_alike(px: Any) -> None:
    selection = [
        {"variableCode": name.split("[")[1][:-1], "valueCodes": value.split(",")}
        for name, value in QUESTION.items()
    ]
    posted = await px(f"{FLOW}/data", method="POST", json={"selection": selection})
    assert posted.json() == (await px(f"{FLOW}/data", params=QUESTION)).json()
    default = (await px(f"{FLOW}/data", method="POST", json={"selection": []})).json()
    assert default == (await px(f"{FLOW}/data")).json()
    assert (await px(f"{FLOW}/data", method="POST")).json() == default


@pytest.mark.usefixtures("released")
async def test_an_aggregation_is_a_look_up_on_counts_and_keys_and_a_threshold_table_refuses_it(
    px: Any,
) -> None:
    params = {**asked(Region="12,18", FromProfession="health"), "codelist[FromProfession]": "agg_Sectors"}
    found = cells((await px(f"{FLOW}/data", params=params)).json())
    total = cells((await px(f"{FLOW}/data", params=asked(Region="12,18"))).json())
    assert (
        found["12", "internal", "health", "referrals", "2026"] == total["12", "internal", "referrals", "2026"]
    )
    assert found["18", "internal", "health", "referrals", "2026"] == ".."
    assert total["18", "internal", "referrals", "2026"] == 8


def rounded(total: int) -> set[int]:
    """The multiples of five that an entered total may be shown as."""
    return {total - total % 5, total + -total % 5}


@pytest.mark.usefixtures("released")
async def test_months_are_joined_into_quarters_and_years(px: Any) -> None:
    params = {"valuecodes[Region]": "18", "valuecodes[ContentsCode]": "adults,children,families_in_month"}
    path = "/tables/open-preschool-visits/data"
    months = cells((await px(path, params={**params, "valuecodes[Tid]": "*"})).json())
    assert months["18", "adults", "2026M01"] in rounded(21)
    quarters = {**params, "valuecodes[Tid]": "*", "codelist[Tid]": "agg_Quarters"}
    joined = cells((await px(path, params=quarters)).json())
    assert joined["18", "adults", "2026K1"] in rounded(21 + 22 + 23)
    assert joined["18", "children", "2026K3"] in rounded(3 * 31)
    assert joined["18", "families_in_month", "2026K1"] == ".."
    years = {**params, "valuecodes[Tid]": "*", "codelist[Tid]": "agg_Years"}
    assert cells((await px(path, params=years)).json())["18", "children", "2026"] == 310


@pytest.mark.usefixtures("released")
async def test_a_total_that_nobody_has_entered_is_no_zero_at_any_exit(
    px: Any, call: Any, make: SimpleNamespace
) -> None:
    """A municipality of the county without a centre; what organisations do there is 0, visits nobody has entered."""
    params = {"valuecodes[Region]": "1814", "valuecodes[ContentsCode]": "adults,days", "valuecodes[Tid]": "*"}
    for joined in ({}, {"codelist[Tid]": "agg_Quarters"}, {"codelist[Tid]": "agg_Years"}):
        answer = await px("/tables/open-preschool-visits/data", params={**params, **joined})
        found = {(measure, value) for (_, measure, _), value in cells(answer.json()).items()}
        assert found == {("adults", "."), ("days", 0)}, joined
    chosen = {"county": "18", "area": "1814"}
    table = (await call(make.anonymous(), "GET", "/tables/open-preschool-visits", params=chosen)).json()
    told = dict(zip((measure["code"] for measure in table["measures"]), table["values"], strict=True))
    assert (told["adults"], told["days"]) == (None, 0)
    visits = (await call(make.anonymous(), "GET", "/figures/visits", params=chosen)).json()
    assert {row["said"][0] for row in visits["rows"]} == {"."}
    assert visits["finding"] == "Inga siffror är publicerade här än."


@pytest.mark.usefixtures("released")
async def test_a_saved_query_keeps_its_format_and_is_the_same_for_the_same_question(px: Any) -> None:
    first = (await px("/savedqueries", method="POST", status=201, json=SAVED)).json()
    again = (await px("/savedqueries", method="POST", status=201, json=SAVED)).json()
    assert first["id"] == again["id"]
    assert first["savedQuery"]["tableId"] == "referral-flow"
    text = (await px(f"/savedqueries/{first['id']}/data")).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Region;Kind;FromProfession;2026 referrals"
    as_stat = (await px(f"/savedqueries/{first['id']}/data", params={"outputFormat": "json-stat2"})).json()
    assert as_stat["label"].startswith("Referrals from profession")
    selection = (await px(f"/savedqueries/{first['id']}/selection")).json()
    assert selection["selection"][-1]["valueCodes"] == ["2026"]
    faulty = {**SAVED, "tableId": "none"}
    await px("/savedqueries", method="POST", status=404, json=faulty)
    await px("/savedqueries", method="POST", status=400, json={**SAVED, "language": "xx"})
    await px("/savedqueries", method="POST", status=400, json={**SAVED, "outputFormat": "xx"})


async def test_without_the_scope_or_a_release_there_is_nothing(px: Any, call: Any) -> None:
    assert (await px("/tables")).json()["tables"] == []
    await px(FLOW, status=404)
    assert (await call(staff("consent:read"), "GET", "/px/config")).status_code == 403
    assert (await call(None, "GET", "/px/config")).status_code == 401


async def test_the_surface_has_a_description_of_its_own(call: Any) -> None:
    paths = (await call(None, "GET", "/openapi.json")).json()["paths"]
    assert not [path for path in paths if path.startswith("/px")]


@pytest.mark.usefixtures("released")
async def test_every_link_points_at_the_address_that_the_deployment_has(
    settings: Any,
    clock: FixedClock,
    make: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/postgres")
    layout = Layout(tmp_path)
    told = environment.of_service(layout, "statistics")
    prefix = "SLUSSEN_STATISTICS_"
    known = {f"{prefix}{name.upper()}" for name in StatisticsSettings.model_fields}
    assert told.keys() <= known, "each is a setting of the service"
    public = settings.model_copy(update={"public_origin": told[f"{prefix}PUBLIC_ORIGIN"]})
    app = create_app(public, clock=clock)
    client = client_for(app, make.anonymous(), "statistics")
    async with app.api.router.lifespan_context(app.api), client:
        for path in ("/px/tables", f"/px{FLOW}", f"/px{FLOW}/metadata", f"/px{FLOW}/defaultselection"):
            text = (await client.get(f"/statistics/v1{path}")).text
            found = re.findall(r'"href":"([^"]*)"', text)
            assert found
            assert {link.startswith(f"{layout.origin}/statistics/v1/px/") for link in found} == {True}


@pytest.mark.usefixtures("released")
async def test_pages_are_followed_to_the_end_with_all_that_was_asked(px: Any, clock: FixedClock) -> None:
    clock.moment += timedelta(days=10)
    asked = {"query": "län & kommun", "pastDays": "30", "includeDiscontinued": "true", "pageSize": "2"}
    for question in (asked, {**asked, "query": "slussning"}, {"pageSize": "2", "lang": "en"}):
        body = (await px("/tables", params=question)).json()
        found, pages = [t["id"] for t in body["tables"]], 1
        [own] = body["links"]
        assert dict(parse_qsl(urlsplit(own["href"]).query)).items() >= question.items()
        while following := [one["href"] for one in body["page"]["links"] if one["rel"] == "next"]:
            body = (await px(following[0].split("/px", 1)[1])).json()
            found += [t["id"] for t in body["tables"]]
            pages += 1
        assert len(set(found)) == len(found) == body["page"]["totalElements"]
        assert pages == body["page"]["totalPages"]
    assert pages > 2


def keyword(text: str, name: str) -> list[str]:
    return re.findall(rf"^{re.escape(name)}=(.*);\r?$", text, re.MULTILINE)


@pytest.mark.usefixtures("released")
async def test_a_px_file_tells_unit_decimals_and_period_of_each_measure_that_was_chosen(px: Any) -> None:
    params = {"valuecodes[Region]": "12", "valuecodes[Tid]": "2026", "outputFormat": "px", "lang": "en"}
    for chosen, decimals in (("consents,share", {"Consents": 0, "Share": 1}), ("share", {"Share": 1})):
        text = (
            await px("/tables/consents/data", params={**params, "valuecodes[ContentsCode]": chosen})
        ).content.decode()
        measures = {m.label.en: m for m in TABLES["consents"].measures if m.code in chosen.split(",")}
        assert measures.keys() == decimals.keys()
        assert keyword(text, "UNITS") == []
        for name, measure in measures.items():
            assert keyword(text, f'UNITS("{name}")') == [f'"{measure.unit.en}"']
            assert keyword(text, f'REFPERIOD("{name}")') == ['"2026-01-01 through 2026-10-31"']
        assert keyword(text, "DECIMALS") == ["1"]
        shown = int(keyword(text, "SHOWDECIMALS")[0])
        for name, number in decimals.items():
            stated = keyword(text, f'PRECISION("contents","{name}")')
            assert (int(stated[0]) if stated else shown) == number
        assert keyword(text, "AGGREGALLOWED") == ["NO"]
        assert keyword(text, "NEXT-UPDATE") == ['"20261201 00:00"']


@pytest.mark.usefixtures("released")
async def test_what_may_be_added_up_is_told_alike_in_json_stat_and_px(px: Any) -> None:
    told = {}
    for table_id in [table["id"] for table in (await px("/tables")).json()["tables"]]:
        metadata = (await px(f"/tables/{table_id}/metadata")).json()
        text = (await px(f"/tables/{table_id}/data", params={"outputFormat": "px"})).content.decode()
        told[table_id] = metadata["extension"]["px"]["aggregallowed"]
        assert keyword(text, "AGGREGALLOWED") == ["YES" if told[table_id] else "NO"]
    assert told == {table_id: TABLES[table_id].may_be_added_up for table_id in told}
    assert told["referral-flow"] is False


@pytest.mark.usefixtures("released")
async def test_each_code_list_of_sectors_holds_every_category_of_its_variable(px: Any) -> None:
    lists = sector_lists(TABLES.values())
    for table in TABLES.values():
        for dimension in table.dimensions:
            own = sector_list(table, dimension)
            if own is not None:
                members = [code for value in own.values for code in value.members]
                assert sorted(members) == sorted(c.code for c in dimension.categories)
                assert lists[own.id] == own, "an id is one list"
    metadata = (await px("/tables/consents/metadata")).json()
    [of_consents] = metadata["dimension"]["Profession"]["extension"]["codelists"]
    assert of_consents["id"] != "agg_Sectors"
    read = (await px(of_consents["links"][0]["href"].split("/px", 1)[1])).json()
    assert "not_stated" in read["values"][-1]["valueMap"]
    params = {"valuecodes[Region]": "12", "valuecodes[ContentsCode]": "consents", "valuecodes[Tid]": "2026"}
    params |= {"valuecodes[Profession]": "*", "codelist[Profession]": of_consents["id"]}
    sectors = (await px("/tables/consents/data", params=params)).json()
    assert len(sectors["value"]) == 4
    assert abs(cells(sectors)["12", "other_sector", "consents", "2026"] - 12) <= 5


@pytest.mark.usefixtures("released")
async def test_a_selection_that_chooses_nothing_or_twice_is_refused_by_the_variables_name(px: Any) -> None:
    for expression in ("zzz*", "TOP(0)", "RANGE(total,midwife)"):
        answer = await px(f"{FLOW}/data", params=asked(FromProfession=expression), status=400)
        assert "FromProfession" in answer.json()["detail"]
    twice = [{"variableCode": "Tid", "valueCodes": ["2026"]}, {"variableCode": "Tid", "valueCodes": ["2025"]}]
    for second in ("Tid", "TID"):
        twice[1]["variableCode"] = second
        refused = await px(f"{FLOW}/data", method="POST", json={"selection": twice}, status=400)
        assert refused.json()["title"] == "Repeated variable"


@pytest.mark.usefixtures("released")
async def test_a_kept_query_answers_in_its_own_language_where_no_other_is_asked(px: Any) -> None:
    saved = (await px("/savedqueries", method="POST", status=201, json=SAVED)).json()["id"]
    path = f"/savedqueries/{saved}/selection"
    assert (await px(path)).json()["language"] == "en"
    assert (await px(path)).headers["content-language"] == "en"
    assert (await px(path, params={"lang": "sv"})).json()["language"] == "sv"


@pytest.mark.usefixtures("released")
async def test_the_period_covered_is_told_and_joined_periods_that_lack_months_say_so(px: Any) -> None:
    body = (await px(f"{FLOW}/metadata", params={"lang": "en"})).json()
    contents = body["dimension"]["ContentsCode"]["extension"]
    assert contents["refperiod"] == {"referrals": "2025-01-01 through 2026-10-31"}
    assert body["extension"]["px"]["description"] == TABLES["referral-flow"].counts.en
    newest = (await px(f"{FLOW}/data", params=asked(Tid="2025"))).json()
    told = newest["dimension"]["ContentsCode"]["extension"]["refperiod"]
    assert told == {"referrals": "2025-01-01 till och med 2025-12-31"}
    for name, whole, partial in (
        ("agg_Quarters", "2026K3", ("2026K4", "2026K4 (incomplete: 2026M10)")),
        ("agg_Years", None, ("2026", "2026 (incomplete: 2026M01-2026M10)")),
    ):
        read = (await px(f"/codelists/{name}", params={"lang": "en"})).json()
        labels = {value["code"]: value["label"] for value in read["values"]}
        assert labels[partial[0]] == partial[1]
        assert whole is None or labels[whole] == whole
