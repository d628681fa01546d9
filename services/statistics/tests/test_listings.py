"""Listed families: a state of the year, and the denominator of shares."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from slussen_chassis.testing import staff

UNIT = uuid4()


@pytest.fixture
async def centre(deliver: Any, make: SimpleNamespace) -> None:
    """A centre of the register with twenty families that were referred once, and ten with a joint plan."""
    await deliver(*make.place(UNIT), *make.referrals(20))


@pytest.fixture
def published(call: Any, make: SimpleNamespace) -> Any:
    """Return what is published of a table: each measure at the total, a status where there is no value."""

    async def read(table: str, area: str = "18", **params: Any) -> dict[str, Any]:
        wanted = {"county": "18", "area": area, **params}
        answer = await call(make.anonymous(), "GET", f"/tables/{table}", params=wanted)
        assert answer.status_code == 200, answer.text
        return at_total(answer.json())

    return read


def at_total(body: dict[str, Any]) -> dict[str, Any]:
    names = [measure["code"] for measure in body["measures"]]
    values, statuses = body["values"][-len(names) :], body["statuses"][-len(names) :]
    return {name: status or value for name, value, status in zip(names, values, statuses, strict=True)}


async def release(call: Any, make: SimpleNamespace) -> None:
    answer = await call(make.administrator(), "POST", "/releases", json={})
    assert answer.status_code == 201, answer.text


@pytest.mark.usefixtures("centre")
async def test_a_listing_that_is_corrected_after_the_releases_last_month_stays_the_years_figure(
    call: Any, deliver: Any, make: SimpleNamespace, published: Any
) -> None:
    first = make.entry("listing", on=date(2026, 3, 10), numbers={"listed_families": 40, "pregnant": 10})
    numbers = {"listed_families": 50, "pregnant": 15}
    newer = make.entry(
        "listing",
        on=date(2026, 11, 10),
        numbers=numbers,
        aggregate_id=first.aggregate_id,
        aggregate_version=2,
    )
    await deliver(first, newer)
    await release(call, make)
    assert (await published("listing"))["listed_families"] == 50
    assert (await published("listing", str(make.CENTRE)))["pregnant"] == 15
    families = await published("referral-families")
    assert families["listed"] == 50
    assert 30 <= families["share"] <= 50
    assert 25 <= families["without"] <= 35
    before = await call(make.anonymous(), "GET", "/tables/listing", params={"county": "18", "year": 2025})
    assert before.status_code == 404


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("month", [2, 3, 11])
async def test_a_listing_is_the_years_in_each_of_its_months_and_corrected_and_voided_exactly(
    call: Any, deliver: Any, make: SimpleNamespace, month: int
) -> None:
    async def own(table: str) -> dict[str, Any]:
        caller = staff("statistics:read-own", unit=UNIT)
        path = f"/centres/{make.CENTRE}/tables/{table}"
        answer = await call(caller, "GET", path, params={"year": 2026, "month": month})
        return at_total(answer.json())

    first = make.entry("listing", on=date(2026, 3, 10), numbers={"listed_families": 40})
    more = {"aggregate_id": first.aggregate_id, "numbers": {"listed_families": 50}, "on": date(2026, 11, 10)}
    await deliver(first)
    assert (await own("listing"))["listed_families"] == 40
    assert (await own("referral-families"))["share"] == 50.0
    await deliver(make.entry("listing", aggregate_version=2, **more))
    assert (await own("listing"))["listed_families"] == 50
    await deliver(make.entry("listing", aggregate_version=3, is_void=True, **more))
    assert (await own("listing"))["listed_families"] == 0
