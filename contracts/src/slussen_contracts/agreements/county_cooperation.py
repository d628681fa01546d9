"""What a county's centres do together: its steering group, its coordinators' network, its goals."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.agreements.api import EXAMPLE_ID, READABLE
from slussen_contracts.agreements.findings import FindingRead, NamedCode, RegulatedBy
from slussen_contracts.agreements.lifecycle import RevisionRead
from slussen_contracts.events import Model, StrictModel

Goal = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000, pattern=READABLE)
]


class CountyBody(StrEnum):
    """Who meets across a county's centres."""

    COUNTY_STEERING_GROUP = "county_steering_group"
    COORDINATOR_NETWORK = "coordinator_network"
    YEARLY_FOLLOW_UP = "yearly_follow_up"
    DEVELOPMENT_DAY_GROUP = "development_day_group"


class CountyMeetingCreate(StrictModel):
    """That a county's body met; of the group for the development day, that it was appointed."""

    body: CountyBody
    held_on: date = Field(examples=["2026-11-12"])
    host_centre_id: UUID | None = Field(
        default=None, description="Värd för mötet. / The meeting's host.", examples=[EXAMPLE_ID]
    )


class CountyMeetingRead(CountyMeetingCreate):
    """That a county's body met."""

    id: UUID = Field(examples=[EXAMPLE_ID])


class CountyBodyRead(NamedCode):
    """A county's body: the fewest times it meets in a year, how many remain, and who hosts."""

    regulated_by: RegulatedBy
    min_per_year: int | None = Field(default=None, examples=[2])
    left: int = Field(examples=[1])
    host_rotation: str | None = Field(default=None, examples=["north_south"])
    meetings: tuple[CountyMeetingRead, ...] = ()


class CountyGoalsCreate(StrictModel):
    """The county's goals as they were decided on or revised."""

    decided_on: date = Field(examples=["2024-01-15"])
    goals: tuple[Goal, ...] = Field(
        min_length=1, max_length=30, examples=[["Fler pappor i öppna förskolan."]]
    )


class CountyGoalsRead(Model):
    """The county's goals from a day on, and when they are to be revised."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    county_code: str = Field(examples=["08"])
    decided_on: date = Field(examples=["2024-01-15"])
    goals: tuple[str, ...] = Field(examples=[["Fler pappor i öppna förskolan."]])
    revision: RevisionRead


class CountyGoalsList(Model):
    """A county's goals, the newest first; those in force on a day are the newest decided by then."""

    items: tuple[CountyGoalsRead, ...] = ()


class CountyCooperationRead(Model):
    """A year of what a county's centres do together, against what the county's document asks for."""

    county_code: str = Field(examples=["08"])
    year: int = Field(examples=[2026])
    profile_id: str = Field(examples=["kalmar"])
    profile_first_day: date = Field(examples=["2023-11-17"])
    bodies: tuple[CountyBodyRead, ...]
    goals: CountyGoalsRead | None = None
    findings: tuple[FindingRead, ...]
