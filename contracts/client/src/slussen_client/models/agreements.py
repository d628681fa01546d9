"""What goes to and comes from agreements. Made by contracts/generate.py; change its sources, not this file."""

from typing import Any, Literal, NotRequired, TypedDict

Activity = Literal["maternal_health_care", "child_health_care", "open_preschool", "preventive_social_services", "public_dental_service", "library"]
"""Activity (verksamhet) of a family centre."""

AgreementKind = Literal["local", "county", "premises", "letter_of_intent", "coordinator"]
"""Kind of agreement (avtal): between whom it stands and what it is about."""

AgreementStatus = Literal["draft", "ready", "awaiting_signatures", "active", "under_notice", "superseded", "ended"]
"""Where an agreement is in its life."""

AuthorityType = Literal["region", "municipality", "private_provider", "other"]
"""What kind of responsible authority (huvudman) it is; it decides which law of secrecy holds."""

Branch = Literal["health", "social_preventive", "social_authority", "education", "culture", "other"]
"""Branch of an authority's work (verksamhetsgren); two branches are two areas of confidentiality."""

CentreKind = Literal["full", "like", "none"]
"""What a centre is under a county's profile: a family centre, one that is like it, or neither."""

ChangeCode = Literal["same", "added", "removed", "changed"]
"""What became of a clause or of one of its sentences."""

CheckState = Literal["met", "partly", "not_met"]
"""Where a centre stands on a point."""

CostKind = Literal["coordinator", "other_common"]
"""What a cost is for: the coordinator (samordnare), or anything else that is common."""

CountyBody = Literal["county_steering_group", "coordinator_network", "yearly_follow_up", "development_day_group"]
"""Who meets across a county's centres."""

DeviationEffect = Literal["more", "other"]
"""Which way an agreement departs: it asks for more than the county does, or for something else."""

DocumentLikeness = Literal["exact", "exact_with_additions", "not_exact", "unknown"]
"""How a file stands to the documents that were handed out. `exact`: byte for byte. `exact_with_additions`:
it begins with the document, and more follows, such as signatures. `not_exact`: it says that it is this
agreement's, and is not the document. `unknown`: none of yours.
"""

DutyState = Literal["planned", "current", "overdue", "done", "done_late"]
"""Where a duty stands on a day."""

EngagementKind = Literal["planning", "meeting", "supervision", "home_visit"]
"""What staff do that is not being open."""

FileFormat = Literal["csv", "json"]
"""How a file is written."""

Force = Literal["must", "should", "may", "goal", "fact"]
"""How binding the source makes it: ska, bör, kan, målsättning, or a stated fact."""

ImportAction = Literal["created", "changed", "unchanged"]
"""What a row did, or would do."""

KeyCounts = Literal["activity", "party"]
"""What a local key gives parts to: activities, by their codes, or parties, by their authorities' ids."""

LimitedState = Literal["identified", "offered", "awaiting_permission", "opened", "awaiting_consent", "sent", "received", "accepted", "contacted", "following_up", "information_requested", "advised", "returned", "suspended"]
"""The states of a referral in which somebody is to take the next step within a time."""

MeetingKind = Literal["steering_group", "house_meeting", "development_day"]
"""What was held: a steering group's meeting, a house meeting (husmöte) or a development day."""

OfferKind = Literal["open_activity", "parent_group", "individual_support", "extended_home_visit"]
"""What it is that is offered."""

OpeningKind = Literal["everybody", "targeted", "by_invitation"]
"""To whom an activity is open."""

Origin = Literal["county", "ours"]
"""Whose words a text is in: the county's own template, or ours after the county's rules."""

PresenceExtent = Literal["nothing", "some", "mission_part", "whole"]
"""How much of an activity is physically at the centre."""

Profession = Literal["midwife", "child_health_nurse", "preschool_teacher", "social_worker", "psychologist", "special_educator", "physician", "speech_therapist", "dietitian", "physiotherapist", "dental_staff", "librarian", "cultural_interpreter", "budget_adviser", "social_authority_officer", "family_counsellor", "family_law_officer", "sfi_teacher", "study_counsellor", "labour_market_coordinator", "school_health_staff", "child_psychiatry_staff", "parent_support_developer", "civil_society", "other"]
"""Profession (yrke) of staff; being a coordinator is a role on top of it."""

RegisterKind = Literal["authorities", "boards", "units", "centres", "staffing"]
"""What a row is about, in the order in which rows are taken in."""

RegulatedBy = Literal["county", "local_agreement", "not_regulated"]
"""Whose number it is: the county's, the local agreement's, or nobody's, as the county is silent."""

RenegotiationState = Literal["requested", "under_way", "agreed", "not_agreed", "withdrawn"]
"""Where a request for negotiation (förhandling) is in its life."""

SignatureLevel = Literal["simple", "advanced", "qualified"]
"""What the signature is worth by Regulation (EU) 910/2014 (eIDAS), as far as it can be told."""

SigningMethod = Literal["session", "signed_pdf"]
"""How it was signed: an authenticated act here, or a key of the signatory's own in a file from outside."""

Stage = Literal["pregnancy", "after_birth", "childhood"]
"""When in a family's life something is offered."""

TermKey = Literal["valid_from", "valid_through", "party", "notice_months", "notice_written", "dispute_body", "deviation", "referral_time_limit"]
"""What an edition says beside its clauses; parties, deviations and time limits may be several."""

class ActivityMinutes(TypedDict):
    """How long an activity is open with somebody on site."""

    activity: "Activity"
    minutes: int

class ActivitySum(TypedDict):
    """What one activity bears in all."""

    activity: "Activity"
    amount: str

class AdditionCreate(TypedDict):
    """A clause that a county adds to its library; one of the same key gives way to it from its first day."""

    kind: "AgreementKind"
    key: str
    heading: str
    text: str
    validFrom: str

class AdditionEnding(TypedDict):
    """That an addition is no longer offered, and its last day."""

    lastDay: str

class AdditionList(TypedDict):
    """A county's additions, ended ones too, by kind, key and first day."""

    items: NotRequired["list[AdditionRead]"]

class AdditionRead(TypedDict):
    """A clause that a county has added to its library, and for which days."""

    id: str
    version: int
    countyCode: str
    kind: "AgreementKind"
    key: str
    heading: str
    text: str
    validFrom: str
    validThrough: NotRequired[str | None]

class AgeRange(TypedDict):
    """Whole years, both included."""

    first: int
    last: int

class AgendaItemRead(TypedDict):
    """A point of the agenda: why it is there, what it is about, and by when."""

    ground: str
    sv: str
    en: str
    day: NotRequired[str | None]
    dutyKey: NotRequired[str | None]
    agreementId: NotRequired[str | None]

class AgreementCreate(TypedDict):
    """An agreement (avtal) to draft, under the profile of its centre or of its county. A local agreement,
    one on premises and one on a coordinator are for a centre; a letter of intent is for a municipality, and
    a county's agreement for neither.
    """

    kind: "AgreementKind"
    centreId: NotRequired[str | None]
    municipalityCode: NotRequired[str | None]
    parties: "list[PartyWrite]"
    validFrom: str
    validThrough: NotRequired[str | None]

