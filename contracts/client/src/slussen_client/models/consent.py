"""What goes to and comes from consent. Made by contracts/generate.py; change its sources, not this file."""

from typing import Any, Literal, NotRequired, TypedDict

Activity = Literal["maternal_health_care", "child_health_care", "open_preschool", "preventive_social_services", "public_dental_service", "library"]
"""Activity (verksamhet) of a family centre."""

IdentitySystem = Literal["http://electronichealth.se/identifier/personnummer", "http://electronichealth.se/identifier/samordningsnummer", "http://electronichealth.se/identifier/nationelltReservnummer", "http://electronichealth.se/identifier/LMA-nummer", "urn:oid:1.2.752.97.3.1.3", "urn:oid:1.2.752.113.11.0.2.1.1.1", "urn:oid:1.2.752.74.9.2", "urn:oid:1.2.752.74.9.3", "urn:oid:1.2.752.219.1.10.10.1", "urn:oid:1.2.752.74.9.5", "urn:slussen:regional-reserve-number", "urn:slussen:interim-number", "urn:slussen:synthetic"]
"""Who gave a person's number, by the URIs of HL7 Sweden's base profiles (R4) where they have one."""

Profession = Literal["midwife", "child_health_nurse", "preschool_teacher", "social_worker", "psychologist", "special_educator", "physician", "speech_therapist", "dietitian", "physiotherapist", "dental_staff", "librarian", "cultural_interpreter", "budget_adviser", "social_authority_officer", "family_counsellor", "family_law_officer", "sfi_teacher", "study_counsellor", "labour_market_coordinator", "school_health_staff", "child_psychiatry_staff", "parent_support_developer", "civil_society", "other"]
"""Profession (yrke) of staff; being a coordinator is a role on top of it."""

StatuteKind = Literal["secrecy", "waiver", "duty", "possibility", "custody", "record"]
"""What a statute does."""

class AccessRead(TypedDict):
    """That a unit has taken part of a person's data, and when (HSLF-FS 2016:40 4 kap. 9 and 10 §§); never
    who.
    """

    at: str
    place: "PlaceRead"
    what: Literal["read", "read_in_emergency", "recorded"]
    text: str

class ApiInfo(TypedDict):
    """About an API (VER.06)."""

    apiName: str
    apiVersion: str
    apiReleased: str
    apiDocumentation: str
    apiStatus: str

class AskAgainTaskRead(TypedDict):
    """To return to whoever said no or partial, and ask whether the attitude has changed."""

    id: str
    version: int
    consentId: str
    subjectId: str
    situation: str
    unitId: str
    dueOn: str
    status: Literal["open", "done", "superseded"]
    createdAt: str
    remindedAt: NotRequired[str | None]
    endedAt: NotRequired[str | None]

class AskAgainTasks(TypedDict):
    """The own unit's open tasks, the first due first."""

    items: "list[AskAgainTaskRead]"

class AssessorDesignate(TypedDict):
    """Who may assess harm for a unit of one's own authority; `person` is the login's stable id."""

    unitId: str
    person: str
    validFrom: NotRequired[str | None]
    validThrough: NotRequired[str | None]

class AssessorRead(TypedDict):
    """A designated assessor of a unit."""

    id: str
    unitId: str
    person: str
    validFrom: str
    validThrough: NotRequired[str | None]
    designatedBy: str
    designatedAt: str

class Assessors(TypedDict):
    """The designated assessors of a unit, the earlier ones too."""

    items: "list[AssessorRead]"

class AuthorityDocument(TypedDict):
    """The document that lets somebody speak for the child; a reference to it, never its text."""

    kind: Literal["appointment", "power_of_attorney", "takeover_decision"]
    reference: str
    validFrom: NotRequired[str | None]
    validThrough: NotRequired[str | None]
    topics: NotRequired[list[str]]

class BatchReceipt(TypedDict):
    """What became of each event of a batch, in its order; a faulty one stops none of the others."""

    results: "list[EventOutcome]"

class BoundaryRead(TypedDict):
    """Where the boundary of confidentiality (sekretessgräns) stands between the two."""

    outcome: Literal["consent_not_required", "private_disclosure_assessment", "consent_required"]
    rules: list[str]
    reasons: list[str]
    basis: str
    law: list[str]
    missing: list[str]
    innerConfidentiality: bool
    tried: "list[RuleTriedRead]"

class ChildHeard(TypedDict):
    """Whether the child was heard (lag 2018:1197, article 12); what it said stays in the record."""

    wasHeard: NotRequired[bool]
    journalEntry: NotRequired[str | None]

