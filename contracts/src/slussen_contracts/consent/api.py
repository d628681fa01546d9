"""What the consent service takes and answers: persons' opaque ids, consents, and decisions on disclosure.

A personal number comes in here, by POST, and nowhere else; no answer holds one.
"""

import re
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import (
    Activity,
    HsaId,
    IdentitySystem,
    PersonalIdentity,
    Profession,
    normalise,
)

EXAMPLE_ID = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
EXAMPLE_SUBJECT = "5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11"

MOST_IDENTIFIERS = 1000
MOST_EVENTS = 1000
MOST_PAIRS = 1000

_SHORTEST_NUMBER = 11
_NUMBER = re.compile(r"(?<!\d)(?:((?:18|19|20)\d{6})-?(\d{4})|(\d{6})[-+](\d{4}))(?!\d)")


def _holds_no_number(text: str) -> str:
    """Refuse a code or reference in which somebody has written a personal or coordination number."""
    if len(text) < _SHORTEST_NUMBER:
        return text
    for found in _NUMBER.finditer(text):
        written = "".join(part for part in found.groups() if part)
        for system in (IdentitySystem.PERSONNUMMER, IdentitySystem.SAMORDNINGSNUMMER):
            try:
                normalise(system, written, on=date(2100, 1, 1))
            except ValueError:
                continue
            raise PydanticCustomError("personal_number", "A personal number must not stand here")
    return text


Reference = Annotated[
    str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$"), AfterValidator(_holds_no_number)
]
"""Something that another system calls its own: printable ASCII without spaces, and never a personal number."""

Topic = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"), Field(examples=["parental_support"])
]
"""What may be told (vad samtycket gäller), a code of the county's or the clinic's own list."""

Situation = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"), AfterValidator(_holds_no_number)
]
"""One specific situation, by code or reference; a new situation needs a new consent."""

ProfessionCode = Annotated[Profession, Field(examples=["midwife"])]

PositionCode = Literal["yes", "no", "partial", "not_asked"]
ValueCode = Literal["yes", "no", "partial", "pending"]
StatusCode = Literal["active", "withdrawn", "expired", "annulled", "closed"]
MethodCode = Literal["oral", "written", "digital"]
SubjectKindCode = Literal["child", "unborn", "adult"]
CustodyBasisCode = Literal["joint", "sole", "appointed"]
CustodySourceCode = Literal["record_system", "social_services", "civil_register"]
DocumentCode = Literal["appointment", "power_of_attorney", "takeover_decision"]
RecordOwnerCode = Literal["child", "guardian", "adult"]
RelationCode = Literal[
    "custodian",
    "temporary_custodian",
    "specially_appointed_guardian",
    "unaccompanied_child_guardian",
    "social_board",
    "foster_parent",
    "residential_staff",
    "parent_without_custody",
    "child",
    "other_adult",
    "expectant_parent",
    "adult_self",
]
OutcomeCode = Literal["permitted", "assessment_required", "consent_required", "refused"]
BoundaryCode = Literal["consent_not_required", "private_disclosure_assessment", "consent_required"]


# Persons -------------------------------------------------------------------------------------------------------


class IdentifierToResolve(StrictModel):
    """A person's number and who gave it; `system` null makes a new person without a number (a newborn)."""

    system: IdentitySystem | None = Field(examples=[IdentitySystem.PERSONNUMMER])
    value: str | None = Field(default=None, max_length=100, repr=False, examples=["201701012393"])

    @model_validator(mode="after")
    def _number_of_its_system(self) -> Self:
        if (self.system is None) is not (self.value is None):
            raise PydanticCustomError("missing", "A number and who gave it come together")
        if self.system is not None and self.value is not None:
            normalise(self.system, self.value)
        return self

    @property
    def identity(self) -> PersonalIdentity | None:
        """The number in its kept form; None for a newborn without a number."""
        if self.system is None or self.value is None:
            return None
        return PersonalIdentity(system=self.system, value=self.value)


class SubjectResolution(StrictModel):
    """Which persons to find or make known."""

    identifiers: list[IdentifierToResolve] = Field(min_length=1, max_length=MOST_IDENTIFIERS)


class SubjectReference(Model):
    """A person's opaque id: it tells nothing about the person, nor whether the person was known before."""

    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])


class ResolvedSubjects(Model):
    """The persons' ids, in the order in which they were asked for."""

    subjects: list[SubjectReference]


class IdentifierAdd(StrictModel):
    """A number that a known person has got; `supersedes` is the number that it takes the place of, if any."""

    identifier: PersonalIdentity
    supersedes: PersonalIdentity | None = None


# What a consent says -------------------------------------------------------------------------------------------


