"""A county's annual wheel: its calendar, and what it asks for elsewhere without naming it there.

Source: handbook 7.3, 7.4 and 9, `calendar` and `statistics`.
"""

from collections.abc import Iterator
from typing import Final

from slussen_agreements.domain.annual_wheel import WheelEntry, not_in_wheel
from slussen_agreements.domain.findings import Label
from slussen_agreements.domain.profile_rules.words import label
from slussen_contracts.profiles import CountyProfile
from slussen_contracts.profiles.calendar import month_and_day

COORDINATOR: Final = "coordinator"
STEERING_GROUP: Final = "steering_group"
MANAGEMENT_GROUP: Final = "management_group"
FOLLOW_UP_PARTS: Final = ("goals", "annual_report", "statistics")


def wheel_entries(profile: CountyProfile) -> tuple[WheelEntry, ...]:
    """Return all that comes back each year in a county."""
    stated = tuple(
        WheelEntry(
            what=Label(entry.key, entry.activity, entry.en),
            responsible=entry.responsible,
            month=entry.month,
            due=month_and_day(entry.due) if entry.due else None,
            iso_weeks=entry.iso_weeks,
        )
        for entry in profile.calendar
    )
    timed = not_in_wheel(tuple(_asked_with_time(profile)), stated)
    return (*stated, *timed, *_asked_without_time(profile))


def roles_of(profile: CountyProfile) -> frozenset[str]:
    """Return the roles that answer for duties in a county."""
    return frozenset(entry.responsible for entry in wheel_entries(profile))


def _asked_with_time(profile: CountyProfile) -> Iterator[WheelEntry]:
    if weeks := profile.statistics.survey_iso_weeks.value:
        for survey in profile.statistics.surveys.value or ():
            yield WheelEntry(what=label(survey), responsible=COORDINATOR, iso_weeks=weeks)
    for key, day in (profile.statistics.annual_report.deadline.value or {}).items():
        owner = COORDINATOR if key.startswith(COORDINATOR) else MANAGEMENT_GROUP
        yield WheelEntry(what=label(key), responsible=owner, due=month_and_day(day))


def _asked_without_time(profile: CountyProfile) -> Iterator[WheelEntry]:
    asked = profile.statistics
    if not asked.survey_iso_weeks.value:
        for survey in asked.surveys.value or ():
            yield WheelEntry(what=label(survey), responsible=COORDINATOR)
    if asked.annual_report.required.value and not asked.annual_report.deadline.value:
        yield WheelEntry(what=label("annual_report"), responsible=COORDINATOR)
    if asked.yearly_local_follow_up.value:
        yield WheelEntry(what=label("local_follow_up"), responsible=STEERING_GROUP, parts=FOLLOW_UP_PARTS)
