"""What a county's centres do together, who was briefed, and what a centre had entered before."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from slussen_agreements.tables.rows import Base, Code
from slussen_contracts.agreements.county_cooperation import CountyBody
from slussen_contracts.identifiers import Profession


class CountyMeetingRow(Base, table=True):
    """A meeting of a body of the county's centres."""

    __tablename__ = "county_meeting"

    id: UUID = Field(primary_key=True)
    county_code: str = Field(sa_type=Text)
    body: CountyBody = Field(sa_column=Column(Code(CountyBody), nullable=False))
    held_on: date
    host_centre_id: UUID | None = Field(foreign_key="family_centre.id")


class CountyGoalsRow(Base, table=True):
    """A county's goals as they were decided on; they are never changed, new ones take their place."""

    __tablename__ = "county_goals"

    id: UUID = Field(primary_key=True)
    county_code: str = Field(sa_type=Text)
    decided_on: date
    goals: tuple[str, ...] = Field(sa_column=Column(ARRAY(Text, as_tuple=True), nullable=False))


class ConfidentialityBriefingRow(Base, table=True):
    """That somebody of a unit was told of the rules of confidentiality."""

    __tablename__ = "confidentiality_briefing"

    id: UUID = Field(primary_key=True)
    centre_id: UUID = Field(foreign_key="family_centre.id")
    unit_id: UUID = Field(foreign_key="unit.id")
    profession: Profession = Field(sa_column=Column(Code(Profession), nullable=False))
    holder_subject: str | None = Field(sa_type=Text)
    briefed_on: date
    renew_by: date


class CentreSectionHistoryRow(Base, table=True):
    """A topic as a centre had entered it from a moment on; the database keeps each version."""

    __tablename__ = "centre_section_history"

    centre_id: UUID = Field(primary_key=True, foreign_key="family_centre.id")
    topic: str = Field(sa_type=Text, primary_key=True)
    version: int = Field(primary_key=True)
    recorded_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    content: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
