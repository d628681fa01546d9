from datetime import UTC, datetime, timedelta

import httpx
import pytest
from agreements_parts import Connect, Register, administrator, events, faults

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase

ANYTHING = {"If-Match": "*"}


@pytest.fixture
def first(clock: FixedClock) -> datetime:
    clock.moment = datetime(2026, 5, 4, 21, 59, tzinfo=UTC)
    return clock.moment


async def renamed(admin: httpx.AsyncClient, kind: str, thing: dict[str, object], name: str) -> None:
    keys = {
        "units": ("branch", "activity", "professions", "validFrom", "boardId"),
        "family-centres": ("municipalityCode", "profileId", "activities", "validFrom"),
    }[kind]
    body = {key: thing[key] for key in keys}
    answer = await admin.put(f"/{kind}/{thing['id']}", json={**body, "name": name}, headers=ANYTHING)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("kind", ["units", "family-centres"])
async def test_a_thing_is_shown_as_it_was_at_the_end_of_a_day_in_stockholm(
    register: Register, admin: httpx.AsyncClient, clock: FixedClock, first: datetime, kind: str
) -> None:
    whole = await register.whole()
    thing = whole["units"][0] if kind == "units" else whole["centre"]
    clock.moment = first + timedelta(minutes=2)
    await renamed(admin, kind, thing, "Ett nytt namn")
    clock.moment = first + timedelta(days=30)
    path = f"/{kind}/{thing['id']}"
    then = (await admin.get(path, params={"asOf": "2026-05-04"})).json()
    assert then["name"] == thing["name"]
    assert (then["asOf"], then["historyFrom"], then["validThatDay"]) == ("2026-05-04", "2026-05-04", True)
    after = (await admin.get(path, params={"asOf": "2026-05-05"})).json()
    assert after["name"] == "Ett nytt namn"
    now = (await admin.get(path)).json()
    assert {name: after[name] for name in now} == now
    assert after.keys() - now.keys() == {"asOf", "historyFrom", "validThatDay"}
    for day, name in (("2026-05-04", thing["name"]), ("2026-05-05", "Ett nytt namn")):
        listed = (await admin.get(f"/{kind}", params={"asOf": day})).json()["items"]
        assert name in [item["name"] for item in listed if item["id"] == thing["id"]]
    assert (await admin.get(f"/{kind}", params={"asOf": "2026-05-03"})).json()["items"] == []
    assert (await admin.get(f"/{kind}", params={"asOf": "2026-05-05", "countyCode": "12"})).json()[
        "items"
    ] == []


async def test_a_centre_is_classified_as_it_was(
    register: Register, admin: httpx.AsyncClient, clock: FixedClock, first: datetime
) -> None:
    centre = (await register.whole())["centre"]
    clock.moment = first + timedelta(days=1)
    body = {key: centre[key] for key in ("name", "municipalityCode", "profileId", "activities", "validFrom")}
    path = f"/family-centres/{centre['id']}"
    await admin.put(path, json={**body, "coLocated": False}, headers=ANYTHING)
    kinds = [
        (await admin.get(path, params={"asOf": day})).json()["classification"]["kind"]
        for day in ("2026-05-04", "2026-05-05")
    ]
    assert kinds == ["full", "none"]


async def test_a_day_before_history_names_its_first_day_and_a_day_to_come_is_refused(
    register: Register, admin: httpx.AsyncClient, first: datetime
) -> None:
    centre = (await register.whole())["centre"]
    path = f"/family-centres/{centre['id']}"
    early = await admin.get(path, params={"asOf": "2026-05-03"})
    assert (early.status_code, early.json()["code"]) == (404, "no-history")
    assert "2026-05-04" in early.json()["detail"]
    assert faults(await admin.get(path, params={"asOf": "2026-05-06"})) == {("asOf", "not-in-future")}
    nobody = await admin.get(f"/units/{centre['id']}", params={"asOf": "2026-05-04"})
    assert (nobody.status_code, nobody.json()["code"]) == (404, "not-found")


async def test_a_list_as_of_a_day_can_be_searched(
    register: Register, admin: httpx.AsyncClient, first: datetime
) -> None:
    await register.whole()
    params = {"asOf": "2026-05-04", "hsaId": "SE2321000164-1001"}
    assert [item["hsaId"] for item in (await admin.get("/units", params=params)).json()["items"]] == [
        "SE2321000164-1001"
    ]
    params = {"asOf": "2026-05-04", "municipalityCode": "1884"}
    assert (await admin.get("/family-centres", params=params)).json()["items"] == []


@pytest.mark.parametrize("kind", ["responsible-authorities", "boards"])
async def test_an_authority_and_a_board_are_renamed_and_shown_as_they_were(
    register: Register, admin: httpx.AsyncClient, clock: FixedClock, first: datetime, kind: str
) -> None:
    whole = await register.whole()
    thing = whole["municipality"] if kind == "responsible-authorities" else whole["boards"][0]
    path = f"/{kind}/{thing['id']}"
    clock.moment = first + timedelta(days=1)
    assert (await admin.put(path, json={"name": "Ny"})).status_code == 428
    changed = await admin.put(path, json={"name": "Ny"}, headers={"If-Match": '"v1"'})
    assert (changed.status_code, changed.json()["name"], changed.headers["etag"]) == (200, "Ny", '"v2"')
    assert (await admin.put(path, json={"name": "Nyare"}, headers={"If-Match": '"v1"'})).status_code == 412
    then = (await admin.get(path, params={"asOf": "2026-05-04"})).json()
    assert (then["name"], then["historyFrom"]) == (thing["name"], "2026-05-04")
    assert (await admin.get(path, params={"asOf": "2026-05-05"})).json()["name"] == "Ny"
    early = await admin.get(path, params={"asOf": "2026-05-03"})
    assert (early.status_code, early.json()["code"]) == (404, "no-history")
    missing = f"/{kind}/{whole['centre']['id']}"
    assert (await admin.get(missing)).status_code == 404
    assert (await admin.put(missing, json={"name": "x"}, headers=ANYTHING)).status_code == 404


async def test_a_renamed_board_has_no_other_boards_name_and_is_announced(
    register: Register, admin: httpx.AsyncClient, connect: Connect, database: TestDatabase
) -> None:
    whole = await register.whole()
    education, social = whole["boards"]
    path = f"/boards/{education['id']}"
    taken = await admin.put(path, json={"name": social["name"]}, headers=ANYTHING)
    assert (taken.status_code, taken.json()["code"]) == (409, "board-name-taken")
    other = connect(administrator("12"))
    assert (await other.put(path, json={"name": "x"}, headers=ANYTHING)).status_code == 403
    await admin.put(path, json={"name": "Barn- och utbildningsnämnden"}, headers=ANYTHING)
    told = [event["type"] for event in await events(database) if ".board." in event["type"]]
    assert [kind.split(".")[3] for kind in told] == ["registered", "registered", "changed"]
