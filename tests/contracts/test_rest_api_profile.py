"""The rule set of the Swedish REST API profile: red on a planted violation of every rule, green on our documents."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from slussen_local.contract_checks import CONTRACTS, EXCEPTIONS, RULES, Fault, check, unexcused

pytestmark = pytest.mark.timeout(300)

Document = dict[str, Any]
Change = Callable[[Document], object]


def sound() -> Document:
    """A small document that keeps every rule."""
    trace = {"name": "traceparent", "in": "header", "schema": {"type": "string"}}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": {"status": 404}}
    answers = {
        "200": {
            "description": "Det. / It.",
            "headers": {"traceparent": {}},
            "content": {"application/json": {"schema": {}, "example": {}}},
        },
        "default": {
            "description": "Fel. / A problem.",
            "headers": {"traceparent": {}},
            "content": {"application/problem+json": problem},
        },
    }
    operation = {"description": "Läs. / Read.", "security": [], "parameters": [trace], "responses": answers}
    members = ("type", "title", "status", "detail", "instance")
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Ting",
            "version": "1.0.0",
            "description": "Allt som är bra. / All of the good.",
            "termsOfService": "https://things.example/",
            "contact": {"name": "Ting", "url": "https://things.example/", "email": "ting@things.example"},
            "license": {"name": "EUPL-1.2"},
            "x-limitations": "Inga. / None.",
        },
        "servers": [{"url": "https://things.example/things/v1"}],
        "paths": {"/api-info": {"get": operation}, "/things/{thingId}": {"get": operation}},
        "components": {
            "schemas": {
                "Problem": {"type": "object", "properties": {name: {"type": "string"} for name in members}},
                "Thing": {"properties": {"madeOn": {"type": "string", "format": "date", "examples": []}}},
            },
            "securitySchemes": {"oidc": {"type": "http", "scheme": "bearer"}},
        },
    }
    return copy.deepcopy(document)


def thing(document: Document) -> Document:
    """The operation that violations are planted in."""
    found: Document = document["paths"]["/things/{thingId}"]["get"]
    return found


def query(document: Document, name: str, **more: Any) -> None:
    thing(document)["parameters"].append(
        {"name": name, "in": "query", "required": False, "schema": {}, **more}
    )


def paths(document: Document, path: str) -> None:
    document["paths"][path] = {"get": thing(document)}


def server(document: Document, url: str) -> None:
    document["servers"].append({"url": url})


def scheme(document: Document, **values: Any) -> None:
    document["components"]["securitySchemes"]["other"] = values


PLANTED: dict[str, list[Change]] = {
    "DOK.03": [
        lambda d: d["info"].pop("termsOfService"),
        lambda d: d["info"].pop("contact"),
        lambda d: d["info"]["license"].pop("name"),
    ],
    "DOK.06": [lambda d: d["info"].update(description="Allt som är bra.")],
    "DOK.08": [lambda d: d["info"].pop("termsOfService")],
    "DOK.09": [lambda d: d["info"].pop("x-limitations")],
    "DOK.11": [lambda d: d["info"].update(description=" ")],
    "DOK.15": [
        lambda d: thing(d)["responses"]["200"]["content"]["application/json"].pop("example"),
        lambda d: d["paths"]["/api-info"].update(
            post={**thing(d), "requestBody": {"content": {"application/json": {}}}}
        ),
    ],
    "DOK.17": [lambda d: d.update(openapi="2.0")],
    "DOK.19": [lambda d: thing(d).pop("description"), lambda d: thing(d).update(description=" ")],
    "DOK.20": [lambda d: thing(d)["responses"]["200"].pop("description")],
    "DOK.21": [
        lambda d: thing(d).pop("security"),
        lambda d: thing(d).update(security=[{"unknown": []}]),
        lambda d: d["components"].pop("securitySchemes"),
    ],
    "DOT.04": [
        lambda d: d["components"]["schemas"]["Thing"]["properties"]["madeOn"].update(examples=["28/11/26"])
    ],
    "RES.02": [lambda d: query(d, "personnummer"), lambda d: query(d, "person-nr")],
    "RES.06": [lambda d: paths(d, "/Things")],
    "UFN.01": [lambda d: server(d, "https://things.example/v1")],
    "UFN.02": [
        lambda d: server(d, "http://things.example/things/v1"),
        lambda d: server(d, "https://things.example:8443/things/v1"),
    ],
    "UFN.07": [lambda d: paths(d, "/things/å"), lambda d: paths(d, "/things;x")],
    "UFN.08": [
        lambda d: paths(d, "/things.json"),
        lambda d: paths(d, "/things--new"),
        lambda d: paths(d, "/-things"),
    ],
    "UFN.09": [
        lambda d: paths(d, "/things/{thing_id}"),
        lambda d: server(d, "https://things.example/our_things/v1"),
    ],
    "MOG.01": [lambda d: d["paths"].update({"/empty": {"summary": "Inget"}})],
    "AME.05": [lambda d: d["components"]["schemas"]["Thing"]["properties"].update(made_by={})],
    "ARQ.05": [
        lambda d: thing(d)["parameters"].append({"name": "X", "in": "header", "schema": {"type": "object"}})
    ],
    "FEL.01": [
        lambda d: d["components"]["schemas"]["Problem"]["properties"].pop("instance"),
        lambda d: d["components"]["schemas"].update(Problem={"type": "object"}),
    ],
    "FEL.02": [lambda d: thing(d)["responses"]["default"].update(content={"text/plain": {}})],
    "VER.05": [lambda d: server(d, "https://things.example/things/latest")],
    "VER.06": [lambda d: d["paths"].pop("/api-info")],
    "SPA.02": [lambda d: thing(d).update(parameters=[]), lambda d: thing(d).pop("parameters")],
    "SPA.04": [lambda d: thing(d)["responses"]["200"].pop("headers")],
    "SPA.07": [lambda d: thing(d)["parameters"].append({"name": "X-Request-Id", "in": "header"})],
    "FNS.01": [lambda d: query(d, "from_day"), lambda d: query(d, "FromDay")],
    "FNS.03": [lambda d: query(d, "1st")],
    "FNS.05": [lambda d: thing(d)["parameters"].append({"name": "day", "in": "query"})],
    "FNS.07": [lambda d: query(d, "limit", schema={"default": 20}), lambda d: query(d, "offset")],
    "FNS.08": [lambda d: query(d, "page", schema={"default": 0})],
    "FNS.09": [lambda d: query(d, "limit", schema={"default": 50})],
    "SAK.09": [lambda d: scheme(d, type="http", scheme="digest")],
    "SAK.10": [lambda d: scheme(d, type="http", scheme="hoba")],
    "SAK.11": [lambda d: scheme(d, type="oauth2", flows={"password": {"tokenUrl": "https://a.example/"}})],
    "SAK.15": [lambda d: scheme(d, type="apiKey", **{"in": "query"}, name="key")],
    "FOR.02": [lambda d: thing(d).update(requestBody={})],
}


@pytest.fixture(scope="session")
def found(checks: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Rules broken by each document: the sound one, every planted one, and ours; one run for all."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "sound.json").write_text(json.dumps(sound()))
    for rule, changes in PLANTED.items():
        for number, change in enumerate(changes):
            document = sound()
            change(document)
            (folder / f"{rule} {number}.json").write_text(json.dumps(document))
    files = sorted(folder.glob("*.json"))
    broken: dict[str, set[str]] = {file.stem: set() for file in files}
    for fault in check(files):
        broken[fault.document].add(fault.rule)
    return broken


def test_a_violation_of_every_rule_is_planted() -> None:
    assert set(PLANTED) == set(yaml.safe_load(RULES.read_text("utf-8"))["rules"])


def test_a_sound_document_breaks_nothing(found: dict[str, set[str]]) -> None:
    assert found["sound"] == set()


@pytest.mark.parametrize("rule", PLANTED)
def test_a_document_that_breaks_the_rule_is_caught(found: dict[str, set[str]], rule: str) -> None:
    missed = [number for number in range(len(PLANTED[rule])) if rule not in found[f"{rule} {number}"]]
    assert missed == []


def test_our_documents_break_nothing_but_what_has_its_reason(checks: Path) -> None:
    exceptions = yaml.safe_load(EXCEPTIONS.read_text("utf-8"))
    assert all(len(one["why"]) > 20 for one in exceptions)
    assert list(unexcused(check(sorted((CONTRACTS / "openapi").glob("*.json"))), exceptions)) == []


def test_an_exception_excuses_its_own_place_alone_and_one_that_excuses_nothing_is_named() -> None:
    fault = Fault("consent", "UFN.08", ("paths", "/a.b"), "a dot")
    excuse = {"document": "consent", "rule": "UFN.08", "path": "/a.b"}
    assert list(unexcused([fault], [excuse])) == []
    assert list(unexcused([fault], [])) == ["consent UFN.08: a dot (at paths /a.b)"]
    elsewhere = {**excuse, "path": "/c.d"}
    assert len(list(unexcused([fault], [elsewhere]))) == 2
