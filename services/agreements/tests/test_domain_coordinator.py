from datetime import date

import pytest

from slussen_agreements.domain.coordinator import (
    Appointment,
    CoordinatorTerms,
    coordinator_findings,
    earliest_leaving,
    ending_findings,
    professions_not_yet_coordinating,
)
from slussen_agreements.domain.findings import NotRegulated, Weight
from slussen_contracts.identifiers import Profession

JAMTLAND = CoordinatorTerms(
    is_required=Weight.WARNING,
    target_term_months=36,
    notice_months=3,
    early_leave_warning_months=3,
    rotate_professions=True,
    handover_required=True,
)
KALMAR = CoordinatorTerms(is_required=Weight.BREACH, min_term_months=24, rotate_professions=True)


def served(first: date, last: date | None, *, is_handed_over: bool = False) -> Appointment:
    return Appointment(valid_from=first, valid_through=last, is_handed_over=is_handed_over)


@pytest.mark.case("AG-39")
def test_a_coordinator_in_jamtland_leaves_three_months_after_telling_at_the_earliest() -> None:
    assert earliest_leaving(date(2027, 1, 10), JAMTLAND) == date(2027, 4, 10)


def test_the_longer_of_notice_and_warning_holds_and_silence_gives_no_day() -> None:
    terms = CoordinatorTerms(notice_months=1, early_leave_warning_months=3)
    assert earliest_leaving(date(2027, 1, 10), terms) == date(2027, 4, 10)
    assert isinstance(earliest_leaving(date(2027, 1, 10), KALMAR), NotRegulated)


@pytest.mark.case("AG-40")
def test_a_coordinator_in_kalmar_who_is_replaced_after_fourteen_months_gives_a_warning() -> None:
    found = list(ending_findings(served(date(2025, 1, 1), date(2026, 2, 28)), KALMAR))
    assert [(one.rule, one.weight) for one in found] == [("term-below-minimum", Weight.WARNING)]
    assert found[0].en == "A coordinator is expected to stay for at least 2 years."
    assert found[0].sv == "En samordnare väntas sitta minst 2 år."


def test_a_term_is_full_on_its_last_day_and_not_the_day_before() -> None:
    assert list(ending_findings(served(date(2025, 1, 1), date(2026, 12, 31)), KALMAR)) == []
    assert len(list(ending_findings(served(date(2025, 1, 1), date(2026, 12, 30)), KALMAR))) == 1


def test_a_term_below_the_target_is_a_notice_and_a_missing_handover_a_warning() -> None:
    found = list(ending_findings(served(date(2025, 1, 1), date(2026, 12, 31)), JAMTLAND))
    assert [(one.rule, one.weight) for one in found] == [
        ("term-below-target", Weight.NOTICE),
        ("handover-missing", Weight.WARNING),
    ]
    full = served(date(2023, 1, 1), date(2026, 12, 31), is_handed_over=True)
    assert list(ending_findings(full, JAMTLAND)) == []
    assert list(ending_findings(served(date(2026, 1, 1), None), JAMTLAND)) == []


def test_a_term_in_odd_months_is_told_in_months() -> None:
    found = list(
        ending_findings(served(date(2026, 1, 1), date(2026, 2, 1)), CoordinatorTerms(min_term_months=18))
    )
    assert found[0].sv == "En samordnare väntas sitta minst 18 månader."


def test_a_missing_coordinator_weighs_as_much_as_the_county_says() -> None:
    gone = [served(date(2025, 1, 1), date(2025, 12, 31)), served(date(2027, 1, 1), None)]
    today = date(2026, 6, 1)
    assert [one.weight for one in coordinator_findings(gone, KALMAR, today=today)] == [Weight.BREACH]
    assert [one.weight for one in coordinator_findings(gone, JAMTLAND, today=today)] == [Weight.WARNING]
    assert list(coordinator_findings(gone, CoordinatorTerms(), today=today)) == []
    assert list(coordinator_findings(gone, KALMAR, today=date(2025, 12, 31))) == []
    assert list(coordinator_findings(gone, KALMAR, today=date(2027, 1, 1))) == []


def test_professions_that_have_not_coordinated_are_named_where_all_are_to() -> None:
    held = [Appointment(valid_from=date(2025, 1, 1), profession=Profession.MIDWIFE)]
    present = [Profession.MIDWIFE, Profession.SOCIAL_WORKER]
    assert professions_not_yet_coordinating(held, present, KALMAR) == (Profession.SOCIAL_WORKER,)
    assert professions_not_yet_coordinating(held, present, CoordinatorTerms()) == ()
