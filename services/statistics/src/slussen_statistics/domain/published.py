"""What is published: a county's release, its areas, and each table in one area and period as a block of arrays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from slussen_contracts.codelists.regions import counties, municipalities
from slussen_statistics.domain.catalogue.model import Protection, Rule, Table
from slussen_statistics.domain.cell_key import noise_table
from slussen_statistics.domain.figures import MONTHS
from slussen_statistics.domain.grid import Grid
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.layout import Layout, without_unknown
from slussen_statistics.domain.showing import WITHHELD, Rules, Shown, Value, shown, without_entered

DEFAULT_NOISE = "d5-v3-js2"
COUNTY_DIGITS = 2
MUNICIPALITY_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """A county's release, and what protects it.

    Attributes:
        former: The layouts of the tables that lay otherwise when it was made.
    """

    id: UUID
    county_code: str
    released_on: date
    period_through: date
    threshold: int
    revision_note: Label | None
    noise: str = DEFAULT_NOISE
    rounding: int = 5
    threshold_tables: frozenset[str] = frozenset()
    former: Mapping[str, Layout] = field(default_factory=dict, repr=False, compare=False)

    @property
    def rules(self) -> Rules:
        """Return how a cell is protected."""
        return Rules(noise_table(self.noise), self.threshold, self.rounding)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year (month 0) or a month."""

    year: int
    month: int = 0

    @property
    def code(self) -> str:
        """Return the code as PxWeb writes it: `2026` or `2026M10`."""
        return f"{self.year}M{self.month:02d}" if self.month else str(self.year)

    @property
    def first_day(self) -> date:
        """Return the first day."""
        return date(self.year, self.month or 1, 1)

    def last_day(self, through: date) -> date:
        """Return the last day that is covered, no later than `through`."""
        month = self.month or MONTHS
        following = date(self.year + month // MONTHS, month % MONTHS + 1, 1)
        return min(following - timedelta(days=1), through)


def is_centre(area: str) -> bool:
    """Tell whether an area's code is a centre's id, and none of a county or municipality."""
    return len(area) > MUNICIPALITY_DIGITS


@dataclass(frozen=True, slots=True)
class Area:
    """A county, a municipality or a centre of a release."""

    code: str
    name: str
    county_code: str
    municipality_code: str | None = None

    @property
    def is_county(self) -> bool:
        """Tell whether it is a county."""
        return len(self.code) == COUNTY_DIGITS

    @property
    def is_municipality(self) -> bool:
        """Tell whether it is a municipality."""
        return len(self.code) == MUNICIPALITY_DIGITS

    @property
    def order(self) -> tuple[str, str, str, str]:
        """Return where it stands: a county, then its municipalities, each with its centres by name."""
        within = self.code if self.is_municipality else self.municipality_code or ""
        own = "" if self.is_county or self.is_municipality else self.name
        return (self.county_code, "" if self.is_county else within, own, self.code)


def name_of(area: str) -> str:
    """Return the name of a county or municipality; the code where there is none."""
    return counties().get(area) or municipalities().get(area) or area


@dataclass(frozen=True, slots=True)
class Block:
    """A table of a release in one area and period; of a fixed one nothing else is made than what is shown.

    Attributes:
        is_empty: The release has none: nothing was counted or entered.
    """

    release: ReleaseInfo
    table: Table
    area: str
    period: Period
    grid: Grid = field(repr=False)
    shown: Shown = field(repr=False)
    is_fixed: bool
    is_empty: bool = False

    def columns(self) -> tuple[list[int], list[int]]:
        """Return counts and key sums, the base measures one after another."""
        return (
            [count for counts in self.grid.counts for count in counts],
            [key for keys in self.grid.key_sums for key in keys],
        )

    def written(self) -> dict[str, Any]:
        """Return what is shown, as it is kept."""
        statuses = [{str(at): status for at, status in found.items()} for found in self.shown.statuses]
        return {"values": self.shown.values, "statuses": statuses}


def read_shown(written: dict[str, Any]) -> Shown:
    """Return what was kept of a block's values."""
    statuses = [{int(at): status for at, status in found.items()} for found in written["statuses"]]
    return Shown(written["values"], statuses)


def read_grid(table: Table, counts: Sequence[int], key_sums: Sequence[int], kept: Shown) -> Grid:
    """Return the grid that was kept of a block; what the block withholds is withheld in all that is made of it."""
    size = table.cells
    grid = Grid(table, table.dimensions)
    grid.counts = [list(counts[i * size : (i + 1) * size]) for i in range(len(table.bases))]
    grid.key_sums = [list(key_sums[i * size : (i + 1) * size]) for i in range(len(table.bases))]
    grid.withheld = withheld_of(table, kept)
    return grid


def withheld_of(table: Table, kept: Shown) -> list[frozenset[int]]:
    """Return the positions of each counted base measure that a block withholds."""
    return [
        frozenset(
            at
            for measure, statuses in zip(table.measures, kept.statuses, strict=True)
            if (measure.base, measure.rule) == (base.code, Rule.VALUE)
            and base.protection is Protection.COUNTED
            for at, status in statuses.items()
            if status == WITHHELD
        )
        for base in table.bases
    ]


def cells_of(block: Block) -> Iterator[tuple[tuple[str, ...], str, Value, str | None]]:
    """Yield every cell of a block: the codes of its dimensions, the measure's code, value and status."""
    strides = block.grid.strides()
    for position in range(block.grid.size):
        codes = tuple(
            d.codes[position // stride % len(d.codes)]
            for d, stride in zip(block.table.dimensions, strides, strict=True)
        )
        for number, measure in enumerate(block.table.measures):
            value = block.shown.values[number][position]
            yield codes, measure.code, value, block.shown.statuses[number].get(position)


def empty_block(release: ReleaseInfo, table: Table, area: str, period: Period) -> Block:
    """Return a block of an area in which nothing was counted: zeros, and no totals, since nobody has entered any.

    Under a threshold nothing is shown of it.
    """
    grid = Grid.empty(table)
    former = release.former.get(table.id)
    if table.id not in release.threshold_tables:
        zeros = without_entered(table, shown(grid, release.rules))
        known = zeros if former is None else without_unknown(zeros, former, table)
        return Block(release, table, area, period, grid, known, is_fixed=former is not None, is_empty=True)
    nothing = Shown(
        [[None] * grid.size for _ in table.measures],
        [dict.fromkeys(range(grid.size), WITHHELD) for _ in table.measures],
    )
    return Block(release, table, area, period, grid, nothing, is_fixed=True, is_empty=True)
