"""`$apply` as a look-up: a group answers the total that is published for it, with that total's own noise.

Nothing is added up. What no published cell answers is refused (design decision 22).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slussen_statistics.domain.catalogue.model import Dimension, Rule, Table
from slussen_statistics.domain.labels import TOTAL
from slussen_statistics.domain.odata.expressions import ALWAYS, Condition, parsed
from slussen_statistics.domain.odata.problems import InvalidOptionError, NotOfferedError
from slussen_statistics.domain.records import (
    PERIOD,
    REGION,
    TEXT,
    Column,
    Field,
    Record,
    column_name,
    columns_of,
    is_of_year,
)

TARGET = "$apply"
COUNTY, KIND, REGION_NAME = "County", "RegionKind", "RegionName"

_STEPS = re.compile(r"(?:filter\((?P<filter>.*?)\)/)?(?P<rest>(?:groupby|aggregate)\(.*\))", re.DOTALL)
_GROUPBY = re.compile(r"groupby\(\(([^()]*)\)(?:,\s*aggregate\(([^()]*)\))?\)")
_AGGREGATE = re.compile(r"aggregate\(([^()]*)\)")
_SUM = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)\s+with\s+(\w+)\s+as\s+([A-Za-z_][A-Za-z0-9_]{0,127})\s*")


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of a table's rows.

    Attributes:
        condition: What is sorted out first; of areas, periods and categories alone.
        grouped: The properties that a group has in common.
        sums: The measure behind each alias.
        wanted: For each dimension the one category that stands for it, or None where each category is a group.
        columns: The properties of a group.
        is_of_counties: Whether each group is of a county as a whole, for which its own rows stand.
    """

    condition: Condition
    grouped: tuple[str, ...]
    sums: Mapping[str, str]
    wanted: Mapping[str, Field]
    columns: Mapping[str, Column]
    is_of_one_area: bool
    is_of_one_period: bool
    is_of_counties: bool = False

    def takes(self, row: Record) -> bool:
        """Tell whether a row is one of the cells that stand for the groups."""
        for name, category in self.wanted.items():
            if row[name] != category if category is not None else row[name] == TOTAL:
                return False
        return self.condition.test(row)

    def group(self, row: Record) -> Record:
        """Return the group that a row stands for."""
        return {
            **{name: row[name] for name in self.grouped},
            **{alias: row[m] for alias, m in self.sums.items()},
        }


def grouping_of(table: Table, text: str) -> Grouping:
    """Return the groups that `$apply` asks for.

    Raises:
        InvalidOptionError: It is not written as it must be, or names no property.
        NotOfferedError: It asks for what no published cell answers.
    """
    steps = _STEPS.fullmatch(text)
    if steps is None:
        raise NotOfferedError("groupby and aggregate are offered, after a filter or alone", TARGET)
    columns = columns_of(table.id)
    condition = _condition(steps["filter"], columns)
    grouped, sums = _parts(steps["rest"], columns)
    pins = dict(condition.pins)
    answered: dict[str, Column] = {name: columns[name] for name in grouped}
    for alias, measure in sums.items():
        if alias in columns or alias in answered:
            raise InvalidOptionError("An alias is the name of a property", TARGET)
        answered[alias] = columns[measure]
    wanted = {column_name(d.code): _wanted(d, grouped, pins, condition) for d in table.dimensions}
    of_area = REGION in grouped or REGION in pins
    of_period = PERIOD in grouped or PERIOD in pins
    if is_of_year(table):
        of_period = of_period or "Year" in grouped or "Year" in pins
    of_county = not of_area and _is_of_counties(grouped, pins, condition)
    one_area = not of_area and not of_county
    return Grouping(condition, grouped, sums, wanted, answered, one_area, not of_period, of_county)


def _is_of_counties(grouped: tuple[str, ...], pins: Mapping[str, Field], condition: Condition) -> bool:
    """Tell whether groups are of whole counties: no area in them is chosen or told apart."""
    is_named = COUNTY in grouped or COUNTY in pins
    is_whole = KIND not in condition.columns or pins.get(KIND) == "county"
    return is_named and is_whole and not {REGION, REGION_NAME} & {*condition.columns, *grouped}


def _condition(text: str | None, columns: Mapping[str, Column]) -> Condition:
    if text is None:
        return ALWAYS
    condition = parsed(text, columns, TARGET)
    if any(columns[name].measure is not None for name in condition.columns):
        raise NotOfferedError("Figures can't be sorted out before they are grouped", TARGET)
    return condition


def _parts(text: str, columns: Mapping[str, Column]) -> tuple[tuple[str, ...], dict[str, str]]:
    groupby, alone = _GROUPBY.fullmatch(text), _AGGREGATE.fullmatch(text)
    if groupby is None and alone is None:
        raise NotOfferedError(
            "Only groupby((properties),aggregate(measure with sum as alias)) is offered", TARGET
        )
    listed = groupby[1] if groupby else ""
    grouped = tuple(name.strip() for name in listed.split(",") if name.strip())
    if any(name not in columns for name in grouped):
        raise InvalidOptionError("A property that the entity set does not have is grouped by", TARGET)
    if any(columns[name].measure is not None for name in grouped):
        raise NotOfferedError("Figures can't be grouped by", TARGET)
    written = groupby[2] if groupby else alone[1] if alone else None
    sums = dict(_sum(part, columns) for part in written.split(",")) if written else {}
    return grouped, sums


def _sum(text: str, columns: Mapping[str, Column]) -> tuple[str, str]:
    found = _SUM.fullmatch(text)
    if found is None:
        raise NotOfferedError("Only a measure with sum as an alias is offered", TARGET)
    name, method, alias = found.groups()
    column = columns.get(name)
    if column is None:
        raise InvalidOptionError("A property that the entity set does not have is aggregated", TARGET)
    if method != "sum" or column.measure is None or not column.is_figure:
        raise NotOfferedError("Figures can be summed, and nothing else be made of them", TARGET)
    if column.measure.rule is not Rule.VALUE:
        raise NotOfferedError("Shares, means and medians have no sum", TARGET)
    return alias, name


def _wanted(
    dimension: Dimension, grouped: tuple[str, ...], pins: Mapping[str, Field], condition: Condition
) -> Field:
    name = column_name(dimension.code)
    if name in pins:
        return pins[name]
    if name in grouped or name + TEXT in grouped:
        return None
    if {name, name + TEXT} & condition.columns:
        raise NotOfferedError("Categories that are sorted out must be grouped by, or be one alone", TARGET)
    if not dimension.has_total:
        raise NotOfferedError("A dimension without a published total must be grouped by", TARGET)
    return TOTAL
