"""The five profiles beside the handbook's five data sheets, value by value."""

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from profile_parts import differences, expected, held, leaves, mapping, sheets, targets, unmapped
from pydantic import ValidationError

from slussen_contracts.profiles import CountyProfile, loading, profile_ids, versions

IDS = ("jamtland", "kalmar", "orebro", "skane", "socialstyrelsen")
DOCUMENTS = {
    "skane": "S000",
    "jamtland": "S001",
    "orebro": "S002",
    "kalmar": "S003",
    "socialstyrelsen": "S004",
}
PROSE = {"source", "force", "first_day_note", "calendar_source"}
"""What a sheet does not say: where in its document a value stands, and how binding it is where that is silent."""


@cache
def written(profile_id: str) -> dict[str, Any]:
    (file,) = (Path(loading.__file__).parent / profile_id).glob("*.yaml")
    read: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read


def test_there_is_a_profile_for_each_of_the_five_sheets() -> None:
    assert set(IDS) == set(sheets()) == set(profile_ids())


@pytest.mark.parametrize("profile_id", IDS)
def test_every_key_of_a_sheet_is_carried_or_has_a_reason_not_to_be(profile_id: str) -> None:
    assert unmapped(sheets()[profile_id]) == []


def test_the_mapping_names_no_key_that_no_sheet_has_and_each_key_once() -> None:
    found = {path for sheet in sheets().values() for path, _ in leaves(sheet)}
    lists = [*mapping()["same"], *mapping()["renamed"], *mapping()["force_of"], *mapping()["not_carried"]]
    assert set(lists) == found
    assert len(lists) == len(set(lists))
    assert set(mapping()["read_as"]) <= set(targets())
    assert all(len(reason) > 20 for reason in mapping()["not_carried"].values())


@pytest.mark.parametrize("profile_id", IDS)
def test_a_profile_holds_every_value_of_its_sheet_and_none_beside_them(profile_id: str) -> None:
    assert differences(versions(profile_id)[-1]) == []


@pytest.mark.parametrize("profile_id", IDS)
def test_a_profile_quotes_its_own_document_for_every_value(profile_id: str) -> None:
    profile = versions(profile_id)[-1]
    found = {path: setting.source for path, setting in profile.settings().items() if not setting.is_silent}
    wrong = [path for path, source in found.items() if not (source or "").startswith(DOCUMENTS[profile_id])]
    assert wrong == []
    assert (profile.calendar_source or "").startswith(DOCUMENTS[profile_id])


@pytest.mark.parametrize("profile_id", IDS)
def test_silence_is_the_sheets_silence_and_has_neither_source_nor_force(profile_id: str) -> None:
    settings = versions(profile_id)[-1].settings()
    stated = {path for path, value in expected(profile_id)[0].items() if value is not None}
    found = {path for path, setting in settings.items() if setting.is_silent}
    assert found == settings.keys() - stated
    assert [path for path in found if settings[path].source or settings[path].force] == []


def planted(value: Any) -> Iterator[Any]:
    """Other values than `value` that may stand in its place."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield value + 1
    elif isinstance(value, date):
        yield value + timedelta(days=1)
    elif isinstance(value, str):
        yield from (f"{value}x", "activity", "external", "library", "midwife", "parent", "12-24", "no")
    elif value is None:
        yield from (True, 7, "planted", ["planted"], "2030-01-01", [7], {"planted": 7}, [["library"]])
    elif isinstance(value, list) and value:
        yield from (value[:-1], [*value[1:], value[0]] if value[1:] else [])
    elif isinstance(value, list):
        yield from (["planted"], ["library"], ["internal"], [7], [{"key": "planted", "sv": "Planterad"}])


def places(node: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value in a file with the way to it, lists as a whole and their members."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in PROSE:
                yield from places(value, (*way, key))
        return
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from places(value, (*way, index))
    yield way, node


def changed(whole: dict[str, Any], way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    copied = copy.deepcopy(whole)
    node: Any = copied
    for step in way[:-1]:
        node = node[step]
    silent = node[way[-1]] is None and "defaults" not in way
    node[way[-1]] = {"value": value, "source": "S"} if silent and way[0] != "county_code" else value
    return copied


def planting(profile_id: str, way: tuple[Any, ...], value: Any) -> CountyProfile | None:
    """A profile with another value at one place, if the model lets any through."""
    for other in planted(value):
        try:
            profile = CountyProfile.model_validate(changed(written(profile_id), way, other))
        except ValidationError:
            continue
        if profile != versions(profile_id)[-1]:
            return profile
    return None


@pytest.mark.parametrize("profile_id", IDS)
def test_a_planted_change_of_any_value_is_found(profile_id: str) -> None:
    profiles = {way: planting(profile_id, way, value) for way, value in places(written(profile_id))}
    let_through = {way: profile for way, profile in profiles.items() if profile is not None}
    assert [way for way, profile in let_through.items() if not differences(profile)] == []
    assert len(let_through) > 0.9 * len(profiles)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("agreements.notice_months", 12),
        ("governance.centre_steering_group.min_meetings_per_year", 4),
        ("agreements.identical_copies", 3),
    ],
)
def test_a_value_that_falls_silent_is_found(path: str, value: int) -> None:
    profile = versions("jamtland")[-1]
    assert held(profile)[path] == value
    whole = copy.deepcopy(written("jamtland"))
    *sections, last = path.split(".")
    node = whole
    for section in sections:
        node = node[section]
    del node[last]
    assert differences(CountyProfile.model_validate(whole)) == sorted(
        {path, *([f"{path}:force"] if path.startswith("governance") else [])}
    )


def test_the_number_of_clauses_is_the_one_that_the_sheet_counts() -> None:
    counted = sheets()["orebro"]["agreements"]["required_clause_count"]
    assert len(versions("orebro")[-1].agreements.required_clauses.value or ()) == counted == 17
    assert len(versions("jamtland")[-1].agreements.required_clauses.value or ()) == 15
    assert len(versions("skane")[-1].agreements.required_clauses.value or ()) == 5
    assert sheets()["skane"]["statistics"]["annual_wheel"]["entries"] == sheets()["skane"]["calendar"] == []
