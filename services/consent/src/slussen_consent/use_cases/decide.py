"""Decide whether something may be told: facts read, the rules asked, the decision kept, then answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations
from typing import Any, ClassVar
from uuid import UUID

from slussen_chassis.clock import new_id
from slussen_chassis.errors import FieldProblem, InvalidError, UnavailableError
from slussen_chassis.telemetry import trace_id
from slussen_consent.domain.consent import ConsentVersion
from slussen_consent.domain.considered import Considered, considered
from slussen_consent.domain.decision import Decision, boundary_decided, strictest_decision
from slussen_consent.domain.employment import Employment
from slussen_consent.repository import decisions as repository
from slussen_consent.repository.decisions import DecisionToKeep, Known
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting, NotYourUnitError
from slussen_consent.use_cases.inquiry import AskedPair, Inquiry, inquire
from slussen_consent.use_cases.subjects import refuse_synthetic, subject_ids
from slussen_contracts.consent.api import DecisionBatch, DecisionQuestion, MeetingRequest, Pair, Participant

_TRIES = 3


class FactsMovedError(UnavailableError):
    """Consents about the person kept changing while the decision was made; ask again."""

    code: ClassVar[str] = "facts-moved"
    title_sv: ClassVar[str] = "Samtyckena ändrades medan frågan besvarades; fråga igen"
    title_en: ClassVar[str] = "The consents changed while the question was answered; ask again"


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's answer: one decision for each different pair, and which of them is each pair's.

    `considered` are the consents and grounds that were looked at, where the question is about one pair.
    """

    id: UUID
    subject_id: UUID
    decisions: tuple[Decision, ...]
    order: tuple[int, ...]
    known: Known
    considered: tuple[Considered, ...]
    decided_at: datetime
    as_of: datetime

    @property
    def is_present(self) -> bool:
        """Whether the answer is about now; one about the past is no ground for telling anything."""
        return self.as_of == self.decided_at


async def decide(
    question: DecisionQuestion,
    pairs: Sequence[Pair],
    *,
    acting: Acting,
    resources: Resources,
    now: datetime,
) -> Answered:
    """Decide for every pair, keep it in one row with one audit row, and return it.

    Raises:
        InvalidError: The question breaks a rule.
        NotYourUnitError: A sender is not the asker's own unit.
        FactsMovedError: The consents kept changing.
    """
    inquiry = await _inquire(question, pairs, acting, resources, now)
    for place, pair in enumerate(pairs):
        at = f"pairs.{place}." if isinstance(question, DecisionBatch) else ""
        acting.require_own(pair.sender or acting.own(), inquiry.units, f"{at}sender")
        _require_unit(pair.recipient, f"{at}recipient")
        for number, other in enumerate(pair.recipient_other_employments):
            _require_unit(other, f"{at}recipientOtherEmployments.{number}")
    return await _decide(inquiry, acting=acting, resources=resources, now=now)


async def decide_meeting(
    question: MeetingRequest, *, acting: Acting, resources: Resources, now: datetime
) -> tuple[Answered, list[tuple[int, int]]]:
    """Decide for a meeting: everybody may tell everybody, pair by pair; return which pair is whose.

    What the asker's authority may not see about a pair counts as missing, so that the answer is never too mild.

    Raises:
        InvalidError: A participant's unit is missing, or the question breaks a rule.
        NotYourUnitError: The asker is none of the participants.
        FactsMovedError: The consents kept changing.

    Source: handbook 5.10 U17.
    """
    for place, participant in enumerate(question.participants):
        _require_unit(participant, f"participants.{place}")
    places = list(permutations(range(len(question.participants)), 2))
    people = question.participants
    pairs = [Pair(sender=people[teller], recipient=people[told]) for teller, told in places]
    inquiry = await _inquire(question, pairs, acting, resources, now)
    if not any(acting.is_own(participant, inquiry.units) for participant in people):
        raise NotYourUnitError
    return await _decide(inquiry, acting=acting, resources=resources, now=now), places