class ConsentChange(TypedDict):
    """A consent's whole new state, as staff changes it; of each custodian the latest position stands.
    `situation` may be left out: another one needs a new consent.
    """

    subjectKind: NotRequired[Literal["child", "unborn", "adult"]]
    situation: NotRequired[str | None]
    topics: NotRequired[list[str]]
    recipients: NotRequired["list[Recipient]"]
    scope: NotRequired["list[ScopeLine]"]
    excluded: NotRequired["list[ScopeLine]"]
    positions: NotRequired["list[CustodianPosition]"]
    value: NotRequired[Literal["yes", "no", "partial", "pending"] | None]
    custodyBasis: NotRequired[Literal["joint", "sole", "appointed"]]
    livesApart: NotRequired[bool | None]
    conflictOfInterest: NotRequired[bool]
    custodyVerifiedOn: NotRequired[str | None]
    custodySource: NotRequired[Literal["record_system", "social_services", "civil_register"] | None]
    validFrom: NotRequired[str | None]
    validThrough: NotRequired[str | None]
    journalReference: NotRequired["JournalReferenceInput | None"]
    informationGiven: NotRequired["InformationGiven"]
    childHeard: NotRequired["ChildHeard"]

class ConsentChangedEvent(TypedDict):
    """A consent was changed in the journal; the data are its whole new state."""

    specversion: Literal["1.0"]
    id: str
    source: str
    time: NotRequired[str | None]
    datacontenttype: NotRequired[Literal["application/json"]]
    type: Literal["slussen.journal.consent.changed.v1"]
    data: "JournalConsent"

class ConsentCreate(TypedDict):
    """A consent that staff records in a conversation; the recorder is the caller."""

    subjectKind: NotRequired[Literal["child", "unborn", "adult"]]
    situation: NotRequired[str | None]
    topics: NotRequired[list[str]]
    recipients: NotRequired["list[Recipient]"]
    scope: NotRequired["list[ScopeLine]"]
    excluded: NotRequired["list[ScopeLine]"]
    positions: NotRequired["list[CustodianPosition]"]
    value: NotRequired[Literal["yes", "no", "partial", "pending"] | None]
    custodyBasis: NotRequired[Literal["joint", "sole", "appointed"]]
    livesApart: NotRequired[bool | None]
    conflictOfInterest: NotRequired[bool]
    custodyVerifiedOn: NotRequired[str | None]
    custodySource: NotRequired[Literal["record_system", "social_services", "civil_register"] | None]
    validFrom: NotRequired[str | None]
    validThrough: NotRequired[str | None]
    journalReference: NotRequired["JournalReferenceInput | None"]
    informationGiven: NotRequired["InformationGiven"]
    childHeard: NotRequired["ChildHeard"]
    subjectId: NotRequired[str | None]
    subject: NotRequired["PersonalIdentity | None"]

class ConsentRead(TypedDict):
    """A consent at one version."""

    id: str
    version: int
    subjectId: str
    subjectKind: NotRequired[Literal["child", "unborn", "adult"]]
    situation: str
    value: Literal["yes", "no", "partial", "pending"]
    status: Literal["active", "withdrawn", "expired", "annulled", "closed"]
    scope: "list[ScopeLineRead]"
    positions: "list[PositionRead]"
    custodyBasis: NotRequired[Literal["joint", "sole", "appointed"]]
    livesApart: NotRequired[bool | None]
    conflictOfInterest: NotRequired[bool]
    custodyVerifiedOn: NotRequired[str | None]
    custodySource: NotRequired[Literal["record_system", "social_services", "civil_register"] | None]
    validFrom: str
    validThrough: str
    recordedAt: str
    changedAt: str
    recordedByUnitId: str | None
    recordedByProfession: str | None
    externalId: str | None
    protection: NotRequired[Literal["confidentiality_marking", "protected_registration"] | None]
    registeredBy: NotRequired[str | None]
    informationGiven: NotRequired["InformationGiven"]
    childHeard: NotRequired["ChildHeard"]
    lawfulBasis: "LawfulBasisRead"
    earliestErasureOn: NotRequired[str | None]
    journalReference: NotRequired["JournalReferenceOutput | None"]
    documentationMissing: bool
    documentation: "DocumentationRead"
    missingCustodians: NotRequired[list[Literal["custodian", "temporary_custodian", "specially_appointed_guardian", "unaccompanied_child_guardian", "social_board", "foster_parent", "residential_staff", "parent_without_custody", "child", "other_adult", "expectant_parent", "adult_self"]]]
    askAgainOn: NotRequired[str | None]
    endedAt: NotRequired[str | None]
    withdrawnAt: NotRequired[str | None]
    endReason: NotRequired[str | None]

