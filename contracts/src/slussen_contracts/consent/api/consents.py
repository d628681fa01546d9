"""Consents as staff records them and as they are read."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from slussen_contracts.consent.api.contents import (
    AuthorityDocument,
    ChildHeard,
    ConsentContent,
    InformationGiven,
    JournalReference,
)
from slussen_contracts.consent.api.values import (
    EXAMPLE_ID,
    EXAMPLE_SUBJECT,
    CustodyBasisCode,
    CustodySourceCode,
    MethodCode,
    PositionCode,
    ProtectionCode,
    RelationCode,
    StatusCode,
    SubjectKindCode,
    ValueCode,
)
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import PersonalIdentity


class ConsentCreate(ConsentContent):
    """A consent that staff records in a conversation; the recorder is the caller."""

    subject_id: UUID | None = Field(default=None, examples=[EXAMPLE_SUBJECT])
    subject: PersonalIdentity | None = None


class ConsentChange(ConsentContent):
    """A consent's whole new state, as staff changes it; of each custodian the latest position stands.

    `situation` may be left out: another one needs a new consent.
    """


class ConsentWithdraw(StrictModel):
    """A withdrawal that staff records; every member may be left out."""

    custodian_id: UUID | None = Field(default=None, examples=[EXAMPLE_SUBJECT])
    withdrawn_at: Moment | None = Field(default=None, description="När det sades. / When it was said.")
    journal_reference: JournalReference | None = None


class ConsentSearch(StrictModel):
    """Whose consents are searched; the number stands here and in no address."""

    subject: PersonalIdentity


class ScopeLineRead(Model):
    """One line of a scope."""

    topic: str | None = Field(examples=["parental_support"])
    unit_id: UUID | None = Field(examples=[EXAMPLE_ID])
    profession: str | None = Field(examples=["social_worker"])
    activity: str | None = Field(examples=["preventive_social_services"])
    allowed: bool = True


class PositionRead(Model):
    """One custodian's answer; `custodianId` is opaque."""

    custodian_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    relation: RelationCode = Field(examples=["custodian"])
    value: PositionCode = Field(examples=["yes"])
    given_at: Moment | None = None
    method: MethodCode | None = Field(examples=["oral"])
    has_document: bool = False
    speaks_for: AuthorityDocument | None = Field(
        default=None,
        description="Handlingen som ger rätten att svara. / The document that gives the right to answer.",
    )
    scope: list[ScopeLineRead] = Field(default_factory=list)


class DocumentationRead(Model):
    """Where the recorder's profession documents the consent, as the county's document has it.

    `place` null: not regulated there; `text` then says what the document does say.
    """

    place: Literal["child_record", "guardian_record"] | None = Field(examples=["child_record"])
    regulated: bool
    text: str = Field(examples=["Samtycket dokumenteras i barnets journal."])
    source: str | None = Field(examples=["S000 Dokumentation av samtycke"])


class LawfulBasisRead(Model):
    """What the consent is and is not in law: it lifts confidentiality, and is no ground for processing data.

    `secrecy` are ids of the list of statutes, `gdpr` articles of regulation (EU) 2016/679 on which the controller's
    processing is taken to rest; `confirmed` false: a lawyer has not checked it.
    """

    secrecy: list[str] = Field(examples=[["osl-10-1", "osl-12-2"]])
    gdpr: list[str] = Field(examples=[["6.1.e", "9.2.h"]])
    confirmed: bool = False


class ConsentRead(Model):
    """A consent at one version."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    subject_kind: SubjectKindCode = "child"
    situation: str = Field(examples=["family-support-2026-11"])
    value: ValueCode = Field(examples=["yes"])
    status: StatusCode = Field(examples=["active"])
    scope: list[ScopeLineRead]
    positions: list[PositionRead]
    custody_basis: CustodyBasisCode = "joint"
    lives_apart: bool | None = None
    conflict_of_interest: bool = False
    custody_verified_on: date | None = None
    custody_source: CustodySourceCode | None = None
    valid_from: date
    valid_through: date
    recorded_at: Moment
    changed_at: Moment
    recorded_by_unit_id: UUID | None = Field(
        examples=[EXAMPLE_ID],
        description="Null där platsen inte visas. / Null where the place is not shown.",
    )
    recorded_by_profession: str | None = Field(examples=["midwife"])
    external_id: str | None = Field(examples=["samtycke-1"])
    protection: ProtectionCode | None = Field(
        default=None,
        description="Skyddade personuppgifter; visas bara för den egna huvudmannen. "
        "/ That the person's data are protected; shown to the own authority alone.",
    )
    registered_by: str | None = Field(
        default=None,
        examples=["SE2321000164-1A2B"],
        description="Vem som registrerade versionen; visas för den egna huvudmannen. / Shown to the own authority.",
    )
    information_given: InformationGiven = InformationGiven()
    child_heard: ChildHeard = ChildHeard()
    lawful_basis: LawfulBasisRead
    earliest_erasure_on: date | None = Field(
        default=None,
        description="Första dag då gallring får prövas; null är enligt huvudmannens eget gallringsbeslut. "
        "/ First day on which erasure may be considered; null is by the authority's own decision.",
    )
    journal_reference: JournalReference | None = None
    documentation_missing: bool
    documentation: DocumentationRead
    missing_custodians: list[RelationCode] = Field(default_factory=list)
    ask_again_on: date | None = None
    ended_at: Moment | None = None
    withdrawn_at: Moment | None = Field(
        default=None, description="När återkallelsen sades. / When the withdrawal was said."
    )
    end_reason: str | None = Field(default=None, examples=["custodian_withdrew"])


class ConsentVersions(Model):
    """Every version of a consent, the oldest first."""

    items: list[ConsentRead]


class Consents(Model):
    """The consents about one person that the caller may see.

    `withheld` tells that other units of the own authority keep more, which inner confidentiality holds back.
    """

    items: list[ConsentRead]
    withheld: bool = False
