"""What the statistics service takes and answers: own figures, releases and published tables."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import Profession

NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Kind = Literal["internal", "external"]


class Text(Model):
    """A text in Swedish and English."""

    sv: str = Field(examples=["Antal slussningar"])
    en: str = Field(examples=["Number of referrals"])


class RevisionNote(StrictModel):
    """What was revised since the former release, for every reader; in Swedish and English."""

    sv: NoteText = Field(examples=["Rättade uppgifter för mars."])
    en: NoteText = Field(examples=["Corrected figures for March."])


class ReleaseCreate(StrictModel):
    """A release to make of the caller's own county."""

    revision_note: RevisionNote | None = None


class ReleaseRead(Model):
    """A dated release: what it covers, how much it withholds, and when the next may come."""

    id: UUID
    county_code: str = Field(examples=["18"])
    released_on: date = Field(examples=["2026-11-22"])
    period_through: date = Field(examples=["2026-10-31"])
    next_release_from: date = Field(examples=["2026-12-01"])
    tables: list[str] = Field(examples=[["referral-flow"]])
    years: list[int] = Field(examples=[[2026]])
    threshold: int = Field(examples=[5])
    withheld_cells: int = Field(examples=[6])
    revision_note: Text | None = None


class ReleaseRef(Model):
    """The release that a table's figures are from."""

    id: UUID
    released_on: date = Field(examples=["2026-11-22"])
    revision_note: Text | None = None


class Category(Model):
    """A category of a dimension; `total` is the margin."""

    code: str = Field(examples=["midwife"])
    label: Text


class Dimension(Model):
    """A dimension of a table with its categories, in the order of the values."""

    id: str = Field(examples=["fromProfession"])
    label: Text
    categories: list[Category]


class MeasureRead(Model):
    """A measure of a table."""

    code: str = Field(examples=["referrals"])
    label: Text
    unit: Text
    decimals: int = Field(examples=[0])


class TableRead(Model):
    """A published table in one area and period.

    `values` and `statuses` hold every cell, the last dimension running fastest; `size` is each dimension's length.
    Where a table has several measures they are the last dimension, `contents`. A withheld value is null and its status
    is `..`; a value that has no meaning, such as a share of nothing, is null with status `.`. Totals are categories.
    """

    id: str = Field(examples=["referral-flow"])
    title: Text
    unit: Text
    source: Text
    measures: list[MeasureRead]
    county: str = Field(examples=["18"])
    area: str = Field(examples=["18"])
    area_name: str = Field(examples=["Örebro län"])
    year: int = Field(examples=[2026])
    month: int | None = Field(default=None, examples=[None])
    period_from: date = Field(examples=["2026-01-01"])
    period_through: date = Field(examples=["2026-10-31"])
    release: ReleaseRef
    note: Text
    dimensions: list[Dimension]
    size: list[int] = Field(examples=[[2, 17, 17]])
    values: list[float | int | None] = Field(examples=[[12, None, 0]])
    statuses: list[str | None] = Field(examples=[[None, "..", None]])


class ReleasedTable(Model):
    """What a county has released of a table."""

    county: str = Field(examples=["18"])
    years: list[int] = Field(examples=[[2026]])
    updated: date = Field(examples=["2026-11-22"])
    next_update: date = Field(examples=["2026-12-01"], description="Tidigast. / At the earliest.")
    period_through: date = Field(examples=["2026-10-31"])
    note: Text


class TableEntry(Model):
    """A table in the catalogue."""

    id: str = Field(examples=["referral-flow"])
    title: Text
    unit: Text
    source: Text
    subject: Text
    note: Text
    measures: list[MeasureRead]
    dimensions: list[Dimension]
    period: Literal["year", "month"]
    protection: list[Literal["counted", "entered", "open"]] = Field(examples=[["counted"]])
    indicators: list[str] = Field(examples=[["I-10"]])
    discontinued: bool = Field(examples=[False])
    path: str = Field(examples=["/statistics/v1/tables/referral-flow"])
    formats: list[str] = Field(examples=[["json", "csv"]])
    counties: list[ReleasedTable]


class CatalogueRead(Model):
    """All published tables."""

    tables: list[TableEntry]


class ExactCell(Model):
    """How many referrals went from one profession to another."""

    from_profession: Profession
    to_profession: Profession
    count: int = Field(examples=[5])


class ExactTotal(Model):
    """How many referrals a profession made, or received."""

    profession: Profession
    count: int = Field(examples=[12])


class ExactFlow(Model):
    """The exact flow of one kind; cells without a referral are left out."""

    kind: Kind
    cells: list[ExactCell]
    from_totals: list[ExactTotal]
    to_totals: list[ExactTotal]
    total: int = Field(examples=[12])


class OwnTableRead(Model):
    """A table with a centre's exact figures, live; `internal` says that they may not leave the centre."""

    internal: Literal[True] = True
    id: str = Field(examples=["referral-families"])
    title: Text
    centre_id: UUID
    centre_name: str = Field(examples=["Familjecentralen Lyktan"])
    year: int = Field(examples=[2026])
    month: int | None = Field(default=None, examples=[None])
    at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])
    note: Text
    measures: list[MeasureRead]
    dimensions: list[Dimension]
    size: list[int] = Field(examples=[[5, 5]])
    values: list[float | int | None] = Field(examples=[[10, 25.0, None]])
    statuses: list[str | None] = Field(examples=[[None, None, "."]])


class OwnFlowRead(Model):
    """A centre's exact figures, live; `internal` says that they may not leave the centre."""

    internal: Literal[True] = True
    centre_id: UUID
    centre_name: str = Field(examples=["Familjecentralen Lyktan"])
    year: int = Field(examples=[2026])
    at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])
    note: Text
    flows: list[ExactFlow]
