"""JSON Schema (2020-12) of every event: the whole CloudEvents envelope with the event's data in it."""

import inspect
from typing import Any

from pydantic.alias_generators import to_camel

from slussen_contracts.documents.samples import TRACEPARENT, sample_envelope
from slussen_contracts.events import ENVELOPE_FIELDS, Event

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LOCAL = "#/$defs/{model}"
ENVELOPE_MEMBERS = frozenset(to_camel(name) for name in ENVELOPE_FIELDS)


def event_schema(kind: type[Event]) -> dict[str, Any]:
    """Return the JSON Schema of an event, to stand alone in a file."""
    body, definitions = envelope_schema(kind, LOCAL)
    return {
        "$schema": DIALECT,
        "$id": f"urn:slussen:schema:{kind.type}",
        **body,
        "examples": [sample_envelope(kind)],
        "$defs": definitions,
    }


def envelope_schema(kind: type[Event], ref_template: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of an event's envelope, and the definitions that it refers to."""
    data, definitions = data_schema(kind, ref_template)
    members = {**_attributes(kind), "data": data}
    schema = {
        "title": kind.__name__,
        "description": meaning(kind),
        "type": "object",
        "required": [name for name in members if name != "traceparent"],
        "properties": members,
        **(kind.phase_out.described() if kind.phase_out else {}),
    }
    return schema, definitions


def data_schema(kind: type[Event], ref_template: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of an event's data, and the definitions that it refers to."""
    made = kind.model_json_schema(by_alias=True, ref_template=ref_template)
    definitions = {name: _untitled(schema) for name, schema in sorted(made.get("$defs", {}).items())}
    members = {name: s for name, s in made["properties"].items() if name not in ENVELOPE_MEMBERS}
    schema = {
        "type": "object",
        "required": [name for name in made.get("required", []) if name in members],
        "properties": {name: _without_title(member) for name, member in members.items()},
    }
    return schema, definitions


def meaning(kind: type[Event]) -> str:
    """Return the first paragraph of an event's docstring, on one line."""
    return " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())


def _attributes(kind: type[Event]) -> dict[str, Any]:
    """Return the schemas of the envelope's attributes (CloudEvents 1.0 and our four extensions)."""
    return {
        "specversion": {"const": "1.0"},
        "id": {
            "type": "string",
            "format": "uuid",
            "description": "The event's own id; the same on every delivery.",
        },
        "source": {"const": f"urn:slussen:{kind.type.split('.')[1]}"},
        "type": {"const": kind.type},
        "subject": {
            "type": "string",
            "format": "uuid",
            "description": "Id of the thing that it happened to.",
        },
        "time": {"type": "string", "format": "date-time", "description": "When it happened, in UTC."},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"const": f"urn:slussen:schema:{kind.type}"},
        "dataclassification": {"const": kind.data_classification},
        "countycode": {
            "type": "string",
            "pattern": r"^\d{2}$",
            "description": "County by SCB's code; 00 for what belongs to none.",
        },
        "aggregateversion": {
            "type": "integer",
            "description": "The thing's version; it orders the events of one thing, whenever they arrive.",
        },
        "traceparent": {"type": "string", "description": "W3C Trace Context.", "examples": [TRACEPARENT]},
    }


def _untitled(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a definition whose members carry no title: the name says it already."""
    if "properties" not in schema:
        return schema
    members = {name: _without_title(member) for name, member in schema["properties"].items()}
    return {**schema, "properties": members}


def _without_title(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "title"}
