"""What runs by the clock: armed waits are asked about and end, time limits are told of and run out, plans reviewed."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import Clock
from slussen_chassis.database import Context
from slussen_chassis.worker import Job, WorkerParts
from slussen_referrals.clients import ConsentClient
from slussen_referrals.repository import drafts
from slussen_referrals.repository.referrals import Found
from slussen_referrals.use_cases import reminding
from slussen_referrals.use_cases.following import DUE_PURPOSE, Following, find_due_waits, look_after_wait

log = logging.getLogger(__name__)

WAITS_SECONDS = 5.0
OLD_DRAFTS_SECONDS = 3600.0
OLD_DRAFTS_PURPOSE = "old_drafts"
"""The purpose under which row security lets the job see and remove drafts whose time is over."""
TIME_LIMITS_SECONDS = 60.0
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)

Find = Callable[[AsyncSession, datetime, Collection[UUID]], Awaitable[Sequence[Found]]]
Work = Callable[[AsyncSession, Found, datetime], Awaitable[None]]


@dataclass(slots=True)
class OneByOne:
    """Does the same work on each thing found, each in a transaction of its own.

    One that fails is logged, left alone for a while that doubles (at most an hour) and tried again; it holds up no
    other, since it is not looked for meanwhile. What is due stands in the database: a new process begins afresh.
    """

    name: str
    find: Find
    work: Work
    clock: Clock
    failures: dict[UUID, int] = field(default_factory=dict)
    pauses: dict[UUID, datetime] = field(default_factory=dict)

    async def __call__(self, parts: WorkerParts) -> None:
        """Do what is due."""
        now = self.clock.now()
        resting = [one for one, until in self.pauses.items() if now < until]
        async with parts.database.transaction(Context()) as session:
            due = await self.find(session, now, resting)
        for found in due:
            await self._attempt(parts, found, now)

    async def _attempt(self, parts: WorkerParts, found: Found, now: datetime) -> None:
        one = found.referral_id
        try:
            async with parts.database.transaction(Context()) as session:
                await self.work(session, found, now)
        except Exception:
            count = self.failures[one] = self.failures.get(one, 0) + 1
            self.pauses[one] = now + min(FIRST_PAUSE * 2 ** min(count - 1, 10), LONGEST_PAUSE)
            fields = {"job": self.name, "failures": count, "failing": len(self.failures)}
            log.exception("a due step failed; it is tried again", extra={"fields": fields})
        else:
            self.failures.pop(one, None)
            self.pauses.pop(one, None)


def look_after_waits(consents: ConsentClient, clock: Clock) -> Job:
    """Return the job that asks about armed waits and ends them."""

    async def find(session: AsyncSession, now: datetime, resting: Collection[UUID]) -> Sequence[Found]:
        return await find_due_waits(session, now, resting=resting)

    async def look_after(session: AsyncSession, found: Found, now: datetime) -> None:
        await look_after_wait(session, found, Following(consents, now))

    return OneByOne(DUE_PURPOSE, find, look_after, clock)


def watch_time_limits(clock: Clock) -> Job:
    """Return the job that gives each alarm once, however often it is looked for."""

    async def find(session: AsyncSession, now: datetime, resting: Collection[UUID]) -> Sequence[Found]:
        return await reminding.find_alarms(session, now, resting=resting)

    return OneByOne(reminding.PURPOSE, find, reminding.give_alarm, clock)


def watch_reviews(clock: Clock) -> Job:
    """Return the job that tells once of each joint plan whose day of review has passed."""

    async def find(session: AsyncSession, now: datetime, resting: Collection[UUID]) -> Sequence[Found]:
        return await reminding.find_reviews(session, now, resting=resting)

    return OneByOne(reminding.REVIEW_PURPOSE, find, reminding.tell_of_review, clock)


async def remove_old_drafts(parts: WorkerParts) -> None:
    """Remove drafts that nobody has touched for seven days; the database's own clock tells."""
    async with parts.database.transaction(Context(purpose=OLD_DRAFTS_PURPOSE)) as session:
        await drafts.remove_old(session)
