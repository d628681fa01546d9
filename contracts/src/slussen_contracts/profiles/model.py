"""The model of a county profile: the same keys for every county, so that counties can be compared.

Source: handbook 9, the data sheets of the five source documents.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from slussen_contracts.identifiers import CountyCode
from slussen_contracts.profiles.agreements import Agreements, CostSharing
from slussen_contracts.profiles.calendar import CalendarEntry
from slussen_contracts.profiles.centre import (
    Activities,
    CentreActivities,
    Definitions,
    OpeningHours,
    Premises,
    TargetGroup,
)
from slussen_contracts.profiles.practice import ConsentRule, Context, ReferralRule, Statistics
from slussen_contracts.profiles.setting import Codes, Frozen, Section, Setting
from slussen_contracts.profiles.steering import CoordinatorRule, Governance

OtherCentre = Literal["consent_required", "consent_not_required"]
CostMode = Literal["split_with_rotating_payer", "rotate_full_cost"]


class Defaults(Frozen):
    """Our own choices where sources are silent: they show in answers as defaults and may be set otherwise.

    `borrowed_from` tells from which profile a default was taken. `like_one_of_each` and `like_co_location` say what
    a centre-like activity is where the county has the term and no definition of it. `coordinator_cost_mode` reads a
    county where administrations take annual turns: as a split with a rotating payer, or each paying a whole year.
    """

    like_one_of_each: tuple[Activities, ...] | None = None
    like_co_location: bool | None = None
    coordinator_cost_mode: CostMode | None = None

    half_day_hours: float = 4
    reduced_weeks_consecutive: bool = False
    week_rule: str = "iso_week_wholly_within_june_august"
    denominator_date: str = "year_end"
    coordinator_split: str = "equal"
    self_reflection_cycle: str | None = None
    boundary: Literal["unit_board_principal"] = "unit_board_principal"
    referral_permission_required: bool = True
    both_custodians_when: Codes = ("conflicting_interest", "not_both_living_with_child")
    same_unit_other_centre: OtherCentre = "consent_required"
    same_board_other_centre: OtherCentre = "consent_required"
    exempt_same_unit_same_activity: bool = False
    longest_consent_days: Annotated[int, Field(ge=1)] = 365
    ask_again_after_days: Annotated[int, Field(ge=1)] = 30
    custody_fresh_for_days: Annotated[int, Field(ge=1)] = 180
    borrowed_from: dict[str, str] = Field(default_factory=dict)


class CountyProfile(Section):
    """A county's profile at one version: in force from `first_day` through `last_day` (None: until further)."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    name: str
    county_code: CountyCode | None = None
    first_day: date
    last_day: date | None = None
    first_day_note: str | None = None
    source_file: str
    document_kind: str
    binding: bool = True
    issued_by: Codes
    decided: Setting[dict[str, str]] = Setting()
    document_date: Setting[date] = Setting()
    revised: Setting[date] = Setting()
    previous_versions: Setting[tuple[int, ...]] = Setting()
    valid_from: Setting[date] = Setting()
    definitions: Definitions
    target_group: TargetGroup
    mission_points: Setting[int] = Setting()
    activities: CentreActivities
    agreements: Agreements
    governance: Governance
    coordinator: CoordinatorRule
    opening_hours: OpeningHours
    premises: Premises
    cost_sharing: CostSharing
    consent: ConsentRule
    referral: ReferralRule
    statistics: Statistics
    calendar_source: str | None = None
    calendar: tuple[CalendarEntry, ...] = ()
    context: Context = Context()
    defaults: Defaults

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        return self

    @model_validator(mode="after")
    def _names_stand_once(self) -> Self:
        entries = [(entry.key, entry.month) for entry in self.calendar]
        if len(set(entries)) < len(entries):
            raise ValueError("two entries of the calendar have the same key in the same month")
        clauses = [clause.key for clause in self.agreements.required_clauses.value or ()]
        if len(set(clauses)) < len(clauses):
            raise ValueError("two required clauses have the same key")
        return self

    def is_in_force(self, on: date) -> bool:
        """Whether this version is in force on the day `on`, first and last day included."""
        return self.first_day <= on and (self.last_day is None or on <= self.last_day)

    def setting(self, path: str) -> Setting[Any]:
        """Return the setting at a dotted path, such as `consent.boundary`.

        Raises:
            KeyError: There is no such setting.
        """
        return self.settings()[path]
