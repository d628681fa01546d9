"""A county's rules on steering, meetings and coordinators.

Source: handbook 2.4, 2.6, 2.7 and 9, `governance` and `coordinator`.
"""

from collections.abc import Iterable
from typing import Final

from slussen_agreements.domain.coordinator import CoordinatorTerms
from slussen_agreements.domain.findings import Label, Weight
from slussen_agreements.domain.profile_rules.local_terms import LOCAL, LocalTerms, whose
from slussen_agreements.domain.profile_rules.words import label, seats
from slussen_agreements.domain.steering import MeetingRule
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile

YEARLY: Final = "yearly"


def steering_seats(
    profile: CountyProfile, activities: Iterable[Activity]
) -> tuple[tuple[Label, ...], Weight]:
    """Return the seats that the county wants in a centre's steering group, and how much a gap weighs."""
    group = profile.governance.centre_steering_group
    stated = group.composition if not group.composition.is_silent else group.composition_operation
    return seats(stated.value or (), activities), Weight.of(stated.force)


def meeting_rules(profile: CountyProfile, terms: LocalTerms) -> dict[MeetingKind, MeetingRule]:
    """Return the fewest meetings of each kind."""
    least = profile.governance.centre_steering_group.min_meetings_per_year
    house = profile.governance.house_meeting
    development = profile.governance.county_steering_group.development_day
    return {
        MeetingKind.STEERING_GROUP: MeetingRule(
            name=label(MeetingKind.STEERING_GROUP),
            min_per_year=terms.min_steering_meetings if least.value == LOCAL else _number(least.value),
            weight=Weight.of(least.force),
        ),
        MeetingKind.HOUSE_MEETING: MeetingRule(
            name=label(MeetingKind.HOUSE_MEETING),
            min_per_year=house.min_per_year.value,
            monthly=bool(house.monthly.value),
            weight=Weight.of(house.min_per_year.force or house.monthly.force),
        ),
        MeetingKind.DEVELOPMENT_DAY: MeetingRule(
            name=label(MeetingKind.DEVELOPMENT_DAY),
            min_per_year=1 if development.value == YEARLY else None,
            weight=Weight.of(development.force),
        ),
    }


def meetings_regulated_by(profile: CountyProfile, terms: LocalTerms, kind: MeetingKind) -> RegulatedBy:
    """Tell who regulates the number of meetings of a kind."""
    if kind is MeetingKind.STEERING_GROUP:
        stated = profile.governance.centre_steering_group.min_meetings_per_year.value
        return whose(stated, terms.min_steering_meetings)
    rule = meeting_rules(profile, terms)[kind]
    return whose(rule.min_per_year or (rule.monthly or None), None)


def coordinator_terms(profile: CountyProfile) -> CoordinatorTerms:
    """Return what the county says about a coordinator's term."""
    rule = profile.coordinator
    return CoordinatorTerms(
        is_required=Weight.of(rule.required.force) if rule.required.value else None,
        min_term_months=rule.min_term_months.value,
        target_term_months=rule.target_term_months.value,
        notice_months=rule.notice_months.value,
        early_leave_warning_months=rule.early_leave_warning_months.value,
        rotate_professions=rule.rotate_professions.value,
        handover_required=rule.handover_required.value,
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
