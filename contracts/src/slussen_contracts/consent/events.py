"""What the consent service announces: consents and what becomes of them, by opaque ids alone."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Event, Moment
from slussen_contracts.identifiers import Profession


class ConsentState(Event):
    """A consent (samtycke) as it is from now on; who may be told, never what about whom in words.

    `value` is yes, no, partial or pending; `status` is active, withdrawn, expired, annulled or closed.
    Empty `recipient_unit_ids` and `recipient_professions` mean that the consent names no such limit.
    """

    subject_id: UUID
    situation: str
    value: str
    status: str
    responsible_authority_id: UUID
    recorded_by_profession: Profession | None = None
    recipient_unit_ids: tuple[UUID, ...] = ()
    recipient_professions: tuple[Profession, ...] = ()
    valid_from: date
    valid_through: date
    documentation_missing: bool = False


class ConsentRecorded(ConsentState):
    """A consent was recorded, with whatever value was given."""

    type: ClassVar[str] = "slussen.consent.consent.recorded.v1"


class ConsentChanged(ConsentState):
    """A consent got a new version: a position, its scope or its days changed."""

    type: ClassVar[str] = "slussen.consent.consent.changed.v1"


class ConsentWithdrawn(ConsentState):
    """A consent was withdrawn: from now on nothing may rely on it; what was lawful before stays so."""

    type: ClassVar[str] = "slussen.consent.consent.withdrawn.v1"


class ConsentExpired(ConsentState):
    """A consent's last day has passed."""

    type: ClassVar[str] = "slussen.consent.consent.expired.v1"


class ConsentAnnulled(ConsentState):
    """A consent was recorded by mistake and never counted; nothing may rely on it."""

    type: ClassVar[str] = "slussen.consent.consent.annulled.v1"


class ConsentClosed(ConsentState):
    """A consent ended with its situation: from now on nothing may rely on it."""

    type: ClassVar[str] = "slussen.consent.consent.closed.v1"


class DocumentationRequested(Event):
    """A consent's version has no reference to the record: its journal system is asked where it is documented.

    The aggregate is the consent. `place` is where the county's document puts it; null where that is silent.
    """

    type: ClassVar[str] = "slussen.consent.documentation.requested.v1"

    subject_id: UUID
    status: str
    responsible_authority_id: UUID
    recorded_by_unit_id: UUID
    recorded_by_profession: Profession | None = None
    client_id: str | None = None
    external_id: str | None = None
    place: str | None = None


class AskAgainReminded(Event):
    """The day has come to ask again about a no or a partial. The aggregate is the task."""

    type: ClassVar[str] = "slussen.consent.ask-again-task.reminded.v1"

    consent_id: UUID
    subject_id: UUID
    unit_id: UUID
    responsible_authority_id: UUID
    due_on: date


class GroundState(Event):
    """A ground besides consent, as it is from now on: an assessment, or a statute that breaks confidentiality."""

    kind: str
    subject_id: UUID
    situation: str
    outcome: str
    responsible_authority_id: UUID
    sender_unit_id: UUID
    recipient_unit_id: UUID
    valid_through: date


class GroundRegistered(GroundState):
    """An assessment or a statutory disclosure was registered; where its outcome allows it, something may be told."""

    type: ClassVar[str] = "slussen.consent.disclosure-ground.registered.v1"


class GroundRevoked(GroundState):
    """Nothing may rely on the ground any more; what was lawful before stays so."""

    type: ClassVar[str] = "slussen.consent.disclosure-ground.revoked.v1"


class DisclosureDecisionsCounted(Event):
    """How many decisions of one kind whether something may be told an authority asked for on a day that has ended.

    The aggregate is the group: day, authority, centre, `boundary` and `outcome`. `boundary` is consent_required,
    consent_not_required or private_disclosure_assessment, null where it is not stated; `outcome` is permitted,
    assessment_required, consent_required or refused. Of many pairs' decisions kept as one they are the strictest
    outcome and, among the pairs with that, the strictest boundary. It names no person and no unit.
    """

    type: ClassVar[str] = "slussen.consent.disclosure-decisions.counted.v1"

    day: date = Field(examples=["2026-11-22"])
    number: int = Field(ge=1, le=1000, examples=[7])
    boundary: str | None = None
    outcome: str
    responsible_authority_id: UUID
    centre_id: UUID | None = None


class EmergencyAccessState(Event):
    """Break-glass: the own authority's records were opened in an emergency. The aggregate is the access."""

    subject_id: UUID
    unit_id: UUID
    responsible_authority_id: UUID
    reason: str
    closes_at: Moment


class EmergencyAccessOpened(EmergencyAccessState):
    """Records were opened; somebody else has to review it."""

    type: ClassVar[str] = "slussen.consent.emergency-access.opened.v1"


class EmergencyAccessReminded(EmergencyAccessState):
    """An access has not been reviewed in time; told once, to the authority whose records were opened."""

    type: ClassVar[str] = "slussen.consent.emergency-access.reminded.v1"


class EmergencyAccessReviewed(EmergencyAccessState):
    """An access was reviewed; `outcome` is justified or not_justified."""

    type: ClassVar[str] = "slussen.consent.emergency-access.reviewed.v1"

    outcome: str


class SubjectMerged(Event):
    """Two records are one person's: what is about the aggregate is about `into_subject_id` from now on.

    Every service that keeps subjects applies it; what was recorded before is about that person too.
    """

    type: ClassVar[str] = "slussen.consent.subject.merged.v1"

    into_subject_id: UUID


class SubjectSplit(Event):
    """A merge was a mistake and is undone: the aggregate is a person of its own again, not `from_subject_id`."""

    type: ClassVar[str] = "slussen.consent.subject.split.v1"

    from_subject_id: UUID


EVENTS: tuple[type[Event], ...] = (
    ConsentRecorded,
    ConsentChanged,
    ConsentWithdrawn,
    ConsentExpired,
    ConsentAnnulled,
    ConsentClosed,
    DocumentationRequested,
    AskAgainReminded,
    GroundRegistered,
    GroundRevoked,
    DisclosureDecisionsCounted,
    EmergencyAccessOpened,
    EmergencyAccessReminded,
    EmergencyAccessReviewed,
    SubjectMerged,
    SubjectSplit,
)

JOURNAL_RECORDED = "slussen.journal.consent.recorded.v1"
JOURNAL_CHANGED = "slussen.journal.consent.changed.v1"
JOURNAL_WITHDRAWN = "slussen.journal.consent.withdrawn.v1"
"""Types of the inbound events that journal systems post; their bodies may hold a personal number."""
