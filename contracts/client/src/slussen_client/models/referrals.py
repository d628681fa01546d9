"""What goes to and comes from referrals. Made by contracts/generate.py; change its sources, not this file."""

from typing import Any, Literal, NotRequired, TypedDict

Act = Literal["identify", "offer", "ask_permission", "open", "wait", "stop_waiting", "send", "receive", "accept", "advise", "convert", "introduce", "contact", "follow_up", "ask_information", "give_information", "hold", "continue", "return", "complete", "decline", "suspend", "resume", "recall", "fail", "expire", "void", "choose_statistics"]
"""What is done with a referral."""

Activity = Literal["maternal_health_care", "child_health_care", "open_preschool", "preventive_social_services", "public_dental_service", "library"]
"""Activity (verksamhet) of a family centre."""

Advice = Literal["refer_here", "refer_elsewhere", "continue_yourself", "call_us"]
"""What the recipient advises; nothing about the family in words."""

Capacity = Literal["open", "few_places", "full"]
"""Whether there is room for more families."""

CoreStatus = Literal["open", "done", "stopped"]
"""Where a referral is, in the three words that never change: still going on, done, or stopped."""

DeclineReason = Literal["wrong_recipient", "no_capacity", "outside_mission", "family_declined", "other"]
"""Why the recipient's unit does not take the referral."""

FailReason = Literal["not_delivered", "family_not_reached", "family_did_not_come", "other"]
"""Why the hand-over could not be carried out, though nobody declined it."""

FamilyAct = Literal["add", "leave", "merge", "split"]
"""What is done with a family."""

FamilyRole = Literal["child", "custodian", "expectant_parent", "other"]
"""As what a person belongs to a family."""

HoldReason = Literal["family_wishes_to_wait", "waiting_time", "other_effort_first", "other"]
"""Why the recipient's unit lets a referral rest for a while."""

IdentitySystem = Literal["http://electronichealth.se/identifier/personnummer", "http://electronichealth.se/identifier/samordningsnummer", "http://electronichealth.se/identifier/nationelltReservnummer", "http://electronichealth.se/identifier/LMA-nummer", "urn:oid:1.2.752.97.3.1.3", "urn:oid:1.2.752.113.11.0.2.1.1.1", "urn:oid:1.2.752.74.9.2", "urn:oid:1.2.752.74.9.3", "urn:oid:1.2.752.219.1.10.10.1", "urn:oid:1.2.752.74.9.5", "urn:slussen:regional-reserve-number", "urn:slussen:interim-number", "urn:slussen:synthetic"]
"""Who gave a person's number, by the URIs of HL7 Sweden's base profiles (R4) where they have one."""

LimitOrigin = Literal["agreement", "profile", "default"]
"""Who has set a time limit: the parties to an agreement, the county in its profile, or Slussen by default."""

MessageCode = Literal["please_call", "seen", "appointment_booked", "longer_wait", "answer_soon", "thank_you"]
"""What one side tells the other about the hand-over itself; nothing that would need a ground of its own."""

Outcome = Literal["contact_established", "family_declined", "moved", "advice_given", "other"]
"""How a hand-over ended; `advice_given` is how a question for advice ends that became no referral."""

Party = Literal["sender", "recipient", "system"]
"""Who may act on a referral: the sender's unit, the recipient's unit, or the system by itself."""

PermissionGiver = Literal["custodian", "guardian", "expectant_parent", "self"]
"""As what somebody gave the permission (medgivande)."""

Place = Literal["at_sender", "at_recipient", "at_home", "by_video", "elsewhere"]
"""Where the family and the recipient were introduced to each other."""

PlanOutcome = Literal["goals_reached", "goals_partly_reached", "other_support", "family_declined", "moved"]
"""How a joint plan ended."""

PlanState = Literal["open", "suspended", "closed", "entered_in_error"]
"""Where a joint plan is; suspended: a ground is gone, and the maker alone sees it."""

Profession = Literal["midwife", "child_health_nurse", "preschool_teacher", "social_worker", "psychologist", "special_educator", "physician", "speech_therapist", "dietitian", "physiotherapist", "dental_staff", "librarian", "cultural_interpreter", "budget_adviser", "social_authority_officer", "family_counsellor", "family_law_officer", "sfi_teacher", "study_counsellor", "labour_market_coordinator", "school_health_staff", "child_psychiatry_staff", "parent_support_developer", "civil_society", "other"]
"""Profession (yrke) of staff; being a coordinator is a role on top of it."""

RecallReason = Literal["family_declined", "no_longer_needed", "wrong_recipient", "other"]
"""Why the sender's unit takes the referral back."""

