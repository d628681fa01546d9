"""A centre's opening hours: what is entered, and a week under the county's rule."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID, Name
from slussen_contracts.agreements.codes import EngagementKind, OpeningKind
from slussen_contracts.agreements.findings import FindingRead, RegulatedBy
from slussen_contracts.events import Model, StrictModel
from slussen_contracts.identifiers import Activity

Staff = Annotated[int, Field(ge=1, le=200, description="Antal på plats. / Staff on site.", examples=[1])]
Year = Annotated[int, Field(ge=2000, le=2200, examples=[2026])]
WeekNumber = Annotated[int, Field(ge=1, le=53, examples=[28])]


class OpenTime(StrictModel):
    """A time at which an activity is open, and to whom."""

    opens: time = Field(examples=["09:00:00"])
    closes: time = Field(examples=["12:00:00"])
    kind: OpeningKind = Field(default=OpeningKind.EVERYBODY, examples=["everybody"])
    staff: Staff = 1


class WeeklyOpening(OpenTime):
    """An activity's open time on one weekday (1 is Monday), from and through days where it is not always so."""

    activity: Activity
    weekday: Annotated[int, Field(ge=1, le=7, examples=[1])]
    valid_from: date | None = Field(default=None, examples=[None])
    valid_through: date | None = Field(default=None, examples=[None])


class ChangedDay(StrictModel):
    """A day on which an activity keeps other hours than every week's; without openings it is closed."""

    activity: Activity
    day: date = Field(examples=["2026-12-23"])
    openings: tuple[OpenTime, ...] = Field(default=(), max_length=10)
    reason: Name | None = Field(default=None, examples=["Julledigt"])


class Engagement(StrictModel):
    """A meeting, planning, supervision or home visit; a home visit takes staff of one activity away."""

    kind: EngagementKind
    day: date = Field(examples=["2026-11-23"])
    starts: time = Field(examples=["10:00:00"])
    ends: time = Field(examples=["11:00:00"])
    activity: Activity | None = Field(default=None, examples=["child_health_care"])
    staff: Staff = 1


class ReducedWeek(StrictModel):
    """An ISO week with fewer joint hours under the county's summer rule."""

    iso_year: Year
    iso_week: WeekNumber


class OpeningHoursWrite(StrictModel):
    """All of a centre's hours: every week's, changed days, what staff do beside, and reduced weeks."""

    openings: tuple[WeeklyOpening, ...] = Field(default=(), max_length=500)
    changed_days: tuple[ChangedDay, ...] = Field(default=(), max_length=2000)
    engagements: tuple[Engagement, ...] = Field(default=(), max_length=5000)
    reduced_weeks: tuple[ReducedWeek, ...] = Field(default=(), max_length=500)


class OpeningHoursRead(OpeningHoursWrite):
    """All of a centre's hours; version 0: nothing has been entered yet."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])


class TimeOfDay(Model):
    """A time on a day."""

    day: date = Field(examples=["2026-11-23"])
    starts: time = Field(examples=["09:00:00"])
    ends: time = Field(examples=["12:00:00"])


class ActivityMinutes(Model):
    """How long an activity is open with somebody on site."""

    activity: Activity
    minutes: int = Field(examples=[900])


class CountedEntry(TimeOfDay):
    """An opening or an engagement of the week: how much of it is joint open time, and why not the rest."""

    activity: Activity | None
    kind: str = Field(examples=["by_invitation"])
    counted_minutes: int = Field(examples=[0])
    ground: str = Field(examples=["by-invitation"])
    sv: str = Field(examples=["Bara för inbjudna räknas inte."])
    en: str = Field(examples=["Open by invitation alone does not count."])


class OpeningWeekRead(Model):
    """A week under the county's rule; `fulfilled` is null where nobody regulates a number of hours."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    iso_year: int = Field(examples=[2026])
    iso_week: int = Field(examples=[48])
    first_day: date = Field(examples=["2026-11-23"])
    last_day: date = Field(examples=["2026-11-29"])
    profile_id: str = Field(examples=["skane"])
    profile_first_day: date = Field(examples=["2024-01-01"])
    regulated_by: RegulatedBy
    joint_minutes: int = Field(examples=[870])
    required_minutes: int | None = Field(examples=[900])
    shortfall_minutes: int = Field(examples=[30])
    fulfilled: bool | None = Field(examples=[False])
    reduced: bool = Field(examples=[False])
    reduced_weeks_left: int | None = Field(examples=[8])
    joint: tuple[TimeOfDay, ...]
    activities: tuple[ActivityMinutes, ...]
    entries: tuple[CountedEntry, ...]
    findings: tuple[FindingRead, ...]
