"""Time limits: remind before a day, tell that it has passed, and let what nobody takes up run out.

Everything here is the system's own act, under the controller of each referral; what is due stands in the database,
so that a stopped process misses nothing.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import local_day
from slussen_chassis.database import Context, set_context
from slussen_chassis.outbox import enqueue
from slussen_contracts.referrals import events
from slussen_contracts.referrals.api import Act, Party
from slussen_referrals.domain import acts
from slussen_referrals.domain.deadlines import after_alarm
from slussen_referrals.domain.referral import Referral
from slussen_referrals.domain.states import whose_move
from slussen_referrals.domain.time_limits import Alarm
from slussen_referrals.repository import plans
from slussen_referrals.repository import referrals as repository
from slussen_referrals.repository.referrals import AsController, Found
from slussen_referrals.use_cases.announcing import event_of
from slussen_referrals.use_cases.keeping import act_as_controller, keep, trace
from slussen_referrals.use_cases.limiting import limits_kept
from slussen_referrals.use_cases.plans import announce_plan

PURPOSE = "time_limits"
"""The purpose under which row security lets the worker's job see referrals with an alarm, whoever controls them."""

REVIEW_PURPOSE = "plan_reviews"
"""The purpose under which row security lets the worker's job see plans whose review is not told of."""

TOLD_BY: dict[Alarm, type[events.ReferralState]] = {
    Alarm.REMIND: events.ReferralReminded,
    Alarm.FOLLOW_UP: events.ReferralReminded,
    Alarm.OVERDUE: events.ReferralOverdue,
}


async def find_alarms(
    session: AsyncSession, now: datetime, *, limit: int = 200, resting: Collection[UUID] = ()
) -> list[Found]:
    """Return referrals whose next alarm has come, whoever controls them; those in `resting` are left alone."""
    await set_context(session, Context(purpose=PURPOSE))
    return await repository.find_alarms(session, local_day(now), limit=limit, resting=resting)


async def give_alarm(session: AsyncSession, found: Found, now: datetime) -> None:
    """Give a referral's alarm and set the next; what another worker gave, or what has moved on, is left alone."""
    await act_as_controller(session, found, PURPOSE)
    reader = AsController(found.authority_id)
    referral = await repository.get_for_update(session, found.referral_id, visible_to=reader)
    if referral.alarm is None or referral.alarm_on is None or referral.alarm_on > local_day(now):
        return
    if referral.alarm is Alarm.EXPIRE:
        await keep(session, acts.expire(referral, now), Act.EXPIRE, Party.SYSTEM)
        return
    await repository.save(session, after_alarm(referral, limits_kept(referral)))
    _tell(session, referral, referral.alarm, now)


def _tell(session: AsyncSession, referral: Referral, alarm: Alarm, now: datetime) -> None:
    trace(session, f"referral.{alarm.value}", referral)
    if referral.opened_on is None:
        return
    mover = whose_move(referral.state, waits_by_itself=referral.waiting.through is not None)
    told = {"whose_move": mover.value if mover else None, "due_on": referral.due_on, "occurred_at": now}
    enqueue(session, event_of(TOLD_BY[alarm], referral, **told))


async def find_reviews(
    session: AsyncSession, now: datetime, *, limit: int = 200, resting: Collection[UUID] = ()
) -> list[Found]:
    """Return open joint plans whose day of review has passed and was not told of, whoever controls them."""
    await set_context(session, Context(purpose=REVIEW_PURPOSE))
    return await plans.find_reviews(session, local_day(now), limit=limit, resting=resting)


async def tell_of_review(session: AsyncSession, found: Found, now: datetime) -> None:
    """Tell once that a plan's day of review has passed; one that has moved on is left alone."""
    await act_as_controller(session, found, REVIEW_PURPOSE)
    plan = await plans.get_plan(session, found.referral_id, visible_to=AsController(found.authority_id))
    if not plan.is_review_overdue(local_day(now)) or not await plans.mark_review_told(session, plan):
        return
    announce_plan(session, events.JointPlanOverdue, plan, occurred_at=now)
