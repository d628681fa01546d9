"""Every combination of attributes against the handbook's own tables, and every change to a row of ours shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from handbook_tables import (
    BASES,
    RESULTS,
    Combination,
    boundary_lines,
    combinations,
    county_lines,
    holds,
    lines,
    reasons,
)

from slussen_consent.domain import boundary as boundary_module
from slussen_consent.domain import county as county_module
from slussen_consent.domain.boundary import BoundaryFinding, decide_boundary, stricter
from slussen_consent.domain.boundary_rules import (
    ANOTHER_ACTIVITY,
    ANYONE_ELSE,
    ATTRIBUTE_MISSING,
    EXEMPT_COLLEAGUES,
    RULES,
    Basis,
    Boundary,
    BoundaryRule,
    Reason,
    Switch,
)
from slussen_consent.domain.county import CountyBoundary, CountyRules, county_rules
from slussen_consent.domain.employment import Employment
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession
from slussen_contracts.profiles import profile

ALL = combinations()
SETTINGS = {
    "none": CountyRules("silent", date(2026, 1, 1)),
    "unit_board_principal": CountyRules("table", date(2026, 1, 1), CountyBoundary.UNIT_BOARD_PRINCIPAL),
    "activity": CountyRules("activity", date(2026, 1, 1), CountyBoundary.ACTIVITY),
    "any_other_person": CountyRules("anyone", date(2026, 1, 1), CountyBoundary.ANY_OTHER_PERSON),
    "any_other_person exempting colleagues": CountyRules(
        "exempting",
        date(2026, 1, 1),
        CountyBoundary.ANY_OTHER_PERSON,
        exempt_same_unit_same_activity=True,
    ),
}
SWITCHES = {
    "sameUnitOtherCentre": Switch.SAME_UNIT_OTHER_CENTRE,
    "sameBoardOtherCentre": Switch.SAME_BOARD_OTHER_CENTRE,
}


def found_between(combination: Combination, county: CountyRules) -> BoundaryFinding:
    one, other = combination.pair()
    return decide_boundary.__wrapped__(one, other, county, care_relationship=True)


def national(finding: BoundaryFinding) -> BoundaryRule:
    """The national rule that applied: the first of all that did."""
    return next(tried.rule for tried in finding.tried if tried.applied)


def differs(combination: Combination, county: CountyRules = SETTINGS["none"]) -> bool:
    """Whether the national rules give anything else than the handbook's line."""
    (line,) = boundary_lines(combination)
    finding = found_between(combination, county)
    return (
        national(finding).id,
        finding.outcome,
        finding.reasons,
        finding.basis,
        finding.inner_confidentiality_possible,
        finding.default_used,
    ) != (
        line["rule"],
        RESULTS[line["result"]],
        reasons(line["reason"]),
        BASES[line["basis"]],
        line["inner_secrecy"] == "yes",
        line["basis"] in {"DEFAULT", "UNSETTLED"},
    )


def test_every_combination_is_described_by_one_line_of_the_handbooks_table() -> None:
    assert len(ALL) == 15 * 3**5
    assert all(len(boundary_lines(combination)) == 1 for combination in ALL)
    assert all(
        len(county_lines(setting, replace(combination, activity=activity))) == 1
        for combination in ALL
        for activity in ("same", "other", "unknown")
        for setting in SETTINGS
    )


def test_the_national_rules_are_the_handbooks_for_every_combination() -> None:
    assert [combination for combination in ALL if differs(combination)] == []


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("activity", ["same", "other", "unknown"])
def test_law_and_county_together_are_the_handbooks_for_every_combination(setting: str, activity: str) -> None:
    for combination in ALL:
        whole = replace(combination, activity=activity)
        (law,), (own,) = boundary_lines(whole), county_lines(setting, whole)
        result = holds(law["result"], own["result"])
        demanding = [line["reason"] for line in (law, own) if line["result"] == result]
        finding = found_between(whole, SETTINGS[setting])
        assert finding.outcome is RESULTS[result], whole
        assert set(finding.reasons) == set(reasons(" ".join(demanding))), whole


@pytest.mark.parametrize("code", SWITCHES)
def test_a_switch_makes_its_own_line_milder_and_no_other(code: str) -> None:
    county = replace(SETTINGS["none"], **{SWITCHES[code]: Boundary.CONSENT_NOT_REQUIRED})
    for combination in ALL:
        (line,) = boundary_lines(combination)
        switched = line["switch"] == code
        finding = found_between(combination, county)
        assert finding.outcome is (Boundary.CONSENT_NOT_REQUIRED if switched else RESULTS[line["result"]]), (
            combination
        )
        assert finding.basis is (Basis.COUNTY if switched else BASES[line["basis"]])
        assert finding.inner_confidentiality is (finding.outcome is Boundary.CONSENT_NOT_REQUIRED)


