"""An answer's cells: the chosen values of each variable, and the values and statuses in their order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product
from math import prod

from slussen_statistics.domain.about import About
from slussen_statistics.domain.catalogue.model import Category, Dimension, Measure, Table
from slussen_statistics.domain.grid import Grid
from slussen_statistics.domain.labels import TOTAL, Label
from slussen_statistics.domain.published import Area, Block, Period, ReleaseInfo, empty_block, name_of
from slussen_statistics.domain.px.selection import Selected
from slussen_statistics.domain.px.variables import CONTENTS, REGION, TIME, Role
from slussen_statistics.domain.showing import WITHHELD, Shown, Value, added_up, shown, without_entered

BlockAt = Callable[[str, Period], Block | None]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table's metadata with the chosen cells; `values` is empty where metadata alone are asked for."""

    table: Table
    language: str
    chosen: tuple[Selected, ...]
    stub: tuple[str, ...]
    heading: tuple[str, ...]
    about: About
    values: Sequence[Value] = ()
    statuses: Mapping[int, str] = field(default_factory=dict)

    def text(self, label: Label) -> str:
        """Return a text in the answer's language."""
        return label.in_language(self.language)

    @property
    def updated(self) -> str:
        """Return the day of the newest release."""
        return self.about.updated.isoformat() if self.about.updated else ""

    @property
    def notes(self) -> list[str]:
        """Return the table's notes and those of its releases, in the answer's language."""
        return [self.text(note) for note in (*self.about.notes, *self.about.revisions)]

    @property
    def measures(self) -> list[Measure]:
        """Return the chosen measures."""
        chosen = {value.code for value in of_role(self.chosen, CONTENTS).values}
        return [measure for measure in self.table.measures if measure.code in chosen]

    def covered(self, measure: Measure) -> str:
        """Return the days that a measure's figures are of: as far as the releases go, and each county that lags."""
        return self.text(_covered(periods_behind(self.chosen), self.about.releases, measure))

    @property
    def ordered(self) -> list[Selected]:
        """Return the variables that are not left out, those of the stub first."""
        by_code = {s.variable.code: s for s in self.chosen}
        return [by_code[code] for code in (*self.stub, *self.heading)]

    @property
    def sizes(self) -> list[int]:
        """Return the number of values of each variable in `ordered`."""
        return [len(s.values) for s in self.ordered]

    @property
    def title(self) -> str:
        """Return the table's title with its variables, as PxWeb writes it."""
        by, and_by = ("efter", "och") if self.language == "sv" else ("by", "and")
        names = [self.text(s.variable.label) for s in self.ordered]
        listed = f"{', '.join(names[:-1])} {and_by} {names[-1]}" if len(names) > 1 else "".join(names)
        return f"{self.text(self.table.title)} {by} {listed}"


def _covered(periods: Sequence[Period], releases: Sequence[ReleaseInfo], measure: Measure) -> Label:
    if not periods or not releases:
        return Label("", "")
    last = max(periods[-1].last_day(release.period_through) for release in releases)
    lagging = {
        name_of(r.county_code): r.period_through
        for r in releases
        if periods[-1].first_day <= r.period_through < last
    }
    so_far = "".join(f"; {county}: {day}" for county, day in lagging.items())
    if measure.is_stock:
        return Label(
            f"sista dagen i varje period, senast {last}{so_far}",
            f"the last day of each period, {last} at the latest{so_far}",
        )
    first = periods[0].first_day
    return Label(f"{first} till och med {last}{so_far}", f"{first} through {last}{so_far}")


def cell_count(chosen: Sequence[Selected]) -> int:
    """Return how many cells an answer holds."""
    return prod(len(s.values) for s in chosen)


def of_role(chosen: Sequence[Selected], code: str) -> Selected:
    """Return the choice of a variable."""
    return next(s for s in chosen if s.variable.code == code)


def periods_behind(chosen: Sequence[Selected]) -> list[Period]:
    """Return the released periods from which the chosen ones are made."""
    time = of_role(chosen, TIME)
    codes = {code for value in time.values for code in (value.members or (value.code,))}
    return sorted(map(period_of, codes))


def period_of(code: str) -> Period:
    """Return a period from its code."""
    year, _, month = code.partition("M")
    return Period(int(year), int(month) if month else 0)


def is_joined(chosen: Sequence[Selected]) -> bool:
    """Tell whether some value is made of several released cells."""
    return any(s.codelist is not None and s.codelist.is_aggregation for s in chosen)


@dataclass(frozen=True, slots=True)
class Source:
    """Where cells are read: the blocks, and the release of each area."""

    table: Table
    block_at: BlockAt
    release_of: Mapping[str, ReleaseInfo]
    periods_of: Mapping[str, frozenset[Period]]

    def block(self, area: str, period: Period) -> Block | None:
        """Return a block, one of zeros where nothing was counted; None where the county released no such period."""
        found = self.block_at(area, period)
        if found is not None:
            return found
        release = self.release_of[area]
        if period not in self.periods_of[release.county_code]:
            return None
        return empty_block(release, self.table, area, period)


