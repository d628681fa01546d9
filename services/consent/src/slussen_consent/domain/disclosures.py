"""The log of what was told: which topic, to whom, when, and on which decision."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError
from slussen_contracts.identifiers import Profession

INNER = "inner_confidentiality"
"""The way that a care relationship opens (patientdatalagen 2008:355 4 kap. 1 §; handbook 5.9 B6)."""


class DecisionDoesNotPermitError(ConflictError):
    """Only what a decision permits, made about the present, can be logged as told on it."""

    code: ClassVar[str] = "decision-does-not-permit"
    title_sv: ClassVar[str] = "Beslutet tillåter inte att uppgiften lämnas"
    title_en: ClassVar[str] = "The decision does not permit that it is told"


class DisclosureLoggedError(ConflictError):
    """A decision holds for one act; another act needs a decision of its own."""

    code: ClassVar[str] = "disclosure-already-logged"
    title_sv: ClassVar[str] = "Utlämnandet är redan loggat; ett nytt kräver ett nytt beslut"
    title_en: ClassVar[str] = "The disclosure is logged already; another one needs a decision of its own"


class DisclosureInvalidError(InvalidError):
    """What was told is not what the decision is about."""

    code: ClassVar[str] = "disclosure-invalid"
    title_sv: ClassVar[str] = "Utlämnandet kan inte loggas som det är"
    title_en: ClassVar[str] = "The disclosure can't be logged as it is"


@dataclass(frozen=True, slots=True)
class DecidedPair:
    """One pair of a stored decision, both units known; `place` is its place in it, `ground` empty without one."""

    place: int
    sender_unit_id: UUID
    recipient_unit_id: UUID
    recipient_profession: Profession | None
    outcome: str
    ground: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says was told, and when; `on_inner` where they chose the way of inner confidentiality."""

    topics: tuple[str, ...]
    at: datetime
    recipient_unit_id: UUID | None = None
    recipient_profession: Profession | None = None
    on_inner: bool = False


@dataclass(frozen=True, slots=True)
class DecidedOn:
    """What a stored decision was about."""

    topics: tuple[str, ...]
    decided_at: datetime
    as_of: datetime
    pairs: tuple[DecidedPair, ...]


def pair_told(told: Told, decided: DecidedOn, *, now: datetime) -> DecidedPair:
    """Return the pair of the decision on which something was told, with the ground that it was told on.

    Where consent was required and a care relationship offered inner confidentiality, whoever tells may choose that.

    Raises:
        DisclosureInvalidError: The topics, the recipient or the moment are not the decision's.
        DecisionDoesNotPermitError: The decision is no permission, or was about another moment than the present.
    """
    problems = []
    if not set(told.topics) <= set(decided.topics):
        problems.append(_problem("topics", "not-decided", "Beslutet gäller andra ämnen.", "Other topics."))
    if not decided.decided_at <= told.at <= now:
        problems.append(
            _problem("toldAt", "out-of-time", "Före beslutet eller i framtiden.", "Before it, or not yet.")
        )
    pairs = [pair for pair in decided.pairs if _is_recipient(told, pair)]
    if len(pairs) != 1:
        problems.append(
            _problem(
                "recipient", "not-decided", "Ange beslutets mottagare.", "State the decision's recipient."
            )
        )
    if problems:
        raise DisclosureInvalidError(*problems)
    pair = pairs[0]
    if told.on_inner and _offers_inner(pair):
        pair = replace(pair, outcome="permitted", ground=INNER)
    elif told.on_inner:
        raise DecisionDoesNotPermitError
    if pair.outcome != "permitted" or decided.as_of != decided.decided_at:
        raise DecisionDoesNotPermitError
    return pair


def _offers_inner(pair: DecidedPair) -> bool:
    return pair.outcome == "consent_required" and INNER in pair.alternatives


def decision_held(
    seen: Iterable[tuple[UUID, int]], changes: Iterable[tuple[UUID, int, datetime]], told_at: datetime
) -> bool:
    """Whether nothing that the decision saw had changed when it was told; `changes` are the present versions."""
    known = set(seen)
    return all((item, version) in known or changed_at > told_at for item, version, changed_at in changes)


def _is_recipient(told: Told, pair: DecidedPair) -> bool:
    return told.recipient_unit_id in {None, pair.recipient_unit_id} and told.recipient_profession in {
        None,
        pair.recipient_profession,
    }


def _problem(field: str, rule: str, sv: str, en: str) -> FieldProblem:
    return FieldProblem(field, rule, sv, en)
