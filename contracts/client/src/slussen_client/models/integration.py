"""What goes to and comes from integration. Made by contracts/generate.py; change its sources, not this file."""

from typing import Any, Literal, NotRequired, TypedDict

class ApiInfo(TypedDict):
    """About an API (VER.06)."""

    apiName: str
    apiVersion: str
    apiReleased: str
    apiDocumentation: str
    apiStatus: str

class ApprovalWrite(TypedDict):
    """That what was asked for is given."""

    pass

class AttemptRead(TypedDict):
    """One request and what came back; bodies are never kept, only how long they were."""

    at: str
    milliseconds: int
    outcome: Literal["delivered", "refused", "gone", "busy", "redirected", "timeout", "unreachable", "address_not_allowed"]
    status: int | None
    requestHeaders: dict[str, str]
    requestBytes: int
    responseHeaders: dict[str, str]
    responseBytes: int

class CallErrorRead(TypedDict):
    """A call that was refused; nothing of what was sent is kept."""

    at: str
    method: str
    route: str
    status: int
    problem: str | None
    fault: Literal["sender", "recipient", "platform"] | None
    traceId: str

class CallsRead(TypedDict):
    """How often one kind of call was made in one hour, at all gateways together."""

    hour: str
    service: str
    method: str
    route: str
    status: int
    problem: str | None
    calls: int

class ClientCreate(TypedDict):
    """A system that is to connect for the caller's authority. Either `client_id`, where the issuer knows
    the system already, or `public_key`, by which it is registered there.
    """

    name: str
    clientId: NotRequired[str | None]
    publicKey: NotRequired[dict[str, Any] | None]
    scopes: list[Literal["agreements:read", "consent:decide", "consent:read", "consent:record", "embedding:start", "events:read", "referrals:read", "referrals:receive", "referrals:send", "statistics:read-published", "statistics:record", "subjects:resolve", "webhooks:manage"]]
    level: NotRequired[Literal["baseline", "fapi"]]

class ClientRead(TypedDict):
    """A system, and what it may do. It takes at most a minute until a change has its effect everywhere."""

    id: str
    clientId: str
    name: str
    state: Literal["requested", "active", "refused", "suspended", "revoked"]
    level: Literal["baseline", "fapi"]
    scopes: list[str]
    wantedScopes: list[str]
    requestedBy: str
    decidedBy: str | None
    reason: str | None
    createdAt: str
    changedAt: str
    version: int

class DeadLetterRead(TypedDict):
    """An event that a service could not take: where it lies and why, and nothing of what it holds."""

    id: str
    service: Literal["agreements", "consent", "referrals", "statistics", "integration"]
    state: Literal["waiting", "requested", "replayed"]
    eventType: str | None
    eventId: str | None
    streamSequence: int
    reason: str
    digest: str
    size: int
    members: list[str]
    deliveries: int
    notedAt: str
    changedAt: str

class DeliveryDetails(TypedDict):
    """An event on its way to a webhook, with every request that was made."""

    id: str
    eventId: str
    type: str
    kind: Literal["event", "replay", "resend", "test"]
    state: Literal["waiting", "delivered", "failed"]
    position: int | None
    attempts: int
    lastOutcome: Literal["delivered", "refused", "gone", "busy", "redirected", "timeout", "unreachable", "address_not_allowed"] | None
    nextAttemptAt: str | None
    createdAt: str
    log: "list[AttemptRead]"

class DeliveryRead(TypedDict):
    """An event on its way to a webhook."""

    id: str
    eventId: str
    type: str
    kind: Literal["event", "replay", "resend", "test"]
    state: Literal["waiting", "delivered", "failed"]
    position: int | None
    attempts: int
    lastOutcome: Literal["delivered", "refused", "gone", "busy", "redirected", "timeout", "unreachable", "address_not_allowed"] | None
    nextAttemptAt: str | None
    createdAt: str

class EventCount(TypedDict):
    """How many events a replay of a range would give; `is_at_least` where counting stopped before the end."""

    count: int
    isAtLeast: bool

class EventsRead(TypedDict):
    """A part of the feed; `next` is the position to ask after the next time."""

    events: list[dict[str, Any]]
    next: int
    hasMore: bool
    retentionDays: int

class FailuresRead(TypedDict):
    """How requests of the last 24 hours went; `level` is the warning that was given last, 0 where none."""

    attempts: int
    failed: int
    failedPercent: int
    level: int

class FilterTest(TypedDict):
    """A filter to try on the newest events that the authority may know."""

    types: NotRequired[list[str]]
    counties: NotRequired[list[str]]
    authorities: NotRequired[list[str]]
    last: NotRequired[int]

class FilterTested(TypedDict):
    """What a filter takes of the events it was tried on, the newest at the end."""

    lookedAt: int
    matching: int
    events: list[dict[str, Any]]

class KeyRead(TypedDict):
    """A pair of keys that requests are signed with: what is public of it, and until when it is used."""

    id: str
    publicKey: str
    createdAt: str
    expiresAt: str | None

