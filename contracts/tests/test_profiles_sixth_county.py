"""A county that no source has is a new file and no code: what is decided by its profile changes with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from slussen_agreements.domain.agreement import Agreement, Clause, Party, missing
from slussen_agreements.domain.annual_wheel import WheelEntry, duties
from slussen_agreements.domain.classification import classify_facts, compare
from slussen_agreements.domain.co_location import CentreFacts, Extent, Presence
from slussen_agreements.domain.cost_keys import OLD_CENTRE, ChosenKey, CountyCostRule, Split, choose_key
from slussen_agreements.domain.findings import Label
from slussen_agreements.domain.lifecycle import party_faults
from slussen_agreements.use_cases.profiles import present_profile
from slussen_consent import counties as consent_counties
from slussen_consent.domain.boundary import decide_boundary
from slussen_consent.domain.boundary_rules import Boundary
from slussen_consent.domain.employment import Employment
from slussen_contracts.agreements.api import AgreementKind, CentreKind
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession
from slussen_contracts.profiles import CountyProfile, loading, profile, profile_ids, versions
from slussen_contracts.profiles.calendar import month_and_day

ON = date(2027, 6, 1)
FIVE = ("jamtland", "kalmar", "orebro", "skane", "socialstyrelsen")
NEW = "gotland"
BHV, OPF, MHV = Activity.CHILD_HEALTH_CARE, Activity.OPEN_PRESCHOOL, Activity.MATERNAL_HEALTH_CARE
DENTAL, LIBRARY = Activity.PUBLIC_DENTAL_SERVICE, Activity.LIBRARY
CACHES = (
    loading.profile_ids,
    loading.versions,
    consent_counties.rules_of,
    consent_counties.rules_in,
)


def forget() -> None:
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountyProfile]:
    """The sixth county, there as long as the test: its file lies where profiles are looked for."""
    folder = Path(__file__).parent / "parts" / "counties"
    monkeypatch.setattr(loading, "SOURCES", [*loading.SOURCES, folder])
    forget()
    yield profile(NEW, on=ON)
    monkeypatch.undo()
    forget()


def of_five() -> list[CountyProfile]:
    return [versions(each)[-1] for each in FIVE]


def test_without_its_file_there_is_no_such_county() -> None:
    assert NEW not in profile_ids()


def test_with_its_file_it_is_one_of_six_from_its_first_day(county: CountyProfile) -> None:
    assert set(profile_ids()) == {*FIVE, NEW}
    assert present_profile(NEW, ON) is county
    assert county.settings().keys() == of_five()[0].settings().keys()


@pytest.mark.parametrize(
    "path",
    [
        "definitions.full.required_activities",
        "definitions.like.one_of_each",
        "agreements.required_clauses",
        "agreements.local_agreement.parties",
        "agreements.notice_months",
        "agreements.county_notice_months",
        "agreements.identical_copies",
        "agreements.revision_interval_months",
        "governance.centre_steering_group.min_meetings_per_year",
        "governance.house_meeting.min_per_year",
        "coordinator.min_term_months",
        "opening_hours.min_joint_hours_per_week",
        "opening_hours.summer_rule",
        "consent.longest_days",
        "cost_sharing.coordinator.applies_to_centres_after",
        "referral.display_terms",
        "statistics.survey_iso_weeks",
        "statistics.annual_report.deadline",
        "target_group.child_age_to",
        "premises.minimum",
    ],
)
def test_its_value_is_one_that_no_other_county_has(county: CountyProfile, path: str) -> None:
    assert county.setting(path).value not in [each.setting(path).value for each in of_five()]


def test_dental_care_makes_a_family_centre_there_and_nowhere_else(county: CountyProfile) -> None:
    facts = CentreFacts(presences=(Presence(BHV), Presence(OPF), Presence(DENTAL)))
    found = {each: result.kind for each, result in compare(facts, [*of_five(), county]).items()}
    assert found.pop(NEW) is CentreKind.FULL
    assert CentreKind.FULL not in found.values()


def test_a_library_with_midwives_is_like_a_family_centre_there_and_nowhere_else(
    county: CountyProfile,
) -> None:
    facts = CentreFacts(presences=(Presence(LIBRARY), Presence(MHV)))
    found = {each: result.kind for each, result in compare(facts, [*of_five(), county]).items()}
    assert found.pop(NEW) is CentreKind.LIKE
    assert set(found.values()) == {CentreKind.NONE}


def test_the_four_base_activities_are_no_family_centre_there(county: CountyProfile) -> None:
    base = (MHV, BHV, OPF, Activity.PREVENTIVE_SOCIAL_SERVICES)
    facts = CentreFacts(presences=tuple(Presence(activity) for activity in base))
    assert {each.kind for each in compare(facts, of_five()).values()} == {CentreKind.FULL}
    assert classify_facts(facts, county).kind is CentreKind.NONE


@pytest.mark.parametrize(
    ("dental", "child", "rules"),
    [
        (Presence(DENTAL), Presence(BHV, Extent.MISSION_PART), []),
        (Presence(DENTAL, Extent.MISSION_PART), Presence(BHV), ["whole-activity-not-on-site"]),
        (Presence(DENTAL), Presence(BHV, Extent.SOME), ["mission-part-not-on-site"]),
        (
            Presence(DENTAL),
            Presence(BHV, Extent.MISSION_PART, is_branch=True),
            ["branch-without-full-range"],
        ),
    ],
)
def test_its_co_location_mixes_what_other_counties_ask_for(
    county: CountyProfile, dental: Presence, child: Presence, rules: list[str]
) -> None:
    found = classify_facts(CentreFacts(presences=(Presence(OPF), dental, child)), county)
    assert [
        reason.rule for reason in found.reasons if "site" in reason.rule or "branch" in reason.rule
    ] == rules
    assert (found.kind is CentreKind.FULL) is not bool(rules)


def agreement(of: CountyProfile) -> Agreement:
    return Agreement(
        id=uuid4(),
        county_code="09",
        responsible_authority_id=UUID(int=1),
        grants=(UUID(int=1),),
        kind=AgreementKind.LOCAL,
        centre_id=UUID(int=2),
        profile_id=of.id,
        profile_first_day=of.first_day,
        parties=(Party(UUID(int=1), "municipality"),),
        clauses=(Clause("dispute", "Tvist löses i samförstånd."),),
        valid_from=ON,
    )


def lacking(of: CountyProfile) -> list[str]:
    found = missing(agreement(of), of.agreements.required_clauses.value or ())
    return [clause.key for clause in found.clauses]


def test_an_agreement_there_lacks_a_clause_that_no_other_county_asks_for(county: CountyProfile) -> None:
    assert lacking(county) == ["dental_chairs"]
    assert all("dental_chairs" not in lacking(each) for each in of_five())


def test_a_dental_company_is_a_party_there(county: CountyProfile) -> None:
    parties = [Party(UUID(int=1), "municipality")]
    roles = county.agreements.local_agreement.parties.value
    faults = list(party_faults(parties, roles, {UUID(int=1): "Kommunen"}))
    assert [fault.en for fault in faults] == ["a party as dental_company is required"]


def wheel(of: CountyProfile) -> dict[str, tuple[date, date]]:
    entries = [
        WheelEntry(
            what=Label(entry.key, entry.activity, entry.en),
            responsible=entry.responsible,
            month=entry.month,
            due=month_and_day(entry.due) if entry.due else None,
            iso_weeks=entry.iso_weeks,
        )
        for entry in of.calendar
    ]
    return {duty.key: (duty.period.first, duty.period.last) for duty in duties(2027, entries, {})}


def test_its_year_has_duties_of_its_own(county: CountyProfile) -> None:
    assert wheel(county) == {
        "tooth_day:2027-04-15": (date(2027, 4, 15), date(2027, 4, 15)),
        "midsummer_clean:2027-06-14": (date(2027, 6, 14), date(2027, 6, 20)),
        "midsummer_clean:2027-06-28": (date(2027, 6, 28), date(2027, 7, 4)),
    }
    assert all(not wheel(county).keys() & wheel(each).keys() for each in of_five())


def test_the_wheel_of_jamtland_is_twenty_duties_of_its_year() -> None:
    found = wheel(versions("jamtland")[-1])
    assert len(found) == 20
    assert found["hand_in_annual_report:2027-02-28"] == (date(2027, 2, 28), date(2027, 2, 28))
    assert found["hand_out_parent_survey:2027-11-08"] == (date(2027, 11, 8), date(2027, 11, 21))


def coordinator_rule(of: CountyProfile) -> CountyCostRule:
    rule = of.cost_sharing.coordinator
    known = rule.rule.value in set(Split)
    return CountyCostRule(
        split=Split(rule.rule.value) if known else None,
        local_override=rule.local_override.value,
        applies_to_centres_from=rule.applies_to_centres_after.value,
    )


def test_it_shares_the_coordinator_by_party_lets_agreements_depart_and_spares_old_centres(
    county: CountyProfile,
) -> None:
    rule, own, old = coordinator_rule(county), {"region": 70, "municipality": 30}, date(2026, 12, 31)
    assert choose_key(rule, None, established_on=ON).split is Split.EQUAL_BY_PARTY
    assert choose_key(rule, own, established_on=ON) == ChosenKey(Split.OWN_KEY, own)
    assert choose_key(rule, None, established_on=old) == ChosenKey(None, None, (OLD_CENTRE,))
    asked = ((None, ON), (own, ON), (None, old))
    answers = [
        [choose_key(each, parts, established_on=day) for parts, day in asked]
        for each in map(coordinator_rule, [*of_five(), county])
    ]
    assert answers[-1] not in answers[:-1]


NURSE = Employment(
    AuthorityType.REGION,
    UUID(int=10),
    UUID(int=20),
    None,
    Branch.HEALTH,
    Profession.CHILD_HEALTH_NURSE,
    Activity.CHILD_HEALTH_CARE,
    frozenset({UUID(int=1)}),
)


def test_its_boundary_stands_between_activities_of_one_unit_and_spares_colleagues(
    county: CountyProfile,
) -> None:
    midwife = replace(NURSE, profession=Profession.MIDWIFE, activity=MHV)
    rules = consent_counties.rules_of(NEW, ON)
    assert rules.profile_first_day == county.first_day
    assert decide_boundary(NURSE, midwife, rules).outcome is Boundary.CONSENT_REQUIRED
    assert decide_boundary(NURSE, NURSE, rules).outcome is Boundary.CONSENT_NOT_REQUIRED
    strict = consent_counties.rules_of("jamtland", ON)
    assert decide_boundary(NURSE, NURSE, strict).outcome is Boundary.CONSENT_REQUIRED
    national = consent_counties.rules_of("skane", ON)
    assert decide_boundary(NURSE, midwife, national).outcome is Boundary.CONSENT_NOT_REQUIRED


def test_who_records_in_that_county_is_under_its_rules_of_consent(county: CountyProfile) -> None:
    rules = consent_counties.rules_in("09", ON)
    assert (rules.profile_id, rules.longest, rules.ask_again_after) == (
        county.id,
        timedelta(days=90),
        timedelta(days=14),
    )
    assert rules.consequence_information_required


def test_without_the_file_that_county_is_under_the_national_rules() -> None:
    assert consent_counties.rules_in("09", ON) == consent_counties.NATIONAL
