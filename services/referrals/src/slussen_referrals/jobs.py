"""What runs by the clock: armed waits are asked about and end, time limits are told of and run out."""

from slussen_chassis.clock import Clock
from slussen_chassis.database import Context
from slussen_chassis.worker import Job, WorkerParts
from slussen_referrals.clients import ConsentClient
from slussen_referrals.use_cases import reminding
from slussen_referrals.use_cases.following import DUE_PURPOSE, Following, find_due_waits, look_after_wait

WAITS_SECONDS = 5.0
TIME_LIMITS_SECONDS = 60.0


def look_after_waits(consents: ConsentClient, clock: Clock) -> Job:
    """Return the job; each referral has a transaction of its own, so that one that fails stops no other."""

    async def look_after(parts: WorkerParts) -> None:
        now = clock.now()
        async with parts.database.transaction(Context(purpose=DUE_PURPOSE)) as session:
            due = await find_due_waits(session, now)
        for found in due:
            async with parts.database.transaction(Context()) as session:
                await look_after_wait(session, found, Following(consents, now))

    return look_after


def watch_time_limits(clock: Clock) -> Job:
    """Return the job; each alarm has a transaction of its own, and is given once however often it is looked for."""

    async def watch(parts: WorkerParts) -> None:
        now = clock.now()
        async with parts.database.transaction(Context()) as session:
            found = await reminding.find_alarms(session, now)
        for one in found:
            async with parts.database.transaction(Context()) as session:
                await reminding.give_alarm(session, one, now)

    return watch
