from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_agreements.domain.annual_wheel import (
    Duty,
    DutyState,
    WheelEntry,
    by_month,
    duties,
    not_in_wheel,
    parts_missing,
    remind_on,
    state,
)
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.findings import Label

OWNERS = {"coordinator": "anna"}


def entry(key: str, responsible: str = "coordinator", **when: object) -> WheelEntry:
    return WheelEntry(what=Label(key, key, key), responsible=responsible, **when)  # type: ignore[arg-type]


JAMTLAND = (
    entry("self_reflection", month=1),
    entry("review_the_wheel", "management_group", month=1),
    entry("hand_in_report", month=2, due=(2, 28)),
    entry("compile_report", "management_group", month=3),
    entry("health_week", month=9, iso_weeks=(39,)),
    entry("read_agreement", month=9),
    entry("survey", month=11, iso_weeks=(45, 46)),
    entry("self_reflection", month=12),
)
REPORT_DEADLINES = (
    entry("coordinator_hand_in", due=(2, 28)),
    entry("to_principals", "management_group", due=(3, 1)),
    entry("to_management_group", due=(3, 1)),
)
SURVEYS = tuple(
    entry(key) for key in ("quality_follow_up", "spider", "visit_survey_children", "visit_survey_adults")
)
FOLLOW_UP = entry("local_follow_up", "steering_group", parts=("goals", "annual_report", "statistics"))


def duty(key: str, year: int = 2026, entries: tuple[WheelEntry, ...] = JAMTLAND) -> Duty:
    return next(one for one in duties(year, entries, OWNERS) if one.what.key == key)


@pytest.mark.case("ST-06")
def test_the_parent_survey_runs_in_weeks_45_and_46_for_the_coordinator() -> None:
    survey = duty("survey")
    assert survey.period == Period(date(2026, 11, 2), date(2026, 11, 15))
    assert (survey.responsible, survey.owner) == ("coordinator", "anna")
    assert survey.key == "survey:2026-11-02"


@pytest.mark.case("ST-07")
def test_the_health_week_is_week_39() -> None:
    assert duty("health_week").period == Period(date(2026, 9, 21), date(2026, 9, 27))


@pytest.mark.case("ST-08")
def test_june_july_and_august_are_there_and_empty() -> None:
    months = by_month(duties(2026, JAMTLAND, OWNERS))
    assert list(months) == list(range(1, 13))
    assert [month for month, of_month in months.items() if not of_month] == [4, 5, 6, 7, 8, 10]
    assert [one.what.key for one in months[1]] == ["self_reflection", "review_the_wheel"]
    assert sum(len(of_month) for of_month in months.values()) == len(JAMTLAND)


@pytest.mark.case("ST-09")
def test_four_surveys_are_scheduled_in_skane_in_a_year_without_stated_times() -> None:
    wheel = duties(2026, not_in_wheel(SURVEYS, ()), OWNERS)
    assert [one.what.key for one in wheel] == [one.what.key for one in SURVEYS]
    assert {(one.period, one.has_stated_time) for one in wheel} == {(Period.of_year(2026), False)}


@pytest.mark.case("ST-16")
def test_orebros_yearly_follow_up_is_expected_with_goals_report_and_statistics() -> None:
    follow_up = duty("local_follow_up", entries=(FOLLOW_UP,))
    assert by_month([follow_up])[12] == (follow_up,)
    assert state(follow_up, done_on=None, today=date(2026, 12, 31)) is DutyState.CURRENT
    assert state(follow_up, done_on=None, today=date(2027, 1, 1)) is DutyState.OVERDUE
    assert parts_missing(follow_up, {"goals"}) == ("annual_report", "statistics")
    assert parts_missing(follow_up, {"goals", "annual_report", "statistics"}) == ()


def test_the_coordinators_day_is_28_february_and_the_principals_1_march() -> None:
    added = not_in_wheel(REPORT_DEADLINES, JAMTLAND)
    assert [one.what.key for one in added] == ["to_principals", "to_management_group"]
    for year in (2027, 2028):
        entries = (*JAMTLAND, *added)
        assert duty("hand_in_report", year, entries).period.last == date(year, 2, 28)
        assert duty("to_principals", year, entries).period.last == date(year, 3, 1)


def test_a_survey_that_the_wheel_has_in_the_same_weeks_is_not_there_twice() -> None:
    asked = (entry("parent_survey", iso_weeks=(45, 46)), entry("another", iso_weeks=(10,)))
    assert not_in_wheel(asked, JAMTLAND) == asked[1:]


def test_weeks_apart_are_duties_apart_and_week_53_is_the_last_one() -> None:
    apart = duties(2026, [entry("visit", iso_weeks=(20, 10, 11))], {})
    assert [one.period.days for one in apart] == [14, 7]
    assert apart[0].owner is None
    assert duty("end", 2025, (entry("end", iso_weeks=(53,)),)).period == Period(
        date(2025, 12, 22), date(2025, 12, 28)
    )
    assert duty("end", 2026, (entry("end", iso_weeks=(53,)),)).period.last == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("done_on", "today", "expected"),
    [
        (None, date(2026, 11, 1), DutyState.PLANNED),
        (None, date(2026, 11, 2), DutyState.CURRENT),
        (None, date(2026, 11, 15), DutyState.CURRENT),
        (None, date(2026, 11, 16), DutyState.OVERDUE),
        (date(2026, 11, 15), date(2026, 12, 1), DutyState.DONE),
        (date(2026, 11, 16), date(2026, 12, 1), DutyState.DONE_LATE),
    ],
)
def test_a_duty_is_overdue_from_the_day_after_its_last(
    done_on: date | None, today: date, expected: DutyState
) -> None:
    assert state(duty("survey"), done_on=done_on, today=today) is expected


def test_one_is_reminded_ahead_of_the_first_day_or_of_the_last_where_no_time_is_stated() -> None:
    assert remind_on(duty("survey"), timedelta(days=14)) == date(2026, 10, 19)
    assert remind_on(duty("local_follow_up", entries=(FOLLOW_UP,)), timedelta(days=31)) == date(2026, 11, 30)


ENTRIES = st.builds(
    entry,
    st.just("any"),
    month=st.none() | st.integers(1, 12),
    due=st.none() | st.tuples(st.integers(1, 12), st.integers(1, 28)),
    iso_weeks=st.lists(st.integers(1, 53), max_size=5).map(tuple),
)


@given(st.integers(1990, 2100), st.lists(ENTRIES, max_size=8))
def test_no_duty_has_a_day_outside_its_year_and_no_entry_is_lost(
    year: int, entries: list[WheelEntry]
) -> None:
    wheel = duties(year, entries, OWNERS)
    whole = Period.of_year(year)
    assert all(one.period.first in whole and one.period.last in whole for one in wheel)
    assert len(wheel) >= len(entries)
    assert sum(len(of_month) for of_month in by_month(wheel).values()) == len(wheel)
