"""Short messages between sender and recipient: a code and a day, never words."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.referrals.api.values import EXAMPLE_ID, Party


class MessageCode(StrEnum):
    """What one side tells the other about the hand-over itself; nothing that would need a ground of its own."""

    PLEASE_CALL = "please_call"
    SEEN = "seen"
    APPOINTMENT_BOOKED = "appointment_booked"
    LONGER_WAIT = "longer_wait"
    ANSWER_SOON = "answer_soon"
    THANK_YOU = "thank_you"


class MessageCreate(StrictModel):
    """A message, and the day that it is about."""

    code: MessageCode
    about_on: date | None = Field(default=None, examples=["2026-12-01"])


class MessageRead(Model):
    """A message, by which side, and when."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    party: Party
    unit_id: UUID | None = Field(examples=[EXAMPLE_ID])
    code: MessageCode
    about_on: date | None = Field(default=None, examples=["2026-12-01"])
    at: Moment
