"""What the referrals service takes and answers: hand-overs (slussningar) with codes alone, no free text."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from slussen_contracts.consent.api import Situation, Topic
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import Activity, PersonalIdentity, Profession

EXAMPLE_ID = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
EXAMPLE_PERSON = "5d0a1c52-7f3e-4f0b-9d55-1c2f6a7b8c90"


class ReferralKind(StrEnum):
    """Inside the centre, or out of it."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class ReferralState(StrEnum):
    """Where a referral is, in detail."""

    IDENTIFIED = "identified"
    OFFERED = "offered"
    AWAITING_PERMISSION = "awaiting_permission"
    OPENED = "opened"
    AWAITING_CONSENT = "awaiting_consent"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    COMPLETED = "completed"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    RECALLED = "recalled"
    ENTERED_IN_ERROR = "entered_in_error"


class CoreStatus(StrEnum):
    """Where a referral is, in the three words that never change: still going on, done, or stopped."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"


class Party(StrEnum):
    """Who may act on a referral: the sender's unit, the recipient's unit, or the system by itself."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    SYSTEM = "system"


class Act(StrEnum):
    """What is done with a referral."""

    IDENTIFY = "identify"
    OFFER = "offer"
    ASK_PERMISSION = "ask_permission"
    OPEN = "open"
    WAIT = "wait"
    STOP_WAITING = "stop_waiting"
    SEND = "send"
    RECEIVE = "receive"
    ACCEPT = "accept"
    CONTACT = "contact"
    COMPLETE = "complete"
    DECLINE = "decline"
    SUSPEND = "suspend"
    RESUME = "resume"
    RECALL = "recall"
    VOID = "void"


class Stage(StrEnum):
    """In which state a new referral begins. Only an opened one counts; it needs the parent's permission."""

    IDENTIFIED = "identified"
    OFFERED = "offered"
    AWAITING_PERMISSION = "awaiting_permission"
    OPENED = "opened"


class PermissionGiver(StrEnum):
    """As what somebody gave the permission (medgivande)."""

    CUSTODIAN = "custodian"
    GUARDIAN = "guardian"
    EXPECTANT_PARENT = "expectant_parent"
    SELF = "self"


class Outcome(StrEnum):
    """How a hand-over ended."""

    CONTACT_ESTABLISHED = "contact_established"
    FAMILY_DECLINED = "family_declined"
    MOVED = "moved"
    OTHER = "other"


class DeclineReason(StrEnum):
    """Why the recipient's unit does not take the referral."""

    WRONG_RECIPIENT = "wrong_recipient"
    NO_CAPACITY = "no_capacity"
    OUTSIDE_MISSION = "outside_mission"
    FAMILY_DECLINED = "family_declined"
    OTHER = "other"


class RecallReason(StrEnum):
    """Why the sender's unit takes the referral back."""

    FAMILY_DECLINED = "family_declined"
    NO_LONGER_NEEDED = "no_longer_needed"
    WRONG_RECIPIENT = "wrong_recipient"
    OTHER = "other"


class Recipient(StrictModel):
    """Who is asked to take over: a profession, at a unit in the register where it is one."""

    unit_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    profession: Profession


class Permission(StrictModel):
    """The parent's permission (medgivande): the day it was given, and as what the giver gave it."""

    given_on: date = Field(examples=["2026-11-22"])
    given_by: PermissionGiver


class Need(StrictModel):
    """One need, as a code under one of the referral's topics; it leaves only if its topic does."""

    topic: Topic
    code: Topic = Field(examples=["sleep"])


Topics = Annotated[list[Topic], Field(min_length=1, max_length=10, examples=[["parental_support"]])]


class ReferralCreate(StrictModel):
    """A referral to open, or to keep as noticed or offered; the sender is the caller's own unit and profession.

    Exactly one of `subjectId` and `subject` is given. `subject` is resolved and kept by the consent service alone.
    """

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID | None = Field(default=None, examples=[EXAMPLE_PERSON])
    subject: PersonalIdentity | None = Field(default=None, examples=[None])
    recipient: Recipient
    situation: Situation = Field(examples=["family-support-2026-11"])
    topics: Topics
    needs: list[Need] = Field(default_factory=list, max_length=20)
    permission: Permission | None = None
    stage: Stage | None = Field(
        default=None,
        description="Utan medgivande: awaiting_permission. / Without permission: awaiting_permission.",
        examples=["opened"],
    )


