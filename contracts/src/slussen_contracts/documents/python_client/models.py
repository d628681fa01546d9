"""From JSON Schema to Python's types: a `TypedDict` for each object, a `Literal` for each enumeration."""

import json
from collections.abc import Mapping
from keyword import iskeyword
from textwrap import fill
from typing import Any

HEAD = '"""{what}. Made by contracts/generate.py; change its sources, not this file."""\n\n'
WIDTH = 108
PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, Any]",
}

Schema = Mapping[str, Any]


def models_module(service: str, document: Schema) -> str:
    """Return the module of a service's models."""
    schemas = document["components"]["schemas"]
    head = HEAD.format(what=f"What goes to and comes from {service}")
    imports = "from typing import Any, Literal, NotRequired, TypedDict\n"
    aliases = [_alias(name, schemas[name]) for name in schemas if "properties" not in schemas[name]]
    classes = [_class(name, schemas[name]) for name in schemas if "properties" in schemas[name]]
    return "\n".join([head + imports, *aliases, *classes])


def class_name(schema_name: str) -> str:
    """Return the Python name of a schema: `Page_UnitRead_` is `PageUnitRead`, `Post-Input` is `PostInput`."""
    return schema_name.replace("_", "").replace("-", "")


def annotation(schema: Schema, prefix: str = "") -> str:
    """Return a schema as a type of Python, its models named with `prefix`."""
    if not schema:
        return "Any"
    if "$ref" in schema:
        return prefix + class_name(schema["$ref"].rpartition("/")[2])
    for joining in ("anyOf", "oneOf"):
        if joining in schema:
            return " | ".join(dict.fromkeys(annotation(one, prefix) for one in schema[joining]))
    if "const" in schema or "enum" in schema:
        return _literal(schema)
    return _of_kind(schema, prefix)


def _of_kind(schema: Schema, prefix: str) -> str:
    kind = schema.get("type", "")
    if kind == "array":
        return f"list[{annotation(schema.get('items', {}), prefix)}]"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"dict[str, {annotation(schema['additionalProperties'], prefix)}]"
    if kind == "string" and (schema.get("format") == "binary" or "contentMediaType" in schema):
        return "bytes"
    return PLAIN.get(kind, "Any")


def _literal(schema: Schema) -> str:
    values = schema.get("enum", [schema.get("const")])
    return f"Literal[{', '.join(map(_constant, values))}]"


def _constant(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def english(text: str) -> str:
    """Return the English half of a text "svenska / English", on one line; the whole where it has no halves."""
    for border in ("\n\n/ ", "\n/ ", " / "):
        if border in text:
            text = text.rpartition(border)[2] if border != " / " else text.partition(border)[2]
            break
    return " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")


def docstring(text: str, indent: str) -> str:
    """Return a text as a docstring of one paragraph, wrapped."""
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    wrapped = fill(
        f'"""{ended}', WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )
    return f'{wrapped}"""' if "\n" not in wrapped else f'{wrapped}\n{indent}"""'


def _alias(name: str, schema: Schema) -> str:
    said = english(schema.get("description", ""))
    return f"{class_name(name)} = {annotation(schema)}\n" + (docstring(said, "") + "\n" if said else "")


def _class(name: str, schema: Schema) -> str:
    said = english(schema.get("description", "")) or f"{class_name(name)}, as it goes over the wire"
    members = {
        key: _member(one, is_required=key in schema.get("required", ()))
        for key, one in schema["properties"].items()
    }
    if all(key.isidentifier() and not iskeyword(key) for key in members):
        lines = [f"    {key}: {kind}" for key, kind in members.items()] or ["    pass"]
        return "\n".join([f"class {class_name(name)}(TypedDict):", docstring(said, "    "), "", *lines, ""])
    pairs = ", ".join(f"{json.dumps(key)}: {kind}" for key, kind in members.items())
    return f"{class_name(name)} = TypedDict({json.dumps(class_name(name))}, {{{pairs}}})\n{docstring(said, '')}\n"


def _member(schema: Schema, *, is_required: bool) -> str:
    """Return a member's type, in quotes since models may name each other in any order."""
    kind = (
        json.dumps(annotation(schema), ensure_ascii=False)
        if "$ref" in json.dumps(schema)
        else annotation(schema)
    )
    return kind if is_required else f"NotRequired[{kind}]"
