"""Where a local agreement departs from its county's document: what may be recorded, and what departs unrecorded.

The county's document is a minimum: parties may agree on more. Where it asks for something by a must, an agreement
departs only where the document lets it, and where it is recorded. Source: handbook 4.5, 4.6 point 15 and its note on
ages and costs, 4.10.1; S002 5, 8, 14.1 and 15.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from slussen_agreements.domain.findings import Finding, Weight
from slussen_agreements.domain.offer import Ages
from slussen_agreements.domain.profile_rules.local_terms import LOCAL, LocalTerms
from slussen_agreements.domain.profile_rules.offering import OTHER_AGES_BY_AGREEMENT
from slussen_agreements.domain.terms import Deviation
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.deviations import DeviationEffect
from slussen_contracts.profiles import CountyProfile, Force, Setting

CHANGES_CLAUSE: Final = "changes_additions_regional"
"""The clause in which Örebro's agreements record changes and additions to the county's (S002 15)."""

AGES: Final = "target_group.child_age_to"
AGE_MATTERS: Final = frozenset({"target_group.child_age_from", AGES, "target_group.other_ages_rule"})
HOURS: Final = "opening_hours.min_joint_hours_per_week"
MEETINGS: Final = "governance.centre_steering_group.min_meetings_per_year"
MINUTES_AN_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class _Less:
    """What a local agreement says less of than the county does."""

    matter: str
    agreed: float | None
    county: Any


def deviation_faults(deviations: Collection[Deviation], profile: CountyProfile) -> Iterator[FieldProblem]:
    """Find deviations that the county's document does not let an agreement make (AG-29)."""
    settings = profile.settings()
    for place, deviation in enumerate(deviations):
        if deviation.matter is None:
            continue
        field = f"deviations.{place}.matter"
        setting = settings.get(deviation.matter)
        if setting is None:
            yield FieldProblem(field, "unknown", "finns inte i länsprofilen", "is not in the profile")
        elif setting.is_silent:
            yield FieldProblem(
                field, "not-regulated", "länet reglerar det inte", "the county does not regulate it"
            )
        elif setting.value == LOCAL:
            yield FieldProblem(
                field, "left-to-agreement", "länet överlåter det till avtalet", "is left to the agreement"
            )
        elif not _may_depart(deviation, setting, profile):
            yield FieldProblem(
                field,
                "no-local-exception",
                "länet ger inget undantag; ett avtal får bara ge mer",
                "the county gives no exception; an agreement may only give more",
            )


def deviation_findings(
    deviations: Collection[Deviation], profile: CountyProfile, terms: LocalTerms
) -> Iterator[Finding]:
    """Find deviations in another clause than the county's own, and what departs and is not recorded.

    Args:
        deviations: Those that the agreement records.
        profile: The county's document, at the version that the agreement was made under.
        terms: What is entered as the centre's local terms.
    """
    required = {clause.key for clause in profile.agreements.required_clauses.value or ()}
    for deviation in deviations:
        if CHANGES_CLAUSE in required and deviation.clause != CHANGES_CLAUSE:
            yield Finding(
                "deviation-in-other-clause",
                Weight.WARNING,
                "En avvikelse står i ett annat avsnitt än det om ändringar och tillägg.",
                "A deviation stands in another clause than the one on changes and additions.",
                deviation.clause,
            )
    recorded = {deviation.matter for deviation in deviations}
    yield from _ages_unrecorded(profile, terms.ages, recorded)
    for less in _less_than_county(profile, terms):
        yield Finding(
            "below-county-minimum",
            Weight.BREACH,
            f"De lokala villkoren ger mindre än länets minimum ({less.county}).",
            f"The local terms give less than the county's minimum ({less.county}).",
            less.matter,
        )


def _may_depart(deviation: Deviation, setting: Setting[Any], profile: CountyProfile) -> bool:
    matter = deviation.matter or ""
    if deviation.effect is DeviationEffect.MORE or setting.force is not Force.MUST:
        return True
    override = profile.settings().get(f"{matter.rpartition('.')[0]}.local_override")
    if override is not None:
        return override.value is not False
    return matter in AGE_MATTERS and profile.target_group.other_ages_rule.value == OTHER_AGES_BY_AGREEMENT


def _ages_unrecorded(
    profile: CountyProfile, agreed: Collection[Ages], recorded: Collection[str | None]
) -> Iterator[Finding]:
    last = profile.target_group.child_age_to.value
    beyond = last is not None and any(ages.last > last for ages in agreed)
    if beyond and not AGE_MATTERS & set(recorded):
        yield Finding(
            "deviation-not-recorded",
            Weight.BREACH,
            "Andra åldrar än länets är inlagda, men avtalet har ingen sådan avvikelse.",
            "Other ages than the county's are entered, but the agreement records no such deviation.",
            AGES,
        )


def _less_than_county(profile: CountyProfile, terms: LocalTerms) -> Iterator[_Less]:
    hours = None if terms.min_joint_minutes is None else terms.min_joint_minutes / MINUTES_AN_HOUR
    for matter, agreed in ((HOURS, hours), (MEETINGS, terms.min_steering_meetings)):
        county = profile.setting(matter).value
        if isinstance(county, int | float) and agreed is not None and agreed < county:
            yield _Less(matter, agreed, county)
