"""A journal's migration: how far it came, and which rows were faulty."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from slussen_contracts.consent.api.journal import EventProblem
from slussen_contracts.consent.api.values import EXAMPLE_ID, Reference
from slussen_contracts.events import Model, Moment, StrictModel

MOST_ROWS = 1_000_000


class MigrationOpen(StrictModel):
    """What a system is about to send; both members are for people who look at the progress."""

    label: Reference | None = Field(default=None, examples=["journal-orebro-2026"])
    expected_rows: int | None = Field(default=None, ge=1, le=MOST_ROWS, examples=[250000])


class MigrationRead(Model):
    """How far a migration has come.

    All lines before `nextLine` are settled: accepted, there before, rejected, or blank. After a broken connection
    go on from that line.
    """

    id: UUID = Field(examples=[EXAMPLE_ID])
    status: Literal["open", "completed"] = Field(examples=["open"])
    label: str | None = Field(examples=["journal-orebro-2026"])
    expected_rows: int | None = Field(examples=[250000])
    next_line: int = Field(examples=[120001])
    accepted: int = Field(examples=[119990])
    duplicates: int = Field(examples=[7])
    rejected: int = Field(examples=[3])
    opened_at: Moment
    changed_at: Moment
    completed_at: Moment | None = None


class MigrationFault(Model):
    """A line that was not taken: its number from 1, the event's own id where it could be read, and what is wrong."""

    line: int = Field(examples=[4711])
    event_id: str | None = Field(examples=["evt-4711"])
    problem: EventProblem
