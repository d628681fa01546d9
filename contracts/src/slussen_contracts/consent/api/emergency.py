"""Break-glass: the own authority's records opened in an emergency, and how that was reviewed."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from slussen_contracts.consent.api.values import EXAMPLE_ID, EXAMPLE_SUBJECT, Reference
from slussen_contracts.events import Model, Moment, StrictModel

EmergencyReasonCode = Literal[
    "acute_care", "protection_of_child", "protection_of_expected_child", "danger_to_life_or_health"
]
ReviewOutcomeCode = Literal["justified", "not_justified"]


class EmergencyAccessOpen(StrictModel):
    """That what other units of the own authority keep about a person must be seen at once, and why."""

    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    reason_code: EmergencyReasonCode = Field(examples=["protection_of_child"])
    reference: Reference | None = Field(
        default=None,
        examples=["anteckning-20944"],
        description="Var skälet är dokumenterat. / Where the reason is documented.",
    )


class EmergencyReview(StrictModel):
    """What a reviewer found; the reasons stand where the reference points."""

    outcome: ReviewOutcomeCode = Field(examples=["justified"])
    reference: Reference | None = Field(default=None, examples=["granskning-12"])


class EmergencyReadingRead(Model):
    """A record that was read under the access, and when."""

    resource_type: Literal["consent", "disclosure_ground", "disclosure"] = Field(examples=["consent"])
    resource_id: UUID = Field(examples=[EXAMPLE_ID])
    read_at: Moment


class EmergencyAccessRead(Model):
    """Who opened what about whom, until when, what was read, and what the review found."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    person: str = Field(examples=["SE2321000164-1A2B"])
    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])
    reason_code: EmergencyReasonCode = Field(examples=["protection_of_child"])
    reference: str | None = Field(default=None, examples=["anteckning-20944"])
    opened_at: Moment
    closes_at: Moment
    readings: list[EmergencyReadingRead] = Field(default_factory=list)
    reviewed_by: str | None = Field(default=None, examples=["SE2321000164-9Z9Z"])
    reviewed_at: Moment | None = None
    review_outcome: ReviewOutcomeCode | None = Field(default=None, examples=["justified"])
    review_reference: str | None = Field(default=None, examples=["granskning-12"])


class EmergencyAccesses(Model):
    """The own authority's emergency accesses, those to be reviewed first, the latest first."""

    items: list[EmergencyAccessRead]
