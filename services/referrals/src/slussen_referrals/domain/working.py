"""The recipient at work, and what the two tell each other on the way: advice, introduction, information, rest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from slussen_chassis.clock import local_day
from slussen_contracts.referrals.api import Act, Advice, HoldReason, ReferralForm, ReturnReason
from slussen_referrals.domain.advancing import advance
from slussen_referrals.domain.errors import invalid
from slussen_referrals.domain.grounds import Ground
from slussen_referrals.domain.referral import Introduction, Limits, Need, Permission, Referral


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a question for advice becomes a referral; whether the family declines to be counted (None: as it said)."""

    permission: Permission
    form: ReferralForm
    declines_statistics: bool | None = None


def advise(referral: Referral, advice: Advice, at: datetime) -> Referral:
    """Answer a question for advice."""
    return advance(referral, Act.ADVISE, at, advice=advice)


def convert(referral: Referral, conversion: Conversion, at: datetime) -> Referral:
    """Make a referral of a question for advice: opened anew, sent to nobody yet, counted from the permission."""
    said = conversion.declines_statistics
    return advance(
        referral,
        Act.CONVERT,
        at,
        permission=conversion.permission,
        form=conversion.form,
        declines_statistics=referral.declines_statistics if said is None else said,
        sent_at=None,
        topics_sent=(),
        consents=(),
    )


def introduce(referral: Referral, introduction: Introduction, at: datetime) -> Referral:
    """Record that family and recipient were introduced to each other: it is the first contact as well.

    Raises:
        InvalidError: The day is still to come, or before the referral was accepted.
    """
    day = introduction.introduced_on
    first = local_day(referral.accepted_at or referral.created_at)
    if not first <= day <= local_day(at):
        raise invalid(
            "introducedOn",
            "outside-limits",
            "dagen ligger före mottagarens ja eller i framtiden",
            "the day is before the acceptance or still to come",
        )
    return advance(referral, Act.INTRODUCE, at, introduction=introduction, contacted_at=at)


def ask_information(referral: Referral, topics: tuple[str, ...], at: datetime) -> Referral:
    """Ask the sender for more; it goes back to where it was when the sender answers."""
    return advance(referral, Act.ASK_INFORMATION, at, returns_to=referral.state, requested_topics=topics)


def give_information(
    referral: Referral, ground: Ground | None, package: tuple[tuple[str, ...], tuple[Need, ...]], at: datetime
) -> Referral:
    """Let a further package leave on a ground that permits; without a package there is no ground and none needed."""
    topics, needs = package
    disclosed: dict[str, Any] = (
        {}
        if ground is None
        else {
            "ground": ground,
            "consents": ground.relied,
            "topics": tuple(dict.fromkeys((*referral.topics, *topics))),
            "topics_sent": tuple(dict.fromkeys((*referral.topics_sent, *topics))),
            "needs": tuple(dict.fromkeys((*referral.needs, *needs))),
        }
    )
    return advance(referral, Act.GIVE_INFORMATION, at, returns_to=None, requested_topics=(), **disclosed)


def hold(referral: Referral, reason: HoldReason, through: date, at: datetime, limits: Limits) -> Referral:
    """Let the referral rest through a day.

    Raises:
        InvalidError: The day has passed, or lies too far ahead.
    """
    today = local_day(at)
    if not today <= through <= today + timedelta(days=limits.longest_hold_days):
        raise invalid(
            "through",
            "outside-limits",
            f"sista dag ska ligga högst {limits.longest_hold_days} dagar fram",
            f"the last day must lie at most {limits.longest_hold_days} days ahead",
        )
    return advance(
        referral, Act.HOLD, at, returns_to=referral.state, hold_through=through, reason=reason.value
    )


def go_on(referral: Referral, at: datetime) -> Referral:
    """Take up a resting referral where it was."""
    return advance(referral, Act.CONTINUE, at, returns_to=None, hold_through=None, reason=None)


def give_back(referral: Referral, reason: ReturnReason, at: datetime) -> Referral:
    """Return to the sender what had been accepted; the recipient's access ends."""
    return advance(referral, Act.RETURN, at, reason=reason.value)
