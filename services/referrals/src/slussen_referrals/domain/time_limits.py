"""By when the next step is to be taken, when it is reminded of, and when a referral's time runs out.

No source states a number (handbook ch. 6.2 asks for contact to be kept and efforts followed up): these are our
defaults; a county's profile may set its own (`referral.time_limits`), and an agreement those of its parties. Which one
holds is told by `held_limits.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from slussen_contracts.referrals.api import ReferralState as State

REMIND_BEFORE = timedelta(days=2)


class Alarm(StrEnum):
    """What the clock does next with a referral."""

    REMIND = "remind"
    OVERDUE = "overdue"
    EXPIRE = "expire"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Days from when a state began: the step is due after `due_days`; after `expire_days` its time is out."""

    due_days: int
    expire_days: int | None = None


TimeLimits = Mapping[State, TimeLimit]

DEFAULT_LIMITS: TimeLimits = {
    State.IDENTIFIED: TimeLimit(30, 180),
    State.OFFERED: TimeLimit(30, 180),
    State.AWAITING_PERMISSION: TimeLimit(30, 180),
    State.OPENED: TimeLimit(7, 180),
    State.AWAITING_CONSENT: TimeLimit(30, 180),
    State.SENT: TimeLimit(7, 90),
    State.RECEIVED: TimeLimit(14, 90),
    State.ACCEPTED: TimeLimit(30),
    State.CONTACTED: TimeLimit(90),
    State.FOLLOWING_UP: TimeLimit(180),
    State.INFORMATION_REQUESTED: TimeLimit(7, 90),
    State.ADVISED: TimeLimit(30),
    State.RETURNED: TimeLimit(7, 90),
    State.SUSPENDED: TimeLimit(30),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the step is due, and the next alarm."""

    due_on: date | None = None
    alarm: Alarm | None = None
    alarm_on: date | None = None


def alarms(limit: TimeLimit, since: date) -> list[tuple[date, Alarm]]:
    """Return a state's alarms in order: a reminder before the last day, overdue and expired on days after it."""
    due_on = since + timedelta(days=limit.due_days)
    found = [(due_on + timedelta(days=1), Alarm.OVERDUE)]
    if due_on - REMIND_BEFORE > since:
        found.insert(0, (due_on - REMIND_BEFORE, Alarm.REMIND))
    if limit.expire_days is not None:
        found.append((since + timedelta(days=limit.expire_days + 1), Alarm.EXPIRE))
    return found


def deadline_of(state: State, since: date, limits: TimeLimits) -> Deadline:
    """Return the deadline of a state that begins on a day."""
    limit = limits.get(state)
    if limit is None:
        return Deadline()
    alarm_on, alarm = alarms(limit, since)[0]
    return Deadline(since + timedelta(days=limit.due_days), alarm, alarm_on)


def after(alarm: Alarm, state: State, since: date, limits: TimeLimits) -> tuple[Alarm | None, date | None]:
    """Return the alarm that follows `alarm`, and its day."""
    limit = limits.get(state)
    order = list(Alarm)
    later = (
        []
        if limit is None
        else [(day, kind) for day, kind in alarms(limit, since) if order.index(kind) > order.index(alarm)]
    )
    return (later[0][1], later[0][0]) if later else (None, None)
