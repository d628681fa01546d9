"""What parties do under an agreement in force: ask for negotiation, and tell each other of what they plan."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Text
from sqlmodel import Field

from slussen_agreements.tables.rows import Code, GrantedRow
from slussen_contracts.agreements.between_parties import RenegotiationState


class RenegotiationRow(GrantedRow, table=True):
    """A party's request for negotiation (förhandling)."""

    __tablename__ = "renegotiation"

    id: UUID = Field(primary_key=True)
    version: int
    agreement_id: UUID = Field(foreign_key="agreement.id")
    authority_id: UUID
    subject: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    asked_on: date
    answer_by: date | None
    state: RenegotiationState = Field(sa_column=Column(Code(RenegotiationState), nullable=False))
    closed_on: date | None
    outcome: str | None = Field(sa_type=Text)
    overdue_on: date | None


class PartyInformationRow(GrantedRow, table=True):
    """What a party told the others of a measure that it plans; it is never changed."""

    __tablename__ = "party_information"

    id: UUID = Field(primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id")
    authority_id: UUID
    subject: str = Field(sa_type=Text)
    measure: str = Field(sa_type=Text)
    told_on: date
    planned_from: date | None


class InformationReceiptRow(GrantedRow, table=True):
    """That a party has taken part of an information; it is never changed."""

    __tablename__ = "information_receipt"

    id: UUID = Field(primary_key=True)
    information_id: UUID = Field(foreign_key="party_information.id")
    authority_id: UUID
    subject: str = Field(sa_type=Text)
    received_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
