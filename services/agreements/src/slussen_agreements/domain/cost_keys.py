"""By which key a common cost is shared: the county's, or the local agreement's own where that may depart from it.

A conflict between the two is found and shown; nothing is changed silently.

Source: handbook 4.10; S002 14.1 (R-COST-1 to R-COST-3); S000 Samordnare.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from slussen_agreements.domain.costs import Participant
from slussen_agreements.domain.findings import Finding, Weight
from slussen_chassis.errors import FieldProblem


class Split(StrEnum):
    """What a key counts: base activities (basverksamheter), all activities, the parties, or parts of its own."""

    EQUAL_BY_BASE_ACTIVITY = "equal_by_base_activity"
    EQUAL_BY_ACTIVITY = "equal_by_activity"
    EQUAL_BY_PARTY = "equal_by_party"
    OWN_KEY = "own_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyCostRule:
    """The county's rule for one kind of cost.

    `split` None: it has none, or leaves it to the parties. `local_override` None: it is silent on departures.
    `applies_to_centres_from`: the rule is forced only on centres that were established on that day or later.
    `is_default`: the county asks that the cost is shared but not how; the equal split is our default.
    """

    split: Split | None = None
    local_override: bool | None = None
    applies_to_centres_from: date | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class ChosenKey:
    """The key to share by; `split` None: none is known, and the findings say why."""

    split: Split | None
    parts: Mapping[str, int] | None = None
    findings: tuple[Finding, ...] = ()


NO_KEY: Final = Finding(
    "cost-key-missing",
    Weight.NOTICE,
    "Länet anger ingen fördelning; avtalets egen behövs.",
    "The county states no key; the agreement's own is needed.",
)
OLD_CENTRE: Final = Finding(
    "cost-key-of-old-centre",
    Weight.NOTICE,
    "Centralen fanns före länets avtal och behåller sin egen fördelning.",
    "The centre is older than the county's agreement and keeps a key of its own.",
)
BY_DEFAULT: Final = Finding(
    "cost-key-by-default",
    Weight.NOTICE,
    "Länet säger inte hur kostnaden fördelas; lika delar är systemets förval.",
    "The county does not say how the cost is shared; equal parts are this system's default.",
)
REFUSED: Final = Finding(
    "cost-key-departs",
    Weight.BREACH,
    "Länets avtal ger inget lokalt undantag för den här kostnaden; den delas lika.",
    "The county's agreement gives no local exception for this cost; it is shared equally.",
)
DEPARTS: Final = Finding(
    "cost-key-differs",
    Weight.WARNING,
    "Avtalets fördelning skiljer sig från länets, som inte säger om det är tillåtet.",
    "The agreement's key differs from the county's, which does not say whether that is allowed.",
)
REVIEW: Final = Finding(
    "coordinator-split-review",
    Weight.WARNING,
    "Avtalet är äldre än länets; se över att samordnaren finansieras gemensamt.",
    "The agreement is older than the county's; review that the coordinator is financed jointly.",
)


def choose_key(rule: CountyCostRule, parts: Mapping[str, int] | None, *, established_on: date) -> ChosenKey:
    """Choose the key for one kind of cost at a centre.

    Args:
        rule: The county's.
        parts: The local agreement's own key by group; None where it has none.
        established_on: The centre's first day.
    """
    is_forced = rule.split is not None and not _is_older(established_on, rule.applies_to_centres_from)
    if not is_forced and parts is None:
        return ChosenKey(None, None, (NO_KEY if rule.split is None else OLD_CENTRE,))
    if not is_forced or (rule.local_override is True and parts is not None):
        return ChosenKey(Split.OWN_KEY, parts)
    if parts is None or len(set(parts.values())) == 1:
        return ChosenKey(rule.split, None, (BY_DEFAULT,) if rule.is_default else ())
    if rule.local_override is None:
        return ChosenKey(Split.OWN_KEY, parts, (DEPARTS,))
    return ChosenKey(rule.split, None, (REFUSED,))


def review_findings(
    coordinator: CountyCostRule, *, established_on: date, county_from: date | None
) -> Iterator[Finding]:
    """Find whether a centre older than the county's agreement must review how the coordinator is paid (AG-30).

    Source: S002 14.1: local agreements are reviewed to secure joint financing of the coordinator.
    """
    if coordinator.local_override is False and _is_older(established_on, county_from):
        yield REVIEW


def sharers(
    split: Split, participants: Sequence[Participant], *, base_activities: Collection[str]
) -> tuple[Participant, ...]:
    """Return those that bear a share: under a split by base activity, library and dental service bear none."""
    if split is Split.EQUAL_BY_BASE_ACTIVITY:
        return tuple(participant for participant in participants if participant.group in base_activities)
    return tuple(participants)


def key_faults(parts: Mapping[str, int], groups: Collection[str]) -> Iterator[FieldProblem]:
    """Find what is wrong with an own key: each group has a part, no other has, and something is borne."""
    for group in parts:
        if group not in groups:
            yield FieldProblem(f"parts.{group}", "unknown", "deltar inte", "does not take part")
        if parts[group] < 0:
            yield FieldProblem(f"parts.{group}", "minimum", "är mindre än noll", "is below zero")
    for group in groups:
        if group not in parts:
            yield FieldProblem(f"parts.{group}", "required", "saknar del", "has no part")
    if not any(part > 0 for part in parts.values()):
        yield FieldProblem("parts", "sum", "ingen bär något", "nobody bears anything")


def _is_older(established_on: date, than: date | None) -> bool:
    return than is not None and established_on < than
