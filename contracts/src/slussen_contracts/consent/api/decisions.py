"""Decisions on disclosure: may the sender tell the recipient?"""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.consent.api.values import (
    EXAMPLE_ID,
    EXAMPLE_SUBJECT,
    MOST_IN_A_MEETING,
    MOST_OTHER_EMPLOYMENTS,
    MOST_PAIRS,
    BoundaryCode,
    OutcomeCode,
    ProfessionCode,
    RelationCode,
    Situation,
    Topic,
    UnitReference,
)
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import PersonalIdentity

GroundCode = Literal[
    "same_area",
    "consent",
    "statutory_disclosure",
    "harm_assessment",
    "unauthorised_disclosure_assessment",
]


class Participant(UnitReference):
    """One who tells or is told: a unit and a profession."""

    profession: ProfessionCode | None = None


class DecisionQuestion(StrictModel):
    """About whom, in which situation, and what is to be told."""

    subject_id: UUID | None = Field(default=None, examples=[EXAMPLE_SUBJECT])
    subject: PersonalIdentity | None = None
    situation: Situation = Field(examples=["family-support-2026-11"])
    topics: list[Topic] = Field(min_length=1, max_length=50)
    centre_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    care_relationship: bool = False
    as_of: Moment | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if (self.subject_id is None) is (self.subject is None):
            raise PydanticCustomError("one_of", "Give the person's id or number, exactly one of them")
        return self


class Pair(StrictModel):
    """A sender and a recipient; the sender is the caller's own unit and profession where not given.

    `recipientOtherEmployments` are the recipient's other employments, where it is unstated in which of them they
    act: then the strictest answer holds (handbook 5.10 U12).
    """

    sender: Participant | None = None
    recipient: Participant
    recipient_other_employments: list[Participant] = Field(
        default_factory=list, max_length=MOST_OTHER_EMPLOYMENTS
    )


class DecisionRequest(DecisionQuestion, Pair):
    """May the sender tell the recipient?"""


class DecisionBatch(DecisionQuestion):
    """The same question for many pairs, for example a whole staff list."""

    pairs: list[Pair] = Field(min_length=1, max_length=MOST_PAIRS)


class MeetingRequest(DecisionQuestion):
    """May those who meet speak of this? Each pair is decided in both directions, and the strictest holds for all.

    The caller is one of the participants.
    """

    participants: list[Participant] = Field(min_length=2, max_length=MOST_IN_A_MEETING)


class ConsentVersionRead(Model):
    """A consent at the version that a decision rests on."""

    consent_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])


class RuleTriedRead(Model):
    """A rule that was tried, and why it did or did not apply."""

    rule: str = Field(examples=["B5"])
    applied: bool
    text: str = Field(examples=["Olika huvudmän är olika sekretessområden."])
    source: str = Field(examples=["S000 Tabell 1 T7; Huvudman"])
    why: list[str] = Field(examples=[["de har samma huvudman: nej, regeln kräver nej"]])


class StatuteRead(Model):
    """A statute that the answer rests on, with the days on which it is in force (`lastDay` null: until further)."""

    id: str = Field(examples=["osl-8-1"])
    reference: str = Field(examples=["8 kap. 1 § offentlighets- och sekretesslagen"])
    text: str = Field(examples=["Sekretess gäller mot andra myndigheter och enskilda."])
    first_day: date
    last_day: date | None
    confirmed: bool = Field(
        description="Om text och dagar är kontrollerade av jurist. / Whether a lawyer has checked text and days."
    )


class ConsideredRead(Model):
    """A consent or another ground about the person that was looked at, and why it did or did not apply."""

    kind: Literal["consent", "ground"] = Field(examples=["consent"])
    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    applied: bool
    verdict: str = Field(examples=["last_day_passed"])
    text: str = Field(examples=["Samtyckets sista dag har passerat."])


class BoundaryRead(Model):
    """Where the boundary of confidentiality (sekretessgräns) stands between the two."""

    outcome: BoundaryCode = Field(examples=["consent_required"])
    rules: list[str] = Field(examples=[["B5"]])
    reasons: list[str] = Field(examples=[["different_principals"]])
    basis: str = Field(examples=["row"])
    law: list[str] = Field(examples=[["osl-8-1"]], description="Lagrummens id:n; se `statutes`.")
    missing: list[str] = Field(examples=[[]])
    inner_confidentiality: bool = Field(
        description="Inre sekretess gäller. / Inner confidentiality holds: never free access."
    )
    tried: list[RuleTriedRead]


