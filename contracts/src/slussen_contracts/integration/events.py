"""What the integration app announces: how webhooks fare."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Event


class WebhookState(Event):
    """A webhook of one authority's client, and how many of its requests have failed of late.

    `failed_percent` is over the requests of the last 24 hours. `authority_id` is whose webhook it is.
    """

    authority_id: UUID
    client_id: str = Field(examples=["journal-orebro"])
    failed_percent: int = Field(ge=0, le=100, examples=[70])


class WebhookWarned(WebhookState):
    """So many requests to a webhook fail that a level (50, 70, 90 or 100 per cent) was passed."""

    type: ClassVar[str] = "slussen.integration.webhook.warned.v1"

    level: int = Field(examples=[70])


class WebhookDisabled(WebhookState):
    """Nothing is sent to a webhook any more: it said that it is gone (410), or nothing arrived for a whole day.

    What it was not sent waits in the feed for as long as the feed keeps events.
    """

    type: ClassVar[str] = "slussen.integration.webhook.disabled.v1"

    reason: str = Field(examples=["failing"])


EVENTS: tuple[type[Event], ...] = (WebhookWarned, WebhookDisabled)
