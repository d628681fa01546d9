"""A figure in one language: rows of numbers with their headings, from which picture, table and file are made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from slussen_statistics.domain.showing import WITHHELD, Value


class Shape(StrEnum):
    """How a figure is drawn."""

    FLOW = "flow"
    BARS = "bars"
    LINES = "lines"
    SPIDER = "spider"


class Side(StrEnum):
    """Whose numbers a column holds: the chosen area's, or the county's beside it."""

    HERE = "here"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers.

    Attributes:
        label: Its heading, the side named.
        short: What it counts, the side left out; names a line within its panel.
        is_drawn: Whether the picture shows it; the table shows all.
    """

    label: str
    side: Side
    short: str = ""
    is_drawn: bool = True


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row: its headings, and a number for each column; None where it is withheld or has no meaning."""

    headings: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in one language.

    Attributes:
        place: The chosen area's name and the period.
        headings: Headings of the rows' own headings.
        finding: The main finding in words: the alternative text.
        source: Where the numbers come from, and of which day.
        top: The end of the scale; None: that of the largest number.
        unit: What follows a drawn number.
        ends: Of a flow, the published total of each sender and of each receiver; not the sum of its parts.
    """

    id: str
    shape: Shape
    title: str
    place: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[FigureRow, ...]
    finding: str
    source: str
    language: str
    top: float | None = None
    unit: str = ""
    ends: tuple[Mapping[str, Value], Mapping[str, Value]] = field(default_factory=lambda: ({}, {}))

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw of the chosen area: the county's alone is another figure."""
        here = [n for n, c in enumerate(self.columns) if c.is_drawn and c.side is Side.HERE]
        return not any(row.values[number] for row in self.rows for number in here)

    def drawn(self, row: FigureRow) -> Sequence[Value]:
        """Return a row's numbers that the picture shows."""
        return [v for v, column in zip(row.values, self.columns, strict=True) if column.is_drawn]

    @property
    def drawn_columns(self) -> Sequence[Column]:
        """Return the columns that the picture shows."""
        return [column for column in self.columns if column.is_drawn]

    def said(self, value: Value) -> str:
        """Return a number as people read it."""
        return said(value, self.language)

    def said_rows(self) -> Iterator[tuple[tuple[str, ...], list[str]]]:
        """Yield the table's rows as people read them."""
        for row in self.rows:
            yield row.headings, [self.said(value) for value in row.values]


def said(value: Value, language: str) -> str:
    """Return a number as a language writes it; two dots where it is withheld."""
    if value is None:
        return WITHHELD
    written = f"{value:,.2f}".rstrip("0").rstrip(".")
    if language == "en":
        return written
    return written.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