class AgreementKindRead(TypedDict):
    """What a county's profile says about a kind of agreement; null where it is silent."""

    kind: "AgreementKind"
    required: NotRequired[bool | None]
    partyRoles: NotRequired[list[str] | None]
    clauses: NotRequired["list[CatalogueClause]"]
    noticeMonths: NotRequired[int | None]
    noticeWritten: NotRequired[bool | None]

class AgreementKinds(TypedDict):
    """The kinds of agreement under a profile."""

    profileId: str
    profileFirstDay: str
    kinds: "list[AgreementKindRead]"

class AgreementRead(TypedDict):
    """A collaboration agreement (samverkansavtal) with its clauses, signatures and what is missing."""

    id: str
    version: int
    countyCode: str
    kind: "AgreementKind"
    status: "AgreementStatus"
    edition: NotRequired[int]
    originalId: NotRequired[str | None]
    centreId: NotRequired[str | None]
    municipalityCode: NotRequired[str | None]
    profileId: str
    profileFirstDay: str
    parties: "list[PartyRead]"
    validFrom: str
    validThrough: NotRequired[str | None]
    clauses: NotRequired["list[ClauseRead]"]
    signatures: NotRequired["list[SignatureRead]"]
    completeness: "Completeness"
    signInOrder: NotRequired[bool]
    signBy: NotRequired[str | None]
    rejected: NotRequired[bool]
    libraryFirstDay: NotRequired[str | None]
    digest: str

class AmendmentWrite(TypedDict):
    """A new edition to draft from the one in force; the clauses named replace those of the same key."""

    validFrom: str
    clauses: NotRequired[dict[str, Any]]

class AnnualWheelRead(TypedDict):
    """A year's wheel, all twelve months."""

    centreId: str
    year: int
    profileId: str
    profileFirstDay: str
    months: "list[WheelMonthRead]"

class ApiInfo(TypedDict):
    """About an API (VER.06)."""

    apiName: str
    apiVersion: str
    apiReleased: str
    apiDocumentation: str
    apiStatus: str

class AppointmentChange(TypedDict):
    """A coordinator's appointment (förordnande): term, extent in percent of a full post, handover."""

    profession: NotRequired["Profession | None"]
    unitId: NotRequired[str | None]
    extent: NotRequired[int | None]
    validFrom: str
    validThrough: NotRequired[str | None]
    leavingReportedOn: NotRequired[str | None]
    handedOver: NotRequired[bool]

class AppointmentCreate(TypedDict):
    """A new coordinator's appointment."""

    profession: NotRequired["Profession | None"]
    unitId: NotRequired[str | None]
    extent: NotRequired[int | None]
    validFrom: str
    validThrough: NotRequired[str | None]
    leavingReportedOn: NotRequired[str | None]
    handedOver: NotRequired[bool]
    holderSubject: str

class AppointmentRead(TypedDict):
    """A coordinator's appointment; `earliestLeaving` is null where the county regulates no time of notice."""

    profession: NotRequired["Profession | None"]
    unitId: NotRequired[str | None]
    extent: NotRequired[int | None]
    validFrom: str
    validThrough: NotRequired[str | None]
    leavingReportedOn: NotRequired[str | None]
    handedOver: NotRequired[bool]
    holderSubject: str
    id: str
    version: int
    earliestLeaving: str | None
    findings: "list[FindingRead]"

class AuthorityEntry(TypedDict):
    """A responsible authority (huvudman); its organisation number names it."""

    organisationNumber: str
    name: str
    authorityType: "AuthorityType"
    municipalityCode: NotRequired[str | None]

class AuthoritySum(TypedDict):
    """What one authority bears, what it has paid as an employer, and what remains: below zero it is owed."""

    authorityId: str
    name: str
    bears: str
    hasPaid: str
    toPay: str

class BoardCreate(TypedDict):
    """A municipal board (nämnd) to enter in the register."""

    authorityId: str
    name: str

class BoardEntry(TypedDict):
    """A municipal board (nämnd); its municipality's organisation number and its own name name it."""

    organisationNumber: str
    name: str

class BoardRead(TypedDict):
    """A municipal board (nämnd): an authority of its own in the law of confidentiality."""

    id: str
    version: int
    countyCode: str
    authorityId: str
    name: str

class BoardSeen(TypedDict):
    """A board (nämnd) as it was in the register on a day."""

    asOf: str
    historyFrom: str
    validThatDay: NotRequired[bool | None]
    id: str
    version: int
    countyCode: str
    authorityId: str
    name: str

class BriefingCreate(TypedDict):
    """That somebody of a unit was told of the rules of confidentiality (sekretessinformation)."""

    unitId: str
    profession: "Profession"
    holderSubject: NotRequired[str | None]
    briefedOn: str
    renewBy: NotRequired[str | None]

class BriefingRead(TypedDict):
    """A briefing on confidentiality; whose it was is shown in the centre's own county alone."""

    id: str
    unitId: str
    profession: "Profession"
    holderSubject: NotRequired[str | None]
    briefedOn: str
    renewBy: str
    isValid: bool

class Briefings(TypedDict):
    """A centre's briefings, and which of its units' professions have none that is valid today."""

    centreId: str
    regulatedBy: "RegulatedBy"
    informedBy: NotRequired[str | None]
    items: "list[BriefingRead]"
    findings: "list[FindingRead]"

class CalendarLinkCreate(TypedDict):
    """A link to the centre's calendar; with `responsible` a role's duties alone, with `ownerSubject` a
    person's.
    """

    label: str
    responsible: NotRequired[str | None]
    ownerSubject: NotRequired[str | None]

class CalendarLinkMade(TypedDict):
    """A new calendar link; its path holds the secret and is shown this once."""

    id: str
    centreId: str
    label: str
    responsible: str | None
    ownerSubject: NotRequired[str | None]
    createdAt: str
    revokedAt: str | None
    path: str

class CalendarLinkRead(TypedDict):
    """A calendar link, without its secret."""

    id: str
    centreId: str
    label: str
    responsible: str | None
    ownerSubject: NotRequired[str | None]
    createdAt: str
    revokedAt: str | None

class CatalogueClause(TypedDict):
    """A clause that a county's profile asks for."""

    key: str
    label: str

class CentreActivityEntry(TypedDict):
    """One activity of a centre and the unit that runs it."""

    activity: "Activity"
    hsaId: str

class CentreActivityRead(TypedDict):
    """One activity of a centre and the unit that runs it."""

    activity: "Activity"
    unitId: str

class CentreActivityWrite(TypedDict):
    """One activity of a centre and the unit that runs it."""

    activity: "Activity"
    unitId: str

class CentreEntry(TypedDict):
    """A family centre (familjecentral); its municipality and its name name it."""

    municipalityCode: str
    name: str
    profileId: str
    displayTerm: NotRequired[str | None]
    coLocated: NotRequired[bool]
    simultaneous: NotRequired[bool]
    activities: "list[CentreActivityEntry]"
    validFrom: str
    validThrough: NotRequired[str | None]

class CentreFactsWrite(TypedDict):
    """What a centre is or would be, and under which profiles to look at it; all of them where none is
    named.
    """

    activities: "list[PresenceWrite]"
    oneRoof: NotRequired[bool]
    oneCommonDoor: NotRequired[bool]
    simultaneous: NotRequired[bool]
    profileIds: NotRequired[list[str] | None]
    on: NotRequired[str | None]