class PageCallErrorRead(TypedDict):
    """PageCallErrorRead, as it goes over the wire."""

    items: "list[CallErrorRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageCallsRead(TypedDict):
    """PageCallsRead, as it goes over the wire."""

    items: "list[CallsRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageClientRead(TypedDict):
    """PageClientRead, as it goes over the wire."""

    items: "list[ClientRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageDeadLetterRead(TypedDict):
    """PageDeadLetterRead, as it goes over the wire."""

    items: "list[DeadLetterRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageDeliveryRead(TypedDict):
    """PageDeliveryRead, as it goes over the wire."""

    items: "list[DeliveryRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageRecallRead(TypedDict):
    """PageRecallRead, as it goes over the wire."""

    items: "list[RecallRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageWebhookRead(TypedDict):
    """PageWebhookRead, as it goes over the wire."""

    items: "list[WebhookRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class QuotaRead(TypedDict):
    """One limit, and how much of it is used at the gateway where the system is nearest to it."""

    limit: int
    perSecond: float | None
    used: int
    peak: int

class QuotasRead(TypedDict):
    """A system's limits. Each gateway lets so much through by itself; null where none has told its limits
    lately.
    """

    gateways: int
    toldAt: str | None
    client: "QuotaRead | None"
    authority: "QuotaRead | None"
    atOnce: "QuotaRead | None"

class RangeCount(TypedDict):
    """How many events a replay would send; state the number when ordering it."""

    count: int

class ReadingRead(TypedDict):
    """How far the calling client says that it has read."""

    position: int

class ReadingWrite(TypedDict):
    """How far the calling client has read; an earlier position than before makes it read again."""

    position: int

class ReasonWrite(TypedDict):
    """Why something is refused, suspended or revoked."""

    reason: str

class RecallRead(TypedDict):
    """A thing that is no longer to be kept, as one authority's clients are asked about it."""

    id: str
    authorityId: str
    controllerId: str
    thing: Literal["consent", "disclosure_ground", "referral"]
    thingId: str
    reason: Literal["withdrawn", "annulled", "revoked", "voided"]
    openedAt: str
    nextReminderAt: str | None
    answeredAt: str | None
    receivers: "list[RecallReceiver]"
    version: int

class RecallReceiver(TypedDict):
    """A client that was told of the thing, and what it has answered; None where it has not."""

    clientId: str
    answer: Literal["deleted", "kept_on_legal_ground", "unknown"] | None
    legalGround: str | None
    answeredAt: str | None

class ReceiptWrite(TypedDict):
    """What a client answers to a recall; `unknown` may be replaced later, the other two stand.
    `legal_ground` goes with `kept_on_legal_ground`, and with nothing else.
    """

    answer: Literal["deleted", "kept_on_legal_ground", "unknown"]
    legalGround: NotRequired[str | None]

class ReplayAllOrdered(TypedDict):
    """How many are tried again."""

    count: int

class ReplayAllWrite(TypedDict):
    """An order to try again all that wait, of one service or of all, as many as were counted."""

    service: NotRequired[Literal["agreements", "consent", "referrals", "statistics", "integration"] | None]
    expectedCount: int

class ReplayOrdered(TypedDict):
    """How many deliveries a replay made."""

    count: int

class ReplayWrite(TypedDict):
    """A range of the feed that is to be sent again."""

    after: int
    through: int
    expectedCount: int

class RotationWrite(TypedDict):
    """How long the old keys go on being used beside the new ones."""

    overlapHours: NotRequired[int]

class ScopesWrite(TypedDict):
    """More that a system is to be allowed; an administrator of the authority decides."""

    scopes: list[Literal["agreements:read", "consent:decide", "consent:read", "consent:record", "embedding:start", "events:read", "referrals:read", "referrals:receive", "referrals:send", "statistics:read-published", "statistics:record", "subjects:resolve", "webhooks:manage"]]

class SecretIssued(TypedDict):
    """A new pair of keys; the secret is shown this once."""

    secret: str
    key: "KeyRead"

class WebhookChange(TypedDict):
    """A webhook as it is to be; to make a disabled one active again, say so in `status`."""

    types: NotRequired[list[str]]
    counties: NotRequired[list[str]]
    authorities: NotRequired[list[str]]
    url: str
    description: NotRequired[str]
    status: NotRequired[Literal["active", "paused"]]

class WebhookCreate(TypedDict):
    """A new webhook; `client_id` is for people, who have none of their own."""

    types: NotRequired[list[str]]
    counties: NotRequired[list[str]]
    authorities: NotRequired[list[str]]
    url: str
    description: NotRequired[str]
    clientId: NotRequired[str | None]

class WebhookCreated(TypedDict):
    """The new webhook, and the secret that its requests are signed with."""

    webhook: "WebhookRead"
    secret: str

class WebhookRead(TypedDict):
    """A webhook, its keys and how it fares."""

    id: str
    clientId: str
    url: str
    description: str
    types: list[str]
    counties: list[str]
    authorities: list[str]
    status: Literal["active", "paused", "disabled"]
    disabledReason: Literal["gone", "failing"] | None
    keys: "list[KeyRead]"
    failures: "FailuresRead"
    waiting: int
    position: int
    createdAt: str
    version: int

class InvalidField(TypedDict):
    """One fault in what came in: the field's JSON path, the rule that it broke, and a text for people."""

    field: str
    rule: str
    message: str

class Problem(TypedDict):
    """Problem details (RFC 9457); `code` is the last part of `type`. Values that came in are never echoed."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    fault: NotRequired[str]
    errors: NotRequired["list[InvalidField]"]
