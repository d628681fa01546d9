"""One example of every event, made from its class: what consumers are tested with and documents show.

An example is the same on every run. It is read back into the class, so that one that breaks the contract can't
be made. Values come from the member's own `examples`, else from its name, else from its type.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from slussen_contracts.events import Event, to_cloud_event

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
_NAMESPACE = UUID("6f6e1c0e-5e0b-4f59-9a51-7c0f3c1f2d10")
_RANDOM_IDS = frozenset({"subjectId", "familyId"})

_BY_NAME: dict[str, Any] = {
    "id": "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11",
    "occurredAt": "2026-11-22T08:30:00.000000Z",
    "countyCode": "18",
    "municipalityCode": "1880",
    "organisationNumber": "2321000164",
    "hsaId": "SE2321000164-1001",
    "profileId": "orebro",
    "name": "Familjecentralen Linden",
    "situation": "parental_support",
    "value": "yes",
    "status": "active",
    "state": "sent",
    "outcome": "contact_established",
    "validFrom": "2026-01-01",
    "validThrough": "2026-12-31",
    "profileFirstDay": "2026-01-01",
    "tables": ["flow"],
    "agreements.kind": "local",
    "agreements.state": "requested",
    "referrals.kind": "internal",
}
"""Values by member name; `<service>.<member>` holds over `<member>`."""

_BY_FORMAT = {"date": "2026-11-22", "date-time": "2026-11-22T08:30:00.000000Z"}
_BY_TYPE = {"integer": 1, "number": 1.0, "boolean": True, "string": "text"}


def sample(kind: type[Event]) -> Event:
    """Return the example of an event.

    Raises:
        pydantic.ValidationError: A member's class allows no value known here; give the member `examples`.
    """
    schema = kind.model_json_schema(by_alias=True)
    service = kind.type.split(".")[1]
    return kind.model_validate(_Maker(service, schema.get("$defs", {})).value(schema, ""))


def sample_envelope(kind: type[Event]) -> dict[str, Any]:
    """Return the example of an event as the CloudEvents envelope that goes on the stream."""
    return to_cloud_event(sample(kind), traceparent=TRACEPARENT)


def sample_id(member: str) -> str:
    """Return the id shown for a member: of version 4 for people and families, of version 7 for all else."""
    digits = uuid5(_NAMESPACE, member).hex
    start, version = (digits[:12], "4") if member in _RANDOM_IDS else ("01980c6e7d4a", "7")
    return str(UUID(f"{start}{version}{digits[13:16]}9{digits[17:]}"))


class _Maker:
    """Makes values for the members of one event."""

    def __init__(self, service: str, definitions: Mapping[str, Any]) -> None:
        self._service = service
        self._definitions = definitions

    def value(self, schema: Mapping[str, Any], member: str) -> Any:
        """Return a value for a schema; `member` is the name it stands under."""
        if "$ref" in schema:
            return self.value(self._definitions[schema["$ref"].rsplit("/", 1)[-1]], member)
        if schema.get("examples"):
            return schema["examples"][0]
        for name in (f"{self._service}.{member}", member):
            if name in _BY_NAME:
                return _BY_NAME[name]
        if schema.get("enum"):
            return schema["enum"][0]
        if "anyOf" in schema:
            return self.value(schema["anyOf"][0], member)
        return self._by_type(schema, member)

    def _by_type(self, schema: Mapping[str, Any], member: str) -> Any:
        kind = schema.get("type", "string")
        if kind == "object":
            return {name: self.value(inner, name) for name, inner in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.value(schema["items"], member.removesuffix("s"))]
        if schema.get("format") == "uuid":
            return sample_id(member)
        return _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE[kind])
