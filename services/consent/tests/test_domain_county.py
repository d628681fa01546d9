"""What each county's profile settles about consent, by its own document; the rest are visible defaults."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from slussen_consent.domain.boundary_rules import Boundary
from slussen_consent.domain.county import CountyBoundary, CountyRules, county_rules
from slussen_contracts.profiles import profile
from slussen_contracts.profiles.model import Defaults
from slussen_contracts.profiles.practice import ConsentRule
from slussen_contracts.profiles.setting import Setting

ALWAYS = {
    "same_unit_other_centre",
    "same_board_other_centre",
    "ask_again_after_days",
    "custody_fresh_for_days",
}


def rules(profile_id: str) -> CountyRules:
    return county_rules(profile(profile_id, on=date(2026, 6, 1)))


@pytest.mark.parametrize(
    ("profile_id", "boundary", "explained", "silent"),
    [
        ("skane", CountyBoundary.UNIT_BOARD_PRINCIPAL, False, {"longest_days"}),
        ("orebro", CountyBoundary.ACTIVITY, False, {"longest_days", "both_custodians_when"}),
        ("kalmar", CountyBoundary.ACTIVITY, True, {"longest_days", "both_custodians_when"}),
        ("jamtland", CountyBoundary.ANY_OTHER_PERSON, False, {"longest_days", "both_custodians_when"}),
        ("socialstyrelsen", None, False, {"boundary", "longest_days", "both_custodians_when"}),
    ],
)
def test_a_county_settles_what_its_document_says_and_the_rest_is_marked_as_default(
    profile_id: str, boundary: CountyBoundary | None, explained: bool, silent: set[str]
) -> None:
    county = rules(profile_id)
    assert county.profile_id == profile_id
    assert county.profile_first_day == profile(profile_id, on=date(2026, 6, 1)).first_day
    assert county.boundary is boundary
    assert county.consequence_information_required is explained
    assert county.defaults == ALWAYS | silent
    assert (county.longest, county.ask_again_after, county.custody_fresh_for) == (
        timedelta(days=365),
        timedelta(days=30),
        timedelta(days=180),
    )
    assert county.same_unit_other_centre is Boundary.CONSENT_REQUIRED
    assert county.same_board_other_centre is Boundary.CONSENT_REQUIRED
    assert not county.exempt_same_unit_same_activity


def test_what_a_profile_sets_otherwise_holds() -> None:
    skane = profile("skane", on=date(2026, 6, 1))
    defaults = Defaults(
        same_unit_other_centre="consent_not_required",
        same_board_other_centre="consent_not_required",
        exempt_same_unit_same_activity=True,
        longest_consent_days=100,
        ask_again_after_days=7,
        custody_fresh_for_days=90,
    )
    county = county_rules(skane.model_copy(update={"defaults": defaults}))
    assert county.same_unit_other_centre is Boundary.CONSENT_NOT_REQUIRED
    assert county.same_board_other_centre is Boundary.CONSENT_NOT_REQUIRED
    assert county.exempt_same_unit_same_activity
    assert (county.longest.days, county.ask_again_after.days, county.custody_fresh_for.days) == (100, 7, 90)
    stated = skane.consent.model_copy(update={"longest_days": Setting(value=50)})
    assert isinstance(stated, ConsentRule)
    assert county_rules(skane.model_copy(update={"consent": stated})).longest.days == 50


def test_where_a_county_says_where_to_document_its_source_is_named() -> None:
    assert rules("skane").documented_source == "S000 Dokumentation av samtycke"
    assert [place.place for place in rules("skane").documented_in][:3] == [
        "child_record",
        "guardian_record",
        "guardian_record",
    ]
    assert (rules("orebro").documented_in, rules("orebro").documented_source) == ((), None)


def test_the_exemption_stands_first_and_only_where_the_county_adds_a_rule() -> None:
    exempting = replace(rules("jamtland"), exempt_same_unit_same_activity=True)
    assert [rule.id for rule in exempting.table()] == ["C0", "C2"]
    assert replace(rules("skane"), exempt_same_unit_same_activity=True).table() == ()
    assert replace(rules("socialstyrelsen"), exempt_same_unit_same_activity=True).table() == ()