class CertificateRead(TypedDict):
    """The certificate that signed a file; never with a personal number."""

    name: str
    organisation: NotRequired[str | None]
    organisationIdentifier: NotRequired[str | None]
    issuer: str
    certificate: str
    claimedAt: NotRequired[str | None]
    stampedAt: NotRequired[str | None]
    revision: int
    coversFile: bool
    revocationKnown: bool

class ChangedDay(TypedDict):
    """A day on which an activity keeps other hours than every week's; without openings it is closed."""

    activity: "Activity"
    day: str
    openings: NotRequired["list[OpenTime]"]
    reason: NotRequired[str | None]

class CheckedPoint(TypedDict):
    """Where a centre stands on one point, and since when it says so."""

    checklist: str
    point: str
    state: "CheckState"
    assessedOn: str
    note: NotRequired[str | None]

class ChecklistRead(TypedDict):
    """A checklist of the county's document."""

    code: str
    sv: str
    en: str
    source: str
    points: "list[PointRead]"

class ChecklistsRead(TypedDict):
    """A centre's checklists; none where its county has none."""

    centreId: str
    version: int
    checklists: "list[ChecklistRead]"
    findings: "list[FindingRead]"

class ChecklistsWrite(TypedDict):
    """Where a centre stands on all points that it has looked at."""

    points: NotRequired["list[CheckedPoint]"]

class ClassificationRead(TypedDict):
    """What a centre is under its county's profile, and why it is no more."""

    kind: "CentreKind"
    profileId: str
    profileFirstDay: str
    reasons: NotRequired["list[ClassificationReason]"]

class ClassificationReason(TypedDict):
    """One ground for a centre's classification: its rule, what it is about, and both texts."""

    rule: str
    subject: NotRequired[str | None]
    sv: str
    en: str

class ClauseCatalogue(TypedDict):
    """The clauses that a local agreement must have under a profile, in the order of the source's chapter."""

    profileId: str
    profileFirstDay: str
    clauses: "list[CatalogueClause]"

class ClauseChangeRead(TypedDict):
    """A clause that differs, sentence by sentence."""

    key: str
    label: str
    change: "ChangeCode"
    lines: "list[LineChangeRead]"

class ClauseLibraryRead(TypedDict):
    """The clauses of one kind of agreement in the edition in use on a day, the county's own additions last."""

    profileId: str
    kind: "AgreementKind"
    firstDay: NotRequired[str | None]
    lastDay: NotRequired[str | None]
    origin: NotRequired["Origin | None"]
    clauses: NotRequired["list[LibraryClauseRead]"]

class ClauseRead(TypedDict):
    """A clause with its heading; `required` tells whether the profile asks for it."""

    key: str
    label: str
    required: bool
    text: str

class ClausesWrite(TypedDict):
    """All clauses of a draft by key; a heading that the catalogue lacks is the steering group's own."""

    clauses: dict[str, Any]
    headings: NotRequired[dict[str, Any]]

class CoLocationRead(TypedDict):
    """Whether the activities are co-located (samlokaliserade) as a profile means it, and if not, why."""

    passes: bool
    reasons: NotRequired["list[ClassificationReason]"]

class Completeness(TypedDict):
    """What is missing before the agreement can be in force: clauses in the chapter's order, and signatures."""

    missingClauses: NotRequired["list[CatalogueClause]"]
    missingSignatures: NotRequired["list[PartyRead]"]
    unfilledClauses: NotRequired["list[CatalogueClause]"]
    complete: bool

class CopyRead(TypedDict):
    """One of the identical copies (likalydande exemplar) and whose it is."""

    number: int
    authorityId: str
    role: str

class CostItemWrite(TypedDict):
    """A cost of the year; its days are the whole year where none are given."""

    kind: "CostKind"
    label: str
    amount: str
    firstDay: NotRequired[str | None]
    lastDay: NotRequired[str | None]
    employer: NotRequired[str | None]
    employerChanges: NotRequired["list[EmployerChangeWrite]"]

class CostPartRead(TypedDict):
    """A cost, or its part under one employer, with its shares; they add up to it exactly."""

    amount: str
    firstDay: str
    lastDay: str
    employer: NotRequired[str | None]
    shares: NotRequired["list[ShareRead]"]
    reimbursement: str
    rounding: NotRequired[str | None]

class CostRead(TypedDict):
    """A cost of the year: the key that it is shared by, its parts, and what is to be known."""

    kind: "CostKind"
    label: str
    amount: str
    split: NotRequired[str | None]
    parts: NotRequired["list[CostPartRead]"]
    findings: NotRequired["list[SettlementFinding]"]

class CountedEntry(TypedDict):
    """An opening or an engagement of the week: how much of it is joint open time, and why not the rest."""

    day: str
    starts: str
    ends: str
    activity: "Activity | None"
    kind: str
    countedMinutes: int
    ground: str
    sv: str
    en: str

class CountyBodyRead(TypedDict):
    """A county's body: the fewest times it meets in a year, how many remain, and who hosts."""

    code: str
    sv: str
    en: str
    regulatedBy: "RegulatedBy"
    minPerYear: NotRequired[int | None]
    left: int
    hostRotation: NotRequired[str | None]
    meetings: NotRequired["list[CountyMeetingRead]"]

class CountyCooperationRead(TypedDict):
    """A year of what a county's centres do together, against what the county's document asks for."""

    countyCode: str
    year: int
    profileId: str
    profileFirstDay: str
    bodies: "list[CountyBodyRead]"
    goals: NotRequired["CountyGoalsRead | None"]
    findings: "list[FindingRead]"

class CountyGoalsCreate(TypedDict):
    """The county's goals as they were decided on or revised."""

    decidedOn: str
    goals: list[str]

class CountyGoalsList(TypedDict):
    """A county's goals, the newest first; those in force on a day are the newest decided by then."""

    items: NotRequired["list[CountyGoalsRead]"]

class CountyGoalsRead(TypedDict):
    """The county's goals from a day on, and when they are to be revised."""

    id: str
    countyCode: str
    decidedOn: str
    goals: list[str]
    revision: "RevisionRead"

class CountyMeetingCreate(TypedDict):
    """That a county's body met; of the group for the development day, that it was appointed."""

    body: "CountyBody"
    heldOn: str
    hostCentreId: NotRequired[str | None]

class CountyMeetingRead(TypedDict):
    """That a county's body met."""

    body: "CountyBody"
    heldOn: str
    hostCentreId: NotRequired[str | None]
    id: str

class CountyOverviewRead(TypedDict):
    """How a county stands: its municipalities, and what falls due in 90 days."""

    countyCode: str
    profileId: str
    on: str
    municipalities: "list[MunicipalityRead]"
    due: NotRequired["list[DueRead]"]

class CoverageAnswer(TypedDict):
    """Whether it is covered, by which agreement and by which of its clauses; why not, where it is not."""

    covered: bool
    on: str
    agreementId: NotRequired[str | None]
    kind: NotRequired["AgreementKind | None"]
    clauseKey: NotRequired[str | None]
    clauseLabel: NotRequired[str | None]
    reason: str

class CoverageCheck(TypedDict):
    """The question whether two units' collaboration at a centre is covered on a day; today by default."""

    centreId: str
    fromUnitId: str
    toUnitId: str
    on: NotRequired[str | None]

