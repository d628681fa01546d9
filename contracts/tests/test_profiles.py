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

TODAY = date(2026, 6, 10)
SKANE = profile("skane", on=TODAY)
OREBRO = profile("orebro", on=TODAY)

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


def test_the_two_counties_of_the_demo_have_a_profile() -> None:
    assert {"orebro", "skane"} <= set(profile_ids())


@pytest.mark.parametrize("each", [SKANE, OREBRO], ids=lambda each: each.id)
def test_every_value_has_a_source_and_every_silence_has_none(each: CountyProfile) -> None:
    settings = each.settings()
    assert [path for path, setting in settings.items() if not setting.is_silent and not setting.source] == []
    assert [path for path, setting in settings.items() if setting.is_silent and setting.source] == []


def test_both_profiles_have_the_same_keys_so_that_they_can_be_compared() -> None:
    assert SKANE.settings().keys() == OREBRO.settings().keys()


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
    ],
)
def test_a_faulty_profile_is_refused(fault: dict[str, object]) -> None:
    CountyProfile.model_validate(written())
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
