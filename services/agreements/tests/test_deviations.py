from typing import Any

import pytest
from agreements_parts import Connect, faults
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County, person

MATTER = "target_group.child_age_to"
CLAUSE = "changes_additions_regional"


async def drafted(connect: Connect, code: str, profile: str, first_day: str) -> tuple[County, dict[str, Any]]:
    county = await County(connect, code, profile).set_up()
    return county, await county.filled(await county.drafted("local", LOCAL_ROLES[profile], first_day))


async def agree(county: County, agreement: dict[str, Any], *deviations: dict[str, Any]) -> Any:
    body = {"deviations": [{"text": "Enligt bilaga.", **one} for one in deviations]}
    return await county.admin.put(f"/agreements/{agreement['id']}/terms", json=body, headers=ANYTHING)


async def checked(county: County, agreement: dict[str, Any]) -> dict[str, Any]:
    answer = await county.admin.get(f"/agreements/{agreement['id']}/deviations")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.case("AG-44")
async def test_orebros_other_ages_are_to_be_recorded_in_the_agreement(connect: Connect) -> None:
    county, agreement = await drafted(connect, "18", "orebro", "2026-03-01")
    centre = f"/family-centres/{county.centre['id']}/local-terms"
    await county.admin.put(centre, json={"ages": [{"first": 0, "last": 8}]}, headers=ANYTHING)
    before = await checked(county, agreement)
    assert [(one["rule"], one["subject"]) for one in before["findings"]] == [
        ("deviation-not-recorded", MATTER)
    ]
    answer = await agree(county, agreement, {"clause": CLAUSE, "matter": MATTER, "effect": "other"})
    assert answer.status_code == 200, answer.text
    after = await checked(county, agreement)
    assert after["findings"] == []
    (recorded,) = after["recorded"]
    assert (recorded["countyValue"], recorded["source"], recorded["effect"]) == (6, "S002 8", "other")
    active = await county.in_force(answer.json())
    assert (await checked(county, active))["recorded"] == after["recorded"]


@pytest.mark.case("AG-29")
async def test_the_coordinators_cost_has_no_local_exception_and_other_costs_have(connect: Connect) -> None:
    county, agreement = await drafted(connect, "18", "orebro", "2026-03-01")
    coordinator = {"clause": CLAUSE, "matter": "cost_sharing.coordinator.rule", "effect": "other"}
    other = {**coordinator, "matter": "cost_sharing.other_common_costs.rule"}
    refused = await agree(county, agreement, other, coordinator)
    assert faults(refused) == {("deviations.1.matter", "no-local-exception")}
    assert (await agree(county, agreement, other)).status_code == 200


async def test_an_agreement_gives_more_than_a_must_and_never_less(connect: Connect) -> None:
    county, agreement = await drafted(connect, "12", "skane", "2024-01-01")
    hours = {"clause": "content", "matter": "opening_hours.min_joint_hours_per_week"}
    refused = await agree(county, agreement, {**hours, "effect": "other"})
    assert faults(refused) == {("deviations.0.matter", "no-local-exception")}
    assert (await agree(county, agreement, {**hours, "effect": "more"})).status_code == 200
    centre = f"/family-centres/{county.centre['id']}/local-terms"
    await county.admin.put(centre, json={"minJointHoursPerWeek": 12}, headers=ANYTHING)
    found = (await checked(county, agreement))["findings"]
    assert [(one["rule"], one["weight"]) for one in found] == [("below-county-minimum", "breach")]


async def test_what_a_deviation_can_not_be_from_is_named_and_the_clause_is_the_countys(
    connect: Connect,
) -> None:
    county, agreement = await drafted(connect, "18", "orebro", "2026-03-01")
    wrong = [
        {"clause": CLAUSE, "matter": "nothing.such"},
        {"clause": CLAUSE, "matter": "opening_hours.min_joint_hours_per_week"},
        {"clause": CLAUSE, "matter": "agreements.notice_months"},
        {"clause": "nowhere"},
    ]
    assert faults(await agree(county, agreement, *wrong)) == {
        ("deviations.0.matter", "unknown"),
        ("deviations.1.matter", "not-regulated"),
        ("deviations.2.matter", "left-to-agreement"),
        ("deviations.3.clause", "of-agreement"),
    }
    await agree(county, agreement, {"clause": "dispute"})
    found = (await checked(county, agreement))["findings"]
    assert [(one["rule"], one["subject"]) for one in found] == [("deviation-in-other-clause", "dispute")]
    stranger = connect(person(county.centre["id"], "18"))
    assert (await stranger.get(f"/agreements/{agreement['id']}/deviations")).status_code == 404
