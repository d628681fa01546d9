from typing import Any

import pytest
from agreements_parts import Register, faults
from centre_parts import FOUR, Centre, centre_under, rules_of


def offered(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": key, "kind": "open_activity", "activities": ["open_preschool"], **more}


def group(stage: str) -> dict[str, Any]:
    return offered(stage, kind="parent_group", stages=[stage])


@pytest.mark.case("AG-44")
async def test_eight_year_olds_are_reported_until_the_local_agreement_has_them(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    cafe = offered("homework", ages={"first": 8, "last": 8})
    assert rules_of(await centre.put("/offer", offers=[cafe])) == [("ages-not-agreed", "breach", "homework")]
    await centre.put("/local-terms", ages=[{"first": 7, "last": 9}])
    assert (await centre.get("/offer"))["findings"] == []


@pytest.mark.case("AG-45")
async def test_only_a_centre_with_maternal_care_must_have_groups_in_pregnancy(register: Register) -> None:
    full = await centre_under(register, "skane")
    found = rules_of(await full.put("/offer", offers=[group("after_birth")]))
    assert found == [("service-missing", "breach", "parent_group_during_pregnancy")]
    activities = [one for one in full.entry["activities"] if one["activity"] != FOUR[0]]
    kept = {name: full.entry[name] for name in ("name", "municipalityCode", "profileId", "validFrom")}
    answer = await full.http.post("/family-centres", json={**kept, "activities": activities})
    like = Centre(full.http, answer.json())
    assert like.entry["classification"]["kind"] == "like"
    assert (await like.put("/offer", offers=[group("after_birth")]))["findings"] == []


async def test_jamtlands_parenting_support_is_in_groups_and_for_each_in_every_stage(
    register: Register,
) -> None:
    centre = await centre_under(register, "jamtland")
    assert len((await centre.get("/offer"))["findings"]) == 6
    stages = ["pregnancy", "after_birth", "childhood"]
    offers = [
        offered("g", kind="parent_group", stages=stages),
        offered("i", kind="individual_support", stages=stages),
    ]
    assert (await centre.put("/offer", offers=offers))["findings"] == []


@pytest.mark.case("AG-32")
async def test_a_staff_room_that_lacks_is_reported_in_orebro(register: Register) -> None:
    centre = await centre_under(register, "orebro")
    rooms = [{"room": "staff_toilet", "count": 1}, {"room": "visitor_toilet", "count": 1}]
    checked = await centre.put("/premises", rooms=rooms)
    assert rules_of(checked) == [("room-missing", "breach", "staff_room")]
    assert checked["findings"][0]["sv"] == "Det saknas 1 personalrum."
    assert checked["regulatedBy"] == "county"
    whole = await centre.put("/premises", 1, rooms=[*rooms, {"room": "staff_room", "count": 1}])
    assert whole["findings"] == []
    assert await centre.get("/premises") == whole
    answer = await centre.try_put("/premises", 2, rooms=[*rooms, *rooms[:1]])
    assert faults(answer) == {("rooms.2.room", "unique")}


async def test_jamtland_asks_for_equal_access(register: Register) -> None:
    jamtland = await centre_under(register, "jamtland")
    assert rules_of(await jamtland.put("/premises", equalAccess=False)) == [
        ("unequal-access", "breach", None)
    ]


async def test_kalmar_regulates_no_premises(register: Register) -> None:
    kalmar = await centre_under(register, "kalmar")
    checked = await kalmar.put("/premises", equalAccess=False)
    assert (checked["regulatedBy"], checked["minimum"], checked["findings"]) == ("not_regulated", [], [])


async def test_an_offers_faults_are_named(register: Register) -> None:
    centre = await centre_under(register, "skane")
    offers = [
        offered("one", ages={"first": 4, "last": 3}),
        offered("one", activities=["library"]),
    ]
    assert faults(await centre.try_put("/offer", offers=offers)) == {
        ("offers.0.ages.last", "order"),
        ("offers.1.key", "unique"),
        ("offers.1.activities", "of-centre"),
    }
