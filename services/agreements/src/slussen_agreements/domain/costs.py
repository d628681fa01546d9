"""How a common cost is shared: in whole öre, by days, so that the shares always add up to the cost.

Each day bears the same part of a cost, and each day's part falls on those that take part that day. The exact
shares are rounded down to whole öre. What is left over, less than one öre for each sharer, falls on the
employing activity; where none of the sharers employs, öre by öre on those that lost most, the first named first.
`cost_keys.py` beside this says by which key.

Source: handbook 4.10; S002 14.1; S000 Samordnare; S001 Bilaga 1 Samordnare.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import ClassVar, Final

from slussen_agreements.domain.days import ONE_DAY, Period
from slussen_chassis.errors import InvalidError

ALWAYS: Final = Period(date.min, date.max)


class NobodyToShareError(InvalidError):
    """There are days of the cost on which nobody takes part."""

    code: ClassVar[str] = "nobody-to-share"
    title_sv: ClassVar[str] = "Det finns dagar då ingen deltar som kan bära kostnaden"
    title_en: ClassVar[str] = "There are days on which nobody takes part to bear the cost"


class Rounding(StrEnum):
    """On whom the öre fall that can't be shared."""

    ON_EMPLOYER = "on_employer"
    BY_LARGEST_REMAINDER = "by_largest_remainder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody that may bear a share.

    `group` is what the key counts: an activity, or a party. Two units that run one activity share its part.
    `payer` is the responsible authority whose money it is. `present` are the periods in which it takes part.
    """

    key: str
    group: str
    payer: str
    present: tuple[Period, ...] = (ALWAYS,)

    def is_present(self, on: date) -> bool:
        """Whether it takes part that day."""
        return any(on in period for period in self.present)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostItem:
    """A cost in whole öre over a period; `employer` is the key of the participant that has paid it."""

    ore: int
    period: Period
    employer: str | None = None

    def __post_init__(self) -> None:
        """Refuse a cost below zero."""
        if self.ore < 0:
            raise ValueError("a cost is not below zero")


@dataclass(frozen=True, slots=True)
class Share:
    """What one participant bears."""

    key: str
    group: str
    payer: str
    ore: int


@dataclass(frozen=True, slots=True)
class CostSplit:
    """A cost with its shares; they add up to it exactly."""

    item: CostItem
    shares: tuple[Share, ...]
    rounding: Rounding

    @property
    def reimbursement_ore(self) -> int:
        """What the employing activity is reimbursed by the others (S002 14.1)."""
        if self.item.employer is None:
            return 0
        return sum(share.ore for share in self.shares if share.key != self.item.employer)

    @property
    def by_payer(self) -> dict[str, int]:
        """What each responsible authority bears in all."""
        return _sums((share.payer, share.ore) for share in self.shares)

    @property
    def by_group(self) -> dict[str, int]:
        """What each activity or party bears in all."""
        return _sums((share.group, share.ore) for share in self.shares)


def split_cost(
    item: CostItem, participants: Sequence[Participant], parts: Mapping[str, int] | None = None
) -> CostSplit:
    """Share a cost among participants with different keys.

    Args:
        item: The cost.
        participants: Those that bear it, in the order in which left-over öre go round.
        parts: Each group's part under an own key, such as 70 and 30; None: equal parts.

    Raises:
        NobodyToShareError: On some day nobody takes part.
        ValueError: Two participants have the same key.
    """
    if len({participant.key for participant in participants}) < len(participants):
        raise ValueError("two participants have the same key")
    exact = _exact_shares(item, participants, parts)
    whole, rounding = _rounded(exact, item)
    return CostSplit(
        item, tuple(Share(p.key, p.group, p.payer, whole[p.key]) for p in participants), rounding
    )


def taken_over(item: CostItem, *, on: date, employer: str) -> tuple[CostItem, ...]:
    """Divide a cost by days where another participant becomes the employer from `on`.

    Source: acceptance case EV-03: a coordinator is appointed in mid-year and the split follows from that day.
    """
    if on > item.period.last:
        return (item,)
    if on <= item.period.first:
        return (replace(item, employer=employer),)
    before = Period(item.period.first, on - ONE_DAY)
    ore_before = item.ore * before.days // item.period.days
    return (
        replace(item, ore=ore_before, period=before),
        CostItem(ore=item.ore - ore_before, period=Period(on, item.period.last), employer=employer),
    )


def payer_in_turn(order: Sequence[str], *, since: int, year: int) -> str:
    """Return whose turn it is to pay where the payers change by year, the first of `order` in the year `since`.

    Whether the payer is reimbursed (make it the item's `employer`) or bears the year alone (split among it
    alone) is the profile's choice. Source: S001 Bilaga 1 Samordnare; handbook 4.10.3.
    """
    return order[(year - since) % len(order)]


def _exact_shares(
    item: CostItem, participants: Sequence[Participant], parts: Mapping[str, int] | None
) -> dict[str, Fraction]:
    shares = dict.fromkeys((participant.key for participant in participants), Fraction(0))
    for span in _spans(item.period, participants):
        here = [participant for participant in participants if participant.is_present(span.first)]
        cost = Fraction(item.ore * span.days, item.period.days)
        for key, portion in _portions(here, parts):
            shares[key] += cost * portion
    return shares


def _spans(period: Period, participants: Sequence[Participant]) -> Iterator[Period]:
    """Give the parts of a period in which the same participants take part."""
    starts = {period.first}
    for present in (span for participant in participants for span in participant.present):
        starts.add(present.first)
        if present.last < period.last:
            starts.add(present.last + ONE_DAY)
    within = sorted(start for start in starts if start in period)
    ends = [*(start - ONE_DAY for start in within[1:]), period.last]
    yield from (Period(first, last) for first, last in zip(within, ends, strict=True))


def _portions(here: Sequence[Participant], parts: Mapping[str, int] | None) -> Iterator[tuple[str, Fraction]]:
    """Give each participant's portion: its group's part, shared equally among those of the group."""
    units = Counter(participant.group for participant in here)
    weights = {group: 1 if parts is None else parts.get(group, 0) for group in units}
    total = sum(weights.values())
    if total == 0:
        raise NobodyToShareError
    for participant in here:
        yield participant.key, Fraction(weights[participant.group], total * units[participant.group])


def _rounded(exact: Mapping[str, Fraction], item: CostItem) -> tuple[dict[str, int], Rounding]:
    whole = {key: floor(share) for key, share in exact.items()}
    left = item.ore - sum(whole.values())
    if item.employer is not None and exact.get(item.employer):
        whole[item.employer] += left
        return whole, Rounding.ON_EMPLOYER
    by_loss = sorted(exact, key=lambda key: whole[key] - exact[key])
    for key in by_loss[:left]:
        whole[key] += 1
    return whole, Rounding.BY_LARGEST_REMAINDER


def _sums(parts: Iterator[tuple[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for key, ore in parts:
        sums[key] += ore
    return dict(sums)
