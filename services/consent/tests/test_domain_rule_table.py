"""The table that is shown is the table that runs."""

from datetime import date

import pytest

from slussen_consent.domain.boundary_rules import (
    ANOTHER_ACTIVITY,
    ANYONE_ELSE,
    ATTRIBUTE_MISSING,
    EXEMPT_COLLEAGUES,
    RULES,
    Basis,
    Boundary,
    Fact,
    Reason,
    Switch,
)
from slussen_consent.domain.county import CountyBoundary, CountyRules, county_rules
from slussen_consent.domain.rule_table import rule_table
from slussen_contracts.profiles import profile


def test_every_rule_stands_in_the_table_as_it_runs() -> None:
    table = rule_table()
    shown = (table.fallback, *table.national, *table.local)
    run = (ATTRIBUTE_MISSING, *RULES, EXEMPT_COLLEAGUES, ANOTHER_ACTIVITY, ANYONE_ELSE)
    for line, rule in zip(shown, run, strict=True):
        assert [(c.fact, c.holds, c.unknown_is) for c in line.conditions] == [
            (c.fact, c.holds, c.unknown_is) for c in rule.conditions
        ]
        for name in ("id", "outcome", "reason", "basis", "source", "law", "inner", "switch", "sv", "en"):
            assert getattr(line, name) == getattr(rule, name)
    assert table.strictness == tuple(Boundary)
    assert table.counties == ()


def test_defaults_are_shown_as_defaults() -> None:
    table = rule_table()
    defaults = {line.id for line in (table.fallback, *table.national) if line.is_default}
    assert defaults == {"B0", "B2", "B3", "B8", "B12", "B13"}
    assert {line.basis for line in table.local} == {Basis.COUNTY}


def test_a_condition_reads_as_a_sentence_and_tells_what_the_unknown_means() -> None:
    by_id = {line.id: line for line in rule_table().national}
    private, provider, unit = by_id["B2"].conditions
    assert (private.fact, private.sv) == (Fact.BOTH_PRIVATE, "båda är anställda hos privata vårdgivare")
    assert (provider.holds, provider.unknown_is) == (True, None)
    assert (unit.holds, unit.unknown_is) == (True, False)
    another = by_id["B5"].conditions[0]
    assert (another.sv, another.en) == (
        "inte: de har samma huvudman",
        "not: they have the same responsible authority",
    )
    (more, reason), *_ = by_id["B9"].also
    assert (more.fact, more.holds, reason) == (Fact.SAME_BRANCH, False, Reason.DIFFERENT_BRANCHES)


@pytest.mark.parametrize(
    ("profile_id", "boundary", "rules"),
    [
        ("skane", CountyBoundary.UNIT_BOARD_PRINCIPAL, ()),
        ("orebro", CountyBoundary.ACTIVITY, ("C1",)),
        ("kalmar", CountyBoundary.ACTIVITY, ("C1",)),
        ("jamtland", CountyBoundary.ANY_OTHER_PERSON, ("C2",)),
        ("socialstyrelsen", None, ()),
    ],
)
def test_each_county_shows_the_rules_that_it_adds(
    profile_id: str, boundary: CountyBoundary | None, rules: tuple[str, ...]
) -> None:
    county = county_rules(profile(profile_id, on=date(2026, 6, 1)))
    (line,) = rule_table([county]).counties
    assert (line.profile_id, line.first_day) == (profile_id, county.profile_first_day)
    assert (line.boundary, line.rules) == (boundary, rules)
    assert not line.exempt_same_unit_same_activity
    assert dict(line.switches) == dict.fromkeys(Switch, Boundary.CONSENT_REQUIRED)


def test_what_a_county_has_switched_is_shown() -> None:
    switched = CountyRules(
        "own",
        date(2026, 1, 1),
        CountyBoundary.ANY_OTHER_PERSON,
        exempt_same_unit_same_activity=True,
        same_unit_other_centre=Boundary.CONSENT_NOT_REQUIRED,
    )
    (line,) = rule_table([switched]).counties
    assert line.rules == ("C0", "C2")
    assert line.exempt_same_unit_same_activity
    assert dict(line.switches)[Switch.SAME_UNIT_OTHER_CENTRE] is Boundary.CONSENT_NOT_REQUIRED
    assert dict(line.switches)[Switch.SAME_BOARD_OTHER_CENTRE] is Boundary.CONSENT_REQUIRED
