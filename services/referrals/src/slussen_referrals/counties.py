"""What a county's profile says about referrals, over our defaults."""

from datetime import date
from functools import lru_cache

from slussen_contracts.profiles import UnknownProfileError, profile
from slussen_contracts.referrals.api import ReferralState
from slussen_referrals.domain.time_limits import DEFAULT_LIMITS, TimeLimit, TimeLimits


@lru_cache(maxsize=1024)
def stated_limits_of(profile_id: str, on: date) -> TimeLimits:
    """Return the time limits that a profile's version in force that day states; none where it is silent."""
    try:
        stated = profile(profile_id, on=on).referral.time_limits.value or {}
    except UnknownProfileError:
        stated = {}
    return {
        ReferralState(state): TimeLimit(limit.due_days, limit.expire_days) for state, limit in stated.items()
    }


def time_limits_of(profile_id: str, on: date) -> TimeLimits:
    """Return the time limits of a profile's version in force that day; our defaults where it is silent."""
    return {**DEFAULT_LIMITS, **stated_limits_of(profile_id, on)}