class ConsentRecordedEvent(TypedDict):
    """A consent was recorded in the journal."""

    specversion: Literal["1.0"]
    id: str
    source: str
    time: NotRequired[str | None]
    datacontenttype: NotRequired[Literal["application/json"]]
    type: Literal["slussen.journal.consent.recorded.v1"]
    data: "JournalConsent"

class ConsentSearch(TypedDict):
    """Whose consents are searched; the number stands here and in no address."""

    subject: "PersonalIdentity"

class ConsentVersionRead(TypedDict):
    """A consent at the version that a decision rests on."""

    consentId: str
    version: int

class ConsentVersions(TypedDict):
    """Every version of a consent, the oldest first."""

    items: "list[ConsentRead]"

class ConsentWithdraw(TypedDict):
    """A withdrawal that staff records; every member may be left out."""

    custodianId: NotRequired[str | None]
    withdrawnAt: NotRequired[str | None]
    journalReference: NotRequired["JournalReferenceInput | None"]

class ConsentWithdrawnEvent(TypedDict):
    """A consent was withdrawn in the journal."""

    specversion: Literal["1.0"]
    id: str
    source: str
    time: NotRequired[str | None]
    datacontenttype: NotRequired[Literal["application/json"]]
    type: Literal["slussen.journal.consent.withdrawn.v1"]
    data: "JournalWithdrawal"

class Consents(TypedDict):
    """The consents about one person that the caller may see. `withheld` tells that other units of the own
    authority keep more, which inner confidentiality holds back.
    """

    items: "list[ConsentRead]"
    withheld: NotRequired[bool]

class ConsideredRead(TypedDict):
    """A consent or another ground about the person that was looked at, and why it did or did not apply."""

    kind: Literal["consent", "ground"]
    id: str
    version: int
    applied: bool
    verdict: str
    text: str

class ContactChannel(TypedDict):
    """A channel of the authority's own: what to do, and an address or a number to do it by."""

    text: str
    url: NotRequired[str | None]
    phone: NotRequired[str | None]

class ContactChannels(TypedDict):
    """The authority's own channels: for a report of concern (orosanmälan), and for a question about the
    law.
    """

    reportOfConcern: "ContactChannel"
    legalAdvice: "ContactChannel"

class CustodianPosition(TypedDict):
    """What one custodian (vårdnadshavare) answered. Whose position it is comes as a number (`custodian`) or
    as the sender's own reference (`custodianReference`), which are kept as a keyed hash alone, or as the
    opaque id that an earlier answer gave (`custodianId`). For own data (`adult_self`, `expectant_parent`)
    none is needed.
    """

    custodianId: NotRequired[str | None]
    custodian: NotRequired["PersonalIdentity | None"]
    custodianReference: NotRequired[str | None]
    relation: NotRequired[Literal["custodian", "temporary_custodian", "specially_appointed_guardian", "unaccompanied_child_guardian", "social_board", "foster_parent", "residential_staff", "parent_without_custody", "child", "other_adult", "expectant_parent", "adult_self"]]
    value: Literal["yes", "no", "partial", "not_asked"]
    givenAt: NotRequired[str | None]
    method: NotRequired[Literal["oral", "written", "digital"] | None]
    speaksFor: NotRequired["AuthorityDocument | None"]
    scope: NotRequired["list[ScopeLine]"]

class DecisionBatch(TypedDict):
    """The same question for many pairs, for example a whole staff list."""

    subjectId: NotRequired[str | None]
    subject: NotRequired["PersonalIdentity | None"]
    situation: str
    topics: list[str]
    centreId: NotRequired[str | None]
    careRelationship: NotRequired[bool]
    asOf: NotRequired[str | None]
    pairs: "list[Pair]"

class DecisionRead(TypedDict):
    """The answer: it holds for one act, within `validFor` of the question (ISO 8601 duration)."""

    decisionId: str
    subjectId: str
    outcome: Literal["permitted", "assessment_required", "consent_required", "refused"]
    ground: Literal["same_area", "consent", "statutory_disclosure", "harm_assessment", "unauthorised_disclosure_assessment"] | None
    boundary: "BoundaryRead"
    topics: "list[TopicDecision]"
    considered: NotRequired["list[ConsideredRead]"]
    statutes: NotRequired["list[StatuteRead]"]
    consents: "list[ConsentVersionRead]"
    missingCustodians: list[Literal["custodian", "temporary_custodian", "specially_appointed_guardian", "unaccompanied_child_guardian", "social_board", "foster_parent", "residential_staff", "parent_without_custody", "child", "other_adult", "expectant_parent", "adult_self"]]
    awaitingConsent: bool
    alternatives: list[str]
    flags: list[str]
    nextSteps: "list[NextStepRead]"
    profile: "ProfileReference"
    decidedAt: str
    asOf: str
    validFor: NotRequired[str]

