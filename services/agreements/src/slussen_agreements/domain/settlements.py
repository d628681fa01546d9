"""A centre's common costs of a year and how they are settled (avräkning) between those that take part.

The county's profile says by which key; the local agreement's own key is used where it may depart. A conflict
between the two is a finding, and nothing is changed silently. `costs.py` beside this shares the öre.

Source: handbook 4.10; S002 14.1; S000 Samordnare; acceptance cases AG-27 to AG-31 and EV-03.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.cost_keys import (
    DEPARTS,
    REFUSED,
    ChosenKey,
    CountyCostRule,
    Split,
    choose_key,
    review_findings,
    sharers,
)
from slussen_agreements.domain.costs import (
    ALWAYS,
    CostItem,
    CostSplit,
    NobodyToShareError,
    Participant,
    split_cost,
    taken_over,
)
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.findings import Finding, Weight
from slussen_chassis.errors import ConflictError, NotFoundError
from slussen_contracts.agreements.settlements import CostKind, KeyCounts
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile
from slussen_contracts.profiles.agreements import CostRule

SHARED_BY_ACTIVITIES: Final = "shared_by_activities"
"""A county that asks activities to share and not how; equal parts are our default (handbook 4.10.3)."""

ORE_A_KRONA: Final = 100

NOBODY: Final = Finding(
    "nobody-to-share",
    Weight.BREACH,
    "Det finns dagar då ingen deltar som kan bära kostnaden; den är inte fördelad.",
    "There are days on which nobody takes part to bear the cost; it is not shared.",
)


class SettlementNotFoundError(NotFoundError):
    """There is no such settlement, or the caller is no party to it."""

    title_sv: ClassVar[str] = "Avräkningen finns inte här"
    title_en: ClassVar[str] = "The settlement is not here"


class SettlementExistsError(ConflictError):
    """A centre has one settlement a year."""

    code: ClassVar[str] = "settlement-exists"
    title_sv: ClassVar[str] = "Centralen har redan en avräkning för året (year)"
    title_en: ClassVar[str] = "The centre has a settlement for that year already (year)"


class SettlementClosedError(ConflictError):
    """A closed settlement does not change."""

    code: ClassVar[str] = "settlement-closed"
    title_sv: ClassVar[str] = "Avräkningen är stängd och ändras inte"
    title_en: ClassVar[str] = "The settlement is closed and does not change"


class SettlementNotSharedError(ConflictError):
    """A settlement with costs that are not shared is not closed."""

    code: ClassVar[str] = "settlement-not-shared"
    title_sv: ClassVar[str] = "Det finns kostnader utan fördelning; avräkningen kan inte stängas"
    title_en: ClassVar[str] = "There are costs that no key is known for; the settlement can't be closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesPart:
    """An activity of a party that may bear a share; without days it takes part all the time."""

    key: str
    activity: Activity
    authority_id: UUID
    present: tuple[Period, ...] = ()

    def counted(self, counts: KeyCounts) -> Participant:
        """Return it as a key counts it: as its activity, or as its party."""
        group = self.activity.value if counts is KeyCounts.ACTIVITY else str(self.authority_id)
        return Participant(
            key=self.key, group=group, payer=str(self.authority_id), present=self.present or (ALWAYS,)
        )


@dataclass(frozen=True, slots=True)
class LocalKey:
    """The local agreement's own key for one kind of cost."""

    counts: KeyCounts
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EmployerChange:
    """From which day another participant employs."""

    employer: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost of the year; `changes` are the employers that take over, in any order."""

    kind: CostKind
    label: str
    item: CostItem
    changes: tuple[EmployerChange, ...] = ()

    @property
    def by_employer(self) -> tuple[CostItem, ...]:
        """The cost divided by days at each change of employer (EV-03)."""
        items: tuple[CostItem, ...] = (self.item,)
        for change in sorted(self.changes, key=lambda each: each.valid_from):
            items = (*items[:-1], *taken_over(items[-1], on=change.valid_from, employer=change.employer))
        return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a settlement is computed from; closed, it has its sheet as it was and the sheet's digest."""

    id: UUID
    version: int = 1
    county_code: str
    responsible_authority_id: UUID
    grants: tuple[UUID, ...]
    centre_id: UUID
    year: int
    participants: tuple[TakesPart, ...]
    costs: tuple[Cost, ...] = ()
    local_keys: Mapping[CostKind, LocalKey] = field(default_factory=dict)
    closed_at: datetime | None = None
    digest: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class SettledCost:
    """A cost with the key that it is shared by, its parts, and what is to be known; without parts it is not shared."""

    cost: Cost
    split: Split | None
    parts: tuple[CostSplit, ...] = ()
    findings: tuple[Finding, ...] = ()