class DecisionCreate(TypedDict):
    """What was decided; with a day it becomes a duty of the annual wheel, and then somebody answers for it.
    No word about a child or a family: what is decided here is seen by all who take part in the centre.
    """

    text: str
    owner: NotRequired[str | None]
    dueOn: NotRequired[str | None]

class DecisionRead(TypedDict):
    """A decision; `dutyKey` is its duty's in the annual wheel, where it is one."""

    text: str
    owner: NotRequired[str | None]
    dueOn: NotRequired[str | None]
    id: str
    decidedOn: str
    dutyKey: NotRequired[str | None]

class DeviationRead(TypedDict):
    """Where a local agreement departs from the county's."""

    clause: str
    text: str
    matter: NotRequired[str | None]
    effect: NotRequired["DeviationEffect | None"]

class DeviationWrite(TypedDict):
    """Where a local agreement departs from the county's: the clause that does so, and how."""

    clause: str
    text: str
    matter: NotRequired[str | None]
    effect: NotRequired["DeviationEffect | None"]

class DeviationsRead(TypedDict):
    """An agreement's deviations, and what was found: one that is not recorded, or recorded in the wrong
    place.
    """

    agreementId: str
    profileId: str
    recorded: "list[RecordedDeviation]"
    findings: "list[FindingRead]"

class DifferenceRead(TypedDict):
    """What differs in an edition from the one before it; clauses and terms that are the same are left out."""

    edition: int
    comparedWith: NotRequired[int | None]
    clauses: NotRequired["list[ClauseChangeRead]"]
    terms: NotRequired["list[TermChangeRead]"]

class DisputeList(TypedDict):
    """The disputes under an agreement, the earliest first."""

    items: NotRequired["list[DisputeRead]"]

class DisputeOutcomeWrite(TypedDict):
    """How a dispute was settled."""

    outcome: str
    settledOn: str

class DisputeRead(TypedDict):
    """A dispute, the body that settles it, and whether it is settled; the agreement stays in force."""

    id: str
    version: int
    agreementId: str
    matter: str
    body: NotRequired[str | None]
    notRegulated: NotRequired["NotRegulatedRead | None"]
    registeredOn: str
    settledOn: NotRequired[str | None]
    outcome: NotRequired[str | None]

class DisputeWrite(TypedDict):
    """A dispute (tvist) to register."""

    matter: str
    registeredOn: str

class DocumentKeys(TypedDict):
    """The public keys by which seals are checked, as a JWK set (RFC 7517)."""

    keys: list[dict[str, Any]]

class DocumentRead(TypedDict):
    """A document that was handed out to be signed; its bytes never change."""

    agreementId: str
    edition: int
    contentDigest: str
    sha256: str
    size: int
    madeAt: str
    keyId: str
    seal: str

class DocumentVerification(TypedDict):
    """What a file is: of which agreement and edition, and whether it is exactly what was handed out."""

    result: "DocumentLikeness"
    sha256: str
    agreementId: NotRequired[str | None]
    edition: NotRequired[int | None]
    status: NotRequired["AgreementStatus | None"]
    contentDigest: NotRequired[str | None]
    isPresentWording: NotRequired[bool | None]
    madeAt: NotRequired[str | None]
    keyId: NotRequired[str | None]

class DueRead(TypedDict):
    """Something that falls due; what is late is there too. Of an agreement: `ends`, `sign_by`, `revision`,
    `answer` (to a request for negotiation). Of a centre: `coordinator_term`, and `duty` of its annual
    wheel, which `sv` and `en` name and whose `day` is the last; one that is done, or has been late for a
    year, is not there. Of the county: `county_goals`.
    """

    what: str
    day: str
    agreementId: NotRequired[str | None]
    kind: NotRequired["AgreementKind | None"]
    centreId: NotRequired[str | None]
    municipalityCode: NotRequired[str | None]
    dutyKey: NotRequired[str | None]
    sv: NotRequired[str | None]
    en: NotRequired[str | None]

class DutyChange(TypedDict):
    """What becomes of a duty: the day it was done, if it is, and which of its parts are handed in."""

    doneOn: NotRequired[str | None]
    handedIn: NotRequired[list[str]]

class DutyRead(TypedDict):
    """A duty of one year; `ownerSubject` is who answers for it where the role is filled."""

    key: str
    version: int
    sv: str
    en: str
    responsible: str
    ownerSubject: str | None
    firstDay: str
    lastDay: str
    hasStatedTime: bool
    remindOn: str
    state: "DutyState"
    doneOn: str | None
    parts: list[str]
    partsMissing: list[str]

class EditionList(TypedDict):
    """All editions of an agreement, the first one first."""

    items: "list[EditionRead]"

class EditionRead(TypedDict):
    """One edition (utgåva) of an agreement."""

    agreementId: str
    edition: int
    status: "AgreementStatus"
    validFrom: str
    validThrough: NotRequired[str | None]
    digest: str

class EmployerChangeWrite(TypedDict):
    """From which day another participant employs, as when a coordinator is appointed in mid-year."""

    employer: str
    validFrom: str

class EndingWrite(TypedDict):
    """That the agreement has ended, and its last day."""

    lastDay: str

class Engagement(TypedDict):
    """A meeting, planning, supervision or home visit; a home visit takes staff of one activity away."""

    kind: "EngagementKind"
    day: str
    starts: str
    ends: str
    activity: NotRequired["Activity | None"]
    staff: NotRequired[int]

class FamilyCentreRead(TypedDict):
    """A family centre (familjecentral) with its activities and what it is under its profile."""

    id: str
    version: int
    countyCode: str
    name: str
    municipalityCode: str
    profileId: str
    activities: "list[CentreActivityRead]"
    displayTerm: str
    coLocated: bool
    simultaneous: bool
    validFrom: str
    validThrough: NotRequired[str | None]
    classification: "ClassificationRead"

class FamilyCentreSeen(TypedDict):
    """A family centre (familjecentral) as it was in the register on a day."""

    asOf: str
    historyFrom: str
    validThatDay: NotRequired[bool | None]
    id: str
    version: int
    countyCode: str
    name: str
    municipalityCode: str
    profileId: str
    activities: "list[CentreActivityRead]"
    displayTerm: str
    coLocated: bool
    simultaneous: bool
    validFrom: str
    validThrough: NotRequired[str | None]
    classification: "ClassificationRead"

class FamilyCentreWrite(TypedDict):
    """A family centre (familjecentral) as it is to stand in the register; its county is the caller's."""

    name: str
    municipalityCode: str
    profileId: str
    activities: "list[CentreActivityWrite]"
    displayTerm: NotRequired[str | None]
    coLocated: NotRequired[bool]
    simultaneous: NotRequired[bool]
    validFrom: str
    validThrough: NotRequired[str | None]

class FindingRead(TypedDict):
    """One thing that a check found; `weight` is `breach` against a must, `warning` against a should, or
    `notice`.
    """

    rule: str
    weight: str
    sv: str
    en: str
    subject: NotRequired[str | None]

class ImportFault(TypedDict):
    """What is wrong with one field of one row; `sv` and `en` say it for people."""

    kind: "RegisterKind"
    line: int
    field: str
    rule: str
    sv: str
    en: str

