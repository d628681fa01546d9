"""From selection expressions to values: `*`, `?`, TOP, BOTTOM, RANGE, FROM and TO, and codes as they are."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from slussen_statistics.domain.px.problems import (
    IllegalExpressionError,
    IllegalPlacementError,
    MissingSelectionError,
    RepeatedVariableError,
    UnknownCodelistError,
    UnknownValueError,
    UnknownVariableError,
)
from slussen_statistics.domain.px.variables import CONTENTS, REGION, TIME, Codelist, PxValue, Role, Variable

LONGEST_EXPRESSION = 200
MOST_EXPRESSIONS = 20_000

_CALL = re.compile(r"(TOP|BOTTOM|RANGE|FROM|TO)\(([^()]*)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of one variable: expressions, and a code list where one is named."""

    expressions: tuple[str, ...]
    codelist: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a table; no choice at all asks for the default selection."""

    choices: Mapping[str, Choice] = field(default_factory=dict)
    heading: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selected:
    """A variable with its chosen values; `is_eliminated`: it is left out, and its total stands for it."""

    variable: Variable
    values: tuple[PxValue, ...]
    codelist: Codelist | None = None
    is_eliminated: bool = False


def split_expressions(text: str) -> list[str]:
    """Return the expressions of a comma-separated list; commas inside parentheses don't part them."""
    found, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            found.append(text[start:at].strip())
            start = at + 1
    return [*found, text[start:].strip()]


def selected(variables: Sequence[Variable], question: Question) -> list[Selected]:
    """Return each variable with its chosen values, in the table's order.

    Raises:
        PxProblemError: A variable, code list, value or expression does not exist, or a selection is missing.
    """
    by_code = {variable.code.lower(): variable for variable in variables}
    choices = {}
    for name, choice in question.choices.items():
        variable = by_code.get(name.lower())
        if variable is None:
            raise UnknownVariableError
        if variable.code in choices:
            raise RepeatedVariableError(f"Variable {variable.code} is selected twice")
        choices[variable.code] = choice
    if not any(choice.expressions for choice in choices.values()):
        choices = {**default_choices(variables), **{n: c for n, c in choices.items() if c.codelist}}
    return [_select(variable, choices.get(variable.code)) for variable in variables]


def default_choices(variables: Sequence[Variable]) -> dict[str, Choice]:
    """Return the default selection: the first area, the newest period, the first measure, all of the rest."""
    first = {REGION, CONTENTS}
    return {
        v.code: Choice(
            (v.values[0].code,) if v.code in first and v.values else ("TOP(1)",) if v.code == TIME else ("*",)
        )
        for v in variables
    }


def _select(variable: Variable, choice: Choice | None) -> Selected:
    codelist = None
    if choice is not None and choice.codelist:
        codelist = variable.codelist(choice.codelist)
        if codelist is None:
            raise UnknownCodelistError
    values = variable.values if codelist is None else codelist.values
    if codelist is None and (choice is None or not choice.expressions):
        return _eliminated(variable)
    if choice is not None and choice.expressions:
        wanted = _wanted(variable, values, choice.expressions)
        values = tuple(v for v in values if v.code in wanted)
    if not values:
        raise UnknownValueError(f"The selection of variable {variable.code} chooses no value")
    return Selected(variable, values, codelist)


def _eliminated(variable: Variable) -> Selected:
    if variable.elimination is None:
        raise MissingSelectionError(f"Variable {variable.code} can't be left out")
    total = next(v for v in variable.values if v.code == variable.elimination)
    return Selected(variable, (total,), is_eliminated=True)


def _wanted(variable: Variable, values: Sequence[PxValue], expressions: Sequence[str]) -> set[str]:
    if len(expressions) > MOST_EXPRESSIONS:
        raise IllegalExpressionError("More expressions than one question takes")
    codes = [value.code for value in values]
    known = {code.lower(): code for code in codes}
    wanted: set[str] = set()
    for expression in expressions:
        if len(expression) > LONGEST_EXPRESSION:
            raise IllegalExpressionError
        exact = known.get(expression.lower())
        wanted |= {exact} if exact else _matching(variable, codes, expression)
    return wanted


