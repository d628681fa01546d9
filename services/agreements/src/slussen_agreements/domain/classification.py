"""What a centre is under a county's profile: a family centre, one that is like it, or neither; with the reasons.

Where the county wants co-location, only activities that are co-located as it means it (`co_location.py`) count.
What the source does not regulate decides nothing; a definition that our profile borrows from another county's says so.

Source: handbook 3.1 to 3.3; the profile's `definitions` and `defaults`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from slussen_agreements.domain.co_location import CentreFacts, CoLocation, co_location
from slussen_agreements.domain.reason import NAMES, Reason
from slussen_contracts.agreements.api import CentreKind
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile


@dataclass(frozen=True, slots=True)
class Classification:
    """What a centre is; `reasons` say why it is no more than that."""

    kind: CentreKind
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class LikeRule:
    """What a centre-like activity is: one activity of every group; `borrowed_from` another profile where silent."""

    one_of_each: Sequence[Collection[Activity]]
    co_location: bool
    borrowed_from: str | None = None


@dataclass(frozen=True, slots=True)
class _Sited:
    """A centre's activities, those of them that are co-located, and when they run."""

    activities: Collection[Activity]
    co_location: CoLocation
    simultaneous: bool

    def counted(self, *, only_co_located: bool) -> Collection[Activity]:
        return self.co_location.counted if only_co_located else self.activities


def classify(
    activities: Collection[Activity], profile: CountyProfile, *, co_located: bool, simultaneous: bool
) -> Classification:
    """Classify a centre (familjecentral, familjecentralsliknande verksamhet) under a profile.

    Args:
        activities: Those that the centre has.
        profile: The county's profile.
        co_located: Whether they are co-located, as the profile defines it.
        simultaneous: Whether they run at the same time.
    """
    declared = CoLocation(frozenset(activities), house=() if co_located else (_NOT_CO_LOCATED,))
    return _classify(_Sited(activities, declared, simultaneous), profile)


def classify_facts(facts: CentreFacts, profile: CountyProfile) -> Classification:
    """Classify a centre from the facts about its house and its activities, measured by the profile's own rule."""
    return _classify(_Sited(facts.activities, co_location(facts, profile), facts.simultaneous), profile)


def compare(facts: CentreFacts, profiles: Iterable[CountyProfile]) -> dict[str, Classification]:
    """Return what one and the same centre would be under each profile, by the profile's id."""
    return {profile.id: classify_facts(facts, profile) for profile in profiles}


def like_rule(profile: CountyProfile) -> LikeRule | None:
    """Return what a centre-like activity is under a profile; None where the county has no such.

    A county that has the term without a definition gets the one that its profile borrows, if it does.
    """
    like, defaults = profile.definitions.like, profile.defaults
    if not like.supported.value:
        return None
    if like.one_of_each.value is not None:
        return LikeRule(like.one_of_each.value, bool(like.co_location.value))
    if defaults.like_one_of_each is not None:
        lender = defaults.borrowed_from.get("like_one_of_each", profile.id)
        return LikeRule(defaults.like_one_of_each, bool(defaults.like_co_location), lender)
    return None


def _classify(centre: _Sited, profile: CountyProfile) -> Classification:
    not_full = tuple(_hinders_full(centre, profile))
    if not not_full:
        return Classification(CentreKind.FULL)
    rule = like_rule(profile)
    not_like = (_NO_LIKE_CENTRES,) if rule is None else tuple(_hinders_like(centre, rule))
    kind = CentreKind.NONE if not_like else CentreKind.LIKE
    return Classification(kind, tuple(dict.fromkeys((*not_full, *not_like, *_borrowed(rule)))))


def _hinders_full(centre: _Sited, profile: CountyProfile) -> Iterator[Reason]:
    full = profile.definitions.full
    if full.required_activities.value is None:
        yield _NO_FULL_CENTRES
    there = centre.counted(only_co_located=bool(full.co_location.value))
    for activity in full.required_activities.value or ():
        if activity not in centre.activities:
            sv, en = NAMES[activity]
            yield Reason(
                "activity-missing",
                activity.value,
                f"Familjecentral kräver {sv}.",
                f"A family centre needs {en}.",
            )
        elif activity not in there:
            yield from _why_not_counted(centre.co_location, (activity,))
    if full.co_location.value:
        yield from centre.co_location.house
    if full.simultaneity.value and not centre.simultaneous:
        yield _NOT_SIMULTANEOUS


def _hinders_like(centre: _Sited, rule: LikeRule) -> Iterator[Reason]:
    there = centre.counted(only_co_located=rule.co_location)
    for group in rule.one_of_each:
        if not set(group) & set(centre.activities):
            yield Reason(
                "one-of-missing",
                ",".join(group),
                f"Familjecentralsliknande verksamhet kräver {' eller '.join(NAMES[a][0] for a in group)}.",
                f"A centre that is like a family centre needs {' or '.join(NAMES[a][1] for a in group)}.",
            )
        elif not set(group) & set(there):
            yield from _why_not_counted(centre.co_location, group)
    if rule.co_location:
        yield from centre.co_location.house


def _why_not_counted(found: CoLocation, activities: Collection[Activity]) -> Iterator[Reason]:
    """Say why activities that are there do not count as co-located; if the house fails, that is said once for all."""
    return (reason for reason in found.too_little if reason.subject in activities)


def _borrowed(rule: LikeRule | None) -> Iterator[Reason]:
    if rule is not None and rule.borrowed_from is not None:
        yield Reason(
            "like-definition-borrowed",
            rule.borrowed_from,
            "Länet definierar inte familjecentralsliknande verksamhet; definitionen är lånad från profilen "
            f"{rule.borrowed_from}.",
            "The county does not define a centre that is like a family centre; the definition is borrowed from the "
            f"profile {rule.borrowed_from}.",
        )


_NOT_CO_LOCATED: Final = Reason(
    "not-co-located", None, "Verksamheterna är inte samlokaliserade.", "The activities are not co-located."
)
_NOT_SIMULTANEOUS: Final = Reason(
    "not-simultaneous",
    None,
    "Verksamheterna bedrivs inte samtidigt.",
    "The activities don't run at the same time.",
)
_NO_FULL_CENTRES: Final = Reason(
    "full-not-defined",
    None,
    "Länet definierar inte familjecentral.",
    "The county does not define a family centre.",
)
_NO_LIKE_CENTRES: Final = Reason(
    "like-not-defined",
    None,
    "Länet har inte familjecentralsliknande verksamhet; centralen följer inte definitionen.",
    "The county has no centres that are like family centres; this is not in line with its definition.",
)
