"""Pseudonyms, and as whose record and in which family one counts."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, LargeBinary
from sqlmodel import Field

from slussen_statistics.tables.rows import Base


class PseudonymKeyRow(Base, table=True):
    """The secret of one year's pseudonyms, encrypted; without one it was destroyed."""

    __tablename__ = "pseudonym_key"

    year: int = Field(primary_key=True)
    secret: bytes | None = Field(sa_type=LargeBinary)
    destroyed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class FamilyMemberRow(Base, table=True):
    """The family that a child belonged to in a year, by pseudonyms; no longer written (0012)."""

    __tablename__ = "family_member"

    year: int = Field(primary_key=True)
    subject: bytes = Field(primary_key=True, sa_type=LargeBinary)
    family: bytes = Field(sa_type=LargeBinary)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))


class MergedSubjectRow(Base, table=True):
    """The person that a record was about in a year, by pseudonyms; no longer written (0012)."""

    __tablename__ = "merged_subject"

    year: int = Field(primary_key=True)
    subject: bytes = Field(primary_key=True, sa_type=LargeBinary)
    person: bytes = Field(sa_type=LargeBinary)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))


class ToldKeyRow(Base, table=True):
    """The secret of the hashes by which what was told is found, encrypted."""

    __tablename__ = "told_key"

    is_only: bool = Field(default=True, primary_key=True)
    secret: bytes = Field(sa_type=LargeBinary)


class ToldIdRow(Base, table=True):
    """An id of a record or family that is merged or has members, sealed; forgotten with the last that names it."""

    __tablename__ = "told_id"

    hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    sealed: bytes = Field(sa_type=LargeBinary)


class ToldPersonRow(Base, table=True):
    """As whose record one counts in every year, by its newest version; nobody's after a split."""

    __tablename__ = "told_person"

    record: bytes = Field(primary_key=True, sa_type=LargeBinary)
    version: int = Field(sa_type=BigInteger)
    person: bytes | None = Field(default=None, sa_type=LargeBinary)


class ToldFamilyRow(Base, table=True):
    """A family's newest version; one that was absorbed has nobody in it for ever."""

    __tablename__ = "told_family"

    family: bytes = Field(primary_key=True, sa_type=LargeBinary)
    version: int = Field(sa_type=BigInteger)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))
    is_absorbed: bool


class ToldMemberRow(Base, table=True):
    """A record that belongs to a family by the family's newest version."""

    __tablename__ = "told_member"

    record: bytes = Field(primary_key=True, sa_type=LargeBinary)
    family: bytes = Field(primary_key=True, sa_type=LargeBinary)
