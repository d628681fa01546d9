"""A referral (slussning): immutable; each act makes a new version of the whole."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api import Outcome, Party, PermissionGiver, ReferralKind
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.grounds import Ground, Question, ReliedConsent, Side
from slussen_referrals.domain.states import DISCLOSED


@dataclass(frozen=True, slots=True)
class Permission:
    """The parent's permission (medgivande); from its day the referral counts."""

    given_on: date
    given_by: PermissionGiver


@dataclass(frozen=True, slots=True)
class Need:
    """One need, as a code under a topic."""

    topic: str
    code: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a deployment may set: how old a permission may be when recorded, and how long a wait may last."""

    permission_days: int = 366
    wait_days: int = 30
    longest_wait_days: int = 90
    longest_follow_up_days: int = 731


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
    topics_sent: tuple[str, ...] = ()
    family_id: UUID | None = None
    permission: Permission | None = None
    consents: tuple[ReliedConsent, ...] = ()
    ground: Ground | None = None
    waiting: Waiting = NOT_ARMED
    suspended_from: State | None = None
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
        """Whether statistics count it: opened, and not entered in error (handbook ch. 6.6)."""
        return self.permission is not None and self.state is not State.ENTERED_IN_ERROR

    @property
    def grants(self) -> tuple[UUID, ...]:
        """Who may see it: the sender always; the recipient from the moment it is sent.

        What is taken back before the recipient accepted is gone for the recipient.
        """
        seen_by = [self.responsible_authority_id, self.from_unit_id]
        taken_back = self.state in {State.RECALLED, State.ENTERED_IN_ERROR} and self.accepted_at is None
        if self.sent_at is not None and not taken_back:
            seen_by += [found for found in (self.to_authority_id, self.to_unit_id) if found is not None]
        return tuple(dict.fromkeys(seen_by))

    def parties(self, unit_id: UUID) -> frozenset[Party]:
        """Return as what a unit may act; the sender answers for a recipient that has no unit here."""
        sides = {Party.SENDER: self.from_unit_id, Party.RECIPIENT: self.to_unit_id or self.from_unit_id}
        return frozenset(party for party, side in sides.items() if side == unit_id)

    def discloses_to(self, parties: frozenset[Party]) -> bool:
        """Whether one of `parties` may see about whom and what; the recipient not once it is stopped."""
        return Party.SENDER in parties or self.state in {*DISCLOSED, State.COMPLETED}

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
