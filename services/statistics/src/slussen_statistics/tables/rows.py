"""What the service's tables have in common."""

from typing import Any, ClassVar

from sqlalchemy import Column, MetaData
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


def json_column() -> Any:
    """Return a field that holds JSON."""
    return Field(sa_column=Column(JSONB(none_as_null=True), nullable=False))


def many(kind: type[Any], *, nullable: bool = False) -> Any:
    """Return a field that holds a list."""
    return Field(sa_column=Column(ARRAY(kind), nullable=nullable))


class Base(SQLModel, registry=registry()):
    """The service's own registry and metadata."""

    metadata: ClassVar[MetaData] = MetaData()