class DecisionRequest(TypedDict):
    """May the sender tell the recipient?"""

    sender: NotRequired["Participant | None"]
    recipient: "Participant"
    recipientOtherEmployments: NotRequired["list[Participant]"]
    subjectId: NotRequired[str | None]
    subject: NotRequired["PersonalIdentity | None"]
    situation: str
    topics: list[str]
    centreId: NotRequired[str | None]
    careRelationship: NotRequired[bool]
    asOf: NotRequired[str | None]

class DecisionSetRead(TypedDict):
    """The answers for many pairs, in their order; `outcome` is the strictest: it holds for a meeting of
    all.
    """

    decisionId: str
    subjectId: str
    outcome: Literal["permitted", "assessment_required", "consent_required", "refused"]
    pairs: "list[PairDecision]"
    decidedAt: str
    asOf: str
    validFor: NotRequired[str]

class DisclosureCreate(TypedDict):
    """That something was told, on which decision; `recipient` is needed where the decision is about
    several.
    """

    decisionId: str
    recipient: NotRequired["Participant | None"]
    topics: list[str]
    toldAt: str
    manner: Literal["oral", "written", "oral_and_written"]
    onInnerConfidentiality: NotRequired[bool]

class DisclosureGroundRead(TypedDict):
    """A ground as it stands; `revokedAt` tells that nothing may rely on it any more."""

    id: str
    version: int
    kind: Literal["statutory_disclosure", "harm_assessment", "unauthorised_disclosure_assessment"]
    subjectId: str
    situation: str
    topics: list[str]
    senderUnitId: str
    recipientUnitId: str
    recipientProfession: str | None
    outcome: Literal["may_be_disclosed", "may_not_be_disclosed"]
    manner: Literal["oral", "written", "oral_and_written"] | None
    ownView: Literal["agrees", "opposes", "unknown"] | None
    statuteId: str | None
    statuteKind: "StatuteKind | None"
    reasonCode: Literal["necessary_care", "necessary_treatment", "necessary_support", "protection_of_expected_child", "duty_by_law"] | None
    decidedBy: str
    decidedAt: str
    registeredAt: str
    validThrough: str
    journalReference: "JournalReferenceOutput"
    revokedAt: NotRequired[str | None]

class DisclosureGrounds(TypedDict):
    """Grounds about one person, the newest first."""

    items: "list[DisclosureGroundRead]"

class DisclosureOption(TypedDict):
    """One way that is open where consent is refused or missing."""

    code: str
    text: str
    statutes: NotRequired["list[StatuteOption]"]
    assessors: NotRequired[list[str]]

class DisclosureOptions(TypedDict):
    """The ways that are open to the own unit, in the order in which they are tried."""

    items: "list[DisclosureOption]"

class DisclosureRead(TypedDict):
    """What was told about whom, to whom, when and on which decision; `decisionHeld` whether it was still
    good.
    """

    id: str
    decisionId: str
    subjectId: str
    situation: str
    ground: str
    topics: list[str]
    senderUnitId: str
    recipientUnitId: str
    recipientProfession: str | None
    manner: Literal["oral", "written", "oral_and_written"]
    toldBy: str
    toldAt: str
    loggedAt: str
    decisionHeld: bool

class Disclosures(TypedDict):
    """The log about one person, the latest first."""

    items: "list[DisclosureRead]"

class DocumentationRead(TypedDict):
    """Where the recorder's profession documents the consent, as the county's document has it. `place` null:
    not regulated there; `text` then says what the document does say.
    """

    place: Literal["child_record", "guardian_record"] | None
    regulated: bool
    text: str
    source: str | None

class EmergencyAccessOpen(TypedDict):
    """That what other units of the own authority keep about a person must be seen at once, and why."""

    subjectId: str
    reasonCode: Literal["acute_care", "protection_of_child", "protection_of_expected_child", "danger_to_life_or_health"]
    reference: NotRequired[str | None]

class EmergencyAccessRead(TypedDict):
    """Who opened what about whom, until when, what was read, and what the review found."""

    id: str
    version: int
    person: str
    unitId: str
    subjectId: str
    reasonCode: Literal["acute_care", "protection_of_child", "protection_of_expected_child", "danger_to_life_or_health"]
    reference: NotRequired[str | None]
    openedAt: str
    closesAt: str
    readings: NotRequired["list[EmergencyReadingRead]"]
    reviewedBy: NotRequired[str | None]
    reviewedAt: NotRequired[str | None]
    reviewOutcome: NotRequired[Literal["justified", "not_justified"] | None]
    reviewReference: NotRequired[str | None]