class TopicDecision(Model):
    """What holds for one topic."""

    topic: str = Field(examples=["parental_support"])
    outcome: OutcomeCode = Field(examples=["permitted"])
    consent_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    version: int | None = Field(default=None, examples=[1])
    ground: GroundCode | None = Field(default=None, examples=["consent"])
    ground_id: UUID | None = Field(
        default=None, examples=[EXAMPLE_ID], description="Menprövningens eller den lagstödda grundens id."
    )
    statute_id: str | None = Field(default=None, examples=["osl-25-12"])


class NextStepRead(Model):
    """One thing to do next, in the caller's language."""

    code: str = Field(examples=["ask_for_consent"])
    text: str = Field(examples=["Fråga vårdnadshavarna om samtycke i just den här situationen."])


class ProfileReference(Model):
    """The county profile that was applied."""

    id: str = Field(examples=["orebro"])
    first_day: date


class DecisionRead(Model):
    """The answer: it holds for one act, within `validFor` of the question (ISO 8601 duration)."""

    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    outcome: OutcomeCode = Field(examples=["permitted"])
    ground: GroundCode | None = Field(examples=["consent"])
    boundary: BoundaryRead
    topics: list[TopicDecision]
    considered: list[ConsideredRead] = Field(default_factory=list)
    statutes: list[StatuteRead] = Field(default_factory=list)
    consents: list[ConsentVersionRead]
    missing_custodians: list[RelationCode] = Field(examples=[["custodian"]])
    awaiting_consent: bool
    alternatives: list[str] = Field(examples=[["ask_for_consent"]])
    flags: list[str] = Field(examples=[["verify_custody"]])
    next_steps: list[NextStepRead]
    profile: ProfileReference
    decided_at: Moment
    as_of: Moment
    valid_for: str = Field(default="PT5S", examples=["PT5S"])


class PairDecision(Model):
    """The answer for one pair, in short."""

    outcome: OutcomeCode = Field(examples=["permitted"])
    ground: GroundCode | None = Field(examples=["consent"])
    boundary: BoundaryCode = Field(examples=["consent_required"])
    rules: list[str] = Field(examples=[["B5"]])
    reasons: list[str] = Field(examples=[["different_principals"]])
    consents: list[ConsentVersionRead]
    alternatives: list[str] = Field(examples=[["ask_for_consent"]])
    flags: list[str] = Field(examples=[["verify_custody"]])


class DecisionSetRead(Model):
    """The answers for many pairs, in their order; `outcome` is the strictest: it holds for a meeting of all."""

    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    outcome: OutcomeCode = Field(examples=["consent_required"])
    pairs: list[PairDecision]
    decided_at: Moment
    as_of: Moment
    valid_for: str = Field(default="PT5S", examples=["PT5S"])


class MeetingPair(PairDecision):
    """The answer for one who tells another, by their places among the participants."""

    teller: int = Field(examples=[0])
    told: int = Field(examples=[1])


class MeetingRead(Model):
    """The answer for a meeting: the strictest of its pairs, and every pair."""

    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    outcome: OutcomeCode = Field(examples=["consent_required"])
    pairs: list[MeetingPair]
    decided_at: Moment
    as_of: Moment
    valid_for: str = Field(default="PT5S", examples=["PT5S"])


StaleCode = Literal["consent", "ground", "unit", "rules", "time"]


class StoredDecisionRead(Model):
    """A decision that was made, and whether what it rests on has changed since: then it must be made again.

    `staleBecause` tells which input moved: a consent (its positions, custody or days), another ground, a unit (its
    authority, board, branch or centre), the county's rules, or the calendar alone, which has passed a last day.
    """

    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    outcome: OutcomeCode = Field(examples=["permitted"])
    consents: list[ConsentVersionRead]
    decided_at: Moment
    stale: bool
    stale_because: list[StaleCode]
