"""Making the table of the noise (p-table) of the Cell Key Method: for each true count, a distribution of its noise.

The noise v of a count i lies in [-D, D], leaves no negative count and none of 1..js, has mean 0 and variance V, and
among all such distributions the largest entropy: p(v) = exp(a v + b v^2) / Z on the allowed v. The two numbers a and b
minimise the convex log Z(a, b) - b V; Newton's method with a shortened step finds them.

Zero stays zero. From D + js + 1 on every count has the same distribution.

Source: domain/disclosure-control.md 3; Giessing and Tent 2019 (maximum entropy).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[int, float]
"""Probability of each noise."""

STEPS = 400
ROUNDING = 1e-15
PRECISION = 1e-12


class InfeasibleError(ValueError):
    """No distribution keeps the parameters for some count; more variance or a larger bound may help."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a p-table.

    Attributes:
        largest_noise: D, the bound of the noise.
        variance: V, the variance of the noise of each count above zero.
        never_shown: js, the largest of the small counts that never appear.
    """

    largest_noise: int = 5
    variance: float = 3.0
    never_shown: int = 2

    @property
    def repeats_from(self) -> int:
        """Return the count from which every row is the same."""
        return self.largest_noise + self.never_shown + 1

    def allowed(self, count: int) -> list[int]:
        """Return the noises that a count may get."""
        bound = self.largest_noise
        return [v for v in range(-bound, bound + 1) if count + v == 0 or count + v > self.never_shown]


def solve(parameters: Parameters) -> list[Row]:
    """Return the rows of counts 0 to `repeats_from`; the last serves all larger counts.

    Raises:
        InfeasibleError: A count has no such distribution.
    """
    rows: list[Row] = [{0: 1.0}]
    rows += [solve_row(parameters, count) for count in range(1, parameters.repeats_from + 1)]
    return rows


def solve_row(parameters: Parameters, count: int) -> Row:
    """Return the distribution of a count's noise.

    Raises:
        InfeasibleError: There is none with these parameters.
    """
    support = parameters.allowed(count)
    a = b = 0.0
    for _ in range(STEPS):
        weights = _weights(support, a, b)
        mean, square, third, fourth = (_moment(support, weights, power) for power in (1, 2, 3, 4))
        slope = (mean, square - parameters.variance)
        if max(map(abs, slope)) < PRECISION:
            return dict(zip(support, weights, strict=True))
        curve = (square - mean * mean, third - mean * square, fourth - square * square)
        step = _newton(slope, curve)
        a, b = _shortened(parameters, support, (a, b), step)
    raise InfeasibleError(f"no noise of variance {parameters.variance} for the count {count}")


def _weights(support: Sequence[int], a: float, b: float) -> list[float]:
    exponents = [a * v + b * v * v for v in support]
    largest = max(exponents)
    raw = [math.exp(e - largest) for e in exponents]
    return [r / math.fsum(raw) for r in raw]


def _moment(support: Sequence[int], weights: Sequence[float], power: int) -> float:
    return math.fsum(w * v**power for v, w in zip(support, weights, strict=True))


def _newton(slope: tuple[float, float], curve: tuple[float, float, float]) -> tuple[float, float]:
    """Return minus the inverse of the curvature times the slope; a flat curvature falls back on the slope."""
    xx, xy, yy = curve
    determinant = xx * yy - xy * xy
    if determinant <= PRECISION:
        return -slope[0], -slope[1]
    return (
        -(yy * slope[0] - xy * slope[1]) / determinant,
        -(xx * slope[1] - xy * slope[0]) / determinant,
    )


def _shortened(
    parameters: Parameters, support: Sequence[int], at: tuple[float, float], step: tuple[float, float]
) -> tuple[float, float]:
    """Return the point after the longest of the step, its half, its quarter and so on that goes downhill."""
    here = _height(parameters, support, *at)
    length = 1.0
    while length > PRECISION:
        there = (at[0] + length * step[0], at[1] + length * step[1])
        if _height(parameters, support, *there) <= here + ROUNDING:
            return there
        length /= 2
    return at


def _height(parameters: Parameters, support: Sequence[int], a: float, b: float) -> float:
    exponents = [a * v + b * v * v for v in support]
    largest = max(exponents)
    return largest + math.log(math.fsum(math.exp(e - largest) for e in exponents)) - b * parameters.variance
