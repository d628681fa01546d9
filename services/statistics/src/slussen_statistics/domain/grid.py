"""A table's figures in one area and period as dense arrays.

The order is that of the table's dimensions, the last running fastest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from slussen_statistics.domain.catalogue.model import Dimension, Table
from slussen_statistics.domain.cell_key import KEY_MODULUS
from slussen_statistics.domain.labels import TOTAL


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as the roll-up has it: a base measure in a cell."""

    measure: str
    cell: str
    count: int
    key_sum: int
    amount: int


@dataclass(slots=True)
class Grid:
    """Counts (or amounts) and key sums of each base measure, cell by cell.

    `withheld` are the positions of each base measure that are not shown whatever is made of them; empty: none are.
    """

    table: Table
    dimensions: tuple[Dimension, ...]
    counts: list[list[int]] = field(default_factory=list)
    key_sums: list[list[int]] = field(default_factory=list)
    withheld: list[frozenset[int]] = field(default_factory=list)

    @classmethod
    def empty(cls, table: Table, dimensions: tuple[Dimension, ...] | None = None) -> "Grid":
        """Return a grid of zeros."""
        found = table.dimensions if dimensions is None else dimensions
        size = prod(len(d.values) for d in found)
        grid = cls(table, found)
        grid.counts = [[0] * size for _ in table.bases]
        grid.key_sums = [[0] * size for _ in table.bases]
        grid.withheld = [frozenset()] * len(table.bases)
        return grid

    @classmethod
    def of(cls, table: Table, rows: Iterable[Row]) -> "Grid":
        """Return the grid of a table's figures; margins are sums, save where units may lie in several cells."""
        grid = cls.empty(table)
        for row in rows:
            positions = grid.positions(row.cell)
            for number, base in enumerate(table.bases):
                if base.figure == row.measure:
                    grid.add(number, positions, row.amount if base.is_amount else row.count, row.key_sum)
        return grid

    def add(self, number: int, positions: Iterable[int], amount: int, key_sum: int) -> None:
        """Add an amount and its key sum to cells of a base measure, by its place in the table."""
        for position in positions:
            self.counts[number][position] += amount
            self.key_sums[number][position] = (self.key_sums[number][position] + key_sum) % KEY_MODULUS

    @property
    def size(self) -> int:
        """Return the number of cells."""
        return prod(len(d.values) for d in self.dimensions)

    def strides(self) -> list[int]:
        """Return how far apart neighbours along each dimension lie."""
        sizes = [len(d.values) for d in self.dimensions]
        return [prod(sizes[i + 1 :]) for i in range(len(sizes))]

    def positions(self, cell: str) -> list[int]:
        """Return where a cell and, in an additive table, its margins lie; none where a code is unknown."""
        codes = cell.split("/") if cell else []
        if len(codes) != len(self.dimensions):
            return []
        choices: list[list[int]] = []
        for code, dimension, stride in zip(codes, self.dimensions, self.strides(), strict=True):
            wanted = [code]
            if self.table.is_additive and dimension.has_total and code != TOTAL:
                wanted.append(TOTAL)
            choices.append([dimension.codes.index(c) * stride for c in wanted if c in dimension.codes])
        return [sum(choice) for choice in product(*choices)]

    def plus(self, other: "Grid") -> "Grid":
        """Return both grids' units together, for periods that are added up."""
        joined = Grid(self.table, self.dimensions)
        joined.counts = [
            [a + b for a, b in zip(x, y, strict=True)] for x, y in zip(self.counts, other.counts, strict=True)
        ]
        joined.key_sums = [
            [(a + b) % KEY_MODULUS for a, b in zip(x, y, strict=True)]
            for x, y in zip(self.key_sums, other.key_sums, strict=True)
        ]
        joined.withheld = [a | b for a, b in zip(self.withheld, other.withheld, strict=True)]
        return joined

    def regrouped(self, code: str, dimension: Dimension, members: Mapping[str, Sequence[str]]) -> "Grid":
        """Return the grid with the categories of one dimension joined into those of `dimension`.

        `members` names the categories of each new one.
        """
        at = next(i for i, d in enumerate(self.dimensions) if d.code == code)
        old = self.dimensions[at]
        joined = Grid.empty(self.table, (*self.dimensions[:at], dimension, *self.dimensions[at + 1 :]))
        stride = self.strides()[at]
        for new, category in enumerate(dimension.codes):
            for member in members.get(category, (category,)):
                index = old.codes.index(member)
                for head in range(self.size // (stride * len(old.codes))):
                    source = (head * len(old.codes) + index) * stride
                    target = (head * len(dimension.codes) + new) * stride
                    joined.add_stretch(self, source, target, stride)
        return joined

    def add_stretch(self, other: "Grid", source: int, target: int, length: int) -> None:
        """Add `length` neighbouring cells of another grid of the table, from `source` on to those from `target` on.

        What is withheld in one of the cells is withheld in their sum.
        """
        for number in range(len(self.counts)):
            moved = (at - source + target for at in other.withheld[number] if source <= at < source + length)
            self.withheld[number] |= frozenset(moved)
            for step in range(length):
                self.counts[number][target + step] += other.counts[number][source + step]
                self.key_sums[number][target + step] = (
                    self.key_sums[number][target + step] + other.key_sums[number][source + step]
                ) % KEY_MODULUS