ReferralForm = Literal["standard", "warm", "advice"]
"""How it is handed over: in the ordinary way, introduced in person, or as a question for advice first."""

ReferralKind = Literal["internal", "external"]
"""Inside the centre, or out of it."""

ReferralState = Literal["identified", "offered", "awaiting_permission", "opened", "awaiting_consent", "sent", "received", "accepted", "contacted", "following_up", "information_requested", "on_hold", "advised", "returned", "suspended", "completed", "declined", "recalled", "failed", "expired", "entered_in_error"]
"""Where a referral is, in detail."""

ReturnReason = Literal["needs_other_competence", "no_capacity", "family_moved", "other"]
"""Why the recipient's unit gives back a referral that it had accepted; the sender takes it from there."""

Stage = Literal["identified", "offered", "awaiting_permission", "opened"]
"""In which state a new referral begins. Only an opened one counts; it needs the parent's permission."""

Way = Literal["on_paper", "by_phone", "in_person"]
"""How link or code is handed over. Services that send by themselves are adapters of the deployment."""

class Ages(TypedDict):
    """For children of these ages, in whole months; `from` and `through` both count."""

    fromMonths: NotRequired[int]
    throughMonths: NotRequired[int]

class ApiInfo(TypedDict):
    """About an API (VER.06)."""

    apiName: str
    apiVersion: str
    apiReleased: str
    apiDocumentation: str
    apiStatus: str

class CapacityWrite(TypedDict):
    """Whether there is room; where it is full, through which day."""

    capacity: "Capacity"
    fullThrough: NotRequired[str | None]

class ConsentVersion(TypedDict):
    """A consent and the version of it that a disclosure relied on."""

    consentId: str
    version: int

class ContentField(TypedDict):
    """One thing that the recipient needs to know; its answer leaves only if its topic does."""

    key: str
    topic: str
    kind: NotRequired[Literal["choice", "yes_no", "number", "day"]]
    sv: str
    en: str
    options: NotRequired["list[ContentOption]"]
    required: NotRequired[bool]

class ContentForm(TypedDict):
    """The form at its newest version."""

    fields: NotRequired["list[ContentField]"]
    version: int

class ContentFormWrite(TypedDict):
    """What the recipient needs to know before it can take a referral; each change is a new version."""

    fields: NotRequired["list[ContentField]"]

class ContentOption(TypedDict):
    """One of the answers that can be chosen."""

    code: str
    sv: str
    en: str

class DirectoryDetails(TypedDict):
    """For whom a service is, when it is open, and how to reach it."""

    ages: NotRequired["Ages | None"]
    municipalityCodes: NotRequired[list[str]]
    languages: NotRequired[list[str]]
    interpreter: NotRequired[bool]
    openingHours: NotRequired["list[OpeningHours]"]
    waitingDays: NotRequired[int | None]
    phone: NotRequired[str | None]
    url: NotRequired[str | None]
    visitingAddress: NotRequired[str | None]

class DirectoryEntryRead(TypedDict):
    """A possible recipient. With `centreId` in the question, `kind` says whether it is inside that centre."""

    id: str
    version: int
    unitId: NotRequired[str | None]
    name: str
    activity: NotRequired["Activity | None"]
    professions: "list[Profession]"
    kind: NotRequired["ReferralKind | None"]
    details: "DirectoryDetails"
    capacity: "Capacity"
    fullThrough: NotRequired[str | None]
    contentForm: NotRequired["ContentForm | None"]
    reportOfConcern: NotRequired[str | None]
    changedAt: NotRequired[str | None]

class DraftKept(TypedDict):
    """That a draft is kept, and how long; its content is told only to who reads it."""

    id: str
    version: int
    changedAt: str
    expiresAt: str
    sentAs: NotRequired[str | None]

class DraftRead(TypedDict):
    """A draft with its content, which is gone once it has become a referral."""

    id: str
    version: int
    changedAt: str
    expiresAt: str
    sentAs: NotRequired[str | None]
    content: NotRequired[dict[str, Any] | None]

class DraftWrite(TypedDict):
    """What the form holds so far."""

    content: dict[str, Any]

class FamilyMemberCreate(TypedDict):
    """A person who belongs to the family."""

    subjectId: str
    role: "FamilyRole"

class FamilyMemberRead(TypedDict):
    """A member that the reader's authority knows."""

    subjectId: str
    role: "FamilyRole"

class FamilyMerger(TypedDict):
    """The family whose members belong to this one from now on."""

    familyId: str

class FamilyRead(TypedDict):
    """A family, with those of its members that the reader's authority knows."""

    id: str
    version: int
    members: "list[FamilyMemberRead]"

