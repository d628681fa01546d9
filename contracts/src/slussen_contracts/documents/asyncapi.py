"""The AsyncAPI 3 document of the whole platform: every channel, who sends on it and who receives from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from slussen_contracts.catalogue import EVENTS, STREAM
from slussen_contracts.codelists.regions import counties
from slussen_contracts.documents.samples import sample, sample_envelope
from slussen_contracts.documents.schemas import envelope_schema, meaning
from slussen_contracts.events import NATIONAL, Event

VERSION = "1.0.0"
CONTENT_TYPE = "application/cloudevents+json"
SHARED = "#/components/schemas/{model}"
DESCRIPTION = f"""\
Händelser i Slussen, den öppna plattformen för familjecentraler.
Events in Slussen, the open platform for family centres.

CloudEvents 1.0 in structured JSON on one NATS JetStream stream ({STREAM}): at least once, in any order; the
message header `Nats-Msg-Id` is the event's id, and `aggregateversion` orders the events of one thing. A reader
ignores members that it does not know. Events carry opaque ids: no name of a person, no personal number, no free
text about a family.
"""

Receivers = Mapping[str, Sequence[type[Event]]]
"""Service -> the events that it follows."""


def document(receivers: Receivers) -> dict[str, Any]:
    """Return the AsyncAPI document."""
    schemas: dict[str, Any] = {}
    messages = {kind.__name__: _message(kind, schemas) for kind in EVENTS.values()}
    return {
        "asyncapi": "3.1.0",
        "id": "urn:slussen:events",
        "info": _info(),
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "nats": {
                "host": "nats.slussen.example:4222",
                "protocol": "nats",
                "description": "Inside the platform. Outside parties get events over HTTP, never from the bus.",
                "security": [{"$ref": "#/components/securitySchemes/nkey"}],
            }
        },
        "channels": {channel_name(kind): _channel(kind) for kind in EVENTS.values()},
        "operations": _operations(receivers),
        "components": {
            "messages": messages,
            "schemas": dict(sorted(schemas.items())),
            "parameters": {"county": _county()},
            "securitySchemes": {
                "nkey": {
                    "type": "asymmetricEncryption",
                    "description": "One NKey user per service, with allow-lists of subjects.",
                }
            },
        },
    }


def channel_name(kind: type[Event]) -> str:
    """Return the name of an event's channel: its type without the platform's name."""
    return kind.type.removeprefix("slussen.")


def _info() -> dict[str, Any]:
    return {
        "title": "Slussen: händelser / events",
        "version": VERSION,
        "description": DESCRIPTION,
        "contact": {"name": "Slussen", "url": "https://slussen.example/", "email": "api@slussen.example"},
        "license": {"name": "EUPL-1.2"},
        "tags": [{"name": service} for service in _owners()],
    }


def _owners() -> list[str]:
    return list(dict.fromkeys(event_type.split(".")[1] for event_type in EVENTS))


def _channel(kind: type[Event]) -> dict[str, Any]:
    return {
        "address": kind.type.replace("slussen.", "slussen.{county}.", 1),
        "title": kind.__name__,
        "description": meaning(kind),
        "servers": [{"$ref": "#/servers/nats"}],
        "parameters": {"county": {"$ref": "#/components/parameters/county"}},
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"}},
        "tags": [{"name": kind.type.split(".")[1]}],
    }


def _county() -> dict[str, Any]:
    return {
        "description": "County by SCB's code, the centre's, else the recorder's; 00 for what belongs to none.",
        "enum": [NATIONAL, *sorted(counties())],
        "examples": ["18"],
    }


def _message(kind: type[Event], schemas: dict[str, Any]) -> dict[str, Any]:
    payload, definitions = envelope_schema(kind, SHARED)
    schemas.update(definitions)
    return {
        "name": kind.type,
        "title": kind.__name__,
        "summary": meaning(kind),
        "contentType": CONTENT_TYPE,
        "headers": {
            "type": "object",
            "required": ["Nats-Msg-Id"],
            "properties": {"Nats-Msg-Id": {"type": "string", "format": "uuid"}},
        },
        "payload": payload,
        "examples": [{"headers": {"Nats-Msg-Id": str(sample(kind).id)}, "payload": sample_envelope(kind)}],
    }


def _operations(receivers: Receivers) -> dict[str, Any]:
    made = {}
    for kind in EVENTS.values():
        owner = kind.type.split(".")[1]
        made[f"{owner}Sends{kind.__name__}"] = _operation("send", owner, kind)
        for service in sorted(receivers):
            if kind in receivers[service]:
                made[f"{service}Receives{kind.__name__}"] = _operation("receive", service, kind)
    return made


def _operation(action: str, service: str, kind: type[Event]) -> dict[str, Any]:
    channel = f"#/channels/{channel_name(kind)}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "summary": f"The {service} service {action}s {kind.__name__}.",
        "tags": [{"name": service}],
        "messages": [{"$ref": f"{channel}/messages/{kind.__name__}"}],
    }
