"""Listed families: a state of the year, and the denominator of shares."""

from datetime import UTC, date, datetime
from itertools import product
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from slussen_chassis.clock import FixedClock, new_id
from slussen_chassis.testing import START, TestDatabase, staff
from slussen_contracts.referrals.events import JointPlanOpened

UNIT = uuid4()


@pytest.fixture
async def centre(deliver: Any, make: SimpleNamespace) -> None:
    """A centre of the register with twenty families that were referred once."""
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
    asked = {"county": "18", "year": 2026}
    body = (await call(make.anonymous(), "GET", "/tables/referral-families", params=asked)).json()
    apart = body["statuses"][: len(body["measures"])]
    assert apart[-2:] == [".", "."], "what is of all families is told of them alone, and no 0 of a part"
    before = await call(make.anonymous(), "GET", "/tables/listing", params={"county": "18", "year": 2025})
    assert before.status_code == 404


@pytest.mark.usefixtures("centre")
async def test_a_joint_view_that_is_corrected_later_stays_the_years(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    codes = {"instrument": "self_reflection", "stage": "agreed"}
    first = make.entry("answer", on=date(2026, 3, 10), codes=codes, numbers={"s01": 3})
    newer = first.model_copy(
        update={"id": new_id(), "aggregate_version": 2, "on": date(2026, 11, 10), "numbers": {"s01": 4}}
    )
    await deliver(first, newer)
    await release(call, make)
    asked = {"county": "18", "area": str(make.CENTRE), "year": 2026}
    body = (await call(make.anonymous(), "GET", "/tables/self-reflection", params=asked)).json()
    categories = [[c["code"] for c in d["categories"]] for d in body["dimensions"]]
    shown = dict(zip(product(*categories), body["values"], strict=True))
    assert shown["s01", "total", "agreed"] == 4


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


def plan(centre: UUID) -> JointPlanOpened:
    values = {"id": new_id(), "occurred_at": START, "county_code": "18", "aggregate_id": uuid4()}
    about = {"subject_id": uuid4(), "family_id": uuid4(), "professions": ("midwife", "social_worker")}
    days = {"opened_on": date(2026, 5, 4), "review_on": date(2026, 9, 1), "state": "open"}
    at = {"centre_id": centre, "municipality_code": "1880", "profile_id": "orebro", "aggregate_version": 1}
    return JointPlanOpened.model_validate({**values, **about, **days, **at})


@pytest.fixture
def second(make: SimpleNamespace) -> SimpleNamespace:
    """Another centre of the municipality, with fourteen families."""
    centre = uuid4()
    more = {"centre_id": centre}
    listing = make.entry("listing", numbers={"listed_families": 60}, **more)
    return SimpleNamespace(
        id=centre, events=[*make.place(uuid4(), **more), *make.referrals(14, **more)], listing=listing
    )


@pytest.mark.usefixtures("centre")
async def test_a_share_of_an_area_waits_for_the_listing_of_each_of_its_centres(
    call: Any, deliver: Any, make: SimpleNamespace, published: Any, second: SimpleNamespace, clock: FixedClock
) -> None:
    await deliver(*second.events, make.entry("listing", numbers={"listed_families": 40}))
    await deliver(*(plan(centre) for centre in (make.CENTRE, second.id) for _ in range(8)))
    await release(call, make)
    for area in ("18", "1880", str(second.id)):
        found = await published("referral-families", area)
        assert {found[name] for name in ("share", "without", "listed")} == {"."}, area
        assert found["families"] > 0
        assert {(await published("joint-plans", area))[name] for name in ("share", "listed")} == {"."}
    own = await published("referral-families", str(make.CENTRE))
    assert own["listed"] == 40
    assert 37 <= own["share"] <= 63
    clock.moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    await deliver(second.listing)
    await release(call, make)
    for area in ("18", "1880"):
        found = await published("referral-families", area)
        assert found["listed"] == 100
        assert 29 <= found["share"] <= 39
        assert 61 <= found["without"] <= 71
    assert (await published("joint-plans"))["listed"] == 100


@pytest.mark.usefixtures("centre")
async def test_a_centre_without_families_is_waited_for_as_well_unless_it_was_closed_the_whole_year(
    call: Any, deliver: Any, make: SimpleNamespace, published: Any
) -> None:
    closed = make.place(uuid4(), centre_id=uuid4())[1].model_copy(
        update={"valid_from": date(2024, 1, 1), "valid_through": date(2025, 12, 31)}
    )
    coming = make.place(uuid4(), centre_id=uuid4())[1].model_copy(update={"valid_from": date(2026, 11, 1)})
    await deliver(closed, coming, make.entry("listing", numbers={"listed_families": 40}))
    await release(call, make)
    assert (await published("referral-families"))["listed"] == 40


@pytest.mark.usefixtures("centre")
async def test_whether_a_centre_has_families_is_not_told_by_what_is_missing(
    call: Any, deliver: Any, make: SimpleNamespace, published: Any, database: TestDatabase
) -> None:
    none = uuid4()
    await deliver(
        make.place(uuid4(), centre_id=none)[1], make.entry("listing", numbers={"listed_families": 40})
    )
    await release(call, make)
    assert (await published("referral-families"))["share"] == "."
    missing = await published("referral-families", str(none))
    assert missing == {"families": 0, "children": 0, "share": ".", "without": ".", "listed": "."}
    blocks = "SELECT DISTINCT area FROM released_block WHERE table_id = 'referral-families'"
    assert {row["area"] for row in await database.rows(blocks)} == {"18", "1880", str(make.CENTRE), str(none)}


@pytest.mark.usefixtures("centre")
async def test_families_of_a_centre_that_the_register_has_not_told_of_make_no_share_too_large(
    call: Any, deliver: Any, make: SimpleNamespace, published: Any
) -> None:
    unknown = make.referrals(14, centre_id=uuid4())
    await deliver(*unknown, make.entry("listing", numbers={"listed_families": 40}))
    await release(call, make)
    assert (await published("referral-families"))["share"] == "."


@pytest.mark.usefixtures("centre")
async def test_a_centres_own_families_without_a_referral_are_not_computable_before_its_listing(
    call: Any, make: SimpleNamespace
) -> None:
    caller = staff("statistics:read-own", unit=UNIT)
    answer = await call(
        caller, "GET", f"/centres/{make.CENTRE}/tables/referral-families", params={"year": 2026}
    )
    found = at_total(answer.json())
    assert (found["families"], found["share"], found["without"], found["listed"]) == (20, ".", ".", ".")
