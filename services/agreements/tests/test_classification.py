from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_agreements.domain.classification import classify, classify_facts, compare, like_rule
from slussen_agreements.domain.co_location import CentreFacts, Extent, Presence, co_location
from slussen_contracts.agreements.api import CentreKind
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile, profile, profile_ids
from slussen_contracts.profiles.centre import Definitions, FullCentre, LikeCentre
from slussen_contracts.profiles.setting import Setting

ON = date(2026, 11, 22)
MHV, BHV = Activity.MATERNAL_HEALTH_CARE, Activity.CHILD_HEALTH_CARE
OPF, FST = Activity.OPEN_PRESCHOOL, Activity.PREVENTIVE_SOCIAL_SERVICES
BASE = (MHV, BHV, OPF, FST)
NONE, LIKE, FULL = CentreKind.NONE, CentreKind.LIKE, CentreKind.FULL
RANK = [NONE, LIKE, FULL]

COUNTIES = {each: profile(each, on=ON) for each in profile_ids()}
SKANE, OREBRO, KALMAR = COUNTIES["skane"], COUNTIES["orebro"], COUNTIES["kalmar"]
JAMTLAND, SOCIALSTYRELSEN = COUNTIES["jamtland"], COUNTIES["socialstyrelsen"]
SILENT = OREBRO.model_copy(update={"definitions": Definitions(full=FullCentre(), like=LikeCentre())})


def kind(activities: tuple[Activity, ...], of: CountyProfile, **facts: bool) -> CentreKind:
    return classify(activities, of, **{"co_located": True, "simultaneous": True, **facts}).kind


def centre(*activities: Activity, **more: object) -> CentreFacts:
    made = CentreFacts(presences=tuple(Presence(activity) for activity in activities))
    return replace(made, **more)  # type: ignore[arg-type]


def rules(facts: CentreFacts, of: CountyProfile) -> list[str]:
    return [reason.rule for reason in classify_facts(facts, of).reasons]


def kinds(facts: CentreFacts) -> dict[str, CentreKind]:
    return {county: found.kind for county, found in compare(facts, COUNTIES.values()).items()}


@pytest.mark.case("AG-35")
def test_child_health_care_with_preventive_social_services_by_county() -> None:
    assert kinds(centre(BHV, FST)) == {
        "orebro": LIKE,
        "socialstyrelsen": LIKE,
        "skane": NONE,
        "jamtland": LIKE,
        "kalmar": NONE,
    }


@pytest.mark.case("AG-36")
def test_three_of_the_four_activities_by_county() -> None:
    found = compare(centre(BHV, OPF, MHV), COUNTIES.values())
    assert {county: each.kind for county, each in found.items()} == {
        "skane": LIKE,
        "orebro": LIKE,
        "socialstyrelsen": LIKE,
        "jamtland": LIKE,
        "kalmar": NONE,
    }
    assert [reason.rule for reason in found["kalmar"].reasons] == ["activity-missing", "like-not-defined"]
    assert "följer inte definitionen" in found["kalmar"].reasons[1].sv
    assert "not in line with its definition" in found["kalmar"].reasons[1].en


@pytest.mark.case("AG-37")
def test_a_midwives_unit_with_contraception_advice_elsewhere_is_co_located_in_orebro_and_not_in_skane() -> (
    None
):
    facts = centre(BHV, OPF, FST)
    facts = replace(facts, presences=(*facts.presences, Presence(MHV, Extent.MISSION_PART)))
    assert co_location(facts, OREBRO).passes
    assert classify_facts(facts, OREBRO).kind is FULL
    found = co_location(facts, SKANE)
    assert not found.passes
    assert [(reason.rule, reason.subject) for reason in found.too_little] == [
        ("whole-activity-not-on-site", "maternal_health_care")
    ]
    assert (classify_facts(facts, SKANE).kind, rules(facts, SKANE)) == (LIKE, ["whole-activity-not-on-site"])


@pytest.mark.case("AG-38")
def test_two_separate_entrances_fail_the_common_door_of_skane_alone() -> None:
    facts = centre(*BASE, one_common_door=False)
    assert [reason.rule for reason in co_location(facts, SKANE).house] == ["no-common-door"]
    assert rules(facts, SKANE) == ["no-common-door"]
    assert kinds(facts) == {
        "skane": NONE,
        "orebro": FULL,
        "jamtland": FULL,
        "kalmar": FULL,
        "socialstyrelsen": FULL,
    }


