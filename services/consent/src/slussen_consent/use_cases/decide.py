"""Decide whether something may be told: facts read, the rules asked, the decision kept, then answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem, InvalidError, UnavailableError
from slussen_chassis.telemetry import trace_id
from slussen_consent.counties import rules_for
from slussen_consent.domain.consent import ConsentVersion
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.decision import (
    Decision,
    DisclosureFacts,
    decide_disclosure,
    strictest_decision,
)
from slussen_consent.domain.employment import Employment
from slussen_consent.repository import decisions as repository
from slussen_consent.repository.decisions import DecisionToKeep, Known
from slussen_consent.repository.register import Unit, Units
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.subjects import refuse_synthetic, subject_ids
from slussen_contracts.consent.api import DecisionBatch, DecisionQuestion, Pair, Participant
from slussen_contracts.identifiers import Profession

_TRIES = 3


class FactsMovedError(UnavailableError):
    """Consents about the person kept changing while the decision was made; ask again."""

    code: ClassVar[str] = "facts-moved"
    title_sv: ClassVar[str] = "Samtyckena ändrades medan frågan besvarades; fråga igen"
    title_en: ClassVar[str] = "The consents changed while the question was answered; ask again"


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's answer: one decision for each different pair, and which of them is each pair's."""

    id: UUID
    subject_id: UUID
    decisions: tuple[Decision, ...]
    order: tuple[int, ...]
    known: Known
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
    if question.as_of is not None and question.as_of > now:
        raise InvalidError(
            FieldProblem(
                "asOf", "in-the-future", "Tidpunkten har inte inträffat.", "The moment has not come."
            )
        )
    subject_id = await _subject(question, resources)
    inquiry = await _inquiry(question, pairs, subject_id, acting, resources, question.as_of or now)
    pool = await resources.database.raw_pool()
    context = acting.context()
    for _ in range(_TRIES):
        known = await repository.read_known(pool, context, subject_id, as_of=question.as_of)
        answered = Answered(
            id=new_id(),
            subject_id=subject_id,
            decisions=inquiry.decide(known),
            order=inquiry.order,
            known=known,
            decided_at=now,
            as_of=question.as_of or now,
        )
        read = known.fingerprint() if question.as_of is None else None
        if await repository.keep(pool, context, _to_keep(answered, inquiry), read):
            return answered
    raise FactsMovedError


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question with all facts but the consents: who tells whom, and which county's rules hold for them.

    `pairs` are the different ones; `order` tells which of them each pair asked about is.
    """

    question: DecisionQuestion
    subject_id: UUID
    pairs: tuple[tuple[Employment, Employment, tuple[CountyRules, ...]], ...]
    order: tuple[int, ...]
    units: Units
    as_of: datetime

    def decide(self, known: Known) -> tuple[Decision, ...]:
        """Return each different pair's decision; where two counties' rules could hold, the strictest does."""
        return tuple(
            strictest_decision(
                decide_disclosure(self._facts(sender, recipient, county, known)) for county in counties
            )
            for sender, recipient, counties in self.pairs
        )

    def _facts(
        self, sender: Employment, recipient: Employment, county: CountyRules, known: Known
    ) -> DisclosureFacts:
        return DisclosureFacts(
            sender=sender,
            recipient=recipient,
            subject_id=self.subject_id,
            situation=self.question.situation,
            topics=tuple(dict.fromkeys(self.question.topics)),
            consents=known.consents,
            grounds=known.grounds,
            county=county,
            as_of=self.as_of,
            care_relationship=self.question.care_relationship,
        )


async def _subject(question: DecisionQuestion, resources: Resources) -> UUID:
    if question.subject_id is not None:
        return question.subject_id
    assert question.subject is not None  # noqa: S101 - the contract asks for one of the two
    refuse_synthetic(resources, question.subject, "subject")
    return (await subject_ids(resources, [question.subject]))[question.subject]


async def _inquiry(
    question: DecisionQuestion,
    pairs: Sequence[Pair],
    subject_id: UUID,
    acting: Acting,
    resources: Resources,
    as_of: datetime,
) -> Inquiry:
    first: dict[tuple[object, ...], int] = {}
    different: list[tuple[int, Participant, Participant]] = []
    order: list[int] = []
    for place, pair in enumerate(pairs):
        sender = pair.sender or acting.own()
        key = (*_named(sender), *_named(pair.recipient))
        if key not in first:
            first[key] = len(different)
            different.append((place, sender, pair.recipient))
        order.append(first[key])
    units = await resources.register.units([side for _, *sides in different for side in sides])
    reading = Reading(question.centre_id, units, acting, resources, local_day(as_of))
    facts = []
    for place, sender, recipient in different:
        at = f"pairs.{place}." if isinstance(question, DecisionBatch) else ""
        acting.require_own(sender, units, f"{at}sender")
        _require_unit(recipient, f"{at}recipient")
        facts.append(await reading.pair(sender, recipient))
    return Inquiry(question, subject_id, tuple(facts), tuple(order), units, as_of)


def _named(participant: Participant) -> tuple[object, ...]:
    return (participant.unit_id, participant.hsa_id, participant.profession)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the facts about a pair are read from."""

    centre_id: UUID | None
    units: Units
    acting: Acting
    resources: Resources
    on: date

    async def pair(
        self, sender: Participant, recipient: Participant
    ) -> tuple[Employment, Employment, tuple[CountyRules, ...]]:
        """Return the two employments, and the rules of the counties whose profiles may hold for them."""
        tells, told = self.units.find(sender), self.units.find(recipient)
        profiles = await self.resources.register.profile_ids(_centres(tells, told, self.centre_id))
        county_code = tells.county_code if tells else self.acting.county_code
        own = self.acting.profession if self.acting.is_person else None
        return (
            _employment(sender, tells, self.on, profession=sender.profession or own),
            _employment(recipient, told, self.on, profession=recipient.profession),
            rules_for(profiles.values(), county_code, self.on),
        )