class UnitReference(StrictModel):
    """A unit (enhet), by our id or by its HSA-id; exactly one of them."""

    unit_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    hsa_id: HsaId | None = None

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        if self.unit_id is not None and self.hsa_id is not None:
            raise PydanticCustomError("one_of", "Give the unit's id or its HSA-id, not both")
        return self

    @property
    def names_unit(self) -> bool:
        """Whether a unit is named at all."""
        return self.unit_id is not None or self.hsa_id is not None


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

    Whose position it is comes as a number (`custodian`) or as the sender's own reference (`custodianReference`);
    both are kept as a keyed hash alone. For own data (`adult_self`, `expectant_parent`) neither is needed.
    """

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

    `recipients` and `topics` together make the scope: each recipient may be told about each topic.
    """

    subject_kind: SubjectKindCode = "child"
    situation: Situation | None = Field(default=None, examples=["family-support-2026-11"])
    topics: list[Topic] = Field(default_factory=list, max_length=50)
    recipients: list[Recipient] = Field(default_factory=list, max_length=50)
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


# Inbound events from journal systems ---------------------------------------------------------------------------


class RecordedBy(UnitReference):
    """At which unit, and by which profession, the consent was recorded."""

    profession: ProfessionCode | None = None


class JournalConsent(ConsentContent):
    """A consent as a journal system states it; `externalId` is the journal's own id of the consent."""

    external_id: Reference = Field(examples=["samtycke-1"])
    subject: PersonalIdentity
    recorded_by: RecordedBy


class JournalWithdrawal(StrictModel):
    """That a consent was withdrawn, and by which custodian."""

    external_id: Reference = Field(examples=["samtycke-1"])
    withdrawn_at: Moment | None = None
    custodian: PersonalIdentity | None = None
    custodian_reference: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, repr=False
    )
    journal_reference: JournalReference | None = None


class JournalEvent(Model):
    """The envelope of an inbound event (CloudEvents 1.0); attributes that we do not know are ignored."""

    specversion: Literal["1.0"]
    id: Reference = Field(examples=["evt-1"])
    source: Reference = Field(examples=["https://journal.example/orebro"])
    time: Moment | None = None
    datacontenttype: Literal["application/json"] = "application/json"


class ConsentRecordedEvent(JournalEvent):
    """A consent was recorded in the journal."""

    type: Literal["slussen.journal.consent.recorded.v1"]
    data: JournalConsent


class ConsentChangedEvent(JournalEvent):
    """A consent was changed in the journal; the data are its whole new state."""

    type: Literal["slussen.journal.consent.changed.v1"]
    data: JournalConsent


class ConsentWithdrawnEvent(JournalEvent):
    """A consent was withdrawn in the journal."""

    type: Literal["slussen.journal.consent.withdrawn.v1"]
    data: JournalWithdrawal


InboundEvent = Annotated[
    ConsentRecordedEvent | ConsentChangedEvent | ConsentWithdrawnEvent, Field(discriminator="type")
]


class EventReceipt(Model):
    """What became of an inbound event; the same event again gives the same answer."""

    id: str = Field(examples=["evt-1"])
    consent_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])


class EventProblem(Model):
    """Why an event of a batch was not taken: the code, and each fault by field and rule."""

    code: str = Field(examples=["consent-invalid"])
    title: str = Field(examples=["Samtycket kan inte registreras som det är"])
    errors: list[dict[str, str]] = Field(
        default_factory=list,
        examples=[[{"field": "topics", "rule": "required", "message": "Uppgiften saknas."}]],
    )


class EventOutcome(Model):
    """What became of one event of a batch."""

    id: str | None = Field(examples=["evt-1"])
    status: Literal["accepted", "duplicate", "rejected"] = Field(examples=["accepted"])
    consent_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    version: int | None = Field(default=None, examples=[1])
    problem: EventProblem | None = None


class BatchReceipt(Model):
    """What became of each event of a batch, in its order; a faulty one stops none of the others."""

    results: list[EventOutcome]


# Consents as they are read -------------------------------------------------------------------------------------


class ConsentCreate(ConsentContent):
    """A consent that staff records in a conversation; the recorder is the caller."""

    subject_id: UUID | None = Field(default=None, examples=[EXAMPLE_SUBJECT])
    subject: PersonalIdentity | None = None


class ConsentWithdraw(StrictModel):
    """A withdrawal that staff records; every member may be left out."""

    custodian_id: UUID | None = Field(default=None, examples=[EXAMPLE_SUBJECT])
    journal_reference: JournalReference | None = None


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
    scope: list[ScopeLineRead] = Field(default_factory=list)


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
    recorded_by_unit_id: UUID = Field(examples=[EXAMPLE_ID])
    recorded_by_profession: str | None = Field(examples=["midwife"])
    external_id: str | None = Field(examples=["samtycke-1"])
    journal_reference: JournalReference | None = None
    documentation_missing: bool
    missing_custodians: list[RelationCode] = Field(default_factory=list)
    ask_again_on: date | None = None
    ended_at: Moment | None = None
    end_reason: str | None = Field(default=None, examples=["custodian_withdrew"])


class ConsentVersions(Model):
    """Every version of a consent, the oldest first."""

    items: list[ConsentRead]


class Consents(Model):
    """The consents about one person that the caller may see."""

    items: list[ConsentRead]


# Decisions on disclosure ---------------------------------------------------------------------------------------


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
    ground: Literal["same_area", "consent"] | None = Field(examples=["consent"])
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
    ground: Literal["same_area", "consent"] | None = Field(examples=["consent"])
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
    stale_because: list[Literal["consent", "unit"]]
