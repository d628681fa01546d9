"""Expressions of `$filter` (OData 4.0 part 2, 5.1.1): from text to a test of a row."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any

from slussen_statistics.domain.odata.problems import InvalidOptionError, NotOfferedError
from slussen_statistics.domain.records import Column, Field, Kind, Record

MOST_TOKENS = 1000
MOST_DEPTH = 40

Compute = Callable[[Record], Field]
Test = Callable[[Record], bool]

_TOKEN = re.compile(
    r"""(?P<text>'(?:[^']|'')*')|(?P<day>\d{4}-\d{2}-\d{2}(?![\dT]))|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<mark>[(),])|(?P<space>\s+)""",
    re.VERBOSE,
)
_TEXT, _TEXTS, _DAY = ("text",), ("text", "text"), ("day",)
_FUNCTIONS: Mapping[str, tuple[tuple[str, ...], str, Callable[..., Field]]] = {
    "contains": (_TEXTS, "boolean", lambda text, part: part in text),
    "startswith": (_TEXTS, "boolean", lambda text, part: text.startswith(part)),
    "endswith": (_TEXTS, "boolean", lambda text, part: text.endswith(part)),
    "indexof": (_TEXTS, "number", lambda text, part: text.find(part)),
    "tolower": (_TEXT, "text", lambda text: text.lower()),
    "toupper": (_TEXT, "text", lambda text: text.upper()),
    "length": (_TEXT, "number", len),
    "year": (_DAY, "number", lambda day: int(day[:4])),
    "month": (_DAY, "number", lambda day: int(day[5:7])),
    "day": (_DAY, "number", lambda day: int(day[8:10])),
}
"""The kinds of values that a function takes, the kind of its result, and what it makes."""
FUNCTIONS = tuple(_FUNCTIONS)
"""The functions that are offered."""
_ORDERS: Mapping[str, Callable[[Any, Any], Any]] = {"gt": gt, "ge": ge, "lt": lt, "le": le}
_NOT_OFFERED = frozenset(
    {"add", "sub", "mul", "div", "mod", "has", "any", "all", "cast", "isof", "substring", "concat"}
    | {"trim", "round", "floor", "ceiling", "hour", "minute", "second", "now", "date", "time", "divby"}
)


