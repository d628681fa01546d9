"""Words for the codes of profiles: seats, rooms, services, surveys and meetings."""

from collections.abc import Iterable
from typing import Final

from slussen_agreements.domain.findings import Label
from slussen_agreements.domain.reason import NAMES
from slussen_contracts.identifiers import Activity

ONE_PER_ACTIVITY: Final = "one_party_per_activity"
WORDS: Final[dict[str, tuple[str, str]]] = {
    "annual_report": ("verksamhetsberättelse", "annual report"),
    "closest_manager_of_each_profession": ("närmaste chef för varje profession", "each profession's manager"),
    "coordinator": ("samordnaren", "the coordinator"),
    "coordinator_hand_in": ("verksamhetsberättelsen lämnas in", "the annual report is handed in"),
    "development_day": ("utvecklingsdag", "development day"),
    "house_meeting": ("husmöte", "house meeting"),
    "local_coordinator": ("den lokala samordnaren", "the local coordinator"),
    "local_follow_up": ("lokal uppföljning", "local follow-up"),
    "manager_child_health_care_or_health_centre": (
        "chef för barnhälsovården eller vårdcentralen",
        "the manager of child health care or of the health centre",
    ),
    "manager_maternal_health_care": ("chef för mödrahälsovården", "the manager of maternal health care"),
    "parent_group_after_birth": ("föräldragrupp efter födseln", "a parent group after birth"),
    "parent_group_during_pregnancy": ("föräldragrupp under graviditeten", "a parent group during pregnancy"),
    "parent_survey": ("föräldraenkät", "parent survey"),
    "parenting_support_group_and_individual": (
        "föräldraskapsstöd i grupp och enskilt",
        "parenting support in groups and for each",
    ),
    "principal_open_preschool": ("rektor för öppna förskolan", "the principal of the open preschool"),
    "quality_follow_up": ("kvalitetsuppföljning", "quality follow-up"),
    "spider_measurement": ("spindelmätning", "spider measurement"),
    "staff_room": ("personalrum", "staff room"),
    "staff_toilet": ("personaltoalett", "staff toilet"),
    "steering_group": ("styrgruppsmöte", "steering group meeting"),
    "to_management_group": (
        "verksamhetsberättelsen till ledningsgruppen",
        "the annual report to the management group",
    ),
    "to_principals": ("verksamhetsberättelsen till huvudmännen", "the annual report to the principals"),
    "unit_manager_child_health_care": (
        "enhetschef för barnhälsovården",
        "the unit manager of child health care",
    ),
    "unit_manager_maternal_health_care": (
        "enhetschef för mödrahälsovården",
        "the unit manager of maternal health care",
    ),
    "unit_manager_open_preschool": (
        "enhetschef för öppna förskolan",
        "the unit manager of the open preschool",
    ),
    "unit_manager_preventive_social_services": (
        "enhetschef för förebyggande socialtjänst",
        "the unit manager of preventive social services",
    ),
    "visit_survey_adults": ("besöksenkät för vuxna", "visit survey of adults"),
    "visit_survey_children": ("besöksenkät för barn", "visit survey of children"),
    "visitor_toilet": ("besökstoalett", "visitor toilet"),
}


def label(code: str) -> Label:
    """Return a code with its words."""
    written = code.replace("_", " ")
    return Label(code, *WORDS.get(code, (written, written)))


def seats(codes: Iterable[str], activities: Iterable[Activity]) -> tuple[Label, ...]:
    """Return a group's seats; "one party per activity" is one seat for each activity of the centre."""
    found: list[Label] = []
    for code in codes:
        found += [_party(one) for one in sorted(activities)] if code == ONE_PER_ACTIVITY else [label(code)]
    return tuple(found)


def _party(activity: Activity) -> Label:
    sv, en = NAMES[activity]
    return Label(f"party_{activity.value}", f"part för {sv}", f"a party for {en}")
