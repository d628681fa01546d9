"""Counting visits by taps: each counts once, several phones add up, and a plain form does without."""

import asyncio
import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_chassis.app import Service
from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase, client_for, staff
from slussen_contracts.agreements.events import AgreementEnded
from slussen_contracts.statistics.counts import Tap
from slussen_contracts.statistics.entries import Visits
from slussen_statistics.domain.counting import MOST, Steps, by_day

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
    above = await count(call, people.first, tap(adults=4), tap(adults=2))
    assert above["days"][0]["adults"] == 2
    again = await count(call, people.first, tap(adults=-2))
    assert again["days"][0]["adults"] == 0
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


async def test_a_tap_that_is_refused_is_named_with_its_reason_and_hinders_no_other(
    call: Any, people: SimpleNamespace, database: TestDatabase
) -> None:
    good, ahead, old = tap(adults=1), tap("2026-11-23", adults=1), tap("2026-10-01", adults=1)
    for _ in range(2):
        told = await count(call, people.first, ahead, good, old)
        assert [(day["on"], day["adults"]) for day in told["days"]] == [("2026-11-20", 1)]
        assert [(one["id"], one["on"], one["rule"]) for one in told["refused"]] == [
            (ahead["id"], ahead["on"], "in-the-future"),
            (old["id"], old["on"], "too-long-ago"),
        ]
        assert told["refused"][1]["reason"] == {
            "sv": "dagen är äldre än 31 dagar",
            "en": "the day is more than 31 days ago",
        }
    alone = await count(call, people.first, old)
    assert (alone["days"], len(alone["refused"])) == ([], 1)
    assert [str(row["id"]) for row in await database.rows("SELECT id FROM counter_tap")] == [good["id"]]
    await count(call, people.stranger, tap(adults=1), status=404)


async def test_a_tap_of_a_day_after_the_agreement_is_refused_and_earlier_days_count(
    call: Any, people: SimpleNamespace, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(make.agreement(AgreementEnded))
    told = await count(call, people.first, tap("2026-10-30", adults=1), tap("2026-11-02", adults=1))
    assert [day["on"] for day in told["days"]] == ["2026-10-30"]
    assert [(one["on"], one["rule"]) for one in told["refused"]] == [("2026-11-02", "centre-closed")]


async def test_a_tap_that_was_counted_is_not_refused_when_it_is_sent_again_late(
    call: Any, people: SimpleNamespace, clock: FixedClock
) -> None:
    counted = tap(adults=1)
    await count(call, people.first, counted)
    clock.moment += timedelta(days=35)
    told = await count(call, people.first, counted, tap("2026-11-20", adults=1))
    assert [(day["on"], day["adults"]) for day in told["days"]] == [("2026-11-20", 1)]
    assert [one["rule"] for one in told["refused"]] == ["too-long-ago"]


async def test_a_day_that_another_has_entered_out_of_sight_refuses_its_own_taps_alone(
    call: Any, people: SimpleNamespace, deliver: Any, make: SimpleNamespace, database: TestDatabase
) -> None:
    await count(call, people.first, tap(adults=1))
    unit = uuid4()
    await deliver(make.place(unit)[0])
    later = staff(SCOPES, authority=uuid4(), unit=unit)  # the register has the unit as another authority's
    told = await count(call, later, tap(adults=1), tap("2026-11-19", adults=1))
    assert [day["on"] for day in told["days"]] == ["2026-11-19"]
    assert [(one["on"], one["rule"]) for one in told["refused"]] == [("2026-11-20", "already-entered")]
    assert len(await database.rows("SELECT id FROM counter_tap")) == 2


async def test_totals_that_somebody_writes_stand_whatever_was_taken_back_before(
    service: Service, call: Any, people: SimpleNamespace
) -> None:
    await count(call, people.first, tap(adults=-3))
    async with client_for(service, people.first, "statistics") as client:
        form = {"on": "2026-11-20", "version": "1", "adults": "0", "children": "2"}
        assert (await client.post(PAGE, data=form)).status_code == 303
    told = await count(call, people.first, tap(adults=1))
    assert (told["days"][0]["adults"], told["days"][0]["children"]) == (1, 2)


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
        st.integers(-3, 3),
        st.integers(-100, 100),
    ),
    max_size=20,
)


@given(TAPS, st.randoms(use_true_random=False), st.integers(0, MOST))
def test_the_order_of_taps_and_how_they_are_parted_change_nothing(
    taps: list[Tap], random: Any, before: int
) -> None:
    shuffled = random.sample(taps, len(taps))
    assert by_day(shuffled) == by_day(taps)
    for day, steps in by_day(taps).items():
        first = Visits(kind="visits", on=day, adults=before, children=MOST - before)
        whole = steps.added_to(first, Steps())
        parted, beyond = first, Steps()
        for one in shuffled:
            if one.on == day:
                parted, beyond = by_day([one])[day].added_to(parted, beyond)
        assert (parted, beyond) == whole
        assert Visits.model_validate(parted.model_dump()) == parted
        assert parted.adults + beyond.adults == before + sum(tap.adults for tap in taps if tap.on == day)
