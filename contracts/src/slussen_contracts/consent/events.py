"""What the consent service announces: consents and what becomes of them, by opaque ids alone."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_contracts.events import Event
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


EVENTS: tuple[type[Event], ...] = (ConsentRecorded, ConsentChanged, ConsentWithdrawn, ConsentExpired)

JOURNAL_RECORDED = "slussen.journal.consent.recorded.v1"
JOURNAL_CHANGED = "slussen.journal.consent.changed.v1"
JOURNAL_WITHDRAWN = "slussen.journal.consent.withdrawn.v1"
"""Types of the inbound events that journal systems post; their bodies may hold a personal number."""
