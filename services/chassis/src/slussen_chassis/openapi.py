"""OpenAPI 3.1 as the Swedish REST API profile wants it (profile 2.0.0; rule ids in the code).

FastAPI makes the document; this adds what the profile asks for everywhere, so that no route has to: trace
headers (SPA.02, SPA.04), problem details (FEL.01, FEL.02), examples (DOK.15), security (DOK.21), service level
and limitations (DOK.08, DOK.09), and paths under a versioned server address (UFN.01, VER.05).
"""

import copy
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import Field
from pydantic.alias_generators import to_camel

from slussen_contracts import phase_out
from slussen_contracts.events import Model
from slussen_contracts.problems import MEDIA_TYPE, Problem

TRACEPARENT = {
    "name": "traceparent",
    "in": "header",
    "required": False,
    "description": "W3C Trace Context.",
    "schema": {"type": "string", "examples": ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Samma nyckel igen ger samma svar och ingen ny effekt, i ett dygn."
    " / The same key again gives the same answer and no new effect, for a day.",
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": 128,
        "examples": ["7b0f8f0e-4a52-4f2c-8f57-2f6f4b1c9a10"],
    },
}
PHASE_OUT_HEADERS = {
    "Deprecation": {
        "description": "Avråds från sedan / advised against since (RFC 9745).",
        "schema": {"type": "string", "examples": ["@1798761600"]},
    },
    "Sunset": {
        "description": "Kan vara borta från och med / may be gone from (RFC 8594).",
        "schema": {"type": "string", "examples": ["Sat, 01 Jan 2028 00:00:00 GMT"]},
    },
    "Link": {
        "description": "Vägledning och det som ersätter. / The guide and what takes its place (RFC 8288).",
        "schema": {"type": "string", "examples": ['</docs>; rel="deprecation"; type="text/html"']},
    },
}
KEYLESS = "x-slussen-keyless"
"""In a route's `openapi_extra`: it takes no `Idempotency-Key`, since its rows carry ids of their own."""
METHODS = ("get", "put", "post", "delete", "patch")
_OTHER = re.compile(r"/[a-z-]+/v\d+(?=/)")
SECURITY_SCHEME = "oidc"


@dataclass(frozen=True, slots=True)
class About:
    """How a service presents itself; `description` holds Swedish and English (DOK.06)."""

    title: str
    description: str
    limitations: str
    version: str = "1.0.0"
    released: date = date(2026, 11, 22)


class ApiInfo(Model):
    """About an API (VER.06)."""

    api_name: str = Field(examples=["Slussen: samtycken"])
    api_version: str = Field(examples=["1.0.0"])
    api_released: date = Field(examples=["2026-11-22"])
    api_documentation: str = Field(examples=["/consent/v1/openapi.json"])
    api_status: str = Field(examples=["active"])


def install(
    api: FastAPI, about: About, prefix: str, *, keyless: Collection[tuple[str, str]] = frozenset()
) -> None:
    """Let `api` describe itself by the profile; the document is made at first use and kept.

    `keyless` are the operations (method, path) that take no `Idempotency-Key`: their bodies carry ids of their own.
    """

    def describe() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = document(api, about, prefix, keyless)
        return api.openapi_schema

    api.openapi = describe  # type: ignore[method-assign]


def document(
    api: FastAPI, about: About, prefix: str, keyless: Collection[tuple[str, str]] = frozenset()
) -> dict[str, Any]:
    """Return the OpenAPI document of a service."""
    made = get_openapi(
        title=about.title, version=about.version, description=about.description, routes=api.routes
    )
    made["info"].update(
        {
            "contact": {"name": "Slussen", "url": "https://slussen.example/", "email": "api@slussen.example"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "termsOfService": "https://slussen.example/villkor",
            "x-sla": {
                "availability": "Ingen utfäst tillgänglighet i denna version. / None promised in this version.",
                "responseTime": "Uppmätt, ej utfäst. / Measured, not promised.",
                "support": "https://slussen.example/",
            },
            "x-limitations": about.limitations,
        }
    )
    made["externalDocs"] = {"description": "Slussens dokumentation", "url": "https://slussen.example/docs"}
    made["servers"] = [_server(prefix)]
    made["paths"] = {
        _outside(path, prefix): _renamed(item) | _elsewhere(path, prefix)
        for path, item in made["paths"].items()
    }
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas.update(_problem_schemas())
    components["securitySchemes"] = {
        SECURITY_SCHEME: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Åtkomsttoken från en betrodd utfärdare. / Access token from a trusted issuer.",
        }
    }
    scopes = {(method, _outside(path, prefix)): asked for path, method, asked in _scopes(api)}
    for path, method, operation in operations(made):
        has_own_keys = operation.pop(KEYLESS, False) or (method.upper(), f"{prefix}{path}") in keyless
        if method != "get" and not has_own_keys:
            operation.setdefault("parameters", []).append(copy.deepcopy(IDEMPOTENCY_KEY))
        _complete(operation, schemas, scopes.get((method, path), []))
    return made


