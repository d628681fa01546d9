"""Persons and their numbers, merges and protection, and what custodians call children; outside tenancy."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Integer, LargeBinary, Uuid
from sqlmodel import Field

from slussen_consent.tables.rows import Base, moment, words


class SubjectRow(Base, table=True):
    """A person (subject): a random id and nothing else. It stands outside tenancy and tells nothing."""

    __tablename__ = "subject"

    id: UUID = Field(primary_key=True)


class SubjectIdentifierRow(Base, table=True):
    """A person's number: sealed, found by its blind index; `superseded_by` is the number that took its place."""

    __tablename__ = "subject_identifier"

    blind_index: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    subject_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("subject.id"), nullable=False, index=True))
    system: str = words()
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    superseded_by: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class SubjectMergeRow(Base, table=True):
    """That two records are one person's: what is recorded under `id` is `into_id`'s; null where it was undone."""

    __tablename__ = "subject_merge"

    id: UUID = Field(sa_column=Column(Uuid, ForeignKey("subject.id"), primary_key=True))
    into_id: UUID | None = Field(
        default=None, sa_column=Column(Uuid, ForeignKey("subject.id"), nullable=True, index=True)
    )
    version: int = Field(sa_column=Column(Integer, nullable=False))
    changed_at: datetime = moment()
    changed_by: str = words()


class SubjectProtectionRow(Base, table=True):
    """That a person's data are protected, whoever sees the person; `kind` null is no protection any more."""

    __tablename__ = "subject_protection"

    subject_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("subject.id"), primary_key=True))
    kind: str | None = words(nullable=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    changed_at: datetime = moment()
    changed_by: str = words()


class ChildLabelRow(Base, table=True):
    """What a custodian calls a child, sealed. Row security shows it to its writer alone; `shown_on` is the last day."""

    __tablename__ = "child_label"

    custodian_id: UUID = Field(primary_key=True)
    child_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("subject.id"), primary_key=True))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    changed_at: datetime = moment()
    shown_on: date = Field(sa_column=Column(Date, nullable=False, index=True))