class EmergencyAccesses(TypedDict):
    """The own authority's emergency accesses, those to be reviewed first, the latest first."""

    items: "list[EmergencyAccessRead]"

class EmergencyReadingRead(TypedDict):
    """A record that was read under the access, and when."""

    resourceType: Literal["consent", "disclosure_ground", "disclosure"]
    resourceId: str
    readAt: str

class EmergencyReview(TypedDict):
    """What a reviewer found; the reasons stand where the reference points."""

    outcome: Literal["justified", "not_justified"]
    reference: NotRequired[str | None]

class EventOutcome(TypedDict):
    """What became of one event of a batch."""

    id: str | None
    status: Literal["accepted", "duplicate", "rejected"]
    consentId: NotRequired[str | None]
    version: NotRequired[int | None]
    problem: NotRequired["EventProblem | None"]

class EventProblem(TypedDict):
    """Why an event of a batch was not taken: the code, and each fault by field and rule."""

    code: str
    title: str
    errors: NotRequired[list[dict[str, str]]]

class EventReceipt(TypedDict):
    """What became of an inbound event; the same event again gives the same answer."""

    id: str
    consentId: str
    version: int

class HarmAssessmentCreate(TypedDict):
    """A harm assessment (menprövning) by a designated assessor of a public body; reasons stay in the
    record.
    """

    subjectId: str
    situation: str
    topics: list[str]
    recipient: "Participant"
    decidedAt: str
    validThrough: str
    journalReference: "JournalReferenceInput"
    outcome: Literal["may_be_disclosed", "may_not_be_disclosed"]
    manner: Literal["oral", "written", "oral_and_written"]
    ownView: Literal["agrees", "opposes", "unknown"]

class IdentifierAdd(TypedDict):
    """A number that a known person has got; `supersedes` is the number that it takes the place of, if any."""

    identifier: "PersonalIdentity"
    supersedes: NotRequired["PersonalIdentity | None"]

class IdentifierToResolve(TypedDict):
    """A person's number and who gave it; `system` null makes a new person without a number (a newborn)."""

    system: "IdentitySystem | None"
    value: NotRequired[str | None]

class InformationGiven(TypedDict):
    """What the custodians were told before they answered."""

    version: NotRequired[str | None]
    language: NotRequired[str]
    interpreter: NotRequired[bool]
    consequencesExplained: NotRequired[bool]

class JournalConsent(TypedDict):
    """A consent as a journal system states it; `externalId` is the journal's own id of the consent."""

    subjectKind: NotRequired[Literal["child", "unborn", "adult"]]
    situation: NotRequired[str | None]
    topics: NotRequired[list[str]]
    recipients: NotRequired["list[Recipient]"]
    scope: NotRequired["list[ScopeLine]"]
    excluded: NotRequired["list[ScopeLine]"]
    positions: NotRequired["list[CustodianPosition]"]
    value: NotRequired[Literal["yes", "no", "partial", "pending"] | None]
    custodyBasis: NotRequired[Literal["joint", "sole", "appointed"]]
    livesApart: NotRequired[bool | None]
    conflictOfInterest: NotRequired[bool]
    custodyVerifiedOn: NotRequired[str | None]
    custodySource: NotRequired[Literal["record_system", "social_services", "civil_register"] | None]
    validFrom: NotRequired[str | None]
    validThrough: NotRequired[str | None]
    journalReference: NotRequired["JournalReferenceInput | None"]
    informationGiven: NotRequired["InformationGiven"]
    childHeard: NotRequired["ChildHeard"]
    externalId: str
    subject: "PersonalIdentity"
    recordedBy: "RecordedBy"

class JournalReferenceInput(TypedDict):
    """Where the consent stands in journal or akt; the journal stays the legal record."""

    system: str
    documentId: str
    documentedAt: str
    recordOwner: NotRequired[Literal["child", "guardian", "adult"] | None]

class JournalReferenceOutput(TypedDict):
    """Where the consent stands in journal or akt; the journal stays the legal record."""

    system: str
    documentId: str
    documentedAt: str
    recordOwner: NotRequired[Literal["child", "guardian", "adult"] | None]

class JournalWithdrawal(TypedDict):
    """That a consent was withdrawn, and by which custodian."""

    externalId: str
    withdrawnAt: NotRequired[str | None]
    custodian: NotRequired["PersonalIdentity | None"]
    custodianReference: NotRequired[str | None]
    journalReference: NotRequired["JournalReferenceInput | None"]

