"""What clients send about one referral: codes alone, no free text and no attachment in this version."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.consent.api import Situation, Topic
from slussen_contracts.events import StrictModel
from slussen_contracts.identifiers import PersonalIdentity, Profession
from slussen_contracts.referrals.api.values import (
    EXAMPLE_ID,
    EXAMPLE_PERSON,
    Advice,
    DeclineReason,
    FailReason,
    HoldReason,
    Outcome,
    PermissionGiver,
    Place,
    RecallReason,
    ReferralForm,
    ReturnReason,
    Stage,
)

Topics = Annotated[list[Topic], Field(min_length=1, max_length=10, examples=[["parental_support"]])]


Answer = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_]{0,63}|\d{1,3}|\d{4}-\d{2}-\d{2})$")]
"""An answer to what a recipient needs to know: a code, a small number or a day; never words or a person's number."""


DECLINES = "Familjen vill inte ingå i statistiken. / The family does not want to be counted in statistics."
DECLINES_IF_SAID = f"{DECLINES} Utelämnat: som förut. / Left out: as before."


class Recipient(StrictModel):
    """Who is asked to take over: a profession, at a unit of the register or a service entered in the directory."""

    unit_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    entry_id: UUID | None = Field(
        default=None,
        examples=[None],
        description="Tjänst utanför registret, ur katalogen. / A service outside the register.",
    )
    profession: Profession


class Permission(StrictModel):
    """The parent's permission (medgivande): the day it was given, and as what the giver gave it."""

    given_on: date = Field(examples=["2026-11-22"])
    given_by: PermissionGiver


class ReferralPermit(Permission):
    """The parent's permission, and with it what the family has said about being counted."""

    declines_statistics: bool | None = Field(default=None, description=DECLINES_IF_SAID)


class StatisticsChoice(StrictModel):
    """Whether the family declines to be counted in statistics."""

    declines_statistics: bool = Field(description=DECLINES)


class Need(StrictModel):
    """One need, as a code under one of the referral's topics; it leaves only if its topic does."""

    topic: Topic
    code: Topic = Field(examples=["sleep"])


Needs = Annotated[list[Need], Field(max_length=20)]


class ReferralOrder(StrictModel):
    """What every new referral says; the sender is the caller's own unit and profession.

    Exactly one of `subjectId` and `subject` is given. `subject` is resolved and kept by the consent service alone.
    """

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID | None = Field(default=None, examples=[EXAMPLE_PERSON])
    subject: PersonalIdentity | None = Field(default=None, examples=[None])
    form: ReferralForm = Field(
        default=ReferralForm.STANDARD,
        description="warm: ni ses; advice: fråga om råd först. / warm: introduced in person; advice: ask first.",
    )
    situation: Situation = Field(examples=["family-support-2026-11"])
    topics: Topics
    needs: Needs = Field(default_factory=list)
    permission: Permission | None = None
    stage: Stage | None = Field(
        default=None,
        description="Utan medgivande: awaiting_permission. / Without permission: awaiting_permission.",
        examples=["opened"],
    )
    declines_statistics: bool = Field(default=False, description=DECLINES)
    concern_for_child: bool = Field(
        default=False,
        description="Oro för att barnet far illa: då slussas inte, du visas till orosanmälan; inget sparas."
        " / Concern for the child: nothing is kept, you are pointed to the report of concern.",
    )


class ReferralCreate(ReferralOrder):
    """A referral to open, or to keep as noticed or offered."""

    recipient: Recipient
    draft_id: UUID | None = Field(
        default=None,
        examples=[None],
        description="Utkastet som blir slussningen; det kan bli en enda. / The draft that becomes it, once only.",
    )


class ReferralGroupCreate(ReferralOrder):
    """The same need to several recipients: a referral of its own to each."""

    recipients: list[Recipient] = Field(min_length=2, max_length=10)


class ReferralSend(StrictModel):
    """How to send: what leaves, and whether it goes by itself once a missing consent is there."""

    topics: Topics | None = Field(
        default=None,
        description="De ämnen som lämnas ut; alla om inget anges. / The topics that leave; all where none is given.",
    )
    answers: dict[Topic, Answer] | None = Field(
        default=None,
        max_length=30,
        examples=[{"first_child": "yes"}],
        description="Svar på det mottagaren behöver veta, som koder. / What the recipient needs to know, as codes.",
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


class ReferralReturn(StrictModel):
    """Why the referral goes back to its sender."""

    reason: ReturnReason


class ReferralHold(StrictModel):
    """Why the referral rests, and through which day."""

    reason: HoldReason
    through: date = Field(examples=["2026-12-22"])


class ReferralFail(StrictModel):
    """Why the hand-over could not be carried out."""

    reason: FailReason


class ReferralAdvise(StrictModel):
    """What the recipient advises the sender."""

    advice: Advice


class ReferralConvert(StrictModel):
    """The question for advice becomes a referral: the parent's permission to that, and how it is handed over."""

    permission: Permission
    warm: bool = False
    declines_statistics: bool | None = Field(default=None, description=DECLINES_IF_SAID)


class ReferralIntroduce(StrictModel):
    """That family and recipient were introduced to each other in person: by which profession, when and where."""

    introduced_by: Profession = Field(examples=["midwife"])
    introduced_on: date = Field(examples=["2026-11-22"])
    place: Place


class InformationRequest(StrictModel):
    """Which topics the recipient needs to know more about."""

    topics: Topics


class InformationPackage(StrictModel):
    """A further package of information; consent or another ground is asked for it anew, and without one it stays.

    Empty: the sender has no more to tell; then nothing is disclosed, and nothing is asked.
    """

    topics: Annotated[list[Topic], Field(max_length=10)] = Field(
        default_factory=list, examples=[["parental_support"]]
    )
    needs: Needs = Field(default_factory=list)
