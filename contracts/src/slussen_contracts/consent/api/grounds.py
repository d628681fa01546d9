"""What may let something be told when consent is missing: assessments, statutes, and who may assess."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.codelists.statutes import StatuteKind
from slussen_contracts.consent.api.contents import JournalReference
from slussen_contracts.consent.api.decisions import Participant
from slussen_contracts.consent.api.values import EXAMPLE_ID, EXAMPLE_SUBJECT, Reference, Situation, Topic
from slussen_contracts.events import Model, Moment, StrictModel

GroundKindCode = Literal["statutory_disclosure", "harm_assessment", "unauthorised_disclosure_assessment"]
AssessmentCode = Literal["may_be_disclosed", "may_not_be_disclosed"]
MannerCode = Literal["oral", "written", "oral_and_written"]
OwnViewCode = Literal["agrees", "opposes", "unknown"]
ReasonCode = Literal[
    "necessary_care",
    "necessary_treatment",
    "necessary_support",
    "protection_of_expected_child",
    "duty_by_law",
]
StatuteId = Annotated[
    str, StringConstraints(pattern=r"^[a-z]+(-[a-z0-9]+)+$", max_length=60), Field(examples=["osl-25-12"])
]


class GroundContent(StrictModel):
    """About whom, in which situation, what may be told to whom, until when, and where it is documented."""

    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    situation: Situation = Field(examples=["family-support-2026-11"])
    topics: list[Topic] = Field(min_length=1, max_length=50)
    recipient: Participant
    decided_at: Moment
    valid_through: date
    journal_reference: JournalReference


class HarmAssessmentCreate(GroundContent):
    """A harm assessment (menprövning) by a designated assessor of a public body; reasons stay in the record."""

    outcome: AssessmentCode = Field(examples=["may_be_disclosed"])
    manner: MannerCode = Field(examples=["oral"])
    own_view: OwnViewCode = Field(examples=["unknown"], description="Den enskildes egen inställning.")


class UnauthorisedDisclosureAssessmentCreate(GroundContent):
    """A private provider's test (patientsäkerhetslagen 2010:659 6 kap. 12 §); its reasons stay in the record."""

    outcome: AssessmentCode = Field(examples=["may_be_disclosed"])


class StatutoryDisclosureCreate(GroundContent):
    """That a statute breaks the confidentiality: which one, why, and who decided."""

    statute_id: StatuteId
    reason_code: ReasonCode = Field(examples=["necessary_support"])
    decided_by: Reference = Field(examples=["enhetschef-1"])


class DisclosureGroundRead(Model):
    """A ground as it stands; `revokedAt` tells that nothing may rely on it any more."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    kind: GroundKindCode = Field(examples=["harm_assessment"])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    situation: str = Field(examples=["family-support-2026-11"])
    topics: list[str] = Field(examples=[["parental_support"]])
    sender_unit_id: UUID = Field(examples=[EXAMPLE_ID])
    recipient_unit_id: UUID = Field(examples=[EXAMPLE_ID])
    recipient_profession: str | None = Field(examples=["social_worker"])
    outcome: AssessmentCode = Field(examples=["may_be_disclosed"])
    manner: MannerCode | None = Field(examples=["oral"])
    own_view: OwnViewCode | None = Field(examples=["unknown"])
    statute_id: str | None = Field(examples=["osl-25-12"])
    statute_kind: StatuteKind | None = Field(examples=[StatuteKind.POSSIBILITY])
    reason_code: ReasonCode | None = Field(examples=["necessary_support"])
    decided_by: str = Field(examples=["enhetschef-1"])
    decided_at: Moment
    registered_at: Moment
    valid_through: date
    journal_reference: JournalReference
    revoked_at: Moment | None = None


class DisclosureGrounds(Model):
    """Grounds about one person, the newest first."""

    items: list[DisclosureGroundRead]


class AssessorDesignate(StrictModel):
    """Who may assess harm for a unit of one's own authority; `person` is the login's stable id."""

    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    person: Reference = Field(examples=["SE2321000164-1A2B"])
    valid_from: date | None = None
    valid_through: date | None = None


class AssessorRead(Model):
    """A designated assessor of a unit."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    person: str = Field(examples=["SE2321000164-1A2B"])
    valid_from: date
    valid_through: date | None = None
    designated_by: str = Field(examples=["SE2321000164-9Z9Z"])
    designated_at: Moment


class Assessors(Model):
    """The designated assessors of a unit, the earlier ones too."""

    items: list[AssessorRead]


class StatuteOption(Model):
    """A statute in force that staff of the branch may choose: a duty to tell, or a possibility."""

    id: str = Field(examples=["osl-25-12"])
    kind: StatuteKind = Field(examples=[StatuteKind.POSSIBILITY])
    reference: str = Field(examples=["25 kap. 12 § offentlighets- och sekretesslagen"])
    text: str = Field(examples=["Hälso- och sjukvården får lämna uppgift om ett barn."])
    first_day: date
    confirmed: bool = Field(description="Om text och datum är kontrollerade av jurist.")


class DisclosureOption(Model):
    """One way that is open where consent is refused or missing."""

    code: str = Field(examples=["harm_assessment"])
    text: str = Field(examples=["Låt den som verksamheten har utsett göra en menprövning."])
    statutes: list[StatuteOption] = Field(default_factory=list)
    assessors: list[str] = Field(default_factory=list, examples=[["SE2321000164-1A2B"]])


class DisclosureOptions(Model):
    """The ways that are open to the own unit, in the order in which they are tried."""

    items: list[DisclosureOption]
