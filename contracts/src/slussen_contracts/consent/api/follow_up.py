"""What follows on a consent: asking again, the end of a situation, and the log of what was told."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.consent.api.consents import ConsentRead
from slussen_contracts.consent.api.decisions import Participant
from slussen_contracts.consent.api.grounds import MannerCode
from slussen_contracts.consent.api.values import EXAMPLE_ID, EXAMPLE_SUBJECT, Situation, Topic
from slussen_contracts.events import Model, Moment, StrictModel

TaskStatusCode = Literal["open", "done", "superseded"]
ClosingReasonCode = Literal["situation_ended", "custody_changed", "child_born"]


class AskAgainTaskRead(Model):
    """To return to whoever said no or partial, and ask whether the attitude has changed."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    consent_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    situation: str = Field(examples=["family-support-2026-11"])
    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    due_on: date
    status: TaskStatusCode = Field(examples=["open"])
    created_at: Moment
    reminded_at: Moment | None = None
    ended_at: Moment | None = None


class AskAgainTasks(Model):
    """The own unit's open tasks, the first due first."""

    items: list[AskAgainTaskRead]


class SituationClose(StrictModel):
    """That a situation has ended for a person: no consent and no ground in it holds from now on.

    When custody has changed or the child is born, `situation` may be left out: then every consent of the own authority
    ends that rested on it, about the child, or about the expected one.
    """

    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    situation: Situation | None = Field(default=None, examples=["family-support-2026-11"])
    reason: ClosingReasonCode = Field(default="situation_ended", examples=["situation_ended"])

    @model_validator(mode="after")
    def _one_situation_ends(self) -> Self:
        if self.situation is None and self.reason == "situation_ended":
            raise PydanticCustomError("missing", "State the situation that has ended")
        return self


class SituationClosed(Model):
    """What ended with the situation."""

    consents: list[ConsentRead]
    ground_ids: list[UUID] = Field(examples=[[EXAMPLE_ID]])


class DisclosureCreate(StrictModel):
    """That something was told, on which decision; `recipient` is needed where the decision is about several."""

    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    recipient: Participant | None = None
    topics: list[Topic] = Field(min_length=1, max_length=50)
    told_at: Moment
    manner: MannerCode = Field(examples=["oral"])
    on_inner_confidentiality: bool = Field(
        default=False,
        description="Samtycke krävdes, men mottagaren har en vårdrelation och det lämnades enligt inre sekretess. "
        "/ Consent was required, but with a care relationship it was told under inner confidentiality.",
    )


class DisclosureRead(Model):
    """What was told about whom, to whom, when and on which decision; `decisionHeld` whether it was still good."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    decision_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    situation: str = Field(examples=["family-support-2026-11"])
    ground: str = Field(examples=["consent"])
    topics: list[str] = Field(examples=[["parental_support"]])
    sender_unit_id: UUID = Field(examples=[EXAMPLE_ID])
    recipient_unit_id: UUID = Field(examples=[EXAMPLE_ID])
    recipient_profession: str | None = Field(examples=["social_worker"])
    manner: MannerCode = Field(examples=["oral"])
    told_by: str = Field(examples=["SE2321000164-1A2B"])
    told_at: Moment
    logged_at: Moment
    decision_held: bool


class Disclosures(Model):
    """The log about one person, the latest first."""

    items: list[DisclosureRead]
