"""What a county's profile settles about consent, as the rules read it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from slussen_consent.domain.boundary_rules import (
    ANOTHER_ACTIVITY,
    ANYONE_ELSE,
    EXEMPT_COLLEAGUES,
    Boundary,
    BoundaryRule,
)
from slussen_contracts.profiles import CountyProfile
from slussen_contracts.profiles.practice import DocumentationPlace


class CountyBoundary(StrEnum):
    """Where the county's own text draws the boundary."""

    UNIT_BOARD_PRINCIPAL = "unit_board_principal"
    ACTIVITY = "activity"
    ANY_OTHER_PERSON = "any_other_person"


_TABLES: dict[CountyBoundary, tuple[BoundaryRule, ...]] = {
    CountyBoundary.UNIT_BOARD_PRINCIPAL: (),
    CountyBoundary.ACTIVITY: (ANOTHER_ACTIVITY,),
    CountyBoundary.ANY_OTHER_PERSON: (ANYONE_ELSE,),
}


@dataclass(frozen=True, slots=True)
class CountyRules:
    """A county's rules of consent with the id and first day of the profile that they come from.

    `boundary` None means that the county is silent: the national rules hold alone. The two `..._other_centre`
    switches may be set to `consent_not_required`. `defaults` names what the sources leave open, so that an answer
    can show it as our choice.
    """

    profile_id: str
    profile_first_day: date
    boundary: CountyBoundary | None = None
    exempt_same_unit_same_activity: bool = False
    same_unit_other_centre: Boundary = Boundary.CONSENT_REQUIRED
    same_board_other_centre: Boundary = Boundary.CONSENT_REQUIRED
    consequence_information_required: bool = False
    longest: timedelta = timedelta(days=365)
    ask_again_after: timedelta = timedelta(days=30)
    custody_fresh_for: timedelta = timedelta(days=180)
    defaults: frozenset[str] = field(default_factory=frozenset)
    documented_in: tuple[DocumentationPlace, ...] = ()
    documented_source: str | None = None

    def table(self) -> tuple[BoundaryRule, ...]:
        """Return the rules that the county adds to the national ones."""
        table = _TABLES[self.boundary] if self.boundary else ()
        return (EXEMPT_COLLEAGUES, *table) if table and self.exempt_same_unit_same_activity else table


def county_rules(profile: CountyProfile) -> CountyRules:
    """Return the rules of consent that a county profile settles; where it is silent, its visible defaults."""
    consent, defaults = profile.consent, profile.defaults
    boundary = consent.boundary.value
    return CountyRules(
        profile_id=profile.id,
        profile_first_day=profile.first_day,
        boundary=CountyBoundary(boundary) if boundary else None,
        exempt_same_unit_same_activity=defaults.exempt_same_unit_same_activity,
        same_unit_other_centre=Boundary(defaults.same_unit_other_centre),
        same_board_other_centre=Boundary(defaults.same_board_other_centre),
        consequence_information_required=bool(consent.consequence_information_required.value),
        longest=timedelta(days=consent.longest_days.value or defaults.longest_consent_days),
        ask_again_after=timedelta(days=defaults.ask_again_after_days),
        custody_fresh_for=timedelta(days=defaults.custody_fresh_for_days),
        defaults=_SILENT_EVERYWHERE
        | {name for name in _MAY_BE_SILENT if profile.setting(f"consent.{name}").is_silent},
        documented_in=consent.documented_in.value or (),
        documented_source=consent.documented_in.source if consent.documented_in.value else None,
    )


_SILENT_EVERYWHERE = frozenset(
    {"same_unit_other_centre", "same_board_other_centre", "ask_again_after_days", "custody_fresh_for_days"}
)
_MAY_BE_SILENT = ("boundary", "both_custodians_when", "longest_days")
