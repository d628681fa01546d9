"""The service's tables. Statements on the hot path are SQL in `repository`; the rows are the same."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry(metadata=MetaData())):
    """Base of this service's rows: a registry and metadata of its own."""


def _moment(*, nullable: bool = False) -> Any:
    column = Column(DateTime(timezone=True), nullable=nullable)
    return Field(default=None if nullable else ..., sa_column=column)


def _from_now() -> Any:
    """A moment that the database states: when the row was written."""
    column = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    return Field(default=None, sa_column=column)


def _text(*, nullable: bool = False) -> Any:
    return Field(default=None if nullable else ..., sa_column=Column(Text, nullable=nullable))


def _ids() -> Any:
    return Field(sa_column=Column(ARRAY(Uuid), nullable=False))


class SubjectRow(Base, table=True):
    """A person (subject): a random id and nothing else. It stands outside tenancy and tells nothing."""

    __tablename__ = "subject"

    id: UUID = Field(primary_key=True)


class SubjectIdentifierRow(Base, table=True):
    """A person's number: sealed, found by its blind index; `superseded_by` is the number that took its place."""

    __tablename__ = "subject_identifier"

    blind_index: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    subject_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("subject.id"), nullable=False, index=True))
    system: str = _text()
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
    changed_at: datetime = _moment()
    changed_by: str = _text()


class SubjectProtectionRow(Base, table=True):
    """That a person's data are protected, whoever sees the person; `kind` null is no protection any more."""

    __tablename__ = "subject_protection"

    subject_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("subject.id"), primary_key=True))
    kind: str | None = _text(nullable=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    changed_at: datetime = _moment()
    changed_by: str = _text()


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
    )

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    status: str = _text()
    valid_through: date = Field(sa_column=Column(Date, nullable=False))
    client_id: str | None = _text(nullable=True)
    external_id: str | None = _text(nullable=True)
    recorded_by_unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    recorded_by_profession: str | None = _text(nullable=True)
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class ConsentVersionRow(Base, table=True):
    """A consent as it was from one moment on; never changed, never removed."""

    __tablename__ = "consent_version"

    consent_id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, primary_key=True))
    recorded_at: datetime = _moment()
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class ConsentCustodianRow(Base, table=True):
    """Whose position a consent holds or awaits; the database notes it with each version (`note_custodians`)."""

    __tablename__ = "consent_custodian"

    custodian_id: UUID = Field(primary_key=True)
    consent_id: UUID = Field(primary_key=True)
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class ConsentEventRow(Base, table=True):
    """That a journal's event had its effect, once; what it did is the consent's version."""

    __tablename__ = "consent_event"

    client_id: str = Field(sa_column=Column(Text, primary_key=True))
    source: str = Field(sa_column=Column(Text, primary_key=True))
    source_event_id: str = Field(sa_column=Column(Text, primary_key=True))
    type: str = _text()
    occurred_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True), nullable=True)
    )
    received_at: datetime = _from_now()
    consent_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class DisclosureDecisionRow(Base, table=True):
    """A decision, or a set of them for many pairs, with the facts that it rests on."""

    __tablename__ = "disclosure_decision"

    id: UUID = Field(primary_key=True)
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    situation: str = _text()
    outcome: str = _text()
    actor: str = _text()
    decided_at: datetime = _moment()
    consent_ids: list[UUID] = _ids()
    consent_versions: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class UnitCopyRow(Base, table=True):
    """Our copy of a unit in the register, at the newest version that we have had."""

    __tablename__ = "unit_copy"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    hsa_id: str = Field(sa_column=Column(Text, nullable=False, index=True))
    authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    authority_type: str = _text()
    board_id: UUID | None = Field(default=None, sa_column=Column(Uuid, nullable=True))
    branch: str = _text()
    activity: str | None = _text(nullable=True)
    centre_ids: list[UUID] = _ids()
    county_code: str = _text()
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_through: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    name: str | None = _text(nullable=True)


class AuthorityCopyRow(Base, table=True):
    """Our copy of a responsible authority's name in the register."""

    __tablename__ = "authority_copy"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = _text()


class CentreCopyRow(Base, table=True):
    """Our copy of a family centre in the register."""

    __tablename__ = "centre_copy"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    profile_id: str = _text()
    county_code: str = _text()


