"""Joint plans (gemensamma planer): rules and what becomes of one.

Source: handbook ch. 6.5 (Skåne's guide, Samverkansprocesser; Jämtland's agreement, Bilaga 1).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api import PlanOutcome, PlanState
from slussen_referrals.domain.errors import PlanNotOpenError, invalid
from slussen_referrals.domain.grounds import Question, ReliedConsent, Side
from slussen_referrals.domain.referral import Employment, Permission

LONGEST_TO_REVIEW = timedelta(days=366)
FEWEST_PROFESSIONS = 2


@dataclass(frozen=True, slots=True)
class Participant:
    """A profession at a unit that takes part."""

    unit_id: UUID
    authority_id: UUID
    profession: Profession
    activity: Activity | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal, as a code under a topic."""

    topic: str
    code: str
    is_reached: bool = False


@dataclass(frozen=True, slots=True)
class Effort:
    """Who does what, and by when."""

    code: str
    profession: Profession
    by_on: date | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What may be changed in a plan."""

    participants: tuple[Participant, ...]
    goals: tuple[Goal, ...]
    efforts: tuple[Effort, ...]
    review_on: date
    referral_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class JointPlan:
    """A plan at one version; the first participant made it."""

    id: UUID
    version: int
    county_code: str
    municipality_code: str
    profile_id: str
    centre_id: UUID
    responsible_authority_id: UUID
    subject_id: UUID
    situation: str
    topics: tuple[str, ...]
    permission: Permission
    content: Content
    opened_on: date
    created_at: datetime
    changed_at: datetime
    state: PlanState = PlanState.OPEN
    family_id: UUID | None = None
    consents: tuple[ReliedConsent, ...] = ()
    closed_on: date | None = None
    outcome: PlanOutcome | None = None
    reason: str | None = None
    declines_statistics: bool = False

    @property
    def counts(self) -> bool:
        """Whether statistics count it: not entered in error, and the family has not declined that."""
        return self.state is not PlanState.ENTERED_IN_ERROR and not self.declines_statistics

    @property
    def maker(self) -> Participant:
        """Who made the plan."""
        return self.content.participants[0]

    @property
    def grants(self) -> tuple[UUID, ...]:
        """Who may see it: those who take part; while a ground is gone or it is void, its maker alone."""
        is_shared = self.state in {PlanState.OPEN, PlanState.CLOSED}
        shown = self.content.participants if is_shared else (self.maker,)
        return tuple(dict.fromkeys(place for one in shown for place in (one.authority_id, one.unit_id)))

    @property
    def professions(self) -> tuple[Profession, ...]:
        """The professions that take part, each once."""
        return tuple(dict.fromkeys(one.profession for one in self.content.participants))

    def takes_part(self, at: Employment) -> bool:
        """Whether somebody at the unit takes part."""
        return any((one.authority_id, one.unit_id) == (at.authority_id, at.unit_id) for one in self.shown)

    @property
    def shown(self) -> tuple[Participant, ...]:
        """Those who may see it."""
        return tuple(one for one in self.content.participants if one.unit_id in self.grants)

    def is_review_due(self, on: date) -> bool:
        """Whether the day of review has come."""
        return self.state is PlanState.OPEN and self.content.review_on <= on

    def is_review_overdue(self, on: date) -> bool:
        """Whether the day of review has passed without anybody changing or closing the plan."""
        return self.state is PlanState.OPEN and self.content.review_on < on

    def questions(self, teller: Side) -> list[Question]:
        """Return what the consent service is asked before the plan is told by one who takes part to the others."""
        sides = [Side(one.unit_id, one.profession) for one in self.content.participants]
        return [
            Question(self.subject_id, self.situation, self.topics, teller, side, self.centre_id)
            for side in dict.fromkeys(sides)
            if side != teller
        ]


def check_content(content: Content, topics: Collection[str], today: date) -> Content:
    """Return the content where it is a joint plan's.

    Raises:
        InvalidError: Fewer than two professions take part (SL-11), an effort is nobody's, a goal has no topic, or
            the review is not ahead.
    """
    professions = {one.profession for one in content.participants}
    if len(professions) < FEWEST_PROFESSIONS:
        raise invalid(
            "participants",
            "two-professions",
            "en gemensam plan har minst två yrken",
            "a joint plan has at least two professions",
        )
    if any(effort.profession not in professions for effort in content.efforts):
        raise invalid("efforts", "not-taking-part", "yrket deltar inte", "the profession does not take part")
    if any(goal.topic not in topics for goal in content.goals):
        raise invalid("goals", "topic-unknown", "varje mål hör till ett ämne", "each goal belongs to a topic")
    if not today < content.review_on <= today + LONGEST_TO_REVIEW:
        raise invalid(
            "reviewOn", "outside-limits", "uppföljningen ska ligga inom ett år", "review within a year"
        )
    return content


def change(plan: JointPlan, content: Content, relied: tuple[ReliedConsent, ...], at: datetime) -> JointPlan:
    """Change what may be changed, on grounds that were asked for anew; a suspended plan is open again.

    Raises:
        PlanNotOpenError: It is closed or void.
    """
    if plan.state not in {PlanState.OPEN, PlanState.SUSPENDED}:
        raise PlanNotOpenError
    changed = replace(plan, content=content, consents=relied, state=PlanState.OPEN, reason=None)
    return _next(changed, at)


def choose_statistics(plan: JointPlan, at: datetime, *, declines: bool) -> JointPlan:
    """Note whether the family declines to be counted; figures follow, whatever has become of the plan.

    Raises:
        PlanNotOpenError: It is void, and counts nowhere.
    """
    if plan.state is PlanState.ENTERED_IN_ERROR:
        raise PlanNotOpenError
    return _next(replace(plan, declines_statistics=declines), at)


def close(plan: JointPlan, outcome: PlanOutcome, at: datetime) -> JointPlan:
    """Close the plan with an outcome.

    Raises:
        PlanNotOpenError: It is closed or void.
    """
    if plan.state not in {PlanState.OPEN, PlanState.SUSPENDED}:
        raise PlanNotOpenError
    return _next(replace(plan, state=PlanState.CLOSED, outcome=outcome, closed_on=local_day(at)), at)


def void(plan: JointPlan, at: datetime) -> JointPlan:
    """Mark the plan as entered in error: it counts nowhere.

    Raises:
        PlanNotOpenError: It was already.
    """
    if plan.state is PlanState.ENTERED_IN_ERROR:
        raise PlanNotOpenError
    return _next(replace(plan, state=PlanState.ENTERED_IN_ERROR), at)


def suspend(plan: JointPlan, reason: str, at: datetime) -> JointPlan:
    """Stop sharing the plan: a ground is gone, and its maker alone sees it until it is changed on new grounds."""
    return _next(replace(plan, state=PlanState.SUSPENDED, reason=reason), at)


def _next(plan: JointPlan, at: datetime) -> JointPlan:
    return replace(plan, version=plan.version + 1, changed_at=at)
