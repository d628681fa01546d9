"""County profiles: complete, faithful to the handbook's sheets, silent where the source is."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import (
    CountyProfile,
    Force,
    UnknownProfileError,
    loading,
    profile,
    profile_ids,
    versions,
)
from slussen_contracts.profiles.calendar import month_and_day

TODAY = date(2026, 6, 10)
SKANE = profile("skane", on=TODAY)
OREBRO = profile("orebro", on=TODAY)
JAMTLAND = profile("jamtland", on=TODAY)
KALMAR = profile("kalmar", on=TODAY)
NATIONAL = profile("socialstyrelsen", on=TODAY)
EVERY = (SKANE, OREBRO, JAMTLAND, KALMAR, NATIONAL)

OREBRO_CLAUSES = [
    "parties_and_location",
    "term",
    "purpose_of_agreement",
    "centre_purpose_goals",
    "quality_assurance",
    "cooperation_conditions_time",
    "joint_responsibility",
    "individual_responsibility",
    "steering_group",
    "coordinator",
    "professions",
    "secrecy_information_transfer",
    "crc_work",
    "economy_joint_budget",
    "changes_additions_regional",
    "dispute",
    "signatures",
]


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_every_value_has_a_source_and_every_silence_has_none(each: CountyProfile) -> None:
    settings = each.settings()
    assert [path for path, setting in settings.items() if not setting.is_silent and not setting.source] == []
    assert [path for path, setting in settings.items() if setting.is_silent and setting.source] == []


def test_all_profiles_have_the_same_keys_so_that_they_can_be_compared() -> None:
    assert len(EVERY) == len(profile_ids())
    assert all(each.settings().keys() == SKANE.settings().keys() for each in EVERY)


def test_orebro_lists_its_seventeen_clauses_in_the_chapters_order() -> None:
    clauses = OREBRO.agreements.required_clauses
    assert [clause.key for clause in clauses.value or ()] == OREBRO_CLAUSES
    assert (clauses.force, clauses.source) == (Force.MUST, "S002 15")
    assert all(clause.sv for clause in clauses.value or ())


@pytest.mark.parametrize(
    ("path", "skane", "orebro"),
    [
        ("consent.boundary", "unit_board_principal", "activity"),
        ("consent.oral_sufficient", True, None),
        ("consent.longest_days", None, None),
        ("referral.counted_kind", "internal", None),
        ("referral.display_terms", ("slussning",), ("slussning", "lotsning", "hänvisning", "länkning")),
        ("opening_hours.min_joint_hours_per_week", 15, None),
        ("mission_points", 12, 11),
        ("agreements.county_notice_months", None, 6),
        ("agreements.notice_months", None, "local"),
        ("agreements.revision_interval_months", 12, None),
        ("governance.centre_steering_group.min_meetings_per_year", None, "local"),
        ("governance.house_meeting.min_per_year", None, 12),
        ("statistics.surveys_per_year", 4, None),
        (
            "statistics.surveys",
            ("quality_follow_up", "spider_measurement", "visit_survey_children", "visit_survey_adults"),
            (),
        ),
        ("cost_sharing.coordinator.rule", "equal_by_party", "equal_by_base_activity"),
        ("valid_from", None, date(2026, 3, 1)),
        ("target_group.child_age_to", None, 6),
        ("coordinator.handover_required", True, None),
    ],
)
def test_a_setting_is_what_the_handbooks_sheet_says(path: str, skane: object, orebro: object) -> None:
    assert SKANE.setting(path).value == skane
    assert OREBRO.setting(path).value == orebro


@pytest.mark.case("AG-14")
def test_where_a_county_says_nothing_of_notice_no_number_comes_back() -> None:
    assert KALMAR.agreements.notice_months.is_silent
    assert KALMAR.agreements.notice_months.value is None
    assert JAMTLAND.agreements.notice_months.value == 12


def test_what_jamtland_means_by_a_like_centre_is_borrowed_and_says_from_whom() -> None:
    assert JAMTLAND.definitions.like.supported.value is True
    assert JAMTLAND.definitions.like.one_of_each.is_silent
    assert JAMTLAND.defaults.like_one_of_each == NATIONAL.definitions.like.one_of_each.value
    assert JAMTLAND.defaults.borrowed_from["like_one_of_each"] == "socialstyrelsen"


@pytest.mark.parametrize(
    ("key", "due", "iso_weeks"),
    [
        ("hand_in_annual_report", "02-28", ()),
        ("health_week", None, (39,)),
        ("hand_out_parent_survey", None, (45, 46)),
        ("review_annual_wheel", None, ()),
    ],
)
def test_an_entry_of_the_wheel_is_due_on_its_day_in_its_weeks_or_in_its_month(
    key: str, due: str | None, iso_weeks: tuple[int, ...]
) -> None:
    (entry,) = (entry for entry in JAMTLAND.calendar if entry.key == key)
    assert (entry.due, entry.iso_weeks) == (due, iso_weeks)


def test_handing_in_the_report_and_passing_it_on_are_two_days() -> None:
    deadline = JAMTLAND.statistics.annual_report.deadline.value or {}
    days = {step: month_and_day(day) for step, day in deadline.items()}
    assert days == {"coordinator_hand_in": (2, 28), "to_management_group": (3, 1), "to_principals": (3, 1)}


def test_the_wheel_of_jamtland_has_twenty_entries_in_nine_months() -> None:
    assert len(JAMTLAND.calendar) == 20
    assert {entry.month for entry in JAMTLAND.calendar} == {1, 2, 3, 4, 5, 9, 10, 11, 12}
    assert all(not each.calendar for each in EVERY if each is not JAMTLAND)


def test_the_self_reflection_counts_its_statements_by_group() -> None:
    rule = JAMTLAND.statistics.self_reflection.value
    assert rule is not None
    assert sum(rule.groups) == rule.statements == 30


def test_a_borrowed_default_is_the_lenders_value() -> None:
    for each in EVERY:
        for name, lender in each.defaults.borrowed_from.items():
            theirs = profile(lender, on=TODAY)
            section = theirs.definitions.like if name.startswith("like_") else theirs.consent
            assert getattr(each.defaults, name) == getattr(section, name.removeprefix("like_")).value


def test_an_unknown_setting_is_an_error_and_no_silence() -> None:
    with pytest.raises(KeyError):
        SKANE.setting("consent.border")


def test_what_makes_a_like_centre_is_one_activity_of_every_group() -> None:
    child, preschool, social = (
        Activity.CHILD_HEALTH_CARE,
        Activity.OPEN_PRESCHOOL,
        Activity.PREVENTIVE_SOCIAL_SERVICES,
    )
    assert SKANE.definitions.like.one_of_each.value == ((child,), (preschool,))
    assert OREBRO.definitions.like.one_of_each.value == ((child,), (preschool, social))


def test_a_value_may_have_a_force_of_its_own() -> None:
    assert SKANE.coordinator.required.force is Force.MUST
    assert SKANE.coordinator.appointed_by.force is Force.SHOULD
    assert SKANE.opening_hours.summer_rule.force is Force.MAY


def test_an_empty_list_is_no_silence() -> None:
    assert not OREBRO.statistics.surveys.is_silent
    assert OREBRO.statistics.surveys_per_year.is_silent


def test_our_own_choices_stand_apart_and_tell_where_they_were_borrowed() -> None:
    assert OREBRO.consent.both_custodians_when.is_silent
    assert OREBRO.defaults.both_custodians_when == SKANE.consent.both_custodians_when.value
    assert OREBRO.defaults.borrowed_from == {"both_custodians_when": "skane"}
    assert (SKANE.defaults.longest_consent_days, SKANE.defaults.ask_again_after_days) == (365, 30)
    assert SKANE.defaults.custody_fresh_for_days == 180


def test_the_guide_of_skane_says_that_its_first_day_is_our_choice() -> None:
    assert SKANE.first_day == date(2024, 1, 1)
    assert "choice of ours" in (SKANE.first_day_note or "")
    assert SKANE.valid_from.is_silent


def test_the_version_in_force_is_picked_by_day_and_its_first_day_counts() -> None:
    assert profile("orebro", on=date(2026, 3, 1)) is versions("orebro")[0]
    with pytest.raises(UnknownProfileError):
        profile("orebro", on=date(2026, 2, 28))


@pytest.mark.parametrize("profile_id", ["atlantis", "../skane", "__pycache__"])
def test_an_unknown_profile_is_told(profile_id: str) -> None:
    with pytest.raises(UnknownProfileError):
        profile(profile_id, on=TODAY)


def test_of_two_versions_the_later_holds_and_a_last_day_ends_one(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = SKANE.model_copy(update={"last_day": date(2026, 12, 31)})
    later = SKANE.model_copy(update={"first_day": date(2026, 7, 1), "last_day": date(2027, 6, 30)})
    monkeypatch.setattr(loading, "versions", lambda _: (earlier, later))
    assert profile("skane", on=date(2026, 6, 30)) is earlier
    assert profile("skane", on=date(2026, 7, 1)) is later
    assert profile("skane", on=date(2027, 6, 30)) is later
    with pytest.raises(UnknownProfileError):
        profile("skane", on=date(2027, 7, 1))


ENTRY = {"key": "report", "month": 2, "activity": "Rapport", "en": "Report", "responsible": "coordinator"}
CLAUSE = {"key": "dispute", "sv": "tvist"}


def written(**changes: object) -> dict[str, object]:
    file = Path(loading.__file__).parent / "skane" / "2024-01-01.yaml"
    return {**yaml.safe_load(file.read_text(encoding="utf-8")), **changes}


@pytest.mark.parametrize(
    "fault",
    [
        {"last_day": date(2023, 12, 31)},
        {"border": "activity"},
        {"consent": {"boundary": "nobody"}},
        {"consent": {"oral_sufficient": "yes"}},
        {"consent": {"boundary": {"value": "activity", "from": "S000"}}},
        {"consent": "none"},
        {"county_code": "02"},
        {"calendar": [{**ENTRY, "due": "02-29"}]},
        {"calendar": [{**ENTRY, "due": "02-30"}]},
        {"calendar": [{**ENTRY, "due": "03-01"}]},
        {"calendar": [{**ENTRY, "due": "02-28", "iso_weeks": [9]}]},
        {"calendar": [{**ENTRY, "iso_weeks": [54]}]},
        {"calendar": [ENTRY, ENTRY]},
        {"agreements": {"source": "S000", "required_clauses": [CLAUSE, CLAUSE]}},
        {"definitions": {"full": {}, "like": {}, "co_location_definition": "nearby"}},
    ],
)
def test_a_faulty_profile_is_refused(fault: dict[str, object]) -> None:
    CountyProfile.model_validate(written(calendar=[ENTRY]))
    with pytest.raises(ValidationError):
        CountyProfile.model_validate(written(**fault))


def test_a_profile_is_named_by_its_id_and_first_day(tmp_path: Path) -> None:
    file = tmp_path / "2025-01-01.yaml"
    file.write_text(yaml.safe_dump(written()), encoding="utf-8")
    with pytest.raises(ValueError, match="not named by its id and first day"):
        loading._read(file, "skane")


def test_a_profile_can_not_be_changed() -> None:
    with pytest.raises(ValidationError):
        SKANE.consent.boundary.value = "activity"
