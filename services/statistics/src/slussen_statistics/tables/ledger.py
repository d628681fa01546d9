"""The ledger, its figures and presences, and the generation that is read."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlmodel import Field

from slussen_statistics.tables.rows import Base, json_column, many


class FactRow(Base, table=True):
    """The ledger: one thing in its newest version. Requests can't read it.

    `record_key` is its random number for the Cell Key Method; it never changes and never leaves. `generation` tells
    up to which rebuild the fact is in the figures.
    """

    __tablename__ = "fact"

    kind: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    version: int
    generation: int
    record_key: int = Field(sa_type=BigInteger)
    content: dict[str, Any] = json_column()


class FigureRow(Base, table=True):
    """A figure: units in a cell, the sum of their record keys modulo 2^32, and an amount."""

    __tablename__ = "figure"

    generation: int = Field(primary_key=True)
    county_code: str = Field(primary_key=True)
    table_id: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    month: int = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    cell: str = Field(primary_key=True)
    count: int = Field(sa_type=BigInteger)
    key_sum: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)


class PresenceRow(Base, table=True):
    """A family or child in an area and a year: how many facts stand behind it, month by month."""

    __tablename__ = "presence"

    generation: int = Field(primary_key=True)
    county_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    table_id: str = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    unit: bytes = Field(primary_key=True, sa_type=LargeBinary)
    record_key: int = Field(sa_type=BigInteger)
    months: list[int] = many(Integer)


class RebuildStateRow(Base, table=True):
    """Which generation of figures is read, and which is being made beside it."""

    __tablename__ = "rebuild_state"

    is_only: bool = Field(default=True, primary_key=True)
    current: int
    building: int | None
