"""What the referrals service announces: every step of a hand-over, with all that is counted of it."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_contracts.events import Event, Moment
from slussen_contracts.identifiers import Activity, Profession


class ReferralState(Event):
    """A referral (slussning) as it is from now on: its counted attributes and moments, opaque ids alone.

    `kind` is internal or external, `form` standard, warm or advice. `state` is the detailed state; `opened_on` is
    the day on which the parent's permission was given, from which the referral counts (None: it does not count).
    `counted` is false for what was entered in error, for a question for advice that has become no referral, and where
    the family declined to be counted; the state and `form` tell the first two from the third.
    Referrals to several recipients at once share `group_id`. `family_id` is the family that the person belongs to.
    `subject_kind` is `child`, `unborn` (held on the pregnant person) or `adult`, as far as who gave the permission
    tells; None: not known.
    """

    centre_id: UUID
    municipality_code: str
    profile_id: str
    subject_id: UUID
    subject_kind: str | None = None
    family_id: UUID | None = None
    kind: str
    form: str = "standard"
    group_id: UUID | None = None
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
    introduced_on: date | None = None
    contacted_at: Moment | None = None
    ended_at: Moment | None = None
    outcome: str | None = None
    follow_up_on: date | None = None


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


class ReferralAdvised(ReferralState):
    """The recipient's unit answered a question for advice."""

    type: ClassVar[str] = "slussen.referrals.referral.advised.v1"


class ReferralConverted(ReferralState):
    """A question for advice became a referral, with the parent's permission: it counts from that day."""

    type: ClassVar[str] = "slussen.referrals.referral.converted.v1"


class ReferralIntroduced(ReferralState):
    """A warm hand-over: family and recipient were introduced to each other in person."""

    type: ClassVar[str] = "slussen.referrals.referral.introduced.v1"


class ReferralDeclined(ReferralState):
    """The recipient's unit declined the referral, with a reason."""

    type: ClassVar[str] = "slussen.referrals.referral.declined.v1"


class ReferralContacted(ReferralState):
    """The recipient has had first contact with the family."""

    type: ClassVar[str] = "slussen.referrals.referral.contacted.v1"


class ReferralFollowedUp(ReferralState):
    """The recipient follows the family up after the first contact."""

    type: ClassVar[str] = "slussen.referrals.referral.followed-up.v1"


class ReferralInformationRequested(ReferralState):
    """The recipient's unit has asked for more information; the sender is to answer."""

    type: ClassVar[str] = "slussen.referrals.referral.information-requested.v1"


class ReferralInformationGiven(ReferralState):
    """The sender gave a further package of information on a ground, or said that there is no more."""

    type: ClassVar[str] = "slussen.referrals.referral.information-given.v1"


class ReferralHeld(ReferralState):
    """The recipient's unit lets the referral rest through a day."""

    type: ClassVar[str] = "slussen.referrals.referral.held.v1"


class ReferralContinued(ReferralState):
    """The referral rests no longer: it goes on from where it was."""

    type: ClassVar[str] = "slussen.referrals.referral.continued.v1"


class ReferralReturned(ReferralState):
    """The recipient's unit gave back a referral that it had accepted, with a reason."""

    type: ClassVar[str] = "slussen.referrals.referral.returned.v1"


class ReferralCompleted(ReferralState):
    """The loop is closed: an outcome is recorded and the sender can see it."""

    type: ClassVar[str] = "slussen.referrals.referral.completed.v1"


class ReferralSuspended(ReferralState):
    """The ground that the referral relied on is gone: further disclosure stops, what was counted stays."""

    type: ClassVar[str] = "slussen.referrals.referral.suspended.v1"


class ReferralResumed(ReferralState):
    """There is a ground again: the referral goes on from where it was suspended."""

    type: ClassVar[str] = "slussen.referrals.referral.resumed.v1"


class ReferralRecalled(ReferralState):
    """The sender took the referral back."""

    type: ClassVar[str] = "slussen.referrals.referral.recalled.v1"


class ReferralFailed(ReferralState):
    """The hand-over could not be carried out, though nobody declined it."""

    type: ClassVar[str] = "slussen.referrals.referral.failed.v1"


class ReferralExpired(ReferralState):
    """Nobody took the next step within the longest time of the state."""

    type: ClassVar[str] = "slussen.referrals.referral.expired.v1"


class ReferralVoided(ReferralState):
    """The referral was entered in error: it is counted nowhere."""

    type: ClassVar[str] = "slussen.referrals.referral.voided.v1"


class ReferralStatisticsChosen(ReferralState):
    """The family said whether it is counted in statistics: `counted` is as it is from now on."""

    type: ClassVar[str] = "slussen.referrals.referral.statistics-chosen.v1"


