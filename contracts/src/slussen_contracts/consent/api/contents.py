"""What a consent (samtycke) says, from whichever side it comes in."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.consent.api.values import (
    EXAMPLE_SUBJECT,
    CustodyBasisCode,
    CustodySourceCode,
    DocumentCode,
    MethodCode,
    PositionCode,
    ProfessionCode,
    RecordOwnerCode,
    Reference,
    RelationCode,
    Situation,
    SubjectKindCode,
    Topic,
    UnitReference,
    ValueCode,
)
from slussen_contracts.events import Moment, StrictModel
from slussen_contracts.identifiers import Activity, PersonalIdentity


class Recipient(UnitReference):
    """Who may be told: a unit, a profession or an activity, or what they have in common."""

    profession: ProfessionCode | None = None
    activity: Activity | None = None


class ScopeLine(StrictModel):
    """One line of what a partial yes covers, or what is excluded: a recipient, a topic, or both."""

    topic: Topic | None = None
    recipient: Recipient | None = None
    allowed: bool = True


class AuthorityDocument(StrictModel):
    """The document that lets somebody speak for the child; a reference to it, never its text."""

    kind: DocumentCode = Field(examples=["power_of_attorney"])
    reference: Reference = Field(examples=["dok-4711"])
    valid_from: date | None = None
    valid_through: date | None = None
    topics: list[Topic] = Field(default_factory=list, max_length=50)


class CustodianPosition(StrictModel):
    """What one custodian (vårdnadshavare) answered.

    Whose position it is comes as a number (`custodian`) or as the sender's own reference (`custodianReference`),
    which are kept as a keyed hash alone, or as the opaque id that an earlier answer gave (`custodianId`). For own
    data (`adult_self`, `expectant_parent`) none is needed.
    """

    custodian_id: UUID | None = Field(default=None, examples=[EXAMPLE_SUBJECT])
    custodian: PersonalIdentity | None = None
    custodian_reference: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, repr=False, examples=["vh-1"]
    )
    relation: RelationCode = Field(default="custodian", examples=["custodian"])
    value: PositionCode = Field(examples=["yes"])
    given_at: Moment | None = None
    method: MethodCode | None = Field(default=None, examples=["oral"])
    speaks_for: AuthorityDocument | None = None
    scope: list[ScopeLine] = Field(default_factory=list, max_length=50)


class JournalReference(StrictModel):
    """Where the consent stands in journal or akt; the journal stays the legal record."""

    system: Reference = Field(examples=["journal-orebro"])
    document_id: Reference = Field(examples=["anteckning-20931"])
    documented_at: Moment
    record_owner: RecordOwnerCode | None = Field(default=None, examples=["child"])


class InformationGiven(StrictModel):
    """What the custodians were told before they answered."""

    version: Reference | None = Field(default=None, examples=["2026-1"])
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = Field(
        default="sv", examples=["sv"]
    )
    interpreter: bool = False
    consequences_explained: bool = False


class ChildHeard(StrictModel):
    """Whether the child was heard (lag 2018:1197, article 12); what it said stays in the record."""

    was_heard: bool = False
    journal_entry: Reference | None = Field(default=None, examples=["anteckning-20932"])


class ConsentContent(StrictModel):
    """What a consent (samtycke) says; what is missing is named in the answer.

    `recipients` and `topics` together make the scope: each recipient may be told about each topic. Where that does
    not say it, `scope` holds lines of their own.
    """

    subject_kind: SubjectKindCode = "child"
    situation: Situation | None = Field(default=None, examples=["family-support-2026-11"])
    topics: list[Topic] = Field(default_factory=list, max_length=50)
    recipients: list[Recipient] = Field(default_factory=list, max_length=50)
    scope: list[ScopeLine] = Field(default_factory=list, max_length=200)
    excluded: list[ScopeLine] = Field(default_factory=list, max_length=50)
    positions: list[CustodianPosition] = Field(default_factory=list, max_length=10)
    value: ValueCode | None = Field(default=None, description="Vad ståndpunkterna sägs ge tillsammans.")
    custody_basis: CustodyBasisCode = "joint"
    lives_apart: bool | None = None
    conflict_of_interest: bool = False
    custody_verified_on: date | None = None
    custody_source: CustodySourceCode | None = None
    valid_from: date | None = None
    valid_through: date | None = None
    journal_reference: JournalReference | None = None
    information_given: InformationGiven = InformationGiven()
    child_heard: ChildHeard = ChildHeard()
