"""What runs by the clock: consents whose last day has passed, and days to ask again."""

from datetime import datetime

from slussen_chassis.clock import SystemClock, local_day
from slussen_chassis.database import Context, Database
from slussen_chassis.worker import WorkerParts
from slussen_consent.repository.consents import find_past_last_day
from slussen_consent.repository.tasks import find_due
from slussen_consent.use_cases.ask_again import remind_of_task
from slussen_consent.use_cases.consents import expire_consent

EVERY_SECONDS = 300.0
BATCH = 200


async def expire_consents(parts: WorkerParts) -> None:
    """Let every consent expire whose last day has passed in Europe/Stockholm."""
    await expire_due(parts.database, SystemClock().now())


async def expire_due(database: Database, now: datetime) -> int:
    """Expire what is due, each consent in a transaction of its own under its controller; return how many.

    What a stopped process left is found again: a consent is due until it has expired.
    """
    expired = 0
    while True:
        async with database.transaction(Context()) as session:
            due = await find_past_last_day(session, local_day(now), most=BATCH)
        done = 0
        for consent_id, keeper in due:
            context = Context(authority_id=keeper, actor="system", purpose="last-day")
            async with database.transaction(context) as session:
                done += await expire_consent(session, consent_id, keeper=keeper, now=now)
        expired += done
        if not done:
            return expired


async def remind_to_ask_again(parts: WorkerParts) -> None:
    """Announce every task to ask again whose day has come in Europe/Stockholm."""
    await remind_due(parts.database, SystemClock().now())


async def remind_due(database: Database, now: datetime) -> int:
    """Remind of what is due, each task in a transaction of its own under its controller; return how many."""
    reminded = 0
    while True:
        async with database.transaction(Context()) as session:
            due = await find_due(session, local_day(now), most=BATCH)
        done = 0
        for task_id, unit_id, keeper, county_code in due:
            context = Context(authority_id=keeper, unit_id=unit_id, purpose="ask-again")
            async with database.transaction(context) as session:
                done += await remind_of_task(
                    session, task_id, unit_id=unit_id, keeper=keeper, county_code=county_code, now=now
                )
        reminded += done
        if not done:
            return reminded
