"""What runs by the clock: agreements whose last day has passed, reminders to sign, requests that nobody answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.transitions import REMIND_DAYS
from slussen_agreements.repository import between_parties, editions
from slussen_agreements.use_cases.agreement_days import end_by_time, remind_signatories
from slussen_agreements.use_cases.renegotiations import announce_unanswered
from slussen_chassis.clock import SystemClock, local_day
from slussen_chassis.database import Context, Database
from slussen_chassis.worker import WorkerParts

EVERY_SECONDS = 300.0
BATCH = 200


class Act(Protocol):
    """Does one thing to one thing under its controller; returns how many it changed, 0 or 1."""

    async def __call__(self, session: AsyncSession, thing_id: UUID, /, *, keeper: UUID, now: datetime) -> int:
        """Do it."""


async def follow_the_clock(parts: WorkerParts) -> None:
    """End agreements whose last day has passed, remind those who have not signed, tell of unanswered requests."""
    now = SystemClock().now()
    await end_due(parts.database, now)
    await remind_due(parts.database, now)
    await announce_overdue(parts.database, now)


async def end_due(database: Database, now: datetime) -> int:
    """End every agreement whose last day has passed in Europe/Stockholm; return how many."""
    ended = 0
    while True:
        async with database.transaction(Context()) as session:
            due = await editions.find_past_last_day(session, local_day(now), most=BATCH)
        done = await _each(database, due, end_by_time, now)
        ended += done
        if not done:
            return ended


async def remind_due(database: Database, now: datetime) -> int:
    """Remind the parties of every agreement that is to be signed soon, once a week; return how many.

    Those without a reminder to send stay among those found, so that one round takes a batch and no more.
    """
    today = local_day(now)
    week = timedelta(days=REMIND_DAYS)
    async with database.transaction(Context()) as session:
        due = await editions.find_to_remind(session, near=today + week, not_since=today - week, most=BATCH)
    return await _each(database, due, remind_signatories, now)


async def announce_overdue(database: Database, now: datetime) -> int:
    """Announce every request for negotiation that nobody has answered in time, once; return how many."""
    async with database.transaction(Context()) as session:
        due = await between_parties.find_unanswered(session, local_day(now), most=BATCH)
    return await _each(database, due, announce_unanswered, now)


async def _each(database: Database, due: Sequence[tuple[UUID, UUID]], act: Act, now: datetime) -> int:
    """Act on each thing in a transaction of its own, under its controller."""
    done = 0
    for thing_id, keeper in due:
        context = Context(authority_id=keeper, actor="system", purpose="calendar")
        async with database.transaction(context) as session:
            done += await act(session, thing_id, keeper=keeper, now=now)
    return done
