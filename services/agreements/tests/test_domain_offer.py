import pytest

from slussen_agreements.domain.findings import Label, Weight
from slussen_agreements.domain.offer import (
    AgeRule,
    Ages,
    Offer,
    OfferKind,
    RequiredService,
    Stage,
    age_findings,
    service_findings,
)
from slussen_contracts.agreements.api import CentreKind
from slussen_contracts.identifiers import Activity

OREBRO = AgeRule(ages=Ages(0, 6), others_by_agreement=True)
PRESCHOOL = frozenset({Activity.OPEN_PRESCHOOL})
LIKE = {Activity.CHILD_HEALTH_CARE, Activity.OPEN_PRESCHOOL}
FULL = LIKE | {Activity.MATERNAL_HEALTH_CARE, Activity.PREVENTIVE_SOCIAL_SERVICES}
SKANE = (
    RequiredService(
        name=Label(
            "parent_group_during_pregnancy", "föräldragrupp under graviditeten", "parent group before"
        ),
        kind=OfferKind.PARENT_GROUP,
        stage=Stage.PREGNANCY,
        exempt_without=Activity.MATERNAL_HEALTH_CARE,
    ),
    RequiredService(
        name=Label("parent_group_after_birth", "föräldragrupp efter födseln", "parent group after birth"),
        kind=OfferKind.PARENT_GROUP,
        stage=Stage.AFTER_BIRTH,
    ),
)
AFTER_BIRTH = Offer(
    key="baby", kind=OfferKind.PARENT_GROUP, activities=PRESCHOOL, stages=frozenset({Stage.AFTER_BIRTH})
)


def offered(ages: Ages | None) -> Offer:
    return Offer(key="o", kind=OfferKind.OPEN_ACTIVITY, activities=PRESCHOOL, ages=ages)


@pytest.mark.case("AG-44")
def test_what_is_offered_to_eight_year_olds_is_reported_until_the_local_agreement_regulates_it() -> None:
    found = list(age_findings([offered(Ages(8, 8))], OREBRO))
    assert [(one.rule, one.weight, one.subject) for one in found] == [("ages-not-agreed", Weight.BREACH, "o")]
    assert list(age_findings([offered(Ages(8, 8))], OREBRO, agreed=[Ages(7, 9)])) == []


def test_the_countys_ages_and_the_agreements_count_together() -> None:
    assert list(age_findings([offered(Ages(5, 8))], OREBRO, agreed=[Ages(7, 9)])) == []
    assert len(list(age_findings([offered(Ages(5))], OREBRO, agreed=[Ages(7, 9)]))) == 1


def test_other_ages_are_only_noticed_where_the_county_says_nothing_of_agreements() -> None:
    kalmar = AgeRule(ages=Ages(0, 6))
    found = list(age_findings([offered(Ages(8, 8))], kalmar, agreed=[Ages(8, 8)]))
    assert [(one.rule, one.weight) for one in found] == [("ages-outside-target", Weight.NOTICE)]


def test_ages_within_the_target_no_ages_and_no_rule_give_nothing() -> None:
    assert list(age_findings([offered(Ages(0, 6)), offered(None)], OREBRO)) == []
    assert list(age_findings([offered(Ages(16))], AgeRule())) == []


@pytest.mark.case("AG-45")
def test_a_like_centre_without_maternal_health_care_is_exempt_and_a_full_one_is_not() -> None:
    assert list(service_findings(CentreKind.LIKE, LIKE, [AFTER_BIRTH], SKANE)) == []
    found = list(service_findings(CentreKind.FULL, FULL, [AFTER_BIRTH], SKANE))
    assert [(one.rule, one.subject) for one in found] == [
        ("service-missing", "parent_group_during_pregnancy")
    ]


def test_a_centre_that_is_neither_is_not_exempt() -> None:
    found = service_findings(CentreKind.NONE, {Activity.OPEN_PRESCHOOL}, [AFTER_BIRTH], SKANE)
    assert [one.subject for one in found] == ["parent_group_during_pregnancy"]


def test_a_like_centre_with_maternal_health_care_is_not_exempt() -> None:
    activities = LIKE | {Activity.MATERNAL_HEALTH_CARE}
    found = service_findings(CentreKind.LIKE, activities, [], SKANE)
    assert [one.subject for one in found] == ["parent_group_during_pregnancy", "parent_group_after_birth"]
