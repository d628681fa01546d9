"""Dead letters as the API shows them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, Moment, StrictModel

ServiceName = Literal["agreements", "consent", "referrals", "statistics", "integration"]
LetterState = Literal["waiting", "requested", "replayed"]


class DeadLetterRead(Model):
    """An event that a service could not take: where it lies and why, and nothing of what it holds."""

    id: UUID
    service: ServiceName
    state: Annotated[
        LetterState,
        Field(description="Väntar, ska prövas igen, eller tagen. / Waits, to be tried again, or taken."),
    ]
    event_type: Annotated[str | None, Field(examples=["slussen.consent.consent.withdrawn.v1"])]
    event_id: UUID | None
    stream_sequence: Annotated[int, Field(examples=[4711])]
    reason: Annotated[str, Field(examples=["KeyError in the subscriber"])]
    digest: Annotated[
        str, Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    ]
    size: Annotated[int, Field(description="Byte. / Bytes.", examples=[512])]
    members: Annotated[
        list[str],
        Field(
            description="Fältens namn, inga värden. / Members' names, no values.", examples=[["data", "id"]]
        ),
    ]
    deliveries: Annotated[int, Field(description="Antal försök. / Times tried.", examples=[6])]
    noted_at: Moment
    changed_at: Moment


class ReplayAllWrite(StrictModel):
    """An order to try again all that wait, of one service or of all, as many as were counted."""

    service: ServiceName | None = None
    expected_count: Annotated[int, Field(ge=0, le=10_000, examples=[3])]


class ReplayAllOrdered(Model):
    """How many are tried again."""

    count: Annotated[int, Field(ge=0, examples=[3])]
