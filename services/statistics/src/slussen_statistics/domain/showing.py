"""What is shown of a grid: each measure made from protected base measures, in one place for every exit.

The value of a cell depends on the units in it alone, so that it is the same everywhere and however it is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slussen_statistics.domain.catalogue.model import Base, Dimension, Measure, Protection, Rule, Table
from slussen_statistics.domain.cell_key import NoiseTable, rounding_step
from slussen_statistics.domain.grid import Grid
from slussen_statistics.domain.labels import TOTAL
from slussen_statistics.domain.revealing import revealing

WITHHELD = ".."
"""Status of a cell that is withheld."""
NOT_COMPUTABLE = "."
"""Status of a cell that has no meaning: a share of nothing, a mean outside its margin."""

SMALLEST_DENOMINATOR = 10
"""Under this a share, mean or median is withheld (domain/disclosure-control.md 5, 6)."""

Value = float | int | None


@dataclass(frozen=True, slots=True)
class Rules:
    """What protects a release: its p-table, and threshold and rounding base of entered totals.

    Entered totals are rounded up or down by a draw that their entries' keys make, so that the mean is kept, and so
    that a total less its parts does not tell the parts: rounded to the nearest and withheld when small, 7 less 5 and
    two withheld parts can only be 5, 1 and 1. Where the base is under the threshold, small totals are withheld too.
    """

    noise: NoiseTable
    threshold: int = 5
    rounding: int = 5

    def protect(self, base: Base, count: int, key_sum: int) -> Value:
        """Return a base measure's value as it may be shown; None where it is withheld."""
        match base.protection:
            case Protection.COUNTED:
                return self.noise.protect(count, key_sum)
            case Protection.ENTERED:
                if 0 < count < self.threshold and self.rounding < self.threshold:
                    return None
                step = rounding_step(key_sum, base.code, self.rounding) if count else 0
                return (count + step) // self.rounding * self.rounding
            case Protection.OPEN:
                return count


@dataclass(slots=True)
class Shown:
    """What is shown of a grid: the values of each measure, and the status of those that have none."""

    values: list[list[Value]]
    statuses: list[dict[int, str]]


