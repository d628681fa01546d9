"""Persons and families that merge and split: told before a year's first fact, in chains, in circles, out of order."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from slussen_chassis.bus import Delivery
from slussen_chassis.clock import new_id
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import START, TestDatabase
from slussen_contracts.consent.events import SubjectMerged, SubjectSplit
from slussen_contracts.events import Event
from slussen_contracts.referrals.events import FamilyChanged, FamilyFormed, FamilyMerged
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.subscribers import subscriptions_with
from slussen_statistics.use_cases.pseudonyms import find_pseudonyms
from slussen_statistics.worker import forget_year

TOTAL = (
    "SELECT sum(count)::integer AS count FROM figure WHERE table_id = 'referral-families' AND area = '18'"
    " AND cell = 'total' AND measure = $1 AND year = $2"
)


async def total(database: TestDatabase, measure: str, year: int = 2026) -> int:
    count: int = (await database.rows(TOTAL, measure, year))[0]["count"]
    return count


def event(kind: type[Event], of: UUID, version: int = 1, /, *, minutes: int = 0, **more: Any) -> Event:
    envelope = {"id": new_id(), "occurred_at": START + timedelta(minutes=minutes), "county_code": "18"}
    return kind.model_validate({**envelope, "aggregate_id": of, "aggregate_version": version, **more})


def merged(record: UUID, into: UUID, version: int = 1, **more: Any) -> Event:
    return event(SubjectMerged, record, version, into_subject_id=into, **more)


def split(record: UUID, of: UUID, version: int = 2, **more: Any) -> Event:
    return event(SubjectSplit, record, version, from_subject_id=of, **more)


def of_each(make: SimpleNamespace, subjects: Sequence[UUID], **more: Any) -> list[Event]:
    return [make.referral(subject_id=subject, **more) for subject in subjects]


async def test_a_merge_of_records_holds_in_a_year_whose_first_fact_comes_after_it(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    one, other = uuid4(), uuid4()
    await deliver(*of_each(make, [one, other]))
    await deliver(merged(one, other))
    await deliver(*of_each(make, [one, other], opened_on=date(2027, 1, 4)))
    assert [await total(database, "children", year) for year in (2026, 2027)] == [1, 1]


async def test_a_merge_of_families_holds_in_a_year_whose_first_fact_comes_after_it(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    family, absorbed, child, sibling = (uuid4() for _ in range(4))
    both = {"subject_ids": (child, sibling), "absorbed_family_id": absorbed}
    await deliver(event(FamilyMerged, family, 2, **both))
    late = [
        make.referral(subject_id=sibling, family_id=absorbed),
        make.referral(subject_id=child, family_id=family),
    ]
    await deliver(*late)
    assert await total(database, "families") == 1


@pytest.mark.parametrize("minutes", [0, -5], ids=["the same moment", "a clock that is slow"])
async def test_the_newer_version_of_a_merge_stands_whatever_the_clock_said(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, minutes: int
) -> None:
    one, other = uuid4(), uuid4()
    await deliver(*of_each(make, [one, other]), merged(one, other))
    await deliver(split(one, other, minutes=minutes))
    assert await total(database, "children") == 2
    await deliver(merged(one, other))
    assert await total(database, "children") == 2


async def test_who_is_added_to_a_family_at_the_moment_of_its_own_forming_belongs_to_the_former(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    family, alone, mother, child = (uuid4() for _ in range(4))
    await deliver(make.referral(counted=False))
    await deliver(
        event(FamilyFormed, family, subject_ids=(mother,)),
        event(FamilyFormed, alone, subject_ids=(child,)),
        event(FamilyChanged, family, 2, subject_ids=(mother, child)),
        make.referral(subject_id=mother, family_id=family),
        make.referral(subject_id=child, family_id=family),
    )
    assert await total(database, "families") == 1


async def test_a_chain_of_merges_is_followed_to_its_end_and_a_link_that_is_undone_ends_it(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    first, middle, last = uuid4(), uuid4(), uuid4()
    await deliver(*of_each(make, [first, middle, last]))
    await deliver(merged(middle, last))
    await deliver(merged(first, middle))
    assert await total(database, "children") == 1
    await deliver(*of_each(make, [first]))
    assert await total(database, "children") == 1
    await deliver(split(middle, last))
    assert await total(database, "children") == 2


async def test_a_chain_of_families_is_followed_whichever_link_comes_first(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    families = [uuid4() for _ in range(3)]
    children = [uuid4() for _ in range(3)]
    for family, child in zip(families, children, strict=True):
        alone = event(FamilyFormed, family, subject_ids=(child,))
        await deliver(alone, make.referral(subject_id=child, family_id=family))
    last = event(FamilyMerged, families[2], 2, subject_ids=tuple(children), absorbed_family_id=families[1])
    before = event(
        FamilyMerged, families[1], 2, subject_ids=tuple(children[:2]), absorbed_family_id=families[0]
    )
    await deliver(last)
    await deliver(before)
    assert await total(database, "families") == 1


async def test_what_is_known_of_one_record_of_a_merged_person_moves_the_facts_of_the_other(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    family, absorbed, record, kept, sibling = (uuid4() for _ in range(5))
    await deliver(
        event(FamilyFormed, absorbed, subject_ids=(kept,)),
        merged(record, kept),
        make.referral(subject_id=record, family_id=absorbed),
        make.referral(subject_id=sibling, family_id=family),
    )
    assert await total(database, "families") == 2
    both = {"subject_ids": (kept, sibling), "absorbed_family_id": absorbed}
    await deliver(event(FamilyMerged, family, 2, **both))
    assert await total(database, "families") == 1


async def test_records_that_are_merged_in_a_circle_are_one_person_and_nothing_hangs(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    ids = [uuid4() for _ in range(3)]
    await deliver(*of_each(make, ids))
    for one, into in zip(ids, [*ids[1:], ids[0]], strict=True):
        await deliver(merged(one, into))
    await deliver(*of_each(make, ids), merged(uuid4(), ids[1]))
    assert await total(database, "children") == 1


async def test_families_that_absorb_each_other_or_themselves_do_not_hang(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    one, other, child = uuid4(), uuid4(), uuid4()
    await deliver(
        make.referral(subject_id=child, family_id=one),
        event(FamilyMerged, one, 2, subject_ids=(child,), absorbed_family_id=other),
        event(FamilyMerged, other, 2, subject_ids=(child,), absorbed_family_id=one),
        event(FamilyMerged, uuid4(), 2, subject_ids=(child,), absorbed_family_id=other),
    )
    assert await total(database, "families") == 1


async def test_a_merge_and_a_fact_that_come_at_the_same_moment_see_each_other(
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    worker_database: Database,
    settings: StatisticsSettings,
) -> None:
    first, middle, last = uuid4(), uuid4(), uuid4()
    await deliver(*of_each(make, [last]), merged(first, middle))
    subscriptions = subscriptions_with(settings.keyring())
    async with worker_database.transaction(Context()) as session:
        late = Delivery(merged(middle, last), None, cast("Any", None))
        await subscriptions.deliver([late], session)
        meanwhile = asyncio.create_task(deliver(*of_each(make, [first])))
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while not await database.rows(waiting) and not meanwhile.done():
            await asyncio.sleep(0.01)
    await meanwhile
    assert await total(database, "children") == 1


async def test_what_was_told_before_ids_were_sealed_stands_until_something_newer_is_told(
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    worker_database: Database,
    settings: StatisticsSettings,
) -> None:
    one, other, child, family = (uuid4() for _ in range(4))
    await deliver(make.referral(counted=False))
    async with worker_database.transaction(Context()) as session:
        made = await find_pseudonyms(session, settings.keyring(), 2026)
    assert made is not None
    record, person, kin = (made.of("subject", each) for each in (one, other, child))
    former = "INSERT INTO merged_subject VALUES (2026, $1, $2, now())"
    await database.rows(former, record, person)
    former = "INSERT INTO family_member VALUES (2026, $1, $3, now()), (2026, $2, $3, now())"
    await database.rows(former, person, kin, made.of("family", family))
    await deliver(*of_each(make, [one, other, child]))
    assert (await total(database, "children"), await total(database, "families")) == (2, 2)
    await deliver(split(one, other), event(FamilyFormed, uuid4(), subject_ids=(child,)))
    assert (await total(database, "children"), await total(database, "families")) == (3, 3)


async def everything(database: TestDatabase) -> str:
    found = ""
    for table in await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        rows = await database.rows(f'SELECT t::text FROM "{table["tablename"]}" t')  # noqa: S608 - our own tables' names
        found += "\n".join(row["t"] for row in rows)
    return found


@pytest.mark.case("EV-06")
async def test_no_table_holds_an_id_in_clear_and_an_id_is_forgotten_with_what_named_it(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    one, other, child, family, absorbed = (uuid4() for _ in range(5))
    fact = make.referral(subject_id=one)
    await deliver(
        fact,
        merged(one, other),
        event(FamilyFormed, absorbed, subject_ids=(child,)),
        event(FamilyMerged, family, 2, subject_ids=(other, child), absorbed_family_id=absorbed),
    )
    held = await everything(database)
    assert str(fact.aggregate_id) in held
    for opaque in (one, other, child, family, absorbed):
        assert str(opaque) not in held
        assert opaque.hex not in held
    assert len(await database.rows("SELECT 1 FROM told_id")) == 4
    await deliver(split(one, other), event(FamilyChanged, family, 3, subject_ids=()))
    assert await database.rows("SELECT 1 FROM told_id") == []
    [units] = await database.rows("SELECT content ->> 'person' = content ->> 'subject' AS own FROM fact")
    assert units["own"]


async def test_what_is_told_changes_nothing_in_a_year_that_is_forgotten(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, settings: StatisticsSettings
) -> None:
    one, other = uuid4(), uuid4()
    await deliver(*of_each(make, [one, other]), *of_each(make, [one, other], opened_on=date(2025, 3, 1)))
    await forget_year(settings, 2025)
    await deliver(merged(one, other))
    assert [await total(database, "children", year) for year in (2025, 2026)] == [2, 1]


async def test_requests_can_not_read_what_was_told(database: TestDatabase) -> None:
    rights = (
        "SELECT has_table_privilege('statistics_app', name, 'SELECT') AS may FROM unnest($1::text[]) AS name"
    )
    told = ["told_key", "told_id", "told_person", "told_family", "told_member"]
    assert not any(row["may"] for row in await database.rows(rights, told))
