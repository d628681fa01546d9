"""What the integration app takes and answers: events out."""

from typing import Annotated, Any

from pydantic import Field

from slussen_contracts.events import Model, StrictModel

Position = Annotated[
    int, Field(ge=0, le=2**62, description="Plats i flödet. / Place in the feed.", examples=[4711])
]

EXAMPLE: dict[str, Any] = {
    "specversion": "1.0",
    "id": "019b1f62-6c1c-7d1e-9f3a-2f0d6f1f0a01",
    "source": "urn:slussen:consent",
    "type": "slussen.consent.consent.withdrawn.v1",
    "subject": "019b1f62-6c1c-7d1e-9f3a-2f0d6f1f0a02",
    "time": "2026-11-22T08:30:00.000000Z",
    "dataclassification": "confidential",
    "countycode": "18",
    "aggregateversion": 2,
    "dataref": "/consent/v1/consents/019b1f62-6c1c-7d1e-9f3a-2f0d6f1f0a02",
}
"""A thin event: what happened, and where it is read."""


class EventsRead(Model):
    """A part of the feed; `next` is the position to ask after the next time."""

    events: Annotated[
        list[dict[str, Any]],
        Field(
            description="CloudEvents 1.0 utan innehåll. / CloudEvents 1.0 without data.", examples=[[EXAMPLE]]
        ),
    ]
    next: Position
    has_more: bool
    retention_days: Annotated[
        int, Field(description="Så länge sparas händelser. / How long events are kept.")
    ]


class EventCount(Model):
    """How many events a replay of a range would give; `is_at_least` where counting stopped before the end."""

    count: int
    is_at_least: bool


class ReadingRead(Model):
    """How far the calling client says that it has read."""

    position: Position


class ReadingWrite(StrictModel):
    """How far the calling client has read; an earlier position than before makes it read again."""

    position: Position
