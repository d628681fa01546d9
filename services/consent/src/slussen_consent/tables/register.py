"""Our copies of the register, now and as it was."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Date, Integer, Text, Uuid
from sqlmodel import Field

from slussen_consent.tables.rows import Base, from_now, ids, words


class UnitCopyRow(Base, table=True):
    """Our copy of a unit in the register, at the newest version that we have had."""

    __tablename__ = "unit_copy"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    hsa_id: str = Field(sa_column=Column(Text, nullable=False, index=True))
    authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    authority_type: str = words()
    board_id: UUID | None = Field(default=None, sa_column=Column(Uuid, nullable=True))
    branch: str = words()
    activity: str | None = words(nullable=True)
    centre_ids: list[UUID] = ids()
    county_code: str = words()
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_through: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    name: str | None = words(nullable=True)


class AuthorityCopyRow(Base, table=True):
    """Our copy of a responsible authority's name in the register."""

    __tablename__ = "authority_copy"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = words()


class CentreCopyRow(Base, table=True):
    """Our copy of a family centre in the register."""

    __tablename__ = "centre_copy"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    profile_id: str = words()
    county_code: str = words()


class UnitHistoryRow(Base, table=True):
    """A unit at one version, from the moment we had it; never changed."""

    __tablename__ = "unit_history"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, primary_key=True))
    known_at: datetime = from_now()
    hsa_id: str = Field(sa_column=Column(Text, nullable=False, index=True))
    authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    authority_type: str = words()
    board_id: UUID | None = Field(default=None, sa_column=Column(Uuid, nullable=True))
    branch: str = words()
    activity: str | None = words(nullable=True)
    centre_ids: list[UUID] = ids()
    county_code: str = words()
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_through: date | None = Field(default=None, sa_column=Column(Date, nullable=True))


class CentreHistoryRow(Base, table=True):
    """A family centre at one version, from the moment we had it; never changed."""

    __tablename__ = "centre_history"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, primary_key=True))
    known_at: datetime = from_now()
    profile_id: str = words()
    county_code: str = words()
