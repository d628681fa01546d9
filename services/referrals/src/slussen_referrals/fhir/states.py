"""The one table between a referral's states and FHIR's: both ways of the mapping and the page are made from it.

`Task.businessStatus` carries our state, so that nothing is lost; a client that knows FHIR alone works by `Task.status`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from slussen_contracts.referrals.api import Act
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.referral import Referral
from slussen_referrals.domain.states import TRANSITIONS


@dataclass(frozen=True, slots=True)
class Statuses:
    """What FHIR calls a state: the status of the `ServiceRequest`, and of the `Task`."""

    request: str
    task: str


STATUSES: Final[dict[State, Statuses]] = {
    State.IDENTIFIED: Statuses("draft", "draft"),
    State.OFFERED: Statuses("draft", "draft"),
    State.AWAITING_PERMISSION: Statuses("draft", "draft"),
    State.OPENED: Statuses("active", "draft"),
    State.AWAITING_CONSENT: Statuses("active", "draft"),
    State.SENT: Statuses("active", "requested"),
    State.RECEIVED: Statuses("active", "received"),
    State.ACCEPTED: Statuses("active", "accepted"),
    State.CONTACTED: Statuses("active", "in-progress"),
    State.FOLLOWING_UP: Statuses("active", "in-progress"),
    State.INFORMATION_REQUESTED: Statuses("active", "on-hold"),
    State.ON_HOLD: Statuses("on-hold", "on-hold"),
    State.ADVISED: Statuses("active", "in-progress"),
    State.RETURNED: Statuses("active", "draft"),
    State.SUSPENDED: Statuses("on-hold", "on-hold"),
    State.COMPLETED: Statuses("completed", "completed"),
    State.DECLINED: Statuses("revoked", "rejected"),
    State.RECALLED: Statuses("revoked", "cancelled"),
    State.FAILED: Statuses("revoked", "failed"),
    State.EXPIRED: Statuses("revoked", "cancelled"),
    State.ENTERED_IN_ERROR: Statuses("entered-in-error", "entered-in-error"),
}

ACTS: Final = frozenset(
    {
        Act.SEND,
        Act.RECEIVE,
        Act.ACCEPT,
        Act.DECLINE,
        Act.CONTACT,
        Act.FOLLOW_UP,
        Act.HOLD,
        Act.CONTINUE,
        Act.RETURN,
        Act.COMPLETE,
        Act.RESUME,
        Act.RECALL,
        Act.FAIL,
        Act.VOID,
    }
)
"""What a `Task` may be used for; all else is done by the API."""


def states_of(task_status: str) -> frozenset[State]:
    """Return the states that a `Task` has this status in."""
    return frozenset(state for state, statuses in STATUSES.items() if statuses.task == task_status)


def state_of(task_status: str, business_status: str) -> State | None:
    """Return the state of a `Task` by both of its statuses; None where they do not go together."""
    return next((state for state in states_of(task_status) if state.value == business_status), None)


def states_with(
    *, request: Collection[str] | None = None, task: Collection[str] | None = None
) -> list[State]:
    """Return the states that a search by status means."""
    return [
        state
        for state, statuses in STATUSES.items()
        if (request is None or statuses.request in request) and (task is None or statuses.task in task)
    ]


def act_towards(referral: Referral, wanted: Collection[State]) -> Act | None:
    """Return the act that leads a referral to one of the wanted states; None where none does."""
    for row in TRANSITIONS:
        if row.state is referral.state and row.act in ACTS and referral.form in row.forms:
            target = row.to or (
                referral.suspended_from if referral.state is State.SUSPENDED else referral.returns_to
            )
            if target in wanted:
                return row.act
    return None
