from datetime import date

import pytest

from slussen_agreements.domain.days import Period
from slussen_agreements.domain.findings import Label, Weight
from slussen_agreements.domain.steering import (
    MeetingRule,
    meeting_findings,
    meetings_left,
    monthly_findings,
    seat_findings,
)

SEATS = (
    Label("unit_manager_child_health_care", "enhetschef barnhälsovård", "unit manager of child health care"),
    Label("coordinator", "samordnare", "coordinator"),
)
STEERING = Label("steering_group", "Styrgruppen", "The steering group")
HOUSE = Label("house_meeting", "Husmöte", "House meeting")
KALMAR = MeetingRule(name=STEERING, min_per_year=2)
OREBRO = MeetingRule(name=HOUSE, min_per_year=12, monthly=True)


@pytest.mark.case("AG-41")
def test_a_steering_group_without_its_coordinator_is_incomplete() -> None:
    found = list(seat_findings(SEATS, {"unit_manager_child_health_care"}))
    assert [(one.rule, one.subject) for one in found] == [("seat-empty", "coordinator")]
    assert found[0].sv == "Gruppen är inte komplett: samordnare saknas."
    assert list(seat_findings(SEATS, {seat.key for seat in SEATS})) == []


@pytest.mark.case("AG-42")
def test_one_steering_group_meeting_in_a_year_is_below_kalmars_two() -> None:
    held = [date(2025, 3, 4), date(2024, 12, 30)]
    found = list(meeting_findings(KALMAR, 2025, held, today=date(2026, 1, 1)))
    assert [(one.rule, one.weight) for one in found] == [("too-few-meetings", Weight.BREACH)]
    assert list(meeting_findings(KALMAR, 2025, [*held, date(2025, 9, 4)], today=date(2026, 1, 1))) == []


def test_a_year_is_judged_when_it_has_ended_and_only_where_a_number_is_stated() -> None:
    assert list(meeting_findings(KALMAR, 2025, [], today=date(2025, 12, 31))) == []
    assert meetings_left(KALMAR, 2025, [date(2025, 3, 4)]) == 1
    assert meetings_left(KALMAR, 2025, [date(2025, month, 1) for month in (1, 2, 3)]) == 0
    assert meetings_left(MeetingRule(name=STEERING), 2025, []) == 0


@pytest.mark.case("AG-43")
def test_a_calendar_month_without_a_house_meeting_is_a_deviation_in_orebro() -> None:
    held = [date(2026, 3, 10), date(2026, 5, 12)]
    opened = Period(date(2026, 3, 1), date(2026, 6, 30))
    found = list(monthly_findings(OREBRO, opened, held, today=date(2026, 6, 15)))
    assert [(one.rule, one.subject) for one in found] == [("month-without-meeting", "2026-04")]
    assert "april 2026" in found[0].sv
    assert "April 2026" in found[0].en
    assert len(list(monthly_findings(OREBRO, opened, held, today=date(2026, 4, 30)))) == 0


def test_a_month_in_part_of_which_the_centre_was_open_is_not_judged() -> None:
    opened = Period(date(2026, 3, 2), date(2026, 4, 29))
    assert list(monthly_findings(OREBRO, opened, [], today=date(2027, 1, 1))) == []


def test_no_deviation_where_house_meetings_are_not_monthly_by_rule() -> None:
    year = Period.of_year(2026)
    assert list(monthly_findings(MeetingRule(name=HOUSE), year, [], today=date(2027, 1, 1))) == []
    assert len(list(monthly_findings(OREBRO, year, [], today=date(2027, 1, 1)))) == 12
