"""What is announced of counties' additions to their clause libraries; the texts stay in the library."""

from datetime import date
from typing import ClassVar

from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.events import Event


class ClauseEvent(Event):
    """A clause that a county added to its library, and for which days it is offered."""

    kind: AgreementKind
    key: str
    valid_from: date
    valid_through: date | None = None


class ClauseAdded(ClauseEvent):
    """A county added a clause."""

    type: ClassVar[str] = "slussen.agreements.library-clause.added.v1"


class ClauseEnded(ClauseEvent):
    """A clause that a county added has a last day."""

    type: ClassVar[str] = "slussen.agreements.library-clause.ended.v1"


LIBRARY_EVENTS: tuple[type[Event], ...] = (ClauseAdded, ClauseEnded)
