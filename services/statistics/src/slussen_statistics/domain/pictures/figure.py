"""A figure in one language: rows of numbers with their headings, from which picture, table and file are made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.showing import NOT_COMPUTABLE, WITHHELD, Value

MARKS: Mapping[str, Label] = {
    WITHHELD: Label(
        "Två punkter (..) står för ett tal som inte visas.",
        "Two dots (..) stand for a figure that is withheld.",
    ),
    NOT_COMPUTABLE: Label(
        "En punkt (.) står för ett tal som inte finns: en andel eller ett medelvärde av ingenting, eller en"
        " uppgift som ingen har lämnat.",
        "One dot (.) stands for a figure that does not exist: a share or a mean of nothing, or something that"
        " nobody has reported.",
    ),
}
"""What stands in place of a number, in words."""


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
class Cell:
    """A number as it was published; without one its status says why: withheld, or without a meaning."""

    value: Value
    status: str | None = None


UNKNOWN = Cell(None, NOT_COMPUTABLE)
"""A cell that was not published."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row: its headings, and a cell for each column."""

    headings: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """Return its numbers; None where there is none to be shown."""
        return tuple(cell.value for cell in self.cells)


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
    ends: tuple[Mapping[str, Cell], Mapping[str, Cell]] = field(default_factory=lambda: ({}, {}))

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw of the chosen area: the county's alone is another figure."""
        here = [n for n, c in enumerate(self.columns) if c.is_drawn and c.side is Side.HERE]
        return all(row.values[number] is None for row in self.rows for number in here)

    @property
    def marks(self) -> Sequence[Label]:
        """Return in words what stands in place of numbers in the table."""
        there = {cell.status for row in self.rows for cell in row.cells if cell.value is None}
        return [words for status, words in MARKS.items() if status in there]

    def drawn(self, row: FigureRow) -> Sequence[Cell]:
        """Return a row's cells that the picture shows."""
        return [cell for cell, column in zip(row.cells, self.columns, strict=True) if column.is_drawn]

    @property
    def drawn_columns(self) -> Sequence[Column]:
        """Return the columns that the picture shows."""
        return [column for column in self.columns if column.is_drawn]

    def said(self, cell: Cell) -> str:
        """Return a cell as people read it."""
        return said(cell, self.language)

    def said_rows(self) -> Iterator[tuple[tuple[str, ...], list[str]]]:
        """Yield the table's rows as people read them."""
        for row in self.rows:
            yield row.headings, [self.said(cell) for cell in row.cells]


def said(cell: Cell, language: str) -> str:
    """Return a number as a language writes it; its status where there is none."""
    if cell.value is None:
        return cell.status or WITHHELD
    written = f"{cell.value:,.2f}".rstrip("0").rstrip(".")
    if language == "en":
        return written
    return written.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
