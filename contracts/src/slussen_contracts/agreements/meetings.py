"""A centre's planned meetings: their agenda, what is decided at them, and their minutes."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.agreements.api import EXAMPLE_ID, Name
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.events import Model, StrictModel

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Notes = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


class PlannedMeetingWrite(StrictModel):
    """A meeting to plan: when, and where."""

    kind: MeetingKind
    planned_on: date = Field(examples=["2026-12-03"])
    starts_at: time | None = Field(default=None, examples=["13:00:00"])
    place: Name | None = Field(default=None, examples=["Familjecentralen, stora rummet"])


class DecisionCreate(StrictModel):
    """What was decided; with a day it becomes a duty of the annual wheel, and then somebody answers for it.

    No word about a child or a family: what is decided here is seen by all who take part in the centre.
    """

    text: Sentence = Field(examples=["Ny skylt vid entrén beställs."])
    owner: Name | None = Field(default=None, examples=["samordnaren"])
    due_on: date | None = Field(default=None, examples=["2027-01-15"])


class DecisionRead(DecisionCreate):
    """A decision; `dutyKey` is its duty's in the annual wheel, where it is one."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    decided_on: date = Field(examples=["2026-12-03"])
    duty_key: str | None = Field(default=None, examples=[None])


class MinutesWrite(StrictModel):
    """That the meeting was held, and what is noted beside its decisions."""

    held_on: date = Field(examples=["2026-12-03"])
    purpose: Name | None = Field(
        default=None,
        description="Varför ni möttes; inget om barn eller familjer. / Why you met; nothing of children or families.",
        examples=["Uppföljning av verksamhetsplanen"],
    )
    notes: Notes = Field(default="", examples=["Lägesrapport från verksamheterna."])


class AgendaItemRead(Model):
    """A point of the agenda: why it is there, what it is about, and by when."""

    ground: str = Field(examples=["late"], description="late, due, decided eller agreement. / One of those.")
    sv: str = Field(examples=["Verksamhetsberättelsen lämnas in"])
    en: str = Field(examples=["The annual report is handed in"])
    day: date | None = Field(default=None, examples=["2027-02-28"])
    duty_key: str | None = Field(default=None, examples=["coordinator_hand_in:2027-02-28"])
    agreement_id: UUID | None = Field(default=None, examples=[None])


class PlannedMeetingRead(PlannedMeetingWrite):
    """A planned meeting; once its minutes are closed it has the day on which it was held."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    held_on: date | None = Field(default=None, examples=[None])
    notes: str = Field(default="", examples=[""])


class PreparedMeetingRead(PlannedMeetingRead):
    """A planned meeting with its agenda, empty once it was held, and its decisions."""

    agenda: tuple[AgendaItemRead, ...] = ()
    decisions: tuple[DecisionRead, ...] = ()


class PlannedMeetingList(Model):
    """A year's planned meetings in the order of their days."""

    items: tuple[PlannedMeetingRead, ...] = ()
