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


class AgreementProgress(Event):
    """Where an agreement is in its life; what it says stays in the register."""

    kind: str
    status: str
    edition: int
    centre_id: UUID | None = None
    municipality_code: str | None = None
    party_authority_ids: tuple[UUID, ...]
    valid_from: date


class AgreementDrafted(AgreementProgress):
    """An agreement, or a new edition of one, was drafted."""

    type: ClassVar[str] = "slussen.agreements.agreement.drafted.v1"


class AgreementChanged(AgreementProgress):
    """A draft's clauses or terms, or how it is to be signed, were changed."""

    type: ClassVar[str] = "slussen.agreements.agreement.changed.v1"


class AgreementSigned(AgreementProgress):
    """A party has signed; the others may still have to."""

    type: ClassVar[str] = "slussen.agreements.agreement.signed.v1"


class AgreementReviewed(AgreementProgress):
    """The parties have looked over an agreement in force without changing it."""

    type: ClassVar[str] = "slussen.agreements.agreement.reviewed.v1"


PARTY_EVENTS: tuple[type[Event], ...] = (
    AgreementDrafted,
    AgreementChanged,
    AgreementSigned,
    AgreementReviewed,
    RenegotiationRequested,
    RenegotiationChanged,
    RenegotiationOverdue,
    InformationGiven,
    InformationReceived,
)
