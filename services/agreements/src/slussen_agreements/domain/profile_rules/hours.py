"""A county's rule on joint opening hours. Source: handbook 4.11 and 9, `opening_hours`."""

from typing import Final

from slussen_agreements.domain.opening_hours.joint import Counting
from slussen_agreements.domain.opening_hours.rules import SUMMER_MONTHS, HoursRule, SummerRule
from slussen_agreements.domain.opening_hours.time_set import MINUTES_AN_HOUR
from slussen_agreements.domain.profile_rules.local_terms import LOCAL, LocalTerms, whose
from slussen_contracts.agreements.codes import EngagementKind
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.profiles import CountyProfile

IN_LOCAL_AGREEMENT: Final = "local_agreement"
HALF_DAY: Final = "half_day_per_week"


def hours_rule(profile: CountyProfile, terms: LocalTerms) -> HoursRule:
    """Return what is asked of a centre's joint hours."""
    hours = profile.opening_hours.min_joint_hours_per_week.value
    minutes = round(hours * MINUTES_AN_HOUR) if hours is not None else None
    if minutes is None and _is_left_to_agreement(profile):
        minutes = terms.min_joint_minutes
    return HoursRule(min_minutes=minutes, summer=summer_rule(profile), counting=counting(profile))


def hours_regulated_by(profile: CountyProfile, terms: LocalTerms) -> RegulatedBy:
    """Tell who regulates the number of joint hours."""
    stated = profile.opening_hours.min_joint_hours_per_week.value
    left = LOCAL if stated is None and _is_left_to_agreement(profile) else stated
    return whose(left, terms.min_joint_minutes)


def summer_rule(profile: CountyProfile) -> SummerRule | None:
    """Return how hours may shrink in summer; None where the county is silent on it."""
    rule = profile.opening_hours.summer_rule.value
    if rule is None:
        return None
    half_day = round(profile.defaults.half_day_hours * MINUTES_AN_HOUR)
    return SummerRule(
        months=frozenset(rule.months) or SUMMER_MONTHS,
        reduced_minutes=half_day if rule.reduced_to == HALF_DAY else None,
        max_weeks=rule.max_weeks,
        consecutive=profile.defaults.reduced_weeks_consecutive,
        stay_open=rule.stay_open,
    )


def counting(profile: CountyProfile) -> Counting:
    """Return what the county counts as joint time and what it takes out."""
    counts = set(profile.opening_hours.counts.value or ())
    known = {kind.value for kind in EngagementKind}
    return Counting(
        groups_in_parallel="group_parallel_with_open_preschool" in counts,
        targeted_sessions="targeted_open_preschool_open_to_all_in_group" in counts,
        home_visits_while_staffed="home_visit_if_all_professions_on_site" in counts,
        excluded=frozenset(
            EngagementKind(code) for code in profile.opening_hours.excluded.value or () if code in known
        ),
    )


def _is_left_to_agreement(profile: CountyProfile) -> bool:
    return profile.opening_hours.regulated_in.value == IN_LOCAL_AGREEMENT
