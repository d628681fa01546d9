"""What a county says about steering groups, house meetings and coordinators."""

from pydantic import StrictBool, StrictInt

from slussen_contracts.profiles.setting import Codes, Local, Section, Setting


class SteeringGroupRule(Section):
    """One steering group (styrgrupp, ledningsgrupp): who is in it and how often it meets."""

    exists: Setting[StrictBool] = Setting()
    name: Setting[str] = Setting()
    may_cover_several_centres: Setting[StrictBool] = Setting()
    composition: Setting[Codes] = Setting()
    composition_start_up: Setting[Codes] = Setting()
    composition_operation: Setting[Codes] = Setting()
    min_meetings_per_year: Setting[StrictInt | Local] = Setting()
    follow_up_per_year: Setting[StrictInt] = Setting()
    location: Setting[str] = Setting()
    coordinator_participation: Setting[str] = Setting()
    consensus: Setting[StrictBool] = Setting()
    host_rotation: Setting[str] = Setting()
    goals_revised_months: Setting[StrictInt] = Setting()
    development_day: Setting[str] = Setting()
    decides: Setting[Codes] = Setting()


class HouseMeetingRule(Section):
    """The staff's house meeting (husmöte)."""

    obligatory: Setting[StrictBool] = Setting()
    min_per_year: Setting[StrictInt] = Setting()
    monthly: Setting[StrictBool] = Setting()
    observed_hours_per_month_2024: Setting[float] = Setting()
    observed_planning_days_per_year_2024: Setting[float] = Setting()


class Governance(Section):
    """Who steers."""

    county_steering_group: SteeringGroupRule = SteeringGroupRule()
    municipal_steering_group: SteeringGroupRule = SteeringGroupRule()
    political_boards: SteeringGroupRule = SteeringGroupRule()
    centre_steering_group: SteeringGroupRule = SteeringGroupRule()
    house_meeting: HouseMeetingRule = HouseMeetingRule()
    county_support: Setting[str] = Setting()


class CountyCoordinatorRule(Section):
    """The county's coordinator (länssamordnare)."""

    exists: Setting[StrictBool] = Setting()
    financed_by: Setting[Codes] = Setting()


class CoordinatorRule(Section):
    """The centre's coordinator (samordnare)."""

    required: Setting[StrictBool] = Setting()
    appointed_by: Setting[Codes] = Setting()
    appointed_by_alternative: Setting[Codes] = Setting()
    tasks_may_be_split: Setting[StrictBool] = Setting()
    min_term_months: Setting[StrictInt] = Setting()
    target_term_months: Setting[StrictInt] = Setting()
    notice_months: Setting[StrictInt] = Setting()
    early_leave_warning_months: Setting[StrictInt] = Setting()
    extent_decided_by: Setting[str] = Setting()
    extent_basis: Setting[str] = Setting()
    rotate_professions: Setting[StrictBool] = Setting()
    handover_required: Setting[StrictBool] = Setting()
    child_rights_representative: Setting[StrictBool] = Setting()
    county_coordinator: CountyCoordinatorRule = CountyCoordinatorRule()
    area_coordinator: Setting[StrictBool] = Setting()
    network_min_meetings_per_year: Setting[StrictInt] = Setting()
    network_participation: Setting[StrictBool] = Setting()
    network_host_rotation: Setting[str] = Setting()
