from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from slussen_chassis.testing import TestDatabase, staff

PATH = "/centres/01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11/flow"
SCOPE = "statistics:read-own"


@pytest.mark.case("ST-13")
async def test_staff_of_the_centre_see_both_cells_and_the_exact_column_total(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    unit = uuid4()
    await deliver(
        *make.place(unit), *make.referrals(5), *make.referrals(7, from_profession="child_health_nurse")
    )
    answer = await call(staff(SCOPE, unit=unit), "GET", PATH, params={"year": 2026})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["internal"] is True
    assert body["centreName"] == "Familjecentralen Lyktan"
    flow = body["flows"][0]
    assert flow["cells"] == [
        {"fromProfession": "child_health_nurse", "toProfession": "social_worker", "count": 7},
        {"fromProfession": "midwife", "toProfession": "social_worker", "count": 5},
    ]
    assert flow["toTotals"] == [{"profession": "social_worker", "count": 12}]
    assert flow["total"] == 12


@pytest.mark.case("SL-14")
async def test_an_external_referral_is_apart_from_the_internal_ones(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    unit = uuid4()
    await deliver(*make.place(unit), *make.referrals(2), make.referral(kind="external", to_activity=None))
    body = (await call(staff(SCOPE, unit=unit), "GET", PATH, params={"year": 2026})).json()
    assert {flow["kind"]: flow["total"] for flow in body["flows"]} == {"internal": 2, "external": 1}


async def test_the_live_figure_grows_by_one_with_the_next_referral(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    unit = uuid4()
    caller = staff(SCOPE, unit=unit)
    await deliver(*make.place(unit), *make.referrals(3), make.referral(opened_on=date(2025, 5, 1)))
    before = (await call(caller, "GET", PATH, params={"year": 2026})).json()["flows"][0]["total"]
    await deliver(make.referral())
    after = (await call(caller, "GET", PATH, params={"year": 2026})).json()["flows"][0]["total"]
    assert (before, after) == (3, 4)


async def test_a_reading_leaves_a_trace(
    call: Any, deliver: Any, make: SimpleNamespace, database: TestDatabase
) -> None:
    unit = uuid4()
    await deliver(*make.place(unit))
    await call(staff(SCOPE, unit=unit, subject="user-7"), "GET", PATH, params={"year": 2026})
    [row] = await database.rows("SELECT actor, unit_id, action, resource_id, outcome FROM audit_entry")
    assert row == {
        "actor": "user-7",
        "unit_id": unit,
        "action": "flow.read",
        "resource_id": make.CENTRE,
        "outcome": "permitted",
    }


@pytest.mark.parametrize("who", ["another unit", "no unit", "a unit that left"])
async def test_others_find_no_such_centre_and_the_attempt_leaves_a_trace(
    call: Any, deliver: Any, make: SimpleNamespace, database: TestDatabase, who: str
) -> None:
    unit, other, left = uuid4(), uuid4(), uuid4()
    await deliver(*make.place(unit), *make.referrals(5), make.place(other, centre_id=uuid4())[0])
    await deliver(make.place(left, valid_through=date(2026, 11, 21))[0])
    caller = staff(SCOPE, unit={"another unit": other, "no unit": None, "a unit that left": left}[who])
    answer = await call(caller, "GET", PATH, params={"year": 2026})
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    [row] = await database.rows("SELECT action, outcome FROM audit_entry")
    assert row == {"action": "readOwnFlow", "outcome": "denied"}


async def test_a_unit_that_moves_to_another_centre_loses_the_figures_and_an_older_event_gives_none_back(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    unit = uuid4()
    first, centre = make.place(unit)
    moved = make.place(unit, aggregate_version=2, centre_ids=())[0]
    await deliver(centre, moved, first)
    assert (await call(staff(SCOPE, unit=unit), "GET", PATH, params={"year": 2026})).status_code == 404


async def test_without_the_scope_it_is_refused(call: Any) -> None:
    answer = await call(staff("statistics:read-published", unit=uuid4()), "GET", PATH, params={"year": 2026})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


@pytest.mark.parametrize("year", ["", "abc", "1", "99999"])
async def test_a_faulty_year_is_named(call: Any, year: str) -> None:
    answer = await call(staff(SCOPE, unit=uuid4()), "GET", PATH, params={"year": year})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "query.year"