def _outside(path: str, prefix: str) -> str:
    """Return a path as clients read it: under the server's address, its parameters in camelCase (UFN.09)."""
    return re.sub(
        r"\{(\w+)\}", lambda found: "{" + to_camel(found[1]) + "}", path.removeprefix(_base(path, prefix))
    )


def _renamed(item: dict[str, Any]) -> dict[str, Any]:
    for operation in item.values():
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path":
                parameter["name"] = to_camel(parameter["name"])
    return item


def _server(prefix: str) -> dict[str, Any]:
    return {"url": f"https://{{host}}{prefix}", "variables": {"host": {"default": "slussen.example"}}}


def _elsewhere(path: str, prefix: str) -> dict[str, Any]:
    """Return the server of a path that does not lie below the document's own prefix."""
    other = _base(path, prefix)
    return {} if other == prefix else {"servers": [_server(other)]}


def _base(path: str, prefix: str) -> str:
    """Return what a path lies below: the document's prefix, or another API and version of the same service."""
    other = _OTHER.match(path)
    return prefix if path.startswith(f"{prefix}/") or other is None else other[0]


def operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return path, method and operation of every operation in a document."""
    for path, item in made["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _scopes(api: FastAPI) -> Iterator[tuple[str, str, list[str]]]:
    """Return path, method and the scopes asked for, of every route."""
    for found in iter_route_contexts(api.routes):
        route = found.original_route
        if isinstance(route, APIRoute) and found.path:
            asked = [
                scope
                for d in route.dependant.dependencies
                if isinstance(scope := getattr(d.call, "scope", None), str)
            ]
            for method in route.methods or ():
                yield found.path, method.lower(), asked


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**schema.pop("$defs", {}), "Problem": schema}


def _complete(operation: dict[str, Any], schemas: dict[str, Any], scopes: list[str]) -> None:
    operation.setdefault("parameters", []).append(copy.deepcopy(TRACEPARENT))
    operation["security"] = [{SECURITY_SCHEME: []}] if scopes else []
    if scopes:
        operation["x-required-scopes"] = scopes
    responses = operation["responses"]
    ends = phase_out.read(operation)
    responses.pop("422", None)
    responses["default"] = {
        "description": "Problem (RFC 9457): vad som är fel och vad som går att göra. / What is wrong and what to do.",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example({"$ref": "#/components/schemas/Problem"}, schemas),
            }
        },
    }
    for response in responses.values():
        headers = response.setdefault("headers", {})
        headers["traceparent"] = {"schema": TRACEPARENT["schema"]}
        if ends is not None:
            headers |= copy.deepcopy(PHASE_OUT_HEADERS)
        _add_examples(response.get("content", {}), schemas)
    _add_examples(operation.get("requestBody", {}).get("content", {}), schemas)


def _add_examples(content: dict[str, Any], schemas: dict[str, Any]) -> None:
    for media in content.values():
        if "example" not in media and "examples" not in media and "schema" in media:
            media["example"] = example(media["schema"], schemas)


def example(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return an example value of a schema, made from the examples that its members carry."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    if schema.get("examples"):
        return schema["examples"][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return example(schema[key][0], schemas)
    return _example_by_type(schema, schemas)


def _example_by_type(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return {name: example(member, schemas) for name, member in schema.get("properties", {}).items()}
    if kind == "array":
        return [example(schema["items"], schemas)] * schema.get("minItems", 1) if "items" in schema else []
    by_format = {
        "uuid": "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11",
        "date": "2026-11-22",
        "date-time": "2026-11-22T08:30:00.000000Z",
    }
    return by_format.get(
        schema.get("format", ""), {"integer": 1, "number": 1.0, "boolean": True}.get(kind or "", "text")
    )
