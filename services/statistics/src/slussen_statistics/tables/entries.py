"""What centres enter, count and ask."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Uuid
from sqlmodel import Field

from slussen_statistics.tables.rows import Base, json_column, many


class EntryRow(Base, table=True):
    """What a centre has entered, texts included; seen by the authorities whose units work there.

    `beyond` is how far taps have come beyond what the entry can show, at a version of it.
    """

    __tablename__ = "entry"

    id: UUID = Field(primary_key=True)
    version: int
    kind: str
    centre_id: UUID
    county_code: str
    municipality_code: str
    on_day: date
    natural_key: str
    is_void: bool
    body: dict[str, Any] = json_column()
    recorded_by_unit_id: UUID | None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    responsible_authority_id: UUID
    grants: list[UUID] = many(Uuid)
    beyond: dict[str, Any] | None = json_column(nullable=True)


class CounterTapRow(Base, table=True):
    """A tap that has been counted, so that it never counts twice; it holds no number."""

    __tablename__ = "counter_tap"

    centre_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    on_day: date


class SurveyRow(Base, table=True):
    """A survey occasion: which survey visitors answer at a centre, and when."""

    __tablename__ = "survey"

    id: UUID = Field(primary_key=True)
    version: int
    centre_id: UUID
    county_code: str
    instrument: str
    instrument_version: int
    opens_on: date
    closes_on: date
    links: int
    is_closed: bool
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    responsible_authority_id: UUID
    grants: list[UUID] = many(Uuid)


class SurveyLinkRow(Base, table=True):
    """A link that has not been used; its answer takes the row away, and nothing ties the two."""

    __tablename__ = "survey_link"

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    survey_id: UUID
    authority_id: UUID