class FamilySplitOff(TypedDict):
    """Who leaves and becomes a family of its own."""

    subjectIds: list[str]

class FamilyStep(TypedDict):
    """One thing that the reader's authority did with a family."""

    version: int
    act: "FamilyAct"
    subjectIds: list[str]
    otherFamilyId: NotRequired[str | None]
    unitId: NotRequired[str | None]
    at: str

class Ground(TypedDict):
    """What the consent service answered when it was asked last: whether there was a ground, and what is
    missing.
    """

    decisionId: str
    outcome: str
    ground: NotRequired[str | None]
    consents: NotRequired["list[ConsentVersion]"]
    uncoveredTopics: NotRequired[list[str]]
    nextSteps: NotRequired[list[str]]

class HandedOver(TypedDict):
    """What the sender says or prints for one of the two halves; it names nothing of the other."""

    way: "Way"
    text: str
    pdf: NotRequired[str | None]

class InformationPackage(TypedDict):
    """A further package of information; consent or another ground is asked for it anew, and without one it
    stays. Empty: the sender has no more to tell; then nothing is disclosed, and nothing is asked.
    """

    topics: NotRequired[list[str]]
    needs: NotRequired["list[Need]"]

class InformationRequest(TypedDict):
    """Which topics the recipient needs to know more about."""

    topics: list[str]

class Introduction(TypedDict):
    """Who introduced family and recipient to each other, when and where."""

    introducedBy: "Profession"
    introducedOn: str
    place: "Place"

class JointPlanClose(TypedDict):
    """How the plan ended."""

    outcome: "PlanOutcome"

class JointPlanContent(TypedDict):
    """What may be changed in a plan. The caller's own unit and profession always take part."""

    participants: "list[PlanParticipant]"
    goals: "list[PlanGoal]"
    efforts: "list[PlanEffort]"
    reviewOn: str
    referralIds: NotRequired[list[str]]
    declinesStatistics: NotRequired[bool | None]

class JointPlanCreate(TypedDict):
    """A plan for a child or an expectant parent; a ground is asked for towards each that takes part."""

    participants: "list[PlanParticipant]"
    goals: "list[PlanGoal]"
    efforts: "list[PlanEffort]"
    reviewOn: str
    referralIds: NotRequired[list[str]]
    declinesStatistics: NotRequired[bool | None]
    centreId: str
    subjectId: str
    situation: str
    topics: list[str]
    permission: "Permission"

class JointPlanRead(TypedDict):
    """A plan as those who take part see it."""

    id: str
    version: int
    centreId: str
    state: "PlanState"
    subjectId: str
    situation: str
    topics: list[str]
    permission: "Permission"
    declinesStatistics: NotRequired[bool]
    participants: "list[PlanParticipantRead]"
    goals: "list[PlanGoal]"
    efforts: "list[PlanEffort]"
    referralIds: NotRequired[list[str]]
    openedOn: str
    reviewOn: str
    isReviewDue: NotRequired[bool]
    closedOn: NotRequired[str | None]
    outcome: NotRequired["PlanOutcome | None"]
    reason: NotRequired[str | None]
    changedAt: str

class MessageCreate(TypedDict):
    """A message, and the day that it is about."""

    code: "MessageCode"
    aboutOn: NotRequired[str | None]

class MessageRead(TypedDict):
    """A message, by which side, and when."""

    id: str
    party: "Party"
    unitId: str | None
    code: "MessageCode"
    aboutOn: NotRequired[str | None]
    at: str

class Need(TypedDict):
    """One need, as a code under one of the referral's topics; it leaves only if its topic does."""

    topic: str
    code: str

class NextAct(TypedDict):
    """Something that the reader may do now, and where to `POST` it."""

    act: "Act"
    href: str

class OpeningHours(TypedDict):
    """Open on a day of the week (1 is Monday), between two times of day."""

    weekday: int
    opens: str
    closes: str

class OutsideAct(TypedDict):
    """What the recipient outside does in its visit."""

    key: str
    act: Literal["receive", "accept", "decline", "contact", "complete", "ask_information"]
    topics: NotRequired[list[str]]
    reason: NotRequired["DeclineReason | None"]
    outcome: NotRequired["Outcome | None"]
    followUpOn: NotRequired[str | None]
    noFollowUp: NotRequired[bool]

class OutsideLinkCreate(TypedDict):
    """By which two ways the link and its code are handed over; they differ, so that neither is enough
    alone.
    """

    linkWay: "Way"
    codeWay: "Way"

