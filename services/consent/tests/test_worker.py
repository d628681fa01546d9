"""The second process: copies of the register, and consents' last days."""

from datetime import date
from typing import Any

from consent_world import World

from slussen_chassis.clock import SystemClock, new_id
from slussen_chassis.database import Context, Database
from slussen_consent.jobs import expire_due
from slussen_consent.settings import ConsentSettings
from slussen_consent.subscribers import keep_centre, keep_unit, subscriptions
from slussen_consent.worker import create_worker
from slussen_contracts.agreements.events import FamilyCentreChanged, UnitChanged
from slussen_contracts.identifiers import Activity, AuthorityType, Branch


def unit_event(world: World, version: int, **changes: Any) -> UnitChanged:
    state = {
        "id": new_id(),
        "occurred_at": world.clock.moment,
        "county_code": "18",
        "aggregate_id": world.social.id,
        "aggregate_version": version,
        "name": "Familjestöd",
        "hsa_id": world.social.hsa_id,
        "authority_id": world.municipality,
        "authority_type": AuthorityType.MUNICIPALITY,
        "board_id": new_id(),
        "branch": Branch.SOCIAL_PREVENTIVE,
        "activity": Activity.PREVENTIVE_SOCIAL_SERVICES,
        "centre_ids": (world.centre,),
        "valid_from": date(2026, 1, 1),
        **changes,
    }
    return UnitChanged(**state)


async def test_an_older_state_of_a_unit_never_overwrites_a_newer_one(
    world: World, worker_database: Database
) -> None:
    newer, older = unit_event(world, 5), unit_event(world, 4)
    async with worker_database.transaction(Context()) as session:
        await keep_unit(newer, session)
        await keep_unit(older, session)
    found = await world.database.rows(
        "SELECT version, board_id FROM unit_copy WHERE id = $1", world.social.id
    )
    assert found == [{"version": 5, "board_id": newer.board_id}]


async def test_a_centre_is_kept_with_its_profile(world: World, worker_database: Database) -> None:
    centre = FamilyCentreChanged(
        id=new_id(),
        occurred_at=world.clock.moment,
        county_code="12",
        aggregate_id=world.centre,
        aggregate_version=2,
        name="Eken",
        municipality_code="1280",
        profile_id="skane",
        activities=(),
        valid_from=date(2026, 1, 1),
    )
    async with worker_database.transaction(Context()) as session:
        await keep_centre(centre, session)
    assert (await world.ask()).json()["profile"]["id"] == "skane"


def test_the_register_is_followed(settings: ConsentSettings) -> None:
    worker = create_worker(settings)
    assert worker.subscriptions is subscriptions
    assert subscriptions.filters == [
        "slussen.*.agreements.family-centre.changed.v1",
        "slussen.*.agreements.family-centre.registered.v1",
        "slussen.*.agreements.responsible-authority.changed.v1",
        "slussen.*.agreements.responsible-authority.registered.v1",
        "slussen.*.agreements.unit.changed.v1",
        "slussen.*.agreements.unit.registered.v1",
        "slussen.*.consent.consent.recorded.v1",
    ]


async def test_consents_past_their_last_day_expire_once_with_an_event(
    world: World, worker_database: Database
) -> None:
    over = await world.recorded(externalId="over", validThrough="2026-11-23")
    await world.recorded("evt-2", externalId="lasting")
    await world.database.rows("UPDATE consent SET valid_through = '2026-11-01' WHERE id = $1", over)
    await world.database.rows(
        'UPDATE consent_version SET document = document || \'{"valid_through": "2026-11-01"}\''
        " WHERE consent_id = $1",
        over,
    )
    now = max(SystemClock().now(), world.clock.moment)
    assert await expire_due(worker_database, now) == 1
    assert await expire_due(worker_database, now) == 0
    statuses = await world.database.rows(
        "SELECT external_id, status, version FROM consent ORDER BY external_id"
    )
    assert [tuple(row.values()) for row in statuses] == [("lasting", "active", 1), ("over", "expired", 2)]
    (announced,) = await world.database.rows("SELECT * FROM outbox WHERE type LIKE '%expired%'")
    assert (announced["aggregate_id"], announced["aggregate_version"]) == (over, 2)
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'consent.expire'") == 1


async def test_the_worker_sees_no_other_consents_without_a_controller(
    world: World, worker_database: Database
) -> None:
    await world.recorded()
    pool = await worker_database.raw_pool()
    assert await pool.fetchval("SELECT count(*) FROM consent") == 0
