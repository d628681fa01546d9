"""What a published table is, as data that every surface reads.

A table has dimensions and measures. A **base measure** is what the figures are kept of; a **measure** is what is shown,
made from protected base measures alone. Where it is not said otherwise every combination of categories is a cell,
margins included.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import prod

from slussen_statistics.domain.labels import ALL, TOTAL, Label


class Protection(StrEnum):
    """How a base measure is protected (design decision 22)."""

    COUNTED = "counted"
    """Units counted one by one: the Cell Key Method."""
    ENTERED = "entered"
    """Totals entered as numbers: a threshold, and rounding."""
    OPEN = "open"
    """What organisations have and do; nobody's data."""


class Period(StrEnum):
    """How finely a table is published over time."""

    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Category:
    """A category of a dimension; `number` is its place on a scale or a band's upper end."""

    code: str
    label: Label
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of a table.

    Attributes:
        code: In camelCase, as the JSON answers name it.
        has_total: Whether the margin is a category of its own, the last.
        is_sensitive: Whether it would tell something about a person whose group lies in one category alone.
        silent: Categories of a sensitive dimension that tell nothing of anybody: it has not come out yet.
        is_overlapping: Whether a unit may lie in several categories; the total is then counted by itself, by the
            facts, and is never the sum of the categories.
        sectors: Groups of categories by code, which readers may ask for in their place.
    """

    code: str
    label: Label
    categories: tuple[Category, ...]
    has_total: bool = True
    is_sensitive: bool = False
    silent: frozenset[str] = frozenset()
    is_overlapping: bool = False
    sectors: Mapping[str, tuple[Label, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def values(self) -> tuple[Category, ...]:
        """Return the categories, the total last where there is one."""
        return (*self.categories, Category(TOTAL, ALL)) if self.has_total else self.categories

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of `values`."""
        return tuple(category.code for category in self.values)

    @classmethod
    def of(cls, code: str, label: Label, labels: Mapping[str, Label], **more: object) -> "Dimension":
        """Return a dimension whose categories are named by `labels`."""
        categories = tuple(Category(str(key), text) for key, text in labels.items())
        return cls(code, label, categories, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Base:
    """What figures are kept of: a number of units, or a sum of amounts.

    Attributes:
        of: The base measure whose figures it reads, where it is not its own: the number of units behind a sum.
    """

    code: str
    protection: Protection
    is_amount: bool = False
    of: str = ""

    @property
    def figure(self) -> str:
        """Return the measure under which its figures are kept."""
        return self.of or self.code


class Rule(StrEnum):
    """How a measure is made from base measures."""

    VALUE = "value"
    """The protected base measure itself, over `divisor`; told at the total alone of the dimensions in `per_total`."""
    SHARE = "share"
    """Per cent of `base` in `per`, which is read at the total of every dimension named in `per_total`."""
    MEAN = "mean"
    """The sum of `base` over the number in `per`."""
    MEAN_ON_SCALE = "mean_on_scale"
    """The mean of the numbers of the categories of `along`, weighed by `base`; stands at that dimension's total."""
    MEDIAN = "median"
    """The upper end of the category of `along` in which the middle one of `base` lies; stands at the total."""
    REMAINDER = "remainder"
    """`per` less `base`: those that are in no category; told at the total of the dimensions in `per_total`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that is shown.

    Attributes:
        unless: The base measure of what is missing: where there is any, the measure is not computable.
        is_stock: A state on a day, not what happened in a period.
        adds_over_time: Whether periods may be added up; not where units come again in the next.
    """

    code: str
    label: Label
    unit: Label
    base: str
    rule: Rule = Rule.VALUE
    per: str = ""
    per_total: tuple[str, ...] = ()
    along: str = ""
    unless: str = ""
    divisor: float = 1
    decimals: int = 0
    is_stock: bool = False
    adds_over_time: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A published table.

    Attributes:
        counts: What is counted, for the note and for readers of the dictionary.
        distinct: For tables of units that may lie in several cells: the cells of a unit by its number of facts.
        indicators: The handbook's indicators that it answers (7.1).
        is_snapshot: Made from the register's copies at the release, not from facts.
        is_discontinued: No longer updated.
        paths: The subject under which it stands.
    """

    id: str
    title: Label
    counts: Label
    source: Label
    bases: tuple[Base, ...]
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...] = ()
    period: Period = Period.YEAR
    note: Label | None = None
    distinct: Callable[[int], Iterable[str]] | None = None
    indicators: tuple[str, ...] = ()
    is_snapshot: bool = False
    is_discontinued: bool = False
    subject: str = "referrals"

    @property
    def cells(self) -> int:
        """Return the number of cells of one base measure in one area and period."""
        return prod(len(dimension.values) for dimension in self.dimensions)

    @property
    def is_additive(self) -> bool:
        """Tell whether cells may be added up: no unit lies in two of them."""
        if self.distinct is not None or self.is_snapshot:
            return False
        return not any(d.is_overlapping for d in self.dimensions)

    @property
    def may_be_added_up(self) -> bool:
        """Tell whether readers may add up what is shown: nothing is protected, and every measure is a number."""
        is_open = self.protections == {Protection.OPEN}
        return is_open and self.is_additive and all(measure.rule is Rule.VALUE for measure in self.measures)

    @property
    def is_of_whole_years(self) -> bool:
        """Tell whether a month has no figures of its own: units counted once a year, states of the year."""
        if self.distinct is not None or self.is_snapshot:
            return True
        return self.states.issuperset(base.figure for base in self.bases)

    @property
    def states(self) -> frozenset[str]:
        """Return the figures that are entered as a state of the year: they hold in each of its months."""
        stocks = {
            code for m in self.measures if m.is_stock and not self.is_snapshot for code in (m.base, m.per)
        }
        return frozenset(base.figure for base in self.bases if base.code in stocks)

    def base(self, code: str) -> int:
        """Return the place of a base measure."""
        return next(i for i, base in enumerate(self.bases) if base.code == code)

    @property
    def protections(self) -> frozenset[Protection]:
        """Return the kinds of protection of its measures."""
        return frozenset(base.protection for base in self.bases)
