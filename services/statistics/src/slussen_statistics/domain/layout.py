"""How a table's blocks lie in their arrays, so that a release is read rightly after the catalogue has changed.

A block holds bare numbers, in the order that measures and categories had when it was made. Tables gain measures and
categories; what a release was made without is not known from it and stands without a value until the next release.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import product
from math import prod
from typing import Any, Self

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.labels import TOTAL
from slussen_statistics.domain.showing import NOT_COMPUTABLE, Shown, Value


@dataclass(frozen=True, slots=True)
class Layout:
    """The codes of a table's base measures, measures and dimensions with their categories, each in its order."""

    bases: tuple[str, ...]
    measures: tuple[str, ...]
    dimensions: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, table: Table) -> Self:
        """Return the layout of a table as it now is."""
        return cls(
            tuple(base.code for base in table.bases),
            tuple(measure.code for measure in table.measures),
            tuple((dimension.code, dimension.codes) for dimension in table.dimensions),
        )

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """Return a layout that was kept."""
        dimensions = tuple((code, tuple(codes)) for code, codes in written["dimensions"])
        return cls(tuple(written["bases"]), tuple(written["measures"]), dimensions)


def written(tables: Iterable[Table]) -> dict[str, Any]:
    """Return the layouts of tables by their ids, as they are kept."""
    return {table.id: asdict(Layout.of(table)) for table in tables}


def digest(layouts: Mapping[str, Any]) -> str:
    """Return what tells a catalogue's layouts from any others."""
    return hashlib.sha256(json.dumps(layouts, sort_keys=True, default=_function).encode()).hexdigest()


def _function(_: object) -> None:
    """Return what stands for a function: it has no content of its own that stays the same."""


@cache
def present_digest() -> str:
    """Return the digest of the catalogue as it now is."""
    return digest(written(TABLES.values()))


@cache
def catalogue_digest() -> str:
    """Return what tells the catalogue as it now is from any other: its layouts, and its texts that answers hold."""
    return digest({table.id: asdict(table) for table in TABLES.values()})


def changed(layouts: Mapping[str, Any]) -> dict[str, Layout]:
    """Return, of kept layouts, those of the tables that lie otherwise now."""
    kept = {table_id: Layout.read(found) for table_id, found in layouts.items() if table_id in TABLES}
    return {table_id: found for table_id, found in kept.items() if found != Layout.of(TABLES[table_id])}


def refitted(shown: Shown, layout: Layout, table: Table) -> Shown:
    """Return what is shown of a block that was made in another layout, as the table lies now."""
    made = Shown([], [])
    for measure in table.measures:
        at = layout.measures.index(measure.code) if measure.code in layout.measures else None
        places = _places(layout, Layout.of(table)) if at is not None else (None,) * table.cells
        values: Sequence[Value] = () if at is None else shown.values[at]
        statuses: Mapping[int, str] = {} if at is None else shown.statuses[at]
        made.values.append([None if place is None else values[place] for place in places])
        made.statuses.append(
            {
                now: NOT_COMPUTABLE if place is None else statuses[place]
                for now, place in enumerate(places)
                if place is None or place in statuses
            }
        )
    return made


def without_unknown(shown: Shown, layout: Layout, table: Table) -> Shown:
    """Return what is shown of a block, less what one that was made in the former layout knows nothing of."""
    for number, measure in enumerate(table.measures):
        is_known = measure.code in layout.measures
        for now, place in enumerate(_places(layout, Layout.of(table))):
            if place is None or not is_known:
                shown.values[number][now] = None
                shown.statuses[number][now] = NOT_COMPUTABLE
    return shown


@cache
def _places(former: Layout, present: Layout) -> tuple[int | None, ...]:
    """Return, for each cell as it lies now, where it lay; None where it was in no block.

    A dimension that is new was not told apart: what was there stands at its total. One that is gone is read at its
    total.
    """
    lay = dict(former.dimensions)
    sizes = [len(codes) for codes in lay.values()]
    strides = [prod(sizes[i + 1 :]) for i in range(len(sizes))]
    names = [name for name, _ in present.dimensions]
    found: list[int | None] = []
    for codes in product(*(codes for _, codes in present.dimensions)):
        cell = dict(zip(names, codes, strict=True))
        wanted = [cell.get(name, TOTAL) for name in lay]
        is_there = all(code in lay[name] for name, code in zip(lay, wanted, strict=True))
        is_there = is_there and all(code == TOTAL for name, code in cell.items() if name not in lay)
        steps = zip(lay.values(), wanted, strides, strict=True)
        found.append(sum(known.index(code) * stride for known, code, stride in steps) if is_there else None)
    return tuple(found)