def cells(source: Source, chosen: Sequence[Selected]) -> tuple[list[Value], dict[int, str]]:
    """Return the values and statuses of the chosen cells in the table's order, the last variable running fastest."""
    table = source.table
    plain = [s for s in chosen if s.variable.role is Role.PLAIN]
    measures = [[m.code for m in table.measures].index(v.code) for v in of_role(chosen, CONTENTS).values]
    offsets = _offsets(plain)
    times = of_role(chosen, TIME).values
    shown_of = [
        [_shown(source, area.code, value.members or (value.code,), plain) for value in times]
        for area in of_role(chosen, REGION).values
    ]
    values: list[Value] = []
    statuses: dict[int, str] = {}
    for of_area, offset, measure in product(shown_of, offsets, measures):
        for found in of_area:
            value = None if found is None else found.values[measure][offset]
            if value is None:
                status = WITHHELD if found is None else found.statuses[measure].get(offset, WITHHELD)
                statuses[len(values)] = status
            values.append(value)
    return values, statuses


def _offsets(plain: Sequence[Selected]) -> list[int]:
    """Return where the chosen cells lie in a grid of the table with its joined dimensions."""
    dimensions = [_dimension(s) for s in plain]
    sizes = [len(d.values) for d in dimensions]
    strides = [prod(sizes[i + 1 :]) for i in range(len(sizes))]
    choices = [
        [d.codes.index(v.code) * stride for v in s.values]
        for s, d, stride in zip(plain, dimensions, strides, strict=True)
    ]
    return [sum(found) for found in product(*choices)]


def _dimension(chosen: Selected) -> Dimension:
    dimension = chosen.variable.dimension
    if dimension is None:
        raise LookupError("a plain variable without a dimension")
    if chosen.codelist is None or not chosen.codelist.is_aggregation:
        return dimension
    joined = tuple(Category(value.code, value.label) for value in chosen.codelist.values)
    return replace(dimension, categories=joined)


def _shown(source: Source, area: str, codes: Sequence[str], plain: Sequence[Selected]) -> Shown | None:
    """Return what is shown of an area in a period; of joined periods and categories from their counts and keys."""
    blocks = [source.block(area, period_of(code)) for code in codes]
    there = [block for block in blocks if block is not None]
    joined = [s for s in plain if s.codelist is not None and s.codelist.is_aggregation]
    if not there:
        return None
    if len(codes) == 1 and not joined:
        return there[0].shown
    if len(there) < len(blocks) or any(block.is_fixed for block in there):
        return None
    grid = reduce(Grid.plus, (block.grid for block in there))
    for some in joined:
        members = {value.code: value.members for value in (some.codelist.values if some.codelist else ())}
        grid = grid.regrouped(_dimension(some).code, _dimension(some), {**members, TOTAL: (TOTAL,)})
    made = shown(grid, there[0].release.rules)
    if all(block.is_empty for block in there):
        made = without_entered(source.table, made)
    return made if len(codes) == 1 else added_up(source.table, made)


def permuted(dataset: Dataset) -> tuple[list[Value], dict[int, str]]:
    """Return values and statuses in the order of stub and heading."""
    standing = [s for s in dataset.chosen if not s.is_eliminated]
    codes = [s.variable.code for s in standing]
    wanted = [*dataset.stub, *dataset.heading]
    if codes == wanted:
        return list(dataset.values), dict(dataset.statuses)
    sizes = [len(s.values) for s in standing]
    strides = {code: prod(sizes[i + 1 :]) for i, code in enumerate(codes)}
    lengths = dict(zip(codes, sizes, strict=True))
    values: list[Value] = []
    statuses: dict[int, str] = {}
    for place in product(*(range(lengths[code]) for code in wanted)):
        at = sum(index * strides[code] for index, code in zip(place, wanted, strict=True))
        if at in dataset.statuses:
            statuses[len(values)] = dataset.statuses[at]
        values.append(dataset.values[at])
    return values, statuses


def areas_of(chosen: Sequence[Selected]) -> list[str]:
    """Return the codes of the chosen areas."""
    return [value.code for value in of_role(chosen, REGION).values]


def releases_by_area(areas: Sequence[Area], releases: Sequence[ReleaseInfo]) -> dict[str, ReleaseInfo]:
    """Return the release in which each area's figures are."""
    by_county = {release.county_code: release for release in releases}
    return {area.code: by_county[area.county_code] for area in areas if area.county_code in by_county}


def rows(dataset: Dataset) -> Iterator[tuple[tuple[tuple[str, str], ...], Value, str | None]]:
    """Yield each cell: code and text of every variable, the value, and its status."""
    names = [[(v.code, dataset.text(v.label)) for v in s.values] for s in dataset.ordered]
    for at, (place, value) in enumerate(zip(product(*names), dataset.values, strict=True)):
        yield place, value, dataset.statuses.get(at)