class ImportReport(TypedDict):
    """What an import changed, or would change, row by row; with faults nothing is, or would be, changed."""

    dryRun: bool
    created: int
    changed: int
    unchanged: int
    rows: "list[ImportedRow]"
    faults: NotRequired["list[ImportFault]"]

class ImportedRow(TypedDict):
    """What one row did, or would do; `line` is its line in a CSV file, its place from 1 in JSON."""

    kind: "RegisterKind"
    line: int
    key: str
    action: "ImportAction"

class InformationCreate(TypedDict):
    """What a party tells the others (informationsskyldighet): a measure that it plans and that may matter
    to them.
    """

    measure: str
    toldOn: str
    plannedFrom: NotRequired[str | None]
    authorityId: NotRequired[str | None]

class InformationList(TypedDict):
    """What the parties told each other, the earliest first, and whether the county regulates the duty."""

    items: NotRequired["list[InformationRead]"]
    notRegulated: NotRequired["NotRegulatedRead | None"]

class InformationRead(TypedDict):
    """What a party told the others, who of them has taken part of it, and who has not."""

    id: str
    agreementId: str
    authorityId: str
    measure: str
    toldOn: str
    plannedFrom: NotRequired[str | None]
    receipts: NotRequired["list[ReceiptRead]"]
    waitingFor: NotRequired[list[str]]

class LibraryClauseRead(TypedDict):
    """A clause of the library; `[[…]]` in its text marks what the parties are to fill."""

    key: str
    label: str
    force: "Force"
    source: NotRequired[str | None]
    text: str
    blanks: int
    additionId: NotRequired[str | None]

class LibraryEditionRead(TypedDict):
    """An edition of a profile's library."""

    firstDay: str
    lastDay: NotRequired[str | None]
    kinds: "list[AgreementKind]"

class LibraryEditions(TypedDict):
    """All editions of a profile's library, the earliest first."""

    profileId: str
    items: NotRequired["list[LibraryEditionRead]"]

class LineChangeRead(TypedDict):
    """A sentence of a clause, and what became of it."""

    change: "ChangeCode"
    text: str

class LocalKeyWrite(TypedDict):
    """The local agreement's own key for one kind of cost: each activity's or party's part, such as 70 and
    30.
    """

    counts: "KeyCounts"
    parts: dict[str, int]

class LocalKeysWrite(TypedDict):
    """The local agreement's own keys; None where it has none."""

    coordinator: NotRequired["LocalKeyWrite | None"]
    otherCommon: NotRequired["LocalKeyWrite | None"]

class LocalTermsRead(TypedDict):
    """What the centre's local agreement says of its own; version 0: nothing has been entered yet."""

    minJointHoursPerWeek: NotRequired[float | None]
    minSteeringGroupMeetingsPerYear: NotRequired[int | None]
    ages: NotRequired["list[AgeRange]"]
    centreId: str
    version: int

class LocalTermsWrite(TypedDict):
    """What the centre's local agreement says where the county leaves it to it; null: nothing either."""

    minJointHoursPerWeek: NotRequired[float | None]
    minSteeringGroupMeetingsPerYear: NotRequired[int | None]
    ages: NotRequired["list[AgeRange]"]

class MeetingCreate(TypedDict):
    """A meeting or development day that was held."""

    kind: "MeetingKind"
    heldOn: str
    coordinatorPresent: NotRequired[bool | None]
    purpose: NotRequired[str | None]
    documented: NotRequired[bool | None]

class MeetingRead(TypedDict):
    """A meeting or development day that was held."""

    kind: "MeetingKind"
    heldOn: str
    coordinatorPresent: NotRequired[bool | None]
    purpose: NotRequired[str | None]
    documented: NotRequired[bool | None]
    id: str

class MeetingRuleRead(TypedDict):
    """The fewest meetings of a kind in a year, and how many remain."""

    code: str
    sv: str
    en: str
    regulatedBy: "RegulatedBy"
    minPerYear: int | None
    monthly: bool
    left: int

class MinutesWrite(TypedDict):
    """That the meeting was held, and what is noted beside its decisions."""

    heldOn: str
    purpose: NotRequired[str | None]
    notes: NotRequired[str]

class MunicipalityRead(TypedDict):
    """How a municipality stands."""

    municipalityCode: str
    name: str
    hasCentre: bool
    hasCoordinator: bool
    hasAgreement: bool
    letter: NotRequired[str | None]
    lacks: NotRequired[list[str]]

class NameChange(TypedDict):
    """What can be changed of a responsible authority or of a board: its name."""

    name: str

class NotRegulatedRead(TypedDict):
    """A matter on which the county's document is silent: no number is made up."""

    matter: str
    sv: str
    en: str

class NoticeList(TypedDict):
    """The notice that parties gave; the agreement ends on the first of the last days."""

    status: "AgreementStatus"
    endsOn: NotRequired[str | None]
    items: NotRequired["list[NoticeRead]"]

class NoticeRead(TypedDict):
    """Notice that a party gave, and the last day that follows from it."""

    id: str
    authorityId: str
    givenOn: str
    form: Literal["written", "oral"]
    months: NotRequired[int | None]
    lastDay: str
    registeredAt: str

class NoticeWrite(TypedDict):
    """Notice (uppsägning) as a party gave it; the earliest end where neither months nor a last day is
    named.
    """

    givenOn: str
    form: Literal["written", "oral"]
    months: NotRequired[int | None]
    lastDay: NotRequired[str | None]
    authorityId: NotRequired[str | None]

class Offer(TypedDict):
    """One thing that a centre offers (verksamhet, grupp, utökat hembesök); without ages it is not for
    children.
    """

    key: str
    name: str
    kind: "OfferKind"
    activities: "list[Activity]"
    stages: NotRequired["list[Stage]"]
    ages: NotRequired["AgeRange | None"]

class OfferRead(TypedDict):
    """All that a centre offers, and what the check against the profile found."""

    offers: NotRequired["list[Offer]"]
    centreId: str
    version: int
    notChecked: list[str]
    findings: "list[FindingRead]"

class OfferWrite(TypedDict):
    """All that a centre offers."""

    offers: NotRequired["list[Offer]"]

class OpenTime(TypedDict):
    """A time at which an activity is open, and to whom."""

    opens: str
    closes: str
    kind: NotRequired["OpeningKind"]
    staff: NotRequired[int]

class OpeningHoursRead(TypedDict):
    """All of a centre's hours; version 0: nothing has been entered yet."""

    openings: NotRequired["list[WeeklyOpening]"]
    changedDays: NotRequired["list[ChangedDay]"]
    engagements: NotRequired["list[Engagement]"]
    reducedWeeks: NotRequired["list[ReducedWeek]"]
    centreId: str
    version: int

class OpeningHoursWrite(TypedDict):
    """All of a centre's hours: every week's, changed days, what staff do beside, and reduced weeks."""

    openings: NotRequired["list[WeeklyOpening]"]
    changedDays: NotRequired["list[ChangedDay]"]
    engagements: NotRequired["list[Engagement]"]
    reducedWeeks: NotRequired["list[ReducedWeek]"]

