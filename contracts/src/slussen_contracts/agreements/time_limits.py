"""Time limits for hand-overs (tidsgränser för slussning) that the parties to an agreement have agreed on.

They are expressed as in a county's profile (`referral.time_limits`): calendar days from the day on which a referral
comes to a state.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from slussen_contracts.events import Model, StrictModel

LONGEST_DUE_DAYS = 366
LONGEST_EXPIRE_DAYS = 1_830

DueDays = Annotated[
    int,
    Field(
        ge=1,
        le=LONGEST_DUE_DAYS,
        description="Kalenderdagar från att läget börjar till att nästa steg ska vara taget."
        " / Calendar days from when the state begins until the next step is due.",
        examples=[5],
    ),
]
ExpireDays = Annotated[int, Field(ge=1, le=LONGEST_EXPIRE_DAYS)]

_EXPIRES = (
    "Kalenderdagar efter vilka slussningens tid är ute; null: som länet anger."
    " / Calendar days after which the referral's time is out; null: as the county has it."
)


class LimitedState(StrEnum):
    """The states of a referral in which somebody is to take the next step within a time."""

    IDENTIFIED = "identified"
    OFFERED = "offered"
    AWAITING_PERMISSION = "awaiting_permission"
    OPENED = "opened"
    AWAITING_CONSENT = "awaiting_consent"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    FOLLOWING_UP = "following_up"
    INFORMATION_REQUESTED = "information_requested"
    ADVISED = "advised"
    RETURNED = "returned"
    SUSPENDED = "suspended"


class ReferralTimeLimitWrite(StrictModel):
    """By when the next step is to be taken in one state of a referral."""

    state: LimitedState = Field(examples=["sent"])
    due_days: DueDays
    expire_days: ExpireDays | None = Field(default=None, description=_EXPIRES, examples=[60])


class ReferralTimeLimitRead(Model):
    """By when the next step is to be taken in one state of a referral, as the parties have agreed."""

    state: LimitedState = Field(examples=["sent"])
    due_days: int = Field(examples=[5])
    expire_days: int | None = Field(default=None, description=_EXPIRES, examples=[60])


class ReferralTimeLimit(Model):
    """A time limit as it is announced; a reader leaves out a `state` that it does not know."""

    state: str
    due_days: int
    expire_days: int | None = None
