"""Putting a release together: from figures to blocks, table by table, area by area, period by period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue import model as catalogue
from slussen_statistics.domain.catalogue.referrals import REFERRAL_FLOW
from slussen_statistics.domain.figures import WHOLE_YEAR
from slussen_statistics.domain.flow import FlowKind
from slussen_statistics.domain.grid import Grid, Row
from slussen_statistics.domain.published import Block, Period, ReleaseInfo
from slussen_statistics.domain.release import Tables
from slussen_statistics.domain.revealing import is_sensitive
from slussen_statistics.domain.revealing import withheld_in as lines_withheld
from slussen_statistics.domain.showing import WITHHELD, Shown, Value, shown

Key = tuple[str, str, Period]
"""Table, area and period."""


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure with where it stands."""

    table: str
    area: str
    year: int
    month: int
    row: Row


def gathered(figures: Iterable[KeptFigure], *, through: Period) -> dict[Key, list[Row]]:
    """Return the figures of each block through a month.

    The year's own figures of the last year are left out: what a unit is in a year that is not over is counted anew
    through the month (`of_distinct`).
    """
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for figure in figures:
        table = TABLES.get(figure.table)
        if table is not None and not (figure.month == WHOLE_YEAR and figure.year == through.year):
            by_month = table.period is catalogue.Period.MONTH
            period = Period(figure.year, figure.month if by_month else WHOLE_YEAR)
            found[figure.table, figure.area, period].append(figure.row)
    return found


def of_distinct(counted: Iterable[tuple[str, str, str, int, int, int]], *, year: int) -> Iterator[KeptFigure]:
    """Yield the figures of units counted through a month, from how many had how many facts."""
    for table_id, measure, area, facts, count, key_sum in counted:
        cells = TABLES[table_id].distinct
        for cell in cells(facts) if cells else ():
            yield KeptFigure(table_id, area, year, WHOLE_YEAR, Row(measure, cell, count, key_sum, 0))


def blocks(
    release: ReleaseInfo, rows: Mapping[Key, list[Row]], thresholds: Tables, within: Mapping[str, str]
) -> Iterator[Block]:
    """Yield the blocks of a release; tables under a threshold are of the whole county alone.

    `within` names the area in which each area lies: a centre's municipality, a municipality's county.
    """
    rules = release.rules
    for (table_id, period), grids in _grids(release, rows).items():
        table = TABLES[table_id]
        if is_sensitive(table):
            for area, positions in lines_withheld(grids, within).items():
                grids[area].withheld = positions
        for area, grid in grids.items():
            yield Block(release, table, area, period, grid, shown(grid, rules), is_fixed=False)
    if REFERRAL_FLOW in release.threshold_tables:
        for year in sorted({year for year, _ in thresholds}):
            yield _under_threshold(release, year, thresholds)


def _grids(
    release: ReleaseInfo, rows: Mapping[Key, list[Row]]
) -> Mapping[tuple[str, Period], dict[str, Grid]]:
    """Return the grids of each table in each period, by area."""
    grids: defaultdict[tuple[str, Period], dict[str, Grid]] = defaultdict(dict)
    for (table_id, area, period), found in sorted(rows.items(), key=lambda item: item[0]):
        if table_id not in release.threshold_tables:
            grids[table_id, period][area] = Grid.of(TABLES[table_id], found)
    return grids


def _under_threshold(release: ReleaseInfo, year: int, thresholds: Tables) -> Block:
    """Return a year's flow under a threshold; no exact count is kept beside it."""
    table = TABLES[REFERRAL_FLOW]
    grid = Grid.empty(table)
    values: list[Value] = [0] * grid.size
    for kind in FlowKind:
        for (sender, receiver), value in (
            thresholds[year, kind].shown() if (year, kind) in thresholds else {}
        ).items():
            position = exact_position(grid, f"{kind}/{sender}/{receiver}")
            values[position] = value
    statuses = {position: WITHHELD for position, value in enumerate(values) if value is None}
    made = Shown([values], [statuses])
    return Block(release, table, release.county_code, Period(year), grid, made, is_fixed=True)


def exact_position(grid: Grid, cell: str) -> int:
    """Return where a cell lies, and not its margins."""
    codes = cell.split("/")
    found = zip(codes, grid.dimensions, grid.strides(), strict=True)
    return sum(dimension.codes.index(code) * stride for code, dimension, stride in found)


def flows_of(
    rows: Mapping[Key, list[Row]], county: str
) -> dict[tuple[int, FlowKind], dict[tuple[str, str], int]]:
    """Return a county's exact flow by year and kind."""
    found: defaultdict[tuple[int, FlowKind], defaultdict[tuple[str, str], int]]
    found = defaultdict(lambda: defaultdict(int))
    for (table_id, area, period), listed in rows.items():
        if (table_id, area) == (REFERRAL_FLOW, county):
            for row in listed:
                kind, sender, receiver = row.cell.split("/")
                found[period.year, FlowKind(kind)][sender, receiver] += row.count
    return {key: dict(counts) for key, counts in found.items()}


def withheld_in(block: Block) -> dict[FlowKind, frozenset[tuple[str, str]]]:
    """Return the places that a threshold block withholds, by kind."""
    found: dict[FlowKind, set[tuple[str, str]]] = {kind: set() for kind in FlowKind}
    strides = block.grid.strides()
    for position, status in block.shown.statuses[0].items():
        if status != WITHHELD:
            continue
        kind, sender, receiver = (
            d.codes[position // stride % len(d.codes)]
            for d, stride in zip(block.table.dimensions, strides, strict=True)
        )
        found[FlowKind(kind)].add((sender, receiver))
    return {kind: frozenset(places) for kind, places in found.items()}
