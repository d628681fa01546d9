"""Decisions on disclosure: may the sender tell the recipient?"""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.consent.api.values import (
    EXAMPLE_ID,
    EXAMPLE_SUBJECT,
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


class DecisionRequest(DecisionQuestion):
    """May the sender tell the recipient? The sender is the caller's own unit and profession where not given."""

    sender: Participant | None = None
    recipient: Participant


class Pair(StrictModel):
    """A sender and a recipient."""

    sender: Participant | None = None
    recipient: Participant


class DecisionBatch(DecisionQuestion):
    """The same question for many pairs, for example a whole staff list."""

    pairs: list[Pair] = Field(min_length=1, max_length=MOST_PAIRS)


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


class BoundaryRead(Model):
    """Where the boundary of confidentiality (sekretessgräns) stands between the two."""

    outcome: BoundaryCode = Field(examples=["consent_required"])
    rules: list[str] = Field(examples=[["B5"]])
    reasons: list[str] = Field(examples=[["different_principals"]])
    basis: str = Field(examples=["row"])
    law: list[str] = Field(examples=[["osl-8-1"]])
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


class StoredDecisionRead(Model):
    """A decision that was made, and whether what it rests on has changed since: then it must be made again."""

    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    outcome: OutcomeCode = Field(examples=["permitted"])
    consents: list[ConsentVersionRead]
    decided_at: Moment
    stale: bool
    stale_because: list[Literal["consent", "ground", "unit"]]
