"""Settlements with their costs, and the register's history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from slussen_agreements.tables.rows import Base, Code
from slussen_contracts.agreements.settlements import CostKind


class SettlementRow(Base, table=True):
    """A settlement (avräkning) of a centre's year, under row security; closed, it does not change."""

    __tablename__ = "settlement"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    centre_id: UUID = Field(foreign_key="family_centre.id")
    year: int
    participants: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    local_keys: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    closed_at: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))
    digest: str | None = Field(sa_type=Text)
    sheet: str | None = Field(sa_type=Text)


class SettlementCostRow(Base, table=True):
    """A cost of a settlement, in whole öre."""

    __tablename__ = "settlement_cost"

    id: UUID = Field(primary_key=True)
    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    settlement_id: UUID = Field(foreign_key="settlement.id")
    place: int
    kind: CostKind = Field(sa_column=Column(Code(CostKind), nullable=False))
    label: str = Field(sa_type=Text)
    ore: int = Field(sa_type=BigInteger)
    first_day: date
    last_day: date
    employer: str | None = Field(sa_type=Text)
    employer_changes: list[list[str]] = Field(sa_column=Column(JSONB, nullable=False))


class RegisterHistoryRow(Base, table=True):
    """A unit or a family centre as it was from a moment on; the database keeps each change that is announced."""

    __tablename__ = "register_history"

    kind: str = Field(sa_column=Column(Text, primary_key=True))
    thing_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    county_code: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    state: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
