"""A centre's annual wheel (årshjul): its duties, and the calendar links that show them elsewhere."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.agreements.api import EXAMPLE_ID, Name, Subject
from slussen_contracts.agreements.codes import DutyState
from slussen_contracts.events import Model, Moment, StrictModel

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"), Field(examples=["coordinator"])]


class DutyRead(Model):
    """A duty of one year; `ownerSubject` is who answers for it where the role is filled."""

    key: str = Field(examples=["hand_out_parent_survey:2026-11-02"])
    version: int = Field(examples=[0], description="0: orört. / 0: untouched.")
    sv: str = Field(examples=["Föräldraenkät delas ut"])
    en: str = Field(examples=["The parent survey is handed out"])
    responsible: str = Field(examples=["coordinator"])
    owner_subject: str | None = Field(examples=["anna"])
    first_day: date = Field(examples=["2026-11-02"])
    last_day: date = Field(examples=["2026-11-15"])
    has_stated_time: bool = Field(examples=[True])
    remind_on: date = Field(examples=["2026-10-19"])
    state: DutyState
    done_on: date | None = Field(examples=[None])
    parts: tuple[str, ...] = Field(examples=[["goals", "annual_report", "statistics"]])
    parts_missing: tuple[str, ...] = Field(examples=[["statistics"]])


class WheelMonthRead(Model):
    """A month with its duties; a month without any is there and empty."""

    month: int = Field(examples=[11])
    duties: tuple[DutyRead, ...]


class AnnualWheelRead(Model):
    """A year's wheel, all twelve months."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    year: int = Field(examples=[2026])
    profile_id: str = Field(examples=["jamtland"])
    profile_first_day: date = Field(examples=["2022-01-01"])
    months: tuple[WheelMonthRead, ...]


class DutyChange(StrictModel):
    """What becomes of a duty: the day it was done, if it is, and which of its parts are handed in."""

    done_on: date | None = Field(default=None, examples=["2026-11-12"])
    handed_in: tuple[Code, ...] = Field(default=(), max_length=20, examples=[["goals"]])


class CalendarLinkCreate(StrictModel):
    """A link to the centre's calendar; with `responsible` a role's duties alone, with `ownerSubject` a person's."""

    label: Name = Field(examples=["Samordnarens kalender"])
    responsible: Code | None = Field(default=None, examples=["coordinator"])
    owner_subject: Subject | None = Field(default=None, examples=["anna.barnmorska"])


class CalendarLinkRead(Model):
    """A calendar link, without its secret."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    label: str = Field(examples=["Samordnarens kalender"])
    responsible: str | None = Field(examples=["coordinator"])
    owner_subject: str | None = Field(default=None, examples=[None])
    created_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])
    revoked_at: Moment | None = Field(examples=[None])


class CalendarLinkMade(CalendarLinkRead):
    """A new calendar link; its path holds the secret and is shown this once."""

    path: str = Field(examples=["/agreements/v1/calendars/k3…X9.ics"])
