"""What clients get about one referral: codes alone, no free text."""

from datetime import date
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, Moment
from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api.requests import Need, Permission
from slussen_contracts.referrals.api.values import (
    EXAMPLE_ID,
    EXAMPLE_PERSON,
    Act,
    Advice,
    CoreStatus,
    LimitOrigin,
    Outcome,
    Party,
    Place,
    ReferralForm,
    ReferralKind,
    ReferralState,
)


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


class TimeLimitHeld(Model):
    """The time limit that was in force when the referral came to its state, and who has set it."""

    origin: LimitOrigin
    agreement_id: UUID | None = Field(
        default=None,
        description="Avtalet som anger gränsen, när ursprunget är agreement. / The agreement that states the limit.",
        examples=[EXAMPLE_ID],
    )
    due_days: int = Field(examples=[5])
    expire_days: int | None = Field(default=None, examples=[90])


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


class Introduction(Model):
    """Who introduced family and recipient to each other, when and where."""

    introduced_by: Profession
    introduced_on: date = Field(examples=["2026-11-22"])
    place: Place


class ReferralRead(Model):
    """A referral as the reader may see it.

    While it is suspended or stopped the recipient sees that it is, and no longer about whom or what.
    """

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[3])
    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    display_term: str = Field(examples=["slussning"])
    kind: ReferralKind
    form: ReferralForm = ReferralForm.STANDARD
    group_id: UUID | None = Field(
        default=None,
        examples=[None],
        description="Flera mottagare: varje är en egen slussning. / Several recipients: each a referral of its own.",
    )
    state: ReferralState
    state_text: str = Field(
        examples=["Slussningen är skickad"],
        description="Läget med centrets eget ord. / The state in the centre's own word.",
    )
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
    declines_statistics: bool | None = Field(
        default=None,
        description="Familjen vill inte ingå i statistiken; bara avsändaren ser det."
        " / The family does not want to be counted in statistics; the sender alone sees it.",
        examples=[False],
    )
    ground: Ground | None = None
    wait_through: date | None = Field(default=None, examples=["2026-12-22"])
    due_on: date | None = Field(
        default=None,
        examples=["2026-11-29"],
        description="Den dag då nästa steg ska vara taget. / The day by which the next step is to be taken.",
    )
    time_limit: TimeLimitHeld | None = Field(
        default=None,
        description="Gränsen bakom dueOn; null när någon valt dagen själv, eller läget är äldre än uppgiften."
        " / The limit behind dueOn; null where somebody chose the day, or the state is older than this.",
    )
    is_overdue: bool = False
    hold_through: date | None = Field(default=None, examples=["2026-12-22"])
    form_version: int | None = Field(default=None, examples=[1])
    answers: dict[str, str] = Field(default_factory=dict, examples=[{"first_child": "yes"}])
    requested_topics: list[str] = Field(default_factory=list, examples=[["parental_support"]])
    introduction: Introduction | None = None
    advice: Advice | None = None
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


class ReferralGroupRead(Model):
    """The referrals of one need, which its sender alone sees together; open while one of them is."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    core_status: CoreStatus
    referrals: list[ReferralRead]


class ReferralStep(Model):
    """One thing that was done with a referral, by whom and when."""

    version: int = Field(examples=[1])
    act: Act
    state: ReferralState
    party: Party
    unit_id: UUID | None = Field(examples=[EXAMPLE_ID])
    reason: str | None = Field(default=None, examples=["no_capacity"])
    at: Moment