class OpeningWeekRead(TypedDict):
    """A week under the county's rule; `fulfilled` is null where nobody regulates a number of hours."""

    centreId: str
    isoYear: int
    isoWeek: int
    firstDay: str
    lastDay: str
    profileId: str
    profileFirstDay: str
    regulatedBy: "RegulatedBy"
    jointMinutes: int
    requiredMinutes: int | None
    shortfallMinutes: int
    fulfilled: bool | None
    reduced: bool
    reducedWeeksLeft: int | None
    joint: "list[TimeOfDay]"
    activities: "list[ActivityMinutes]"
    entries: "list[CountedEntry]"
    findings: "list[FindingRead]"

class PageAgreementRead(TypedDict):
    """PageAgreementRead, as it goes over the wire."""

    items: "list[AgreementRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageBoardRead(TypedDict):
    """PageBoardRead, as it goes over the wire."""

    items: "list[BoardRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageFamilyCentreRead(TypedDict):
    """PageFamilyCentreRead, as it goes over the wire."""

    items: "list[FamilyCentreRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageFamilyCentreSeen(TypedDict):
    """PageFamilyCentreSeen, as it goes over the wire."""

    items: "list[FamilyCentreSeen]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageResponsibleAuthorityRead(TypedDict):
    """PageResponsibleAuthorityRead, as it goes over the wire."""

    items: "list[ResponsibleAuthorityRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageUnitRead(TypedDict):
    """PageUnitRead, as it goes over the wire."""

    items: "list[UnitRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageUnitSeen(TypedDict):
    """PageUnitSeen, as it goes over the wire."""

    items: "list[UnitSeen]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class ParticipantRead(TypedDict):
    """Somebody that may bear a share."""

    key: str
    activity: "Activity"
    authorityId: str
    present: NotRequired["list[PresencePeriod]"]

class ParticipantSum(TypedDict):
    """What one participant bears in all."""

    key: str
    amount: str

class ParticipantWrite(TypedDict):
    """Somebody that may bear a share: an activity of a party; without days it takes part all the year."""

    key: str
    activity: "Activity"
    authorityId: str
    present: NotRequired["list[PresencePeriod]"]

class PartyRead(TypedDict):
    """A party (avtalspart) and as what it signs."""

    authorityId: str
    role: str

class PartyWrite(TypedDict):
    """A party (avtalspart) and as what it signs."""

    authorityId: str
    role: str

class PlannedMeetingList(TypedDict):
    """A year's planned meetings in the order of their days."""

    items: NotRequired["list[PlannedMeetingRead]"]

class PlannedMeetingRead(TypedDict):
    """A planned meeting; once its minutes are closed it has the day on which it was held."""

    kind: "MeetingKind"
    plannedOn: str
    startsAt: NotRequired[str | None]
    place: NotRequired[str | None]
    id: str
    version: int
    centreId: str
    heldOn: NotRequired[str | None]
    notes: NotRequired[str]

class PlannedMeetingWrite(TypedDict):
    """A meeting to plan: when, and where."""

    kind: "MeetingKind"
    plannedOn: str
    startsAt: NotRequired[str | None]
    place: NotRequired[str | None]

class PointRead(TypedDict):
    """A point, and where the centre stands on it; null: nobody has looked at it."""

    code: str
    sv: str
    en: str
    state: NotRequired["CheckState | None"]
    assessedOn: NotRequired[str | None]
    note: NotRequired[str | None]

class PostInput(TypedDict):
    """How much of a profession a unit has at the centre, from a day through another."""

    unitId: str
    profession: "Profession"
    fullTimeEquivalents: float | str
    validFrom: str
    validThrough: NotRequired[str | None]

class PostOutput(TypedDict):
    """How much of a profession a unit has at the centre, from a day through another."""

    unitId: str
    profession: "Profession"
    fullTimeEquivalents: str
    validFrom: str
    validThrough: NotRequired[str | None]

class PremisesRead(TypedDict):
    """The premises, what the county asks of them, and what they lack."""

    rooms: NotRequired["list[Room]"]
    equalAccess: NotRequired[bool]
    centreId: str
    version: int
    regulatedBy: "RegulatedBy"
    minimum: "list[RoomMinimumRead]"
    findings: "list[FindingRead]"

class PremisesWrite(TypedDict):
    """The premises as they are."""

    rooms: NotRequired["list[Room]"]
    equalAccess: NotRequired[bool]

class PreparedMeetingRead(TypedDict):
    """A planned meeting with its agenda, empty once it was held, and its decisions."""

    kind: "MeetingKind"
    plannedOn: str
    startsAt: NotRequired[str | None]
    place: NotRequired[str | None]
    id: str
    version: int
    centreId: str
    heldOn: NotRequired[str | None]
    notes: NotRequired[str]
    agenda: NotRequired["list[AgendaItemRead]"]
    decisions: NotRequired["list[DecisionRead]"]

class PresencePeriod(TypedDict):
    """Days on which somebody takes part; no last day: until further."""

    validFrom: str
    validThrough: NotRequired[str | None]

class PresenceWrite(TypedDict):
    """How an activity is, or would be, at the centre."""

    activity: "Activity"
    extent: NotRequired["PresenceExtent"]
    isBranch: NotRequired[bool]

class ProfileCalendarEntryRead(TypedDict):
    """One entry of the county's annual wheel (årshjul)."""

    key: str
    month: int
    sv: str
    en: str
    responsible: str
    due: NotRequired[str | None]
    isoWeeks: NotRequired[list[int]]

class ProfileDefaultRead(TypedDict):
    """One of our own choices where the source is silent; it is no rule of the county's."""

    key: str
    value: Any
    borrowedFrom: NotRequired[str | None]
    sv: str
    en: str

class ProfileList(TypedDict):
    """All county profiles."""

    items: "list[ProfileSummary]"

class ProfileRead(TypedDict):
    """A county's profile at one version: every value with its force and source."""

    id: str
    name: str
    countyCode: NotRequired[str | None]
    firstDay: str
    lastDay: NotRequired[str | None]
    firstDayNote: NotRequired[str | None]
    documentKind: str
    binding: bool
    issuedBy: list[str]
    settings: "list[ProfileSettingRead]"
    defaults: "list[ProfileDefaultRead]"
    calendar: NotRequired["list[ProfileCalendarEntryRead]"]

class ProfileSettingRead(TypedDict):
    """One value of a profile; where the source is silent there is no value, and that is said."""

    path: str
    regulated: bool
    value: NotRequired[Any]
    force: NotRequired[str | None]
    source: NotRequired[str | None]
    sv: str
    en: str

class ProfileSummary(TypedDict):
    """A county's profile and its versions, the earliest first."""

    id: str
    name: str
    countyCode: NotRequired[str | None]
    versions: "list[ProfileVersionRead]"

class ProfileVersionRead(TypedDict):
    """One version of a profile and the days on which it is in force."""

    firstDay: str
    lastDay: NotRequired[str | None]

class ReceiptCreate(TypedDict):
    """That a party has taken part of what another told it."""

    authorityId: NotRequired[str | None]

class ReceiptRead(TypedDict):
    """That a party has taken part of what another told it, and when."""

    authorityId: str
    receivedAt: str

class RecordedDeviation(TypedDict):
    """A recorded deviation beside what the county's document says of the matter."""

    clause: str
    text: str
    matter: NotRequired[str | None]
    effect: NotRequired["DeviationEffect | None"]
    countyValue: NotRequired[Any]
    countyForce: NotRequired["Force | None"]
    source: NotRequired[str | None]

