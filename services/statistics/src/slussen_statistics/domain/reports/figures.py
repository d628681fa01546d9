"""From blocks of a release to the tables of a report; where there is no figure, why not in plain words."""

from collections.abc import Sequence
from itertools import product

from slussen_statistics.domain.catalogue.centres import HOURS
from slussen_statistics.domain.catalogue.model import Dimension, Measure, Protection, Table
from slussen_statistics.domain.catalogue.referrals import PER_CENT
from slussen_statistics.domain.labels import ALL, TOTAL, Label
from slussen_statistics.domain.published import Block, ReleaseInfo
from slussen_statistics.domain.reports.content import Cell, FigureRow, Figures
from slussen_statistics.domain.reports.outline import Filled
from slussen_statistics.domain.showing import NOT_COMPUTABLE, Shown, added_up, shown

MEASURE = Label("uppgift", "measure")
NUMBER = Label("antal", "number")
VALUE = Label("värde", "value")
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
    return added_up(blocks[0].table, shown(grid, blocks[0].release.rules), NOT_COMPUTABLE)


def figures_of(table: Table, wanted: Filled, found: Shown) -> Figures | None:
    """Return a table of the report; None where the release has nothing for any row.

    A published 0 is a figure. Of many categories those of zeros are left out; where all are, the total stands.
    """
    if not wanted.rows:
        measures = [row for row in _by_measure(table, wanted, found) if any(_is_figure(c) for c in row.cells)]
        are_numbers = all(m.unit == NUMBER for m in table.measures if m.code in wanted.measures)
        value = NUMBER if are_numbers else VALUE
        return Figures(table.id, table.title, (MEASURE, value), tuple(measures)) if measures else None
    rows = [row for row in _by_category(table, wanted, found) if any(_tells(cell) for cell in row.cells)]
    if not rows:
        rows = [row for row in _in_all(table, wanted, found) if any(_is_figure(c) for c in row.cells)]
    if not rows:
        return None
    head = tuple(d.label for d in table.dimensions if d.code in wanted.rows)
    shown_measures = tuple(_named(m) for m in table.measures if m.code in wanted.measures)
    codes = [m.code for m in table.measures if m.code in wanted.measures]
    picture = codes.index(wanted.picture) if wanted.picture else None
    return Figures(table.id, table.title, (*head, *shown_measures), tuple(rows), picture, wanted.most)


def counts_where_nothing_is(table: Table, release: ReleaseInfo) -> bool:
    """Tell whether a centre without a block has zeros in a table: what the platform counts by itself.

    What is entered is a gap until somebody has entered it, surveys included; under a threshold nothing is shown.
    """
    is_counted = Protection.COUNTED in table.protections and table.subject != "surveys"
    return is_counted and table.id not in release.threshold_tables


def _is_figure(cell: Cell) -> bool:
    return cell.status != NOT_COMPUTABLE


def _tells(cell: Cell) -> bool:
    return bool(cell.value) or (cell.value is None and _is_figure(cell))


def _by_measure(table: Table, wanted: Filled, found: Shown) -> list[FigureRow]:
    position = _position(table, {}, wanted)
    return [
        FigureRow((_named(measure),), (_cell(found, number, position, measure.decimals),))
        for number, measure in enumerate(table.measures)
        if measure.code in wanted.measures
    ]


def _named(measure: Measure) -> Label:
    """Return a measure's name, with its unit where that is a share or a time."""
    if measure.unit not in {PER_CENT, HOURS}:
        return measure.label
    return Label(f"{measure.label.sv}, {measure.unit.sv}", f"{measure.label.en}, {measure.unit.en}")


def _by_category(table: Table, wanted: Filled, found: Shown) -> list[FigureRow]:
    dimensions = [d for d in table.dimensions if d.code in wanted.rows]
    choices = [_categories(d, with_total=len(dimensions) < PAIR) for d in dimensions]
    return _rows(table, wanted, found, choices)


def _in_all(table: Table, wanted: Filled, found: Shown) -> list[FigureRow]:
    """Return the row of all categories together; none where a dimension has no total."""
    dimensions = [d for d in table.dimensions if d.code in wanted.rows]
    if not all(dimension.has_total for dimension in dimensions):
        return []
    return _rows(table, wanted, found, [[(TOTAL, ALL)] for _ in dimensions])


def _rows(
    table: Table, wanted: Filled, found: Shown, choices: Sequence[Sequence[tuple[str, Label]]]
) -> list[FigureRow]:
    names = [d.code for d in table.dimensions if d.code in wanted.rows]
    made = []
    for chosen in product(*choices):
        codes = {name: code for name, (code, _) in zip(names, chosen, strict=True)}
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
