from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_agreements.domain.days import IsoWeek, Period
from slussen_agreements.domain.findings import Weight
from slussen_agreements.domain.opening_hours.joint import Counting, joint_time
from slussen_agreements.domain.opening_hours.rules import (
    HoursRule,
    SummerRule,
    WeekResult,
    evaluate_week,
    reduced_week_faults,
    reduced_weeks_left,
)
from slussen_agreements.domain.opening_hours.schedule import (
    ChangedDay,
    Engagement,
    EngagementKind,
    Opening,
    OpeningKind,
    Schedule,
    schedule_faults,
)
from slussen_agreements.domain.opening_hours.time_set import TimeSet
from slussen_contracts.identifiers import Activity

MHV, BHV = Activity.MATERNAL_HEALTH_CARE, Activity.CHILD_HEALTH_CARE
OPF, FST = Activity.OPEN_PRESCHOOL, Activity.PREVENTIVE_SOCIAL_SERVICES
ALL = frozenset({MHV, BHV, OPF, FST})
MARCH, MAY, JULY = IsoWeek(2026, 11), IsoWeek(2026, 20), IsoWeek(2026, 28)
MONDAY = MARCH.first
COUNTING = Counting(
    groups_in_parallel=True,
    targeted_sessions=True,
    home_visits_while_staffed=True,
    excluded=frozenset(EngagementKind),
)
SUMMER = SummerRule(reduced_minutes=240, max_weeks=8)
SKANE = HoursRule(min_minutes=15 * 60, summer=SUMMER, counting=COUNTING)
JAMTLAND = HoursRule(summer=SummerRule(stay_open=True))
REDUCED = [IsoWeek(2026, week) for week in range(24, 32)]