async def _inquire(
    question: DecisionQuestion, pairs: Sequence[Pair], acting: Acting, resources: Resources, now: datetime
) -> Inquiry:
    if question.as_of is not None and question.as_of > now:
        raise InvalidError(
            FieldProblem(
                "asOf", "in-the-future", "Tidpunkten har inte inträffat.", "The moment has not come."
            )
        )
    subject_id = await _subject(question, resources)
    return await inquire(question, pairs, subject_id, acting=acting, resources=resources, now=now)


async def _decide(inquiry: Inquiry, *, acting: Acting, resources: Resources, now: datetime) -> Answered:
    question = inquiry.question
    pool = await resources.database.raw_pool()
    context = acting.context()
    for _ in range(_TRIES):
        known = await repository.read_known(pool, context, inquiry.subject_id, as_of=question.as_of)
        decided = inquiry.decide(known)
        answered = Answered(
            id=new_id(),
            subject_id=inquiry.subject_id,
            decisions=tuple(decision for _, decision in decided),
            order=inquiry.order,
            known=known,
            considered=considered(*decided[0]) if len(decided) == 1 else (),
            decided_at=now,
            as_of=question.as_of or now,
        )
        read = known.fingerprint() if question.as_of is None else None
        if await repository.keep(pool, context, _to_keep(answered, inquiry), read):
            return answered
    raise FactsMovedError


async def _subject(question: DecisionQuestion, resources: Resources) -> UUID:
    if question.subject_id is not None:
        return question.subject_id
    assert question.subject is not None  # noqa: S101 - the contract asks for one of the two
    refuse_synthetic(resources, question.subject, "subject")
    return (await subject_ids(resources, [question.subject]))[question.subject]


def _require_unit(recipient: Participant, field: str) -> None:
    if not recipient.names_unit:
        raise InvalidError(
            FieldProblem(
                f"{field}.unitId", "required", "Mottagarens enhet saknas.", "The recipient's unit is missing."
            )
        )


def _to_keep(answered: Answered, inquiry: Inquiry) -> DecisionToKeep:
    """Return the row: outcome, what it rests on, and the versions of the units that were read."""
    strictest = strictest_decision(answered.decisions)
    relied = dict.fromkeys(version for decision in answered.decisions for version in decision.relied_on)
    question = inquiry.question
    return DecisionToKeep(
        id=answered.id,
        subject_id=answered.subject_id,
        situation=question.situation,
        outcome=strictest.outcome.value,
        decided_at=answered.decided_at,
        consents=[(version.consent_id, version.version) for version in relied],
        document={
            "topics": question.topics,
            "asOf": answered.as_of,
            "centreId": question.centre_id,
            **({"boundary": boundary_decided(answered.decisions).value} if answered.is_present else {}),
            "careRelationship": question.care_relationship,
            "units": {str(unit.id): unit.version for unit in inquiry.units.by_id.values()},
            "seen": [_seen(consent.reference) for consent in answered.known.consents],
            "grounds": [[ground.id, ground.version] for ground in answered.known.grounds],
            "pairs": [
                pair_kept(decision, pair)
                for decision, pair in zip(answered.decisions, inquiry.pairs, strict=True)
            ],
            "order": inquiry.order,
        },
        audit_id=new_id(),
        trace_id=trace_id(),
    )


def _seen(version: ConsentVersion) -> list[Any]:
    return [version.consent_id, version.version]


def pair_kept(decision: Decision, pair: AskedPair) -> dict[str, Any]:
    """Return a pair's decision as it is stored, with what tells later whether it would be made alike."""
    recipients = [_side(variant.recipient) for variant in pair.variants]
    return {
        "sender": _side(pair.named.sender),
        "recipient": recipients[0],
        "others": recipients[1:],
        "outcome": decision.outcome,
        "ground": decision.ground,
        "boundary": decision.boundary.outcome,
        "rules": [rule.id for rule in decision.boundary.deciding],
        "alternatives": decision.alternatives,
        "flags": decision.flags,
        "profile": [decision.profile_id, decision.profile_first_day],
        "profiles": sorted([profile_id, first_day.isoformat()] for profile_id, first_day in pair.rules),
    }


def _side(employment: Employment) -> list[Any]:
    return [employment.unit_id, employment.profession]