def _matching(variable: Variable, codes: Sequence[str], expression: str) -> set[str]:
    call = _CALL.fullmatch(expression)
    if call:
        arguments = [argument.strip() for argument in call[2].split(",")]
        return set(_CALLS[call[1].upper()](variable, codes, arguments))
    if "(" in expression or ")" in expression:
        raise IllegalExpressionError
    if "*" in expression or "?" in expression:
        return _by_pattern(codes, expression)
    raise UnknownValueError


def _by_pattern(codes: Sequence[str], expression: str) -> set[str]:
    if "*" in expression.strip("*") or ("?" in expression and "*" in expression):
        raise IllegalExpressionError
    if "[" in expression:
        raise UnknownValueError
    return {code for code in codes if fnmatchcase(code.lower(), expression.lower())}


def _numbers(arguments: Sequence[str]) -> tuple[int, int]:
    """Return the number and the offset of TOP or BOTTOM."""
    if not 1 <= len(arguments) <= 2 or not all(a.isdecimal() and a.isascii() for a in arguments):  # noqa: PLR2004
        raise IllegalExpressionError
    numbers = [int(argument[:9]) for argument in arguments]
    return numbers[0], numbers[1] if len(numbers) > 1 else 0


def _top(variable: Variable, codes: Sequence[str], arguments: Sequence[str]) -> Sequence[str]:
    """Return the first values; of time the newest."""
    number, offset = _numbers(arguments)
    ordered = list(reversed(codes)) if variable.role is Role.TIME else list(codes)
    return ordered[offset : offset + number]


def _bottom(variable: Variable, codes: Sequence[str], arguments: Sequence[str]) -> Sequence[str]:
    """Return the last values; of time the oldest."""
    number, offset = _numbers(arguments)
    ordered = list(codes) if variable.role is Role.TIME else list(reversed(codes))
    return ordered[offset : offset + number]


def _place(codes: Sequence[str], wanted: str) -> int:
    found = next((at for at, code in enumerate(codes) if code.lower() == wanted.lower()), None)
    if found is None:
        raise UnknownValueError
    return found


def _range(_variable: Variable, codes: Sequence[str], arguments: Sequence[str]) -> Sequence[str]:
    if len(arguments) != 2:  # noqa: PLR2004 - from and to
        raise IllegalExpressionError
    first, last = (_place(codes, argument) for argument in arguments)
    return codes[first : last + 1]


def _from(_variable: Variable, codes: Sequence[str], arguments: Sequence[str]) -> Sequence[str]:
    if len(arguments) != 1:
        raise IllegalExpressionError
    return codes[_place(codes, arguments[0]) :]


def _to(_variable: Variable, codes: Sequence[str], arguments: Sequence[str]) -> Sequence[str]:
    if len(arguments) != 1:
        raise IllegalExpressionError
    return codes[: _place(codes, arguments[0]) + 1]


Call = Callable[[Variable, Sequence[str], Sequence[str]], Sequence[str]]
_CALLS: Mapping[str, Call] = {"TOP": _top, "BOTTOM": _bottom, "RANGE": _range, "FROM": _from, "TO": _to}


def placed(chosen: Sequence[Selected], question: Question) -> tuple[list[str], list[str]]:
    """Return the codes of the variables in stub and heading; by default contents and time are the heading.

    Raises:
        IllegalPlacementError: A variable is unknown, left out, or stands twice.
    """
    codes = {s.variable.code.lower(): s.variable.code for s in chosen if not s.is_eliminated}
    named = [*question.stub, *question.heading]
    if any(name.lower() not in codes for name in named) or len({n.lower() for n in named}) != len(named):
        raise IllegalPlacementError
    stub = [codes[name.lower()] for name in question.stub]
    heading = [codes[name.lower()] for name in question.heading]
    rest = [code for code in codes.values() if code not in {*stub, *heading}]
    if not named:
        heading = [code for code in rest if code in {CONTENTS, TIME}]
        return [code for code in rest if code not in heading], heading
    if not question.heading:
        return stub, rest
    return [*stub, *rest], heading