@pytest.mark.case("CO-14")
def test_the_two_may_stand_in_either_order() -> None:
    for setting in SETTINGS.values():
        for combination in ALL[:: 7 if setting.boundary else 1]:
            one, other = combination.pair()
            there = decide_boundary.__wrapped__(one, other, setting, care_relationship=True)
            back = decide_boundary.__wrapped__(other, one, setting, care_relationship=True)
            assert (there.outcome, there.reasons, there.deciding) == (
                back.outcome,
                back.reasons,
                back.deciding,
            )


@pytest.mark.parametrize("line", lines("profiles"), ids=lambda line: line["profile"])
def test_each_county_has_the_setting_that_its_document_gives(line: dict[str, str]) -> None:
    county = county_rules(profile(line["profile"], on=date(2026, 6, 1)))
    assert (county.boundary or "none") == line["setting"]
    assert county.same_unit_other_centre is RESULTS[line["sameUnitOtherCentre"]]
    assert county.same_board_other_centre is RESULTS[line["sameBoardOtherCentre"]]
    assert county.exempt_same_unit_same_activity is (line["exemptSameUnitSameActivity"] == "yes")


@pytest.mark.parametrize("line", lines("stricter"), ids=lambda line: f"{line['one']}-{line['other']}")
def test_the_stricter_of_two_results_is_the_handbooks(line: dict[str, str]) -> None:
    one, other, holding = (RESULTS[line[name]] for name in ("one", "other", "holds"))
    assert stricter(one, other) is stricter(other, one) is holding


REGION_NURSE = Employment(
    AuthorityType.REGION,
    UUID(int=10),
    branch=Branch.HEALTH,
    profession=Profession.CHILD_HEALTH_NURSE,
    activity=Activity.CHILD_HEALTH_CARE,
)
TEACHER = Employment(
    AuthorityType.MUNICIPALITY,
    UUID(int=11),
    branch=Branch.EDUCATION,
    profession=Profession.PRESCHOOL_TEACHER,
    activity=Activity.OPEN_PRESCHOOL,
)
PRIVATE_NURSE = replace(
    REGION_NURSE, authority_type=AuthorityType.PRIVATE_PROVIDER, authority_id=UUID(int=12)
)
MIDWIFERY = {"profession": Profession.MIDWIFE, "activity": Activity.MATERNAL_HEALTH_CARE}
PEOPLE = {
    "region nurse": REGION_NURSE,
    "region midwife": replace(REGION_NURSE, **MIDWIFERY),
    "private nurse": PRIVATE_NURSE,
    "private midwife": replace(PRIVATE_NURSE, **MIDWIFERY),
    "other private midwife": replace(PRIVATE_NURSE, authority_id=UUID(int=13), **MIDWIFERY),
    "teacher": TEACHER,
    "social worker": replace(
        TEACHER,
        branch=Branch.SOCIAL_PREVENTIVE,
        profession=Profession.SOCIAL_WORKER,
        activity=Activity.PREVENTIVE_SOCIAL_SERVICES,
    ),
}


@pytest.mark.parametrize("line", lines("table-1"), ids=lambda line: line["row"])
def test_each_row_of_skanes_table_holds(line: dict[str, str]) -> None:
    ids = {"same": UUID(int=1), "other": UUID(int=2), "unknown": None}
    first = {"unit_id": UUID(int=1), "board_id": UUID(int=1), "centre_ids": frozenset({UUID(int=1)})}
    second = {
        "unit_id": ids[line["unit"]],
        "board_id": ids[line["board"]],
        "centre_ids": frozenset({ids[line["centre"]]}),
    }
    a, b = replace(PEOPLE[line["a"]], **first), replace(PEOPLE[line["b"]], **second)
    skane = county_rules(profile("skane", on=date(2026, 6, 1)))
    assert line["branch"] == {True: "same", False: "other"}[a.branch is b.branch]
    finding = decide_boundary(a, b, skane, care_relationship=line["care_relationship"] == "yes")
    assert finding.outcome is RESULTS[line["result"]]
    assert finding.reasons == reasons(line["reason"])
    assert finding.inner_confidentiality_possible is (line["inner_secrecy_offered"] == "yes")


def changes_of(rule: BoundaryRule) -> Iterator[tuple[str, BoundaryRule | None]]:
    """Every small change to a row: what it gives, what it asks, whether it stands there at all."""
    yield "removed", None
    for outcome in (one for one in Boundary if one is not rule.outcome):
        yield f"gives {outcome}", replace(rule, outcome=outcome)
    yield (
        "another reason",
        replace(rule, reason=next(reason for reason in Reason if reason is not rule.reason)),
    )
    yield "another basis", replace(rule, basis=next(basis for basis in Basis if basis is not rule.basis))
    yield "inner", replace(rule, inner=not rule.inner)
    if rule.also:
        yield "no more reasons", replace(rule, also=())
    for place, condition in enumerate(rule.conditions):
        others = (*rule.conditions[:place], *rule.conditions[place + 1 :])
        yield f"without {condition.fact}", replace(rule, conditions=others)
        negated = replace(condition, holds=not condition.holds)
        yield f"not {condition.fact}", replace(rule, conditions=(*others, negated))


