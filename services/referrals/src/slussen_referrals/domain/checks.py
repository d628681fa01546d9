"""What is checked before a referral may say what it says: permission, needs, topics, and how long it waits."""

from datetime import date, datetime, timedelta

from slussen_chassis.clock import local_day
from slussen_referrals.domain.errors import invalid
from slussen_referrals.domain.referral import Limits, Need, Permission, Referral, Waiting


def check_permission(permission: Permission, today: date, limits: Limits) -> Permission:
    """Return the permission where its day can be right: not to come, and not older than the limit.

    It may lie in the past, since it is often recorded afterwards.
    """
    if permission.given_on > today:
        raise invalid(
            "permission.givenOn", "in-the-future", "dagen har inte varit än", "the day is still to come"
        )
    if permission.given_on < today - timedelta(days=limits.permission_days):
        raise invalid(
            "permission.givenOn", "too-old", "medgivandet är för gammalt", "the permission is too old"
        )
    return permission


def check_needs(topics: tuple[str, ...], needs: tuple[Need, ...]) -> None:
    """Raise InvalidError where a need stands under none of the topics."""
    if any(need.topic not in topics for need in needs):
        raise invalid(
            "needs",
            "topic-unknown",
            "varje behov hör till ett av ämnena",
            "each need belongs to one of the topics",
        )


def topics_to_send(referral: Referral, chosen: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the topics that are to leave: the chosen ones of the referral's own, else all."""
    if chosen is None:
        return referral.topics
    if not set(chosen) <= set(referral.topics):
        raise invalid(
            "topics", "topic-unknown", "ämnet finns inte i slussningen", "the topic is not in the referral"
        )
    return tuple(topic for topic in referral.topics if topic in chosen)


def armed(through: date | None, now: datetime, limits: Limits) -> Waiting:
    """Return a wait that lets the referral go by itself through a day; 30 days where none is given."""
    today = local_day(now)
    last = through or today + timedelta(days=limits.wait_days)
    if not today <= last <= today + timedelta(days=limits.longest_wait_days):
        raise invalid(
            "waitThrough",
            "outside-limits",
            f"sista dag ska ligga högst {limits.longest_wait_days} dagar fram",
            f"the last day must lie at most {limits.longest_wait_days} days ahead",
        )
    return Waiting(last)
