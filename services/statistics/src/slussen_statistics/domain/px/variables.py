"""The variables of a table as PxWebApi shows them: area, dimensions, contents, time; and their code lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from slussen_statistics.domain.catalogue.model import Dimension, Period, Table
from slussen_statistics.domain.figures import MONTHS
from slussen_statistics.domain.labels import SECTORS, TOTAL, Label
from slussen_statistics.domain.published import Area
from slussen_statistics.domain.published import Period as ReleasedPeriod

REGION = "Region"
CONTENTS = "ContentsCode"
TIME = "Tid"

QUARTER_MONTHS = 3


class Role(StrEnum):
    """What a variable is about."""

    GEO = "geo"
    PLAIN = "plain"
    METRIC = "metric"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class PxValue:
    """A value of a variable; `members` are the values that a value of an aggregation is made of."""

    code: str
    label: Label
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codelist:
    """A list of other values for a variable: a part of its own, or sums of them."""

    id: str
    label: Label
    is_aggregation: bool
    values: tuple[PxValue, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a table.

    Attributes:
        elimination: The value that stands for all, where the variable may be left out.
    """

    code: str
    label: Label
    role: Role
    values: tuple[PxValue, ...]
    elimination: str | None = None
    codelists: tuple[Codelist, ...] = ()
    dimension: Dimension | None = field(default=None, repr=False)

    def codelist(self, wanted: str | None) -> Codelist | None:
        """Return a code list of the variable; None where there is none of that id."""
        return next((c for c in self.codelists if c.id.lower() == (wanted or "").lower()), None)


def variables_of(table: Table, areas: Sequence[Area], periods: Sequence[ReleasedPeriod]) -> list[Variable]:
    """Return a table's variables in their order."""
    return [
        _region(areas),
        *(_plain(table, dimension) for dimension in table.dimensions),
        _contents(table),
        _time(table, periods),
    ]


def pascal_case(code: str) -> str:
    """Return a dimension's code as PxWebApi names it."""
    return code[0].upper() + code[1:]


def _same(text: str) -> Label:
    return Label(text, text)


def _region(areas: Sequence[Area]) -> Variable:
    values = tuple(PxValue(a.code, _same(a.name)) for a in areas)
    return Variable(
        REGION, Label("område", "area"), Role.GEO, values, codelists=tuple(region_lists(areas).values())
    )


def region_lists(areas: Sequence[Area]) -> Mapping[str, Codelist]:
    """Return the code lists of areas: counties, municipalities, family centres."""
    kinds = (
        ("vs_Counties", Label("län", "counties"), [a for a in areas if a.is_county]),
        ("vs_Municipalities", Label("kommuner", "municipalities"), [a for a in areas if a.is_municipality]),
        (
            "vs_Centres",
            Label("familjecentraler", "family centres"),
            [a for a in areas if not a.is_county and not a.is_municipality],
        ),
    )
    return {
        name: Codelist(
            name, label, is_aggregation=False, values=tuple(PxValue(a.code, _same(a.name)) for a in some)
        )
        for name, label, some in kinds
    }


def _plain(table: Table, dimension: Dimension) -> Variable:
    values = tuple(PxValue(c.code, c.label) for c in dimension.values)
    sectors = sector_list(table, dimension)
    return Variable(
        pascal_case(dimension.code),
        dimension.label,
        Role.PLAIN,
        values,
        elimination=TOTAL if dimension.has_total else None,
        codelists=(sectors,) if sectors else (),
        dimension=dimension,
    )


def sector_list(table: Table, dimension: Dimension) -> Codelist | None:
    """Return the code list of a dimension's sectors; None where it has none, or they can't be added up.

    Where the sectors are not those of all professions, the list has an id of its own.
    """
    if not dimension.sectors or not table.is_additive:
        return None
    values = tuple(PxValue(code, label, members) for code, (label, members) in dimension.sectors.items())
    name = "agg_Sectors" if dimension.sectors == SECTORS else f"agg_Sectors_{table.id}_{dimension.code}"
    return Codelist(name, Label("verksamhetsområden", "sectors"), is_aggregation=True, values=values)


def sector_lists(tables: Iterable[Table]) -> Mapping[str, Codelist]:
    """Return the code lists of sectors of tables, by their ids."""
    found = (sector_list(table, dimension) for table in tables for dimension in table.dimensions)
    return {codelist.id: codelist for codelist in found if codelist}


def _contents(table: Table) -> Variable:
    values = tuple(PxValue(m.code, m.label) for m in table.measures)
    return Variable(CONTENTS, Label("tabellinnehåll", "contents"), Role.METRIC, values)


def _time(table: Table, periods: Sequence[ReleasedPeriod]) -> Variable:
    by_month = table.period is Period.MONTH
    label = Label("månad", "month") if by_month else Label("år", "year")
    values = tuple(PxValue(p.code, _same(p.code)) for p in periods)
    lists = tuple(time_lists(periods).values()) if by_month else ()
    return Variable(TIME, label, Role.TIME, values, codelists=lists)


def time_lists(months: Sequence[ReleasedPeriod]) -> Mapping[str, Codelist]:
    """Return the code lists of months: quarters and years, each of the months that there are."""
    quarters: dict[str, list[str]] = {}
    years: dict[str, list[str]] = {}
    for period in months:
        quarter = (period.month - 1) // QUARTER_MONTHS + 1
        quarters.setdefault(f"{period.year}K{quarter}", []).append(period.code)
        years.setdefault(str(period.year), []).append(period.code)
    return {
        name: Codelist(
            name,
            label,
            is_aggregation=True,
            values=tuple(
                PxValue(code, _joined(code, members, whole), tuple(members))
                for code, members in found.items()
            ),
        )
        for name, label, found, whole in (
            ("agg_Quarters", Label("kvartal", "quarters"), quarters, QUARTER_MONTHS),
            ("agg_Years", Label("år", "years"), years, MONTHS),
        )
    }


def _joined(code: str, months: Sequence[str], whole: int) -> Label:
    """Return the text of joined months; where some are not released, with those that are."""
    if len(months) == whole:
        return _same(code)
    there = months[0] if len(months) == 1 else f"{months[0]}-{months[-1]}"
    return Label(f"{code} (ofullständigt: {there})", f"{code} (incomplete: {there})")
