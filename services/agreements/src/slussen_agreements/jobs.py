"""What runs on command: everything announced again."""

from slussen_agreements.use_cases.reannouncing import STEPS
from slussen_chassis.clock import Clock
from slussen_chassis.database import Context, Database


async def announce_everything(database: Database, clock: Clock) -> None:
    """Announce every thing at its current version, in batches of one transaction each."""
    for step in STEPS:
        last = None
        while True:
            async with database.transaction(Context(actor="announce")) as session:
                last = await step(session, last, clock.now())
            if last is None:
                break
