"""What a check answers: findings with a rule, a weight and both texts, and "not regulated" as a value of its own."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from slussen_chassis.errors import FieldProblem
from slussen_contracts.profiles import Force


class Weight(StrEnum):
    """How much a finding weighs: against a must (ska), against a should (bör), or for information."""

    BREACH = "breach"
    WARNING = "warning"
    NOTICE = "notice"

    @classmethod
    def of(cls, force: Force | None) -> "Weight":
        """Return what it weighs to depart from something that the source makes this binding."""
        return _WEIGHTS.get(force, cls.NOTICE)


_WEIGHTS: Final[dict[Force | None, Weight]] = {Force.MUST: Weight.BREACH, Force.SHOULD: Weight.WARNING}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found; `subject` is the key of what it is about, never a value that came in."""

    rule: str
    weight: Weight
    sv: str
    en: str
    subject: str | None = None

    def as_problem(self, field: str) -> FieldProblem:
        """Return it as the fault of a field, where it is ground enough to refuse what came in."""
        return FieldProblem(field, self.rule, self.sv, self.en)


@dataclass(frozen=True, slots=True)
class NotRegulated:
    """The answer where the county's document is silent: no number is made up, and none is borrowed."""

    matter: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Label:
    """Something that a profile names by a key, with what people see."""

    key: str
    sv: str
    en: str