class ReducedWeek(TypedDict):
    """An ISO week with fewer joint hours under the county's summer rule."""

    isoYear: int
    isoWeek: int

class ReferralTimeLimitRead(TypedDict):
    """By when the next step is to be taken in one state of a referral, as the parties have agreed."""

    state: "LimitedState"
    dueDays: int
    expireDays: NotRequired[int | None]

class ReferralTimeLimitWrite(TypedDict):
    """By when the next step is to be taken in one state of a referral."""

    state: "LimitedState"
    dueDays: int
    expireDays: NotRequired[int | None]

class RegisterFile(TypedDict):
    """The register, or the kinds of it that were asked for."""

    authorities: NotRequired["list[AuthorityEntry] | None"]
    boards: NotRequired["list[BoardEntry] | None"]
    units: NotRequired["list[UnitEntry] | None"]
    centres: NotRequired["list[CentreEntry] | None"]
    staffing: NotRequired["list[StaffingEntry] | None"]

class RejectionList(TypedDict):
    """The rejections of an agreement's wordings, the earliest first."""

    items: NotRequired["list[RejectionRead]"]

class RejectionRead(TypedDict):
    """That a party rejected a wording, and why."""

    id: str
    authorityId: str
    role: str
    subject: str
    digest: str
    reason: str
    rejectedAt: str

class RejectionWrite(TypedDict):
    """A rejection: why, and which wording the party has read."""

    digest: str
    reason: str
    role: NotRequired[str | None]

class RenegotiationChange(TypedDict):
    """Where the negotiation has come; how it ended is said when it has."""

    state: "RenegotiationState"
    outcome: NotRequired[str | None]
    answerBy: NotRequired[str | None]

class RenegotiationCreate(TypedDict):
    """A request to negotiate an agreement's terms anew: why, and by when the others are asked to answer."""

    reason: str
    askedOn: str
    answerBy: NotRequired[str | None]
    authorityId: NotRequired[str | None]

class RenegotiationList(TypedDict):
    """The requests for negotiation, the earliest first; `notRegulated` where the county is silent on them."""

    items: NotRequired["list[RenegotiationRead]"]
    notRegulated: NotRequired["NotRegulatedRead | None"]

class RenegotiationRead(TypedDict):
    """A request for negotiation; the agreement stays in force as it is until a new edition replaces it."""

    id: str
    version: int
    agreementId: str
    authorityId: str
    reason: str
    askedOn: str
    answerBy: NotRequired[str | None]
    state: "RenegotiationState"
    closedOn: NotRequired[str | None]
    outcome: NotRequired[str | None]
    findings: NotRequired["list[FindingRead]"]

class ResponsibleAuthorityCreate(TypedDict):
    """A responsible authority (huvudman) to enter in the register; its county is the caller's."""

    name: str
    authorityType: "AuthorityType"
    organisationNumber: str
    municipalityCode: NotRequired[str | None]

class ResponsibleAuthorityRead(TypedDict):
    """A responsible authority (huvudman)."""

    id: str
    version: int
    countyCode: str
    name: str
    authorityType: "AuthorityType"
    organisationNumber: str
    municipalityCode: NotRequired[str | None]

class ResponsibleAuthoritySeen(TypedDict):
    """A responsible authority (huvudman) as it was in the register on a day."""

    asOf: str
    historyFrom: str
    validThatDay: NotRequired[bool | None]
    id: str
    version: int
    countyCode: str
    name: str
    authorityType: "AuthorityType"
    organisationNumber: str
    municipalityCode: NotRequired[str | None]

class ReviewWrite(TypedDict):
    """That the parties have looked over the agreement without changing it."""

    reviewedOn: str

class RevisionRead(TypedDict):
    """Where an agreement stands in its cycle of revision."""

    state: str
    dueOn: NotRequired[str | None]
    mayReviseNow: bool
    revisedBy: NotRequired[str | None]

class RoleHolder(TypedDict):
    """Who has a seat, or a role that answers for duties of the annual wheel, with what mandate and for
    which days.
    """

    role: str
    subject: str
    mandate: NotRequired[str | None]
    validFrom: str
    validThrough: NotRequired[str | None]

class Room(TypedDict):
    """How many rooms of a kind there are."""

    room: str
    count: int

class RoomMinimumRead(TypedDict):
    """The fewest rooms of a kind that the county asks for."""

    code: str
    sv: str
    en: str
    count: int

class SeatRead(TypedDict):
    """A seat that the county wants in the steering group."""

    code: str
    sv: str
    en: str
    filled: bool

class SeatsRead(TypedDict):
    """The steering group's seats; none where the county is silent about its composition."""

    centreId: str
    version: int
    seats: "list[SeatRead]"
    holders: NotRequired["list[RoleHolder]"]
    findings: "list[FindingRead]"

class SeatsWrite(TypedDict):
    """The seats of the centre's steering group that somebody has, and who answers for which role."""

    filled: NotRequired[list[str]]
    holders: NotRequired["list[RoleHolder]"]

class SettlementChange(TypedDict):
    """What a settlement is computed from, as it is to stand."""

    participants: "list[ParticipantWrite]"
    costs: NotRequired["list[CostItemWrite]"]
    localKeys: NotRequired["LocalKeysWrite"]

class SettlementCreate(TypedDict):
    """A settlement to open for a centre and a year."""

    participants: "list[ParticipantWrite]"
    costs: NotRequired["list[CostItemWrite]"]
    localKeys: NotRequired["LocalKeysWrite"]
    year: int

class SettlementFinding(TypedDict):
    """What is to be known of how a cost is shared: a conflict with the county's rule, a default, a missing
    key.
    """

    rule: str
    weight: str
    sv: str
    en: str

class SettlementRead(TypedDict):
    """A settlement: what it is computed from, and the sheet; once closed, neither changes."""

    id: str
    version: int
    countyCode: str
    centreId: str
    year: int
    participants: "list[ParticipantRead]"
    costs: "list[CostItemWrite]"
    localKeys: "LocalKeysWrite"
    sheet: "SettlementSheet"
    closedAt: NotRequired[str | None]
    digest: NotRequired[str | None]

class SettlementSheet(TypedDict):
    """The settlement (avräkning): every cost with its shares, and the sums by participant, activity and
    authority.
    """

    centreId: str
    centreName: str
    year: int
    profileId: str
    profileFirstDay: str
    total: str
    shared: str
    notShared: str
    costs: "list[CostRead]"
    byParticipant: "list[ParticipantSum]"
    byActivity: "list[ActivitySum]"
    byAuthority: "list[AuthoritySum]"
    findings: NotRequired["list[SettlementFinding]"]

class ShareRead(TypedDict):
    """What one participant bears of a cost."""

    key: str
    activity: "Activity"
    authorityId: str
    amount: str

class SignatureEvidenceList(TypedDict):
    """All signatures of an agreement, those over earlier wordings too, in the order in which they were
    made.
    """

    agreementId: str
    edition: int
    contentDigest: str
    items: "list[SignatureEvidenceRead]"

