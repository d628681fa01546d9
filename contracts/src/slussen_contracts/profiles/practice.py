"""What a county says about consent, referrals and follow-up."""

from typing import Literal

from pydantic import StrictBool, StrictInt

from slussen_contracts.identifiers import Profession
from slussen_contracts.profiles.calendar import MonthDay
from slussen_contracts.profiles.setting import Codes, Frozen, Section, Setting


class DocumentationPlace(Frozen):
    """Where somebody of a profession documents a consent; `profession` None is everybody, `place` None is open."""

    profession: Profession | None = None
    about: Literal["child", "parent"] | None = None
    place: str | None = None


class ConsentRule(Section):
    """What the county says about consent (handbook 5.11)."""

    boundary: Setting[Literal["unit_board_principal", "activity", "any_other_person"]] = Setting()
    values: Setting[tuple[Literal["yes", "no", "partial"], ...]] = Setting()
    both_custodians_when: Setting[Codes] = Setting()
    oral_sufficient: Setting[StrictBool] = Setting()
    situation_specific: Setting[StrictBool] = Setting()
    unlimited_time_allowed: Setting[StrictBool] = Setting()
    longest_days: Setting[StrictInt] = Setting()
    ask_again_on: Setting[tuple[Literal["no", "partial"], ...]] = Setting()
    refused_options: Setting[Codes] = Setting()
    referral_permission_required: Setting[StrictBool] = Setting()
    documented_in: Setting[tuple[DocumentationPlace, ...]] = Setting()
    understanding_required: Setting[StrictBool] = Setting()
    consequence_information_required: Setting[StrictBool] = Setting()
    withdrawal_documented: Setting[StrictBool] = Setting()
    default_secrecy: Setting[str] = Setting()
    applicable_laws: Setting[Codes] = Setting()
    informed_by: Setting[str] = Setting()
    note: Setting[str] = Setting()


class TimeLimit(Frozen):
    """In how many days the next step is due once a state has begun, and after how many its time is out."""

    due_days: StrictInt
    expire_days: StrictInt | None = None


class ReferralRule(Section):
    """What the county says about referrals (slussning), and what it calls them."""

    display_terms: Setting[Codes] = Setting()
    kinds: Setting[tuple[Literal["internal", "external"], ...]] = Setting()
    counted_kind: Setting[Literal["internal", "external"]] = Setting()
    follow_up_expected: Setting[StrictBool] = Setting()
    external_recipients_named: Setting[Codes] = Setting()
    time_limits: Setting[dict[str, TimeLimit]] = Setting()


class SelfReflectionRule(Frozen):
    """The staff's self-reflection (självreflektion)."""

    statements: int
    groups: tuple[int, ...]
    steps: int
    scale_ends: tuple[str, str]
    scale_points: int | None = None
    months: tuple[int, ...] = ()


class AnnualReportRule(Section):
    """The annual report (verksamhetsberättelse); days as `MM-DD`."""

    required: Setting[StrictBool] = Setting()
    name: Setting[str] = Setting()
    deadline: Setting[dict[str, MonthDay]] = Setting()
    recipient: Setting[Codes] = Setting()
    special_items: Setting[Codes] = Setting()
    description_max_pages: Setting[StrictInt] = Setting()


class Statistics(Section):
    """What is followed up (handbook 7)."""

    surveys_per_year: Setting[StrictInt] = Setting()
    surveys: Setting[Codes] = Setting()
    survey_iso_weeks: Setting[tuple[int, ...]] = Setting()
    indicators: Setting[Codes] = Setting()
    self_reflection: Setting[SelfReflectionRule] = Setting()
    reflection_guide: Setting[dict[str, int]] = Setting()
    priority_goals_per_year: Setting[StrictInt] = Setting()
    evaluation_boxes: Setting[tuple[int, ...]] = Setting()
    annual_report: AnnualReportRule = AnnualReportRule()
    activity_plan_required: Setting[StrictBool] = Setting()
    activity_plan_must_contain: Setting[Codes] = Setting()
    annual_wheel_required: Setting[StrictBool] = Setting()
    yearly_local_follow_up: Setting[StrictBool] = Setting()
    yearly_county_follow_up: Setting[StrictBool] = Setting()
    follow_up_document: Setting[str] = Setting()


class Context(Section):
    """Facts that the document states about its county, for information."""

    crc_principles: Setting[tuple[int, ...]] = Setting()
    crc_other_articles: Setting[tuple[int, ...]] = Setting()
    municipalities_with_centre: Setting[Codes] = Setting()
    municipalities: Setting[StrictInt] = Setting()
    coverage_goal: Setting[str] = Setting()
    coverage_note: Setting[str] = Setting()
