from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_agreements.domain.classification import classify
from slussen_contracts.agreements.api import CentreKind
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile, profile
from slussen_contracts.profiles.centre import Definitions, FullCentre, LikeCentre
from slussen_contracts.profiles.setting import Setting

ON = date(2026, 11, 22)
MHV, BHV = Activity.MATERNAL_HEALTH_CARE, Activity.CHILD_HEALTH_CARE
OPF, FST = Activity.OPEN_PRESCHOOL, Activity.PREVENTIVE_SOCIAL_SERVICES
BASE = (MHV, BHV, OPF, FST)
RANK = [CentreKind.NONE, CentreKind.LIKE, CentreKind.FULL]

OREBRO, SKANE = profile("orebro", on=ON), profile("skane", on=ON)


def county(*, like: LikeCentre, required: tuple[Activity, ...] | None = BASE) -> CountyProfile:
    """A county whose definitions are given here, as handbook 3.1 and 3.2 have them; the rest is Örebro's."""
    full = FullCentre(required_activities=Setting(value=required))
    return OREBRO.model_copy(update={"definitions": Definitions(full=full, like=like)})


SOCIALSTYRELSEN = county(
    like=LikeCentre(
        supported=Setting(value=True),
        one_of_each=Setting(value=((BHV,), (OPF, FST))),
        co_location=Setting(value=True),
    )
)
KALMAR = county(like=LikeCentre(supported=Setting(value=False)))
SILENT = county(like=LikeCentre(), required=None)


def kind(activities: tuple[Activity, ...], of: CountyProfile, **facts: bool) -> CentreKind:
    return classify(activities, of, **{"co_located": True, "simultaneous": True, **facts}).kind


@pytest.mark.case("AG-35")
@pytest.mark.parametrize(
    ("of", "expected"),
    [(OREBRO, CentreKind.LIKE), (SOCIALSTYRELSEN, CentreKind.LIKE), (SKANE, CentreKind.NONE)],
    ids=["orebro", "socialstyrelsen", "skane"],
)
def test_child_health_care_with_preventive_social_services(of: CountyProfile, expected: CentreKind) -> None:
    assert kind((BHV, FST), of) is expected


@pytest.mark.case("AG-36")
@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (SKANE, CentreKind.LIKE),
        (OREBRO, CentreKind.LIKE),
        (SOCIALSTYRELSEN, CentreKind.LIKE),
        (KALMAR, CentreKind.NONE),
    ],
    ids=["skane", "orebro", "socialstyrelsen", "kalmar"],
)
def test_three_of_the_four_activities(of: CountyProfile, expected: CentreKind) -> None:
    assert kind((BHV, OPF, MHV), of) is expected


def test_where_a_county_knows_no_like_centres_that_is_the_reason() -> None:
    found = classify((BHV, OPF, MHV), KALMAR, co_located=True, simultaneous=True)
    assert [reason.rule for reason in found.reasons] == ["activity-missing", "like-not-defined"]


@pytest.mark.parametrize("activities", [(BHV, MHV), (MHV, OPF), ()])
@pytest.mark.parametrize("of", [OREBRO, SKANE], ids=["orebro", "skane"])
def test_care_alone_or_preschool_without_child_health_care_is_neither(
    activities: tuple[Activity, ...], of: CountyProfile
) -> None:
    assert kind(activities, of) is CentreKind.NONE


def test_a_centre_that_is_not_co_located_is_neither_and_says_so_once() -> None:
    found = classify(BASE, OREBRO, co_located=False, simultaneous=True)
    assert (found.kind, [reason.rule for reason in found.reasons]) == (CentreKind.NONE, ["not-co-located"])


def test_simultaneity_counts_only_where_the_county_regulates_it() -> None:
    assert kind(BASE, OREBRO, simultaneous=False) is CentreKind.FULL
    found = classify(BASE, SKANE, co_located=True, simultaneous=False)
    assert (found.kind, [reason.rule for reason in found.reasons]) == (CentreKind.LIKE, ["not-simultaneous"])


def test_a_county_that_defines_nothing_classifies_nothing() -> None:
    found = classify(BASE, SILENT, co_located=True, simultaneous=True)
    assert [reason.rule for reason in found.reasons] == ["full-not-defined", "like-not-defined"]


def test_what_is_missing_is_said_in_words() -> None:
    found = classify((BHV,), OREBRO, co_located=True, simultaneous=True)
    assert found.reasons[-1].sv == (
        "Familjecentralsliknande verksamhet kräver öppen förskola eller förebyggande socialtjänst."
    )


SOME = st.frozensets(st.sampled_from(list(Activity)))


@given(fewer=SOME, more=SOME, of=st.sampled_from([OREBRO, SKANE, SOCIALSTYRELSEN, KALMAR]))
def test_more_activities_never_make_less_of_a_centre(
    fewer: frozenset[Activity], more: frozenset[Activity], of: CountyProfile
) -> None:
    small, large = kind(tuple(fewer), of), kind(tuple(fewer | more), of)
    assert RANK.index(small) <= RANK.index(large)
