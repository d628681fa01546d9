"""What all tables of this service share: their registry, codes as text, and who sees a row."""

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Dialect, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from typing_extensions import override

CodeT = TypeVar("CodeT", bound=StrEnum)


class Base(SQLModel, registry=registry(metadata=MetaData())):
    """This service's own registry: four services share one process locally."""


class Code(TypeDecorator[CodeT]):
    """An enumeration's member, kept as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[CodeT]) -> None:
        super().__init__()
        self.kind = kind

    @override
    def process_bind_param(self, value: CodeT | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> CodeT | None:
        return None if value is None else self.kind(value)


class GrantedRow(Base):
    """A row under row security: its county, its controller, and who sees it."""

    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_type=ARRAY(Uuid()), nullable=False)
