"""The one table of a referral's states: which act leads from where to where, and who may do it.

The engine, the page `contracts/docs/referral-states.md` and the answers' `nextActs` are made from `TRANSITIONS` and
`STATES`; nothing else decides. Source: handbook ch. 6.2 (flow), 6.4 (consent states).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from slussen_contracts.referrals.api import Act, CoreStatus, Party
from slussen_contracts.referrals.api import ReferralForm as Form
from slussen_contracts.referrals.api import ReferralState as State

ALL_FORMS = frozenset(Form)
HAND_OVERS = frozenset({Form.STANDARD, Form.WARM})
WARM = frozenset({Form.WARM})
ADVICE = frozenset({Form.ADVICE})
SENDER = frozenset({Party.SENDER})
RECIPIENT = frozenset({Party.RECIPIENT})
SYSTEM = frozenset({Party.SYSTEM})


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state` (None: before it exists) `act` leads to `to`, done by any of `by`, for these forms.

    `to` is None where the referral goes back to the state that it rests or was suspended from, else stays.
    """

    state: State | None
    act: Act
    to: State | None
    by: frozenset[Party]
    forms: frozenset[Form] = ALL_FORMS


@dataclass(frozen=True, slots=True)
class StateInfo:
    """What a state means for everyone: its core status, and whose move it is."""

    core: CoreStatus
    move: Party | None


BEFORE_OPENING = (State.IDENTIFIED, State.OFFERED, State.AWAITING_PERMISSION)
BEFORE_SENDING = (*BEFORE_OPENING, State.OPENED, State.AWAITING_CONSENT)
UNANSWERED = (State.SENT, State.RECEIVED)
TAKEN = (State.ACCEPTED, State.CONTACTED, State.FOLLOWING_UP)
"""The recipient has said yes and is at work."""

RESTING = (State.INFORMATION_REQUESTED, State.ON_HOLD)
"""It goes back to where it was."""

DISCLOSED = (*UNANSWERED, *TAKEN, *RESTING, State.ADVISED)
"""The recipient has been told something, and the loop is not closed."""


def _rows(
    states: tuple[State | None, ...],
    act: Act,
    to: State | None,
    by: frozenset[Party],
    forms: frozenset[Form] = ALL_FORMS,
) -> Iterator[Transition]:
    return (Transition(state, act, to, by, forms) for state in states)


