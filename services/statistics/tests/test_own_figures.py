import csv
import io
import re
from datetime import date
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from slussen_chassis.testing import TestDatabase, client_for, staff
from slussen_statistics.domain.exact import OF_CENTRES

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


PAGE = "/statistics/pages/own"


def read_page(service: Any, unit: Any, *, language: str = "sv", **more: Any) -> Any:
    async def ask(path: str = "", **params: str) -> Any:
        async with client_for(service, staff(SCOPE, unit=unit, **more), "statistics") as client:
            headers = {"accept-language": language}
            return await client.get(f"{PAGE}{path}", params=params, headers=headers)

    return ask


MARKS = {
    "sv": ("Exakta egna siffror. Får inte publiceras eller lämnas vidare.", "exakt-ej-for-publicering"),
    "en": ("Own exact figures. Not for publication; don't pass them on.", "exact-not-for-publication"),
}


@pytest.mark.parametrize("language", MARKS)
async def test_the_page_and_its_file_show_exact_figures_under_the_same_mark_and_each_leaves_a_trace(
    deliver: Any, make: SimpleNamespace, service: Any, database: TestDatabase, language: str
) -> None:
    mark, name = MARKS[language]
    unit = uuid4()
    await deliver(*make.place(unit), *make.referrals(2), make.referral(opened_on=date(2025, 5, 1)))
    see = read_page(service, unit, language=language)
    assert (await see()).headers["location"] == f"{PAGE}/{make.CENTRE}"
    answer = await see(f"/{make.CENTRE}")
    assert answer.status_code == 200, answer.text
    page = unescape(answer.text)
    assert page.count(mark) >= 2
    assert answer.headers["cache-control"] == "no-store"
    assert re.findall(r'<td class="amount">([^<]*)</td>', page) == ["2"] * 4
    before = unescape((await see(f"/{make.CENTRE}", period="2025M05")).text)
    assert re.findall(r'<td class="amount">([^<]*)</td>', before) == ["1"] * 4
    file = await see(f"/{make.CENTRE}/csv", table="referral-flow", period="2026M10")
    assert file.headers["content-disposition"] == f'attachment; filename="{name}-referral-flow-2026M10.csv"'
    header, *rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert {(row[0], row[1], row[2], row[-1]) for row in rows} == {
        (mark, "Familjecentralen Lyktan", "2026M10", "2")
    }
    assert len(header) == len(rows[0])
    traces = await database.rows("SELECT action, resource_id, outcome FROM audit_entry")
    assert traces == [{"action": "table.read", "resource_id": make.CENTRE, "outcome": "permitted"}] * 3


async def test_every_table_of_a_centre_has_its_page_and_one_of_whole_years_says_so(
    deliver: Any, make: SimpleNamespace, service: Any
) -> None:
    unit = uuid4()
    await deliver(
        *make.place(unit), *make.referrals(2), make.entry("visits", numbers={"adults": 3, "children": 1})
    )
    see = read_page(service, unit)
    for table in OF_CENTRES:
        answer = await see(f"/{make.CENTRE}", table=table.id, period="2026M10")
        assert answer.status_code == 200, table.id
        assert ("bara för hela året" in answer.text) == table.is_of_whole_years
    visits = await see(f"/{make.CENTRE}", table="open-preschool-visits", period="2026")
    assert re.findall(r'<td class="amount">([^<]*)</td>', visits.text)[:2] == ["3", "1"]
    assert "Inget är räknat" in (await see(f"/{make.CENTRE}", table="listing")).text


async def test_who_declined_to_be_counted_is_never_shown_exactly(
    call: Any, deliver: Any, make: SimpleNamespace, service: Any
) -> None:
    unit = uuid4()
    await deliver(*make.place(unit), make.referral(counted=False), make.referral())
    own = PATH.removesuffix("flow") + "tables"
    caller = staff(SCOPE, unit=unit)
    shown = await call(caller, "GET", f"{own}/referral-outcomes", params={"year": 2026})
    declined = await call(caller, "GET", f"{own}/referrals-declined", params={"year": 2026})
    assert (shown.status_code, declined.status_code) == (200, 404)
    see = read_page(service, unit)
    assert "referrals-declined" not in (await see(f"/{make.CENTRE}")).text
    for path in ("", "/csv"):
        assert (await see(f"/{make.CENTRE}{path}", table="referrals-declined")).status_code == 404


async def test_another_centres_figures_are_on_no_page_and_in_no_file_and_the_attempt_leaves_a_trace(
    deliver: Any, make: SimpleNamespace, service: Any, database: TestDatabase
) -> None:
    unit, other = uuid4(), uuid4()
    await deliver(*make.place(unit), *make.referrals(2), *make.place(other, centre_id=uuid4()))
    see = read_page(service, other)
    for path in (f"/{make.CENTRE}", f"/{make.CENTRE}/csv"):
        assert (await see(path)).status_code == 404
    traces = await database.rows("SELECT outcome FROM audit_entry")
    assert traces == [{"outcome": "denied"}] * 2
    nobody = read_page(service, None)
    assert "arbetar inte vid någon familjecentral" in (await nobody()).text
    for period in ("20266", "2026M13", "x"):
        assert (await see(f"/{make.CENTRE}", period=period)).status_code == 404
    assert (await read_page(service, unit)(f"/{make.CENTRE}", table="nothing")).status_code == 404


async def test_without_the_scope_the_page_is_neither_shown_nor_linked(
    service: Any, make: SimpleNamespace
) -> None:
    caller = staff("statistics:record", unit=uuid4())
    async with client_for(service, caller, "statistics") as client:
        assert (await client.get(f"{PAGE}/{make.CENTRE}")).status_code == 403
        assert PAGE not in (await client.get("/statistics/pages")).text
    async with client_for(service, staff(f"{SCOPE} statistics:record", unit=uuid4()), "statistics") as client:
        assert PAGE in (await client.get("/statistics/pages")).text
