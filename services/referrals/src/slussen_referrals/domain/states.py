"""The one table of a referral's states: which act leads from where to where, and who may do it.

The engine, the descriptions and the answers' `nextActs` are made from `TRANSITIONS`; nothing else decides.
Source: handbook ch. 6.2 (flow), 6.4 (consent states).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from slussen_contracts.referrals.api import Act, CoreStatus, Party
from slussen_contracts.referrals.api import ReferralState as State


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state` (None: before it exists) `act` leads to `to`, done by any of `by`.

    `to` is None where the referral goes back to the state that it was suspended in.
    """

    state: State | None
    act: Act
    to: State | None
    by: frozenset[Party]


SENDER = frozenset({Party.SENDER})
RECIPIENT = frozenset({Party.RECIPIENT})
SYSTEM = frozenset({Party.SYSTEM})

BEFORE_OPENING = (State.IDENTIFIED, State.OFFERED, State.AWAITING_PERMISSION)
BEFORE_SENDING = (*BEFORE_OPENING, State.OPENED, State.AWAITING_CONSENT)
UNANSWERED = (State.SENT, State.RECEIVED)
DISCLOSED = (*UNANSWERED, State.ACCEPTED, State.CONTACTED)
"""The recipient has been told something, and the loop is not closed."""


def _rows(
    states: tuple[State | None, ...], act: Act, to: State | None, by: frozenset[Party]
) -> Iterator[Transition]:
    return (Transition(state, act, to, by) for state in states)


TRANSITIONS: tuple[Transition, ...] = (
    *_rows((None,), Act.IDENTIFY, State.IDENTIFIED, SENDER),
    *_rows((None, State.IDENTIFIED), Act.OFFER, State.OFFERED, SENDER),
    *_rows((None, State.IDENTIFIED, State.OFFERED), Act.ASK_PERMISSION, State.AWAITING_PERMISSION, SENDER),
    *_rows((None, *BEFORE_OPENING), Act.OPEN, State.OPENED, SENDER),
    *_rows((State.OPENED, State.AWAITING_CONSENT), Act.WAIT, State.AWAITING_CONSENT, SENDER),
    *_rows((State.AWAITING_CONSENT,), Act.STOP_WAITING, State.AWAITING_CONSENT, SYSTEM),
    *_rows((State.OPENED,), Act.SEND, State.SENT, SENDER),
    *_rows((State.AWAITING_CONSENT,), Act.SEND, State.SENT, SENDER | SYSTEM),
    *_rows((State.SENT,), Act.RECEIVE, State.RECEIVED, RECIPIENT),
    *_rows(UNANSWERED, Act.ACCEPT, State.ACCEPTED, RECIPIENT),
    *_rows(UNANSWERED, Act.DECLINE, State.DECLINED, RECIPIENT),
    *_rows((State.ACCEPTED,), Act.CONTACT, State.CONTACTED, RECIPIENT),
    *_rows((State.ACCEPTED, State.CONTACTED), Act.COMPLETE, State.COMPLETED, RECIPIENT),
    *_rows(DISCLOSED, Act.SUSPEND, State.SUSPENDED, SYSTEM),
    *_rows((State.SUSPENDED,), Act.RESUME, None, SENDER),
    *_rows(
        (*BEFORE_SENDING, *UNANSWERED, State.ACCEPTED, State.SUSPENDED), Act.RECALL, State.RECALLED, SENDER
    ),
    *_rows(
        tuple(s for s in State if s is not State.ENTERED_IN_ERROR), Act.VOID, State.ENTERED_IN_ERROR, SENDER
    ),
)

BY_STATE_AND_ACT = {(row.state, row.act): row for row in TRANSITIONS}

WHO_MAY: dict[Act, frozenset[Party]] = {
    act: frozenset().union(*(row.by for row in TRANSITIONS if row.act is act)) for act in Act
}
"""Who may do an act in any state at all; whoever is not here is refused before the state is looked at."""

STARTS: dict[State, Act] = {
    row.to: row.act for row in TRANSITIONS if row.state is None and row.to is not None
}
"""By which act a referral begins in a state."""

CORE_STATUS: dict[State, CoreStatus] = {
    **dict.fromkeys(State, CoreStatus.OPEN),
    State.COMPLETED: CoreStatus.DONE,
    State.DECLINED: CoreStatus.STOPPED,
    State.RECALLED: CoreStatus.STOPPED,
    State.ENTERED_IN_ERROR: CoreStatus.STOPPED,
}


def whose_move(state: State, *, waits_by_itself: bool) -> Party | None:
    """Return who is to act next, None where the referral is done or stopped."""
    if CORE_STATUS[state] is not CoreStatus.OPEN:
        return None
    if state in DISCLOSED:
        return Party.RECIPIENT
    if state is State.AWAITING_CONSENT and waits_by_itself:
        return Party.SYSTEM
    return Party.SENDER


def acts_open_to(state: State, parties: frozenset[Party]) -> list[Act]:
    """Return what any of `parties` may do in `state`, in the table's order."""
    return [row.act for row in TRANSITIONS if row.state is state and row.by & parties]