class _Board:
    """The protected base measures of a grid, from which the measures are made."""

    def __init__(self, grid: Grid, rules: Rules | None) -> None:
        self.grid = grid
        self.is_exact = rules is None
        self.bases: list[list[Value]] = [
            [
                count if rules is None else rules.protect(base, count, key)
                for count, key in zip(counts, keys, strict=True)
            ]
            for base, counts, keys in zip(grid.table.bases, grid.counts, grid.key_sums, strict=True)
        ]
        if rules is not None:
            for number, base in enumerate(grid.table.bases):
                if base.protection is Protection.COUNTED:
                    for position in grid.withheld[number] | revealing(grid, number):
                        self.bases[number][position] = None

    def dimension(self, code: str) -> tuple[Dimension, int]:
        """Return a dimension and the stride along it."""
        found = zip(self.grid.dimensions, self.grid.strides(), strict=True)
        return next((d, s) for d, s in found if d.code == code)

    def at(self, position: int, code: str, category: str) -> int:
        """Return the position with another category in one dimension."""
        dimension, stride = self.dimension(code)
        here = position // stride % len(dimension.codes)
        return position + (dimension.codes.index(category) - here) * stride

    def code_at(self, position: int, code: str) -> str:
        """Return the category of a position in a dimension."""
        dimension, stride = self.dimension(code)
        return dimension.codes[position // stride % len(dimension.codes)]


def shown(grid: Grid, rules: Rules | None) -> Shown:
    """Return what is shown of a grid; without rules the exact figures, for a centre's own staff."""
    board = _Board(grid, rules)
    values: list[list[Value]] = []
    statuses: list[dict[int, str]] = []
    for measure in grid.table.measures:
        make = _not_computable if _lacks(grid, measure) else _RULES[measure.rule]
        found = [make(board, measure, position) for position in range(grid.size)]
        values.append([None if isinstance(value, str) else value for value in found])
        statuses.append({i: value for i, value in enumerate(found) if isinstance(value, str)})
    return Shown(values, statuses)


def added_up(table: Table, made: Shown, status: str = WITHHELD) -> Shown:
    """Return what is shown of several periods together; a status stands for stocks, and for units that come again."""
    for number, measure in enumerate(table.measures):
        if measure.is_stock or not measure.adds_over_time:
            made.statuses[number] = dict.fromkeys(range(len(made.values[number])), status)
            made.values[number] = [None] * len(made.values[number])
    return made


def without_entered(table: Table, made: Shown) -> Shown:
    """Return what is shown where nobody has entered anything: no total of what is entered, and nothing made of one."""
    entered = {base.code for base in table.bases if base.protection is Protection.ENTERED}
    for number, measure in enumerate(table.measures):
        if {measure.base, measure.per} & entered:
            made.statuses[number] = dict.fromkeys(range(len(made.values[number])), NOT_COMPUTABLE)
            made.values[number] = [None] * len(made.values[number])
    return made


Made = float | int | str
"""A value, or the status that stands in its place."""


def _lacks(grid: Grid, measure: Measure) -> bool:
    """Tell whether something is missing without which a measure would be of too little."""
    return bool(measure.unless) and any(grid.counts[grid.table.base(measure.unless)])


def _not_computable(_board: _Board, _measure: Measure, _position: int) -> Made:
    return NOT_COMPUTABLE


def _value(board: _Board, measure: Measure, position: int) -> Made:
    if not _is_at_total(board, measure, position):
        return NOT_COMPUTABLE
    found = board.bases[board.grid.table.base(measure.base)][position]
    if found is None:
        return WITHHELD
    return found if measure.divisor == 1 else round(found / measure.divisor, measure.decimals)


def _is_at_total(board: _Board, measure: Measure, position: int) -> bool:
    """Tell whether a position is where a measure stands that is told of the totals alone."""
    return all(board.code_at(position, code) == TOTAL for code in measure.per_total)


def _share(board: _Board, measure: Measure, position: int) -> Made:
    table = board.grid.table
    base = table.base(measure.base)
    part = board.bases[base][position]
    whole_at = position
    for code in measure.per_total:
        whole_at = board.at(whole_at, code, TOTAL)
    return _ratio(board, part, board.bases[table.base(measure.per)][whole_at], measure, factor=100)


def _mean(board: _Board, measure: Measure, position: int) -> Made:
    table = board.grid.table
    part = board.bases[table.base(measure.base)][position]
    whole = board.bases[table.base(measure.per)][position]
    is_open = table.bases[table.base(measure.per)].protection is Protection.OPEN
    return _ratio(board, part, whole, measure, factor=1 / measure.divisor, is_open=is_open)


def _ratio(
    board: _Board, part: Value, whole: Value, measure: Measure, *, factor: float, is_open: bool = False
) -> Made:
    if part is None or whole is None:
        return WITHHELD
    if whole == 0:
        return NOT_COMPUTABLE
    if not is_open and not board.is_exact and whole < SMALLEST_DENOMINATOR:
        return WITHHELD
    return round(part / whole * factor, measure.decimals)


def _along(board: _Board, measure: Measure, position: int) -> list[tuple[float, Value]] | None:
    """Return the numbers and values of the categories along a dimension, at its total; None elsewhere."""
    dimension, _ = board.dimension(measure.along)
    if board.code_at(position, measure.along) != TOTAL:
        return None
    column = board.bases[board.grid.table.base(measure.base)]
    numbered = [c for c in dimension.categories if c.number is not None]
    return [(c.number or 0, column[board.at(position, measure.along, c.code)]) for c in numbered]


def _enough(board: _Board, line: list[tuple[float, Value]]) -> Callable[[], Made] | list[tuple[float, float]]:
    """Return the line with its weights, or what stands in its place."""
    weighed = [(number, value) for number, value in line if value is not None]
    total = sum(value for _, value in weighed)
    if len(weighed) < len(line) or (0 < total < SMALLEST_DENOMINATOR and not board.is_exact):
        return lambda: WITHHELD
    return weighed if total else (lambda: NOT_COMPUTABLE)


def _mean_on_scale(board: _Board, measure: Measure, position: int) -> Made:
    line = _along(board, measure, position)
    if line is None:
        return NOT_COMPUTABLE
    found = _enough(board, line)
    if callable(found):
        return found()
    return round(sum(n * v for n, v in found) / sum(v for _, v in found), measure.decimals)


def _median(board: _Board, measure: Measure, position: int) -> Made:
    line = _along(board, measure, position)
    if line is None:
        return NOT_COMPUTABLE
    found = _enough(board, line)
    if callable(found):
        return found()
    half, passed = sum(v for _, v in found) / 2, 0.0
    for number, value in found:
        passed += value
        if passed >= half:
            return number
    return NOT_COMPUTABLE


def _remainder(board: _Board, measure: Measure, position: int) -> Made:
    if not _is_at_total(board, measure, position):
        return NOT_COMPUTABLE
    table = board.grid.table
    part = board.bases[table.base(measure.base)][position]
    whole = board.bases[table.base(measure.per)][position]
    if part is None or whole is None:
        return WITHHELD
    return max(0, whole - part)


_RULES: Mapping[Rule, Callable[[_Board, Measure, int], Made]] = {
    Rule.VALUE: _value,
    Rule.SHARE: _share,
    Rule.MEAN: _mean,
    Rule.MEAN_ON_SCALE: _mean_on_scale,
    Rule.MEDIAN: _median,
    Rule.REMAINDER: _remainder,
}
