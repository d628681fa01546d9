from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slussen_chassis.clock import new_id
from slussen_chassis.testing import TestDatabase
from slussen_contracts.events import Event
from slussen_contracts.referrals import events
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.worker import rebuild

CELL = "centre_id, county_code, municipality_code, year, month, from_profession, to_profession, kind"
ROLLUP = f"SELECT {CELL}, count, key_sum FROM flow_rollup ORDER BY {CELL}"  # noqa: S608 - constants
RECOUNT = (
    "SELECT centre_id, county_code, municipality_code, extract(year FROM opened_on)::integer AS year,"  # noqa: S608 - constants
    " extract(month FROM opened_on)::integer AS month, from_profession, to_profession, kind,"
    " count(*)::integer AS count, (sum(record_key) % 4294967296)::bigint AS key_sum FROM referral_fact"
    f" WHERE is_counted GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY {CELL}"
)


async def counts(database: TestDatabase) -> list[int]:
    return [row["count"] for row in await database.rows(ROLLUP)]


@pytest.mark.case("EV-04")
async def test_an_event_delivered_twice_leaves_the_figures_unchanged(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    await deliver(event)
    before = await database.rows(ROLLUP)
    await deliver(event)
    await deliver(event.model_copy(update={"id": new_id()}))
    assert await database.rows(ROLLUP) == before
    assert [row["count"] for row in before] == [1]


async def test_an_older_version_changes_nothing(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral(aggregate_version=3, state="accepted")
    older = event.model_copy(update={"id": new_id(), "aggregate_version": 2, "to_profession": "librarian"})
    await deliver(event, older)
    [row] = await database.rows("SELECT version, state, to_profession FROM referral_fact")
    assert row == {"version": 3, "state": "accepted", "to_profession": "social_worker"}


@pytest.mark.case("EV-01")
async def test_a_suspended_referral_stays_counted(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    suspended = make.referral(
        events.ReferralSuspended,
        **event.model_dump(exclude={"id", "aggregate_version", "state"}),
        aggregate_version=2,
        state="suspended",
    )
    await deliver(event, suspended)
    assert await counts(database) == [1]
    assert [r["state"] for r in await database.rows("SELECT state FROM referral_fact")] == ["suspended"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (events.ReferralVoided, {"state": "entered_in_error"}),
        (events.ReferralVoided, {"state": "sent"}),
        (events.ReferralSent, {"counted": False}),
        (events.ReferralRecalled, {"opened_on": None}),
    ],
)
async def test_what_no_longer_counts_leaves_its_cell(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, kind: Any, change: dict[str, Any]
) -> None:
    event = make.referral()
    later = kind.model_validate({**event.model_dump(), "id": new_id(), "aggregate_version": 2, **change})
    await deliver(event, make.referral(), later)
    assert await counts(database) == [1]
    await deliver(later.model_copy(update={"id": new_id(), "aggregate_version": 1}))
    assert await database.rows(ROLLUP) == await database.rows(RECOUNT)


async def test_a_corrected_referral_moves_from_its_old_cell_to_its_new_one(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    change = {"id": new_id(), "aggregate_version": 2, "opened_on": date(2025, 12, 31), "kind": "external"}
    await deliver(event, event.model_copy(update=change))
    [row] = await database.rows(ROLLUP)
    assert (row["year"], row["month"], row["kind"], row["count"]) == (2025, 12, "external", 1)


versions = st.fixed_dictionaries(
    {
        "opened_on": st.sampled_from([None, date(2025, 12, 31), date(2026, 1, 1), date(2026, 10, 3)]),
        "to_profession": st.sampled_from(["social_worker", "librarian"]),
        "kind": st.sampled_from(["internal", "external"]),
        "state": st.sampled_from(["sent", "suspended", "entered_in_error"]),
        "counted": st.booleans(),
    }
)


@st.composite
def deliveries(draw: st.DrawFn) -> list[tuple[int, int, dict[str, Any]]]:
    """Return versions of a few referrals, each at least once, in any order, as (referral, version, content)."""
    histories = draw(st.lists(st.lists(versions, min_size=1, max_size=4), min_size=1, max_size=5))
    sent = [(r, v, content) for r, history in enumerate(histories) for v, content in enumerate(history, 1)]
    again = draw(st.lists(st.sampled_from(sent), max_size=6))
    return draw(st.permutations([*sent, *again]))


def expected(sent: list[tuple[int, int, dict[str, Any]]]) -> Counter[tuple[Any, ...]]:
    """Recount by hand from each referral's newest version."""
    newest = {r: content for r, _, content in sorted(sent, key=lambda s: (s[0], s[1]))}
    return Counter(
        (c["opened_on"].year, c["opened_on"].month, c["to_profession"], c["kind"])
        for c in newest.values()
        if c["counted"] and c["opened_on"] and c["state"] != "entered_in_error"
    )


async def forget(database: TestDatabase) -> None:
    await database.rows("TRUNCATE referral_fact, flow_rollup, inbox")


@given(sent=deliveries())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_order_and_any_repetition_gives_the_figures_of_a_naive_recount(
    sent: list[tuple[int, int, dict[str, Any]]],
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    settings: StatisticsSettings,
) -> None:
    await forget(database)
    ids = {r: new_id() for r, _, _ in sent}
    same_event: dict[tuple[int, int], Event] = {}
    for r, v, content in sent:
        event = same_event.setdefault(
            (r, v), make.referral(aggregate_id=ids[r], aggregate_version=v, **content)
        )
        await deliver(event)
    live = await database.rows(ROLLUP)
    assert live == await database.rows(RECOUNT)
    found = {(r["year"], r["month"], r["to_profession"], r["kind"]): r["count"] for r in live}
    assert found == dict(expected(sent))
    assert await rebuild(settings) == len({(row["year"], row["month"]) for row in live})
    assert await database.rows(ROLLUP) == live


async def test_a_rebuild_mends_a_roll_up_that_was_damaged_and_shows_its_progress(
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    settings: StatisticsSettings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await deliver(*make.referrals(3), *make.referrals(2, opened_on=date(2026, 9, 1)))
    live = await database.rows(ROLLUP)
    await database.rows("UPDATE flow_rollup SET count = 40, key_sum = 0 WHERE month = 9")
    await database.rows("UPDATE flow_rollup SET month = 4 WHERE month = 10")
    await rebuild(settings)
    assert await database.rows(ROLLUP) == live
    assert capsys.readouterr().out == "1/3 2026-04\n2/3 2026-09\n3/3 2026-10\n"


@pytest.mark.case("EV-06")
async def test_no_table_holds_an_id_of_a_person_or_family_in_clear(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    await deliver(event, make.referral(subject_id=event.subject_id, family_id=event.family_id))
    everything = ""
    for table in await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        rows = await database.rows(f'SELECT t::text FROM "{table["tablename"]}" t')  # noqa: S608 - our own tables' names
        everything += "\n".join(row["t"] for row in rows)
    assert str(event.aggregate_id) in everything
    for opaque in (event.subject_id, event.family_id):
        assert str(opaque) not in everything
        assert opaque.hex not in everything
    pseudonyms = await database.rows("SELECT DISTINCT family_pseudonym, subject_pseudonym FROM referral_fact")
    assert len(pseudonyms) == 1
    assert pseudonyms[0]["family_pseudonym"] != pseudonyms[0]["subject_pseudonym"]


async def test_pseudonyms_of_two_years_can_not_be_linked(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    await deliver(event, make.referral(family_id=event.family_id, opened_on=date(2025, 3, 1)))
    found = await database.rows("SELECT DISTINCT family_pseudonym FROM referral_fact")
    assert len(found) == 2


TEXT_CODES = {"municipality_code", "profile_id", "kind", "state", "outcome"}


@pytest.mark.case("EV-06")
@pytest.mark.parametrize("kind", events.EVENTS)
def test_an_event_for_statistics_has_no_member_for_a_name_a_number_or_free_text(kind: type[Event]) -> None:
    texts = {
        name
        for name, field in kind.model_fields.items()
        if field.annotation in {str, str | None} and name != "county_code"
    }
    assert texts == TEXT_CODES
    forbidden = ("name", "number", "personal", "note", "text", "reason", "address", "phone", "title")
    assert not [name for name in kind.model_fields for word in forbidden if word in name]


@pytest.mark.case("EV-06")
@pytest.mark.parametrize("member", ["outcome", "state", "kind"])
async def test_a_text_where_a_code_belongs_is_refused_and_not_kept(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, member: str
) -> None:
    with pytest.raises(Exception, match="fact_"):
        await deliver(make.referral(**{member: "Anna 19850101-2382 tackade ja"}))
    assert await database.rows("SELECT 1 FROM referral_fact") == []


async def test_requests_can_not_read_the_ledger_nor_change_what_was_released(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.urls.app)
    refused = (
        "SELECT * FROM referral_fact",
        "UPDATE flow_rollup SET count = 0",
        "UPDATE release_cell SET value = 1",
        "DELETE FROM release",
        "UPDATE release SET released_on = now()",
    )
    try:
        for statement in refused:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_record_keys_stay_with_their_referral(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    await deliver(event)
    query = "SELECT record_key FROM referral_fact"
    before = await database.rows(query)
    await deliver(event.model_copy(update={"id": new_id(), "aggregate_version": 2}))
    assert await database.rows(query) == before
    assert isinstance(event.aggregate_id, UUID)
