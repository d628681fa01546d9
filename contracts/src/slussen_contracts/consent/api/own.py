"""A private person's own view: the consents in which one has a say, one's own answer, and who has looked."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slussen_contracts.consent.api.values import (
    EXAMPLE_ID,
    EXAMPLE_SUBJECT,
    MethodCode,
    PositionCode,
    RelationCode,
    StatusCode,
    SubjectKindCode,
    ValueCode,
)
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import PersonalIdentity

WithheldCode = Literal["custody_not_verified", "custody_changed", "not_entitled"]
OwnAnswerCode = Literal["yes", "no", "partial"]
AccessCode = Literal["read", "read_in_emergency", "recorded"]
OwnActCode = Literal["change", "withdraw"]


class PersonResolution(StrictModel):
    """The numbers that a national eID has proved for one person, the present one first."""

    identifiers: list[PersonalIdentity] = Field(min_length=1, max_length=5)


class ResolvedPerson(Model):
    """The opaque ids by which the person is known: as somebody's custodian first, then as an own subject."""

    known_as: list[UUID] = Field(examples=[[EXAMPLE_ID]])


class PlaceRead(Model):
    """A unit in words: its name and its authority's, where our copy of the register has them, and its activity."""

    name: str | None = Field(default=None, examples=["Mödrahälsovården Linden"])
    authority_name: str | None = Field(default=None, examples=["Region Örebro"])
    activity: str | None = Field(default=None, examples=["mödrahälsovård"])


class OwnScopeLine(Model):
    """One line of what was asked about: who may be told what; `line` is its number, by which a partial yes names it."""

    line: int = Field(examples=[0])
    recipient: PlaceRead | None = None
    profession: str | None = Field(default=None, examples=["socionom"])
    topic: str | None = Field(default=None, examples=["föräldrastöd"])
    allowed: bool


class OwnPositionRead(Model):
    """One's own answer; for a partial, the lines that it covers."""

    value: PositionCode = Field(examples=["yes"])
    relation: RelationCode = Field(examples=["custodian"])
    given_at: Moment | None = None
    method: MethodCode | None = None
    lines: list[int] = Field(default_factory=list)


class OwnConsentRead(Model):
    """A consent in which one has a say. Of others who have one it tells only whether an answer is awaited."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    subject_kind: SubjectKindCode = Field(examples=["child"])
    situation: str = Field(examples=["family-support-2026-11"])
    value: ValueCode = Field(examples=["yes"])
    status: StatusCode = Field(examples=["active"])
    in_words: str = Field(examples=["Samtycket gäller. Det som står nedan får lämnas."])
    recorded_by: PlaceRead
    scope: list[OwnScopeLine]
    own_position: OwnPositionRead
    awaits_others: bool
    valid_from: date
    valid_through: date
    changed_at: Moment
    may: list[OwnActCode]


class WithheldRead(Model):
    """That a consent is not shown, why, and whom to ask; nothing of what it says."""

    reason: WithheldCode = Field(examples=["custody_not_verified"])
    text: str
    ask: PlaceRead


class OwnConsents(Model):
    """The consents in which one has a say, the latest changed first, and how many are not shown and why."""

    items: list[OwnConsentRead]
    withheld: list[WithheldRead]


class OwnAnswer(StrictModel):
    """One's own answer, changed by one act; `lines` are what a partial yes covers."""

    value: OwnAnswerCode = Field(examples=["partial"])
    lines: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=200)] = Field(
        default_factory=list, examples=[[0]]
    )
    consequences_understood: bool = Field(default=False, examples=[True])


class AccessRead(Model):
    """That a unit has taken part of a person's data, and when (HSLF-FS 2016:40 4 kap. 9 and 10 §§); never who."""

    at: Moment
    place: PlaceRead
    what: AccessCode = Field(examples=["read"])
    text: str = Field(examples=["Tog del av uppgifter"])


class OwnAccesses(Model):
    """Who has looked at what concerns a person, by unit and time, the latest first."""

    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    items: list[AccessRead]