class UnitHistoryRow(Base, table=True):
    """A unit at one version, from the moment we had it; never changed."""

    __tablename__ = "unit_history"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, primary_key=True))
    known_at: datetime = _from_now()
    hsa_id: str = Field(sa_column=Column(Text, nullable=False, index=True))
    authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    authority_type: str = _text()
    board_id: UUID | None = Field(default=None, sa_column=Column(Uuid, nullable=True))
    branch: str = _text()
    activity: str | None = _text(nullable=True)
    centre_ids: list[UUID] = _ids()
    county_code: str = _text()
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_through: date | None = Field(default=None, sa_column=Column(Date, nullable=True))


class CentreHistoryRow(Base, table=True):
    """A family centre at one version, from the moment we had it; never changed."""

    __tablename__ = "centre_history"

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, primary_key=True))
    known_at: datetime = _from_now()
    profile_id: str = _text()
    county_code: str = _text()


class AskAgainTaskRow(Base, table=True):
    """To ask again about a no or a partial, at one version of one consent."""

    __tablename__ = "ask_again_task"
    __table_args__ = (
        UniqueConstraint("consent_id", "consent_version", name="consents_version_is_asked_again_once"),
        Index(
            "ask_again_task_open_about", "subject_id", "situation", postgresql_where=text("status = 'open'")
        ),
        Index("ask_again_task_open_at", "unit_id", "due_on", postgresql_where=text("status = 'open'")),
        Index(
            "ask_again_task_to_be_reminded",
            "due_on",
            postgresql_where=text("status = 'open' AND reminded_at IS NULL"),
        ),
        Index("ask_again_task_grants", "grants", postgresql_using="gin"),
    )

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    consent_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    consent_version: int = Field(sa_column=Column(Integer, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    situation: str = _text()
    unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    due_on: date = Field(sa_column=Column(Date, nullable=False))
    status: str = _text()
    created_at: datetime = _moment()
    reminded_at: datetime | None = _moment(nullable=True)
    ended_at: datetime | None = _moment(nullable=True)
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class DesignatedAssessorRow(Base, table=True):
    """Who may assess harm for a unit, as its authority has designated."""

    __tablename__ = "designated_assessor"
    __table_args__ = (Index("designated_assessor_grants", "grants", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    person: str = _text()
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_through: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    designated_by: str = _text()
    designated_at: datetime = _moment()
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class DisclosureGroundRow(Base, table=True):
    """An assessment or a statutory disclosure; its document says what it is about."""

    __tablename__ = "disclosure_ground"
    __table_args__ = (Index("disclosure_ground_grants", "grants", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    document: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


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
    situation: str = _text()
    ground: str = _text()
    topics: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    sender_unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    recipient_unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    recipient_profession: str | None = _text(nullable=True)
    manner: str = _text()
    told_by: str = _text()
    told_at: datetime = _moment()
    logged_at: datetime = _moment()
    decision_held: bool = Field(sa_column=Column(Boolean, nullable=False))
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class EmergencyAccessRow(Base, table=True):
    """That records of the own authority were opened in an emergency, and how that was reviewed."""

    __tablename__ = "emergency_access"
    __table_args__ = (Index("emergency_access_grants", "grants", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    person: str = _text()
    unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    subject_id: UUID = Field(sa_column=Column(Uuid, nullable=False, index=True))
    reason: str = _text()
    reference: str | None = _text(nullable=True)
    opened_at: datetime = _moment()
    closes_at: datetime = _moment()
    reviewed_by: str | None = _text(nullable=True)
    reviewed_at: datetime | None = _moment(nullable=True)
    review_outcome: str | None = _text(nullable=True)
    review_reference: str | None = _text(nullable=True)
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()


class EmergencyReadingRow(Base, table=True):
    """A record that was read under an emergency access; never changed."""

    __tablename__ = "emergency_reading"
    __table_args__ = (Index("emergency_reading_grants", "grants", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    access_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("emergency_access.id"), nullable=False, index=True)
    )
    resource_type: str = _text()
    resource_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    read_at: datetime = _moment()
    county_code: str = _text()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = _ids()
