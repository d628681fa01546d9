"""Recalls: what is no longer to be kept, who was told of it, and what they answer.

Whoever was told of a thing counts as having fetched it: the platform can't see into a receiver, and a question too
many does less harm than one too few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.consent import events as consent
from slussen_contracts.events import Event
from slussen_contracts.referrals import events as referrals

REASONS: Final[dict[type[Event], str]] = {
    consent.ConsentWithdrawn: "withdrawn",
    consent.ConsentAnnulled: "annulled",
    consent.GroundRevoked: "revoked",
    referrals.ReferralVoided: "voided",
}
"""After these events the thing's content is no longer to be kept by those who got it.

A consent that has expired or was closed stays a true record of its time, and so does a referral that has ended.
"""
THINGS: Final[dict[type[Event], str]] = {
    consent.ConsentState: "consent",
    consent.GroundState: "disclosure_ground",
    referrals.ReferralState: "referral",
}
RECALLABLE: Final = {
    event_type: thing
    for event_type, kind in EVENTS.items()
    for family, thing in THINGS.items()
    if issubclass(kind, family)
}
"""Event type -> what it tells of, where that can be recalled."""
REMINDERS: Final = (timedelta(days=3), timedelta(days=7), timedelta(days=14), timedelta(days=30))
"""After the recall was opened; then it stays in the list, and nobody is reminded any more."""
LOOKED_BACK: Final = timedelta(hours=1)
"""So long after a recall those are found who were being told at that very moment."""
TOLD_KEPT: Final = timedelta(days=3 * 365)
"""How long it is known who was told of a thing: longer than any consent lasts."""
UNKNOWN: Final = "unknown"
KEPT: Final = "kept_on_legal_ground"


class RecallNotFoundError(NotFoundError):
    """The recall is not there, or asks others."""

    code: ClassVar[str] = "recall-not-found"
    title_sv = "Återkallelsen finns inte, eller gäller inte dig"
    title_en = "There is no such recall, or it does not ask you"


class RecallAnsweredError(ConflictError):
    """The client has answered otherwise before."""

    code: ClassVar[str] = "recall-answered"
    title_sv = "Klienten har redan svarat något annat, och det svaret står fast"
    title_en = "The client has answered otherwise before, and that answer stands"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A client that was told of a thing, and its answer."""

    client_id: str
    answer: str | None = None
    legal_ground: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """A thing that is no longer to be kept, as one authority's clients are asked about it."""

    id: UUID
    authority_id: UUID
    controller_id: UUID
    county_code: str
    thing: str
    thing_id: UUID
    reason: str
    opened_at: datetime
    next_reminder_at: datetime | None
    answered_at: datetime | None
    version: int
    receivers: Sequence[Receiver] = ()

    @property
    def unanswered(self) -> int:
        """How many have not answered."""
        return sum(1 for receiver in self.receivers if receiver.answer is None)


def reason_of(event: Event) -> str | None:
    """Return why an event's thing is no longer to be kept; None where it may be."""
    return REASONS.get(type(event))


def next_reminder(opened_at: datetime, now: datetime) -> datetime | None:
    """Return the first moment after `now` at which those who have not answered are reminded; None after the last."""
    return next((opened_at + wait for wait in REMINDERS if opened_at + wait > now), None)


def check_answer(receiver: Receiver, answer: str, legal_ground: str | None) -> bool:
    """Tell whether an answer is new; the same again changes nothing.

    Raises:
        InvalidError: What is kept is kept on a stated ground, and nothing else has one.
        RecallAnsweredError: Another answer stands; only `unknown` gives way.
    """
    if (answer == KEPT) != (legal_ground is not None):
        raise InvalidError(
            FieldProblem(
                "legalGround",
                "goes-with-kept",
                "ska anges för det som sparas med stöd av lag, och bara då",
                "is stated for what is kept on a legal ground, and only then",
            )
        )
    if (receiver.answer, receiver.legal_ground) == (answer, legal_ground):
        return False
    if receiver.answer not in {None, UNKNOWN}:
        raise RecallAnsweredError
    return True
