"""What pages show of an OpenAPI document: operations by their tag, and the types that they use."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from slussen_contracts import phase_out

METHODS: Final = ("get", "put", "post", "delete", "patch")
Document = Mapping[str, Any]


def tags_of(document: Document) -> list[str]:
    """Return the tags in the order in which they come, the API's own last."""
    found = dict.fromkeys(
        tag for _, _, operation in operations(document) for tag in operation.get("tags", ())
    )
    return sorted(found, key=lambda tag: tag == "api-info")


def operations(document: Document) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield path, method and operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def address_of(document: Document, path: str) -> str:
    """Return a path as it is called: below the server of its own, else of the document."""
    servers = document["paths"][path].get("servers") or document["servers"]
    below: str = servers[0]["url"].split("{host}")[-1]
    return below + path


def shown(document: Document, tag: str) -> list[dict[str, Any]]:
    """Return the operations of a tag as pages show them."""
    return [
        {
            "name": operation["operationId"],
            "method": method.upper(),
            "path": address_of(document, path),
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "ends": phase_out.read(operation),
            "scopes": operation.get("x-required-scopes", ()),
            "parameters": operation.get("parameters", ()),
            "bodies": [_body("", operation["requestBody"])] if "requestBody" in operation else [],
            "answers": [
                _body(status, answer)
                for status, answer in operation["responses"].items()
                if status != "default"
            ],
        }
        for path, method, operation in operations(document)
        if tag in operation.get("tags", ())
    ]


def _body(status: str, body: Mapping[str, Any]) -> dict[str, Any]:
    content = [
        {
            "type": media_type,
            "schema": name_of(media.get("schema", {})),
            "link": reference(media.get("schema", {})),
            "example": as_text(media["example"]) if "example" in media else "",
        }
        for media_type, media in body.get("content", {}).items()
    ]
    return {"status": status, "description": body.get("description", ""), "content": content}


def as_text(example: Any) -> str:
    """Return an example as it is shown."""
    return example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)


def reference(schema: Mapping[str, Any]) -> str:
    """Return the name of the type that a schema leads to, also as the items of an array; empty where none."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for inner in (
        schema.get("items"),
        *schema.get("anyOf", ()),
        *schema.get("oneOf", ()),
        *schema.get("allOf", ()),
    ):
        if isinstance(inner, Mapping) and (found := reference(inner)):
            return found
    return ""


def name_of(schema: Mapping[str, Any]) -> str:
    """Return what a schema is, in a few words."""
    if "$ref" in schema:
        return reference(schema)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return " | ".join(dict.fromkeys(name_of(inner) for inner in schema[key]))
    if schema.get("type") == "array":
        return f"[{name_of(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "object")


def types_of(document: Document, tag: str) -> dict[str, Mapping[str, Any]]:
    """Return the types that a tag's operations use, with those that these use, by name."""
    schemas = document["components"]["schemas"]
    waiting = [operation for _, _, operation in operations(document) if tag in operation.get("tags", ())]
    found: dict[str, Mapping[str, Any]] = {}
    while waiting:
        for name in _references(waiting.pop()):
            if name not in found and name in schemas:
                found[name] = schemas[name]
                waiting.append(schemas[name])
    return dict(sorted(found.items()))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rsplit("/", 1)[-1]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
