"""When a referral's next step is due, from the state that it has come to."""

from dataclasses import replace
from datetime import date, timedelta

from slussen_chassis.clock import local_day
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.held_limits import HeldLimit
from slussen_referrals.domain.referral import Referral
from slussen_referrals.domain.time_limits import Alarm, Deadline, TimeLimits, after, deadline_of


def has_come_to_its_state(referral: Referral) -> bool:
    """Whether the last act brought the referral to the state that it is in."""
    return referral.state_since == referral.changed_at


def with_deadline(referral: Referral, held: HeldLimit | None) -> Referral:
    """Return the referral with the deadline of a state that it has just come to; else as it is.

    The limit is kept with it: what is agreed on or stated later holds from the next state on.
    """
    if not has_come_to_its_state(referral):
        return referral
    found = _chosen(referral)
    limit = held if found is None else None
    if found is None:
        limits = {referral.state: held.limit} if held else {}
        found = deadline_of(referral.state, local_day(referral.state_since), limits)
    return replace(referral, due_on=found.due_on, alarm=found.alarm, alarm_on=found.alarm_on, limit=limit)


def _chosen(referral: Referral) -> Deadline | None:
    """Return the deadline where somebody chose the day; None: a time limit gives it."""
    if referral.state is State.ON_HOLD and referral.hold_through is not None:
        return Deadline(referral.hold_through, Alarm.OVERDUE, referral.hold_through + timedelta(days=1))
    if referral.state is State.COMPLETED and referral.follow_up_on is not None:
        return Deadline(referral.follow_up_on, Alarm.FOLLOW_UP, referral.follow_up_on)
    return None


def after_alarm(referral: Referral, limits: TimeLimits) -> Referral:
    """Return the referral with the alarm that follows the one that was just given; nobody sees a difference."""
    if referral.alarm is None:
        return referral
    alarm, alarm_on = after(referral.alarm, referral.state, local_day(referral.state_since), limits)
    return replace(referral, alarm=alarm, alarm_on=alarm_on)


def is_overdue(referral: Referral, on: date) -> bool:
    """Whether the day has passed by which somebody was to take the next step."""
    return referral.state is not State.COMPLETED and referral.due_on is not None and referral.due_on < on