@dataclass(frozen=True, slots=True)
class Value:
    """A part that has a value: its type (`text`, `number`, `day`, `boolean`, `null`) and the columns in it."""

    kind: str
    compute: Compute
    columns: frozenset[str] = frozenset()
    column: str | None = None
    constant: Field = None
    is_constant: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: its test, the columns in it, and the columns that it holds to one value."""

    test: Test
    columns: frozenset[str]
    pins: tuple[tuple[str, Field], ...] = ()
    parts: tuple["Condition", ...] = ()

    @property
    def conjuncts(self) -> tuple["Condition", ...]:
        """Return the conditions that must all hold."""
        return self.parts or (self,)


ALWAYS = Condition(lambda _row: True, frozenset())


def parsed(text: str, columns: Mapping[str, Column], target: str = "$filter") -> Condition:
    """Return the condition that an expression states.

    Raises:
        InvalidOptionError: It is not an expression, compares what can't be compared, or names no column.
        NotOfferedError: It uses an operator or function that the feed does not offer.
    """
    return _Reader(list(_tokens(text, target)), columns, target).whole()


def _tokens(text: str, target: str) -> Iterator[tuple[str, str]]:
    at = number = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        number += 1
        if found is None or number > MOST_TOKENS:
            raise InvalidOptionError(
                "The expression has a sign that is not understood, or is too long", target
            )
        at = found.end()
        if found.lastgroup != "space":
            yield found.lastgroup or "", found.group()


class _Reader:
    """Reads tokens from the left, `or` binding least."""

    def __init__(self, tokens: Sequence[tuple[str, str]], columns: Mapping[str, Column], target: str) -> None:
        self.tokens = tokens
        self.columns = columns
        self.target = target
        self.at = 0
        self.depth = 0

    def whole(self) -> Condition:
        found = self.either()
        if self.at < len(self.tokens):
            raise self.fault()
        return found

    def fault(self, message: str = "The expression is not written as OData has it") -> InvalidOptionError:
        return InvalidOptionError(message, self.target)

    def next_is(self, *words: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][1] in words

    def take(self, *words: str) -> str:
        if not self.next_is(*words):
            raise self.fault()
        self.at += 1
        return self.tokens[self.at - 1][1]

    def either(self) -> Condition:
        found = [self.both()]
        while self.next_is("or"):
            self.at += 1
            found.append(self.both())
        if len(found) == 1:
            return found[0]
        tests = [one.test for one in found]
        return Condition(lambda row: any(test(row) for test in tests), _all_columns(found))

    def both(self) -> Condition:
        found = [self.one()]
        while self.next_is("and"):
            self.at += 1
            found.append(self.one())
        if len(found) == 1:
            return found[0]
        parts = tuple(part for one in found for part in one.conjuncts)
        tests = [part.test for part in parts]
        pins = tuple(pin for part in parts for pin in part.pins)
        return Condition(lambda row: all(test(row) for test in tests), _all_columns(parts), pins, parts)

    def one(self) -> Condition:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.fault("The expression is nested too deeply")
        found = self._one()
        self.depth -= 1
        return found

    def _one(self) -> Condition:
        if self.next_is("not"):
            self.at += 1
            inner = self.one()
            return Condition(lambda row: not inner.test(row), inner.columns)
        if self.next_is("(") and not self.is_value_next():
            self.at += 1
            found = self.either()
            self.take(")")
            return found
        return self.comparison()

    def is_value_next(self) -> bool:
        """Tell whether what stands in parentheses is a value that is compared, and not a condition."""
        at, depth = self.at, self.depth
        try:
            self.value()
            return self.next_is("eq", "ne", "in", *_ORDERS)
        except InvalidOptionError:
            return False
        finally:
            self.at, self.depth = at, depth

    def comparison(self) -> Condition:
        left = self.value()
        if self.next_is("in"):
            self.at += 1
            return self.among(left)
        if not self.next_is("eq", "ne", *_ORDERS):
            if self.at < len(self.tokens) and self.tokens[self.at][1] in _NOT_OFFERED:
                raise NotOfferedError("That operator is not offered", self.target)
            if left.kind != "boolean":
                raise self.fault()
            return Condition(lambda row: bool(left.compute(row)), left.columns)
        operator = self.take("eq", "ne", *_ORDERS)
        return self.compared(left, operator, self.value())

    def compared(self, left: Value, operator: str, right: Value) -> Condition:
        if left.kind != right.kind and "null" not in {left.kind, right.kind}:
            raise self.fault("Values of different types are compared")
        a, b, columns = left.compute, right.compute, left.columns | right.columns
        if operator == "eq":
            return Condition(lambda row: a(row) == b(row), columns, _pins(left, right))
        if operator == "ne":
            return Condition(lambda row: a(row) != b(row), columns)
        order = _ORDERS[operator]

        def ordered(row: Record) -> bool:
            x, y = a(row), b(row)
            return x is not None and y is not None and bool(order(x, y))

        return Condition(ordered, columns)

    def among(self, left: Value) -> Condition:
        values = self.arguments()
        if any(not v.is_constant or v.kind not in {left.kind, "null"} for v in values):
            raise self.fault("Values of different types are compared")
        wanted = frozenset(v.constant for v in values)
        pins = _pins(left, values[0]) if len(values) == 1 else ()
        return Condition(lambda row: left.compute(row) in wanted, left.columns, pins)

    def arguments(self) -> list[Value]:
        self.take("(")
        found = [self.value()]
        while self.next_is(","):
            self.at += 1
            found.append(self.value())
        self.take(")")
        return found

    def value(self) -> Value:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.fault("The expression is nested too deeply")
        found = self._value()
        self.depth -= 1
        return found

    def _value(self) -> Value:
        if self.at >= len(self.tokens):
            raise self.fault()
        kind, word = self.tokens[self.at]
        self.at += 1
        if word == "(" and kind == "mark":
            found = self.value()
            self.take(")")
            return found
        if kind == "name":
            return self.named(word)
        if kind == "mark":
            raise self.fault()
        return _literal(kind, word)

    def named(self, word: str) -> Value:
        if word in {"true", "false", "null"}:
            constant = {"true": True, "false": False, "null": None}[word]
            return _constant("null" if constant is None else "boolean", constant)
        if self.next_is("("):
            return self.function(word)
        column = self.columns.get(word)
        if column is None:
            if word in _NOT_OFFERED:
                raise NotOfferedError("That function is not offered", self.target)
            raise self.fault("The expression names a property that the entity set does not have")
        kind = {Kind.TEXT: "text", Kind.DAY: "day"}.get(column.kind, "number")
        return Value(kind, lambda row: row[word], frozenset({word}), word)

    def function(self, word: str) -> Value:
        if word not in _FUNCTIONS:
            if word in _NOT_OFFERED:
                raise NotOfferedError("That function is not offered", self.target)
            raise self.fault("There is no such function")
        kinds, result, made = _FUNCTIONS[word]
        given = self.arguments()
        if tuple(v.kind for v in given) != kinds:
            raise self.fault("A function is given other values than it takes")

        def called(row: Record) -> Field:
            values = [v.compute(row) for v in given]
            return None if None in values else made(*values)

        columns = frozenset().union(*(v.columns for v in given))
        return Value(result, called, columns)


def _constant(kind: str, constant: Field) -> Value:
    return Value(kind, lambda _row: constant, constant=constant, is_constant=True)


def _literal(kind: str, word: str) -> Value:
    if kind == "text":
        return _constant(kind, word[1:-1].replace("''", "'"))
    if kind == "number":
        return _constant(kind, float(word) if set(word) & set(".eE") else int(word))
    return _constant(kind, word)


def _pins(left: Value, right: Value) -> tuple[tuple[str, Field], ...]:
    for column, other in ((left.column, right), (right.column, left)):
        if column is not None and other.is_constant:
            return ((column, other.constant),)
    return ()


def _all_columns(conditions: Sequence[Condition]) -> frozenset[str]:
    return frozenset().union(*(one.columns for one in conditions))