def _employment(
    participant: Participant, unit: Unit | None, on: date, *, profession: Profession | None
) -> Employment:
    """Return the facts about an employment; of a unit that the register lacks nothing more is known (rule B0)."""
    if unit is None:
        return Employment(unit_id=participant.unit_id, profession=profession)
    return unit.employment(profession, on)


def _centres(sender: Unit | None, recipient: Unit | None, stated: UUID | None) -> frozenset[UUID]:
    """Return the centres whose profiles may hold: the stated one, those in common, else those of either.

    Raises:
        InvalidError: The stated centre is neither's.
    """
    theirs = [unit.centre_ids for unit in (sender, recipient) if unit is not None]
    either = frozenset[UUID]().union(*theirs)
    if stated is not None:
        if stated not in either:
            raise InvalidError(
                FieldProblem(
                    "centreId",
                    "not-theirs",
                    "Ingen av enheterna finns där.",
                    "Neither of the units is there.",
                )
            )
        return frozenset({stated})
    common = frozenset.intersection(*theirs) if theirs else either
    return common or either


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
    return DecisionToKeep(
        id=answered.id,
        subject_id=answered.subject_id,
        situation=inquiry.question.situation,
        outcome=strictest.outcome.value,
        decided_at=answered.decided_at,
        consents=[(version.consent_id, version.version) for version in relied],
        document={
            "topics": inquiry.question.topics,
            "asOf": answered.as_of,
            "careRelationship": inquiry.question.care_relationship,
            "units": {str(unit.id): unit.version for unit in inquiry.units.by_id.values()},
            "seen": [_seen(consent.reference) for consent in answered.known.consents],
            "grounds": [[ground.id, ground.version] for ground in answered.known.grounds],
            "pairs": [
                _pair_kept(decision, sender, recipient)
                for decision, (sender, recipient, _) in zip(answered.decisions, inquiry.pairs, strict=True)
            ],
            "order": inquiry.order,
        },
        audit_id=new_id(),
        trace_id=trace_id(),
    )


def _seen(version: ConsentVersion) -> list[Any]:
    return [version.consent_id, version.version]


def _pair_kept(decision: Decision, sender: Employment, recipient: Employment) -> dict[str, Any]:
    return {
        "sender": [sender.unit_id, sender.profession],
        "recipient": [recipient.unit_id, recipient.profession],
        "outcome": decision.outcome,
        "ground": decision.ground,
        "boundary": decision.boundary.outcome,
        "rules": [rule.id for rule in decision.boundary.deciding],
        "profile": [decision.profile_id, decision.profile_first_day],
    }
