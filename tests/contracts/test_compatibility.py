"""The checker itself: every kind of breaking change is caught, additive ones pass."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from slussen_contracts.catalogue import EVENTS
from slussen_contracts.compatibility import Side, compare_openapi, compare_schemas
from slussen_contracts.documents.schemas import event_schema
from slussen_contracts.phase_out import PhaseOut

Change = Callable[[dict[str, Any]], object]

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name", "state"],
    "properties": {
        "name": {"type": "string", "maxLength": 100},
        "state": {"$ref": "#/$defs/State"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
    },
    "$defs": {
        "State": {"enum": ["open", "closed"], "type": "string"},
        "Part": {
            "type": "object",
            "title": "Part",
            "required": ["id"],
            "properties": {
                "id": {"type": "string"},
                "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
            },
        },
    },
}

OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/things": {
            "post": {
                "operationId": "createThing",
                "x-required-scopes": ["things:write"],
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}}
                },
                "responses": {
                    "201": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
                    },
                    "default": {"content": {"application/problem+json": {"schema": {"type": "object"}}}},
                },
            },
        },
    },
    "components": {
        "schemas": {
            "New": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "kind": {"enum": ["a", "b"], "type": "string"}},
            },
            "Thing": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "string"}, "kind": {"enum": ["a", "b"], "type": "string"}},
            },
        }
    },
}


def changed(document: dict[str, Any], change: Change) -> dict[str, Any]:
    new = copy.deepcopy(document)
    change(new)
    return new


def post(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"]["/things"]["post"]
    return found


def component(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


SCHEMA_BREAKS: list[tuple[Change, Side, str]] = [
    (lambda s: s["properties"].pop("note"), Side.REQUEST, ".note: member removed"),
    (lambda s: s["properties"].pop("note"), Side.ANSWER, ".note: member removed"),
    (lambda s: s["required"].append("note"), Side.REQUEST, ".note: member is now required"),
    (lambda s: s["required"].append("note"), Side.EVENT, ".note: member is now required"),
    (lambda s: s["required"].remove("name"), Side.ANSWER, ".name: member may now be absent"),
    (
        lambda s: (s["properties"].update(new={"type": "string"}), s["required"].append("new")),
        Side.REQUEST,
        ".new: member is now required",
    ),
    (
        lambda s: s["$defs"]["State"]["enum"].remove("open"),
        Side.ANSWER,
        ".state: enumeration value open removed",
    ),
    (
        lambda s: s["$defs"]["State"]["enum"].remove("open"),
        Side.REQUEST,
        ".state: enumeration value open removed",
    ),
    (
        lambda s: s["properties"].update(note={"type": "string"}),
        Side.REQUEST,
        ".note: type narrowed: null is no longer allowed",
    ),
    (
        lambda s: s["properties"].update(name={"type": ["string", "null"], "maxLength": 100}),
        Side.ANSWER,
        ".name: type widened: null is new to readers",
    ),
    (
        lambda s: s["properties"].update(name={"type": "integer"}),
        Side.ANSWER,
        ".name: type changed from string to integer",
    ),
    (lambda s: s["properties"]["name"].update(maxLength=10), Side.REQUEST, ".name: maxLength lowered to 10"),
    (lambda s: s["properties"]["name"].update(minLength=1), Side.EVENT, ".name: minLength raised to 1"),
    (lambda s: s["properties"]["name"].update(pattern="^A"), Side.REQUEST, ".name: pattern is now ^A"),
    (lambda s: s["properties"]["name"].update(enum=["A"]), Side.REQUEST, ".name: narrowed to an enumeration"),
    (lambda s: s.update(additionalProperties=False), Side.REQUEST, ": unknown members are now refused"),
    (lambda s: s["$defs"]["Part"]["properties"].pop("id"), Side.ANSWER, ".parts[].id: member removed"),
]

ADDITIVE: list[tuple[Change, Side]] = [
    (lambda s: s["properties"].update(new={"type": "string"}), Side.REQUEST),
    (lambda s: s["properties"].update(new={"type": "string"}), Side.EVENT),
    (lambda s: (s["properties"].update(new={"type": "string"}), s["required"].append("new")), Side.ANSWER),
    (lambda s: s["required"].remove("name"), Side.REQUEST),
    (lambda s: s["$defs"]["State"]["enum"].append("waiting"), Side.ANSWER),
    (lambda s: s["$defs"]["State"]["enum"].append("waiting"), Side.EVENT),
    (lambda s: s["properties"]["name"].update(maxLength=200), Side.REQUEST),
    (lambda s: s["properties"]["name"].update(maxLength=50), Side.ANSWER),
    (lambda s: s["properties"].update(name={"type": ["string", "null"]}), Side.REQUEST),
    (lambda s: s["properties"].update(note={"type": "string"}), Side.ANSWER),
    (lambda s: s.update(title="Other", description="Other"), Side.EVENT),
    (lambda s: s["$defs"]["Part"].update(title="Piece"), Side.EVENT),
]


@pytest.mark.parametrize(("change", "side", "line"), SCHEMA_BREAKS)
def test_a_breaking_change_of_a_schema_is_caught_and_named(change: Change, side: Side, line: str) -> None:
    assert [found.line for found in compare_schemas(SCHEMA, changed(SCHEMA, change), side)] == [line]


@pytest.mark.parametrize(("change", "side"), ADDITIVE)
def test_an_additive_change_of_a_schema_passes(change: Change, side: Side) -> None:
    assert compare_schemas(SCHEMA, changed(SCHEMA, change), side) == []


OPENAPI_BREAKS: list[tuple[Change, str]] = [
    (lambda d: d["paths"]["/things"].pop("post"), "POST /things: operation removed"),
    (lambda d: d["paths"].pop("/things"), "POST /things: operation removed"),
    (lambda d: post(d).update(operationId="makeThing"), "POST /things: operationId changed from createThing"),
    (lambda d: post(d)["x-required-scopes"].append("x"), "POST /things: scope x is now required"),
    (lambda d: post(d)["parameters"].clear(), "POST /things: parameter limit (query) removed"),
    (
        lambda d: post(d)["parameters"][0].update(required=True),
        "POST /things: parameter limit (query) is now required",
    ),
    (
        lambda d: post(d)["parameters"].append(
            {"name": "county", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
        "POST /things: parameter county (query) is now required",
    ),
    (
        lambda d: post(d)["parameters"][0]["schema"].update(maximum=10),
        "POST /things parameter limit (query): maximum lowered to 10",
    ),
    (lambda d: post(d)["requestBody"].update(required=True), "POST /things body: a body is now required"),
    (lambda d: post(d)["responses"].pop("201"), "POST /things: response 201 removed"),
    (
        lambda d: post(d)["responses"]["201"]["content"].clear(),
        "POST /things 201: media type application/json removed",
    ),
    (
        lambda d: component(d, "New")["required"].append("kind"),
        "POST /things body.kind: member is now required",
    ),
    (lambda d: component(d, "Thing")["properties"].pop("kind"), "POST /things 201.kind: member removed"),
    (
        lambda d: component(d, "Thing")["properties"]["kind"]["enum"].remove("b"),
        "POST /things 201.kind: enumeration value b removed",
    ),
]


@pytest.mark.parametrize(("change", "line"), OPENAPI_BREAKS)
def test_a_breaking_change_of_an_api_is_caught_and_named(change: Change, line: str) -> None:
    assert [found.line for found in compare_openapi(OPENAPI, changed(OPENAPI, change))] == [line]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["paths"].update({"/others": {"get": {"responses": {}}}}),
        lambda d: post(d)["parameters"].append({"name": "new", "in": "query", "schema": {"type": "string"}}),
        lambda d: post(d)["responses"].update({"409": {"content": {}}}),
        lambda d: component(d, "New")["properties"].update(new={"type": "string"}),
        lambda d: component(d, "Thing")["properties"].update(new={"type": "string"}),
        lambda d: post(d)["x-required-scopes"].clear(),
    ],
)
def test_an_additive_change_of_an_api_passes(change: Change) -> None:
    assert compare_openapi(OPENAPI, changed(OPENAPI, change)) == []


def ending(sunset: date) -> Change:
    return lambda d: post(d).update(PhaseOut(date(2027, 1, 1), sunset).described())


def test_an_operation_may_be_gone_on_the_day_it_told_and_not_before() -> None:
    told = changed(OPENAPI, ending(date(2028, 1, 1)))
    gone = changed(OPENAPI, lambda d: d["paths"].pop("/things"))

    assert compare_openapi(OPENAPI, told) == []
    assert compare_openapi(told, gone, date(2028, 1, 1)) == []
    for too_early in (date(2027, 12, 31), None):
        assert [found.what for found in compare_openapi(told, gone, too_early)] == ["operation removed"]
    assert compare_openapi(OPENAPI, gone, date(2099, 1, 1)) != []


def test_a_day_that_was_told_comes_no_nearer() -> None:
    told, nearer = (changed(OPENAPI, ending(day)) for day in (date(2029, 1, 1), date(2028, 1, 1)))
    line = "POST /things: sunset moved from 2029-01-01 to 2028-01-01"

    assert [found.line for found in compare_openapi(told, nearer)] == [line]
    assert compare_openapi(nearer, told) == []
    old, new = (PhaseOut(date(2027, 1, 1), day).described() for day in (date(2029, 1, 1), date(2028, 1, 1)))
    assert len(compare_schemas(old, new, Side.EVENT)) == 1


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_every_events_schema_is_compatible_with_itself_and_not_with_a_shrunken_one(kind: Any) -> None:
    schema = event_schema(kind)
    shrunken = copy.deepcopy(schema)
    members = shrunken["properties"]["data"]["properties"]
    lost = next(iter(members))
    del members[lost]

    assert compare_schemas(schema, copy.deepcopy(schema), Side.EVENT) == []
    assert f".data.{lost}: member removed" in [b.line for b in compare_schemas(schema, shrunken, Side.EVENT)]