def test_two_houses_are_no_centre_where_one_roof_is_asked_for() -> None:
    facts = centre(*BASE, one_roof=False)
    assert [county for county, found in kinds(facts).items() if found is NONE] == ["skane", "socialstyrelsen"]
    assert rules(facts, SOCIALSTYRELSEN) == ["not-one-roof"]


def test_the_same_roof_is_asked_for_by_that_definition_alone_too() -> None:
    definitions = SOCIALSTYRELSEN.definitions.model_copy(update={"one_roof": Setting()})
    of = SOCIALSTYRELSEN.model_copy(update={"definitions": definitions})
    assert rules(centre(*BASE, one_roof=False), of) == ["not-one-roof"]


def test_a_branch_must_offer_the_whole_range_in_skane_and_need_not_in_orebro() -> None:
    branch = Presence(MHV, Extent.MISSION_PART, is_branch=True)
    facts = replace(centre(BHV, OPF, FST), presences=(*centre(BHV, OPF, FST).presences, branch))
    assert rules(facts, SKANE) == ["branch-without-full-range"]
    assert classify_facts(facts, OREBRO).kind is FULL
    whole = replace(facts, presences=(*facts.presences[:3], replace(branch, extent=Extent.WHOLE)))
    assert classify_facts(whole, SKANE).kind is FULL


def test_in_orebro_child_health_care_is_there_in_its_entirety_and_midwives_with_care_in_pregnancy() -> None:
    presences = (Presence(BHV, Extent.MISSION_PART), Presence(OPF), Presence(FST), Presence(MHV, Extent.SOME))
    facts = CentreFacts(presences=presences)
    found = [(reason.rule, reason.subject) for reason in co_location(facts, OREBRO).too_little]
    assert found == [
        ("whole-activity-not-on-site", "child_health_care"),
        ("mission-part-not-on-site", "maternal_health_care"),
    ]
    assert classify_facts(facts, OREBRO).kind is NONE


def test_where_a_county_regulates_no_co_location_any_presence_will_do() -> None:
    facts = CentreFacts(presences=tuple(Presence(activity, Extent.SOME) for activity in BASE), one_roof=False)
    assert classify_facts(facts, KALMAR).kind is FULL
    assert classify_facts(facts, JAMTLAND).kind is FULL


def test_an_activity_that_is_not_there_at_all_is_missing() -> None:
    facts = CentreFacts(presences=(*centre(BHV, OPF, FST).presences, Presence(MHV, Extent.NOTHING)))
    assert rules(facts, OREBRO) == ["activity-missing"]
    assert rules(facts, SKANE) == ["activity-missing"]


def test_of_two_units_with_the_same_activity_one_that_is_co_located_is_enough() -> None:
    facts = replace(centre(*BASE), presences=(*centre(*BASE).presences, Presence(MHV, Extent.SOME)))
    assert classify_facts(facts, SKANE).kind is FULL
    assert co_location(facts, SKANE).passes


def test_an_activity_beside_the_base_activities_may_be_elsewhere() -> None:
    facts = replace(
        centre(*BASE), presences=(*centre(*BASE).presences, Presence(Activity.LIBRARY, Extent.SOME))
    )
    assert classify_facts(facts, SKANE).kind is FULL


def test_what_jamtland_does_not_define_is_borrowed_and_the_answer_says_so() -> None:
    found = classify_facts(centre(BHV, FST), JAMTLAND)
    assert (found.kind, found.reasons[-1].rule, found.reasons[-1].subject) == (
        LIKE,
        "like-definition-borrowed",
        "socialstyrelsen",
    )
    assert "lånad" in found.reasons[-1].sv
    assert "borrowed" in found.reasons[-1].en
    assert rules(centre(*BASE), JAMTLAND) == []
    own = like_rule(SOCIALSTYRELSEN)
    assert own is not None
    assert like_rule(JAMTLAND) == replace(own, borrowed_from="socialstyrelsen")


def test_a_term_without_any_definition_classifies_nothing() -> None:
    defaults = JAMTLAND.defaults.model_copy(update={"like_one_of_each": None})
    of = JAMTLAND.model_copy(update={"defaults": defaults})
    assert like_rule(of) is None
    assert rules(centre(BHV, OPF), of)[-1] == "like-not-defined"


