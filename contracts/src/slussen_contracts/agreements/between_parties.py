"""What parties owe each other while an agreement is in force: to negotiate anew, and to tell of what they plan."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID
from slussen_contracts.agreements.findings import FindingRead
from slussen_contracts.agreements.lifecycle import NotRegulatedRead, Reason
from slussen_contracts.events import Model, Moment, StrictModel

ACTING_PARTY = (
    "Krävs när länets administration registrerar; annars den egna huvudmannen."
    " / Required of the county's administration; otherwise one's own authority."
)


class RenegotiationState(StrEnum):
    """Where a request for negotiation (förhandling) is in its life."""

    REQUESTED = "requested"
    UNDER_WAY = "under_way"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    WITHDRAWN = "withdrawn"


class RenegotiationCreate(StrictModel):
    """A request to negotiate an agreement's terms anew: why, and by when the others are asked to answer."""

    reason: Reason = Field(examples=["Barnmorskemottagningen flyttar till andra lokaler."])
    asked_on: date = Field(examples=["2026-11-22"])
    answer_by: date | None = Field(default=None, examples=["2026-12-20"])
    authority_id: UUID | None = Field(default=None, description=ACTING_PARTY, examples=[None])


class RenegotiationChange(StrictModel):
    """Where the negotiation has come; how it ended is said when it has."""

    state: RenegotiationState = Field(examples=["under_way"])
    outcome: Reason | None = Field(
        default=None,
        description="Krävs när förhandlingen är avslutad. / Required once the negotiation has ended.",
        examples=[None],
    )
    answer_by: date | None = Field(default=None, examples=["2026-12-20"])


class RenegotiationRead(Model):
    """A request for negotiation; the agreement stays in force as it is until a new edition replaces it."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    agreement_id: UUID = Field(examples=[EXAMPLE_ID])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    reason: str = Field(examples=["Barnmorskemottagningen flyttar till andra lokaler."])
    asked_on: date = Field(examples=["2026-11-22"])
    answer_by: date | None = Field(default=None, examples=["2026-12-20"])
    state: RenegotiationState
    closed_on: date | None = Field(default=None, examples=[None])
    outcome: str | None = Field(default=None, examples=[None])
    findings: tuple[FindingRead, ...] = ()


class RenegotiationList(Model):
    """The requests for negotiation, the earliest first; `notRegulated` where the county is silent on them."""

    items: tuple[RenegotiationRead, ...] = ()
    not_regulated: NotRegulatedRead | None = None


class InformationCreate(StrictModel):
    """What a party tells the others (informationsskyldighet): a measure that it plans and that may matter to them."""

    measure: Reason = Field(examples=["Öppna förskolans tider minskas från hösten."])
    told_on: date = Field(examples=["2026-11-22"])
    planned_from: date | None = Field(default=None, examples=["2027-08-15"])
    authority_id: UUID | None = Field(default=None, description=ACTING_PARTY, examples=[None])


class ReceiptCreate(StrictModel):
    """That a party has taken part of what another told it."""

    authority_id: UUID | None = Field(default=None, description=ACTING_PARTY, examples=[None])


class ReceiptRead(Model):
    """That a party has taken part of what another told it, and when."""

    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    received_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])


class InformationRead(Model):
    """What a party told the others, who of them has taken part of it, and who has not."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    agreement_id: UUID = Field(examples=[EXAMPLE_ID])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    measure: str = Field(examples=["Öppna förskolans tider minskas från hösten."])
    told_on: date = Field(examples=["2026-11-22"])
    planned_from: date | None = Field(default=None, examples=["2027-08-15"])
    receipts: tuple[ReceiptRead, ...] = ()
    waiting_for: tuple[UUID, ...] = Field(default=(), examples=[[EXAMPLE_ID]])


class InformationList(Model):
    """What the parties told each other, the earliest first, and whether the county regulates the duty."""

    items: tuple[InformationRead, ...] = ()
    not_regulated: NotRegulatedRead | None = None
