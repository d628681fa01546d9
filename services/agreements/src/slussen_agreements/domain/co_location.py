"""Whether a centre's activities are co-located (samlokaliserade) as a county's profile defines it.

Skåne wants the whole ordinary activity there, a branch (filial) with the whole range, one roof and one common
door; Örebro the part that concerns the centre's mission; Socialstyrelsen the same roof. Where a county wants
co-location and defines nothing, an activity that has any part of itself there counts.

Source: handbook 3.3; the profile's `definitions`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from slussen_agreements.domain.reason import NAMES, Reason
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile
from slussen_contracts.profiles.centre import Definitions

ALL_OF_IT: Final = frozenset({"entire_mission", "all"})
"""What concerns the centre's mission is, for some activities, all that they do."""


class Extent(IntEnum):
    """How much of an activity is physically at the centre; each step includes those before it."""

    NOTHING = 0
    SOME = 1
    MISSION_PART = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class Presence:
    """How an activity is at the centre; `is_branch` where its main site (huvudmottagning) is elsewhere."""

    activity: Activity
    extent: Extent = Extent.WHOLE
    is_branch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreFacts:
    """What a centre is, or would be: its activities, the house they are in, and whether they run at the same time."""

    presences: tuple[Presence, ...]
    one_roof: bool = True
    one_common_door: bool = True
    simultaneous: bool = True

    @property
    def activities(self) -> frozenset[Activity]:
        """The activities that are there at all."""
        return frozenset(each.activity for each in self.presences if each.extent > Extent.NOTHING)


@dataclass(frozen=True, slots=True)
class CoLocation:
    """What counts as co-located: these activities, unless the house fails; `too_little` says why others do not."""

    activities: frozenset[Activity]
    too_little: tuple[Reason, ...] = ()
    house: tuple[Reason, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the house passes and every activity that is there counts."""
        return not self.house and not self.too_little

    @property
    def counted(self) -> frozenset[Activity]:
        """The activities that count where the county wants co-location."""
        return self.activities if not self.house else frozenset()


def co_location(facts: CentreFacts, profile: CountyProfile) -> CoLocation:
    """Return what of a centre is co-located under a profile, and what is not with its reason.

    An activity that has two units at the centre counts if one of them does.
    """
    definitions = profile.definitions
    enough = frozenset(each.activity for each in facts.presences if each.extent >= _needed(each, definitions))
    return CoLocation(
        activities=enough,
        too_little=tuple(_too_little(facts.presences, enough, definitions)),
        house=tuple(_house_faults(facts, definitions)),
    )


def _needed(presence: Presence, definitions: Definitions) -> Extent:
    """Return how much of an activity must be at the centre."""
    if presence.is_branch and definitions.branch_site_must_offer_full_range.value:
        return Extent.WHOLE
    match definitions.co_location_definition.value:
        case "whole_ordinary_activity":
            return Extent.WHOLE
        case "part_concerning_centre_mission":
            scope = (definitions.co_location_scope.value or {}).get(presence.activity)
            return Extent.WHOLE if scope in ALL_OF_IT else Extent.MISSION_PART
        case "same_roof" | None:
            return Extent.SOME


def _too_little(
    presences: Collection[Presence], enough: Collection[Activity], definitions: Definitions
) -> Iterator[Reason]:
    """Say of each activity that is there, but not enough of it, what is wanting."""
    for presence in sorted(set(presences), key=lambda each: (each.activity, each.is_branch, each.extent)):
        sv, en = NAMES[presence.activity]
        if presence.activity in enough or presence.extent is Extent.NOTHING:
            continue
        if presence.is_branch and definitions.branch_site_must_offer_full_range.value:
            yield Reason(
                "branch-without-full-range",
                presence.activity.value,
                f"En filial ska erbjuda hela det ordinarie utbudet: {sv}.",
                f"A branch must offer the whole ordinary range: {en}.",
            )
        elif _needed(presence, definitions) is Extent.WHOLE:
            yield Reason(
                "whole-activity-not-on-site",
                presence.activity.value,
                f"Hela verksamheten ska finnas på plats: {sv}.",
                f"The whole activity must be on site: {en}.",
            )
        else:
            yield Reason(
                "mission-part-not-on-site",
                presence.activity.value,
                f"Hela den del som rör familjecentralens uppdrag ska finnas på plats: {sv}.",
                f"The whole part that concerns the centre's mission must be on site: {en}.",
            )


def _house_faults(facts: CentreFacts, definitions: Definitions) -> Iterator[Reason]:
    """Say what is wrong with the house."""
    same_roof = definitions.one_roof.value or definitions.co_location_definition.value == "same_roof"
    if same_roof and not facts.one_roof:
        yield Reason(
            "not-one-roof",
            None,
            "Verksamheterna ska finnas under samma tak.",
            "The activities must be under one roof.",
        )
    if definitions.one_common_door.value and not facts.one_common_door:
        yield Reason(
            "no-common-door",
            None,
            "Verksamheterna ska ha en gemensam dörr.",
            "The activities must have one common door.",
        )
