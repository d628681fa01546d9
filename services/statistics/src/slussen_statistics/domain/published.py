"""A published table in the form that every format is made from: dense arrays in a fixed order.

The order is kind, from profession, to profession, the last running fastest; every profession is always there and
the last category of both is the total. A reader who knows the order needs no keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

from slussen_statistics.domain.flow import FlowKind, Place
from slussen_statistics.domain.labels import KINDS, PROFESSIONS, Label

WITHHELD = ".."
"""Status of a cell that is withheld, and what CSV shows in place of its value."""


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """A county's release."""

    id: UUID
    county_code: str
    released_on: date
    period_through: date
    threshold: int
    revision_note: Label | None


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One county's table for one year, from one release."""

    table_id: str
    release: ReleaseInfo
    year: int
    cells: Mapping[tuple[FlowKind, Place], int | None]

    @property
    def period_from(self) -> date:
        """Return the first day that the figures cover."""
        return date(self.year, 1, 1)

    @property
    def period_through(self) -> date:
        """Return the last day that the figures cover."""
        return min(date(self.year, 12, 31), self.release.period_through)

    def places(self) -> Iterator[tuple[FlowKind, str, str]]:
        """Return every cell's codes in the published order."""
        for kind, sender, receiver in product(KINDS, PROFESSIONS, PROFESSIONS):
            yield FlowKind(kind), sender, receiver

    def values(self) -> list[int | None]:
        """Return every cell's value in the published order; None where it is withheld."""
        return [self.cells.get((kind, (a, b)), 0) for kind, a, b in self.places()]

    def statuses(self) -> list[str | None]:
        """Return every cell's status in the published order; None where the value is shown."""
        return [WITHHELD if value is None else None for value in self.values()]
