"""From blocks of a release to the tables of a report; where there is no figure, why not in plain words."""

from collections.abc import Sequence
from itertools import product

from slussen_statistics.domain.catalogue.model import Dimension, Table
from slussen_statistics.domain.labels import TOTAL, Label
from slussen_statistics.domain.published import Block, ReleaseInfo
from slussen_statistics.domain.reports.content import Cell, FigureRow, Figures
from slussen_statistics.domain.reports.outline import Filled
from slussen_statistics.domain.showing import NOT_COMPUTABLE, Shown, shown

MEASURE = Label("uppgift", "measure")
NUMBER = Label("antal", "number")
PAIR = 2


def shown_together(blocks: Sequence[Block]) -> Shown | None:
    """Return what is shown of a year's blocks; months are added up before they are protected, as everywhere.

    None where there is nothing, or nothing more may be made of a block.
    """
    if not blocks:
        return None
    if len(blocks) == 1:
        return blocks[0].shown
    if any(block.is_fixed for block in blocks):
        return None
    grid = blocks[0].grid
    for block in blocks[1:]:
        grid = grid.plus(block.grid)
    return shown(grid, blocks[0].release.rules)


def figures_of(table: Table, wanted: Filled, found: Shown) -> Figures | None:
    """Return a table of the report; None where the release has nothing for any row."""
    rows = list(_by_measure(table, wanted, found) if not wanted.rows else _by_category(table, wanted, found))
    rows = [row for row in rows if any(_tells(cell) for cell in row.cells)]
    if not rows:
        return None
    if not wanted.rows:
        return Figures(table.id, table.title, (MEASURE, NUMBER), tuple(rows))
    head = tuple(d.label for d in table.dimensions if d.code in wanted.rows)
    measures = tuple(m.label for m in table.measures if m.code in wanted.measures)
    codes = [m.code for m in table.measures if m.code in wanted.measures]
    picture = codes.index(wanted.picture) if wanted.picture else None
    return Figures(table.id, table.title, (*head, *measures), tuple(rows), picture, wanted.most)


def _tells(cell: Cell) -> bool:
    return bool(cell.value) or (cell.value is None and cell.status != NOT_COMPUTABLE)


def _by_measure(table: Table, wanted: Filled, found: Shown) -> list[FigureRow]:
    position = _position(table, {}, wanted)
    return [
        FigureRow((measure.label,), (_cell(found, number, position, measure.decimals),))
        for number, measure in enumerate(table.measures)
        if measure.code in wanted.measures
    ]


def _by_category(table: Table, wanted: Filled, found: Shown) -> list[FigureRow]:
    dimensions = [d for d in table.dimensions if d.code in wanted.rows]
    choices = [_categories(d, with_total=len(dimensions) < PAIR) for d in dimensions]
    made = []
    for chosen in product(*choices):
        codes = {d.code: code for d, (code, _) in zip(dimensions, chosen, strict=True)}
        position = _position(table, codes, wanted)
        cells = tuple(
            _cell(found, number, position, measure.decimals)
            for number, measure in enumerate(table.measures)
            if measure.code in wanted.measures
        )
        made.append(FigureRow(tuple(label for _, label in chosen), cells))
    return made


def _categories(dimension: Dimension, *, with_total: bool) -> list[tuple[str, Label]]:
    values = dimension.values if with_total else dimension.categories
    return [(category.code, category.label) for category in values]


def _position(table: Table, codes: dict[str, str], wanted: Filled) -> int:
    """Return where a cell lies; a dimension that is not a row is read at its total or where the outline says."""
    at = {**dict(wanted.at), **codes}
    position = 0
    for dimension in table.dimensions:
        code = at.get(dimension.code, TOTAL)
        position = position * len(dimension.values) + dimension.codes.index(code)
    return position


def _cell(found: Shown, measure: int, position: int, decimals: int) -> Cell:
    return Cell(found.values[measure][position], found.statuses[measure].get(position), decimals)


def gap(table: Table, year: int, release: ReleaseInfo | None, *, is_covered: bool) -> Label:
    """Return in plain words that a table's figures are missing, and why."""
    if release is None:
        why = Label("Länet har inte publicerat något än.", "The county has released nothing yet.")
    elif not is_covered:
        why = Label(
            f"Länets senaste publicering omfattar inte {year}.",
            f"The county's newest release does not cover {year}.",
        )
    else:
        why = Label(
            f"Publiceringen har ingen uppgift för familjecentralen {year}.",
            f"The release has no figure for the centre in {year}.",
        )
    return Label(
        f"Uppgift saknas: {table.title.sv.lower()}. {why.sv}",
        f"Missing: {table.title.en.lower()}. {why.en}",
    )
