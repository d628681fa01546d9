from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from slussen_chassis.clock import new_id
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase
from slussen_contracts.events import Event
from slussen_contracts.referrals import events
from slussen_statistics.domain.facts import NOTHING, contributions_of
from slussen_statistics.domain.facts.content import NotACodeError
from slussen_statistics.repository import generations, ledger
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases.ledger import Change, gather
from slussen_statistics.worker import forget_year, rebuild

FLOW = (
    "SELECT year, month, cell, count, key_sum FROM figure WHERE table_id = 'referral-flow' AND area = '18'"
    " AND generation = (SELECT current FROM rebuild_state) ORDER BY year, month, cell"
)
ALL_FIGURES = (
    "SELECT county_code, table_id, area, year, month, measure, cell, count, key_sum, amount FROM figure"
    " WHERE generation = (SELECT current FROM rebuild_state) ORDER BY 1, 2, 3, 4, 5, 6, 7"
)
ALL_PRESENCES = (
    "SELECT county_code, table_id, area, year, measure, unit, months FROM presence"
    " WHERE generation = (SELECT current FROM rebuild_state) ORDER BY 1, 2, 3, 4, 5, 6"
)


async def counts(database: TestDatabase) -> list[int]:
    return [row["count"] for row in await database.rows(FLOW)]


