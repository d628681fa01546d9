from typing import Any

import httpx
import pytest
from agreements_parts import Connect, administrator, faults

from slussen_chassis.auth import Caller
from slussen_contracts.profiles import profile_ids, versions

FOUR = ["maternal_health_care", "child_health_care", "open_preschool", "preventive_social_services"]


async def compared(admin: httpx.AsyncClient, *activities: Any, **more: Any) -> dict[str, dict[str, Any]]:
    entries = [each if isinstance(each, dict) else {"activity": each} for each in activities]
    answer = await admin.post("/classifications", json={"activities": entries, **more})
    assert answer.status_code == 200, answer.text
    return {item["profileId"]: item for item in answer.json()["items"]}


async def test_every_profile_is_listed_with_the_days_of_its_versions(admin: httpx.AsyncClient) -> None:
    items = (await admin.get("/county-profiles")).json()["items"]
    assert [item["id"] for item in items] == list(profile_ids())
    orebro = next(item for item in items if item["id"] == "orebro")
    assert orebro["versions"] == [{"firstDay": "2026-03-01", "lastDay": None}]


@pytest.mark.parametrize("profile_id", profile_ids())
async def test_a_profile_is_shown_with_every_value_and_silence_said(
    admin: httpx.AsyncClient, profile_id: str
) -> None:
    known = versions(profile_id)[-1]
    shown = (await admin.get(f"/county-profiles/{profile_id}")).json()
    settings = {each["path"]: each for each in shown["settings"]}
    assert settings.keys() == known.settings().keys()
    for path, setting in known.settings().items():
        assert settings[path]["regulated"] is not setting.is_silent
        assert (settings[path]["sv"] == "ej reglerat") is setting.is_silent
        assert settings[path]["source"] == setting.source
    assert len(shown["calendar"]) == len(known.calendar)


async def test_a_value_has_its_force_and_source_and_our_defaults_are_marked(admin: httpx.AsyncClient) -> None:
    shown = (await admin.get("/county-profiles/orebro", params={"on": "2026-03-01"})).json()
    notice = next(each for each in shown["settings"] if each["path"] == "agreements.county_notice_months")
    assert (notice["value"], notice["source"], notice["regulated"]) == (6, "S002", True)
    hours = next(each for each in shown["settings"] if each["path"].endswith("min_joint_hours_per_week"))
    assert (hours["value"], hours["sv"], hours["en"]) == (None, "ej reglerat", "not regulated")
    borrowed = next(each for each in shown["defaults"] if each["key"] == "both_custodians_when")
    assert borrowed["borrowedFrom"] == "skane"
    assert borrowed["sv"].startswith("systemets förval")


@pytest.mark.parametrize(("path", "on"), [("orebro", "2026-02-28"), ("nowhere", None)])
async def test_a_profile_that_is_not_there_that_day_is_not_found(
    admin: httpx.AsyncClient, path: str, on: str | None
) -> None:
    answer = await admin.get(f"/county-profiles/{path}", params={"on": on} if on else {})
    assert answer.status_code == 404


@pytest.mark.case("AG-35")
async def test_child_health_and_social_services_are_like_a_centre_in_orebro_and_none_in_skane(
    admin: httpx.AsyncClient,
) -> None:
    found = await compared(admin, "child_health_care", "preventive_social_services")
    assert (found["orebro"]["kind"], found["socialstyrelsen"]["kind"]) == ("like", "like")
    assert found["skane"]["kind"] == "none"
    assert found["skane"]["reasons"][0]["sv"]


@pytest.mark.case("AG-36")
async def test_three_without_social_services_are_like_a_centre_in_three_and_out_of_line_in_kalmar(
    admin: httpx.AsyncClient,
) -> None:
    found = await compared(admin, "child_health_care", "open_preschool", "maternal_health_care")
    kinds = {key: found[key]["kind"] for key in ("skane", "orebro", "socialstyrelsen", "kalmar")}
    assert kinds == {"skane": "like", "orebro": "like", "socialstyrelsen": "like", "kalmar": "none"}


@pytest.mark.case("AG-37")
async def test_contraception_advice_elsewhere_passes_in_orebro_and_fails_in_skane(
    admin: httpx.AsyncClient,
) -> None:
    part = {"activity": "maternal_health_care", "extent": "mission_part"}
    found = await compared(admin, part, *FOUR[1:], profileIds=["orebro", "skane"])
    assert list(found) == ["orebro", "skane"]
    assert found["orebro"]["coLocation"]["passes"] is True
    assert found["orebro"]["kind"] == "full"
    assert [r["rule"] for r in found["skane"]["coLocation"]["reasons"]] == ["whole-activity-not-on-site"]


@pytest.mark.case("AG-38")
async def test_two_entrances_fail_the_common_door_of_skane(admin: httpx.AsyncClient) -> None:
    found = await compared(admin, *FOUR, oneCommonDoor=False)
    assert [r["rule"] for r in found["skane"]["coLocation"]["reasons"]] == ["no-common-door"]
    assert found["orebro"]["coLocation"]["passes"] is True


async def test_a_profile_that_does_not_exist_is_named_by_its_place(admin: httpx.AsyncClient) -> None:
    body = {"activities": [{"activity": "library"}], "profileIds": ["orebro", "nowhere"]}
    assert faults(await admin.post("/classifications", json=body)) == {("profileIds.1", "unknown")}


async def test_without_the_scope_there_is_no_profile(connect: Connect) -> None:
    stranger = Caller("s", "user", frozenset(), "18")
    assert (await connect(stranger).get("/county-profiles")).status_code == 403
    assert (await connect(administrator()).get("/county-profiles")).status_code == 200
