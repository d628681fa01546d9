"""A referral (slussning): immutable; each act makes a new version of the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api import (
    Advice,
    Outcome,
    Party,
    PermissionGiver,
    Place,
    ReferralForm,
    ReferralKind,
)
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.grounds import Ground, Question, ReliedConsent, Side
from slussen_referrals.domain.held_limits import HeldLimit
from slussen_referrals.domain.states import DISCLOSED
from slussen_referrals.domain.time_limits import Alarm

TAKEN_BACK = frozenset({State.RECALLED, State.ENTERED_IN_ERROR, State.EXPIRED, State.FAILED})
_KIND_BY_GIVER = {
    PermissionGiver.CUSTODIAN: "child",
    PermissionGiver.EXPECTANT_PARENT: "unborn",
    PermissionGiver.SELF: "adult",
}
ACCESS_AFTER_END = timedelta(days=30)
"""For how long the recipient of a completed referral sees about whom it was: our default, no source says."""


@dataclass(frozen=True, slots=True)
class Permission:
    """The parent's permission (medgivande); from its day the referral counts."""

    given_on: date
    given_by: PermissionGiver

    @property
    def subject_kind(self) -> str | None:
        """About whom it is, as far as the giver tells: a guardian may be appointed for a child or an adult (None)."""
        return _KIND_BY_GIVER.get(self.given_by)


@dataclass(frozen=True, slots=True)
class Need:
    """One need, as a code under a topic."""

    topic: str
    code: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """Family and recipient were introduced to each other in person: by which profession, when and where."""

    introduced_by: Profession
    introduced_on: date
    place: Place


Answers = Mapping[str, Mapping[str, str]]
"""What the recipient needs to know: key -> `topic`, under which it leaves, and `value`, a code."""


@dataclass(frozen=True, slots=True)
class Employment:
    """In which unit of which authority somebody works."""

    authority_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class Limits:
    """What a deployment may set: how old a permission may be when recorded, and how long a wait may last."""

    permission_days: int = 366
    wait_days: int = 30
    longest_wait_days: int = 90
    longest_follow_up_days: int = 731
    longest_hold_days: int = 365


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whether a missing consent, when it comes, lets the referral go by itself, and until which day."""

    through: date | None = None
    ask_again_at: datetime | None = None


NOT_ARMED = Waiting()


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral at one version.

    `topics_sent` is what left or was asked to leave; the recipient sees nothing else. `consents` are those that the
    latest disclosure relied on: their withdrawal suspends.
    """

    id: UUID
    version: int
    county_code: str
    municipality_code: str
    profile_id: str
    centre_id: UUID
    responsible_authority_id: UUID
    subject_id: UUID
    kind: ReferralKind
    state: State
    from_unit_id: UUID
    from_activity: Activity | None
    from_profession: Profession
    to_unit_id: UUID | None
    to_authority_id: UUID | None
    to_activity: Activity | None
    to_profession: Profession
    situation: str
    topics: tuple[str, ...]
    needs: tuple[Need, ...]
    created_at: datetime
    changed_at: datetime
    state_since: datetime
    to_entry_id: UUID | None = None
    form_version: int | None = None
    answers: Answers = field(default_factory=dict)
    form: ReferralForm = ReferralForm.STANDARD
    group_id: UUID | None = None
    topics_sent: tuple[str, ...] = ()
    family_id: UUID | None = None
    permission: Permission | None = None
    declines_statistics: bool = False
    consents: tuple[ReliedConsent, ...] = ()
    ground: Ground | None = None
    waiting: Waiting = NOT_ARMED
    suspended_from: State | None = None
    returns_to: State | None = None
    requested_topics: tuple[str, ...] = ()
    hold_through: date | None = None
    introduction: Introduction | None = None
    advice: Advice | None = None
    due_on: date | None = None
    limit: HeldLimit | None = None
    alarm: Alarm | None = None
    alarm_on: date | None = None
    reason: str | None = None
    outcome: Outcome | None = None
    follow_up_on: date | None = None
    no_follow_up: bool = False
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    contacted_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def opened_on(self) -> date | None:
        """The day from which the referral counts, None where no permission is recorded."""
        return self.permission.given_on if self.permission else None

    @property
    def counts(self) -> bool:
        """Whether statistics count it: opened, not entered in error, more than a question for advice, not declined.

        Source: handbook ch. 6.6; contracts/docs/decisions/0062-declining-to-be-counted.md.
        """
        is_hand_over = self.form is not ReferralForm.ADVICE and self.state is not State.ENTERED_IN_ERROR
        return self.permission is not None and is_hand_over and not self.declines_statistics

    @property
    def is_taken_back(self) -> bool:
        """Whether it ended before the recipient had said yes, and not by the recipient: then it is gone there."""
        return self.state in TAKEN_BACK and self.accepted_at is None

    @property
    def grants(self) -> tuple[UUID, ...]:
        """Who may see it: the sender always; the recipient from the moment it is sent."""
        seen_by = [self.responsible_authority_id, self.from_unit_id]
        if self.sent_at is not None and not self.is_taken_back:
            seen_by += [found for found in (self.to_authority_id, self.to_unit_id) if found is not None]
        return tuple(dict.fromkeys(seen_by))

    @property
    def recipient_id(self) -> UUID | None:
        """The recipient in the directory: its unit, or its own entry."""
        return self.to_unit_id or self.to_entry_id

    def parties(self, at: Employment) -> frozenset[Party]:
        """Return as what somebody at a unit may act; the sender answers for a recipient that has no unit here."""
        sender = Employment(self.responsible_authority_id, self.from_unit_id)
        recipient = sender
        if self.to_unit_id is not None and self.to_authority_id is not None:
            recipient = Employment(self.to_authority_id, self.to_unit_id)
        sides = {Party.SENDER: sender, Party.RECIPIENT: recipient}
        return frozenset(party for party, side in sides.items() if side == at)

    def discloses_to(self, parties: frozenset[Party], on: date) -> bool:
        """Whether one of `parties` may see about whom and what on the day.

        The recipient's access is granted by the referral and ends with it: not once it is stopped, and when it is
        completed not after the day of its follow-up, else not after `ACCESS_AFTER_END`.
        """
        if Party.SENDER in parties or self.state in DISCLOSED:
            return True
        if self.state is not State.COMPLETED or self.ended_at is None:
            return False
        last = local_day(self.ended_at) + ACCESS_AFTER_END
        return on <= max(last, self.follow_up_on or last)

    def question(self, topics: tuple[str, ...]) -> Question:
        """Return what the consent service is asked before `topics` leave."""
        return Question(
            subject_id=self.subject_id,
            situation=self.situation,
            topics=topics,
            sender=Side(self.from_unit_id, self.from_profession),
            recipient=Side(self.to_unit_id, self.to_profession),
            centre_id=self.centre_id,
        )
