"""The boundary between areas of confidentiality: acceptance cases, the worked grid, and a truth table by hand."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_consent.domain.boundary import (
    decide_boundary,
    stricter,
)
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
)
from slussen_consent.domain.county import CountyBoundary, CountyRules, county_rules
from slussen_consent.domain.employment import ConditionFound, Employment
from slussen_contracts.codelists.statutes import statutes
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession
from slussen_contracts.profiles import profile

REQUIRED, ASSESSMENT, NOT_REQUIRED = (
    Boundary.CONSENT_REQUIRED,
    Boundary.PRIVATE_DISCLOSURE_ASSESSMENT,
    Boundary.CONSENT_NOT_REQUIRED,
)


def uid(number: int) -> UUID:
    return UUID(int=number)


CENTRE, OTHER_CENTRE = frozenset({uid(1)}), frozenset({uid(2)})
REGION, MUNICIPALITY, PROVIDER_1, PROVIDER_2 = uid(10), uid(11), uid(12), uid(13)
UNIT_1, UNIT_2, UNIT_P1, UNIT_P2, BOARD_1, BOARD_2 = (uid(number) for number in range(20, 26))

NURSE = Employment(
    AuthorityType.REGION,
    REGION,
    UNIT_1,
    None,
    Branch.HEALTH,
    Profession.CHILD_HEALTH_NURSE,
    Activity.CHILD_HEALTH_CARE,
    CENTRE,
)
MIDWIFE = replace(NURSE, profession=Profession.MIDWIFE, activity=Activity.MATERNAL_HEALTH_CARE)
MIDWIFE_U2 = replace(MIDWIFE, unit_id=UNIT_2)
PRIVATE_NURSE = replace(
    NURSE, authority_type=AuthorityType.PRIVATE_PROVIDER, authority_id=PROVIDER_1, unit_id=UNIT_P1
)
PRIVATE_MIDWIFE = replace(
    PRIVATE_NURSE, authority_id=PROVIDER_2, unit_id=UNIT_P2, profession=Profession.MIDWIFE
)
TEACHER = Employment(
    AuthorityType.MUNICIPALITY,
    MUNICIPALITY,
    uid(30),
    BOARD_1,
    Branch.EDUCATION,
    Profession.PRESCHOOL_TEACHER,
    Activity.OPEN_PRESCHOOL,
    CENTRE,
)
SOCIAL_WORKER = replace(
    TEACHER,
    unit_id=uid(31),
    board_id=BOARD_2,
    branch=Branch.SOCIAL_PREVENTIVE,
    profession=Profession.SOCIAL_WORKER,
    activity=Activity.PREVENTIVE_SOCIAL_SERVICES,
)

SKANE = county_rules(profile("skane", on=date(2026, 6, 1)))
OREBRO = county_rules(profile("orebro", on=date(2026, 6, 1)))
SILENT = CountyRules("silent", date(2026, 1, 1))
ANY_OTHER = CountyRules("strict", date(2026, 1, 1), CountyBoundary.ANY_OTHER_PERSON)


@pytest.mark.case("CO-01")
def test_co_01_two_nurses_in_one_unit_and_centre_need_no_consent_and_keep_inner_confidentiality() -> None:
    finding = decide_boundary(NURSE, NURSE, SKANE)
    assert finding.outcome is NOT_REQUIRED
    assert finding.reasons == (Reason.SAME_UNIT,)
    assert finding.inner_confidentiality


@pytest.mark.case("CO-02")
def test_co_02_a_region_nurse_and_a_private_one_have_different_principals() -> None:
    finding = decide_boundary(NURSE, PRIVATE_NURSE, SKANE)
    assert (finding.outcome, finding.reasons) == (REQUIRED, (Reason.DIFFERENT_PRINCIPALS,))


@pytest.mark.case("CO-03")
def test_co_03_nurses_of_two_public_units_need_consent() -> None:
    finding = decide_boundary(NURSE, replace(NURSE, unit_id=UNIT_2, centre_ids=OTHER_CENTRE), SKANE)
    assert (finding.outcome, finding.reasons) == (REQUIRED, (Reason.DIFFERENT_UNITS,))
    assert not finding.inner_confidentiality_possible


@pytest.mark.case("CO-04")
def test_co_04_a_care_relationship_offers_inner_confidentiality_beside_the_consent() -> None:
    other = replace(NURSE, unit_id=UNIT_2, centre_ids=OTHER_CENTRE)
    finding = decide_boundary(NURSE, other, SKANE, care_relationship=True)
    assert finding.outcome is REQUIRED
    assert finding.inner_confidentiality_possible


def test_a_county_that_demands_consent_itself_leaves_no_way_of_inner_confidentiality() -> None:
    finding = decide_boundary(NURSE, replace(NURSE, unit_id=UNIT_2), ANY_OTHER, care_relationship=True)
    assert not finding.inner_confidentiality_possible


@pytest.mark.case("CO-05")
def test_co_05_midwife_and_nurse_of_one_unit_need_no_consent() -> None:
    assert decide_boundary(MIDWIFE, NURSE, SKANE).outcome is NOT_REQUIRED


@pytest.mark.case("CO-06")
def test_co_06_midwife_and_nurse_of_different_units_need_consent() -> None:
    assert decide_boundary(MIDWIFE_U2, NURSE, SKANE).outcome is REQUIRED


@pytest.mark.case("CO-07")
def test_co_07_two_preschool_teachers_of_one_board_need_no_consent() -> None:
    finding = decide_boundary(TEACHER, TEACHER, SKANE)
    assert (finding.outcome, finding.reasons) == (NOT_REQUIRED, (Reason.SAME_BOARD_AND_BRANCH,))


@pytest.mark.case("CO-08")
def test_co_08_boards_and_branches_that_both_differ_are_both_told() -> None:
    finding = decide_boundary(SOCIAL_WORKER, TEACHER, SKANE)
    assert finding.outcome is REQUIRED
    assert finding.reasons == (Reason.DIFFERENT_BOARDS, Reason.DIFFERENT_BRANCHES)


def test_boards_that_differ_alone_do_not_tell_of_branches() -> None:
    finding = decide_boundary(TEACHER, replace(TEACHER, board_id=BOARD_2), SKANE)
    assert finding.reasons == (Reason.DIFFERENT_BOARDS,)


@pytest.mark.case("CO-09")
def test_co_09_municipality_and_region_need_consent() -> None:
    assert decide_boundary(SOCIAL_WORKER, MIDWIFE, SKANE).outcome is REQUIRED


@pytest.mark.case("CO-10")
def test_co_10_municipality_and_private_provider_need_consent() -> None:
    assert decide_boundary(TEACHER, PRIVATE_NURSE, SKANE).outcome is REQUIRED


@pytest.mark.case("CO-11")
def test_co_11_two_private_providers_assess_unauthorised_disclosure() -> None:
    finding = decide_boundary(PRIVATE_NURSE, PRIVATE_MIDWIFE, SKANE)
    assert (finding.outcome, finding.law) == (ASSESSMENT, ("psl-6-12",))


@pytest.mark.case("CO-12")
def test_co_12_for_two_private_providers_the_centre_does_not_matter() -> None:
    elsewhere = replace(PRIVATE_MIDWIFE, centre_ids=OTHER_CENTRE)
    assert decide_boundary(PRIVATE_NURSE, elsewhere, SKANE).outcome is ASSESSMENT


@pytest.mark.case("CO-13")
def test_co_13_one_single_board_still_has_two_branches() -> None:
    finding = decide_boundary(replace(SOCIAL_WORKER, board_id=BOARD_1), TEACHER, SKANE)
    assert (finding.outcome, finding.reasons) == (REQUIRED, (Reason.DIFFERENT_BRANCHES,))


identifiers = st.sampled_from([None, uid(40), uid(41)])
employments = st.builds(
    Employment,
    authority_type=st.none() | st.sampled_from(AuthorityType),
    authority_id=identifiers,
    unit_id=identifiers,
    board_id=identifiers,
    branch=st.none() | st.sampled_from(Branch),
    profession=st.none() | st.sampled_from(Profession),
    activity=st.none() | st.sampled_from(Activity),
    centre_ids=st.sampled_from([frozenset(), CENTRE, OTHER_CENTRE, CENTRE | OTHER_CENTRE]),
)
switches = st.sampled_from([REQUIRED, NOT_REQUIRED])
counties = st.builds(
    CountyRules,
    profile_id=st.just("any"),
    profile_first_day=st.just(date(2026, 1, 1)),
    boundary=st.none() | st.sampled_from(CountyBoundary),
    exempt_same_unit_same_activity=st.booleans(),
    same_unit_other_centre=switches,
    same_board_other_centre=switches,
)


@pytest.mark.case("CO-14")
@given(employments, employments, counties, st.booleans())
def test_co_14_swapping_the_two_changes_nothing_but_the_sides(
    a: Employment, b: Employment, county: CountyRules, care: bool
) -> None:
    one = decide_boundary(a, b, county, care_relationship=care)
    other = decide_boundary(b, a, county, care_relationship=care)
    swap = {"sender": "recipient", "recipient": "sender"}
    swapped = {f"{swap[side]}.{name}" for side, name in (text.split(".") for text in other.missing)}
    assert replace(one, missing=()) == replace(other, missing=())
    assert set(one.missing) == swapped


@pytest.mark.case("CO-15")
def test_co_15_an_unknown_board_demands_consent_and_is_named() -> None:
    finding = decide_boundary(replace(SOCIAL_WORKER, board_id=None), TEACHER, SKANE)
    assert (finding.outcome, finding.reasons) == (REQUIRED, (Reason.ATTRIBUTE_MISSING,))
    assert finding.missing == ("sender.boardId",)
    assert finding.default_used


@pytest.mark.parametrize(
    ("a", "b", "missing"),
    [
        (Employment(), NURSE, ("sender.authorityType",)),
        (NURSE, replace(NURSE, authority_id=None), ("recipient.authorityId",)),
        (replace(NURSE, unit_id=None), NURSE, ("sender.unitId",)),
        (NURSE, replace(NURSE, centre_ids=frozenset()), ("recipient.centreIds",)),
        (TEACHER, replace(TEACHER, branch=None), ("recipient.branch",)),
        (replace(PRIVATE_NURSE, authority_id=None), PRIVATE_MIDWIFE, ("sender.authorityId",)),
    ],
)
def test_what_the_next_rule_reads_must_be_known(
    a: Employment, b: Employment, missing: tuple[str, ...]
) -> None:
    finding = decide_boundary(a, b, SKANE)
    assert finding.missing == missing
    assert finding.deciding == (ATTRIBUTE_MISSING,)


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        (NURSE, Employment(AuthorityType.MUNICIPALITY), "B5"),
        (NURSE, Employment(AuthorityType.PRIVATE_PROVIDER), "B4"),
        (PRIVATE_NURSE, replace(PRIVATE_NURSE, unit_id=None), "B3"),
        (TEACHER, replace(TEACHER, unit_id=None), "B11"),
        (SOCIAL_WORKER, replace(TEACHER, branch=None), "B9"),
    ],
)
def test_what_no_rule_reads_is_not_missed(a: Employment, b: Employment, rule: str) -> None:
    finding = decide_boundary(a, b, SKANE)
    assert [decided.id for decided in finding.deciding] == [rule]
    assert finding.missing == ()


@pytest.mark.case("CO-40")
def test_co_40_no_consent_required_is_never_free_access() -> None:
    assert decide_boundary(TEACHER, TEACHER, SKANE).inner_confidentiality
    assert not decide_boundary(TEACHER, NURSE, SKANE).inner_confidentiality


@pytest.mark.case("CO-41")
def test_co_41_in_orebro_another_activity_needs_consent_even_in_one_unit() -> None:
    finding = decide_boundary(MIDWIFE, NURSE, OREBRO)
    assert (finding.outcome, finding.reasons) == (REQUIRED, (Reason.DIFFERENT_ACTIVITIES,))
    assert finding.basis is Basis.COUNTY
    assert not finding.default_used
    assert decide_boundary(NURSE, NURSE, OREBRO).outcome is NOT_REQUIRED


def test_where_law_and_county_both_demand_consent_both_reasons_are_told() -> None:
    finding = decide_boundary(SOCIAL_WORKER, MIDWIFE, OREBRO)
    assert finding.reasons == (Reason.DIFFERENT_PRINCIPALS, Reason.DIFFERENT_ACTIVITIES)
    assert finding.law == ("osl-8-1", "osl-10-1")


def test_an_unknown_activity_counts_as_another_one_where_the_county_asks() -> None:
    finding = decide_boundary(NURSE, replace(NURSE, activity=None), OREBRO)
    assert (finding.outcome, finding.missing) == (REQUIRED, ("recipient.activity",))


def test_a_county_may_demand_consent_for_anyone_else_and_exempt_close_colleagues() -> None:
    exempting = replace(ANY_OTHER, exempt_same_unit_same_activity=True)
    assert decide_boundary(NURSE, NURSE, ANY_OTHER).reasons == (Reason.ANY_OTHER_PERSON,)
    assert decide_boundary(NURSE, NURSE, exempting).outcome is NOT_REQUIRED
    assert decide_boundary(NURSE, MIDWIFE, exempting).outcome is REQUIRED
    assert decide_boundary(PRIVATE_NURSE, PRIVATE_NURSE, exempting).outcome is ASSESSMENT


def test_the_exemption_does_nothing_where_the_county_adds_no_rule() -> None:
    assert replace(SKANE, exempt_same_unit_same_activity=True).table() == ()


@pytest.mark.parametrize(
    ("pair", "switch", "reason"),
    [
        (
            (NURSE, replace(MIDWIFE, centre_ids=OTHER_CENTRE)),
            "same_unit_other_centre",
            Reason.SAME_UNIT_OTHER_CENTRE,
        ),
        (
            (TEACHER, replace(TEACHER, centre_ids=OTHER_CENTRE)),
            "same_board_other_centre",
            Reason.SAME_BOARD_OTHER_CENTRE,
        ),
    ],
)
def test_another_centre_demands_consent_until_a_switch_says_otherwise(
    pair: tuple[Employment, Employment], switch: str, reason: Reason
) -> None:
    default = decide_boundary(*pair, SKANE)
    assert (default.outcome, default.reasons, default.default_used) == (REQUIRED, (reason,), True)
    assert default.basis is Basis.UNSETTLED_DEFAULT
    switched = decide_boundary(*pair, replace(SKANE, **{switch: NOT_REQUIRED}))
    assert (switched.outcome, switched.default_used) == (NOT_REQUIRED, False)
    assert switched.basis is Basis.COUNTY
    assert switched.inner_confidentiality


COLUMNS = (NURSE, MIDWIFE, MIDWIFE_U2, PRIVATE_NURSE, PRIVATE_MIDWIFE, TEACHER, SOCIAL_WORKER)
WORKED_GRID = {
    "nurse U1": (NURSE, "B7 B7 B6 B4 B4 B5 B5"),
    "private nurse P1": (PRIVATE_NURSE, "B4 B4 B4 B2 B1 B4 B4"),
    "teacher N1": (TEACHER, "B5 B5 B5 B4 B4 B11 B9"),
    "social worker N2": (SOCIAL_WORKER, "B5 B5 B5 B4 B4 B9 B11"),
}
ANSWERS = {"B1": ASSESSMENT, "B2": ASSESSMENT, "B7": NOT_REQUIRED, "B11": NOT_REQUIRED}


@pytest.mark.parametrize("row", WORKED_GRID)
def test_the_handbooks_worked_grid_holds(row: str) -> None:
    a, expected = WORKED_GRID[row]
    for b, rule in zip(COLUMNS, expected.split(), strict=True):
        finding = decide_boundary(a, b, SKANE)
        assert finding.deciding[0].id == rule
        assert finding.outcome is ANSWERS.get(rule, REQUIRED)


def test_every_rule_that_was_tried_is_reported_with_what_decided() -> None:
    finding = decide_boundary(MIDWIFE_U2, NURSE, SKANE)
    assert [tried.rule.id for tried in finding.tried] == ["B1", "B2", "B3", "B4", "B5", "B6"]
    assert [tried.applied for tried in finding.tried] == [False] * 5 + [True]
    assert [found.fact.value for found in finding.tried[0].why] == ["both_private", "same_authority"]
    assert [found.fact.value for found in finding.tried[-1].why] == ["both_region", "same_unit"]
    assert finding.tried[-1].why[1].text(swedish=True) == "de har samma enhet: nej, regeln kräver nej"
    assert finding.tried[0].why[0].text(swedish=False) == (
        "both are employed by private providers: no, the rule asks for yes"
    )


@pytest.mark.parametrize(
    ("found", "sv", "en"), [(True, "ja", "yes"), (False, "nej", "no"), (None, "okänt", "unknown")]
)
@pytest.mark.parametrize(("expected", "wants"), [(True, ("ja", "yes")), (False, ("nej", "no"))])
def test_a_condition_tells_what_was_found_and_what_the_rule_asks_for(
    found: bool | None, sv: str, en: str, expected: bool, wants: tuple[str, str]
) -> None:
    condition = ConditionFound(Fact.SAME_UNIT, expected, found)
    assert condition.text(swedish=True) == f"de har samma enhet: {sv}, regeln kräver {wants[0]}"
    assert condition.text(swedish=False) == f"they have the same unit: {en}, the rule asks for {wants[1]}"


def test_what_is_unknown_is_told_as_unknown() -> None:
    tried = decide_boundary(replace(TEACHER, board_id=None), TEACHER, SKANE).tried
    assert [rule.rule.id for rule in tried[-2:]] == ["B9", "B0"]
    assert tried[-1].conditions == ()
    assert tried[-2].why[-1].text(swedish=True) == "de hör till samma nämnd: okänt, regeln kräver nej"


@given(st.lists(st.sampled_from(Boundary), min_size=1), st.sampled_from(Boundary), st.sampled_from(Boundary))
def test_stricter_is_the_join_of_a_lattice(many: list[Boundary], a: Boundary, b: Boundary) -> None:
    assert stricter(a, a) is a
    assert stricter(a, b) is stricter(b, a)
    assert stricter(a, stricter(b, *many)) is stricter(stricter(a, b), *many)
    assert stricter(NOT_REQUIRED, a) is a
    assert stricter(REQUIRED, a) is REQUIRED


@given(employments, employments, counties)
def test_a_countys_rule_never_makes_the_boundary_milder(
    a: Employment, b: Employment, county: CountyRules
) -> None:
    alone = decide_boundary(a, b, replace(county, boundary=None)).outcome
    assert stricter(alone, decide_boundary(a, b, county).outcome) is decide_boundary(a, b, county).outcome


def test_the_table_names_sources_texts_and_statutes_that_exist() -> None:
    rules = (ATTRIBUTE_MISSING, *RULES, ANOTHER_ACTIVITY, ANYONE_ELSE, EXEMPT_COLLEAGUES)
    assert [rule.id for rule in RULES] == [f"B{number}" for number in range(1, 14)]
    for rule in rules:
        assert rule.source
        assert rule.sv.endswith(".")
        assert rule.en.endswith(".")
        assert set(rule.law) <= set(statutes())