class ReferralReminded(ReferralState):
    """The day by which the next step is to be taken is near; nothing has changed, and neither has the version."""

    type: ClassVar[str] = "slussen.referrals.referral.reminded.v1"

    whose_move: str | None = None
    due_on: date | None = None


class ReferralOverdue(ReferralState):
    """The day by which the next step was to be taken has passed; the version is the same as before."""

    type: ClassVar[str] = "slussen.referrals.referral.overdue.v1"

    whose_move: str | None = None
    due_on: date | None = None


REFERRAL_STEPS: tuple[type[ReferralState], ...] = (
    ReferralOpened,
    ReferralAwaited,
    ReferralSent,
    ReferralReceived,
    ReferralAccepted,
    ReferralAdvised,
    ReferralConverted,
    ReferralIntroduced,
    ReferralDeclined,
    ReferralContacted,
    ReferralFollowedUp,
    ReferralInformationRequested,
    ReferralInformationGiven,
    ReferralHeld,
    ReferralContinued,
    ReferralReturned,
    ReferralCompleted,
    ReferralSuspended,
    ReferralResumed,
    ReferralRecalled,
    ReferralFailed,
    ReferralExpired,
    ReferralVoided,
    ReferralStatisticsChosen,
)
"""Each makes a new version of a referral: what is counted of it stands in each."""

REMINDERS: tuple[type[ReferralState], ...] = (ReferralReminded, ReferralOverdue)
"""Told at the present version: nothing that is counted has changed."""


class FamilyState(Event):
    """A family as it is from now on: the persons that figures count as one family. The aggregate is the family."""

    subject_ids: tuple[UUID, ...]


class FamilyFormed(FamilyState):
    """Persons became a family of their own: when the first referral about one of them was opened, or by hand."""

    type: ClassVar[str] = "slussen.referrals.family.formed.v1"


class FamilyChanged(FamilyState):
    """A person was added to the family, or left it; who came from one alone left that family empty for good."""

    type: ClassVar[str] = "slussen.referrals.family.changed.v1"

    absorbed_family_id: UUID | None = None


class FamilyMerged(FamilyState):
    """Two families are one: all members of `absorbed_family_id` belong to this one."""

    type: ClassVar[str] = "slussen.referrals.family.merged.v1"

    absorbed_family_id: UUID


class FamilySplit(FamilyState):
    """This family is new: its members belonged to `from_family_id` before."""

    type: ClassVar[str] = "slussen.referrals.family.split.v1"

    from_family_id: UUID


FAMILY_EVENTS: tuple[type[FamilyState], ...] = (FamilyFormed, FamilyChanged, FamilyMerged, FamilySplit)
"""Whoever counts families lets each of `subject_ids` belong to the aggregate from then on."""


class JointPlanState(Event):
    """A joint plan (gemensam plan) as it is from now on: who takes part by profession, and its days.

    `counted` is false for what was entered in error, and where the family declined to be counted. `subject_kind` is
    as of a referral.
    """

    centre_id: UUID
    municipality_code: str
    profile_id: str
    subject_id: UUID
    subject_kind: str | None = None
    family_id: UUID | None = None
    professions: tuple[Profession, ...]
    activities: tuple[Activity, ...] = ()
    state: str
    counted: bool = True
    opened_on: date
    review_on: date
    closed_on: date | None = None
    outcome: str | None = None


class JointPlanOpened(JointPlanState):
    """At least two professions have made a plan together for a child or family."""

    type: ClassVar[str] = "slussen.referrals.joint-plan.opened.v1"


class JointPlanChanged(JointPlanState):
    """A plan's goals, parts, participants or review day changed, or whether it is counted."""

    type: ClassVar[str] = "slussen.referrals.joint-plan.changed.v1"


class JointPlanClosed(JointPlanState):
    """A plan was closed with an outcome."""

    type: ClassVar[str] = "slussen.referrals.joint-plan.closed.v1"


class JointPlanVoided(JointPlanState):
    """A plan was entered in error: it is counted nowhere."""

    type: ClassVar[str] = "slussen.referrals.joint-plan.voided.v1"


class JointPlanOverdue(JointPlanState):
    """The day of review has passed and nobody has changed or closed the plan; the version is the same as before."""

    type: ClassVar[str] = "slussen.referrals.joint-plan.overdue.v1"


PLAN_EVENTS: tuple[type[JointPlanState], ...] = (
    JointPlanOpened,
    JointPlanChanged,
    JointPlanClosed,
    JointPlanVoided,
)

PLAN_REMINDERS: tuple[type[JointPlanState], ...] = (JointPlanOverdue,)
"""Told at the present version: nothing that is counted has changed."""

EVENTS: tuple[type[Event], ...] = (
    *REFERRAL_STEPS,
    *REMINDERS,
    *FAMILY_EVENTS,
    *PLAN_EVENTS,
    *PLAN_REMINDERS,
)
