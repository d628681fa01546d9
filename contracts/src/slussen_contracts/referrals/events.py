"""What the referrals service announces: every step of a hand-over, with all that is counted of it."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_contracts.events import Event, Moment
from slussen_contracts.identifiers import Activity, Profession


class ReferralState(Event):
    """A referral (slussning) as it is from now on: its counted attributes and moments, opaque ids alone.

    `kind` is internal or external. `state` is the detailed state; `opened_on` is the day on which the parent's
    permission was given, from which the referral counts (None: it does not count).
    """

    centre_id: UUID
    municipality_code: str
    profile_id: str
    subject_id: UUID
    family_id: UUID | None = None
    kind: str
    state: str
    from_unit_id: UUID
    from_activity: Activity | None
    from_profession: Profession
    to_unit_id: UUID | None
    to_activity: Activity | None
    to_profession: Profession
    counted: bool = True
    opened_on: date | None = None
    sent_at: Moment | None = None
    accepted_at: Moment | None = None
    contacted_at: Moment | None = None
    ended_at: Moment | None = None
    outcome: str | None = None


class ReferralOpened(ReferralState):
    """The parent's permission is recorded: the referral is open and counts."""

    type: ClassVar[str] = "slussen.referrals.referral.opened.v1"


class ReferralAwaited(ReferralState):
    """The referral can't be sent yet: a consent is missing, and it waits."""

    type: ClassVar[str] = "slussen.referrals.referral.awaited.v1"


class ReferralSent(ReferralState):
    """The referral was sent: a ground existed at that moment."""

    type: ClassVar[str] = "slussen.referrals.referral.sent.v1"


class ReferralReceived(ReferralState):
    """The recipient's unit has taken the referral in hand; it has not answered yet."""

    type: ClassVar[str] = "slussen.referrals.referral.received.v1"


class ReferralAccepted(ReferralState):
    """The recipient's unit accepted the referral."""

    type: ClassVar[str] = "slussen.referrals.referral.accepted.v1"


class ReferralDeclined(ReferralState):
    """The recipient's unit declined the referral, with a reason."""

    type: ClassVar[str] = "slussen.referrals.referral.declined.v1"


class ReferralContacted(ReferralState):
    """The recipient has had first contact with the family."""

    type: ClassVar[str] = "slussen.referrals.referral.contacted.v1"


class ReferralCompleted(ReferralState):
    """The loop is closed: an outcome is recorded and the sender can see it."""

    type: ClassVar[str] = "slussen.referrals.referral.completed.v1"


class ReferralSuspended(ReferralState):
    """The consent that the referral relied on was withdrawn: further disclosure stops, what was counted stays."""

    type: ClassVar[str] = "slussen.referrals.referral.suspended.v1"


class ReferralResumed(ReferralState):
    """There is a ground again: the referral goes on from where it was suspended."""

    type: ClassVar[str] = "slussen.referrals.referral.resumed.v1"


class ReferralRecalled(ReferralState):
    """The sender took the referral back."""

    type: ClassVar[str] = "slussen.referrals.referral.recalled.v1"


class ReferralVoided(ReferralState):
    """The referral was entered in error: it is counted nowhere."""

    type: ClassVar[str] = "slussen.referrals.referral.voided.v1"


EVENTS: tuple[type[Event], ...] = (
    ReferralOpened,
    ReferralAwaited,
    ReferralSent,
    ReferralReceived,
    ReferralAccepted,
    ReferralDeclined,
    ReferralContacted,
    ReferralCompleted,
    ReferralSuspended,
    ReferralResumed,
    ReferralRecalled,
    ReferralVoided,
)
