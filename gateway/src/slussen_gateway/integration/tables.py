"""Tables of the integration app: the feed, how far each client has read, and whose each unit is."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry()):
    """The app's own registry and metadata."""

    metadata: ClassVar[MetaData] = MetaData()


class FeedHeadRow(Base, table=True):
    """The newest position; its lock makes the order of positions the order of commits."""

    __tablename__ = "feed_head"

    id: int = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)


class FeedEntryRow(Base, table=True):
    """An event in one authority's feed; one that several may know stands once for each, at the same position."""

    __tablename__ = "feed_entry"

    authority_id: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_type=BigInteger)
    event_id: UUID
    type: str
    county_code: str
    envelope: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class ReadingRow(Base, table=True):
    """How far a client says that it has read."""

    __tablename__ = "reading"

    authority_id: UUID = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    read_at: datetime = Field(sa_type=DateTime(timezone=True))


class UnitAuthorityRow(Base, table=True):
    """Which authority a unit belongs to, as the register last announced it."""

    __tablename__ = "unit_authority"

    unit_id: UUID = Field(primary_key=True)
    version: int
    authority_id: UUID
