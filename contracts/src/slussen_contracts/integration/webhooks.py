"""Webhooks as the API takes and shows them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import CountyToken, Model, Moment, StrictModel
from slussen_contracts.integration.api import EXAMPLE, Position

WebhookStatus = Literal["active", "paused", "disabled"]
DeliveryKind = Literal["event", "replay", "resend", "test"]
DeliveryState = Literal["waiting", "delivered", "failed"]
Outcome = Literal[
    "delivered", "refused", "gone", "busy", "redirected", "timeout", "unreachable", "address_not_allowed"
]

Address = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        description="Dit händelser skickas: https, inga inloggningsuppgifter, ingen privat adress."
        " / Where events are sent: https, no credentials, no private address.",
        examples=["https://journal.example/slussen/webhooks"],
    ),
]
Patterns = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=120)]],
    Field(
        max_length=200,
        description="Händelsetyper, eller början av dem med `.*`; tomt är alla."
        " / Event types, or beginnings of them with `.*`; empty is all.",
        examples=[["slussen.consent.*", "slussen.referrals.referral.sent.v1"]],
    ),
]
Counties = Annotated[
    list[CountyToken],
    Field(
        max_length=22, description="Länskoder; tomt är alla. / County codes; empty is all.", examples=[["18"]]
    ),
]
Authorities = Annotated[
    list[UUID],
    Field(
        max_length=200,
        description="Huvudmän vars saker händelserna gäller; tomt är alla."
        " / Authorities whose things the events are about; empty is all.",
        examples=[["019b1f62-6c1c-7d1e-9f3a-2f0d6f1f0a05"]],
    ),
]
Percent = Annotated[int, Field(ge=0, le=100, examples=[0])]


class FilterWrite(StrictModel):
    """Which of the events that the authority may know are wanted."""

    types: Patterns = Field(default_factory=list)
    counties: Counties = Field(default_factory=list)
    authorities: Authorities = Field(default_factory=list)


class WebhookChange(FilterWrite):
    """A webhook as it is to be; to make a disabled one active again, say so in `status`."""

    url: Address
    description: Annotated[str, Field(max_length=200, examples=["Journalsystemets mottagare"])] = ""
    status: Literal["active", "paused"] = "active"


class WebhookCreate(FilterWrite):
    """A new webhook; `client_id` is for people, who have none of their own."""

    url: Address
    description: Annotated[str, Field(max_length=200, examples=["Journalsystemets mottagare"])] = ""
    client_id: Annotated[str | None, Field(min_length=1, max_length=255, examples=["journal-orebro"])] = None


class KeyRead(Model):
    """A pair of keys that requests are signed with: what is public of it, and until when it is used."""

    id: UUID
    public_key: Annotated[str, Field(examples=["whpk_3/mgj0cZVyXWJJ1Sg9ZyGy0jLR4BrSMQzB2A5LJ1XQM="])]
    created_at: Moment
    expires_at: Moment | None


class FailuresRead(Model):
    """How requests of the last 24 hours went; `level` is the warning that was given last, 0 where none."""

    attempts: Annotated[int, Field(ge=0, examples=[120])]
    failed: Annotated[int, Field(ge=0, examples=[0])]
    failed_percent: Percent
    level: Annotated[int, Field(examples=[0])]


class WebhookRead(Model):
    """A webhook, its keys and how it fares."""

    id: UUID
    client_id: Annotated[str, Field(examples=["journal-orebro"])]
    url: Address
    description: str
    types: Patterns
    counties: Counties
    authorities: Authorities
    status: WebhookStatus
    disabled_reason: Annotated[
        Literal["gone", "failing"] | None, Field(description="Varför den är avstängd. / Why it is disabled.")
    ]
    keys: list[KeyRead]
    failures: FailuresRead
    waiting: Annotated[
        int, Field(ge=0, description="Väntande sändningar. / Deliveries that wait.", examples=[0])
    ]
    position: Annotated[Position, Field(description="Hit är flödet utskickat. / Sent as far as this.")]
    created_at: Moment
    version: Annotated[int, Field(examples=[1])]


class SecretIssued(Model):
    """A new pair of keys; the secret is shown this once."""

    secret: Annotated[
        str,
        Field(
            description="Visas bara nu. / Shown only now.",
            examples=["whsec_c2x1c3Nlbi1leGFtcGxlLXNlY3JldC0zMi1ieXRlcyE="],
        ),
    ]
    key: KeyRead


class WebhookCreated(Model):
    """The new webhook, and the secret that its requests are signed with."""

    webhook: WebhookRead
    secret: Annotated[
        str,
        Field(
            description="Visas bara nu. / Shown only now.",
            examples=["whsec_c2x1c3Nlbi1leGFtcGxlLXNlY3JldC0zMi1ieXRlcyE="],
        ),
    ]


class RotationWrite(StrictModel):
    """How long the old keys go on being used beside the new ones."""

    overlap_hours: Annotated[int, Field(ge=0, le=168, examples=[24])] = 24


class AttemptRead(Model):
    """One request and what came back; bodies are never kept, only how long they were."""

    at: Moment
    milliseconds: Annotated[int, Field(ge=0, examples=[84])]
    outcome: Outcome
    status: Annotated[int | None, Field(examples=[204])]
    request_headers: Annotated[
        dict[str, str], Field(examples=[{"content-type": "application/cloudevents+json"}])
    ]
    request_bytes: Annotated[int, Field(examples=[412])]
    response_headers: Annotated[dict[str, str], Field(examples=[{"content-type": "text/plain"}])]
    response_bytes: Annotated[
        int, Field(description="Så mycket lästes. / As much as was read.", examples=[0])
    ]


class DeliveryRead(Model):
    """An event on its way to a webhook."""

    id: UUID
    event_id: Annotated[UUID, Field(description="Sändningens `webhook-id`. / The delivery's `webhook-id`.")]
    type: Annotated[str, Field(examples=["slussen.consent.consent.withdrawn.v1"])]
    kind: DeliveryKind
    state: DeliveryState
    position: Position | None
    attempts: Annotated[int, Field(ge=0, examples=[1])]
    last_outcome: Outcome | None
    next_attempt_at: Moment | None
    created_at: Moment


class DeliveryDetails(DeliveryRead):
    """An event on its way to a webhook, with every request that was made."""

    log: list[AttemptRead]


class RangeCount(Model):
    """How many events a replay would send; state the number when ordering it."""

    count: Annotated[int, Field(ge=0, examples=[42])]


class ReplayWrite(StrictModel):
    """A range of the feed that is to be sent again."""

    after: Position
    through: Position
    expected_count: Annotated[
        int, Field(ge=0, le=10_000, description="Som det räknats. / As it was counted.", examples=[42])
    ]


class ReplayOrdered(Model):
    """How many deliveries a replay made."""

    count: Annotated[int, Field(ge=0, examples=[42])]


class FilterTest(FilterWrite):
    """A filter to try on the newest events that the authority may know."""

    last: Annotated[int, Field(ge=1, le=1000, examples=[100])] = 100


class FilterTested(Model):
    """What a filter takes of the events it was tried on, the newest at the end."""

    looked_at: Annotated[int, Field(ge=0, examples=[100])]
    matching: Annotated[int, Field(ge=0, examples=[1])]
    events: Annotated[list[dict[str, Any]], Field(examples=[[EXAMPLE]])]
