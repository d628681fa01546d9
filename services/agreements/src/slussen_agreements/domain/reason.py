"""Why something is so under a county's profile, in words for people, and what the activities are called."""

from dataclasses import dataclass
from typing import Final

from slussen_contracts.identifiers import Activity

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