def kronor(ore: int) -> str:
    """Return whole öre as kronor with two decimals."""
    whole, rest = divmod(abs(ore), ORE_A_KRONA)
    return f"{'-' if ore < 0 else ''}{whole}.{rest:02d}"


def whole_ore(amount: str) -> int:
    """Return the öre that kronor with two decimals are."""
    whole, _, rest = amount.partition(".")
    return int(whole) * ORE_A_KRONA + int(rest)


def county_rule(profile: CountyProfile, kind: CostKind) -> CountyCostRule:
    """Return what a county says of how one kind of cost is shared; words that no key follows from give none."""
    rule = _rule(profile, kind)
    by_default = rule.rule.value == SHARED_BY_ACTIVITIES and profile.defaults.coordinator_split == "equal"
    known = {split.value: split for split in Split if split is not Split.OWN_KEY}
    return CountyCostRule(
        split=Split.EQUAL_BY_ACTIVITY if by_default else known.get(rule.rule.value or ""),
        local_override=True if by_default else rule.local_override.value,
        applies_to_centres_from=rule.applies_to_centres_after.value,
        is_default=by_default,
    )


def choose(
    settlement: Settlement, kind: CostKind, profile: CountyProfile, *, established_on: date
) -> ChosenKey:
    """Choose the key for one kind of cost.

    A local key in equal parts is the county's own only where it counts the same: equal parts by party are another
    key than equal parts by activity, and a library with a part is one more than the base activities.
    """
    rule, local = county_rule(profile, kind), settlement.local_keys.get(kind)
    chosen = choose_key(rule, local.parts if local else None, established_on=established_on)
    taken_as_same = local is not None and chosen.split not in {None, Split.OWN_KEY}
    if local is None or not taken_as_same or REFUSED in chosen.findings:
        return chosen
    bearing = _sharers(settlement, profile, rule.split or Split.OWN_KEY, counted_by(rule.split))
    bears = {group for group, part in local.parts.items() if part > 0}
    if bears == {each.group for each in bearing}:
        return chosen
    if rule.local_override is None:
        return ChosenKey(Split.OWN_KEY, local.parts, (DEPARTS,))
    return ChosenKey(rule.split, None, (REFUSED,))


def settle(
    settlement: Settlement, profile: CountyProfile, *, established_on: date
) -> tuple[SettledCost, ...]:
    """Share every cost of a settlement; what can't be shared stays whole, with a finding that says why."""
    keys = {kind: choose(settlement, kind, profile, established_on=established_on) for kind in CostKind}
    return tuple(_settled(settlement, cost, keys[cost.kind], profile) for cost in settlement.costs)


def findings_of_all(profile: CountyProfile, *, established_on: date) -> Iterator[Finding]:
    """Find what is to be known of the settlement as a whole: whether an older centre must review (AG-30)."""
    yield from review_findings(
        county_rule(profile, CostKind.COORDINATOR),
        established_on=established_on,
        county_from=profile.valid_from.value or profile.first_day,
    )


def counted_by(split: Split | None) -> KeyCounts:
    """Return what a county's key counts."""
    return KeyCounts.PARTY if split is Split.EQUAL_BY_PARTY else KeyCounts.ACTIVITY


def _settled(settlement: Settlement, cost: Cost, chosen: ChosenKey, profile: CountyProfile) -> SettledCost:
    if chosen.split is None:
        return SettledCost(cost, None, findings=chosen.findings)
    local = settlement.local_keys.get(cost.kind)
    own = chosen.split is Split.OWN_KEY and local is not None
    counts = local.counts if own and local else counted_by(chosen.split)
    bearing = _sharers(settlement, profile, chosen.split, counts)
    try:
        parts = tuple(split_cost(item, bearing, chosen.parts) for item in cost.by_employer)
    except NobodyToShareError:
        return SettledCost(cost, chosen.split, findings=(*chosen.findings, NOBODY))
    return SettledCost(cost, chosen.split, parts, chosen.findings)


def _sharers(
    settlement: Settlement, profile: CountyProfile, split: Split, counts: KeyCounts
) -> Sequence[Participant]:
    base = profile.activities.required_basic.value or profile.definitions.full.required_activities.value or ()
    everybody = [each.counted(counts) for each in settlement.participants]
    return sharers(split, everybody, base_activities=[activity.value for activity in base])


def _rule(profile: CountyProfile, kind: CostKind) -> CostRule:
    sharing = profile.cost_sharing
    return sharing.coordinator if kind is CostKind.COORDINATOR else sharing.other_common_costs


def with_grants(settlement: Settlement, *, administration: UUID) -> Settlement:
    """Return a settlement that its participants' authorities and the county's administration see."""
    parties = [each.authority_id for each in settlement.participants]
    return replace(settlement, grants=tuple(dict.fromkeys([*parties, administration])))
