"""Tasks to ask again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Date, Index, Integer, UniqueConstraint, Uuid, text
from sqlmodel import Field

from slussen_consent.tables.rows import Base, ids, moment, words


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
    situation: str = words()
    unit_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    due_on: date = Field(sa_column=Column(Date, nullable=False))
    status: str = words()
    created_at: datetime = moment()
    reminded_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    county_code: str = words()
    responsible_authority_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    grants: list[UUID] = ids()
