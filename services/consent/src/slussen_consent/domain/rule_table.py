"""The whole table of rules as one value, for a page or a lawyer to read: nothing here decides, all of it is what runs.

It holds the very objects that `decide_boundary` reads, so that what is shown can't differ from what is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from slussen_consent.domain.boundary_rules import (
    ANOTHER_ACTIVITY,
    ANYONE_ELSE,
    ATTRIBUTE_MISSING,
    EXEMPT_COLLEAGUES,
    FACT_TEXTS,
    RULES,
    Basis,
    Boundary,
    BoundaryRule,
    Condition,
    Fact,
    Reason,
    Switch,
)
from slussen_consent.domain.county import CountyBoundary, CountyRules


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition of a rule in words; `unknown_is` None: where the fact is unknown, rule B0 decides."""

    fact: Fact
    holds: bool
    unknown_is: bool | None
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as it runs. `also` are reasons that are added where one more condition holds.

    `law` are ids of the list of statutes, `switch` the county's setting that may make the outcome milder, and
    `inner` tells that a care relationship opens the way of inner confidentiality.
    """

    id: str
    conditions: tuple[ConditionLine, ...]
    outcome: Boundary
    reason: Reason
    also: tuple[tuple[ConditionLine, Reason], ...]
    basis: Basis
    is_default: bool
    source: str
    law: tuple[str, ...]
    inner: bool
    switch: Switch | None
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class CountyLine:
    """What one county's profile adds: its stricter rules by id, in their order, and what its switches are set to.

    `boundary` None means that the county's document is silent: the national rules hold alone.
    """

    profile_id: str
    first_day: date
    boundary: CountyBoundary | None
    rules: tuple[str, ...]
    switches: tuple[tuple[Switch, Boundary], ...]
    exempt_same_unit_same_activity: bool


@dataclass(frozen=True, slots=True)
class RuleTable:
    """Everything that decides where the boundary stands.

    `fallback` (B0) decides wherever a rule that could apply reads something unknown. `national` are read from the
    top, the first that applies decides. `local` are what a county may add; the strictest of both holds.
    `strictness` is from the mildest to the strictest.
    """

    fallback: RuleLine
    national: tuple[RuleLine, ...]
    local: tuple[RuleLine, ...]
    counties: tuple[CountyLine, ...]
    strictness: tuple[Boundary, ...]


def rule_table(counties: Iterable[CountyRules] = ()) -> RuleTable:
    """Return the table that runs, with what each of the counties adds to it.

    Source: handbook 5.8 to 5.11; offentlighets- och sekretesslagen (2009:400) 8, 25 and 26 kap.
    """
    return RuleTable(
        fallback=_line(ATTRIBUTE_MISSING),
        national=tuple(map(_line, RULES)),
        local=tuple(map(_line, (EXEMPT_COLLEAGUES, ANOTHER_ACTIVITY, ANYONE_ELSE))),
        counties=tuple(map(_county, counties)),
        strictness=tuple(Boundary),
    )


def _line(rule: BoundaryRule) -> RuleLine:
    return RuleLine(
        id=rule.id,
        conditions=tuple(map(_condition, rule.conditions)),
        outcome=rule.outcome,
        reason=rule.reason,
        also=tuple((_condition(condition), reason) for condition, reason in rule.also),
        basis=rule.basis,
        is_default=rule.basis.is_default,
        source=rule.source,
        law=rule.law,
        inner=rule.inner,
        switch=rule.switch,
        sv=rule.sv,
        en=rule.en,
    )


def _condition(condition: Condition) -> ConditionLine:
    sv, en = FACT_TEXTS[condition.fact]
    if not condition.holds:
        sv, en = f"inte: {sv}", f"not: {en}"
    return ConditionLine(condition.fact, condition.holds, condition.unknown_is, sv, en)


def _county(county: CountyRules) -> CountyLine:
    return CountyLine(
        profile_id=county.profile_id,
        first_day=county.profile_first_day,
        boundary=county.boundary,
        rules=tuple(rule.id for rule in county.table()),
        switches=tuple((switch, getattr(county, switch)) for switch in Switch),
        exempt_same_unit_same_activity=county.exempt_same_unit_same_activity,
    )