@pytest.mark.case("EV-04")
async def test_an_event_delivered_twice_leaves_the_figures_unchanged(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    await deliver(event)
    before = await database.rows(FLOW)
    await deliver(event)
    await deliver(event.model_copy(update={"id": new_id()}))
    assert await database.rows(FLOW) == before
    assert [row["count"] for row in before] == [1]


async def test_an_older_version_changes_nothing(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral(aggregate_version=3, state="accepted")
    older = event.model_copy(update={"id": new_id(), "aggregate_version": 2, "to_profession": "librarian"})
    await deliver(event, older)
    [row] = await database.rows(
        "SELECT version, content ->> 'state' AS state, content ->> 'to_profession' AS receiver FROM fact"
    )
    assert row == {"version": 3, "state": "accepted", "receiver": "social_worker"}


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
    [row] = await database.rows("SELECT content ->> 'state' AS state FROM fact")
    assert row["state"] == "suspended"


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
    assert await counts(database) == [1]


async def test_a_corrected_referral_moves_from_its_old_cell_to_its_new_one(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    change = {"id": new_id(), "aggregate_version": 2, "opened_on": date(2025, 12, 31), "kind": "external"}
    await deliver(event, event.model_copy(update=change))
    [row] = await database.rows(FLOW)
    assert (row["year"], row["month"], row["count"]) == (2025, 12, 1)
    assert row["cell"] == "external/midwife/social_worker"


async def test_a_rebuild_mends_figures_that_were_damaged_and_shows_its_progress(
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    settings: StatisticsSettings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await deliver(*make.referrals(3), *make.referrals(2, opened_on=date(2026, 9, 1)))
    live, present = await database.rows(ALL_FIGURES), await database.rows(ALL_PRESENCES)
    await database.rows("UPDATE figure SET count = 40, key_sum = 0 WHERE month = 9")
    await database.rows("UPDATE figure SET month = 4 WHERE month = 10")
    await database.rows("DELETE FROM presence WHERE measure = 'families'")
    assert await rebuild(settings) == 5
    assert (await database.rows(ALL_FIGURES), await database.rows(ALL_PRESENCES)) == (live, present)
    assert capsys.readouterr().out == "5/5\n"
    assert await database.rows("SELECT DISTINCT generation FROM figure") == [{"generation": 2}]


async def test_events_that_come_during_a_rebuild_are_in_the_new_figures_and_the_old_are_read_until_it_is_done(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, settings: StatisticsSettings
) -> None:
    first, second = make.referrals(2)
    await deliver(first, second)
    worker_database = Database.for_worker(settings)
    async with worker_database.transaction(Context()) as session:
        await generations.begin(session)
    async with worker_database.transaction(Context()) as session:
        [fact, *_] = await ledger.take_facts(session, before_generation=2, most=1)
        added = Change(NOTHING, contributions_of(fact.kind, fact.content), fact.record_key)
        gather(session, added, generation=2)
        await ledger.mark_facts(session, [fact], generation=2)
    await worker_database.close()
    await deliver(
        *(
            e.model_copy(update={"id": new_id(), "aggregate_version": 2, "kind": "external"})
            for e in (first, second)
        ),
        make.referral(),
    )
    assert await counts(database) == [2, 1]
    live = await database.rows(ALL_FIGURES)
    await rebuild(settings)
    assert await database.rows(ALL_FIGURES) == live


async def test_a_fact_that_counts_by_other_rules_since_an_upgrade_can_be_withdrawn_while_figures_are_made_anew(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, settings: StatisticsSettings
) -> None:
    event = make.referral()
    await deliver(event, make.referral())
    await database.rows("UPDATE figure SET cell = 'as it was' WHERE table_id = 'referral-outcomes'")
    gone = event.model_copy(update={"id": new_id(), "aggregate_version": 2, "state": "entered_in_error"})
    with pytest.raises(LookupError):
        await deliver(gone)
    await database.rows("UPDATE rebuild_state SET building = current + 1")
    await deliver(gone)
    await rebuild(settings)
    assert await counts(database) == [1]
    [outcomes] = await database.rows(
        "SELECT count FROM figure WHERE table_id = 'referral-outcomes' AND area = '18'"
    )
    assert outcomes == {"count": 1}


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
    [pseudonyms] = await database.rows(
        "SELECT DISTINCT content ->> 'family' AS family, content ->> 'subject' AS subject FROM fact"
    )
    assert pseudonyms["family"] != pseudonyms["subject"]


async def test_pseudonyms_of_two_years_can_not_be_linked(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    event = make.referral()
    await deliver(event, make.referral(family_id=event.family_id, opened_on=date(2025, 3, 1)))
    assert len(await database.rows("SELECT DISTINCT content ->> 'family' AS family FROM fact")) == 2
    [*keys] = await database.rows("SELECT year, secret FROM pseudonym_key ORDER BY year")
    assert [key["year"] for key in keys] == [2025, 2026]
    assert len({key["secret"] for key in keys}) == 2


async def test_a_year_that_is_forgotten_makes_no_pseudonyms_and_its_events_change_nothing(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, settings: StatisticsSettings
) -> None:
    event, other = make.referral(opened_on=date(2025, 3, 1)), make.referral()
    await deliver(event, other)
    await forget_year(settings, 2025)
    before = await database.rows("SELECT * FROM figure ORDER BY 1, 2, 3, 4, 5, 6, 7, 8")
    later = {"id": new_id(), "aggregate_version": 2, "to_profession": "librarian"}
    await deliver(event.model_copy(update=later), make.referral(opened_on=date(2025, 3, 1)))
    assert await database.rows("SELECT * FROM figure ORDER BY 1, 2, 3, 4, 5, 6, 7, 8") == before
    await deliver(other.model_copy(update={**later, "id": new_id()}))
    assert await counts(database) == [1, 1]
    [key] = await database.rows("SELECT secret FROM pseudonym_key WHERE year = 2025")
    assert key["secret"] is None


TEXT_CODES = {
    "municipality_code",
    "profile_id",
    "kind",
    "form",
    "state",
    "outcome",
    "whose_move",
    "subject_kind",
}


@pytest.mark.case("EV-06")
@pytest.mark.parametrize("kind", events.EVENTS)
def test_an_event_for_statistics_has_no_member_for_a_name_a_number_or_free_text(kind: type[Event]) -> None:
    texts = {
        name
        for name, field in kind.model_fields.items()
        if field.annotation in {str, str | None} and name != "county_code"
    }
    assert texts <= TEXT_CODES
    forbidden = ("name", "number", "personal", "note", "text", "reason", "address", "phone", "title")
    assert not [name for name in kind.model_fields for word in forbidden if word in name]


@pytest.mark.case("EV-06")
@pytest.mark.parametrize("member", ["outcome", "state", "kind", "subject_kind"])
async def test_a_text_where_a_code_belongs_is_refused_and_not_kept(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, member: str
) -> None:
    with pytest.raises(NotACodeError):
        await deliver(make.referral(**{member: "Anna 19850101-2382 tackade ja"}))
    assert await database.rows("SELECT 1 FROM fact") == []


async def test_requests_can_not_read_the_ledger_nor_change_what_was_released(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.urls.app)
    refused = (
        "SELECT * FROM fact",
        "SELECT * FROM presence",
        "SELECT * FROM pseudonym_key",
        "UPDATE figure SET count = 0",
        "UPDATE released_block SET shown = '{}'",
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
    query = "SELECT record_key FROM fact"
    before = await database.rows(query)
    await deliver(event.model_copy(update={"id": new_id(), "aggregate_version": 2}))
    assert await database.rows(query) == before
    assert isinstance(event.aggregate_id, UUID)
