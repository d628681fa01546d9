"""Inbound events from journal systems, and what became of them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.consent.api.contents import ConsentContent, JournalReference
from slussen_contracts.consent.api.values import EXAMPLE_ID, ProfessionCode, Reference, UnitReference
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import PersonalIdentity


class RecordedBy(UnitReference):
    """At which unit, and by which profession, the consent was recorded."""

    profession: ProfessionCode | None = None


class JournalConsent(ConsentContent):
    """A consent as a journal system states it; `externalId` is the journal's own id of the consent."""

    external_id: Reference = Field(examples=["samtycke-1"])
    subject: PersonalIdentity
    recorded_by: RecordedBy


class JournalWithdrawal(StrictModel):
    """That a consent was withdrawn, and by which custodian."""

    external_id: Reference = Field(examples=["samtycke-1"])
    withdrawn_at: Moment | None = None
    custodian: PersonalIdentity | None = None
    custodian_reference: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, repr=False
    )
    journal_reference: JournalReference | None = None


class JournalEvent(Model):
    """The envelope of an inbound event (CloudEvents 1.0); attributes that we do not know are ignored."""

    specversion: Literal["1.0"]
    id: Reference = Field(examples=["evt-1"])
    source: Reference = Field(examples=["https://journal.example/orebro"])
    time: Moment | None = None
    datacontenttype: Literal["application/json"] = "application/json"


class ConsentRecordedEvent(JournalEvent):
    """A consent was recorded in the journal."""

    type: Literal["slussen.journal.consent.recorded.v1"]
    data: JournalConsent


class ConsentChangedEvent(JournalEvent):
    """A consent was changed in the journal; the data are its whole new state."""

    type: Literal["slussen.journal.consent.changed.v1"]
    data: JournalConsent


class ConsentWithdrawnEvent(JournalEvent):
    """A consent was withdrawn in the journal."""

    type: Literal["slussen.journal.consent.withdrawn.v1"]
    data: JournalWithdrawal


InboundEvent = Annotated[
    ConsentRecordedEvent | ConsentChangedEvent | ConsentWithdrawnEvent, Field(discriminator="type")
]


class EventReceipt(Model):
    """What became of an inbound event; the same event again gives the same answer."""

    id: str = Field(examples=["evt-1"])
    consent_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])


class EventProblem(Model):
    """Why an event of a batch was not taken: the code, and each fault by field and rule."""

    code: str = Field(examples=["consent-invalid"])
    title: str = Field(examples=["Samtycket kan inte registreras som det är"])
    errors: list[dict[str, str]] = Field(
        default_factory=list,
        examples=[[{"field": "topics", "rule": "required", "message": "Uppgiften saknas."}]],
    )


class EventOutcome(Model):
    """What became of one event of a batch."""

    id: str | None = Field(examples=["evt-1"])
    status: Literal["accepted", "duplicate", "rejected"] = Field(examples=["accepted"])
    consent_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    version: int | None = Field(default=None, examples=[1])
    problem: EventProblem | None = None


class BatchReceipt(Model):
    """What became of each event of a batch, in its order; a faulty one stops none of the others."""

    results: list[EventOutcome]