NATIONAL_CHANGES = [
    pytest.param(place, changed, id=f"{rule.id}-{what}".replace(" ", "-"))
    for place, rule in enumerate(RULES)
    for what, changed in changes_of(rule)
    if (rule.id, what) != ("B13", "removed")
]
IMPLIED = {
    "B2-without-same_authority": "B1 has taken other providers, B0 unknown ones",
    "B3-without-same_authority": "the same",
    "B7-without-same_unit": "B6 has taken other units, B0 unknown ones",
    "B8-without-same_unit": "the same",
    "B8-without-same_centre": "B7 has taken the same centre, B0 unknown ones",
    "B10-without-same_board": "B9 has taken other boards, B0 unknown ones",
    "B11-without-same_board": "the same",
    "B11-without-same_branch": "B10 has taken other branches, B0 unknown ones",
    "B12-without-same_board": "B9 has taken other boards, B0 unknown ones",
    "B12-without-same_branch": "B10 has taken other branches, B0 unknown ones",
    "B12-without-same_centre": "B11 has taken the same centre, B0 unknown ones",
}
"""Conditions that the rows above have settled: they are there for the reader; without them nothing changes."""


@pytest.mark.parametrize(("place", "changed"), NATIONAL_CHANGES)
def test_a_change_to_any_row_of_the_national_table_shows(
    place: int, changed: BoundaryRule | None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    rules = (*RULES[:place], *((changed,) if changed else ()), *RULES[place + 1 :])
    monkeypatch.setattr(boundary_module, "RULES", rules)
    case = request.node.callspec.id
    assert any(map(differs, ALL)) is (case not in IMPLIED)


def test_without_its_last_row_the_table_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary_module, "RULES", RULES[:-1])
    with pytest.raises(ValueError, match="empty"):
        found_between(Combination(("other", "other"), *["same"] * 5), SETTINGS["none"])


@pytest.mark.parametrize(
    "changed",
    [changed for what, changed in changes_of(ATTRIBUTE_MISSING) if changed],
    ids=lambda rule: f"B0-{rule.outcome}-{rule.reason}-{rule.basis}-{rule.inner}",
)
def test_a_change_to_the_row_of_the_unknown_shows(
    changed: BoundaryRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary_module, "ATTRIBUTE_MISSING", changed)
    assert any(map(differs, ALL))


def county_differs(setting: str) -> bool:
    """Whether law and county together give anything else than the handbook for a region's or provider's staff."""
    county = SETTINGS[setting]
    for types in (("region", "region"), ("private", "private")):
        for activity in ("same", "other", "unknown"):
            for combination in ALL:
                if combination.types != types or "unknown" in (combination.board, combination.branch):
                    continue
                whole = replace(combination, activity=activity)
                (law,), (own,) = boundary_lines(whole), county_lines(setting, whole)
                result = holds(law["result"], own["result"])
                demanding = [line["reason"] for line in (law, own) if line["result"] == result]
                finding = found_between(whole, county)
                if finding.outcome is not RESULTS[result]:
                    return True
                if set(finding.reasons) != set(reasons(" ".join(demanding))):
                    return True
    return False


COUNTY_CHANGES = [
    pytest.param(setting, rule, changed, id=f"{rule.id}-{what}".replace(" ", "-"))
    for setting, rule in (
        ("activity", ANOTHER_ACTIVITY),
        ("any_other_person", ANYONE_ELSE),
        ("any_other_person exempting colleagues", EXEMPT_COLLEAGUES),
    )
    for what, changed in changes_of(rule)
    if what not in {"another basis", "inner", "another reason"} or rule is not EXEMPT_COLLEAGUES
    if what not in {"another basis", "inner"}
]


@pytest.mark.parametrize(("setting", "rule", "changed"), COUNTY_CHANGES)
def test_a_change_to_any_row_of_a_countys_table_shows(
    setting: str, rule: BoundaryRule, changed: BoundaryRule | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def table(county: CountyRules) -> tuple[BoundaryRule, ...]:
        own = (EXEMPT_COLLEAGUES, ANYONE_ELSE) if county.exempt_same_unit_same_activity else ()
        whole = own or {"activity": (ANOTHER_ACTIVITY,), "any_other_person": (ANYONE_ELSE,)}[setting]
        return tuple(changed if one is rule else one for one in whole if changed or one is not rule)

    monkeypatch.setattr(county_module.CountyRules, "table", table)
    assert county_differs(setting)
