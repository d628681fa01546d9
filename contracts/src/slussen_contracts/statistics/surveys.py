"""Survey occasions over REST: created by staff, answered on a page by whoever holds a link."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.statistics.entries import ItemCode


class SurveyCreate(StrictModel):
    """An occasion on which visitors answer a survey; its answers count on its first day."""

    instrument: ItemCode = Field(examples=["parent_survey"])
    opens_on: Annotated[date, Field(examples=["2026-11-02"])]
    closes_on: Annotated[date, Field(examples=["2026-11-15"])]


class SurveyRead(Model):
    """An occasion with how many links were made, and how many of them have been used."""

    id: UUID
    version: int = Field(examples=[2])
    centre_id: UUID
    instrument: str = Field(examples=["parent_survey"])
    opens_on: date
    closes_on: date
    is_closed: bool
    links: int = Field(examples=[40])
    answers: int = Field(examples=[31])
    created_at: Moment


class SurveysRead(Model):
    """A centre's occasions."""

    surveys: list[SurveyRead]


class LinksCreate(StrictModel):
    """How many links are wanted."""

    count: int = Field(ge=1, le=200, examples=[40])


class LinksRead(Model):
    """New links by their paths; each is good for one answer and is shown this once."""

    paths: list[str] = Field(examples=[["/statistics/pages/survey/Zk3v9QpT4mXb7LrN2sWc8g"]])
