"""The envelope of every event: CloudEvents 1.0 in structured JSON, on one NATS stream.

An event is a frozen pydantic model. Six of its fields are envelope (id, moment, county, the aggregate's id
and version, and the class's type); all others are its data. Inside the platform events carry opaque ids only:
no name, no personal number, no free text about a family.
"""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer, StringConstraints
from pydantic.alias_generators import to_camel

from slussen_contracts.phase_out import PhaseOut

NATIONAL = "00"
"""County token for what belongs to no county."""

TYPE_PATTERN = re.compile(r"^slussen(\.[a-z][a-z0-9-]{0,40}){3}\.v[1-9][0-9]?$")
ENVELOPE_FIELDS = frozenset({"id", "occurred_at", "county_code", "aggregate_id", "aggregate_version"})

CountyToken = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


Moment = Annotated[AwareDatetime, AfterValidator(_utc), PlainSerializer(_rfc3339, when_used="json")]
"""An aware moment, written as RFC 3339 in UTC with `Z`."""


class Model(BaseModel):
    """Base of everything that crosses a border: camelCase in JSON, frozen; a reader ignores unknown members."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )


class StrictModel(Model):
    """Base of what clients send: an unknown member is refused, so that a misspelt name is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class Event(Model):
    """Something that happened in a service, as every other service learns of it.

    `type` is `slussen.<service>.<thing>.<past participle>.v<n>`; the NATS subject is the same with the county
    code after `slussen`. `aggregate_version` orders the events of one aggregate; the stream's order does not.
    """

    type: ClassVar[str] = ""
    source: ClassVar[str] = ""
    data_classification: ClassVar[str] = "confidential"
    phase_out: ClassVar[PhaseOut | None] = None

    id: UUID
    occurred_at: Moment
    county_code: CountyToken
    aggregate_id: UUID
    aggregate_version: int

    @classmethod
    def subject_filter(cls) -> str:
        """Return the NATS subject filter that matches this event in every county."""
        return cls.type.replace("slussen.", "slussen.*.", 1)

    @property
    def nats_subject(self) -> str:
        """Return the NATS subject on which this event is published."""
        return self.type.replace("slussen.", f"slussen.{self.county_code}.", 1)

    def data(self) -> dict[str, Any]:
        """Return the event's data: its JSON members that are no envelope."""
        return self.model_dump(mode="json", by_alias=True, exclude=set(ENVELOPE_FIELDS))

    @classmethod
    def from_cloud_event(cls, envelope: dict[str, Any]) -> Self:
        """Return the event that a CloudEvents envelope holds.

        Raises:
            pydantic.ValidationError: A member is missing or of the wrong form.
        """
        data = envelope.get("data")
        return cls.model_validate(
            {
                **(data if isinstance(data, dict) else {}),
                "id": envelope.get("id"),
                "occurred_at": envelope.get("time"),
                "county_code": envelope.get("countycode"),
                "aggregate_id": envelope.get("subject"),
                "aggregate_version": envelope.get("aggregateversion"),
            }
        )


def cloud_event(  # noqa: PLR0913 - the envelope's attributes, named where it is made
    *,
    event_id: str,
    event_type: str,
    occurred_at: datetime,
    county_code: str,
    aggregate_id: str,
    aggregate_version: int,
    data: dict[str, Any],
    traceparent: str | None = None,
) -> dict[str, Any]:
    """Return the CloudEvents 1.0 envelope (structured mode) of an event.

    Extension attributes are lower-case letters and digits only (CloudEvents 1.0, "Naming conventions").
    """
    service = event_type.split(".")[1]
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"urn:slussen:{service}",
        "type": event_type,
        "subject": aggregate_id,
        "time": _rfc3339(occurred_at),
        "datacontenttype": "application/json",
        "dataschema": f"urn:slussen:schema:{event_type}",
        "dataclassification": "confidential",
        "countycode": county_code,
        "aggregateversion": aggregate_version,
        "data": data,
    }
    if traceparent:
        envelope["traceparent"] = traceparent
    return envelope


def to_cloud_event(event: Event, *, traceparent: str | None = None) -> dict[str, Any]:
    """Return `event` as a CloudEvents 1.0 envelope."""
    return cloud_event(
        event_id=str(event.id),
        event_type=event.type,
        occurred_at=event.occurred_at,
        county_code=event.county_code,
        aggregate_id=str(event.aggregate_id),
        aggregate_version=event.aggregate_version,
        data=event.data(),
        traceparent=traceparent,
    )


def parse_envelope(body: bytes) -> dict[str, Any]:
    """Return the envelope in `body`.

    Raises:
        ValueError: Not a JSON object, or not CloudEvents 1.0; the message names the member, never its value.
    """
    try:
        envelope = json.loads(body)
    except ValueError as error:
        raise ValueError("not JSON") from error
    if not isinstance(envelope, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one error for a reader of foreign bytes
    if envelope.get("specversion") != "1.0":
        raise ValueError("specversion is not 1.0")
    for member in ("id", "source", "type"):
        if not isinstance(envelope.get(member), str) or not envelope[member]:
            raise ValueError(f"{member} is missing")
    return envelope
