"""What the service's tables have in common."""

from typing import Any, ClassVar

from sqlalchemy import Column, MetaData
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


def json_column(*, nullable: bool = False) -> Any:
    """Return a field that holds JSON; one that may be empty is so unless said otherwise."""
    column = Column(JSONB(none_as_null=True), nullable=nullable)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def many(kind: type[Any], *, nullable: bool = False) -> Any:
    """Return a field that holds a list."""
    return Field(sa_column=Column(ARRAY(kind), nullable=nullable))


class Base(SQLModel, registry=registry()):
    """The service's own registry and metadata."""

    metadata: ClassVar[MetaData] = MetaData()