@pytest.mark.parametrize("activities", [(BHV, MHV), (MHV, OPF), ()])
@pytest.mark.parametrize("of", COUNTIES.values(), ids=COUNTIES)
def test_care_alone_or_preschool_without_child_health_care_is_neither(
    activities: tuple[Activity, ...], of: CountyProfile
) -> None:
    assert kind(activities, of) is NONE


def test_a_centre_that_is_not_co_located_is_neither_and_says_so_once() -> None:
    found = classify(BASE, OREBRO, co_located=False, simultaneous=True)
    assert (found.kind, [reason.rule for reason in found.reasons]) == (NONE, ["not-co-located"])


def test_co_location_counts_only_where_the_county_regulates_it() -> None:
    assert kind(BASE, KALMAR, co_located=False) is FULL
    assert kind(BASE, JAMTLAND, co_located=False) is FULL
    assert kind((BHV, OPF), JAMTLAND, co_located=False) is NONE
    like = SOCIALSTYRELSEN.definitions.like.model_copy(update={"co_location": Setting()})
    definitions = SOCIALSTYRELSEN.definitions.model_copy(update={"like": like})
    silent_on_like = SOCIALSTYRELSEN.model_copy(update={"definitions": definitions})
    assert kind(BASE, silent_on_like, co_located=False) is LIKE


def test_simultaneity_counts_only_where_the_county_regulates_it() -> None:
    assert kind(BASE, OREBRO, simultaneous=False) is FULL
    facts = centre(*BASE, simultaneous=False)
    assert kinds(facts) == {**dict.fromkeys(COUNTIES, FULL), "skane": LIKE}
    assert rules(facts, SKANE) == ["not-simultaneous"]


def test_a_county_that_defines_nothing_classifies_nothing() -> None:
    found = classify(BASE, SILENT, co_located=True, simultaneous=True)
    assert [reason.rule for reason in found.reasons] == ["full-not-defined", "like-not-defined"]


def test_what_is_missing_is_said_in_words() -> None:
    found = classify((BHV,), OREBRO, co_located=True, simultaneous=True)
    assert found.reasons[-1].sv == (
        "Familjecentralsliknande verksamhet kräver öppen förskola eller förebyggande socialtjänst."
    )


SOME = st.frozensets(st.sampled_from(list(Activity)))
PRESENCES = st.lists(
    st.builds(Presence, st.sampled_from(list(Activity)), st.sampled_from(Extent), st.booleans())
)
FACTS = st.builds(
    CentreFacts,
    presences=PRESENCES.map(tuple),
    one_roof=st.booleans(),
    one_common_door=st.booleans(),
    simultaneous=st.booleans(),
)
ANY_COUNTY = st.sampled_from(list(COUNTIES.values()))


@given(fewer=SOME, more=SOME, of=ANY_COUNTY, co_located=st.booleans(), simultaneous=st.booleans())
def test_more_activities_never_make_less_of_a_centre(
    fewer: frozenset[Activity],
    more: frozenset[Activity],
    of: CountyProfile,
    co_located: bool,
    simultaneous: bool,
) -> None:
    facts = {"co_located": co_located, "simultaneous": simultaneous}
    small, large = kind(tuple(fewer), of, **facts), kind(tuple(fewer | more), of, **facts)
    assert RANK.index(small) <= RANK.index(large)


@given(facts=FACTS, more=PRESENCES, of=ANY_COUNTY)
def test_more_of_an_activity_on_site_never_makes_less_of_a_centre(
    facts: CentreFacts, more: list[Presence], of: CountyProfile
) -> None:
    larger = replace(facts, presences=(*facts.presences, *more))
    assert RANK.index(classify_facts(facts, of).kind) <= RANK.index(classify_facts(larger, of).kind)


@given(facts=FACTS, of=ANY_COUNTY)
def test_whatever_is_no_family_centre_has_a_reason_in_both_languages_and_a_family_centre_none(
    facts: CentreFacts, of: CountyProfile
) -> None:
    found = classify_facts(facts, of)
    assert bool(found.reasons) is (found.kind is not FULL)
    assert all(reason.sv and reason.en for reason in found.reasons)
    assert len(set(found.reasons)) == len(found.reasons)
