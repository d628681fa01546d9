"""Counting visits by phone: taps that add up, each counted once."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, StrictModel
from slussen_contracts.statistics.api import Text
from slussen_contracts.statistics.entries import Day

Step = Annotated[int, Field(ge=-100, le=100, examples=[1])]


class Tap(StrictModel):
    """What a tap on a phone changed; its id is the phone's own, so that a tap sent twice counts once."""

    id: UUID
    on: Day
    adults: Step = 0
    children: Step = 0
    families: Step = 0
    first_visits: Step = 0


class TapsWrite(StrictModel):
    """Taps in any order, of one phone; other phones' taps add to them."""

    taps: tuple[Tap, ...] = Field(min_length=1, max_length=500)


class DayCount(Model):
    """What a day has come to."""

    on: date
    adults: int = Field(examples=[14])
    children: int = Field(examples=[17])
    families: int = Field(examples=[12])
    first_visits: int = Field(examples=[2])


class RefusedTap(Model):
    """A tap that was not taken, and never will be: it may be forgotten, and whoever counted be told why."""

    id: UUID
    on: date
    rule: str = Field(examples=["too-long-ago"])
    reason: Text


class CountsRead(Model):
    """What the days have come to, and the taps that were not taken."""

    days: list[DayCount]
    refused: list[RefusedTap] = Field(default_factory=list, examples=[[]])
