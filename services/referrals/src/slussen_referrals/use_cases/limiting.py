"""The time limit of the state that a referral has come to, by the agreements and the profile of that day."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import local_day
from slussen_referrals import register
from slussen_referrals.counties import stated_limits_of, time_limits_of
from slussen_referrals.domain.deadlines import has_come_to_its_state
from slussen_referrals.domain.held_limits import HeldLimit, agreements_for, held_limit
from slussen_referrals.domain.referral import Referral
from slussen_referrals.domain.time_limits import DEFAULT_LIMITS, TimeLimits


async def limit_of(session: AsyncSession, referral: Referral) -> HeldLimit | None:
    """Return the limit of the state that a referral has just come to; None: it has none, or nothing has changed."""
    if not has_come_to_its_state(referral):
        return None
    on, nearest = local_day(referral.state_since), []
    if referral.state in DEFAULT_LIMITS:
        known = await register.agreements_at(session, referral.centre_id, referral.county_code)
        nearest = agreements_for(referral.kind, referral.centre_id, known, on)
    return held_limit(referral.state, stated_limits_of(referral.profile_id, on), nearest)


def limits_kept(referral: Referral) -> TimeLimits:
    """Return the limits by which a referral's next alarm is counted: the one that it got when it came to its state.

    One that came to its state before limits were kept with referrals has the profile's.
    """
    if referral.limit is not None:
        return {referral.state: referral.limit.limit}
    return time_limits_of(referral.profile_id, local_day(referral.state_since))
