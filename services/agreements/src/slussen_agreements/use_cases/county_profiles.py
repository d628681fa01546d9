"""County profiles as they are served, and what one and the same centre would be under each."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from slussen_agreements.domain.classification import Classification, classify_facts
from slussen_agreements.domain.co_location import CentreFacts, CoLocation, Extent, Presence, co_location
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis.errors import FieldProblem, NotFoundError
from slussen_contracts.agreements.county_profiles import CentreFactsWrite, PresenceExtent
from slussen_contracts.profiles import CountyProfile, UnknownProfileError, profile, profile_ids, versions

EXTENTS = {
    PresenceExtent.NOTHING: Extent.NOTHING,
    PresenceExtent.SOME: Extent.SOME,
    PresenceExtent.MISSION_PART: Extent.MISSION_PART,
    PresenceExtent.WHOLE: Extent.WHOLE,
}


class ProfileNotFoundError(NotFoundError):
    """There is no such profile, or none of its versions is in force that day."""

    title_sv: ClassVar[str] = "Länsprofilen finns inte, eller gäller inte den dagen"
    title_en: ClassVar[str] = "There is no such county profile, or it is not in force on that day"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a centre is under one profile."""

    profile: CountyProfile
    classification: Classification
    co_location: CoLocation


def every_profile() -> dict[str, tuple[CountyProfile, ...]]:
    """Return every profile's versions by its id."""
    return {each: versions(each) for each in profile_ids()}


def profile_to_show(profile_id: str, on: date | None, *, today: date) -> CountyProfile:
    """Return the version of a profile in force on a day; without a day the one nearest to today.

    Raises:
        ProfileNotFoundError: There is none.
    """
    try:
        versions(profile_id)
        return present_profile(profile_id, today) if on is None else profile(profile_id, on=on)
    except UnknownProfileError as error:
        raise ProfileNotFoundError from error


def what_if(wanted: CentreFactsWrite, *, today: date) -> list[Seen]:
    """Return what a centre would be under each profile, in the order asked for.

    Raises:
        InvalidError: A profile that is asked for does not exist; each is named by its place.
    """
    asked = wanted.profile_ids or profile_ids()
    refuse(
        FieldProblem(f"profileIds.{place}", "unknown", "länsprofilen finns inte", "there is no such profile")
        for place, each in enumerate(asked)
        if each not in profile_ids()
    )
    facts = CentreFacts(
        presences=tuple(Presence(p.activity, EXTENTS[p.extent], p.is_branch) for p in wanted.activities),
        one_roof=wanted.one_roof,
        one_common_door=wanted.one_common_door,
        simultaneous=wanted.simultaneous,
    )
    chosen = [present_profile(each, wanted.on or today) for each in dict.fromkeys(asked)]
    return [Seen(each, classify_facts(facts, each), co_location(facts, each)) for each in chosen]
