"""Joint plans (gemensamma planer): at least two professions, goals, who does what, and a day of review."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from slussen_contracts.consent.api import Situation, Topic
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api.requests import DECLINES, DECLINES_IF_SAID, Permission, Topics
from slussen_contracts.referrals.api.values import EXAMPLE_ID, EXAMPLE_PERSON


class PlanState(StrEnum):
    """Where a joint plan is; suspended: a ground is gone, and the maker alone sees it."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    ENTERED_IN_ERROR = "entered_in_error"


class PlanOutcome(StrEnum):
    """How a joint plan ended."""

    GOALS_REACHED = "goals_reached"
    GOALS_PARTLY_REACHED = "goals_partly_reached"
    OTHER_SUPPORT = "other_support"
    FAMILY_DECLINED = "family_declined"
    MOVED = "moved"


class PlanParticipant(StrictModel):
    """A profession at a unit that takes part."""

    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    profession: Profession


class PlanGoal(StrictModel):
    """One goal, as a code under one of the plan's topics."""

    topic: Topic
    code: Topic = Field(examples=["better_sleep"])
    is_reached: bool = False


class PlanEffort(StrictModel):
    """Who does what, and by when."""

    code: Topic = Field(examples=["home_visit"])
    profession: Profession
    by_on: date | None = Field(default=None, examples=["2026-12-22"])
    is_done: bool = False


class JointPlanContent(StrictModel):
    """What may be changed in a plan. The caller's own unit and profession always take part."""

    participants: list[PlanParticipant] = Field(max_length=10)
    goals: list[PlanGoal] = Field(min_length=1, max_length=20)
    efforts: list[PlanEffort] = Field(min_length=1, max_length=40)
    review_on: date = Field(examples=["2027-02-01"])
    referral_ids: list[UUID] = Field(default_factory=list, max_length=20, examples=[[]])
    declines_statistics: bool | None = Field(default=None, description=DECLINES_IF_SAID)


class JointPlanCreate(JointPlanContent):
    """A plan for a child or an expectant parent; a ground is asked for towards each that takes part."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_PERSON])
    situation: Situation = Field(examples=["family-support-2026-11"])
    topics: Topics
    permission: Permission


class JointPlanClose(StrictModel):
    """How the plan ended."""

    outcome: PlanOutcome


class PlanParticipantRead(Model):
    """A profession at a unit that takes part."""

    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    profession: Profession
    activity: Activity | None = None


class JointPlanRead(Model):
    """A plan as those who take part see it."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    state: PlanState
    subject_id: UUID = Field(examples=[EXAMPLE_PERSON])
    situation: str = Field(examples=["family-support-2026-11"])
    topics: list[str] = Field(examples=[["parental_support"]])
    permission: Permission
    declines_statistics: bool = Field(default=False, description=DECLINES)
    participants: list[PlanParticipantRead]
    goals: list[PlanGoal]
    efforts: list[PlanEffort]
    referral_ids: list[UUID] = Field(default_factory=list, examples=[[]])
    opened_on: date = Field(examples=["2026-11-22"])
    review_on: date = Field(examples=["2027-02-01"])
    is_review_due: bool = False
    closed_on: date | None = Field(default=None, examples=["2027-03-01"])
    outcome: PlanOutcome | None = None
    reason: str | None = Field(default=None, examples=["consent_withdrawn"])
    changed_at: Moment
