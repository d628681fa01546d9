"""Making every figure anew: one at a time, broken off, and what is left of former generations."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import asyncpg
import pytest

from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase
from slussen_chassis.worker import WorkerParts
from slussen_statistics.repository import generations
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases import rebuild
from slussen_statistics.use_cases.rebuild import rebuild_figures
from slussen_statistics.worker import go_on_with_rebuild

FIGURES = (
    "SELECT county_code, table_id, area, year, month, measure, cell, count, key_sum, amount FROM figure"
    " WHERE generation = (SELECT current FROM rebuild_state) ORDER BY 1, 2, 3, 4, 5, 6, 7"
)
STATE = "SELECT current, building FROM rebuild_state"
LEFT = (
    "SELECT (SELECT count(*) FROM figure WHERE generation < current) AS figures,"
    " (SELECT count(*) FROM presence WHERE generation < current) AS presences FROM rebuild_state"
)
NOTHING_LEFT = [{"figures": 0, "presences": 0}]
FACTS = 12


class BrokenOffError(Exception):
    """What ends a rebuild in the middle."""


@pytest.fixture
async def parts(settings: StatisticsSettings, worker_database: Database) -> WorkerParts:
    return WorkerParts(worker_database, cast("Any", None), settings)


@pytest.fixture
async def other_process(settings: StatisticsSettings) -> AsyncIterator[Database]:
    database = Database.for_worker(settings)
    yield database
    await database.close()


@pytest.fixture
async def live(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, Any]]:
    """The figures of a few referrals, which a rebuild takes one by one."""
    monkeypatch.setattr(rebuild, "AT_ONCE", 1)
    await deliver(*make.referrals(FACTS))
    return await database.rows(FIGURES)


class Watched:
    """A progress that tells when a rebuild is in its middle, and breaks it off there if it is asked to."""

    def __init__(self, *, breaks_off: bool = False) -> None:
        self.is_in_the_middle = asyncio.Event()
        self.breaks_off = breaks_off

    def __call__(self, done: int, _total: int) -> None:
        if done == FACTS // 2:
            self.is_in_the_middle.set()
            if self.breaks_off:
                raise BrokenOffError


async def test_the_workers_job_leaves_a_running_rebuild_alone(
    database: TestDatabase, other_process: Database, parts: WorkerParts, live: list[dict[str, Any]]
) -> None:
    progress = Watched()
    running = asyncio.create_task(rebuild_figures(other_process, progress))
    await progress.is_in_the_middle.wait()
    await go_on_with_rebuild(parts)
    assert await database.rows(STATE) == [{"current": 1, "building": 2}]
    assert await running == FACTS
    assert await database.rows(STATE) == [{"current": 2, "building": None}]
    assert (await database.rows(FIGURES), await database.rows(LEFT)) == (live, NOTHING_LEFT)


async def test_a_second_rebuild_waits_for_the_first_and_then_makes_every_figure_anew(
    database: TestDatabase,
    other_process: Database,
    worker_database: Database,
    live: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuild, "WAIT_SECONDS", 0.02)
    first, second = Watched(), Watched()
    running = asyncio.create_task(rebuild_figures(other_process, first))
    await first.is_in_the_middle.wait()
    waiting = asyncio.create_task(rebuild_figures(worker_database, second))
    assert await running == FACTS
    assert not second.is_in_the_middle.is_set()
    assert await waiting == FACTS
    assert await database.rows(STATE) == [{"current": 3, "building": None}]
    assert (await database.rows(FIGURES), await database.rows(LEFT)) == (live, NOTHING_LEFT)


async def test_a_rebuild_that_was_ended_already_is_not_ended_again(
    database: TestDatabase, worker_database: Database, live: list[dict[str, Any]]
) -> None:
    """During an upgrade a worker may run that knows of no lock: who comes second has nothing to end."""
    await rebuild_figures(worker_database, Watched())
    async with worker_database.transaction(Context()) as session:
        await generations.end(session, 2)
    assert await database.rows(STATE) == [{"current": 2, "building": None}]
    assert await database.rows(FIGURES) == live


@pytest.mark.parametrize("way", ["an error", "cancelled"])
async def test_a_rebuild_that_was_broken_off_in_the_middle_goes_on_by_the_job(
    database: TestDatabase, other_process: Database, parts: WorkerParts, live: list[dict[str, Any]], way: str
) -> None:
    progress = Watched(breaks_off=way == "an error")
    running = asyncio.create_task(rebuild_figures(other_process, progress))
    await progress.is_in_the_middle.wait()
    running.cancel()
    with pytest.raises((BrokenOffError, asyncio.CancelledError)):
        await running
    assert await database.rows(STATE) == [{"current": 1, "building": 2}]
    assert await database.rows(FIGURES) == live
    await go_on_with_rebuild(parts)
    assert await database.rows(STATE) == [{"current": 2, "building": None}]
    assert (await database.rows(FIGURES), await database.rows(LEFT)) == (live, NOTHING_LEFT)


async def test_former_figures_are_forgotten_in_parts_and_the_job_forgets_what_is_left(
    database: TestDatabase,
    other_process: Database,
    parts: WorkerParts,
    live: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuild, "FORGOTTEN_AT_ONCE", 3)
    with monkeypatch.context() as killed:
        killed.setattr(generations, "forget_some", forgets_then_breaks_off(generations.forget_some, 2))
        with pytest.raises(BrokenOffError):
            await rebuild_figures(other_process, Watched())
    [left] = await database.rows(LEFT)
    assert left["figures"] == len(live) - 6
    assert left["presences"] > 0
    assert (await database.rows(STATE), await database.rows(FIGURES)) == (
        [{"current": 2, "building": None}],
        live,
    )
    await go_on_with_rebuild(parts)
    assert (await database.rows(FIGURES), await database.rows(LEFT)) == (live, NOTHING_LEFT)


def forgets_then_breaks_off(forget: Any, times: int) -> Any:
    """Return the same act, which fails after a number of times, as when its process is killed."""
    done = 0

    async def forget_a_few(*arguments: Any, **more: Any) -> Any:
        nonlocal done
        if done == times:
            raise BrokenOffError
        done += 1
        return await forget(*arguments, **more)

    return forget_a_few


async def test_a_rebuild_whose_connection_is_gone_holds_up_nobody(
    database: TestDatabase, worker_database: Database, live: list[dict[str, Any]]
) -> None:
    holder = await asyncpg.connect(database.urls.worker)
    assert await holder.fetchval("SELECT pg_try_advisory_lock(hashtext('statistics rebuild'))")
    async with generations.alone(worker_database) as is_alone:
        assert not is_alone
    holder.terminate()
    async with asyncio.timeout(5):
        assert await rebuild_figures(worker_database, Watched()) == FACTS
    assert await database.rows(FIGURES) == live
