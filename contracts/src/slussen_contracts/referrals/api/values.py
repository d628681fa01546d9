"""Words that referrals are made of: states, acts, reasons; stable codes that clients may rely on."""

from enum import StrEnum

EXAMPLE_ID = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
EXAMPLE_PERSON = "5d0a1c52-7f3e-4f0b-9d55-1c2f6a7b8c90"


class ReferralKind(StrEnum):
    """Inside the centre, or out of it."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class LimitOrigin(StrEnum):
    """Who has set a time limit: the parties to an agreement, the county in its profile, or Slussen by default."""

    AGREEMENT = "agreement"
    PROFILE = "profile"
    DEFAULT = "default"


class ReferralForm(StrEnum):
    """How it is handed over: in the ordinary way, introduced in person, or as a question for advice first."""

    STANDARD = "standard"
    WARM = "warm"
    ADVICE = "advice"


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
    FOLLOWING_UP = "following_up"
    INFORMATION_REQUESTED = "information_requested"
    ON_HOLD = "on_hold"
    ADVISED = "advised"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    DECLINED = "declined"
    RECALLED = "recalled"
    FAILED = "failed"
    EXPIRED = "expired"
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
    ADVISE = "advise"
    CONVERT = "convert"
    INTRODUCE = "introduce"
    CONTACT = "contact"
    FOLLOW_UP = "follow_up"
    ASK_INFORMATION = "ask_information"
    GIVE_INFORMATION = "give_information"
    HOLD = "hold"
    CONTINUE = "continue"
    RETURN = "return"
    COMPLETE = "complete"
    DECLINE = "decline"
    SUSPEND = "suspend"
    RESUME = "resume"
    RECALL = "recall"
    FAIL = "fail"
    EXPIRE = "expire"
    VOID = "void"
    CHOOSE_STATISTICS = "choose_statistics"


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
    """How a hand-over ended; `advice_given` is how a question for advice ends that became no referral."""

    CONTACT_ESTABLISHED = "contact_established"
    FAMILY_DECLINED = "family_declined"
    MOVED = "moved"
    ADVICE_GIVEN = "advice_given"
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


class ReturnReason(StrEnum):
    """Why the recipient's unit gives back a referral that it had accepted; the sender takes it from there."""

    NEEDS_OTHER_COMPETENCE = "needs_other_competence"
    NO_CAPACITY = "no_capacity"
    FAMILY_MOVED = "family_moved"
    OTHER = "other"


class HoldReason(StrEnum):
    """Why the recipient's unit lets a referral rest for a while."""

    FAMILY_WISHES_TO_WAIT = "family_wishes_to_wait"
    WAITING_TIME = "waiting_time"
    OTHER_EFFORT_FIRST = "other_effort_first"
    OTHER = "other"


class FailReason(StrEnum):
    """Why the hand-over could not be carried out, though nobody declined it."""

    NOT_DELIVERED = "not_delivered"
    FAMILY_NOT_REACHED = "family_not_reached"
    FAMILY_DID_NOT_COME = "family_did_not_come"
    OTHER = "other"


class Place(StrEnum):
    """Where the family and the recipient were introduced to each other."""

    AT_SENDER = "at_sender"
    AT_RECIPIENT = "at_recipient"
    AT_HOME = "at_home"
    BY_VIDEO = "by_video"
    ELSEWHERE = "elsewhere"


class Advice(StrEnum):
    """What the recipient advises; nothing about the family in words."""

    REFER_HERE = "refer_here"
    REFER_ELSEWHERE = "refer_elsewhere"
    CONTINUE_YOURSELF = "continue_yourself"
    CALL_US = "call_us"
