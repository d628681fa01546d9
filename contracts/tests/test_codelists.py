"""The code lists: every code has its names, and every statute its days."""

from datetime import date

import pytest

from slussen_contracts.codelists.names import ACTIVITIES, PROFESSIONS
from slussen_contracts.codelists.statutes import Statute, StatuteKind, in_force, statutes
from slussen_contracts.identifiers import Activity, Profession


def test_every_activity_and_profession_has_a_name_in_both_languages() -> None:
    assert set(ACTIVITIES) == set(Activity)
    assert set(PROFESSIONS) == set(Profession)
    names = [*ACTIVITIES.values(), *PROFESSIONS.values()]
    assert all(name.sv and name.en for name in names)
    assert len({name.sv for name in names}) == len(names)


@pytest.mark.parametrize(
    ("on", "duty"), [(date(2025, 6, 30), "sol-2001-14-1"), (date(2025, 7, 1), "sol-2025-19-1")]
)
def test_the_duty_to_report_a_concern_is_one_statute_on_any_day(on: date, duty: str) -> None:
    assert [statute.id for statute in in_force(on) if statute.id.startswith("sol-")] == [duty]


def test_a_replaced_statute_ends_the_day_before_its_successor_begins() -> None:
    for statute in statutes().values():
        if statute.replaced_by is not None and statute.last_day is not None:
            successor = statutes()[statute.replaced_by]
            assert (successor.first_day - statute.last_day).days == 1
            assert successor.kind is statute.kind


def test_a_statute_not_yet_in_force_is_not_offered() -> None:
    assert "osl-10-15a" not in {statute.id for statute in in_force(date(2025, 11, 30))}
    assert "osl-10-15a" in {statute.id for statute in in_force(date(2025, 12, 1))}


def test_only_duties_and_possibilities_may_be_selected_as_a_ground() -> None:
    grounds = {StatuteKind.DUTY, StatuteKind.POSSIBILITY}
    assert all(statute.kind in grounds for statute in statutes().values() if statute.selectable_by)


def test_what_is_not_confirmed_says_so() -> None:
    assert not statutes()["osl-10-15a"].confirmed
    assert statutes()["psl-6-12"].confirmed
    assert "confirmed" in Statute.model_json_schema()["required"]


def test_every_statute_has_a_sentence_in_both_languages_and_names_its_law() -> None:
    for statute in statutes().values():
        assert statute.sv.endswith(".")
        assert statute.en.endswith(".")
        assert "§" in statute.reference
