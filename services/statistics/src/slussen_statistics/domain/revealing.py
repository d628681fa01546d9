"""Which lines of a sensitive dimension are withheld: those that lie in one category, and what would tell which.

A **line** is a group of units in one area, spread over the categories of a sensitive dimension (how they answered, how
it ended). A group that lies whole in one category tells that of each of its members, however many they are: its
categories are withheld and only its total is shown. But the same units show the same values everywhere, so that a total
line less its shown sisters would tell what was withheld. Therefore in every **sum** (a total and the categories of
another dimension, an area and the areas in it) none is withheld or two at least, and the parts that are withheld lie in
two categories at least, taken together.

Source: domain/disclosure-control.md, "all-in-one-cell"; contracts/docs/decisions/0063-lines-in-one-category.md.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from slussen_statistics.domain.catalogue.model import Dimension, Protection, Table
from slussen_statistics.domain.grid import Grid
from slussen_statistics.domain.labels import TOTAL

LEAST = 2

Name = TypeVar("Name", bound=Hashable)
Line = tuple[str, int]
"""An area, and the position of the line's first category in the area's grid."""
Counts = tuple[int, ...]
"""The units of a line by category."""


@dataclass(frozen=True, slots=True)
class Sum(Generic[Name]):
    """A line, and lines of which it is the sum."""

    whole: Name
    parts: tuple[Name, ...]


def withheld(
    lines: Mapping[Name, Counts], sums: Sequence[Sum[Name]], silent: Collection[int] = ()
) -> set[Name]:
    """Return the lines that are withheld: those in one category, and those that must be withheld beside them.

    Args:
        lines: Those that have units; one that is not among them has none and is shown.
        sums: What adds up to what.
        silent: The places of categories that tell nothing of who lies in them.
    """
    found = {name for name, counts in lines.items() if _is_telling(counts, silent)}
    while more := {name for one in sums if (name := _beside(one, found, lines)) is not None}:
        found |= more
    return found


def _beside(one: Sum[Name], hidden: set[Name], lines: Mapping[Name, Counts]) -> Name | None:
    """Return one more line to withhold, so that what is withheld can't be told from the sum; None where it can't."""
    parts = [part for part in one.parts if part in lines]
    if one.whole not in lines or not parts:
        return None
    within = [part for part in parts if part in hidden]
    is_whole_hidden = one.whole in hidden
    if not within and not is_whole_hidden:
        return None
    rest = _less(lines[one.whole], [lines[part] for part in parts])
    unknown = _added([rest, *(lines[part] for part in within)])
    number = len(within) + is_whole_hidden + any(rest)
    if number >= LEAST and (is_whole_hidden or _categories(unknown) >= LEAST):
        return None
    shown = [part for part in parts if part not in hidden]
    if not shown:
        return None if is_whole_hidden else one.whole
    return min(shown, key=lambda part: _cost(lines[part], unknown))


def _cost(part: Counts, unknown: Counts) -> tuple[bool, bool, int]:
    """Return how dear it is to withhold a part: cheapest is the smallest that itself lies in two categories.

    Next comes the smallest that brings a second one; its size would fit that category, as anybody can see.
    """
    return _categories(_added([part, unknown])) < LEAST, _categories(part) < LEAST, sum(part)


def _is_telling(counts: Counts, silent: Collection[int]) -> bool:
    there = [place for place, count in enumerate(counts) if count]
    return len(there) == 1 and there[0] not in silent


def _categories(counts: Counts) -> int:
    return sum(1 for count in counts if count)


def _added(lines: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(*lines, strict=True)))


def _less(whole: Counts, parts: Sequence[Counts]) -> Counts:
    return tuple(max(0, a - b) for a, b in zip(whole, _added(parts), strict=True))


def is_sensitive(table: Table) -> bool:
    """Tell whether something of a table is counted along a sensitive dimension."""
    counted = any(base.protection is Protection.COUNTED for base in table.bases)
    return counted and any(dimension.is_sensitive for dimension in table.dimensions)


def withheld_in(grids: Mapping[str, Grid], within: Mapping[str, str]) -> dict[str, list[frozenset[int]]]:
    """Return the positions that are withheld of each base measure of a table in a period, in all areas of a county.

    Args:
        grids: The grid of each area; an area without one has no unit.
        within: The area in which each area lies: a centre's municipality, a municipality's county.
    """
    table = next(iter(grids.values())).table
    found = {area: [frozenset[int]()] * len(table.bases) for area in grids}
    for number, base in enumerate(table.bases):
        if base.protection is Protection.COUNTED:
            for dimension in table.dimensions:
                if dimension.is_sensitive:
                    for area, places in _withheld_along(grids, within, number, dimension):
                        found[area][number] |= places
    return found


def _withheld_along(
    grids: Mapping[str, Grid], within: Mapping[str, str], number: int, dimension: Dimension
) -> Iterator[tuple[str, frozenset[int]]]:
    firsts, steps = _lines_of(next(iter(grids.values())), dimension)
    counted = {
        (area, first): tuple(grid.counts[number][first + step] for step in steps)
        for area, grid in grids.items()
        for first in firsts
    }
    lines = {line: counts for line, counts in counted.items() if any(counts)}
    sums = [*_sums_of_areas(grids, within, firsts), *_sums_of_dimensions(grids, firsts, dimension)]
    for area, first in withheld(lines, sums, _silent(dimension)):
        yield area, frozenset(first + step for step in steps)


def _silent(dimension: Dimension) -> list[int]:
    inner = [code for code in dimension.codes if code != TOTAL]
    return [place for place, code in enumerate(inner) if code in dimension.silent]


def _lines_of(grid: Grid, dimension: Dimension) -> tuple[list[int], list[int]]:
    """Return where the lines along a dimension begin, and the steps to their categories, the total left out."""
    strides = {d.code: stride for d, stride in zip(grid.dimensions, grid.strides(), strict=True)}
    steps = [i * strides[dimension.code] for i, code in enumerate(dimension.codes) if code != TOTAL]
    others = [
        [i * strides[d.code] for i in range(len(d.codes))]
        for d in grid.dimensions
        if d.code != dimension.code
    ]
    return [sum(chosen) for chosen in product(*others)], steps


def _sums_of_areas(
    grids: Mapping[str, Grid], within: Mapping[str, str], firsts: Sequence[int]
) -> Iterator[Sum[Line]]:
    """Yield each area as the sum of those in it: of the next level, and of the level below that."""
    for whole in grids:
        inside = [area for area in grids if within.get(area) == whole]
        below = [area for area in grids if within.get(within.get(area, "")) == whole]
        for parts in (inside, below):
            for first in firsts if parts else ():
                yield Sum((whole, first), tuple((area, first) for area in parts))


def _sums_of_dimensions(
    grids: Mapping[str, Grid], firsts: Sequence[int], along: Dimension
) -> Iterator[Sum[Line]]:
    """Yield each line at the total of another dimension as the sum of those in its categories."""
    grid = next(iter(grids.values()))
    for dimension, stride in zip(grid.dimensions, grid.strides(), strict=True):
        if dimension.code == along.code or not dimension.has_total:
            continue
        total = dimension.codes.index(TOTAL)
        inner = [i for i in range(len(dimension.codes)) if i != total]
        for area, first in product(grids, firsts):
            if first // stride % len(dimension.codes) == total:
                start = first - total * stride
                yield Sum((area, first), tuple((area, start + i * stride) for i in inner))


def revealing(grid: Grid, number: int) -> set[int]:
    """Return the positions of a grid's lines that lie in one category."""
    found: set[int] = set()
    for dimension in grid.dimensions:
        if dimension.is_sensitive:
            firsts, steps = _lines_of(grid, dimension)
            for first in firsts:
                places = [first + step for step in steps]
                counts = tuple(grid.counts[number][at] for at in places)
                if _is_telling(counts, _silent(dimension)):
                    found.update(places)
    return found
