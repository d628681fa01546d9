"""Events about events: what a service could not take, and that it is to try again."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Event


class DeadLetterState(Event):
    """An event that a service could not take, as it is from now on; nothing of what the event holds.

    `state` is waiting or replayed. `members` are the names of its members, where they are plain names; `size` its
    bytes. `deliveries` counts how often it was tried, and is the version.
    """

    service: str = Field(examples=["referrals"])
    stream_sequence: int = Field(examples=[4711])
    event_id: UUID | None
    event_type: str | None = Field(examples=["slussen.consent.consent.withdrawn.v1"])
    reason: str = Field(examples=["KeyError in the subscriber"])
    digest: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    size: int = Field(examples=[512])
    members: tuple[str, ...] = Field(default=(), examples=[["data", "id", "type"]])
    deliveries: int = Field(examples=[6])
    state: str = Field(examples=["waiting"])


class AgreementsDeadLetterNoted(DeadLetterState):
    """The agreements service could not take an event, or has taken it at last."""

    type: ClassVar[str] = "slussen.agreements.dead-letter.noted.v1"


class ConsentDeadLetterNoted(DeadLetterState):
    """The consent service could not take an event, or has taken it at last."""

    type: ClassVar[str] = "slussen.consent.dead-letter.noted.v1"


class ReferralsDeadLetterNoted(DeadLetterState):
    """The referrals service could not take an event, or has taken it at last."""

    type: ClassVar[str] = "slussen.referrals.dead-letter.noted.v1"


class StatisticsDeadLetterNoted(DeadLetterState):
    """The statistics service could not take an event, or has taken it at last."""

    type: ClassVar[str] = "slussen.statistics.dead-letter.noted.v1"


class IntegrationDeadLetterNoted(DeadLetterState):
    """The integration app could not take an event, or has taken it at last."""

    type: ClassVar[str] = "slussen.integration.dead-letter.noted.v1"


class DeadLetterReplayRequested(Event):
    """An operator asks a service to try an event again that it could not take."""

    type: ClassVar[str] = "slussen.integration.dead-letter-replay.requested.v1"

    service: str = Field(examples=["referrals"])


NOTED: dict[str, type[DeadLetterState]] = {
    kind.type.split(".")[1]: kind
    for kind in (
        AgreementsDeadLetterNoted,
        ConsentDeadLetterNoted,
        ReferralsDeadLetterNoted,
        StatisticsDeadLetterNoted,
        IntegrationDeadLetterNoted,
    )
}
"""Service -> how it tells of its dead letters."""

EVENTS: tuple[type[Event], ...] = (*NOTED.values(), DeadLetterReplayRequested)