class LawfulBasisRead(TypedDict):
    """What the consent is and is not in law: it lifts confidentiality, and is no ground for processing
    data. `secrecy` are ids of the list of statutes, `gdpr` articles of regulation (EU) 2016/679 on which
    the controller's processing is taken to rest; `confirmed` false: a lawyer has not checked it.
    """

    secrecy: list[str]
    gdpr: list[str]
    confirmed: NotRequired[bool]

class MeetingPair(TypedDict):
    """The answer for one who tells another, by their places among the participants."""

    outcome: Literal["permitted", "assessment_required", "consent_required", "refused"]
    ground: Literal["same_area", "consent", "statutory_disclosure", "harm_assessment", "unauthorised_disclosure_assessment"] | None
    boundary: Literal["consent_not_required", "private_disclosure_assessment", "consent_required"]
    rules: list[str]
    reasons: list[str]
    consents: "list[ConsentVersionRead]"
    alternatives: list[str]
    flags: list[str]
    teller: int
    told: int

class MeetingRead(TypedDict):
    """The answer for a meeting: the strictest of its pairs, and every pair."""

    decisionId: str
    subjectId: str
    outcome: Literal["permitted", "assessment_required", "consent_required", "refused"]
    pairs: "list[MeetingPair]"
    decidedAt: str
    asOf: str
    validFor: NotRequired[str]

class MeetingRequest(TypedDict):
    """May those who meet speak of this? Each pair is decided in both directions, and the strictest holds
    for all. The caller is one of the participants.
    """

    subjectId: NotRequired[str | None]
    subject: NotRequired["PersonalIdentity | None"]
    situation: str
    topics: list[str]
    centreId: NotRequired[str | None]
    careRelationship: NotRequired[bool]
    asOf: NotRequired[str | None]
    participants: "list[Participant]"

class MigrationFault(TypedDict):
    """A line that was not taken: its number from 1, the event's own id where it could be read, and what is
    wrong.
    """

    line: int
    eventId: str | None
    problem: "EventProblem"

class MigrationOpen(TypedDict):
    """What a system is about to send; both members are for people who look at the progress."""

    label: NotRequired[str | None]
    expectedRows: NotRequired[int | None]

class MigrationRead(TypedDict):
    """How far a migration has come. All lines before `nextLine` are settled: accepted, there before,
    rejected, or blank. After a broken connection go on from that line.
    """

    id: str
    status: Literal["open", "completed"]
    label: str | None
    expectedRows: int | None
    nextLine: int
    accepted: int
    duplicates: int
    rejected: int
    openedAt: str
    changedAt: str
    completedAt: NotRequired[str | None]

class NextStepRead(TypedDict):
    """One thing to do next, in the caller's language."""

    code: str
    text: str

class OwnAccesses(TypedDict):
    """Who has looked at what concerns a person, by unit and time, the latest first."""

    subjectId: str
    items: "list[AccessRead]"

class OwnAnswer(TypedDict):
    """One's own answer, changed by one act; `lines` are what a partial yes covers."""

    value: Literal["yes", "no", "partial"]
    lines: NotRequired[list[int]]
    consequencesUnderstood: NotRequired[bool]

class OwnConsentRead(TypedDict):
    """A consent in which one has a say. Of others who have one it tells only whether an answer is awaited."""

    id: str
    version: int
    subjectId: str
    subjectKind: Literal["child", "unborn", "adult"]
    situation: str
    value: Literal["yes", "no", "partial", "pending"]
    status: Literal["active", "withdrawn", "expired", "annulled", "closed"]
    inWords: str
    recordedBy: "PlaceRead"
    scope: "list[OwnScopeLine]"
    ownPosition: "OwnPositionRead"
    awaitsOthers: bool
    validFrom: str
    validThrough: str
    changedAt: str
    may: list[Literal["change", "withdraw"]]

class OwnConsents(TypedDict):
    """The consents in which one has a say, the latest changed first, and how many are not shown and why."""

    items: "list[OwnConsentRead]"
    withheld: "list[WithheldRead]"

class OwnPositionRead(TypedDict):
    """One's own answer; for a partial, the lines that it covers."""

    value: Literal["yes", "no", "partial", "not_asked"]
    relation: Literal["custodian", "temporary_custodian", "specially_appointed_guardian", "unaccompanied_child_guardian", "social_board", "foster_parent", "residential_staff", "parent_without_custody", "child", "other_adult", "expectant_parent", "adult_self"]
    givenAt: NotRequired[str | None]
    method: NotRequired[Literal["oral", "written", "digital"] | None]
    lines: NotRequired[list[int]]

