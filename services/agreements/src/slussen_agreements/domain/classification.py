"""What a centre is under a county's profile: a family centre, one that is like it, or neither; with the reasons.

Source: handbook 3.1 and 3.2; the profile's `definitions`. What the source does not regulate decides nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from slussen_contracts.agreements.api import CentreKind
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile

NAMES: Final[dict[Activity, tuple[str, str]]] = {
    Activity.MATERNAL_HEALTH_CARE: ("mödrahälsovård", "maternal health care"),
    Activity.CHILD_HEALTH_CARE: ("barnhälsovård", "child health care"),
    Activity.OPEN_PRESCHOOL: ("öppen förskola", "open preschool"),
    Activity.PREVENTIVE_SOCIAL_SERVICES: ("förebyggande socialtjänst", "preventive social services"),
    Activity.PUBLIC_DENTAL_SERVICE: ("folktandvård", "public dental service"),
    Activity.LIBRARY: ("bibliotek", "library"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for a classification: its rule, the activities it is about, and both texts."""

    rule: str
    subject: str | None
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Classification:
    """What a centre is; `reasons` say why it is no more than that."""

    kind: CentreKind
    reasons: tuple[Reason, ...] = ()


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
    not_full = tuple(_hinders_full(activities, profile, co_located=co_located, simultaneous=simultaneous))
    if not not_full:
        return Classification(CentreKind.FULL)
    not_like = tuple(_hinders_like(activities, profile, co_located=co_located))
    if not not_like:
        return Classification(CentreKind.LIKE, not_full)
    return Classification(CentreKind.NONE, tuple(dict.fromkeys((*not_full, *not_like))))


def _hinders_full(
    activities: Collection[Activity], profile: CountyProfile, *, co_located: bool, simultaneous: bool
) -> Iterator[Reason]:
    full = profile.definitions.full
    if full.required_activities.value is None:
        yield Reason(
            "full-not-defined",
            None,
            "Länet definierar inte familjecentral.",
            "The county does not define a family centre.",
        )
    for activity in full.required_activities.value or ():
        if activity not in activities:
            sv, en = NAMES[activity]
            yield Reason(
                "activity-missing",
                activity.value,
                f"Familjecentral kräver {sv}.",
                f"A family centre needs {en}.",
            )
    if full.co_location.value and not co_located:
        yield _NOT_CO_LOCATED
    if full.simultaneity.value and not simultaneous:
        yield Reason(
            "not-simultaneous",
            None,
            "Verksamheterna bedrivs inte samtidigt.",
            "The activities don't run at the same time.",
        )


def _hinders_like(
    activities: Collection[Activity], profile: CountyProfile, *, co_located: bool
) -> Iterator[Reason]:
    like = profile.definitions.like
    if not like.supported.value or like.one_of_each.value is None:
        yield Reason(
            "like-not-defined",
            None,
            "Länet har inte familjecentralsliknande verksamhet; centralen följer inte definitionen.",
            "The county has no centres that are like family centres; this is not in line with its definition.",
        )
        return
    for group in like.one_of_each.value:
        if not set(group) & set(activities):
            yield Reason(
                "one-of-missing",
                ",".join(group),
                f"Familjecentralsliknande verksamhet kräver {' eller '.join(NAMES[a][0] for a in group)}.",
                f"A centre that is like a family centre needs {' or '.join(NAMES[a][1] for a in group)}.",
            )
    if like.co_location.value and not co_located:
        yield _NOT_CO_LOCATED


_NOT_CO_LOCATED: Final = Reason(
    "not-co-located", None, "Verksamheterna är inte samlokaliserade.", "The activities are not co-located."
)
