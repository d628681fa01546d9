"""OpenAPI documents: valid, and by the rules of the Swedish REST API profile that a machine can check."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from slussen_contracts.api_profile import RULES

Change = Callable[[dict[str, Any]], object]


def first(document: dict[str, Any], method: str = "get") -> dict[str, Any]:
    """The first operation with a method."""
    return next(item[method] for item in document["paths"].values() if method in item)


def test_the_document_is_openapi(api: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(api).iter_errors()] == []


@pytest.mark.parametrize("name", RULES)
def test_the_document_keeps_the_profiles_rule(api: dict[str, Any], name: str) -> None:
    assert list(RULES[name](api)) == []


def test_operations_have_names_of_their_own_in_camel_case(api: dict[str, Any]) -> None:
    names = [o["operationId"] for item in api["paths"].values() for o in item.values()]
    assert len(set(names)) == len(names)
    assert all(name.isalnum() and name[0].islower() for name in names)


def test_every_example_keeps_its_schema(api: dict[str, Any]) -> None:
    faults = []
    for path, item in api["paths"].items():
        for method, operation in item.items():
            for place, body in {
                "request": operation.get("requestBody", {}),
                **operation["responses"],
            }.items():
                for media_type, media in body.get("content", {}).items():
                    if media_type.endswith("json") and "example" in media:
                        schema = {**media["schema"], "components": api["components"]}
                        found = Draft202012Validator(schema).iter_errors(media["example"])
                        faults += [
                            f"{method} {path} {place}: {error.json_path} {error.message}" for error in found
                        ]
    assert faults == []


PLANTED: dict[str, Change] = {
    "DOK.03": lambda d: d["info"].pop("contact"),
    "DOK.11": lambda d: d["info"].update(description=" "),
    "DOK.15": lambda d: first(d)["responses"]["200"]["content"]["application/json"].pop("example"),
    "DOK.19": lambda d: first(d).pop("description"),
    "DOK.20": lambda d: first(d)["responses"]["200"].pop("description"),
    "DOK.21": lambda d: first(d).pop("security"),
    "RES.02": lambda d: first(d)["parameters"].append({"name": "person-nr", "in": "query", "schema": {}}),
    "RES.06": lambda d: d["paths"].update({"/Things": {}}),
    "UFN.07": lambda d: d["paths"].update({"/things.json": {}}),
    "UFN.08": lambda d: d["paths"].update({"/things--new": {}}),
    "UFN.09": lambda d: d["paths"].update({"/things/{thing_id}": {}}),
    "FEL.01": lambda d: d["components"]["schemas"]["Problem"]["properties"].pop("instance"),
    "FEL.02": lambda d: first(d)["responses"].update({"404": {"content": {"text/plain": {}}}}),
    "SPA.02": lambda d: first(d)["parameters"].clear(),
    "FNS.01": lambda d: first(d)["parameters"].append({"name": "from_day", "in": "query", "schema": {}}),
    "FNS.03": lambda d: first(d)["parameters"].append({"name": "1st", "in": "query", "schema": {}}),
    "FNS.07": lambda d: first(d).update(
        parameters=[{"name": "limit", "in": "query", "schema": {"default": 20}}]
    ),
    "FNS.09": lambda d: first(d)["parameters"].append(
        {"name": "limit", "in": "query", "schema": {"default": 50}}
    ),
    "SAK.10": lambda d: d["components"]["securitySchemes"].update(basic={"type": "http", "scheme": "basic"}),
    "SAK.15": lambda d: d["components"]["securitySchemes"].update(key={"type": "apiKey", "in": "query"}),
    "AME.05": lambda d: d["components"]["schemas"]["Problem"]["properties"].update(trace_id={}),
    "FOR.02": lambda d: first(d).update(requestBody={"content": {}}),
    "VER.06": lambda d: d["paths"].pop("/api-info"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_document_that_breaks_the_rule_is_caught(api: dict[str, Any], name: str) -> None:
    broken = copy.deepcopy(api)
    PLANTED[name](broken)
    assert list(RULES[name](broken)) != []
