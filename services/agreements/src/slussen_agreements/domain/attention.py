"""What an agreement asks for today: to be signed, filled, put into force, renewed or looked over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from slussen_agreements.domain.agreement import Agreement, RequiredClause, missing
from slussen_agreements.domain.lifecycle import IN_FORCE, OPEN_STATUSES
from slussen_agreements.domain.revision import RevisionRule, revision_standing

ENDS_WITHIN: Final = timedelta(days=180)
REVISION_WITHIN: Final = timedelta(days=90)


class Ask(StrEnum):
    """What is asked for."""

    SIGN = "sign"
    REJECTED = "rejected"
    FILL = "fill"
    ACTIVATE = "activate"
    AWAIT = "await"
    ENDS = "ends"
    REVISE = "revise"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that an agreement asks for, and by when where there is a day."""

    ask: Ask
    agreement: Agreement
    day: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.day is not None and self.day < today


def is_turn_of(agreement: Agreement, authority_id: UUID | None) -> bool:
    """Tell whether an authority can sign now: it has not, and nobody is to do so before it."""
    waiting = missing(agreement, ()).signatures
    if agreement.sign_in_order:
        waiting = waiting[:1]
    return authority_id in {party.authority_id for party in waiting}


def matters(
    agreement: Agreement,
    required: Sequence[RequiredClause],
    revision: RevisionRule,
    *,
    signs_for: UUID | None,
    today: date,
) -> Iterator[Matter]:
    """Return what an agreement asks for.

    Args:
        agreement: As it is.
        required: The points that its kind must have.
        revision: How often it is to be looked over.
        signs_for: The authority that the reader may sign for; what waits for its signature is asked of the reader.
        today: The day on which it is asked.
    """
    if agreement.status in OPEN_STATUSES:
        yield _before_it_holds(agreement, required, signs_for)
    if agreement.status in IN_FORCE:
        ends = agreement.ends_on
        if ends is not None and ends <= today + ENDS_WITHIN:
            yield Matter(Ask.ENDS, agreement, ends)
        since = agreement.reviewed_on or agreement.valid_from
        due_on = revision_standing(since, revision, today=today).due_on
        if due_on is not None and due_on <= today + REVISION_WITHIN:
            yield Matter(Ask.REVISE, agreement, due_on)


def _before_it_holds(
    agreement: Agreement, required: Sequence[RequiredClause], signs_for: UUID | None
) -> Matter:
    lacking = missing(agreement, required)
    if agreement.is_rejected:
        return Matter(Ask.REJECTED, agreement, agreement.sign_by)
    if lacking.clauses:
        return Matter(Ask.FILL, agreement, agreement.sign_by)
    if lacking.nothing:
        return Matter(Ask.ACTIVATE, agreement, agreement.valid_from)
    ask = Ask.SIGN if is_turn_of(agreement, signs_for) else Ask.AWAIT
    return Matter(ask, agreement, agreement.sign_by)
