"""What the consent service answers when a disclosure is about to happen, and how long the answer holds.

Source: decisions on check at every disclosure: an answer holds for one act, at most 5 seconds from before it was
asked, and is bound to the consents' versions.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from slussen_contracts.identifiers import Profession

ANSWER_HOLDS_SECONDS = 5.0
ONLY_VERSION = 1
"""A ground besides consent never changes: it is registered, and may be revoked."""


class DecisionOutcome(StrEnum):
    """Whether the sender may tell the recipient."""

    PERMITTED = "permitted"
    CONSENT_REQUIRED = "consent_required"
    ASSESSMENT_REQUIRED = "assessment_required"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Side:
    """Who tells or who is told: a profession, at a unit where that is known."""

    unit_id: UUID | None
    profession: Profession


@dataclass(frozen=True, slots=True)
class Question:
    """May the sender tell the recipient about these topics concerning this person?"""

    subject_id: UUID
    situation: str
    topics: tuple[str, ...]
    sender: Side
    recipient: Side
    centre_id: UUID


@dataclass(frozen=True, slots=True)
class ReliedConsent:
    """A consent, or a ground besides consent, at the version that an answer relies on."""

    consent_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Ground:
    """An answer as it is kept: the decision, what it rests on, and what is missing."""

    decision_id: UUID
    outcome: DecisionOutcome
    ground: str | None = None
    consents: tuple[ReliedConsent, ...] = ()
    ground_ids: tuple[UUID, ...] = ()
    uncovered_topics: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()

    @property
    def permits(self) -> bool:
        """Whether the disclosure may happen."""
        return self.outcome is DecisionOutcome.PERMITTED

    @property
    def may_be_waited_for(self) -> bool:
        """Whether a ground may still come by itself. An explicit no never turns into a sending by itself."""
        return self.outcome in {DecisionOutcome.CONSENT_REQUIRED, DecisionOutcome.ASSESSMENT_REQUIRED}

    @property
    def relied(self) -> tuple[ReliedConsent, ...]:
        """All that this falls with: consents at their versions, and grounds besides consent, which have one."""
        return (*self.consents, *(ReliedConsent(ground_id, ONLY_VERSION) for ground_id in self.ground_ids))

    def is_stale(self, withdrawn: Mapping[UUID, int]) -> bool:
        """Whether something that this rests on was withdrawn or changed at this version or a later one."""
        return any(withdrawn.get(c.consent_id, 0) >= c.version for c in self.relied)


@dataclass(frozen=True, slots=True)
class Answer:
    """A ground, and when it was asked for on the asker's monotonic clock."""

    ground: Ground
    asked_at: float

    def holds(self, monotonic: float) -> bool:
        """Whether the answer may still be acted on."""
        return monotonic - self.asked_at <= ANSWER_HOLDS_SECONDS


def relied_on(consents: Collection[ReliedConsent], consent_id: UUID, through_version: int) -> bool:
    """Whether `consents` rely on the consent at a version no later than `through_version`."""
    return any(c.consent_id == consent_id and c.version <= through_version for c in consents)