class OwnScopeLine(TypedDict):
    """One line of what was asked about: who may be told what; `line` is its number, by which a partial yes
    names it.
    """

    line: int
    recipient: NotRequired["PlaceRead | None"]
    profession: NotRequired[str | None]
    topic: NotRequired[str | None]
    allowed: bool

class PageMigrationFault(TypedDict):
    """PageMigrationFault, as it goes over the wire."""

    items: "list[MigrationFault]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class Pair(TypedDict):
    """A sender and a recipient; the sender is the caller's own unit and profession where not given.
    `recipientOtherEmployments` are the recipient's other employments, where it is unstated in which of them
    they act: then the strictest answer holds (handbook 5.10 U12).
    """

    sender: NotRequired["Participant | None"]
    recipient: "Participant"
    recipientOtherEmployments: NotRequired["list[Participant]"]

class PairDecision(TypedDict):
    """The answer for one pair, in short."""

    outcome: Literal["permitted", "assessment_required", "consent_required", "refused"]
    ground: Literal["same_area", "consent", "statutory_disclosure", "harm_assessment", "unauthorised_disclosure_assessment"] | None
    boundary: Literal["consent_not_required", "private_disclosure_assessment", "consent_required"]
    rules: list[str]
    reasons: list[str]
    consents: "list[ConsentVersionRead]"
    alternatives: list[str]
    flags: list[str]

class Participant(TypedDict):
    """One who tells or is told: a unit and a profession."""

    unitId: NotRequired[str | None]
    hsaId: NotRequired[str | None]
    profession: NotRequired["Profession | None"]

class PersonalIdentity(TypedDict):
    """A number that somebody gave a person: the system that gave it, and the value in its kept form. The
    person's date of birth must never be told from the number: the day in it may be a nearby one
    (folkbokföringslagen 1991:481 18 §). A newborn and an unborn child have no identity of this kind.
    """

    system: "IdentitySystem"
    value: str

class PlaceRead(TypedDict):
    """A unit in words: its name and its authority's, where our copy of the register has them, and its
    activity.
    """

    name: NotRequired[str | None]
    authorityName: NotRequired[str | None]
    activity: NotRequired[str | None]

class PositionRead(TypedDict):
    """One custodian's answer; `custodianId` is opaque."""

    custodianId: str
    relation: Literal["custodian", "temporary_custodian", "specially_appointed_guardian", "unaccompanied_child_guardian", "social_board", "foster_parent", "residential_staff", "parent_without_custody", "child", "other_adult", "expectant_parent", "adult_self"]
    value: Literal["yes", "no", "partial", "not_asked"]
    givenAt: NotRequired[str | None]
    method: Literal["oral", "written", "digital"] | None
    hasDocument: NotRequired[bool]
    speaksFor: NotRequired["AuthorityDocument | None"]
    scope: NotRequired["list[ScopeLineRead]"]

class ProfileReference(TypedDict):
    """The county profile that was applied."""

    id: str
    firstDay: str

class ReceiptKey(TypedDict):
    """A public key (RFC 7517, RFC 8037, RFC 9864)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    alg: Literal["Ed25519"]
    use: Literal["sig"]

class ReceiptKeySet(TypedDict):
    """The keys that have signed receipts, the present one first (JWK set)."""

    keys: "list[ReceiptKey]"

class ReceiptVerified(TypedDict):
    """What was found; nothing about whether the consent still holds."""

    outcome: Literal["valid", "changed", "unknown_key", "unsigned"]
    text: str
    keyId: NotRequired[str | None]
    receipt: NotRequired[str | None]

class ReceiptVerify(TypedDict):
    """What to verify: a receipt as it was handed out, or a receipt's PDF (base64) with its detached
    signature.
    """

    receipt: NotRequired[dict[str, Any] | None]
    pdf: NotRequired[str | None]
    signature: NotRequired[str | None]

class Recipient(TypedDict):
    """Who may be told: a unit, a profession or an activity, or what they have in common."""

    unitId: NotRequired[str | None]
    hsaId: NotRequired[str | None]
    profession: NotRequired["Profession | None"]
    activity: NotRequired["Activity | None"]

class RecordedBy(TypedDict):
    """At which unit, and by which profession, the consent was recorded."""

    unitId: NotRequired[str | None]
    hsaId: NotRequired[str | None]
    profession: NotRequired["Profession | None"]

class ResolvedSubjects(TypedDict):
    """The persons' ids, in the order in which they were asked for."""

    subjects: "list[SubjectReference]"

class RuleTriedRead(TypedDict):
    """A rule that was tried, and why it did or did not apply."""

    rule: str
    applied: bool
    text: str
    source: str
    why: list[str]

