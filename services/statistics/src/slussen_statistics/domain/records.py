"""A table as records for machines: one row for each area, period and cell, one column for each measure.

The OData feed and the files of a table are made of these, from what is shown of a block and nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.model import Measure, Rule, Table
from slussen_statistics.domain.catalogue.model import Period as PeriodKind
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import Area, Period, ReleaseInfo
from slussen_statistics.domain.showing import Shown

REGION = "Region"
PERIOD = "Period"
TEXT = "Text"
STATUS = "Status"

Field = str | int | float | None
Record = dict[str, Field]


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table's records.

    Attributes:
        is_key: Together with the other keys it names one row, in every release.
        is_of_place: It is the same in every row of an area and period.
        dimension: The code of the dimension whose category, or its text, it holds.
        measure: The measure that it holds, or whose status.
    """

    name: str
    kind: Kind
    label: Label
    is_key: bool = False
    is_nullable: bool = False
    is_of_place: bool = False
    dimension: str = ""
    measure: Measure | None = None

    @property
    def is_figure(self) -> bool:
        """Tell whether it holds figures."""
        return self.measure is not None and self.kind is not Kind.TEXT


@dataclass(frozen=True, slots=True)
class Place:
    """An area in a period, and the release that its figures are from."""

    area: Area
    period: Period
    release: ReleaseInfo

    @property
    def fields(self) -> Record:
        """Return the columns that every row of it has in common."""
        return {
            REGION: self.area.code,
            "RegionName": self.area.name,
            "RegionKind": kind_of(self.area),
            "County": self.area.county_code,
            PERIOD: self.period.code,
            "Year": self.period.year,
            "Month": self.period.month or None,
            "PeriodThrough": self.period.last_day(self.release.period_through).isoformat(),
            "ReleasedOn": self.release.released_on.isoformat(),
        }


def kind_of(area: Area) -> str:
    """Return whether an area is a `county`, a `municipality` or a `centre`."""
    if area.is_county:
        return "county"
    return "municipality" if area.is_municipality else "centre"


def column_name(code: str) -> str:
    """Return the name of a dimension's or measure's column: its code in PascalCase."""
    return "".join(part[0].upper() + part[1:] for part in code.replace("-", "_").split("_"))


@lru_cache
def columns_of(table_id: str) -> Mapping[str, Column]:
    """Return a table's columns by their names, in their order."""
    table = TABLES[table_id]
    found = [*_columns_of_place(), *_columns_of_cell(table), *_columns_of_measures(table)]
    return {column.name: column for column in found}


def _columns_of_place() -> Iterator[Column]:
    text, whole, day = Kind.TEXT, Kind.WHOLE, Kind.DAY
    for name, kind, label in (
        (REGION, text, Label("område: länskod, kommunkod eller familjecentralens id", "area's code")),
        ("RegionName", text, Label("områdets namn", "area's name")),
        ("RegionKind", text, Label("områdets slag", "kind of area")),
        ("County", text, Label("länskod", "county code")),
        (PERIOD, text, Label("period", "period")),
        ("Year", whole, Label("år", "year")),
        ("Month", whole, Label("månad", "month")),
        ("PeriodThrough", day, Label("sista dag som ingår", "last day covered")),
        ("ReleasedOn", day, Label("publiceringsdag", "day of release")),
    ):
        is_key = name in {REGION, PERIOD}
        yield Column(name, kind, label, is_key=is_key, is_nullable=name == "Month", is_of_place=True)


def _columns_of_cell(table: Table) -> Iterator[Column]:
    for dimension in table.dimensions:
        name = column_name(dimension.code)
        yield Column(name, Kind.TEXT, dimension.label, is_key=True, dimension=dimension.code)
        yield Column(name + TEXT, Kind.TEXT, dimension.label, dimension=dimension.code)


def _columns_of_measures(table: Table) -> Iterator[Column]:
    for measure in table.measures:
        name = column_name(measure.code)
        kind = Kind.WHOLE if is_whole(measure) else Kind.NUMBER
        yield Column(name, kind, measure.label, is_nullable=True, measure=measure)
        yield Column(name + STATUS, Kind.TEXT, measure.label, is_nullable=True, measure=measure)


def is_whole(measure: Measure) -> bool:
    """Tell whether a measure is a whole number always."""
    return measure.rule in {Rule.VALUE, Rule.REMAINDER} and measure.divisor == 1


def is_of_year(table: Table) -> bool:
    """Tell whether the table's periods are years, so that a year names one."""
    return table.period is PeriodKind.YEAR


@lru_cache(256)
def cell_fields(table_id: str, language: str) -> tuple[Record, ...]:
    """Return the columns of dimensions of each cell, in the order of a grid."""
    choices = [
        [
            {column_name(d.code): c.code, column_name(d.code) + TEXT: c.label.in_language(language)}
            for c in d.values
        ]
        for d in TABLES[table_id].dimensions
    ]
    return tuple({name: value for one in found for name, value in one.items()} for found in product(*choices))


def records(place: Place, table: Table, shown: Shown, language: str) -> Iterator[Record]:
    """Yield the rows of a table in an area and period, in the order of its grid."""
    fields = place.fields
    measures = [(column_name(m.code), column_name(m.code) + STATUS) for m in table.measures]
    parts = list(zip(measures, shown.values, shown.statuses, strict=True))
    for at, cell in enumerate(cell_fields(table.id, language)):
        row: Record = {**fields, **cell}
        for (name, status), values, statuses in parts:
            row[name] = values[at]
            row[status] = statuses.get(at)
        yield row