def opened(activity: Activity, weekday: int, opens: str, closes: str, **more: object) -> Opening:
    hours = {"opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes)}
    return Opening(activity=activity, weekday=weekday, **hours, **more)  # type: ignore[arg-type]


def weekdays(activity: Activity, opens: str, closes: str, *, days: int = 5, staff: int = 1) -> list[Opening]:
    return [opened(activity, weekday, opens, closes, staff=staff) for weekday in range(1, days + 1)]


def schedule(*openings: Opening, **more: object) -> Schedule:
    return Schedule(activities=ALL, openings=openings, **more)  # type: ignore[arg-type]


def all_open(opens: str, closes: str, *, days: int = 5, staff: int = 1) -> list[Opening]:
    return [one for activity in ALL for one in weekdays(activity, opens, closes, days=days, staff=staff)]


def engaged(kind: EngagementKind, starts: str, ends: str, **more: object) -> Engagement:
    times = {"starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
    return Engagement(kind=kind, **{"day": MONDAY, **times, **more})  # type: ignore[arg-type]


def in_march(*openings: Opening, **more: object) -> WeekResult:
    return evaluate_week(schedule(*openings, **more), MARCH, SKANE)


@pytest.mark.case("AG-17")
def test_fifteen_hours_are_enough() -> None:
    result = in_march(*all_open("09:00", "12:00"))
    assert (result.joint_minutes, result.is_fulfilled, result.findings) == (15 * 60, True, ())


@pytest.mark.case("AG-18")
def test_half_an_hour_less_is_reported_as_half_an_hour_short() -> None:
    result = in_march(*all_open("09:00", "11:54"))
    assert (result.joint_minutes, result.shortfall_minutes, result.is_fulfilled) == (14.5 * 60, 30, False)
    assert [(one.weight, one.sv) for one in result.findings] == [
        (Weight.BREACH, "Det saknas 0,5 timmar gemensam öppettid.")
    ]
    assert result.findings[0].en == "Joint open time is 0.5 hours short."


@pytest.mark.case("AG-19")
def test_joint_time_is_that_of_the_activity_with_the_least_within_the_others() -> None:
    three = [one for activity in (MHV, BHV, OPF) for one in weekdays(activity, "08:00", "12:00")]
    result = in_march(*three, *weekdays(FST, "08:30", "11:30", days=4))
    assert (result.joint_minutes, result.is_fulfilled) == (12 * 60, False)
    assert dict(result.activity_minutes) == {
        MHV.value: 20 * 60,
        BHV.value: 20 * 60,
        OPF.value: 20 * 60,
        FST.value: 12 * 60,
    }


@pytest.mark.case("AG-20")
@pytest.mark.parametrize(
    "kind", [EngagementKind.PLANNING, EngagementKind.MEETING, EngagementKind.SUPERVISION]
)
def test_two_hours_of_planning_or_meeting_within_the_schedule_are_excluded(kind: EngagementKind) -> None:
    result = in_march(*all_open("08:00", "12:00"), engagements=(engaged(kind, "09:00", "11:00"),))
    assert result.joint_minutes == 18 * 60


@pytest.mark.case("AG-21")
def test_a_home_visit_counts_while_another_nurse_is_at_the_centre() -> None:
    visit = engaged(EngagementKind.HOME_VISIT, "09:00", "11:00", activity=BHV)
    result = in_march(*all_open("08:00", "12:00", staff=2), engagements=(visit,))
    assert result.joint_minutes == 20 * 60


@pytest.mark.case("AG-22")
def test_a_home_visit_that_leaves_nobody_takes_its_time_away() -> None:
    visit = engaged(EngagementKind.HOME_VISIT, "09:00", "11:00", activity=BHV)
    result = in_march(*all_open("08:00", "12:00"), engagements=(visit,))
    assert (result.joint_minutes, dict(result.activity_minutes)[BHV.value]) == (18 * 60, 18 * 60)
    both = replace(visit, staff=2)
    assert in_march(*all_open("08:00", "12:00", staff=2), engagements=(both,)).joint_minutes == 18 * 60


@pytest.mark.case("AG-23")
@pytest.mark.parametrize(("kind", "hours"), [(OpeningKind.TARGETED, 2), (OpeningKind.BY_INVITATION, 0)])
def test_a_session_for_every_dad_counts_and_one_by_invitation_does_not(kind: OpeningKind, hours: int) -> None:
    others = [opened(activity, 1, "13:00", "15:00") for activity in ALL - {OPF}]
    assert in_march(*others, opened(OPF, 1, "13:00", "15:00", kind=kind)).joint_minutes == hours * 60


def test_a_parent_group_counts_while_the_open_preschool_is_open() -> None:
    group = opened(BHV, 1, "09:00", "12:00", kind=OpeningKind.BY_INVITATION)
    others = [opened(activity, 1, "09:00", "12:00") for activity in (MHV, FST)]
    assert in_march(group, *others, opened(OPF, 1, "10:00", "12:00")).joint_minutes == 2 * 60
    strict = HoursRule(counting=Counting())
    closed = evaluate_week(schedule(group, *others, opened(OPF, 1, "10:00", "12:00")), MARCH, strict)
    assert closed.joint_minutes == 0


def test_home_visits_are_taken_out_where_the_county_excludes_them_without_exception() -> None:
    visit = engaged(EngagementKind.HOME_VISIT, "09:00", "11:00", activity=BHV)
    planned = schedule(*all_open("08:00", "12:00", staff=2), engagements=(visit,))
    counting = replace(COUNTING, home_visits_while_staffed=False)
    assert joint_time(planned, MARCH, counting).minutes == 18 * 60


def test_an_engagement_of_another_week_changes_nothing() -> None:
    later = engaged(EngagementKind.MEETING, "09:00", "11:00", day=MARCH.last)
    assert in_march(*all_open("08:00", "12:00"), engagements=(later,)).joint_minutes == 20 * 60
    next_week = engaged(EngagementKind.MEETING, "09:00", "11:00", day=IsoWeek(2026, 12).first)
    assert in_march(*all_open("08:00", "12:00"), engagements=(next_week,)).joint_minutes == 20 * 60


def test_a_closed_holiday_is_no_exception_and_the_shortfall_tells_its_reason() -> None:
    closed = tuple(ChangedDay(activity=activity, day=MONDAY, reason="Helgdag") for activity in sorted(ALL))
    result = in_march(*all_open("09:00", "12:00"), changed_days=closed)
    assert result.shortfall_minutes == 3 * 60
    assert result.findings[0].sv == "Det saknas 3 timmar gemensam öppettid (Helgdag)."


def test_a_changed_day_has_hours_of_its_own() -> None:
    short = ChangedDay(activity=FST, day=MONDAY, openings=(opened(FST, 1, "11:00", "12:00"),))
    assert in_march(*all_open("08:00", "12:00"), changed_days=(short,)).joint_minutes == 17 * 60


def test_an_opening_holds_in_its_period_alone() -> None:
    spring = Period(date(2026, 1, 1), MONDAY)
    openings = [replace(one, holds=spring) for one in all_open("08:00", "12:00")]
    assert in_march(*openings).joint_minutes == 4 * 60


def test_a_centre_without_activities_has_no_joint_time() -> None:
    nothing = Schedule(activities=frozenset(), openings=())
    assert evaluate_week(nothing, MARCH, SKANE).joint_minutes == 0


@pytest.mark.case("AG-24")
def test_the_ninth_reduced_week_is_refused() -> None:
    for place, week in enumerate(REDUCED):
        assert list(reduced_week_faults(week, REDUCED[:place], SKANE)) == []
        assert reduced_weeks_left(2026, REDUCED[:place], SUMMER) == 8 - place
    found = list(reduced_week_faults(IsoWeek(2026, 33), REDUCED, SKANE))
    assert [fault.rule for fault in found] == ["too-many-reduced-weeks"]
    assert reduced_weeks_left(2026, REDUCED, SUMMER) == 0
    assert list(reduced_week_faults(IsoWeek(2027, 25), REDUCED, SKANE)) == []


@pytest.mark.case("AG-25")
def test_a_reduced_week_in_may_is_refused_and_so_is_one_partly_in_june() -> None:
    for week in (MAY, IsoWeek(2027, 22), IsoWeek(2026, 36)):
        assert [fault.rule for fault in reduced_week_faults(week, [], SKANE)] == ["outside-summer"]
    no_summer = HoursRule(min_minutes=900)
    assert [fault.rule for fault in reduced_week_faults(JULY, [], no_summer)] == ["outside-summer"]


@pytest.mark.case("AG-26")
def test_in_jamtland_there_is_no_minimum_and_a_summer_closure_is_a_notice() -> None:
    result = evaluate_week(schedule(), JULY, JAMTLAND)
    assert (result.required_minutes, result.is_fulfilled, result.shortfall_minutes) == (None, None, 0)
    assert [(one.rule, one.weight) for one in result.findings] == [("closed-in-summer", Weight.NOTICE)]
    assert evaluate_week(schedule(), MARCH, JAMTLAND).findings == ()
    assert evaluate_week(schedule(opened(OPF, 1, "09:00", "10:00")), JULY, JAMTLAND).findings == ()
    assert list(reduced_week_faults(MAY, [], JAMTLAND)) == []
    assert reduced_weeks_left(2026, [JULY], SummerRule(stay_open=True)) is None


def test_a_reduced_week_needs_half_a_day_and_one_outside_summer_the_whole() -> None:
    half_day = schedule(*all_open("08:00", "12:00", days=1))
    reduced = evaluate_week(half_day, JULY, SKANE, reduced=[JULY, MAY])
    assert (reduced.required_minutes, reduced.is_fulfilled) == (240, True)
    assert evaluate_week(half_day, MAY, SKANE, reduced=[JULY, MAY]).required_minutes == 900
    assert evaluate_week(half_day, JULY, SKANE).required_minutes == 900
    unlimited = HoursRule(min_minutes=900, summer=SummerRule())
    assert evaluate_week(half_day, JULY, unlimited, reduced=[JULY]).required_minutes == 900


def test_a_week_is_reduced_where_the_rule_lowered_what_it_asks_and_only_there() -> None:
    half_day, entered = schedule(*all_open("08:00", "12:00", days=1)), [JULY, MAY]
    assert evaluate_week(half_day, JULY, SKANE, reduced=entered).is_reduced
    assert not evaluate_week(half_day, JULY, SKANE).is_reduced
    assert not evaluate_week(half_day, MAY, SKANE, reduced=entered).is_reduced
    without = (
        HoursRule(min_minutes=900),
        HoursRule(min_minutes=900, summer=SummerRule()),
        HoursRule(min_minutes=180, summer=SUMMER),
        HoursRule(summer=SUMMER),
    )
    found = [evaluate_week(half_day, JULY, rule, reduced=entered) for rule in without]
    assert [(one.required_minutes, one.is_reduced) for one in found] == [
        (900, False),
        (900, False),
        (180, False),
        (None, False),
    ]


def test_open_time_is_that_of_any_activity_and_days_are_counted_once() -> None:
    """Monday 08-12 and 13-15, Tuesday 09-12 by one activity after the other, Wednesday 10-11 by one alone."""
    monday = [opened(one, 1, "09:00", "12:00") for one in (MHV, BHV, OPF, FST)]
    result = in_march(
        *monday,
        opened(OPF, 1, "08:00", "10:00"),
        opened(FST, 1, "13:00", "15:00"),
        opened(MHV, 2, "09:00", "10:30"),
        opened(BHV, 2, "10:30", "12:00"),
        opened(OPF, 3, "10:00", "11:00"),
    )
    assert (result.joint_minutes, result.joint_days) == (3 * 60, 1)
    assert (result.open_minutes, result.open_days) == ((4 + 2 + 3 + 1) * 60, 3)


def test_a_home_visit_closes_its_own_activity_and_a_meeting_leaves_open_time_as_it_is() -> None:
    alone = [opened(BHV, 1, "08:00", "12:00")]
    visit = engaged(EngagementKind.HOME_VISIT, "09:00", "11:00", activity=BHV)
    assert in_march(*alone, engagements=(visit,)).open_minutes == 2 * 60
    everybody = in_march(*all_open("08:00", "12:00", days=2), engagements=(visit,))
    assert (everybody.open_minutes, everybody.joint_minutes) == (8 * 60, 6 * 60)
    meeting = engaged(EngagementKind.MEETING, "08:00", "12:00")
    met = in_march(*all_open("08:00", "12:00", days=2), engagements=(meeting,))
    assert (met.open_minutes, met.open_days, met.joint_minutes, met.joint_days) == (8 * 60, 2, 4 * 60, 1)
    nothing = in_march()
    assert (nothing.open_minutes, nothing.open_days, nothing.joint_days) == (0, 0, 0)


def test_the_same_week_is_not_reduced_twice_and_a_profile_may_ask_for_weeks_on_end() -> None:
    assert [fault.rule for fault in reduced_week_faults(JULY, [JULY], SKANE)] == ["unique"]
    on_end = replace(SKANE, summer=replace(SUMMER, consecutive=True))
    assert list(reduced_week_faults(JULY, [], on_end)) == []
    assert list(reduced_week_faults(JULY, [IsoWeek(2026, 29)], on_end)) == []
    apart = list(reduced_week_faults(JULY, [IsoWeek(2026, 25)], on_end))
    assert [fault.rule for fault in apart] == ["consecutive"]


def test_what_can_not_be_is_found_by_field() -> None:
    faulty = schedule(
        opened(BHV, 1, "12:00", "12:00", staff=0),
        opened(OPF, 1, "09:00", "12:00"),
        engagements=(
            engaged(EngagementKind.HOME_VISIT, "10:00", "09:00", staff=-1),
            engaged(EngagementKind.HOME_VISIT, "09:00", "10:00", activity=BHV),
            engaged(EngagementKind.MEETING, "09:00", "10:00"),
        ),
    )
    assert [(fault.field, fault.rule) for fault in schedule_faults(faulty)] == [
        ("openings.0.closes", "order"),
        ("openings.0.staff", "minimum"),
        ("engagements.0.ends", "order"),
        ("engagements.0.staff", "minimum"),
        ("engagements.0.activity", "required"),
    ]


HOURS = st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda pair: pair[0] < pair[1])


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    opens, closes = draw(HOURS)
    return Opening(
        activity=draw(st.sampled_from(sorted(ALL))),
        weekday=draw(st.integers(1, 7)),
        opens=time(opens),
        closes=time(closes),
        kind=draw(st.sampled_from(OpeningKind)),
        staff=draw(st.integers(1, 3)),
    )


@st.composite
def engagements(draw: st.DrawFn) -> Engagement:
    starts, ends = draw(HOURS)
    return Engagement(
        kind=draw(st.sampled_from(EngagementKind)),
        day=draw(st.sampled_from(MARCH.days)),
        starts=time(starts),
        ends=time(ends),
        activity=draw(st.sampled_from(sorted(ALL))),
    )


SCHEDULES = st.builds(
    lambda taking_part, opened, engaged: Schedule(
        activities=frozenset(taking_part), openings=tuple(opened), engagements=tuple(engaged)
    ),
    st.sets(st.sampled_from(sorted(ALL))),
    st.lists(openings(), max_size=12),
    st.lists(engagements(), max_size=4),
)
COUNTINGS = st.builds(
    Counting,
    groups_in_parallel=st.booleans(),
    targeted_sessions=st.booleans(),
    home_visits_while_staffed=st.booleans(),
    excluded=st.frozensets(st.sampled_from(EngagementKind)),
)


@given(SCHEDULES, COUNTINGS)
def test_joint_hours_are_never_more_than_any_activitys(planned: Schedule, counting: Counting) -> None:
    time_open = joint_time(planned, MARCH, counting)
    assert all(time_open.minutes <= own.minutes for own in time_open.by_activity.values())
    assert all(own.minutes <= time_open.open.minutes for own in time_open.by_activity.values())
    assert time_open.joint.days <= time_open.open.days


@given(SCHEDULES, COUNTINGS, engagements())
def test_one_more_meeting_or_visit_never_gives_more_joint_hours(
    planned: Schedule, counting: Counting, more: Engagement
) -> None:
    busier = replace(planned, engagements=(*planned.engagements, more))
    assert joint_time(busier, MARCH, counting).minutes <= joint_time(planned, MARCH, counting).minutes


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda two: tuple(sorted(two))))


@given(SPANS, SPANS)
def test_sets_of_minutes_are_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def minutes(of: TimeSet) -> set[int]:
        return {minute for start, end in of.spans for minute in range(start, end)}

    first, second = TimeSet.of(one), TimeSet.of(other)
    assert minutes(first) == {minute for start, end in one for minute in range(start, end)}
    assert minutes(first & second) == minutes(first) & minutes(second)
    assert minutes(first - second) == minutes(first) - minutes(second)
    assert first.minutes == len(minutes(first))
