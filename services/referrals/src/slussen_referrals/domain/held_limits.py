"""Which time limit holds for a referral that comes to a state, and who has set it.

An agreement's limit holds for the referrals that are made under it, above the county's profile; but the county's
document is a minimum (handbook 4.5), so that where its profile states a shorter limit, that one holds. Where nobody
states one, our default does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from slussen_contracts.referrals.api import LimitOrigin, ReferralKind
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.coverage import COUNTY, LOCAL, Agreement
from slussen_referrals.domain.time_limits import DEFAULT_LIMITS, TimeLimit, TimeLimits


@dataclass(frozen=True, slots=True)
class HeldLimit:
    """A time limit, and where it comes from; `agreement_id` where that is an agreement."""

    limit: TimeLimit
    origin: LimitOrigin
    agreement_id: UUID | None = None


def agreements_for(
    kind: ReferralKind, centre_id: UUID, agreements: Collection[Agreement], on: date
) -> list[Agreement]:
    """Return the agreements in force that a referral is made under, the nearest first.

    Those of the centre come before the county's, the latest first. Outside the centre there is none.
    """
    if kind is ReferralKind.EXTERNAL:
        return []
    found = [
        one
        for one in agreements
        if one.is_in_force(on) and (one.kind == COUNTY or (one.kind == LOCAL and one.centre_id == centre_id))
    ]
    return sorted(found, key=lambda one: (one.kind == LOCAL, one.valid_from, one.id), reverse=True)


def held_limit(state: State, stated: TimeLimits, agreements: Sequence[Agreement]) -> HeldLimit | None:
    """Return the limit that holds for a state; None: nobody is to take a next step in it.

    Args:
        state: The state that the referral comes to.
        stated: The limits that the county's profile states.
        agreements: Those that it is made under, the nearest first.
    """
    county = stated.get(state)
    usual = county or DEFAULT_LIMITS.get(state)
    if usual is None:
        return None
    nearest = next((one for one in agreements if state in one.limits), None)
    if nearest is None:
        return HeldLimit(usual, LimitOrigin.PROFILE if county else LimitOrigin.DEFAULT)
    agreed = nearest.limits[state]
    if county and county.due_days < agreed.due_days:
        return HeldLimit(county, LimitOrigin.PROFILE)
    out = _expire_days(agreed, usual, county)
    return HeldLimit(TimeLimit(agreed.due_days, out), LimitOrigin.AGREEMENT, nearest.id)


def _expire_days(agreed: TimeLimit, usual: TimeLimit, county: TimeLimit | None) -> int | None:
    """Return when time is out: as agreed, else as usual; not later than in the county, nor before the step is due."""
    out = usual.expire_days if agreed.expire_days is None else agreed.expire_days
    if out is None:
        return None
    most = county.expire_days if county else None
    return max(out if most is None else min(out, most), agreed.due_days)