TRANSITIONS: tuple[Transition, ...] = (
    # Before the parent's permission, and to it
    *_rows((None,), Act.IDENTIFY, State.IDENTIFIED, SENDER),
    *_rows((None, State.IDENTIFIED), Act.OFFER, State.OFFERED, SENDER),
    *_rows((None, State.IDENTIFIED, State.OFFERED), Act.ASK_PERMISSION, State.AWAITING_PERMISSION, SENDER),
    *_rows((None, *BEFORE_OPENING), Act.OPEN, State.OPENED, SENDER),
    # Sending, on a ground or waiting for one
    *_rows((State.OPENED, State.AWAITING_CONSENT, State.RETURNED), Act.WAIT, State.AWAITING_CONSENT, SENDER),
    *_rows((State.AWAITING_CONSENT,), Act.STOP_WAITING, State.AWAITING_CONSENT, SYSTEM),
    *_rows((State.OPENED, State.RETURNED), Act.SEND, State.SENT, SENDER),
    *_rows((State.AWAITING_CONSENT,), Act.SEND, State.SENT, SENDER | SYSTEM),
    # The recipient answers
    *_rows((State.SENT,), Act.RECEIVE, State.RECEIVED, RECIPIENT),
    *_rows(UNANSWERED, Act.ACCEPT, State.ACCEPTED, RECIPIENT, HAND_OVERS),
    *_rows(UNANSWERED, Act.ADVISE, State.ADVISED, RECIPIENT, ADVICE),
    *_rows(UNANSWERED, Act.DECLINE, State.DECLINED, RECIPIENT),
    *_rows((State.ADVISED,), Act.CONVERT, State.OPENED, SENDER, ADVICE),
    # The recipient at work
    *_rows((State.ACCEPTED,), Act.INTRODUCE, State.CONTACTED, SENDER | RECIPIENT, WARM),
    *_rows((State.ACCEPTED,), Act.CONTACT, State.CONTACTED, RECIPIENT, HAND_OVERS),
    *_rows((State.CONTACTED,), Act.FOLLOW_UP, State.FOLLOWING_UP, RECIPIENT, HAND_OVERS),
    *_rows((*UNANSWERED, *TAKEN), Act.ASK_INFORMATION, State.INFORMATION_REQUESTED, RECIPIENT),
    *_rows((*UNANSWERED, *TAKEN, State.INFORMATION_REQUESTED), Act.GIVE_INFORMATION, None, SENDER),
    *_rows((State.RECEIVED, *TAKEN), Act.HOLD, State.ON_HOLD, RECIPIENT),
    *_rows((State.ON_HOLD,), Act.CONTINUE, None, RECIPIENT),
    *_rows(TAKEN, Act.RETURN, State.RETURNED, RECIPIENT, HAND_OVERS),
    # How it ends
    *_rows(TAKEN, Act.COMPLETE, State.COMPLETED, RECIPIENT, HAND_OVERS),
    *_rows((State.ADVISED,), Act.COMPLETE, State.COMPLETED, SENDER, ADVICE),
    *_rows(DISCLOSED, Act.SUSPEND, State.SUSPENDED, SYSTEM),
    *_rows((State.SUSPENDED,), Act.RESUME, None, SENDER),
    *_rows(
        (
            *BEFORE_SENDING,
            *UNANSWERED,
            State.ACCEPTED,
            *RESTING,
            State.ADVISED,
            State.RETURNED,
            State.SUSPENDED,
        ),
        Act.RECALL,
        State.RECALLED,
        SENDER,
    ),
    *_rows(UNANSWERED, Act.FAIL, State.FAILED, SENDER),
    *_rows(TAKEN, Act.FAIL, State.FAILED, RECIPIENT, HAND_OVERS),
    *_rows(
        (*BEFORE_SENDING, *UNANSWERED, State.INFORMATION_REQUESTED, State.RETURNED),
        Act.EXPIRE,
        State.EXPIRED,
        SYSTEM,
    ),
    *_rows(
        tuple(s for s in State if s is not State.ENTERED_IN_ERROR), Act.VOID, State.ENTERED_IN_ERROR, SENDER
    ),
    # Whether it counts; the state stays
    *(Transition(s, Act.CHOOSE_STATISTICS, s, SENDER) for s in State if s is not State.ENTERED_IN_ERROR),
)

_OPEN, _DONE, _STOPPED = CoreStatus.OPEN, CoreStatus.DONE, CoreStatus.STOPPED
STATES: dict[State, StateInfo] = {
    **dict.fromkeys((*BEFORE_SENDING, State.RETURNED, State.SUSPENDED), StateInfo(_OPEN, Party.SENDER)),
    **dict.fromkeys((State.INFORMATION_REQUESTED, State.ADVISED), StateInfo(_OPEN, Party.SENDER)),
    **dict.fromkeys((*UNANSWERED, *TAKEN, State.ON_HOLD), StateInfo(_OPEN, Party.RECIPIENT)),
    State.COMPLETED: StateInfo(_DONE, None),
    **dict.fromkeys(
        (State.DECLINED, State.RECALLED, State.FAILED, State.EXPIRED, State.ENTERED_IN_ERROR),
        StateInfo(_STOPPED, None),
    ),
}

BY_STATE_AND_ACT = {(row.state, row.act): row for row in TRANSITIONS}

WHO_MAY: dict[tuple[Act, Form], frozenset[Party]] = {
    (act, form): frozenset().union(*(row.by for row in TRANSITIONS if row.act is act and form in row.forms))
    for act in Act
    for form in Form
}
"""Who may do an act with a referral of a form, in any state; whoever else is refused before the state is looked at.

Empty where the form has no such act at all.
"""

STARTS: dict[State, Act] = {
    row.to: row.act for row in TRANSITIONS if row.state is None and row.to is not None
}
"""By which act a referral begins in a state."""

CORE_STATUS: dict[State, CoreStatus] = {state: info.core for state, info in STATES.items()}


def whose_move(state: State, *, waits_by_itself: bool) -> Party | None:
    """Return who is to act next, None where the referral is done or stopped."""
    if state is State.AWAITING_CONSENT and waits_by_itself:
        return Party.SYSTEM
    return STATES[state].move


def acts_open_to(state: State, form: Form, parties: frozenset[Party]) -> list[Act]:
    """Return what any of `parties` may do in `state` with a referral of that form, in the table's order."""
    return [row.act for row in TRANSITIONS if row.state is state and row.by & parties and form in row.forms]
