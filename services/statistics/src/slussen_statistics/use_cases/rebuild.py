"""Making every figure anew from the ledger while everything runs.

A new generation of figures is filled beside the one that is read, a few hundred facts at a time. Meanwhile each event
moves both: where its fact is in the new generation already it moves there too, else it enters there as it now is. When
no fact is left the new generation is the one that is read, in one step, and the former is removed, some thousand rows
at a time. One process at a time does that.
"""

import asyncio
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from slussen_chassis.database import Context, Database
from slussen_statistics.domain.facts import NOTHING, contributions_of
from slussen_statistics.repository import generations, ledger
from slussen_statistics.use_cases.ledger import Change, gather

AT_ONCE = 500
FORGOTTEN_AT_ONCE = 20_000
"""Far under what the database's limit of ten seconds for a statement allows."""
WAIT_SECONDS = 1.0
ATTEMPTS = 8
DEADLOCK = "40P01"

Progress = Callable[[int, int], None]
"""Called with how many facts are done, and how many there are."""


async def rebuild_figures(database: Database, progress: Progress) -> int:
    """Make every figure anew from the ledger; return the number of facts.

    One that was broken off goes on. Waits while another process makes figures anew.
    """
    while True:
        async with generations.alone(database) as is_alone:
            if is_alone:
                return await _rebuild(database, progress)
        await asyncio.sleep(WAIT_SECONDS)


async def finish_rebuild(database: Database, progress: Progress) -> None:
    """Go on with a rebuild that was begun and not done, and forget what former ones left; not if another is at it."""
    async with generations.alone(database) as is_alone:
        if is_alone:
            async with database.transaction(Context()) as session:
                building = await generations.find_building(session)
            if building is not None:
                await _rebuild(database, progress)
            else:
                await _forget_former(database)


async def _rebuild(database: Database, progress: Progress) -> int:
    async with database.transaction(Context()) as session:
        begun = await generations.begin(session)
    generation = begun.current + 1 if begun.building is None else begun.building
    async with database.transaction(Context()) as session:
        total, left = await ledger.count_facts(session, before_generation=generation)
    done = total - left
    while taken := await _add_some(database, generation):
        done += taken
        progress(min(done, total), total)
    async with database.transaction(Context()) as session:
        await generations.end(session, generation)
    await _forget_former(database)
    return total


async def _forget_former(database: Database) -> None:
    """Remove the figures of former generations, each part in a transaction of its own."""
    forgotten = 1
    while forgotten:
        async with database.transaction(Context()) as session:
            forgotten = await generations.forget_some(session, most=FORGOTTEN_AT_ONCE)


async def _add_some(database: Database, generation: int) -> int:
    """Add the next facts to the new generation; return how many. Two that wait for each other try again."""
    for attempt in range(ATTEMPTS):
        try:
            return await _add(database, generation)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != DEADLOCK or attempt == ATTEMPTS - 1:
                raise
    return 0


async def _add(database: Database, generation: int) -> int:
    async with database.transaction(Context()) as session:
        facts = await ledger.take_facts(session, before_generation=generation, most=AT_ONCE)
        if facts:
            for fact in facts:
                after = contributions_of(fact.kind, fact.content)
                gather(session, Change(NOTHING, after, fact.record_key), generation=generation)
            await ledger.mark_facts(session, facts, generation=generation)
        return len(facts)
