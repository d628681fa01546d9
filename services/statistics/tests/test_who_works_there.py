"""What a centre keeps follows who works there: units that come later see and correct it, those that left do not."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from slussen_chassis.testing import TestDatabase, staff

SCOPES = "statistics:record statistics:read-own statistics:read-published"
CENTRE = "/centres/01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
LISTING = {"kind": "listing", "on": "2026-03-02", "listedFamilies": 40}
SURVEY = {"instrument": "parent_survey", "opensOn": "2026-11-16", "closesOn": "2026-11-29"}
KEPT = ("entry", "survey", "annual_report", "annual_report_edition")


@pytest.fixture
def come(deliver: Any, make: SimpleNamespace) -> Any:
    """Let a unit of another authority begin at the centre; return somebody of it."""

    async def arrive() -> Any:
        unit, authority = uuid4(), uuid4()
        await deliver(*make.place(unit, authority_id=authority))
        return staff(SCOPES, authority=authority, unit=unit)

    return arrive


@pytest.fixture
def leave(deliver: Any, make: SimpleNamespace) -> Any:
    """Let somebody's unit work at no centre from now on."""

    async def depart(caller: Any) -> None:
        away = {"aggregate_version": 2, "centre_ids": (), "authority_id": caller.authority_id}
        await deliver(make.place(caller.unit_id, **away)[0])

    return depart


@pytest.fixture
def ask(call: Any) -> Any:
    async def answered(caller: Any, method: str, path: str, status: int = 200, **more: Any) -> Any:
        answer = await call(caller, method, path, **more)
        assert answer.status_code == status, answer.text
        return answer.json()

    return answered


@pytest.fixture
async def first(come: Any) -> Any:
    """Somebody of the unit that was there first."""
    return await come()


async def test_an_authority_whose_unit_comes_later_sees_and_corrects_the_years_listing(
    ask: Any, first: Any, come: Any
) -> None:
    made = await ask(first, "POST", f"{CENTRE}/entries", 201, json=LISTING)
    later = await come()
    assert [entry["id"] for entry in (await ask(later, "GET", f"{CENTRE}/entries"))["items"]] == [made["id"]]
    refused = await ask(later, "POST", f"{CENTRE}/entries", 409, json=LISTING)
    assert refused["code"] == "already-entered"
    path, corrected = f"{CENTRE}/entries/{made['id']}", {**LISTING, "listedFamilies": 50}
    await ask(later, "PUT", path, json=corrected, headers={"If-Match": '"v1"'})
    seen = await ask(first, "GET", path)
    assert (seen["version"], seen["entry"]["listedFamilies"]) == (2, 50)
    file = {"content": b"on;listedFamilies\r\n2026-03-02;60\r\n", "headers": {"Content-Type": "text/csv"}}
    told = await ask(
        later, "POST", f"{CENTRE}/imports", params={"kind": "listing", "dryRun": "false"}, **file
    )
    assert (told["faults"], told["corrected"]) == ([], 1)
    await ask(later, "POST", f"{path}/voiding", headers={"If-Match": '"v3"'})


async def test_an_authority_whose_unit_comes_later_goes_on_with_surveys_and_annual_reports(
    ask: Any, first: Any, come: Any
) -> None:
    survey = await ask(first, "POST", f"{CENTRE}/surveys", 201, json=SURVEY)
    begun = {"centreId": CENTRE.rsplit("/", 1)[1], "year": 2026}
    report = await ask(first, "POST", "/annual-reports", 201, json=begun)
    later = await come()
    links = f"{CENTRE}/surveys/{survey['id']}/links"
    assert len((await ask(later, "POST", links, 201, json={"count": 2}))["paths"]) == 2
    path = f"/annual-reports/{report['id']}"
    assert [one["id"] for one in (await ask(later, "GET", "/annual-reports"))["items"]] == [report["id"]]
    for section in report["sections"]:
        text = {"json": {"text": "Vi har arbetat mot huvudmålet."}, "headers": {"If-Match": '"v0"'}}
        await ask(later, "PUT", f"{path}/sections/{section['code']}", **text)
    version = (await ask(later, "GET", path))["version"]
    await ask(later, "POST", f"{path}/submission", json={}, headers={"If-Match": f'"v{version}"'})
    last = await come()
    for reader in (first, later, last):
        seen = await ask(reader, "GET", path)
        assert (seen["state"], len(seen["editions"])) == ("submitted", 1)


async def visible(database: TestDatabase, authority: UUID | None) -> set[str]:
    """Return the tables of which row security lets an authority see anything."""
    connection = await asyncpg.connect(database.urls.app)
    try:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.authority', $1, true)", str(authority or ""))
            found = {name: await connection.fetchval(f"SELECT count(*) FROM {name}") for name in KEPT}  # noqa: S608
    finally:
        await connection.close()
    return {name for name, number in found.items() if number}


async def test_row_security_alone_follows_who_works_at_the_centre(
    ask: Any, first: Any, come: Any, leave: Any, database: TestDatabase
) -> None:
    other = await come()
    await ask(first, "POST", f"{CENTRE}/entries", 201, json=LISTING)
    await ask(first, "POST", f"{CENTRE}/surveys", 201, json=SURVEY)
    begun = {"centreId": CENTRE.rsplit("/", 1)[1], "year": 2026}
    report = (await ask(first, "POST", "/annual-reports", 201, json=begun))["id"]
    await database.rows(
        "INSERT INTO annual_report_edition SELECT id, 1, county_code, now(), '{}', NULL, '{}', '', sha256, $2, grants"
        " FROM annual_report, encode(sha256(''), 'hex') AS sha256 WHERE id = $1",
        UUID(report),
        first.authority_id,
    )
    later = await come()
    for authority in (first.authority_id, other.authority_id, later.authority_id):
        assert await visible(database, authority) == set(KEPT)
    await leave(other)
    assert await visible(database, other.authority_id) == set()
    await ask(other, "GET", f"{CENTRE}/entries", 404)
    await database.rows("UPDATE unit_copy SET authority_id = NULL WHERE unit_id = $1", later.unit_id)
    for nobody in (None, uuid4()):
        assert await visible(database, nobody) == set()
    nameless = staff(SCOPES, unit=later.unit_id, authority=None)
    assert (await ask(nameless, "GET", "/annual-reports"))["items"] == []