class ScopeLine(TypedDict):
    """One line of what a partial yes covers, or what is excluded: a recipient, a topic, or both."""

    topic: NotRequired[str | None]
    recipient: NotRequired["Recipient | None"]
    allowed: NotRequired[bool]

class ScopeLineRead(TypedDict):
    """One line of a scope."""

    topic: str | None
    unitId: str | None
    profession: str | None
    activity: str | None
    allowed: NotRequired[bool]

class SituationClose(TypedDict):
    """That a situation has ended for a person: no consent and no ground in it holds from now on. When
    custody has changed or the child is born, `situation` may be left out: then every consent of the own
    authority ends that rested on it, about the child, or about the expected one.
    """

    subjectId: str
    situation: NotRequired[str | None]
    reason: NotRequired[Literal["situation_ended", "custody_changed", "child_born"]]

class SituationClosed(TypedDict):
    """What ended with the situation."""

    consents: "list[ConsentRead]"
    groundIds: list[str]

class StatuteOption(TypedDict):
    """A statute in force that staff of the branch may choose: a duty to tell, or a possibility."""

    id: str
    kind: "StatuteKind"
    reference: str
    text: str
    firstDay: str
    confirmed: bool

class StatuteRead(TypedDict):
    """A statute that the answer rests on, with the days on which it is in force (`lastDay` null: until
    further).
    """

    id: str
    reference: str
    text: str
    firstDay: str
    lastDay: str | None
    confirmed: bool

class StatutoryDisclosureCreate(TypedDict):
    """That a statute breaks the confidentiality: which one, why, and who decided."""

    subjectId: str
    situation: str
    topics: list[str]
    recipient: "Participant"
    decidedAt: str
    validThrough: str
    journalReference: "JournalReferenceInput"
    statuteId: str
    reasonCode: Literal["necessary_care", "necessary_treatment", "necessary_support", "protection_of_expected_child", "duty_by_law"]
    decidedBy: str

class StoredDecisionRead(TypedDict):
    """A decision that was made, and whether what it rests on has changed since: then it must be made again.
    `staleBecause` tells which input moved: a consent (its positions, custody or days), another ground, a
    unit (its authority, board, branch or centre), the county's rules, or the calendar alone, which has
    passed a last day.
    """

    decisionId: str
    subjectId: str
    outcome: Literal["permitted", "assessment_required", "consent_required", "refused"]
    consents: "list[ConsentVersionRead]"
    decidedAt: str
    stale: bool
    staleBecause: list[Literal["consent", "ground", "unit", "rules", "time"]]

class SubjectMerge(TypedDict):
    """Which other record is the same person's; the one in the path is kept."""

    mergedSubjectId: str

class SubjectProtection(TypedDict):
    """Which protection a person has: sekretessmarkering or skyddad folkbokföring; null is none any more."""

    kind: Literal["confidentiality_marking", "protected_registration"] | None

class SubjectReference(TypedDict):
    """A person's opaque id: it tells nothing about the person, nor whether the person was known before."""

    subjectId: str

class SubjectResolution(TypedDict):
    """Which persons to find or make known."""

    identifiers: "list[IdentifierToResolve]"

class TopicDecision(TypedDict):
    """What holds for one topic."""

    topic: str
    outcome: Literal["permitted", "assessment_required", "consent_required", "refused"]
    consentId: NotRequired[str | None]
    version: NotRequired[int | None]
    ground: NotRequired[Literal["same_area", "consent", "statutory_disclosure", "harm_assessment", "unauthorised_disclosure_assessment"] | None]
    groundId: NotRequired[str | None]
    statuteId: NotRequired[str | None]

class UnauthorisedDisclosureAssessmentCreate(TypedDict):
    """A private provider's test (patientsäkerhetslagen 2010:659 6 kap. 12 §); its reasons stay in the
    record.
    """

    subjectId: str
    situation: str
    topics: list[str]
    recipient: "Participant"
    decidedAt: str
    validThrough: str
    journalReference: "JournalReferenceInput"
    outcome: Literal["may_be_disclosed", "may_not_be_disclosed"]

class WithheldRead(TypedDict):
    """That a consent is not shown, why, and whom to ask; nothing of what it says."""

    reason: Literal["custody_not_verified", "custody_changed", "not_entitled"]
    text: str
    ask: "PlaceRead"

class InvalidField(TypedDict):
    """One fault in what came in: the field's JSON path, the rule that it broke, and a text for people."""

    field: str
    rule: str
    message: str

class Problem(TypedDict):
    """Problem details (RFC 9457); `code` is the last part of `type`. Values that came in are never echoed."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    fault: NotRequired[str]
    errors: NotRequired["list[InvalidField]"]
