"""Figures of the bench: one run's rate and delays, many runs' medians, ratios pair by pair, and goals."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from typing_extensions import override

from slussen_bench.failure import BenchError


@dataclass(frozen=True, slots=True)
class Load:
    """One run of a load generator: answers a second, milliseconds that half and 99 % of them took at most."""

    rate: float
    p50_ms: float
    p99_ms: float
    answers: int
    failures: int

    def sound(self, what: str) -> "Load":
        """Return the run itself when every request was answered as it should be.

        Raises:
            BenchError: Some were not, so that the rate says nothing.
        """
        if self.failures or not self.answers:
            raise BenchError(f"{what}: {self.failures} failures and {self.answers} answers")
        return self


@dataclass(frozen=True, slots=True)
class Goal:
    """What the design asks for: a ratio, or the figure itself, at least or at most so large."""

    of: Literal["ratio", "figure"]
    at: Literal["least", "most"]
    value: float

    def is_met(self, found: float) -> bool:
        """Whether a median reaches the goal."""
        return found >= self.value if self.at == "least" else found <= self.value

    @override
    def __str__(self) -> str:
        """Return the goal as the table shows it."""
        return f"{'>=' if self.at == 'least' else '<='} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        target: Which target of the design, `S1` to `S10`.
        figures: One for each run.
        floors: The floor's, run beside it; empty where there is none.
        goal: None where the figure is only shown.
    """

    target: str
    what: str
    unit: str
    figures: Sequence[float]
    floors: Sequence[float] = ()
    goal: Goal | None = None

    @property
    def ratios(self) -> list[float]:
        """Return each run's figure over the floor's in the same round."""
        return (
            [figure / floor for figure, floor in zip(self.figures, self.floors, strict=True)]
            if self.floors
            else []
        )

    @property
    def verdict(self) -> str:
        """Return `met`, `missed`, or nothing where there is no goal."""
        if self.goal is None:
            return ""
        judged = self.ratios if self.goal.of == "ratio" else self.figures
        return "met" if self.goal.is_met(statistics.median(judged)) else "missed"


@dataclass(frozen=True, slots=True)
class Missing:
    """A line for what could not be measured, and why."""

    target: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of processor time that each part spent on one request (or event), in one run."""

    what: str
    parts: Mapping[str, float]


def alternate(runs: int, ways: Mapping[str, Callable[[], Load]]) -> dict[str, list[Load]]:
    """Run each way `runs` times, in turn and every other round backwards, so that none has the better moments."""
    found: dict[str, list[Load]] = {name: [] for name in ways}
    orders = (list(ways)[:: 1 if number % 2 == 0 else -1] for number in range(runs))
    for name in chain.from_iterable(orders):
        found[name].append(ways[name]().sound(name))
    return found


def rates(loads: Sequence[Load]) -> list[float]:
    """Return the rates alone."""
    return [load.rate for load in loads]