class OutsideLinkCreated(TypedDict):
    """The link and its code, shown this once: hand them over by different ways."""

    id: str
    link: str
    key: str
    code: str
    expiresAt: str
    linkDelivery: "HandedOver"
    codeDelivery: "HandedOver"

class OutsideLinkRead(TypedDict):
    """A link as its sender follows it."""

    id: str
    linkWay: "Way"
    codeWay: "Way"
    expiresAt: str
    openedAt: NotRequired[str | None]
    revokedAt: NotRequired[str | None]
    wrongCodes: int

class OutsideOpening(TypedDict):
    """The link's key and the code that came by another way."""

    key: str
    code: str

class OutsideReferral(TypedDict):
    """A referral as its recipient outside sees it; who the family is, the sender tells as agreed with the
    family.
    """

    state: "ReferralState"
    stateText: str
    form: "ReferralForm"
    fromUnitName: NotRequired[str | None]
    fromActivity: NotRequired["Activity | None"]
    fromProfession: "Profession"
    toProfession: "Profession"
    topics: NotRequired[list[str]]
    needs: NotRequired["list[Need]"]
    answers: NotRequired[dict[str, str]]
    acts: NotRequired[list[str]]

class OutsideVisit(TypedDict):
    """The one visit that the link opens: its key, until when it lasts, and the referral."""

    key: str
    until: str
    referral: "OutsideReferral"

class OwnEntryWrite(TypedDict):
    """A recipient outside the register: a service without a unit in Slussen, entered by a centre's staff."""

    name: str
    professions: "list[Profession]"
    centreId: str
    details: "DirectoryDetails"

class PageDirectoryEntryRead(TypedDict):
    """PageDirectoryEntryRead, as it goes over the wire."""

    items: "list[DirectoryEntryRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageJointPlanRead(TypedDict):
    """PageJointPlanRead, as it goes over the wire."""

    items: "list[JointPlanRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageReferralRead(TypedDict):
    """PageReferralRead, as it goes over the wire."""

    items: "list[ReferralRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class Permission(TypedDict):
    """The parent's permission (medgivande): the day it was given, and as what the giver gave it."""

    givenOn: str
    givenBy: "PermissionGiver"

class PersonalIdentity(TypedDict):
    """A number that somebody gave a person: the system that gave it, and the value in its kept form. The
    person's date of birth must never be told from the number: the day in it may be a nearby one
    (folkbokföringslagen 1991:481 18 §). A newborn and an unborn child have no identity of this kind.
    """

    system: "IdentitySystem"
    value: str

class PlanEffort(TypedDict):
    """Who does what, and by when."""

    code: str
    profession: "Profession"
    byOn: NotRequired[str | None]
    isDone: NotRequired[bool]

class PlanGoal(TypedDict):
    """One goal, as a code under one of the plan's topics."""

    topic: str
    code: str
    isReached: NotRequired[bool]

class PlanParticipant(TypedDict):
    """A profession at a unit that takes part."""

    unitId: str
    profession: "Profession"

class PlanParticipantRead(TypedDict):
    """A profession at a unit that takes part."""

    unitId: str
    profession: "Profession"
    activity: NotRequired["Activity | None"]

class Recipient(TypedDict):
    """Who is asked to take over: a profession, at a unit of the register or a service entered in the
    directory.
    """

    unitId: NotRequired[str | None]
    entryId: NotRequired[str | None]
    profession: "Profession"

class ReferralAdvise(TypedDict):
    """What the recipient advises the sender."""

    advice: "Advice"

class ReferralComplete(TypedDict):
    """How it ended, and when it is followed up: a day, or explicitly not at all."""

    outcome: "Outcome"
    followUpOn: NotRequired[str | None]
    noFollowUp: NotRequired[bool]

class ReferralConvert(TypedDict):
    """The question for advice becomes a referral: the parent's permission to that, and how it is handed
    over.
    """

    permission: "Permission"
    warm: NotRequired[bool]
    declinesStatistics: NotRequired[bool | None]

class ReferralCreate(TypedDict):
    """A referral to open, or to keep as noticed or offered."""

    centreId: str
    subjectId: NotRequired[str | None]
    subject: NotRequired["PersonalIdentity | None"]
    form: NotRequired["ReferralForm"]
    situation: str
    topics: list[str]
    needs: NotRequired["list[Need]"]
    permission: NotRequired["Permission | None"]
    stage: NotRequired["Stage | None"]
    declinesStatistics: NotRequired[bool]
    concernForChild: NotRequired[bool]
    recipient: "Recipient"
    draftId: NotRequired[str | None]

class ReferralDecline(TypedDict):
    """Why the referral is not taken."""

    reason: "DeclineReason"

