"""What a figure is made from: the published cells of an area and of its county, by period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from slussen_statistics.domain.catalogue.model import Dimension, Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.pictures.figure import UNKNOWN, Cell
from slussen_statistics.domain.published import Period
from slussen_statistics.domain.showing import NOT_COMPUTABLE, SMALLEST_DENOMINATOR, WITHHELD

Cells = Mapping[tuple[tuple[str, ...], str], Cell]
"""Cells by the codes of the dimensions, and the measure."""


@dataclass(frozen=True, slots=True)
class Source:
    """Published cells of a table.

    Attributes:
        county: None where the chosen area is the county itself.
    """

    table: Table
    area_name: str
    county_name: str
    here: Mapping[Period, Cells]
    county: Mapping[Period, Cells] | None
    released_on: date
    through: date
    language: str

    def say(self, label: Label) -> str:
        """Return a text in the reader's language."""
        return label.in_language(self.language)

    @property
    def periods(self) -> list[Period]:
        """Return the periods in order."""
        return sorted(self.here)

    @property
    def latest(self) -> Period:
        """Return the last period."""
        return self.periods[-1]

    def dimension(self, code: str) -> Dimension:
        """Return one of the table's dimensions."""
        return next(d for d in self.table.dimensions if d.code == code)

    def cells(self, codes: tuple[str, ...], measure: str, period: Period | None = None) -> list[Cell]:
        """Return a cell here and, where it is another area, in the county."""
        sides = [self.here] if self.county is None else [self.here, self.county]
        return [side.get(period or self.latest, {}).get((codes, measure), UNKNOWN) for side in sides]


def share_of(part: Cell, whole: Cell) -> Cell:
    """Return per cent, made of protected parts; withheld where the denominator is too small, as everywhere."""
    if part.value is None or whole.value is None:
        return UNKNOWN if NOT_COMPUTABLE in {part.status, whole.status} else Cell(None, WITHHELD)
    if whole.value == 0:
        return UNKNOWN
    if whole.value < SMALLEST_DENOMINATOR:
        return Cell(None, WITHHELD)
    return Cell(min(round(100 * part.value / whole.value, 1), 100.0))
