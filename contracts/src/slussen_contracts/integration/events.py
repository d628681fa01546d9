"""What the integration app announces: how webhooks fare, and content that is to be kept no longer."""

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


class RecallState(Event):
    """A thing that is no longer to be kept, as one authority's clients are asked about it.

    `thing_id` is the consent, ground or referral; `unanswered` how many of the clients that were told of it have not
    said what became of their copy. The controller and the receiving authority are told.
    """

    authority_id: UUID
    controller_id: UUID
    thing: str = Field(examples=["consent"])
    thing_id: UUID
    reason: str = Field(examples=["withdrawn"])
    unanswered: int = Field(ge=0, examples=[1])


class RecallRequested(RecallState):
    """Clients that were told of a thing are asked to delete what they have fetched of it, and to answer."""

    type: ClassVar[str] = "slussen.integration.recall.requested.v1"


class RecallReminded(RecallState):
    """Somebody has not answered a recall yet; nothing has changed, and neither has the version."""

    type: ClassVar[str] = "slussen.integration.recall.reminded.v1"


class RecallAnswered(RecallState):
    """Every client has answered a recall."""

    type: ClassVar[str] = "slussen.integration.recall.answered.v1"


EVENTS: tuple[type[Event], ...] = (
    WebhookWarned,
    WebhookDisabled,
    RecallRequested,
    RecallReminded,
    RecallAnswered,
)