class SignatureEvidenceRead(TypedDict):
    """Who signed for which party, when, over what, how surely identified, and by which means."""

    signatureId: str
    authorityId: str
    partyName: str
    role: str
    subject: str
    signedAt: str
    method: "SigningMethod"
    level: "SignatureLevel"
    assuranceLevel: NotRequired[str | None]
    unitId: NotRequired[str | None]
    profession: NotRequired[str | None]
    clientId: NotRequired[str | None]
    loginIssuer: NotRequired[str | None]
    loginMethods: NotRequired[list[str]]
    loggedInAt: NotRequired[str | None]
    contentDigest: str
    coversPresentWording: bool
    documentSha256: NotRequired[str | None]
    fileSha256: NotRequired[str | None]
    certificate: NotRequired["CertificateRead | None"]

class SignatureRead(TypedDict):
    """A signature (underskrift): who, for which party, over which version, when and how surely identified."""

    authorityId: str
    role: str
    subject: str
    assuranceLevel: NotRequired[str | None]
    digest: str
    signedAt: str

class SignatureWrite(TypedDict):
    """A signature: the digest says which version the signatory has read."""

    digest: str
    role: NotRequired[str | None]

class SigningWrite(TypedDict):
    """How an agreement is signed: in the parties' order or in any, and by when."""

    inOrder: NotRequired[bool]
    signBy: NotRequired[str | None]

class StaffedProfession(TypedDict):
    """The sum of a profession at the centre on a day."""

    profession: "Profession"
    fullTimeEquivalents: str

class StaffingEntry(TypedDict):
    """How much of a profession a unit has at a centre; all but how much and the last day name it."""

    municipalityCode: str
    centre: str
    hsaId: str
    profession: "Profession"
    fullTimeEquivalents: str
    validFrom: str
    validThrough: NotRequired[str | None]

class StaffingRead(TypedDict):
    """The posts as they were last entered, and what they sum up to on a day."""

    posts: NotRequired["list[PostOutput]"]
    centreId: str
    version: int
    on: str
    present: "list[StaffedProfession]"
    findings: "list[FindingRead]"

class StaffingWrite(TypedDict):
    """All posts of a centre, those that have ended too."""

    posts: NotRequired["list[PostInput]"]

class SteeringRead(TypedDict):
    """A year of steering against the county's minimums."""

    centreId: str
    year: int
    profileId: str
    profileFirstDay: str
    rules: "list[MeetingRuleRead]"
    seats: "list[SeatRead]"
    meetings: "list[MeetingRead]"
    hasCoordinator: bool
    professionsNotYetCoordinating: "list[Profession]"
    findings: "list[FindingRead]"

class TemplateWrite(TypedDict):
    """Which clauses a draft takes from the library; all that it does not have, where none is named."""

    keys: NotRequired[list[str] | None]

class TermChangeRead(TypedDict):
    """A term beside the clauses that differs, called `sv` and `en`; null where an edition does not have it."""

    key: "TermKey"
    sv: str
    en: str
    change: "ChangeCode"
    before: NotRequired["WordingRead | None"]
    after: NotRequired["WordingRead | None"]

class TermsRead(TypedDict):
    """What binds the parties beside the clauses: the county's rules and what they agreed on."""

    noticeMonths: NotRequired[int | None]
    noticeWritten: NotRequired[bool | None]
    earliestEnd: NotRequired[str | None]
    disputeBody: NotRequired[str | None]
    copies: NotRequired["list[CopyRead]"]
    revision: "RevisionRead"
    deviations: NotRequired["list[DeviationRead]"]
    referralTimeLimits: NotRequired["list[ReferralTimeLimitRead]"]
    notRegulated: NotRequired["list[NotRegulatedRead]"]

class TermsWrite(TypedDict):
    """What the parties agree on beside the clauses; null where they agree on nothing."""

    noticeMonths: NotRequired[int | None]
    noticeWritten: NotRequired[bool | None]
    disputeBody: NotRequired[str | None]
    deviations: NotRequired["list[DeviationWrite]"]
    referralTimeLimits: NotRequired["list[ReferralTimeLimitWrite]"]

class TimeOfDay(TypedDict):
    """A time on a day."""

    day: str
    starts: str
    ends: str

class UnitChange(TypedDict):
    """What can be changed of a unit (enhet): all but its HSA-id and its responsible authority."""

    name: str
    boardId: NotRequired[str | None]
    branch: "Branch"
    activity: NotRequired["Activity | None"]
    professions: NotRequired["list[Profession]"]
    municipalityCode: NotRequired[str | None]
    validFrom: str
    validThrough: NotRequired[str | None]

class UnitCreate(TypedDict):
    """A unit (enhet) to enter in the register; its county is the caller's."""

    name: str
    boardId: NotRequired[str | None]
    branch: "Branch"
    activity: NotRequired["Activity | None"]
    professions: NotRequired["list[Profession]"]
    municipalityCode: NotRequired[str | None]
    validFrom: str
    validThrough: NotRequired[str | None]
    hsaId: str
    authorityId: str

class UnitEntry(TypedDict):
    """A unit (enhet); its HSA-id names it."""

    hsaId: str
    name: str
    organisationNumber: str
    board: NotRequired[str | None]
    branch: "Branch"
    activity: NotRequired["Activity | None"]
    professions: NotRequired["list[Profession]"]
    municipalityCode: NotRequired[str | None]
    validFrom: str
    validThrough: NotRequired[str | None]

class UnitRead(TypedDict):
    """A unit (enhet) of a responsible authority, and the centres it works at."""

    id: str
    version: int
    countyCode: str
    name: str
    hsaId: str
    authorityId: str
    boardId: NotRequired[str | None]
    branch: "Branch"
    activity: NotRequired["Activity | None"]
    professions: NotRequired["list[Profession]"]
    municipalityCode: NotRequired[str | None]
    validFrom: str
    validThrough: NotRequired[str | None]
    centreIds: NotRequired[list[str]]

class UnitSeen(TypedDict):
    """A unit (enhet) as it was in the register on a day."""

    asOf: str
    historyFrom: str
    validThatDay: NotRequired[bool | None]
    id: str
    version: int
    countyCode: str
    name: str
    hsaId: str
    authorityId: str
    boardId: NotRequired[str | None]
    branch: "Branch"
    activity: NotRequired["Activity | None"]
    professions: NotRequired["list[Profession]"]
    municipalityCode: NotRequired[str | None]
    validFrom: str
    validThrough: NotRequired[str | None]
    centreIds: NotRequired[list[str]]

class WeeklyOpening(TypedDict):
    """An activity's open time on one weekday (1 is Monday), from and through days where it is not always
    so.
    """

    opens: str
    closes: str
    kind: NotRequired["OpeningKind"]
    staff: NotRequired[int]
    activity: "Activity"
    weekday: int
    validFrom: NotRequired[str | None]
    validThrough: NotRequired[str | None]

class WhatIfClassification(TypedDict):
    """What the centre would be under one profile, and why it would be no more."""

    profileId: str
    profileFirstDay: str
    kind: "CentreKind"
    reasons: NotRequired["list[ClassificationReason]"]
    coLocation: "CoLocationRead"

class WhatIfComparison(TypedDict):
    """One and the same centre under each profile, in the order asked for."""

    items: "list[WhatIfClassification]"

class WheelMonthRead(TypedDict):
    """A month with its duties; a month without any is there and empty."""

    month: int
    duties: "list[DutyRead]"

class WordingRead(TypedDict):
    """A text in Swedish and English."""

    sv: str
    en: str

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
