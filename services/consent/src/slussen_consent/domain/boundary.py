"""Where the boundary of confidentiality (sekretessgräns) stands between employees: facts in, a finding out.

The national rules and the county's are read from their tables (`boundary_rules`), and the stricter holds. The
answer names every rule that was tried and why it did or did not apply. It is symmetric in the two employees.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from slussen_consent.domain.boundary_rules import (
    ATTRIBUTE_MISSING,
    RULES,
    Basis,
    Boundary,
    BoundaryRule,
    Reason,
)
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.employment import ConditionFound, Employment, find, missing_attributes

_STRICTNESS = {boundary: place for place, boundary in enumerate(Boundary)}


@dataclass(frozen=True, slots=True)
class RuleTried:
    """A rule that was tried, whether it applied, and all its conditions as they were found."""

    rule: BoundaryRule
    applied: bool
    conditions: tuple[ConditionFound, ...]

    @property
    def why(self) -> tuple[ConditionFound, ...]:
        """What decided: all conditions where the rule applied, those that did not hold where it did not."""
        return tuple(found for found in self.conditions if found.holds is self.applied)


@dataclass(frozen=True, slots=True)
class BoundaryFinding:
    """Where the boundary stands between two employees, and everything that led there.

    `deciding` are the rules that demand the outcome: the national one, the county's, or both. `missing` names
    the attributes that rule B0 lacked, as `sender.boardId`. `inner_confidentiality_possible` tells that a
    care relationship opens the way of inner confidentiality in place of consent.
    """

    outcome: Boundary
    deciding: tuple[BoundaryRule, ...]
    reasons: tuple[Reason, ...]
    tried: tuple[RuleTried, ...]
    missing: tuple[str, ...]
    inner_confidentiality_possible: bool
    default_used: bool
    switched: bool

    @property
    def inner_confidentiality(self) -> bool:
        """Whether inner confidentiality holds: no consent required never means free access (handbook 5.7)."""
        return self.outcome is Boundary.CONSENT_NOT_REQUIRED

    @property
    def basis(self) -> Basis:
        """How firmly the first deciding rule stands; a county's or deployment's switch is the county's."""
        return Basis.COUNTY if self.switched else self.deciding[0].basis

    @property
    def law(self) -> tuple[str, ...]:
        """The statutes of the deciding rules, by their ids in the code list."""
        return tuple(dict.fromkeys(statute for rule in self.deciding for statute in rule.law))


def stricter(*boundaries: Boundary) -> Boundary:
    """Return the strictest boundary: the join of the lattice in which requiring consent is the top."""
    return max(boundaries, key=_STRICTNESS.__getitem__)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one table says: the rule that decides (None: none applies), and all that was tried."""

    rule: BoundaryRule | None
    tried: tuple[RuleTried, ...]
    missing: tuple[str, ...] = ()


def _read(table: Sequence[BoundaryRule], sender: Employment, recipient: Employment) -> _Reading:
    """Read a table from the top: the first rule that holds decides, and the unknown ends in B0."""
    tried: list[RuleTried] = []
    for rule in table:
        conditions = tuple(find(condition, sender, recipient) for condition in rule.conditions)
        applies = all(found.holds for found in conditions)
        tried.append(RuleTried(rule, applies, conditions))
        if applies:
            return _Reading(rule, tuple(tried))
        if all(found.holds or found.found is None for found in conditions):
            tried.append(RuleTried(ATTRIBUTE_MISSING, applied=True, conditions=()))
            return _Reading(
                ATTRIBUTE_MISSING, tuple(tried), missing_attributes(conditions, sender, recipient)
            )
    return _Reading(None, tuple(tried))


def _demand(rule: BoundaryRule, county: CountyRules) -> Boundary:
    """Return what a rule demands, where the sources leave it open by the county's switch."""
    switched: Boundary = rule.outcome if rule.switch is None else getattr(county, rule.switch)
    return switched


def _reasons(rules: Iterable[BoundaryRule], a: Employment, b: Employment) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    for rule in rules:
        reasons.append(rule.reason)
        reasons.extend(reason for condition, reason in rule.also if find(condition, a, b).holds)
    return tuple(dict.fromkeys(reasons))


@lru_cache(maxsize=8192)
def decide_boundary(
    sender: Employment, recipient: Employment, county: CountyRules, *, care_relationship: bool = False
) -> BoundaryFinding:
    """Decide where the boundary stands between two different people, each acting in one employment.

    Args:
        sender: The employment of the one who tells.
        recipient: The employment of the one who is told; swapping the two changes nothing but `missing`.
        county: The county's rules; the stricter of them and the national rules holds.
        care_relationship: Whether the recipient takes part in the person's care (patientdatalagen 4 kap. 1 §).

    Source: handbook 5.9 to 5.11; offentlighets- och sekretesslagen (2009:400) 8, 25 and 26 kap.
    """
    national = _read(RULES, sender, recipient)
    local = _read(county.table(), sender, recipient)
    demands = [(rule, _demand(rule, county)) for rule in (national.rule, local.rule) if rule is not None]
    outcome = stricter(*(demand for _, demand in demands))
    deciding = tuple(rule for rule, demand in demands if demand is outcome)
    return BoundaryFinding(
        outcome=outcome,
        deciding=deciding,
        reasons=_reasons(deciding, sender, recipient),
        tried=national.tried + local.tried,
        missing=tuple(dict.fromkeys(national.missing + local.missing)),
        inner_confidentiality_possible=care_relationship and all(rule.inner for rule in deciding),
        default_used=any(rule.basis.is_default and rule.outcome is outcome for rule in deciding),
        switched=deciding[0].outcome is not outcome,
    )
