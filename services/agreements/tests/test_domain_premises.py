import pytest

from slussen_agreements.domain.findings import Label, Weight
from slussen_agreements.domain.premises import PremisesFacts, PremisesRule, RoomMinimum, premises_findings

OREBRO = PremisesRule(
    minimum=(
        RoomMinimum(Label("staff_toilet", "personaltoalett", "staff toilet")),
        RoomMinimum(Label("visitor_toilet", "besökstoalett", "visitor toilet")),
        RoomMinimum(Label("staff_room", "personalrum", "staff room")),
    )
)


@pytest.mark.case("AG-32")
def test_a_missing_staff_room_is_reported_in_orebro() -> None:
    found = list(premises_findings(OREBRO, PremisesFacts(rooms={"staff_toilet": 1, "visitor_toilet": 1})))
    assert [(one.rule, one.subject, one.weight) for one in found] == [
        ("room-missing", "staff_room", Weight.BREACH)
    ]
    assert found[0].sv == "Det saknas 1 personalrum."


def test_premises_with_what_is_asked_for_or_more_have_no_deviation() -> None:
    rooms = {"staff_toilet": 2, "visitor_toilet": 1, "staff_room": 1}
    assert list(premises_findings(OREBRO, PremisesFacts(rooms=rooms))) == []


def test_unequal_access_is_reported_only_where_the_county_asks_for_equal() -> None:
    facts = PremisesFacts(rooms={}, equal_access=False)
    jamtland = PremisesRule(equal_access=True, weight=Weight.WARNING)
    assert [one.rule for one in premises_findings(jamtland, facts)] == ["unequal-access"]
    assert list(premises_findings(jamtland, PremisesFacts(rooms={}))) == []
    assert list(premises_findings(PremisesRule(), facts)) == []
