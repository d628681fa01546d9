"""Revision: when an agreement, or the county's goals, is to be looked over next, and whether that is late.

Source: handbook 4.2 and 4.8; S000 Styrgrupp - Uppdrag (yearly); S003 Giltighet (every second year or on need)
and Länsövergripande styrgrupp (goals every second year).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from slussen_agreements.domain.days import add_months
from slussen_agreements.domain.findings import Finding, NotRegulated, Weight

REVISION_NOT_REGULATED: Final = NotRegulated(
    "revision_interval_months",
    "Hur ofta revidering sker är inte reglerat.",
    "How often to revise is not regulated.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRule:
    """How often something is revised, and whether need is ground enough before that; None: silent."""

    interval_months: int | None = None
    on_need: bool | None = None
    by: str | None = None


class RevisionState(StrEnum):
    """Where something stands in its cycle of revision."""

    NOT_REGULATED = "not_regulated"
    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class RevisionStanding:
    """Where it stands on a day; `may_revise_now` says whether a revision need not wait for the due day."""

    state: RevisionState
    due_on: date | None
    may_revise_now: bool
    findings: tuple[Finding, ...] = ()


def next_revision(last_on: date, rule: RevisionRule) -> date | NotRegulated:
    """Return the day of the next regular revision after a decision or revision on `last_on`."""
    if rule.interval_months is None:
        return REVISION_NOT_REGULATED
    return add_months(last_on, rule.interval_months)


def revision_standing(last_on: date, rule: RevisionRule, *, today: date) -> RevisionStanding:
    """Return where it stands; it is overdue from the day after the due day.

    A source that says nothing of revising on need does not forbid it.
    """
    due_on = next_revision(last_on, rule)
    if isinstance(due_on, NotRegulated):
        return RevisionStanding(RevisionState.NOT_REGULATED, None, may_revise_now=True)
    may_revise = rule.on_need is not False or today >= due_on
    if today <= due_on:
        state = RevisionState.DUE if today == due_on else RevisionState.UPCOMING
        return RevisionStanding(state, due_on, may_revise)
    return RevisionStanding(RevisionState.OVERDUE, due_on, may_revise, (_overdue(due_on),))


def _overdue(due_on: date) -> Finding:
    return Finding(
        "revision-overdue",
        Weight.WARNING,
        f"Uppföljning eller revidering skulle ha gjorts senast {due_on}.",
        f"Follow-up or revision was due on {due_on}.",
    )
