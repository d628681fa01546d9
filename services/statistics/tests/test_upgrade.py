"""From the first form's ledger to the present one: the worker makes the figures by itself."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from uuid import uuid4

import pytest
from alembic import command

from slussen_chassis.database import Database
from slussen_chassis.migrations import alembic_config
from slussen_chassis.roles import create_service_database
from slussen_chassis.testing import PASSWORDS, TestDatabase, _at_database, drop_database, settings_environment
from slussen_chassis.worker import WorkerParts
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.worker import go_on_with_rebuild

PACKAGE = "slussen_statistics"
FORMER = """
INSERT INTO referral_fact (referral_id, version, centre_id, county_code, municipality_code, from_profession,
    to_profession, kind, state, is_counted, opened_on, record_key, family_pseudonym, subject_pseudonym)
SELECT gen_random_uuid(), 1, $1, '18', '1880', 'midwife', 'librarian', 'internal', 'sent', true, '2026-10-05', n,
    '\\x0a0b', '\\x0c0d' FROM generate_series(1, 3) AS n
"""


@pytest.fixture
async def former(postgres_url: str) -> AsyncIterator[TestDatabase]:
    """A database as the first form left it, with three referrals of one family."""
    name = f"t_{uuid4().hex[:12]}"
    urls = await create_service_database(postgres_url, "statistics", PASSWORDS, database=name)
    made = TestDatabase(name, urls, _at_database(postgres_url, name))
    config = alembic_config(PACKAGE, urls.migrator)
    await asyncio.to_thread(command.upgrade, config, "0002")
    await made.rows(FORMER, uuid4())
    await asyncio.to_thread(command.upgrade, config, "head")
    yield made
    await drop_database(postgres_url, name)


async def test_the_former_ledger_is_taken_over_and_its_figures_are_made_by_the_workers_job(
    former: TestDatabase, nats_url: str, make: SimpleNamespace
) -> None:
    more = settings_environment(former, nats_url)
    settings = StatisticsSettings(pseudonym_secret="A" * 43 + "=", **more)  # type: ignore[arg-type]
    database = Database.for_worker(settings)
    assert await former.rows("SELECT 1 FROM figure") == []
    await go_on_with_rebuild(WorkerParts(database, None, settings))  # type: ignore[arg-type]
    await go_on_with_rebuild(WorkerParts(database, None, settings))  # type: ignore[arg-type]
    await database.close()
    assert await former.rows("SELECT current, building FROM rebuild_state") == [
        {"current": 1, "building": None}
    ]
    [flow] = await former.rows(
        "SELECT cell, count, key_sum FROM figure WHERE area = '18' AND table_id = 'referral-flow'"
    )
    assert flow == {"cell": "internal/midwife/librarian", "count": 3, "key_sum": 6}
    families = await former.rows(
        "SELECT cell, count FROM figure WHERE area = '18' AND measure = 'families' ORDER BY cell"
    )
    assert [row["cell"] for row in families] == ["three_or_more", "total", "two_or_more"]
