"""The sample's one table."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Column, MetaData, Uuid
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry()):
    """The sample's own registry."""

    metadata: ClassVar[MetaData] = MetaData()


class NoteRow(Base, table=True):
    """A note of an authority."""

    __tablename__ = "note"

    id: UUID = Field(primary_key=True)
    county_code: str
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    title: str
    version: int = 1
    parent_id: UUID | None = None
