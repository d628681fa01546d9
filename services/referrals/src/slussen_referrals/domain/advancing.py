"""From one version of a referral to the next by an act, as the table of states has it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slussen_contracts.referrals.api import Act, Party
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.errors import ActNotPossibleError, NotYourActError, PermissionMissingError
from slussen_referrals.domain.referral import Referral
from slussen_referrals.domain.states import BEFORE_OPENING, BY_STATE_AND_ACT, WHO_MAY, Transition
from slussen_referrals.domain.words import STATE_TEXTS


def party_for(referral: Referral, act: Act, parties: frozenset[Party]) -> Party:
    """Return as which party the caller does `act` now.

    Raises:
        NotYourActError: The act belongs to the other side.
        PermissionMissingError: It would disclose before the parent's permission is recorded.
        ActNotPossibleError: The state does not have it.
    """
    may = WHO_MAY[act, referral.form]
    if may and not may & parties:
        raise NotYourActError
    row = BY_STATE_AND_ACT.get((referral.state, act))
    if row is None or referral.form not in row.forms or not row.by & parties:
        if act is Act.SEND and referral.state in BEFORE_OPENING:
            raise PermissionMissingError
        sv, en = STATE_TEXTS[referral.state]
        raise ActNotPossibleError(sv=f"Det går inte nu. {sv}.", en=f"That can't be done now. {en}.")
    return min(row.by & parties)


def advance(referral: Referral, act: Act, at: datetime, **changes: Any) -> Referral:
    """Return the next version: in the state that the table leads to, with `changes`."""
    to = _target(referral, BY_STATE_AND_ACT[referral.state, act])
    entered: dict[str, Any] = {} if to is referral.state else {"state": to, "state_since": at}
    return replace(referral, version=referral.version + 1, changed_at=at, **entered, **changes)


def _target(referral: Referral, row: Transition) -> State:
    if row.to is not None:
        return row.to
    before = referral.suspended_from if referral.state is State.SUSPENDED else referral.returns_to
    return before or referral.state
