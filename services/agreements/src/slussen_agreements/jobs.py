"""What runs on command, everything announced again, and by the clock: duties and weeks that are announced."""

from slussen_agreements.use_cases.centre_watch import CENTRES_AT_ONCE, next_centres, notice_centre
from slussen_agreements.use_cases.reannouncing import STEPS
from slussen_chassis.clock import Clock, SystemClock
from slussen_chassis.database import Context, Database
from slussen_chassis.worker import WorkerParts


async def announce_everything(database: Database, clock: Clock) -> None:
    """Announce every thing at its current version, in batches of one transaction each."""
    for step in STEPS:
        last = None
        while True:
            async with database.transaction(Context(actor="announce")) as session:
                last = await step(session, last, clock.now())
            if last is None:
                break


async def watch_over_centres(parts: WorkerParts) -> None:
    """Announce the duties that come near or are overdue and the weeks that have ended; a job of the worker."""
    await notice_centres(parts.database, SystemClock())


async def notice_centres(database: Database, clock: Clock) -> None:
    """Look at every centre, each in a transaction of its own."""
    last = None
    while True:
        async with database.transaction(Context(actor="watch")) as session:
            centres = await next_centres(session, last)
        for centre in centres:
            async with database.transaction(Context(actor="watch")) as session:
                await notice_centre(session, centre, clock.now())
        if len(centres) < CENTRES_AT_ONCE:
            break
        last = centres[-1].id
