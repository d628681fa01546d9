"""What the agreements service announces: the register in full state, and agreements that begin and end.

Each register event carries the whole thing and its version, so that a reader that missed some is whole again
with the next one.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_contracts.agreements.centre_events import CENTRE_EVENTS
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.agreements.library_events import LIBRARY_EVENTS
from slussen_contracts.agreements.party_events import PARTY_EVENTS
from slussen_contracts.agreements.time_limits import ReferralTimeLimit
from slussen_contracts.events import Event, Model
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession


class ResponsibleAuthorityState(Event):
    """A responsible authority (huvudman) as it is from now on."""

    name: str
    authority_type: AuthorityType
    organisation_number: str
    municipality_code: str | None = None


class ResponsibleAuthorityRegistered(ResponsibleAuthorityState):
    """A responsible authority was entered in the register."""

    type: ClassVar[str] = "slussen.agreements.responsible-authority.registered.v1"


class ResponsibleAuthorityChanged(ResponsibleAuthorityState):
    """A responsible authority's entry was changed."""

    type: ClassVar[str] = "slussen.agreements.responsible-authority.changed.v1"


class BoardState(Event):
    """A municipal board (nämnd) as it is from now on."""

    name: str
    authority_id: UUID


class BoardRegistered(BoardState):
    """A board was entered in the register."""

    type: ClassVar[str] = "slussen.agreements.board.registered.v1"


class BoardChanged(BoardState):
    """A board's entry was changed."""

    type: ClassVar[str] = "slussen.agreements.board.changed.v1"


class UnitState(Event):
    """A unit (enhet) with all that a boundary decision reads, as it is from now on.

    `board_id` is the municipal board (nämnd) that the unit belongs to; care units have none.
    """

    name: str
    hsa_id: str
    authority_id: UUID
    authority_type: AuthorityType
    board_id: UUID | None
    branch: Branch
    activity: Activity | None
    professions: tuple[Profession, ...] = ()
    centre_ids: tuple[UUID, ...] = ()
    municipality_code: str | None = None
    valid_from: date
    valid_through: date | None = None


class UnitRegistered(UnitState):
    """A unit was entered in the register."""

    type: ClassVar[str] = "slussen.agreements.unit.registered.v1"


class UnitChanged(UnitState):
    """A unit's entry was changed: its board, branch, professions or the centres it works at."""

    type: ClassVar[str] = "slussen.agreements.unit.changed.v1"


class CentreActivity(Model):
    """One activity of a centre and the unit that runs it."""

    activity: Activity
    unit_id: UUID


class FamilyCentreState(Event):
    """A family centre (familjecentral) with its activities, as it is from now on."""

    name: str
    municipality_code: str
    profile_id: str
    activities: tuple[CentreActivity, ...]
    display_term: str = "slussning"
    valid_from: date
    valid_through: date | None = None


class FamilyCentreRegistered(FamilyCentreState):
    """A family centre was entered in the register."""

    type: ClassVar[str] = "slussen.agreements.family-centre.registered.v1"


class FamilyCentreChanged(FamilyCentreState):
    """A family centre's entry was changed."""

    type: ClassVar[str] = "slussen.agreements.family-centre.changed.v1"


class AgreementState(Event):
    """A collaboration agreement (samverkansavtal): whom it binds, where, and for which days.

    `referral_time_limits` are those that the parties have agreed on for hand-overs (slussning), by state.
    """

    kind: str
    centre_id: UUID | None
    profile_id: str
    profile_first_day: date
    party_authority_ids: tuple[UUID, ...]
    valid_from: date
    valid_through: date | None = None
    referral_time_limits: tuple[ReferralTimeLimit, ...] = ()


class AgreementActivated(AgreementState):
    """All clauses are filled and all parties have signed: the agreement is in force from its first day."""

    type: ClassVar[str] = "slussen.agreements.agreement.activated.v1"


class AgreementEnded(AgreementState):
    """The agreement has ended; `valid_through` is its last day."""

    type: ClassVar[str] = "slussen.agreements.agreement.ended.v1"


class AgreementNoticeGiven(AgreementState):
    """A party has given notice (uppsägning); `valid_through` is the last day that follows from it."""

    type: ClassVar[str] = "slussen.agreements.notice.given.v1"

    given_on: date
    authority_id: UUID


class AgreementSigningState(Event):
    """Where the signing of an agreement stands: who has not signed, and by when it is to be done."""

    kind: str
    waiting_authority_ids: tuple[UUID, ...]
    sign_by: date | None = None


class AgreementSignatureReminded(AgreementSigningState):
    """The day by which an agreement is to be signed is near or has passed, and parties have not signed."""

    type: ClassVar[str] = "slussen.agreements.signature.reminded.v1"


