"""Consents, their versions, whose they are, and the journal events that made them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, DateTime, Index, Integer, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from slussen_consent.tables.rows import Base, from_now, ids, moment, words


class ConsentRow(Base, table=True):
    """The head of a consent: its newest version and what it is found by; `ConsentVersionRow` says what it says."""

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint(
            "responsible_authority_id",
            "client_id",
            "external_id",
            name="consent_is_recorded_once_for_a_journals_id",
        ),
        Index(
            "consent_active_last_day",
            "valid_through",
            postgresql_where=text("status = 'active'"),
        ),
        Index("consent_grants", "grants", postgresql_using="gin"),
        Index("consent_recorded_at", "recorded_by_unit_id", text("id DESC")),
    )

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    status: str = words()
    valid_through: date = Field(sa_column=Column(Date, nullable=False))
    client_id: str | None = words(nullable=True)
    external_id: str | None = words(nullable=True)
    recorded_by_unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    recorded_by_profession: str | None = words(nullable=True)
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()


class ConsentVersionRow(Base, table=True):
    """A consent as it was from one moment on; never changed, never removed."""

    __tablename__ = "consent_version"

    consent_id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, primary_key=True))
    recorded_at: datetime = moment()
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()


class ConsentCustodianRow(Base, table=True):
    """Whose position a consent holds or awaits; the database notes it with each version (`note_custodians`)."""

    __tablename__ = "consent_custodian"

    custodian_id: UUID = Field(primary_key=True)
    consent_id: UUID = Field(primary_key=True)
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()


class ConsentEventRow(Base, table=True):
    """That a journal's event had its effect, once; what it did is the consent's version."""

    __tablename__ = "consent_event"

    client_id: str = Field(sa_column=Column(Text, primary_key=True))
    source: str = Field(sa_column=Column(Text, primary_key=True))
    source_event_id: str = Field(sa_column=Column(Text, primary_key=True))
    type: str = words()
    occurred_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True), nullable=True)
    )
    received_at: datetime = from_now()
    consent_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()
