"""Requests for negotiation (förhandling) and the duty to inform (informationsskyldighet) under an agreement in force.

Any party may ask for negotiation and must tell the others of measures that may matter to the joint activity; neither
changes the agreement, which stays in force until a new edition replaces it. Source: handbook 4.3 and 4.13; S001
Bilaga 1 FÖRHANDLING and INFORMATIONSSKYLDIGHET. No other county's document says anything of them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.agreement import Agreement, WrongStatusError
from slussen_agreements.domain.findings import Finding, NotRegulated, Weight
from slussen_agreements.domain.lifecycle import IN_FORCE
from slussen_chassis.errors import ConflictError, FieldProblem, ForbiddenError, NotFoundError
from slussen_contracts.agreements.between_parties import RenegotiationState

NEGOTIATION_NOT_REGULATED: Final = NotRegulated(
    "renegotiation",
    "Rätten att påkalla förhandling är inte reglerad.",
    "The right to ask for negotiation is not regulated.",
)
INFORMATION_NOT_REGULATED: Final = NotRegulated(
    "duty_to_inform", "Informationsskyldigheten är inte reglerad.", "The duty to inform is not regulated."
)

_NEXT: Final[Mapping[RenegotiationState, Collection[RenegotiationState]]] = {
    RenegotiationState.REQUESTED: frozenset(RenegotiationState),
    RenegotiationState.UNDER_WAY: frozenset(RenegotiationState) - {RenegotiationState.REQUESTED},
}
_ENDED: Final = frozenset(RenegotiationState) - {RenegotiationState.REQUESTED, RenegotiationState.UNDER_WAY}


class RenegotiationNotFoundError(NotFoundError):
    """The agreement has no such request."""

    title_sv: ClassVar[str] = "Avtalet har ingen sådan begäran om förhandling"
    title_en: ClassVar[str] = "The agreement has no such request for negotiation"


class RenegotiationOpenError(ConflictError):
    """A party has one open request at a time."""

    code: ClassVar[str] = "renegotiation-open"
    title_sv: ClassVar[str] = "Parten har redan en begäran om förhandling som inte är avslutad"
    title_en: ClassVar[str] = "The party has a request for negotiation that has not ended"


class RenegotiationEndedError(ConflictError):
    """A negotiation that has ended is not changed; a new one is asked for."""

    code: ClassVar[str] = "renegotiation-ended"
    title_sv: ClassVar[str] = "Förhandlingen är avslutad"
    title_en: ClassVar[str] = "The negotiation has ended"


class OthersRenegotiationError(ForbiddenError):
    """Only the party that asked withdraws its request, and only another says that it has begun."""

    code: ClassVar[str] = "others-renegotiation"
    title_sv: ClassVar[str] = "Begäran återkallas av den som gjorde den och besvaras av en annan part"
    title_en: ClassVar[str] = "A request is withdrawn by the party that made it and answered by another"


class InformationNotFoundError(NotFoundError):
    """The agreement has no such information."""

    title_sv: ClassVar[str] = "Avtalet har ingen sådan underrättelse"
    title_en: ClassVar[str] = "The agreement has no such information"


class AlreadyReceivedError(ConflictError):
    """A party takes part of an information once, and never of its own."""

    code: ClassVar[str] = "already-received"
    title_sv: ClassVar[str] = "Parten har redan tagit del av underrättelsen"
    title_en: ClassVar[str] = "The party has taken part of the information already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renegotiation:
    """A party's request to negotiate an agreement anew; `overdue_on` is when its silence was announced."""

    id: UUID
    version: int = 1
    agreement_id: UUID
    authority_id: UUID
    subject: str
    reason: str
    asked_on: date
    answer_by: date | None = None
    state: RenegotiationState = RenegotiationState.REQUESTED
    closed_on: date | None = None
    outcome: str | None = None
    overdue_on: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether the day for answers has passed with nobody answering."""
        asked = self.state is RenegotiationState.REQUESTED
        return asked and self.answer_by is not None and self.answer_by < today


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a party has taken part of an information."""

    authority_id: UUID
    subject: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """What a party told the others of a measure that it plans."""

    id: UUID
    agreement_id: UUID
    authority_id: UUID
    subject: str
    measure: str
    told_on: date
    planned_from: date | None = None
    receipts: tuple[Receipt, ...] = ()

    def waiting_for(self, agreement: Agreement) -> tuple[UUID, ...]:
        """Return the other parties that have not taken part of it."""
        known = {self.authority_id, *(receipt.authority_id for receipt in self.receipts)}
        return tuple(party for party in agreement.party_authority_ids if party not in known)


def require_in_force(agreement: Agreement) -> None:
    """Refuse what is done under an agreement that binds nobody.

    Raises:
        WrongStatusError: It is not in force.
    """
    if agreement.status not in IN_FORCE:
        raise WrongStatusError


def day_faults(field: str, day: date, agreement: Agreement, today: date) -> Iterator[FieldProblem]:
    """Find that something is said to have happened on a day to come, or before the agreement began."""
    if day > today:
        yield FieldProblem(field, "has-come", "ska vara idag eller tidigare", "must be today or earlier")
    if day < agreement.valid_from:
        yield FieldProblem(
            field, "order", "ligger före avtalets första dag", "is before the agreement's first day"
        )


def answer_day_faults(answer_by: date | None, asked_on: date) -> Iterator[FieldProblem]:
    """Find that an answer is wanted before the question."""
    if answer_by is not None and answer_by < asked_on:
        yield FieldProblem("answerBy", "order", "ligger före begäran", "is before the request")


def changed(
    before: Renegotiation, state: RenegotiationState, outcome: str | None, *, by: UUID | None, today: date
) -> Renegotiation:
    """Return a negotiation in its next state.

    Args:
        before: As it was.
        state: Where it has come.
        outcome: How it ended.
        by: The party that says so; None: the county's administration, for any of them.
        today: The day on which it ended, if it has.

    Raises:
        RenegotiationEndedError: It has ended.
        OthersRenegotiationError: It is not for this party to say.
    """
    if before.state in _ENDED or state not in _NEXT[before.state]:
        raise RenegotiationEndedError
    is_asker = by == before.authority_id
    wrong_withdrawal = state is RenegotiationState.WITHDRAWN and not is_asker
    begun_by_asker = state is RenegotiationState.UNDER_WAY and state is not before.state and is_asker
    if by is not None and (wrong_withdrawal or begun_by_asker):
        raise OthersRenegotiationError
    ended = state in _ENDED
    return replace(
        before,
        version=before.version + 1,
        state=state,
        outcome=outcome,
        closed_on=today if ended else None,
    )


def outcome_faults(state: RenegotiationState, outcome: str | None) -> Iterator[FieldProblem]:
    """Find an end without a word on it, or an outcome of what has not ended."""
    if state in {RenegotiationState.AGREED, RenegotiationState.NOT_AGREED} and outcome is None:
        yield FieldProblem("outcome", "required", "krävs: hur slutade den?", "required: how did it end?")
    if state not in _ENDED and outcome is not None:
        yield FieldProblem(
            "outcome", "not-allowed", "förhandlingen är inte avslutad", "the negotiation has not ended"
        )


def renegotiation_findings(of: Renegotiation, today: date) -> Iterator[Finding]:
    """Find that nobody has answered in time."""
    if of.is_overdue(today):
        yield Finding(
            "answer-overdue",
            Weight.NOTICE,
            f"Begäran skulle ha besvarats senast {of.answer_by}.",
            f"The request was to be answered by {of.answer_by}.",
        )