class ReferralFail(TypedDict):
    """Why the hand-over could not be carried out."""

    reason: "FailReason"

class ReferralGroupCreate(TypedDict):
    """The same need to several recipients: a referral of its own to each."""

    centreId: str
    subjectId: NotRequired[str | None]
    subject: NotRequired["PersonalIdentity | None"]
    form: NotRequired["ReferralForm"]
    situation: str
    topics: list[str]
    needs: NotRequired["list[Need]"]
    permission: NotRequired["Permission | None"]
    stage: NotRequired["Stage | None"]
    declinesStatistics: NotRequired[bool]
    concernForChild: NotRequired[bool]
    recipients: "list[Recipient]"

class ReferralGroupRead(TypedDict):
    """The referrals of one need, which its sender alone sees together; open while one of them is."""

    id: str
    coreStatus: "CoreStatus"
    referrals: "list[ReferralRead]"

class ReferralHold(TypedDict):
    """Why the referral rests, and through which day."""

    reason: "HoldReason"
    through: str

class ReferralIntroduce(TypedDict):
    """That family and recipient were introduced to each other in person: by which profession, when and
    where.
    """

    introducedBy: "Profession"
    introducedOn: str
    place: "Place"

class ReferralParty(TypedDict):
    """One side of a referral."""

    unitId: str | None
    unitName: NotRequired[str | None]
    activity: NotRequired["Activity | None"]
    profession: "Profession"

class ReferralPermit(TypedDict):
    """The parent's permission, and with it what the family has said about being counted."""

    givenOn: str
    givenBy: "PermissionGiver"
    declinesStatistics: NotRequired[bool | None]

class ReferralRead(TypedDict):
    """A referral as the reader may see it. While it is suspended or stopped the recipient sees that it is,
    and no longer about whom or what.
    """

    id: str
    version: int
    centreId: str
    displayTerm: str
    kind: "ReferralKind"
    form: NotRequired["ReferralForm"]
    groupId: NotRequired[str | None]
    state: "ReferralState"
    stateText: str
    coreStatus: "CoreStatus"
    whoseMove: NotRequired["Party | None"]
    nextActs: NotRequired["list[NextAct]"]
    sender: "ReferralParty"
    recipient: "ReferralParty"
    subjectId: str | None
    situation: str | None
    topics: NotRequired[list[str]]
    needs: NotRequired["list[Need]"]
    permission: NotRequired["Permission | None"]
    declinesStatistics: NotRequired[bool | None]
    ground: NotRequired["Ground | None"]
    waitThrough: NotRequired[str | None]
    dueOn: NotRequired[str | None]
    timeLimit: NotRequired["TimeLimitHeld | None"]
    isOverdue: NotRequired[bool]
    holdThrough: NotRequired[str | None]
    formVersion: NotRequired[int | None]
    answers: NotRequired[dict[str, str]]
    requestedTopics: NotRequired[list[str]]
    introduction: NotRequired["Introduction | None"]
    advice: NotRequired["Advice | None"]
    reason: NotRequired[str | None]
    outcome: NotRequired["Outcome | None"]
    followUpOn: NotRequired[str | None]
    noFollowUp: NotRequired[bool]
    openedOn: NotRequired[str | None]
    createdAt: str
    sentAt: NotRequired[str | None]
    acceptedAt: NotRequired[str | None]
    contactedAt: NotRequired[str | None]
    endedAt: NotRequired[str | None]

class ReferralRecall(TypedDict):
    """Why the referral is taken back."""

    reason: "RecallReason"

class ReferralReturn(TypedDict):
    """Why the referral goes back to its sender."""

    reason: "ReturnReason"

class ReferralSend(TypedDict):
    """How to send: what leaves, and whether it goes by itself once a missing consent is there."""

    topics: NotRequired[list[str] | None]
    answers: NotRequired[dict[str, Any] | None]
    sendWhenConsented: NotRequired[bool]
    waitThrough: NotRequired[str | None]

class ReferralStep(TypedDict):
    """One thing that was done with a referral, by whom and when."""

    version: int
    act: "Act"
    state: "ReferralState"
    party: "Party"
    unitId: str | None
    reason: NotRequired[str | None]
    at: str

class StatisticsChoice(TypedDict):
    """Whether the family declines to be counted in statistics."""

    declinesStatistics: bool

class TimeLimitHeld(TypedDict):
    """The time limit that was in force when the referral came to its state, and who has set it."""

    origin: "LimitOrigin"
    agreementId: NotRequired[str | None]
    dueDays: int
    expireDays: NotRequired[int | None]

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
