"""A dataset as a sheet: the stub's values down, the heading's across; for CSV, XLSX and HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod

from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.domain.px.selection import Selected
from slussen_statistics.domain.px.variables import PxValue
from slussen_statistics.domain.showing import WITHHELD, Value

Cell = float | int | str


class Names(StrEnum):
    """How values are named."""

    CODES = "UseCodes"
    TEXTS = "UseTexts"
    BOTH = "UseCodesAndTexts"


@dataclass(frozen=True, slots=True)
class Options:
    """What the parameters of an output format ask for."""

    names: Names = Names.TEXTS
    has_title: bool = False
    separator: str = ","


def name_of(dataset: Dataset, value: PxValue, names: Names) -> str:
    """Return a value's name as the options ask for it."""
    text = dataset.text(value.label)
    match names:
        case Names.CODES:
            return value.code
        case Names.TEXTS:
            return text
        case Names.BOTH:
            return f"{value.code} {text}"


def variable_name(dataset: Dataset, chosen: Selected, names: Names) -> str:
    """Return a variable's name as the options ask for it."""
    text = dataset.text(chosen.variable.label)
    return chosen.variable.code if names is Names.CODES else text


def parts(dataset: Dataset) -> tuple[list[Selected], list[Selected]]:
    """Return the variables of the stub and of the heading."""
    return dataset.ordered[: len(dataset.stub)], dataset.ordered[len(dataset.stub) :]


def header(dataset: Dataset, names: Names) -> list[str]:
    """Return the names of the columns: the stub's variables, then each combination of the heading."""
    stub, heading = parts(dataset)
    across = product(*([name_of(dataset, v, names) for v in s.values] for s in heading))
    return [*(variable_name(dataset, s, names) for s in stub), *(" ".join(found) for found in across)]


def body(dataset: Dataset, names: Names) -> Iterator[tuple[list[str], list[Cell]]]:
    """Yield each row: the names of its stub and its cells."""
    stub, heading = parts(dataset)
    width = prod(len(s.values) for s in heading)
    down = product(*([name_of(dataset, v, names) for v in s.values] for s in stub))
    for row, found in enumerate(down):
        start = row * width
        yield list(found), [cell_at(dataset, at) for at in range(start, start + width)]


def cell_at(dataset: Dataset, at: int) -> Cell:
    """Return a cell's value, or the status that stands in its place."""
    value: Value = dataset.values[at]
    return dataset.statuses.get(at, WITHHELD) if value is None else value
