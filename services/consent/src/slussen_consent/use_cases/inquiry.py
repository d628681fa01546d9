"""A question on disclosure with all its facts but the consents: who tells whom, and which county's rules hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_consent.counties import rules_for
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.decision import Decision, DisclosureFacts, decide_strictest
from slussen_consent.domain.employment import Employment
from slussen_consent.repository.decisions import Known
from slussen_consent.repository.register import Unit, Units
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting
from slussen_contracts.consent.api import DecisionQuestion, Pair, Participant
from slussen_contracts.identifiers import Profession


class Variant(NamedTuple):
    """One way in which a pair's facts may be read; where there are several, the strictest holds."""

    sender: Employment
    recipient: Employment
    counties: tuple[CountyRules, ...]


@dataclass(frozen=True, slots=True)
class AskedPair:
    """A pair that was asked about: each of the recipient's employments gives a variant, the one named first."""

    variants: tuple[Variant, ...]

    @property
    def named(self) -> Variant:
        """The variant of the employment that was named first."""
        return self.variants[0]

    @property
    def rules(self) -> set[tuple[str, date]]:
        """The profiles that may hold, each with its first day."""
        return {
            (county.profile_id, county.profile_first_day)
            for variant in self.variants
            for county in variant.counties
        }


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question with all facts but the consents.

    `pairs` are the different ones; `order` tells which of them each pair asked about is.
    """

    question: DecisionQuestion
    subject_id: UUID
    pairs: tuple[AskedPair, ...]
    order: tuple[int, ...]
    units: Units
    as_of: datetime

    def decide(self, known: Known) -> tuple[tuple[DisclosureFacts, Decision], ...]:
        """Return each different pair's decision and the facts that it was made on: of its variants the strictest."""
        return tuple(decide_strictest(self._facts(pair, known)) for pair in self.pairs)

    def _facts(self, pair: AskedPair, known: Known) -> Iterable[DisclosureFacts]:
        topics = tuple(dict.fromkeys(self.question.topics))
        for sender, recipient, counties in pair.variants:
            for county in counties:
                yield DisclosureFacts(
                    sender=sender,
                    recipient=recipient,
                    subject_id=self.subject_id,
                    situation=self.question.situation,
                    topics=topics,
                    consents=known.consents,
                    grounds=known.grounds,
                    county=county,
                    as_of=self.as_of,
                    care_relationship=self.question.care_relationship,
                )


@dataclass(frozen=True, slots=True)
class Reading:
    """What the facts about a question's pairs are read from; `past` None is the present."""

    centre_id: UUID | None
    units: Units
    acting: Acting
    resources: Resources
    on: date
    past: datetime | None = None

    async def pair(self, pair: Pair) -> AskedPair:
        """Return a pair's employments, each with the rules of the counties whose profiles may hold."""
        sender = pair.sender or self.acting.own()
        recipients = (pair.recipient, *pair.recipient_other_employments)
        return AskedPair(tuple([await self._variant(sender, recipient) for recipient in recipients]))

    async def _variant(self, sender: Participant, recipient: Participant) -> Variant:
        tells, told = self.units.find(sender), self.units.find(recipient)
        centres = _centres(tells, told, self.centre_id)
        profiles = await self.resources.register.profile_ids(centres, as_of=self.past)
        county_code = tells.county_code if tells else self.acting.county_code
        own = (
            self.acting.profession if self.acting.is_person and _is_own(self.acting, sender, tells) else None
        )
        return Variant(
            _employment(sender, tells, self.on, profession=sender.profession or own),
            _employment(recipient, told, self.on, profession=recipient.profession),
            rules_for(profiles.values(), county_code, self.on),
        )


async def inquire(
    question: DecisionQuestion,
    pairs: Sequence[Pair],
    subject_id: UUID,
    *,
    acting: Acting,
    resources: Resources,
    now: datetime,
) -> Inquiry:
    """Return the question with the facts about its pairs; each different pair is read once.

    Raises:
        InvalidError: The stated centre is nobody's.
    """
    first: dict[tuple[object, ...], int] = {}
    different: list[Pair] = []
    order: list[int] = []
    for pair in pairs:
        key = _key(pair, acting)
        if key not in first:
            first[key] = len(different)
            different.append(pair)
        order.append(first[key])
    as_of = question.as_of or now
    units = await resources.register.units(
        [side for pair in different for side in sides(pair, acting)], as_of=question.as_of
    )
    reading = Reading(question.centre_id, units, acting, resources, local_day(as_of), question.as_of)
    asked = tuple([await reading.pair(pair) for pair in different])
    return Inquiry(question, subject_id, asked, tuple(order), units, as_of)


def sides(pair: Pair, acting: Acting) -> tuple[Participant, ...]:
    """Return everybody whom a pair names, the sender first."""
    return (pair.sender or acting.own(), pair.recipient, *pair.recipient_other_employments)


def _key(pair: Pair, acting: Acting) -> tuple[object, ...]:
    return tuple((one.unit_id, one.hsa_id, one.profession) for one in sides(pair, acting))


def _is_own(acting: Acting, sender: Participant, unit: Unit | None) -> bool:
    return (unit.id if unit else sender.unit_id) == acting.unit_id


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
