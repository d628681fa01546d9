"""Decisions, what was told on them, and the grounds beside consent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, Index, Integer, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from slussen_consent.tables.rows import Base, ids, moment, words


class DisclosureDecisionRow(Base, table=True):
    """A decision, or a set of them for many pairs, with the facts that it rests on."""

    __tablename__ = "disclosure_decision"
    __table_args__ = (Index("disclosure_decision_decided_at", "decided_at", postgresql_using="brin"),)

    id: UUID = Field(primary_key=True)
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    situation: str = words()
    outcome: str = words()
    actor: str = words()
    decided_at: datetime = moment()
    consent_ids: list[UUID] = ids()
    consent_versions: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()


class DesignatedAssessorRow(Base, table=True):
    """Who may assess harm for a unit, as its authority has designated."""

    __tablename__ = "designated_assessor"
    __table_args__ = (Index("designated_assessor_grants", "grants", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    person: str = words()
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_through: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    designated_by: str = words()
    designated_at: datetime = moment()
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()


class DisclosureGroundRow(Base, table=True):
    """An assessment or a statutory disclosure; its document says what it is about."""

    __tablename__ = "disclosure_ground"
    __table_args__ = (Index("disclosure_ground_grants", "grants", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()


class DisclosureRow(Base, table=True):
    """That something was told, on which decision; never changed."""

    __tablename__ = "disclosure"
    __table_args__ = (
        UniqueConstraint("decision_id", "pair", name="decision_about_a_pair_holds_for_one_act"),
        Index("disclosure_grants", "grants", postgresql_using="gin"),
    )

    id: UUID = Field(primary_key=True)
    decision_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    pair: int = Field(sa_column=Column(Integer, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    situation: str = words()
    ground: str = words()
    topics: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    sender_unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    recipient_unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    recipient_profession: str | None = words(nullable=True)
    manner: str = words()
    told_by: str = words()
    told_at: datetime = moment()
    logged_at: datetime = moment()
    decision_held: bool = Field(sa_column=Column(Boolean, nullable=False))
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()
