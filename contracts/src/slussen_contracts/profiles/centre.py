"""What a county means by a family centre: activities, target group, opening hours, premises."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles.setting import Codes, Force, Frozen, Section, Setting

Activities = tuple[Activity, ...]
CoLocation = Literal["whole_ordinary_activity", "part_concerning_centre_mission", "same_roof"]


class FullCentre(Section):
    """What makes a family centre (familjecentral)."""

    required_activities: Setting[Activities] = Setting()
    co_location: Setting[StrictBool] = Setting()
    simultaneity: Setting[StrictBool] = Setting()


class LikeCentre(Section):
    """What makes a centre-like activity (familjecentralsliknande verksamhet): one activity of every group."""

    supported: Setting[StrictBool] = Setting()
    one_of_each: Setting[tuple[Activities, ...]] = Setting()
    co_location: Setting[StrictBool] = Setting()


class Definitions(Section):
    """What the county means by a centre (handbook 3.1 to 3.3)."""

    full: FullCentre = FullCentre()
    like: LikeCentre = LikeCentre()
    plain_term_covers_like: Setting[StrictBool] = Setting()
    external_name_same_for_both: Setting[str] = Setting()
    public_must_see_activities: Setting[StrictBool] = Setting()
    co_location_definition: Setting[CoLocation] = Setting()
    co_location_scope: Setting[dict[Activity, str]] = Setting()
    branch_site_must_offer_full_range: Setting[StrictBool] = Setting()
    one_roof: Setting[StrictBool] = Setting()
    one_common_door: Setting[StrictBool] = Setting()


class TargetGroup(Section):
    """Whom the centre is for."""

    groups: Setting[Codes] = Setting()
    child_age_from: Setting[StrictInt] = Setting()
    child_age_to: Setting[StrictInt] = Setting()
    upper_limit_event: Setting[str] = Setting()
    other_ages_rule: Setting[str] = Setting()


class JointService(Frozen):
    """A service that the activities must or should give together."""

    id: str
    force: Force
    exempt_if: str | None = None
    note: str | None = None


class CentreActivities(Section):
    """Which activities a centre has."""

    required_basic: Setting[Activities] = Setting()
    desired_extra: Setting[Activities] = Setting()
    optional_extra: Setting[Codes] = Setting()
    required_joint_services: Setting[tuple[JointService, ...]] = Setting()


class SummerRule(Frozen):
    """How opening hours may be reduced in summer."""

    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    reduced_to: str | None = None
    max_weeks: int | None = None
    stay_open: bool | None = None
    may_reduce: bool | None = None


class OpeningHours(Section):
    """Joint opening hours (handbook 4.11)."""

    min_joint_hours_per_week: Setting[float] = Setting()
    summer_rule: Setting[SummerRule] = Setting()
    counts: Setting[Codes] = Setting()
    excluded: Setting[Codes] = Setting()
    year_round: Setting[StrictBool] = Setting()
    access: Setting[Codes] = Setting()
    regulated_in: Setting[str] = Setting()
    note: Setting[str] = Setting()


class Premises(Section):
    """Premises (lokaler) and their common costs."""

    minimum: Setting[Codes] = Setting()
    common_cost_items: Setting[Codes] = Setting()
    list_is_open: Setting[StrictBool] = Setting()
    equal_access_common_rooms: Setting[StrictBool] = Setting()
