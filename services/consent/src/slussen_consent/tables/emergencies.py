"""Break-glass: what was opened, read and reviewed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, Uuid, text
from sqlmodel import Field

from slussen_consent.tables.rows import Base, ids, moment, words


class EmergencyAccessRow(Base, table=True):
    """That records of the own authority were opened in an emergency, and how that was reviewed."""

    __tablename__ = "emergency_access"
    __table_args__ = (
        Index("emergency_access_grants", "grants", postgresql_using="gin"),
        Index(
            "emergency_access_to_be_reviewed",
            "opened_at",
            postgresql_where=text("reviewed_at IS NULL AND reminded_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    person: str = words()
    unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    reason: str = words()
    reference: str | None = words(nullable=True)
    opened_at: datetime = moment()
    closes_at: datetime = moment()
    reviewed_by: str | None = words(nullable=True)
    reviewed_at: datetime | None = moment(nullable=True)
    review_outcome: str | None = words(nullable=True)
    review_reference: str | None = words(nullable=True)
    reminded_at: datetime | None = moment(nullable=True)
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()


class EmergencyReadingRow(Base, table=True):
    """A record that was read under an emergency access; never changed."""

    __tablename__ = "emergency_reading"
    __table_args__ = (Index("emergency_reading_grants", "grants", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    access_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("emergency_access.id"), nullable=False, index=True)
    )
    resource_type: str = words()
    resource_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    read_at: datetime = moment()
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()