class AgreementSignatureRejected(AgreementSigningState):
    """A party has rejected the wording; its reason stays in the register."""

    type: ClassVar[str] = "slussen.agreements.signature.rejected.v1"

    rejected_by: UUID


class AgreementDisputeState(Event):
    """A dispute (tvist) under an agreement: whether it is open, and the body that settles it if one is regulated."""

    agreement_id: UUID
    body: str | None = None
    registered_on: date
    settled_on: date | None = None


class AgreementDisputeRegistered(AgreementDisputeState):
    """A dispute was registered; the agreement stays in force."""

    type: ClassVar[str] = "slussen.agreements.dispute.registered.v1"


class AgreementDisputeSettled(AgreementDisputeState):
    """A dispute was settled."""

    type: ClassVar[str] = "slussen.agreements.dispute.settled.v1"


class OpeningWeekEvaluated(Event):
    """An ISO week has ended and its joint open time is known; `required_minutes` None: nobody regulates it.

    `open_minutes` are those in which at least one activity is open, `open_days` the days that have any of them,
    `joint_days` those that have joint time; None: not stated. `is_reduced` tells that the county's summer rule
    lowered what is required. A newer version corrects an older one, when hours were corrected afterwards.
    """

    type: ClassVar[str] = "slussen.agreements.opening-week.evaluated.v1"

    centre_id: UUID
    iso_year: int
    iso_week: int
    joint_minutes: int
    required_minutes: int | None = None
    is_reduced: bool = False
    open_minutes: int | None = None
    open_days: int | None = None
    joint_days: int | None = None
    municipality_code: str | None = None


class DutyEvent(Event):
    """A duty of a centre's annual wheel; `entry` is the wheel's entry and `responsible` the role that answers."""

    centre_id: UUID
    entry: str
    responsible: str
    first_day: date
    last_day: date
    done_on: date | None = None
    municipality_code: str | None = None


class DutyReminded(DutyEvent):
    """A duty comes near."""

    type: ClassVar[str] = "slussen.agreements.duty.reminded.v1"


class DutyOverdue(DutyEvent):
    """A duty's last day has passed and it is not done."""

    type: ClassVar[str] = "slussen.agreements.duty.overdue.v1"


class DutyDone(DutyEvent):
    """A duty was done."""

    type: ClassVar[str] = "slussen.agreements.duty.done.v1"


class DutyReopened(DutyEvent):
    """A duty that was marked as done is not."""

    type: ClassVar[str] = "slussen.agreements.duty.reopened.v1"


class MeetingEvent(Event):
    """A meeting of a centre's steering group or staff, or a development day; None: not stated.

    What the purpose is stays in the agreements service.
    """

    centre_id: UUID
    meeting_kind: MeetingKind
    held_on: date
    has_purpose: bool | None = None
    is_documented: bool | None = None
    municipality_code: str | None = None


class MeetingHeld(MeetingEvent):
    """A meeting was held."""

    type: ClassVar[str] = "slussen.agreements.meeting.held.v1"


class MeetingRemoved(MeetingEvent):
    """A meeting had been entered by mistake."""

    type: ClassVar[str] = "slussen.agreements.meeting.removed.v1"


class CoordinatorEvent(Event):
    """A coordinator's appointment at a centre; who it is stays in the agreements service."""

    centre_id: UUID
    profession: Profession | None = None
    extent: int | None = None
    valid_from: date
    valid_through: date | None = None


class CoordinatorAppointed(CoordinatorEvent):
    """A coordinator was appointed."""

    type: ClassVar[str] = "slussen.agreements.coordinator.appointed.v1"


class CoordinatorAppointmentChanged(CoordinatorEvent):
    """A coordinator's appointment was changed, or has an end."""

    type: ClassVar[str] = "slussen.agreements.coordinator.changed.v1"


EVENTS: tuple[type[Event], ...] = (
    ResponsibleAuthorityRegistered,
    ResponsibleAuthorityChanged,
    BoardRegistered,
    BoardChanged,
    UnitRegistered,
    UnitChanged,
    FamilyCentreRegistered,
    FamilyCentreChanged,
    AgreementActivated,
    AgreementEnded,
    AgreementNoticeGiven,
    AgreementSignatureReminded,
    AgreementSignatureRejected,
    AgreementDisputeRegistered,
    AgreementDisputeSettled,
    OpeningWeekEvaluated,
    DutyReminded,
    DutyOverdue,
    DutyDone,
    DutyReopened,
    MeetingHeld,
    MeetingRemoved,
    CoordinatorAppointed,
    CoordinatorAppointmentChanged,
    *CENTRE_EVENTS,
    *LIBRARY_EVENTS,
    *PARTY_EVENTS,
)
