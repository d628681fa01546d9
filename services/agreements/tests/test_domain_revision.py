from datetime import date

import pytest

from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.revision import (
    RevisionRule,
    RevisionState,
    next_revision,
    revision_standing,
)

KALMAR = RevisionRule(interval_months=24, on_need=True, by="Samordnande grupp Barn och unga")
SKANE = RevisionRule(interval_months=12)


@pytest.mark.case("AG-13")
def test_kalmar_revises_every_second_year_and_before_that_on_need() -> None:
    assert next_revision(date(2023, 11, 17), KALMAR) == date(2025, 11, 17)
    standing = revision_standing(date(2023, 11, 17), KALMAR, today=date(2024, 3, 1))
    assert (standing.state, standing.may_revise_now) == (RevisionState.UPCOMING, True)


@pytest.mark.case("AG-16")
def test_skanes_yearly_follow_up_is_overdue_from_the_day_after() -> None:
    due = revision_standing(date(2025, 2, 10), SKANE, today=date(2026, 2, 10))
    assert (due.state, due.findings) == (RevisionState.DUE, ())
    late = revision_standing(date(2025, 2, 10), SKANE, today=date(2026, 2, 11))
    assert (late.state, late.due_on) == (RevisionState.OVERDUE, date(2026, 2, 10))
    assert [one.rule for one in late.findings] == ["revision-overdue"]


@pytest.mark.case("ST-18")
def test_county_goals_are_revised_on_their_own_two_year_cycle() -> None:
    assert next_revision(date(2024, 1, 15), RevisionRule(interval_months=24)) == date(2026, 1, 15)


def test_where_need_is_no_ground_a_revision_waits_for_its_day() -> None:
    rule = RevisionRule(interval_months=12, on_need=False)
    assert not revision_standing(date(2025, 2, 10), rule, today=date(2026, 2, 9)).may_revise_now
    assert revision_standing(date(2025, 2, 10), rule, today=date(2026, 2, 10)).may_revise_now


def test_where_the_county_is_silent_nothing_is_due() -> None:
    assert isinstance(next_revision(date(2025, 2, 10), RevisionRule()), NotRegulated)
    standing = revision_standing(date(2025, 2, 10), RevisionRule(), today=date(2035, 1, 1))
    assert (standing.state, standing.due_on) == (RevisionState.NOT_REGULATED, None)
    assert standing.may_revise_now
