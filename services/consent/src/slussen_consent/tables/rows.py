"""What all rows share: their base, and the kinds of columns."""

from typing import Any

from sqlalchemy import Column, DateTime, MetaData, Text, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry(metadata=MetaData())):
    """Base of this service's rows: a registry and metadata of its own."""


def moment(*, nullable: bool = False) -> Any:
    """A moment in UTC."""
    column = Column(DateTime(timezone=True), nullable=nullable)
    return Field(default=None if nullable else ..., sa_column=column)


def from_now() -> Any:
    """A moment that the database states: when the row was written."""
    column = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
    return Field(default=None, sa_column=column)


def words(*, nullable: bool = False) -> Any:
    """A text."""
    return Field(default=None if nullable else ..., sa_column=Column(Text, nullable=nullable))


def ids() -> Any:
    """A list of ids."""
    return Field(sa_column=Column(ARRAY(Uuid), nullable=False))
