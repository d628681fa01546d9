from typing import Any
from uuid import uuid4

import httpx
import pytest
from agreements_parts import Connect, faults
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County, person

from slussen_contracts.codelists.regions import municipalities


@pytest.fixture
async def orebro(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


async def check(client: httpx.AsyncClient, county: County, **body: Any) -> dict[str, Any]:
    first, second = county.units
    wanted = {"centreId": county.centre["id"], "fromUnitId": first["id"], "toUnitId": second["id"], **body}
    answer = await client.post("/coverage-checks", json=wanted)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_collaboration_is_covered_by_a_clause_while_the_agreement_is_in_force(orebro: County) -> None:
    client = orebro.people[orebro.region["id"]]
    assert (await check(client, orebro))["reason"] == "no_agreement"
    agreement = await orebro.active("local", LOCAL_ROLES["orebro"], "2026-03-01", validThrough="2026-12-31")
    found = await check(client, orebro)
    assert (found["covered"], found["agreementId"]) == (True, agreement["id"])
    assert (found["kind"], found["clauseKey"]) == ("local", "cooperation_conditions_time")
    for day, covered in (
        ("2026-02-28", False),
        ("2026-03-01", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ):
        assert (await check(client, orebro, on=day))["covered"] is covered
    other = await orebro.register.unit(orebro.region["id"], "maternal_health_care", "SE2321000164-1009")
    assert (await check(client, orebro, toUnitId=other["id"]))["reason"] == "unit_not_at_centre"


async def test_where_a_county_has_no_local_agreements_its_own_covers(connect: Connect) -> None:
    county = await County(connect, "08", "kalmar").set_up()
    await county.active("county", ("municipality", "region"), "2023-11-17")
    found = await check(county.admin, county)
    assert (found["covered"], found["kind"], found["clauseKey"]) == (True, "county", "common_starting_points")


async def test_orebros_county_agreement_covers_no_centre_by_itself(orebro: County) -> None:
    await orebro.active("county", ("municipality", "region"), "2026-03-01")
    assert (await check(orebro.admin, orebro))["reason"] == "no_agreement"


async def test_coverage_is_told_to_those_it_concerns_about_what_is_in_the_register(
    orebro: County, connect: Connect
) -> None:
    first, second = orebro.units
    body = {"centreId": orebro.centre["id"], "fromUnitId": first["id"], "toUnitId": second["id"]}
    stranger = connect(person(str(uuid4()), "18"))
    assert (await stranger.post("/coverage-checks", json=body)).status_code == 404
    unknown = await orebro.admin.post("/coverage-checks", json={**body, "toUnitId": str(uuid4())})
    assert faults(unknown) == {("toUnitId", "unknown")}
    unknown = await orebro.admin.post("/coverage-checks", json={**body, "centreId": str(uuid4())})
    assert faults(unknown) == {("centreId", "unknown")}


async def overview(county: County) -> dict[str, Any]:
    answer = await county.admin.get("/county-overview")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def municipality(county: County, code: str) -> dict[str, Any]:
    found = await overview(county)
    return next(one for one in found["municipalities"] if one["municipalityCode"] == code)


@pytest.mark.case("AG-33")
async def test_a_municipality_with_neither_centre_nor_letter_is_listed_as_lacking_the_letter(
    orebro: County,
) -> None:
    codes = [one["municipalityCode"] for one in (await overview(orebro))["municipalities"]]
    assert codes == sorted(code for code in municipalities() if code.startswith("18"))
    before = await municipality(orebro, "1863")
    assert (before["name"], before["lacks"]) == ("Hällefors", ["centre", "letter_of_intent"])
    letter = await orebro.drafted(
        "letter_of_intent", ("municipality", "health_centre"), "2026-03-01", municipalityCode="1863"
    )
    assert (await municipality(orebro, "1863"))["letter"] == "draft"
    await orebro.in_force(await orebro.filled(letter))
    after = await municipality(orebro, "1863")
    assert (after["letter"], after["lacks"]) == ("signed", ["centre"])


async def test_a_centre_lacks_an_agreement_and_a_coordinator_until_it_has_them(orebro: County) -> None:
    assert (await municipality(orebro, "1880"))["lacks"] == ["coordinator", "agreement"]
    await orebro.active("local", LOCAL_ROLES["orebro"], "2026-03-01")
    found = await municipality(orebro, "1880")
    assert (found["hasAgreement"], found["lacks"]) == (True, ["coordinator"])


def of_others(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What falls due beside the duties of the centres' annual wheels."""
    return [one for one in found["due"] if one["what"] != "duty"]


async def test_what_falls_due_in_90_days_is_listed_by_day(orebro: County) -> None:
    ending = await orebro.active("local", LOCAL_ROLES["orebro"], "2026-03-01", validThrough="2027-02-20")
    await orebro.active("local", LOCAL_ROLES["orebro"], "2026-03-01", validThrough="2027-02-21")
    draft = await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01"))
    await orebro.admin.put(
        f"/agreements/{draft['id']}/signing", json={"signBy": "2026-12-20"}, headers=ANYTHING
    )
    due = of_others(await overview(orebro))
    assert [(one["what"], one["day"], one["agreementId"]) for one in due] == [
        ("sign_by", "2026-12-20", draft["id"]),
        ("ends", "2027-02-20", ending["id"]),
    ]
    assert {one["municipalityCode"] for one in due} == {"1880"}


async def test_a_revision_that_is_late_is_listed(connect: Connect) -> None:
    county = await County(connect, "08", "kalmar").set_up()
    await county.active("county", ("municipality", "region"), "2023-11-17")
    found = await overview(county)
    assert [(one["what"], one["day"]) for one in of_others(found)] == [("revision", "2025-11-17")]
    assert (await municipality(county, "0880"))["hasAgreement"] is True


async def test_terms_of_coordinators_awaited_answers_and_goals_fall_due_too(connect: Connect) -> None:
    county = await County(connect, "08", "kalmar").set_up()
    agreement = await county.active("county", ("municipality", "region"), "2025-11-17")
    centre = f"/family-centres/{county.centre['id']}/coordinator-appointments"
    for last in ("2027-01-31", "2027-02-28"):
        body = {"holderSubject": "nn", "validFrom": "2026-01-01", "validThrough": last}
        assert (await county.admin.post(centre, json=body)).status_code == 201
    asked = {"reason": "Lokaler.", "askedOn": "2026-11-22", "answerBy": "2026-12-20"}
    people = county.people[county.region["id"]]
    assert (await people.post(f"/agreements/{agreement['id']}/renegotiations", json=asked)).status_code == 201
    await county.register.made("/county-goals", decidedOn="2025-01-10", goals=["Fler pappor."])
    due = [
        (one["what"], one["day"], one.get("municipalityCode")) for one in of_others(await overview(county))
    ]
    assert due == [
        ("answer", "2026-12-20", None),
        ("county_goals", "2027-01-10", None),
        ("coordinator_term", "2027-01-31", "0880"),
    ]


async def duties_due(county: County) -> list[tuple[str, str, str]]:
    found = (await overview(county))["due"]
    return [(one["dutyKey"], one["day"], one["centreId"]) for one in found if one["what"] == "duty"]


async def test_duties_of_the_annual_wheels_are_listed_until_they_are_done(connect: Connect) -> None:
    county = await County(connect, "23", "jamtland").set_up()
    centre = county.centre["id"]
    due = await duties_due(county)
    survey = ("hand_out_parent_survey:2026-11-02", "2026-11-15", centre)
    assert survey in due
    days = [day for _, day, _ in due]
    assert days == sorted(days)
    assert (days[0] >= "2025-11-22", days[-1] <= "2027-02-20") == (True, True)
    path = f"/family-centres/{centre}/annual-wheel/duties/{survey[0]}"
    answer = await county.admin.put(path, json={"doneOn": "2026-11-20"}, headers=ANYTHING)
    assert answer.status_code == 200, answer.text
    assert set(due) - set(await duties_due(county)) == {survey}


async def test_what_a_meeting_decided_falls_due_with_the_rest(orebro: County) -> None:
    meetings = f"/family-centres/{orebro.centre['id']}/planned-meetings"
    planned = await orebro.admin.post(meetings, json={"kind": "steering_group", "plannedOn": "2026-11-20"})
    assert planned.status_code == 201, planned.text
    for day in ("2027-02-20", "2027-02-21"):
        decided = {"text": "Fråga barnen.", "owner": "Karin", "dueOn": day}
        answer = await orebro.admin.post(f"{meetings}/{planned.json()['id']}/decisions", json=decided)
        assert answer.status_code == 201, answer.text
    found = [one for one in (await overview(orebro))["due"] if one["sv"] == "Fråga barnen."]
    assert [(one["what"], one["day"], one["municipalityCode"]) for one in found] == [
        ("duty", "2027-02-20", "1880")
    ]


async def test_a_county_sees_nothing_of_anothers_and_a_party_no_overview(
    orebro: County, connect: Connect
) -> None:
    await orebro.active("local", LOCAL_ROLES["orebro"], "2026-03-01", validThrough="2026-12-31")
    skane = County(connect, "12", "skane")
    found = await overview(skane)
    assert (found["due"], found["profileId"]) == ([], "skane")
    assert not any(one["hasCentre"] for one in found["municipalities"])
    refused = await orebro.people[orebro.region["id"]].get("/county-overview")
    assert refused.json()["code"] == "scope-missing"
