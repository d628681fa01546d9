"""A centre's own exact figures as rows to read; they are for its staff and never published."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.consents import CONSENTS, DISCLOSURE_DECISIONS, DISCLOSURE_GROUNDS
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.catalogue.referrals import REFERRALS_DECLINED
from slussen_statistics.domain.catalogue.register import COVERAGE
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.reports.content import Cell
from slussen_statistics.domain.showing import Shown

MARK: Final = Label(
    "Exakta egna siffror. Får inte publiceras eller lämnas vidare.",
    "Own exact figures. Not for publication; don't pass them on.",
)
_OF_COUNTIES: Final = frozenset({CONSENTS, DISCLOSURE_GROUNDS, DISCLOSURE_DECISIONS, COVERAGE})
PROTECTED_ALONE: Final = frozenset({REFERRALS_DECLINED})
"""Tables that are shown protected and never exactly: who declined to be counted is not counted out at the centre."""
OF_CENTRES: Final = tuple(t for t in TABLES.values() if t.id not in _OF_COUNTIES | PROTECTED_ALONE)
"""The tables that hold something of a centre; the others are of whole counties or municipalities."""


@dataclass(frozen=True, slots=True)
class ExactRow:
    """What a row is of, dimension by dimension, and the figure of each measure."""

    headings: tuple[Label, ...]
    cells: tuple[Cell, ...]


def exact_rows(table: Table, found: Shown) -> Iterator[ExactRow]:
    """Yield the rows that hold something; those of noughts alone are left out."""
    places = product(*(dimension.values for dimension in table.dimensions))
    for position, categories in enumerate(places):
        cells = tuple(
            Cell(values[position], statuses.get(position), measure.decimals)
            for measure, values, statuses in zip(table.measures, found.values, found.statuses, strict=True)
        )
        if any(cell.value for cell in cells):
            yield ExactRow(tuple(category.label for category in categories), cells)
