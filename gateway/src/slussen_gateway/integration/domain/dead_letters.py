"""The operators' desk: events that services could not take, as each service tells of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from slussen_chassis.errors import ConflictError, NotFoundError

MOST_REPLAYED: Final = 1000
"""Letters of one order."""
OPEN: Final = ("waiting", "requested")
"""States in which a letter may be tried again; a service that was away when it was asked is asked anew."""


class DeadLetterNotFoundError(NotFoundError):
    """No service has told of such a dead letter."""

    code: ClassVar[str] = "dead-letter-not-found"
    title_sv = "Brevet finns inte"
    title_en = "There is no such dead letter"


class DeadLetterReplayedError(ConflictError):
    """The event has had its effect already."""

    code: ClassVar[str] = "dead-letter-replayed"
    title_sv = "Händelsen är redan tagen"
    title_en = "The event has been taken already"


class DeadLetterCountChangedError(ConflictError):
    """Another number of letters waits than was stated."""

    code: ClassVar[str] = "dead-letter-count-changed"
    title_sv = "Det väntar ett annat antal brev än det som angavs; räkna igen"
    title_en = "Another number of letters waits than was stated; count again"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that a service could not take, without anything of what it holds."""

    id: UUID
    service: str
    state: str
    event_type: str | None
    event_id: UUID | None
    stream_sequence: int
    reason: str
    digest: str
    size: int
    members: tuple[str, ...]
    deliveries: int
    noted_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many letters of a service wait, and since when the oldest."""

    service: str
    count: int
    since: datetime