class ReferralSend(StrictModel):
    """How to send: what leaves, and whether it goes by itself once a missing consent is there."""

    topics: Topics | None = Field(
        default=None,
        description="De ämnen som lämnas ut; alla om inget anges. / The topics that leave; all where none is given.",
    )
    send_when_consented: bool = False
    wait_through: date | None = Field(
        default=None,
        description="Sista dag att vänta; annars 30 dagar. / Last day to wait; else 30 days.",
        examples=["2026-12-22"],
    )


class ReferralComplete(StrictModel):
    """How it ended, and when it is followed up: a day, or explicitly not at all."""

    outcome: Outcome
    follow_up_on: date | None = Field(default=None, examples=["2027-01-22"])
    no_follow_up: bool = False


class ReferralDecline(StrictModel):
    """Why the referral is not taken."""

    reason: DeclineReason


class ReferralRecall(StrictModel):
    """Why the referral is taken back."""

    reason: RecallReason


class ConsentVersion(Model):
    """A consent and the version of it that a disclosure relied on."""

    consent_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])


class Ground(Model):
    """What the consent service answered when it was asked last: whether there was a ground, and what is missing."""

    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    outcome: str = Field(examples=["permitted"])
    ground: str | None = Field(default=None, examples=["consent"])
    consents: list[ConsentVersion] = Field(default_factory=list)
    uncovered_topics: list[str] = Field(
        default_factory=list,
        description="Ämnen som inte får lämnas ut. / Topics that may not leave.",
        examples=[["parental_support"]],
    )
    next_steps: list[str] = Field(default_factory=list, examples=[["ask_for_consent"]])


class NextAct(Model):
    """Something that the reader may do now, and where to `POST` it."""

    act: Act
    href: str = Field(examples=[f"/referrals/v1/referrals/{EXAMPLE_ID}/acceptance"])


class ReferralParty(Model):
    """One side of a referral."""

    unit_id: UUID | None = Field(examples=[EXAMPLE_ID])
    unit_name: str | None = Field(default=None, examples=["Barnmorskemottagningen Linden"])
    activity: Activity | None = None
    profession: Profession


class ReferralRead(Model):
    """A referral as the reader may see it.

    While it is suspended or stopped the recipient sees that it is, and no longer about whom or what.
    """

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[3])
    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    display_term: str = Field(examples=["slussning"])
    kind: ReferralKind
    state: ReferralState
    core_status: CoreStatus
    whose_move: Party | None = None
    next_acts: list[NextAct] = Field(default_factory=list)
    sender: ReferralParty
    recipient: ReferralParty
    subject_id: UUID | None = Field(examples=[EXAMPLE_PERSON])
    situation: str | None = Field(examples=["family-support-2026-11"])
    topics: list[str] = Field(default_factory=list, examples=[["parental_support"]])
    needs: list[Need] = Field(default_factory=list)
    permission: Permission | None = None
    ground: Ground | None = None
    wait_through: date | None = Field(default=None, examples=["2026-12-22"])
    reason: str | None = Field(default=None, examples=["no_capacity"])
    outcome: Outcome | None = None
    follow_up_on: date | None = Field(default=None, examples=["2027-01-22"])
    no_follow_up: bool = False
    opened_on: date | None = Field(default=None, examples=["2026-11-22"])
    created_at: Moment
    sent_at: Moment | None = None
    accepted_at: Moment | None = None
    contacted_at: Moment | None = None
    ended_at: Moment | None = None


class ReferralStep(Model):
    """One thing that was done with a referral, by whom and when."""

    version: int = Field(examples=[1])
    act: Act
    state: ReferralState
    party: Party
    unit_id: UUID | None = Field(examples=[EXAMPLE_ID])
    reason: str | None = Field(default=None, examples=["no_capacity"])
    at: Moment
