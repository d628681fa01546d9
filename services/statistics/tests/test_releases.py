import asyncio
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase, staff

FLOW = "/tables/referral-flow"


async def release(call: Any, make: SimpleNamespace, county: str = "18", **body: Any) -> Any:
    return await call(make.administrator(county), "POST", "/releases", json=body)


async def test_a_release_covers_the_months_that_have_ended_and_is_announced(
    call: Any, deliver: Any, make: SimpleNamespace, database: TestDatabase
) -> None:
    await deliver(*make.referrals(8), *make.referrals(30, opened_on=date(2026, 11, 1)))
    answer = await release(call, make, revisionNote={"sv": "Rättat mars.", "en": "March corrected."})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert (body["releasedOn"], body["periodThrough"]) == ("2026-11-22", "2026-10-31")
    assert body["nextReleaseFrom"] == "2026-12-01"
    assert (body["years"], body["threshold"]) == ([2026], 5)
    assert body["revisionNote"]["sv"] == "Rättat mars."
    [event] = await database.rows("SELECT type, county_code, data::text FROM outbox")
    assert (event["type"], event["county_code"]) == ("slussen.statistics.release.published.v1", "18")
    assert "8" not in event["data"]
    [trace] = await database.rows("SELECT action, outcome FROM audit_entry")
    assert trace == {"action": "release.publish", "outcome": "permitted"}
    assert await value(call, make) == "8"


async def test_a_county_has_one_release_a_month_and_the_clock_alone_decides(
    call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock
) -> None:
    await deliver(*make.referrals(8), *make.referrals(8, county_code="12"))
    assert (await release(call, make)).status_code == 201
    again = await release(call, make)
    assert (again.status_code, again.json()["code"]) == (409, "release-already-made")
    assert (await release(call, make, "12")).status_code == 201
    assert (await release(call, make, force=True)).status_code == 422
    clock.moment = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    assert (await release(call, make)).status_code == 409
    clock.moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert (await release(call, make)).status_code == 201


async def test_two_releases_at_the_same_moment_are_one(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(*make.referrals(8))
    answers = await asyncio.gather(*(release(call, make) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_without_an_ended_month_there_is_nothing_to_release(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(*make.referrals(8, opened_on=date(2026, 11, 3)))
    answer = await release(call, make)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-release")


async def test_who_has_no_county_or_no_scope_releases_nothing(call: Any, make: SimpleNamespace) -> None:
    assert (await release(call, make, "00")).json()["code"] == "no-county"
    refused = await call(staff("statistics:read-published"), "POST", "/releases", json={})
    assert refused.status_code == 403


async def value(
    call: Any, make: SimpleNamespace, sender: str = "midwife", receiver: str = "social_worker"
) -> Any:
    text = (await call(make.anonymous(), "GET", FLOW, params={"county": "18", "format": "csv"})).text
    row = next(line for line in text.splitlines() if f",internal,{sender},{receiver}," in line)
    return row.rsplit(",", 1)[1]


async def test_between_releases_no_published_figure_moves(
    call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock
) -> None:
    await deliver(*make.referrals(8))
    await release(call, make)
    await deliver(*make.referrals(20))
    assert await value(call, make) == "8"
    clock.moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    await release(call, make)
    assert await value(call, make) == "28"


async def test_two_releases_do_not_tell_one_family_apart(
    call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock
) -> None:
    await deliver(*make.referrals(8), *make.referrals(9, to_profession="librarian"))
    await release(call, make)
    clock.moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    await deliver(*make.referrals(1), *make.referrals(6, to_profession="librarian"))
    await release(call, make)
    assert await value(call, make) == "8"
    assert await value(call, make, receiver="librarian") == "15"
    assert await value(call, make, receiver="total") == "23"
    clock.moment = datetime(2027, 1, 2, 9, tzinfo=UTC)
    await deliver(*make.referrals(4))
    await release(call, make)
    assert await value(call, make) == "13"


async def test_what_was_withheld_stays_withheld_that_year_and_the_next_year_begins_anew(
    call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock
) -> None:
    await deliver(*make.referrals(3), *make.referrals(9, to_profession="librarian"))
    await release(call, make)
    assert await value(call, make) == ".."
    clock.moment = datetime(2027, 2, 1, 9, tzinfo=UTC)
    await deliver(*make.referrals(40), *make.referrals(7, opened_on=date(2027, 1, 20)))
    assert (await release(call, make)).json()["years"] == [2026, 2027]
    assert await value(call, make) == "7"
    last_year = await call(
        make.anonymous(), "GET", FLOW, params={"county": "18", "year": 2026, "format": "csv"}
    )
    assert ",internal,midwife,social_worker,referrals,.." in last_year.text
