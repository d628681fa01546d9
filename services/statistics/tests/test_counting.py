"""Counting visits by taps: each counts once, several phones add up, and a plain form does without."""

import asyncio
import re
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_chassis.app import Service
from slussen_chassis.testing import TestDatabase, client_for, staff
from slussen_contracts.statistics.counts import Tap
from slussen_contracts.statistics.entries import Visits
from slussen_statistics.domain.counting import by_day

CENTRE = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
COUNTS = f"/centres/{CENTRE}/counts"
PAGE = f"/statistics/pages/counter/{CENTRE}"
SCOPES = "statistics:record statistics:read-own statistics:read-published"


@pytest.fixture
async def people(deliver: Any, make: SimpleNamespace) -> SimpleNamespace:
    first, second, elsewhere = uuid4(), uuid4(), uuid4()
    region, municipality = uuid4(), uuid4()
    await deliver(
        *make.place(first, authority_id=region),
        make.place(second, authority_id=municipality)[0],
        make.place(elsewhere, centre_id=uuid4())[0],
    )
    return SimpleNamespace(
        first=staff(SCOPES, authority=region, unit=first),
        second=staff(SCOPES, authority=municipality, unit=second),
        stranger=staff(SCOPES, authority=uuid4(), unit=elsewhere),
    )


def tap(on: str = "2026-11-20", **steps: int) -> dict[str, Any]:
    return {"id": str(uuid4()), "on": on, **steps}


async def count(call: Any, caller: Any, *taps: dict[str, Any], status: int = 200) -> Any:
    answer = await call(caller, "POST", COUNTS, json={"taps": taps})
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_taps_add_up_over_phones_and_one_that_is_sent_again_counts_once(
    call: Any, people: SimpleNamespace, database: TestDatabase
) -> None:
    one, two = tap(adults=1), tap(children=1, firstVisits=1)
    await count(call, people.first, one, two, one)
    again = await count(
        call, people.second, one, two, tap(adults=1), tap(adults=-1), tap("2026-11-19", adults=1)
    )
    by_on = {day["on"]: day for day in again["days"]}
    assert (by_on["2026-11-20"]["adults"], by_on["2026-11-20"]["firstVisits"]) == (1, 1)
    assert by_on["2026-11-19"]["adults"] == 1
    below = await count(call, people.first, tap(adults=-5))
    assert below["days"][0]["adults"] == 0
    seen = (await call(people.second, "GET", COUNTS, params={"on": "2026-11-20"})).json()
    assert seen["days"][0] == {
        "on": "2026-11-20",
        "adults": 0,
        "children": 1,
        "families": 0,
        "firstVisits": 1,
    }
    entries = await database.rows("SELECT kind, version FROM entry ORDER BY on_day DESC")
    assert [row["kind"] for row in entries] == ["visits", "visits"]
    taps = await database.rows("SELECT * FROM counter_tap LIMIT 1")
    assert taps[0].keys() == {"centre_id", "id", "on_day"}


async def test_phones_that_send_at_the_same_moment_lose_nothing(call: Any, people: SimpleNamespace) -> None:
    both = (people.first, people.second)
    await asyncio.gather(*(count(call, both[n % 2], tap(adults=1), tap(families=1)) for n in range(8)))
    [day] = (await call(people.first, "GET", COUNTS, params={"on": "2026-11-20"})).json()["days"]
    assert (day["adults"], day["families"]) == (8, 8)


async def test_a_tap_of_a_day_to_come_or_of_long_ago_is_refused_and_the_others_with_it(
    call: Any, people: SimpleNamespace, database: TestDatabase
) -> None:
    refused = await count(call, people.first, tap(adults=1), tap("2026-11-23", adults=1), status=422)
    assert [(error["field"], error["rule"]) for error in refused["errors"]] == [
        ("taps.1.on", "in-the-future")
    ]
    refused = await count(call, people.first, tap("2026-10-01", adults=1), status=422)
    assert refused["errors"][0]["rule"] == "too-long-ago"
    assert await database.rows("SELECT id FROM counter_tap") == []
    await count(call, people.stranger, tap(adults=1), status=404)


async def test_without_script_a_day_s_totals_are_written_in_a_form_and_nobody_s_count_is_lost(
    service: Service, people: SimpleNamespace, call: Any
) -> None:
    async with client_for(service, people.first, "statistics") as client:
        led = await client.get("/statistics/pages/counter")
        assert led.headers["location"] == PAGE
        form = {"on": "2026-11-20", "version": "0", "adults": "9", "children": "7"}
        assert (await client.post(PAGE, data={**form, "adults": "-1"})).status_code == 422
        assert (await client.post(PAGE, data={**form, "adults": "many"})).status_code == 422
        kept = await client.post(PAGE, data=form)
        assert kept.headers["location"].startswith(f"{PAGE}?day=2026-11-20")
        assert (await client.post(PAGE, data=form)).status_code == 422
        await count(call, people.second, tap(adults=1))
        assert (await client.post(PAGE, data={**form, "version": "1"})).status_code == 409
        shown = (await client.get(f"{PAGE}?day=2026-11-20")).text
        assert re.search(r'name="adults" type="text" value="10"', shown)
        offline = (await client.get(f"{PAGE}/offline")).text
        assert "<form" not in offline
        worker = await client.get("/statistics/pages/counter/worker.js")
        assert worker.headers["content-type"].startswith("text/javascript")
        assert worker.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    async with client_for(service, people.stranger, "statistics") as client:
        assert (await client.get(PAGE)).status_code == 404


TAPS = st.lists(
    st.builds(
        lambda key, day, adults, children: Tap(
            id=UUID(int=key), on=date(2026, 11, day), adults=adults, children=children
        ),
        st.integers(1, 10_000),
        st.integers(1, 3),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=20,
)


@given(TAPS, st.randoms(use_true_random=False))
def test_the_order_of_taps_and_how_they_are_parted_change_nothing(taps: list[Tap], random: Any) -> None:
    shuffled = random.sample(taps, len(taps))
    assert by_day(shuffled) == by_day(taps)
    for day, steps in by_day(taps).items():
        whole = steps.added_to(Visits(kind="visits", on=day))
        parted = Visits(kind="visits", on=day)
        for one in shuffled:
            if one.on == day:
                parted = by_day([one])[day].added_to(parted)
        assert parted == whole
