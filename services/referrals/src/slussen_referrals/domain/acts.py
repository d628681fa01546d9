"""What becomes of a referral by each act: facts come in, its next version goes out."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from slussen_chassis.clock import local_day
from slussen_chassis.errors import FieldProblem
from slussen_contracts.referrals.api import Act, DeclineReason, Outcome, Party, RecallReason
from slussen_referrals.domain.errors import (
    ActNotPossibleError,
    FollowUpMissingError,
    GroundMissingError,
    NotYourActError,
    PermissionMissingError,
    invalid,
)
from slussen_referrals.domain.grounds import Ground
from slussen_referrals.domain.referral import NOT_ARMED, Limits, Need, Permission, Referral, Waiting
from slussen_referrals.domain.states import BEFORE_OPENING, BY_STATE_AND_ACT, WHO_MAY

CONSENT_WITHDRAWN = "consent_withdrawn"
CONSENT_CHANGED = "consent_changed"
GROUND_LOST = "ground_lost"
TIME_IS_OUT = "time_is_out"
EXPLICIT_NO = "explicit_no"
UNANSWERED_AGAIN = timedelta(seconds=30)
"""How long after a question without answer an armed wait is asked about again."""


def party_for(referral: Referral, act: Act, parties: frozenset[Party]) -> Party:
    """Return as which party the caller does `act` now.

    Raises:
        NotYourActError: The act belongs to the other side.
        PermissionMissingError: It would disclose before the parent's permission is recorded.
        ActNotPossibleError: The state does not have it.
    """
    if not WHO_MAY[act] & parties:
        raise NotYourActError
    row = BY_STATE_AND_ACT.get((referral.state, act))
    if row is None or not row.by & parties:
        if act is Act.SEND and referral.state in BEFORE_OPENING:
            raise PermissionMissingError
        raise ActNotPossibleError(
            sv=f"Det går inte medan slussningen är i läget {referral.state.value}",
            en=f"That can't be done while the referral is {referral.state.value}",
        )
    return min(row.by & parties)


def _advance(referral: Referral, act: Act, at: datetime, **changes: Any) -> Referral:
    row = BY_STATE_AND_ACT[referral.state, act]
    return replace(
        referral,
        state=row.to or referral.suspended_from or referral.state,
        version=referral.version + 1,
        changed_at=at,
        **changes,
    )


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


def permit(referral: Referral, permission: Permission, at: datetime) -> Referral:
    """Record the parent's permission: the referral is open and counts."""
    return _advance(referral, Act.OPEN, at, permission=permission)


def note(referral: Referral, act: Act, at: datetime) -> Referral:
    """Take a step that carries nothing but itself: offered, permission asked for, received."""
    return _advance(referral, act, at)


def send(referral: Referral, ground: Ground, topics: tuple[str, ...], at: datetime) -> Referral:
    """Send on a ground that permits; what the disclosure relied on is kept."""
    return _advance(
        referral,
        Act.SEND,
        at,
        ground=ground,
        consents=ground.consents,
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
    return _advance(
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
    return _advance(
        referral, Act.STOP_WAITING, at, waiting=NOT_ARMED, reason=reason, ground=ground or referral.ground
    )


def accept(referral: Referral, ground: Ground, at: datetime) -> Referral:
    """Accept, on a ground that was asked for again."""
    return _advance(referral, Act.ACCEPT, at, ground=ground, consents=ground.consents, accepted_at=at)


def contact(referral: Referral, at: datetime) -> Referral:
    """Record the first contact with the family."""
    return _advance(referral, Act.CONTACT, at, contacted_at=at)


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
    today = local_day(at)
    if follow_up_on and not today <= follow_up_on <= today + timedelta(days=limits.longest_follow_up_days):
        raise invalid(
            "followUpOn",
            "outside-limits",
            "dagen ligger för nära eller för långt bort",
            "the day is out of range",
        )
    return _advance(
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
    return _advance(referral, Act.DECLINE, at, reason=reason.value, ended_at=at)


def recall(referral: Referral, reason: RecallReason, at: datetime) -> Referral:
    """Take the referral back; nothing goes by itself any more."""
    return _advance(referral, Act.RECALL, at, reason=reason.value, ended_at=at, waiting=NOT_ARMED)


def void(referral: Referral, at: datetime) -> Referral:
    """Mark the referral as entered in error: it counts nowhere."""
    return _advance(referral, Act.VOID, at, ended_at=at, waiting=NOT_ARMED)


def suspend(referral: Referral, reason: str, at: datetime, ground: Ground | None = None) -> Referral:
    """Stop further disclosure; what was lawful before stays so, and what was counted stays counted (SL-10)."""
    return _advance(
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
    return _advance(
        referral, Act.RESUME, at, ground=ground, consents=ground.consents, suspended_from=None, reason=None
    )


def renew(referral: Referral, ground: Ground) -> Referral:
    """Rely on a consent's newer version, which permits the same; nothing else changes, not even the version."""
    return replace(referral, ground=ground, consents=ground.consents)


def rearm(referral: Referral, waiting: Waiting) -> Referral:
    """Set when an armed wait is asked about again; nothing that anybody sees changes, not even the version."""
    return replace(referral, waiting=waiting)
