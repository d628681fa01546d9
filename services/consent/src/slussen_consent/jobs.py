"""What runs by the clock: last days, days to ask again, late reviews, what is forgotten, and a day's decisions."""

from datetime import date, datetime, timedelta

from slussen_chassis.clock import SystemClock, local_day
from slussen_chassis.database import Context, Database
from slussen_chassis.worker import WorkerParts
from slussen_consent.repository.consents import find_past_last_day
from slussen_consent.repository.decision_numbers import counted_days
from slussen_consent.repository.emergencies import find_unreviewed
from slussen_consent.repository.migrations import find_old, forget
from slussen_consent.repository.tasks import find_due
from slussen_consent.settings import ConsentSettings
from slussen_consent.use_cases.ask_again import remind_of_task
from slussen_consent.use_cases.child_labels import forget_labels
from slussen_consent.use_cases.consents import expire_consent
from slussen_consent.use_cases.decision_numbers import count_day
from slussen_consent.use_cases.emergencies import remind_of_review

EVERY_SECONDS = 300.0
BATCH = 200
DAYS_BACK = 31


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


async def count_decisions(parts: WorkerParts) -> None:
    """Announce how many decisions were made on each day that has ended, once."""
    await count_days(parts.database, SystemClock().now())


async def count_days(database: Database, now: datetime) -> None:
    """Announce the ended days that were not, a month back at most, each in a transaction of its own.

    A day counts as ended an hour after it has, so that what was under way at midnight is in it.
    """
    last = local_day(now - timedelta(hours=1)) - timedelta(days=1)
    days = [last - timedelta(days=back) for back in range(DAYS_BACK)]
    async with database.transaction(Context(actor="system")) as session:
        counted = await counted_days(session, days)
    for day in sorted(set(days) - counted):
        async with database.transaction(Context(actor="system")) as session:
            await count_day(session, day, now)


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


async def remind_of_reviews(parts: WorkerParts) -> None:
    """Announce every emergency access that has awaited its review for longer than the settings allow."""
    days = _settings(parts).review_reminder_days
    await remind_of_late_reviews(parts.database, SystemClock().now(), timedelta(days=days))


async def remind_of_late_reviews(database: Database, now: datetime, patience: timedelta) -> int:
    """Remind of each late review once, in a transaction of its own under its controller; return how many."""
    reminded = 0
    while True:
        async with database.transaction(Context()) as session:
            late = await find_unreviewed(session, now - patience, most=BATCH)
        done = 0
        for access_id, keeper, county_code in late:
            context = Context(authority_id=keeper, actor="system", purpose="review-reminder")
            async with database.transaction(context) as session:
                done += await remind_of_review(
                    session, access_id, keeper=keeper, county_code=county_code, now=now
                )
        reminded += done
        if not done:
            return reminded


async def forget_migrations(parts: WorkerParts) -> None:
    """Forget migrations that nobody has touched for longer than the settings keep them."""
    days = _settings(parts).migrations_kept_days
    await forget_old_migrations(parts.database, SystemClock().now() - timedelta(days=days))


async def forget_old_migrations(database: Database, before: datetime) -> int:
    """Forget each migration untouched since a moment, under its controller; what it recorded stays. Return how many."""
    forgotten = 0
    while True:
        async with database.transaction(Context()) as session:
            old = await find_old(session, before, most=BATCH)
        done = 0
        for migration_id, keeper in old:
            context = Context(authority_id=keeper, actor="system", purpose="retention")
            async with database.transaction(context) as session:
                done += await forget(session, migration_id, before)
        forgotten += done
        if not done:
            return forgotten


async def forget_child_labels(parts: WorkerParts) -> None:
    """Forget what custodians call children where it was not shown for longer than the settings keep it."""
    days = _settings(parts).labels_kept_days
    await forget_old_labels(parts.database, local_day(SystemClock().now()) - timedelta(days=days))


async def forget_old_labels(database: Database, before: date) -> int:
    """Forget each label last shown before a day, whoever gave it; return how many.

    A label is shown only where custody is known, so that it is forgotten after custody has ended.
    """
    forgotten = 0
    while True:
        async with database.transaction(Context(actor="system", purpose="retention")) as session:
            done = await forget_labels(session, before, most=BATCH)
        forgotten += done
        if not done:
            return forgotten


def _settings(parts: WorkerParts) -> ConsentSettings:
    assert isinstance(parts.settings, ConsentSettings)  # noqa: S101 - the worker is made with them
    return parts.settings
