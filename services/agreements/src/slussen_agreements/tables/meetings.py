"""Planned meetings and what is decided at them."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import Column, Text
from sqlmodel import Field

from slussen_agreements.tables.rows import Code, GrantedRow
from slussen_contracts.agreements.codes import MeetingKind


class PlannedMeetingRow(GrantedRow, table=True):
    """A meeting that is planned, under row security; once held it has the meeting that counts."""

    __tablename__ = "planned_meeting"

    id: UUID = Field(primary_key=True)
    version: int
    centre_id: UUID = Field(foreign_key="family_centre.id")
    kind: MeetingKind = Field(sa_column=Column(Code(MeetingKind), nullable=False))
    planned_on: date
    starts_at: time | None
    place: str | None = Field(sa_type=Text)
    notes: str = Field(sa_type=Text)
    held_on: date | None
    meeting_id: UUID | None


class MeetingDecisionRow(GrantedRow, table=True):
    """What a meeting decided, under row security; with a day it is a duty."""

    __tablename__ = "meeting_decision"

    id: UUID = Field(primary_key=True)
    centre_id: UUID = Field(foreign_key="family_centre.id")
    planned_meeting_id: UUID = Field(foreign_key="planned_meeting.id")
    text: str = Field(sa_type=Text)
    owner: str | None = Field(sa_type=Text)
    due_on: date | None
    decided_on: date
