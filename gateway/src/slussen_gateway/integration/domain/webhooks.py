"""Webhooks: whose they are, which events they are sent, and what can be done with them in which state."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from slussen_gateway.integration.domain.feed import Filter

MOST_WEBHOOKS: Final = 20
"""Of one client."""
MOST_REPLAYED: Final = 10_000
"""Deliveries of one replay."""
MOST_WAITING: Final = 1000
"""Deliveries that a webhook may have waiting before the feed waits with more for it."""
TEST_TYPE: Final = "slussen.integration.webhook.tested.v1"
"""The type of the event that a test sends; it stands in no feed."""
_PATTERN: Final = re.compile(r"slussen(?:\.[a-z][a-z0-9-]{0,40}){0,3}\.(?:v[1-9][0-9]?|\*)")


class WebhookNotFoundError(NotFoundError):
    """The webhook is not there, or another's."""

    code: ClassVar[str] = "webhook-not-found"
    title_sv = "Webhooken finns inte"
    title_en = "There is no such webhook"


class DeliveryNotFoundError(NotFoundError):
    """The delivery is not there, no longer, or another's."""

    code: ClassVar[str] = "delivery-not-found"
    title_sv = "Sändningen finns inte"
    title_en = "There is no such delivery"


class WebhookExistsError(ConflictError):
    """The client has a webhook to this address already."""

    code: ClassVar[str] = "webhook-exists"
    title_sv = "Klienten har redan en webhook till den adressen"
    title_en = "The client has a webhook to that address already"


class TooManyWebhooksError(ConflictError):
    """The client has as many webhooks as one may have."""

    code: ClassVar[str] = "too-many-webhooks"
    title_sv = f"Klienten har redan {MOST_WEBHOOKS} webhookar, vilket är så många som går"
    title_en = f"The client has {MOST_WEBHOOKS} webhooks already, which is the most there can be"


class ReplayCountChangedError(ConflictError):
    """A replay was ordered of another number of events than there are."""

    code: ClassVar[str] = "replay-count-changed"
    title_sv = "Intervallet har inte det antal händelser som angavs; räkna igen"
    title_en = "The range does not have the number of events that was stated; count again"


class WebhookDisabledError(ConflictError):
    """Nothing can be sent to a webhook that is disabled."""

    code: ClassVar[str] = "webhook-disabled"
    title_sv = "Webhooken är avstängd; gör den aktiv igen först"
    title_en = "The webhook is disabled; make it active again first"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events a webhook is sent, as its owner wrote it: patterns of types, counties, authorities."""

    types: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    authorities: tuple[UUID, ...] = ()

    def filter(self, known_types: Collection[str]) -> Filter:
        """Return the feed's filter; patterns become the types that they match, and where none does, nothing."""
        types = {t for t in known_types if any(matches(p, t) for p in self.types)}
        if self.types and not types:
            types = {""}
        return Filter(frozenset(types), frozenset(self.counties), frozenset(self.authorities))


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook of one authority's client.

    Attributes:
        position: How far the feed has been turned into deliveries for it.
        warned_level: The highest warning that was given since it was well.
        silent_since: The moment of the last request that arrived, or from which it was to be sent anything.
        counted_from: From when its requests are counted: since it was made, or made active again.
    """

    id: UUID
    authority_id: UUID
    client_id: str
    county_code: str
    url: str
    description: str
    wanted: Wanted
    status: str
    disabled_reason: str | None
    position: int
    warned_level: int
    silent_since: datetime
    counted_from: datetime
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a pair of keys without its secret."""

    id: UUID
    public_key: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way to a webhook."""

    id: UUID
    webhook_id: UUID
    authority_id: UUID
    event_id: UUID
    type: str
    kind: str
    state: str
    position: int | None
    envelope: Mapping[str, Any]
    attempts: int
    first_at: datetime | None
    next_attempt_at: datetime | None
    last_outcome: str | None
    created_at: datetime


def matches(pattern: str, event_type: str) -> bool:
    """Tell whether a pattern takes a type: the very type, or a beginning of it followed by `.*`."""
    if pattern.endswith(".*"):
        return event_type.startswith(pattern[:-1])
    return pattern == event_type


def check_types(patterns: Sequence[str], known_types: Collection[str]) -> None:
    """Refuse patterns that can take nothing: a misspelt type would else mean silence.

    Raises:
        InvalidError: Names each by its place.
    """
    problems = [
        FieldProblem(
            f"types.{place}",
            "known-type",
            "är ingen händelsetyp och ingen början av en (slussen.consent.*)",
            "is no event type and no beginning of one (slussen.consent.*)",
        )
        for place, pattern in enumerate(patterns)
        if not _PATTERN.fullmatch(pattern) or not any(matches(pattern, known) for known in known_types)
    ]
    if problems:
        raise InvalidError(*problems)


def old_keys_end(now: datetime, overlap_hours: int) -> datetime:
    """Return when keys that were replaced are used for the last time."""
    return now + timedelta(hours=overlap_hours)


def test_envelope(webhook: Webhook, event_id: UUID, now: datetime) -> dict[str, Any]:
    """Return the event that a test sends: as thin as all others, about the webhook itself."""
    return {
        "specversion": "1.0",
        "id": str(event_id),
        "source": "urn:slussen:integration",
        "type": TEST_TYPE,
        "subject": str(webhook.id),
        "time": now.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "dataclassification": "public",
        "countycode": webhook.county_code,
        "aggregateversion": webhook.version,
        "dataref": f"/events/v1/webhooks/{webhook.id}",
    }
