"""The system query options of a question (OData 4.0 part 1, 11.2; data aggregation 4.0, 3)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.odata.expressions import ALWAYS, Condition, parsed
from slussen_statistics.domain.odata.grouping import Grouping, grouping_of
from slussen_statistics.domain.odata.problems import InvalidOptionError, NotOfferedError
from slussen_statistics.domain.records import Column, Field, Kind, Record, columns_of

OPTIONS = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$skip", "$count", "$apply", "$format", "$skiptoken"}
)
MOST = 10**9
LONGEST_OPTION = 6000

_WHOLE = re.compile(r"[0-9]{1,9}")
_TOKEN = re.compile(r"([0-9a-f]{12})-([0-9]{1,9})-([0-9]{1,9})-([0-9]{1,10})")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: how many rows were passed, how many are still to be skipped, and still to be given."""

    feed: str
    passed: int
    skip: int
    top: int

    @property
    def token(self) -> str:
        """Return it as `$skiptoken` has it."""
        return f"{self.feed}-{self.passed}-{self.skip}-{self.top}"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of an entity set."""

    columns: Mapping[str, Column]
    selected: tuple[str, ...]
    condition: Condition = ALWAYS
    order: tuple[tuple[str, bool], ...] = ()
    grouping: Grouping | None = None
    has_count: bool = False
    top: int | None = None
    skip: int = 0
    position: Position | None = None

    def begin(self, feed: str) -> Position:
        """Return where the page begins."""
        if self.position is not None:
            return self.position
        return Position(feed, 0, self.skip, MOST if self.top is None else self.top)

    def ordered(self, rows: list[Record]) -> list[Record]:
        """Return rows in the order asked for; null comes first, last where it is descending (11.2.6.2)."""
        for name, is_descending in reversed(self.order):
            rows.sort(key=lambda row: _rank(row[name]), reverse=is_descending)
        return rows

    def shaped(self, row: Record) -> Record:
        """Return a row with the selected properties alone."""
        return {name: row[name] for name in self.selected}


def _rank(value: Field) -> tuple[bool, Any]:
    return value is not None, 0 if value is None else value


def query_of(table: Table, options: Sequence[tuple[str, str]]) -> Query:
    """Return what the options ask.

    Raises:
        InvalidOptionError: An option comes twice, or is not written as it must be.
        NotOfferedError: An option, or a part of one, that the feed does not offer.
    """
    given = _given(options)
    columns = columns_of(table.id)
    grouping = grouping_of(table, given["$apply"]) if "$apply" in given else None
    if grouping is not None:
        columns = grouping.columns
    condition = parsed(given["$filter"], columns) if "$filter" in given else ALWAYS
    return Query(
        columns,
        _selected(given.get("$select"), columns),
        condition,
        _order(given.get("$orderby"), columns),
        grouping,
        _switched(given.get("$count")),
        _number(given, "$top"),
        _number(given, "$skip") or 0,
        _position(given.get("$skiptoken")),
    )


def _given(options: Sequence[tuple[str, str]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in options:
        if name.startswith("$"):
            if name not in OPTIONS:
                raise NotOfferedError("That system query option is not offered")
            if name in given:
                raise InvalidOptionError("The option comes twice", name)
            if len(value) > LONGEST_OPTION:
                raise InvalidOptionError("The option is too long", name)
            given[name] = value.strip()
    return given


def _selected(text: str | None, columns: Mapping[str, Column]) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",")] if text else ["*"]
    if "*" in names:
        return tuple(columns)
    if any(name not in columns for name in names):
        raise InvalidOptionError("A property that the entity set does not have is selected", "$select")
    return tuple(name for name in columns if name in set(names))


def _order(text: str | None, columns: Mapping[str, Column]) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in text.split(",") if text else ():
        name, _, direction = part.strip().partition(" ")
        if name not in columns or direction.strip() not in {"", "asc", "desc"}:
            raise InvalidOptionError("Each part is a property, and asc or desc", "$orderby")
        found.append((name, direction.strip() == "desc"))
    return tuple(found)


def _switched(text: str | None) -> bool:
    if text not in {None, "true", "false"}:
        raise InvalidOptionError("It is true or false", "$count")
    return text == "true"


def _number(given: Mapping[str, str], name: str) -> int | None:
    if name not in given:
        return None
    if _WHOLE.fullmatch(given[name]) is None:
        raise InvalidOptionError("It is a whole number that is not negative", name)
    return int(given[name])


def _position(text: str | None) -> Position | None:
    if text is None:
        return None
    found = _TOKEN.fullmatch(text)
    if found is None:
        raise InvalidOptionError("It is not one that the feed gave", "$skiptoken")
    return Position(found[1], int(found[2]), int(found[3]), int(found[4]))


def edm_type(kind: Kind) -> str:
    """Return the primitive type of a column."""
    names = {
        Kind.TEXT: "Edm.String",
        Kind.WHOLE: "Edm.Int64",
        Kind.NUMBER: "Edm.Double",
        Kind.DAY: "Edm.Date",
    }
    return names[kind]
