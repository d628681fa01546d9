"""What is announced of what parties do under an agreement in force; reasons and texts stay in the register."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_contracts.agreements.between_parties import RenegotiationState
from slussen_contracts.events import Event


class RenegotiationEvent(Event):
    """A request for negotiation (förhandling) under an agreement, as it stands from now on."""

    agreement_id: UUID
    authority_id: UUID
    state: RenegotiationState
    asked_on: date
    answer_by: date | None = None
    closed_on: date | None = None


class RenegotiationRequested(RenegotiationEvent):
    """A party has asked for negotiation; the agreement stays in force."""

    type: ClassVar[str] = "slussen.agreements.renegotiation.requested.v1"


class RenegotiationChanged(RenegotiationEvent):
    """A negotiation has begun, ended or been withdrawn, or its day for answers was moved."""

    type: ClassVar[str] = "slussen.agreements.renegotiation.changed.v1"


class RenegotiationOverdue(RenegotiationEvent):
    """The day for answers has passed and nobody has answered."""

    type: ClassVar[str] = "slussen.agreements.renegotiation.overdue.v1"


class InformationGiven(Event):
    """A party has told the others of a planned measure (informationsskyldighet)."""

    type: ClassVar[str] = "slussen.agreements.information.given.v1"

    agreement_id: UUID
    authority_id: UUID
    told_on: date
    planned_from: date | None = None


class InformationReceived(Event):
    """A party has taken part of what another told it."""

    type: ClassVar[str] = "slussen.agreements.information.received.v1"

    agreement_id: UUID
    authority_id: UUID


PARTY_EVENTS: tuple[type[Event], ...] = (
    RenegotiationRequested,
    RenegotiationChanged,
    RenegotiationOverdue,
    InformationGiven,
    InformationReceived,
)
