"""What becomes of a referral by each act: facts come in, its next version goes out."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from slussen_chassis.clock import local_day
from slussen_chassis.errors import FieldProblem
from slussen_contracts.referrals.api import (
    Act,
    DeclineReason,
    FailReason,
    Outcome,
    RecallReason,
    ReferralForm,
)
from slussen_referrals.domain.advancing import advance
from slussen_referrals.domain.errors import FollowUpMissingError, GroundMissingError, invalid
from slussen_referrals.domain.grounds import Ground
from slussen_referrals.domain.referral import (
    NOT_ARMED,
    Limits,
    Permission,
    Referral,
    Waiting,
)

CONSENT_WITHDRAWN = "consent_withdrawn"
CONSENT_CHANGED = "consent_changed"
PERSON_CHANGED = "person_changed"
GROUND_LOST = "ground_lost"
GROUND_REVOKED = "ground_revoked"
TIME_IS_OUT = "time_is_out"
EXPLICIT_NO = "explicit_no"
UNANSWERED_AGAIN = timedelta(seconds=30)
"""How long after a question without answer an armed wait is asked about again."""


def permit(
    referral: Referral, permission: Permission, at: datetime, *, declines_statistics: bool | None = None
) -> Referral:
    """Record the parent's permission: the referral is open, and counts unless the family declines (None: as before)."""
    declines = referral.declines_statistics if declines_statistics is None else declines_statistics
    return advance(referral, Act.OPEN, at, permission=permission, declines_statistics=declines)


def choose_statistics(referral: Referral, at: datetime, *, declines: bool) -> Referral:
    """Note whether the family declines to be counted; figures follow, whatever has become of the referral."""
    return advance(referral, Act.CHOOSE_STATISTICS, at, declines_statistics=declines)


def note(referral: Referral, act: Act, at: datetime) -> Referral:
    """Take a step that carries nothing but itself: offered, permission asked for, received."""
    return advance(referral, act, at)


def send(referral: Referral, ground: Ground, topics: tuple[str, ...], at: datetime) -> Referral:
    """Send on a ground that permits; what the disclosure relied on is kept. What was answered before is undone."""
    return advance(
        referral,
        Act.SEND,
        at,
        accepted_at=None,
        contacted_at=None,
        ground=ground,
        consents=ground.relied,
        topics_sent=topics,
        waiting=NOT_ARMED,
        sent_at=at,
        reason=None,
    )


def wait(
    referral: Referral, ground: Ground | None, topics: tuple[str, ...], waiting: Waiting, at: datetime
) -> Referral:
    """Let the referral wait; an explicit no is never waited for, it takes the sender's own hand."""
    refused = ground is not None and not ground.may_be_waited_for
    return advance(
        referral,
        Act.WAIT,
        at,
        ground=ground or referral.ground,
        topics_sent=topics,
        waiting=NOT_ARMED if refused else waiting,
        reason=EXPLICIT_NO if refused else None,
    )


def stop_waiting(referral: Referral, reason: str, at: datetime, ground: Ground | None = None) -> Referral:
    """Disarm a wait: its time is out, or there was an explicit no. The referral stays, for the sender to act on."""
    return advance(
        referral, Act.STOP_WAITING, at, waiting=NOT_ARMED, reason=reason, ground=ground or referral.ground
    )


def accept(referral: Referral, ground: Ground, at: datetime) -> Referral:
    """Accept, on a ground that was asked for again."""
    return advance(referral, Act.ACCEPT, at, ground=ground, consents=ground.relied, accepted_at=at)


def contact(referral: Referral, at: datetime) -> Referral:
    """Record the first contact with the family."""
    return advance(referral, Act.CONTACT, at, contacted_at=at)


def complete(
    referral: Referral,
    outcome: Outcome,
    *,
    follow_up_on: date | None,
    no_follow_up: bool,
    at: datetime,
    limits: Limits,
) -> Referral:
    """Close the loop with an outcome and a day for follow-up, or an explicit none (SL-09).

    Raises:
        FollowUpMissingError: Neither a day nor an explicit none is given, or both are.
    """
    if (follow_up_on is None) != no_follow_up:
        raise FollowUpMissingError(
            FieldProblem(
                "followUpOn",
                "follow-up-missing",
                "ange en dag, eller noFollowUp: true",
                "give a day, or noFollowUp: true",
            )
        )
    if outcome is Outcome.ADVICE_GIVEN and referral.form is not ReferralForm.ADVICE:
        raise invalid(
            "outcome", "not-advice", "slussningen var ingen fråga om råd", "it was no question for advice"
        )
    today = local_day(at)
    if follow_up_on and not today <= follow_up_on <= today + timedelta(days=limits.longest_follow_up_days):
        raise invalid(
            "followUpOn",
            "outside-limits",
            "dagen ligger för nära eller för långt bort",
            "the day is out of range",
        )
    return advance(
        referral,
        Act.COMPLETE,
        at,
        outcome=outcome,
        follow_up_on=follow_up_on,
        no_follow_up=no_follow_up,
        ended_at=at,
    )


def decline(referral: Referral, reason: DeclineReason, at: datetime) -> Referral:
    """Decline, with a reason."""
    return advance(referral, Act.DECLINE, at, reason=reason.value, ended_at=at)


def fail(referral: Referral, reason: FailReason, at: datetime) -> Referral:
    """Note that the hand-over could not be carried out."""
    return advance(referral, Act.FAIL, at, reason=reason.value, ended_at=at)


def expire(referral: Referral, at: datetime) -> Referral:
    """Let the referral's time run out; nothing goes by itself any more."""
    return advance(referral, Act.EXPIRE, at, reason=TIME_IS_OUT, ended_at=at, waiting=NOT_ARMED)


def recall(referral: Referral, reason: RecallReason, at: datetime) -> Referral:
    """Take the referral back; nothing goes by itself any more."""
    return advance(referral, Act.RECALL, at, reason=reason.value, ended_at=at, waiting=NOT_ARMED)


def void(referral: Referral, at: datetime) -> Referral:
    """Mark the referral as entered in error: it counts nowhere."""
    return advance(referral, Act.VOID, at, ended_at=at, waiting=NOT_ARMED)


def suspend(referral: Referral, reason: str, at: datetime, ground: Ground | None = None) -> Referral:
    """Stop further disclosure; what was lawful before stays so, and what was counted stays counted (SL-10)."""
    return advance(
        referral,
        Act.SUSPEND,
        at,
        suspended_from=referral.state,
        reason=reason,
        ground=ground or referral.ground,
    )


def resume(referral: Referral, ground: Ground, at: datetime) -> Referral:
    """Go on from where it was suspended.

    Raises:
        GroundMissingError: There is still no ground.
    """
    if not ground.permits:
        raise GroundMissingError
    return advance(
        referral, Act.RESUME, at, ground=ground, consents=ground.relied, suspended_from=None, reason=None
    )


def renew(referral: Referral, ground: Ground) -> Referral:
    """Rely on a consent's newer version, which permits the same; nothing else changes, not even the version."""
    return replace(referral, ground=ground, consents=ground.relied)


def rearm(referral: Referral, waiting: Waiting) -> Referral:
    """Set when an armed wait is asked about again; nothing that anybody sees changes, not even the version."""
    return replace(referral, waiting=waiting)
