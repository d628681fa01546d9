from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_agreements.domain.days import IsoWeek, Period, add_months
from slussen_agreements.domain.findings import NotRegulated, Weight
from slussen_agreements.domain.notice import (
    Notice,
    NoticeForm,
    NoticeTerms,
    agreed_findings,
    earliest_end,
    end_after,
    notice_months,
    terms_in_force,
)
from slussen_chassis.errors import InvalidError
from slussen_contracts.profiles import Force

OREBRO = NoticeTerms(months=6, written=True)
JAMTLAND = NoticeTerms(months=12)
SILENT = NoticeTerms()
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MONTHS = st.integers(0, 60)


def written(given_on: date, **more: object) -> Notice:
    return Notice(given_on=given_on, form=NoticeForm.WRITTEN, **more)  # type: ignore[arg-type]


@pytest.mark.case("AG-06")
def test_six_months_notice_in_orebro_ends_on_the_same_day_number() -> None:
    assert earliest_end(date(2026, 9, 15), OREBRO) == date(2027, 3, 15)
    assert end_after(written(date(2026, 9, 15)), OREBRO) == date(2027, 3, 15)


@pytest.mark.case("AG-07")
def test_oral_notice_is_refused_where_writing_is_required_and_taken_where_it_is_not() -> None:
    oral = Notice(given_on=date(2026, 9, 15), form=NoticeForm.ORAL)
    with pytest.raises(InvalidError) as refused:
        end_after(oral, OREBRO)
    assert [(fault.field, fault.rule) for fault in refused.value.problems] == [("form", "written-required")]
    assert end_after(oral, JAMTLAND) == date(2027, 9, 15)


@pytest.mark.case("AG-08")
def test_longer_notice_than_the_minimum_is_accepted_and_shorter_is_not() -> None:
    assert end_after(written(date(2026, 9, 15), months=9), OREBRO) == date(2027, 6, 15)
    assert end_after(written(date(2026, 9, 15), last_day=date(2027, 3, 15)), OREBRO) == date(2027, 3, 15)
    with pytest.raises(InvalidError) as refused:
        end_after(written(date(2026, 9, 15), last_day=date(2027, 3, 14)), OREBRO)
    assert [fault.rule for fault in refused.value.problems] == ["notice-too-short"]


@pytest.mark.case("AG-09")
def test_twelve_months_notice_in_jamtland_ends_a_year_later() -> None:
    assert earliest_end(date(2026, 3, 31), JAMTLAND) == date(2027, 3, 31)


@pytest.mark.case("AG-14")
def test_where_notice_is_not_regulated_no_number_is_returned() -> None:
    answer = notice_months(SILENT)
    assert isinstance(answer, NotRegulated)
    assert (answer.matter, answer.en) == ("notice_months", "The time of notice is not regulated.")
    assert earliest_end(date(2026, 3, 31), SILENT) == answer
    assert notice_months(JAMTLAND) == 12


def test_where_notice_is_not_regulated_the_party_names_a_last_day_that_is_not_before_the_notice() -> None:
    assert end_after(written(date(2026, 5, 1), last_day=date(2026, 8, 31)), SILENT) == date(2026, 8, 31)
    for faulty, rule in ((None, "required"), (date(2026, 4, 30), "notice-too-short")):
        with pytest.raises(InvalidError) as refused:
            end_after(written(date(2026, 5, 1), last_day=faulty), SILENT)
        assert [fault.rule for fault in refused.value.problems] == [rule]


def test_the_county_is_a_minimum_on_which_parties_may_agree_for_more() -> None:
    assert terms_in_force(OREBRO, NoticeTerms(months=9, written=False)) == NoticeTerms(months=9, written=True)
    assert terms_in_force(OREBRO, NoticeTerms(months=3)) == OREBRO
    assert terms_in_force(SILENT, NoticeTerms(months=3, written=True)) == NoticeTerms(months=3, written=True)
    assert terms_in_force(NoticeTerms(written=False), SILENT) == NoticeTerms(written=False)
    assert terms_in_force(SILENT, SILENT) == SILENT
    assert [one.weight for one in agreed_findings(OREBRO, NoticeTerms(months=3))] == [Weight.BREACH]
    assert list(agreed_findings(OREBRO, NoticeTerms(months=6))) == []
    assert list(agreed_findings(SILENT, NoticeTerms(months=1))) == []
    assert list(agreed_findings(OREBRO, SILENT)) == []


def test_a_shorter_month_ends_on_its_last_day() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


@given(DAYS, DAYS, MONTHS, MONTHS)
def test_an_end_is_never_before_the_notice_and_later_notice_never_ends_earlier(
    one: date, other: date, months: int, more: int
) -> None:
    first, second = sorted((one, other))
    end = add_months(first, months)
    assert first <= end <= add_months(second, months)
    assert end <= add_months(first, months + more)


@given(DAYS, st.integers(0, 24), st.integers(0, 24))
def test_what_is_accepted_never_ends_before_the_minimum(day: date, months: int, wished: int) -> None:
    terms = NoticeTerms(months=months)
    try:
        end = end_after(written(day, months=wished), terms)
    except InvalidError:
        assert wished < months
    else:
        assert end >= add_months(day, months)


def test_a_week_that_the_year_lacks_and_a_period_that_runs_backwards_are_refused() -> None:
    assert IsoWeek.of(date(2027, 1, 3)) == IsoWeek(2026, 53)
    assert IsoWeek(2026, 53).last == date(2027, 1, 3)
    with pytest.raises(ValueError, match="ISO week"):
        IsoWeek(2025, 53)
    with pytest.raises(ValueError, match="before the first"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_departing_from_a_must_weighs_more_than_from_a_should() -> None:
    assert [Weight.of(force) for force in (Force.MUST, Force.SHOULD, Force.GOAL, None)] == [
        Weight.BREACH,
        Weight.WARNING,
        Weight.NOTICE,
        Weight.NOTICE,
    ]
