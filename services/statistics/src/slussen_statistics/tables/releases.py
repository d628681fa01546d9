"""Dated releases, and the questions that are kept about them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from slussen_statistics.tables.rows import Base, json_column, many


class ReleaseRow(Base, table=True):
    """A county's dated release, and what protected it."""

    __tablename__ = "release"

    id: UUID = Field(primary_key=True)
    county_code: str
    released_on: date
    released_month: date
    period_through: date
    threshold: int
    revision_note: dict[str, str] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True)
    )
    noise_table: str | None = None
    rounding: int | None = None
    threshold_tables: list[str] | None = many(Text, nullable=True)
    layouts: str


class TableLayoutsRow(Base, table=True):
    """How the tables of the catalogue lay in the blocks of some releases, by the digest of that."""

    __tablename__ = "table_layouts"

    digest: str = Field(primary_key=True)
    layouts: dict[str, Any] = json_column()


class ReleasedAreaRow(Base, table=True):
    """An area of a release under the name that it had; a centre also names its municipality."""

    __tablename__ = "released_area"

    release_id: UUID = Field(primary_key=True)
    area: str = Field(primary_key=True)
    name: str
    municipality_code: str | None = None


class ReleasedBlockRow(Base, table=True):
    """A table of a release in one area and period, in dense arrays.

    `counts` and `key_sums` hold the base measures one after another; they leave through protection alone. `shown` is
    what is published. `is_fixed`: the values stand under a threshold, and nothing else may be made of them.
    """

    __tablename__ = "released_block"

    release_id: UUID = Field(primary_key=True)
    table_id: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    month: int = Field(primary_key=True)
    counts: list[int] = many(BigInteger)
    key_sums: list[int] = many(BigInteger)
    shown: dict[str, Any] = json_column()
    is_fixed: bool


class ReleasedFigureRow(Base, table=True):
    """An inner cell of a threshold table as it stands in a county's newest release; the next release starts from it."""

    __tablename__ = "released_figure"

    county_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    from_profession: str = Field(primary_key=True)
    to_profession: str = Field(primary_key=True)
    count: int


class SavedQueryRow(Base, table=True):
    """A query of PxWebApi under an id that stays."""

    __tablename__ = "saved_query"

    id: str = Field(primary_key=True)
    query: dict[str, Any] = json_column()
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
