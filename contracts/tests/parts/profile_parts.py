"""Reads the handbook's data sheets as what a profile must hold, by the written mapping beside them."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml

from slussen_contracts.profiles import CountyProfile

HERE = Path(__file__).parent
PLAIN = ("id", "name", "county_code", "first_day", "last_day", "source_file", "document_kind", "binding")

Values = dict[str, Any]


class Sheet(yaml.SafeLoader):
    """Reads `true` and `false` alone as booleans, as YAML 1.2 does: a consent's YES and NO are words."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, found) for tag, found in resolvers if not tag.endswith(":bool") or first in "tf"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@cache
def sheets() -> dict[str, Values]:
    text = (HERE / "handbook_sheets.yaml").read_text(encoding="utf-8")
    return {sheet["profile"]["id"]: sheet["profile"] for sheet in yaml.load_all(text, Sheet)}


@cache
def mapping() -> Values:
    read: Values = yaml.safe_load((HERE / "handbook_mapping.yaml").read_text(encoding="utf-8"))
    return read


@cache
def targets() -> dict[str, str]:
    """Our path for each path of the sheets that is carried as a value."""
    return {**{path: path for path in mapping()["same"]}, **mapping()["renamed"]}


@cache
def known() -> frozenset[str]:
    return frozenset({*targets(), *mapping()["force_of"], *mapping()["not_carried"]})


def leaves(sheet: Values, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The sheet's keys as dotted paths, down to those that the mapping names."""
    for key, value in sheet.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict) and path not in known():
            yield from leaves(value, f"{path}.")
        else:
            yield path, value


def unmapped(sheet: Values) -> list[str]:
    return [path for path, _ in leaves(sheet) if path not in known()]


def held(profile: CountyProfile) -> Values:
    """Every value of a profile by its path, as JSON; members that are left at their default are left out."""
    whole = profile.model_dump(mode="json", exclude_defaults=True)
    plain = profile.model_dump(mode="json", include={*PLAIN, "issued_by"})
    settings = {
        path: setting.model_dump(mode="json", exclude_defaults=True).get("value")
        for path, setting in profile.settings().items()
    }
    defaults = {f"defaults.{name}": value for name, value in profile.defaults.model_dump(mode="json").items()}
    return {**plain, **settings, **defaults, "calendar": whole.get("calendar", [])}


@cache
def expected(profile_id: str) -> tuple[Values, dict[str, str]]:
    """What a profile must hold by its sheet, and how binding it must be; it must be silent in all else."""
    if profile_id not in sheets():
        return {}, {}
    ours = {**mapping()["ours"]["every"], **mapping()["ours"][profile_id]}
    values: Values = {path: as_json(value) for path, value in ours.items()}
    values["defaults.borrowed_from"] = dict(values["defaults.borrowed_from"])
    forces: dict[str, str] = {}
    for path, value in leaves(sheets()[profile_id]):
        if path in targets():
            read(path, value, profile_id, values, forces)
        else:
            for target in mapping()["force_of"].get(path, ()):
                forces[target] = "fact" if value is False else value
    return values, forces


def differences(profile: CountyProfile) -> list[str]:
    """The paths at which a profile is another than its sheet, in value or in force."""
    found = held(profile)
    values, forces = expected(profile.id)
    settings = profile.settings()
    wrong = [path for path in values.keys() | found.keys() if not same(values.get(path), found.get(path))]
    return sorted([*wrong, *(f"{path}:force" for path in forces if settings[path].force != forces[path])])


def same(one: Any, other: Any) -> bool:
    """Equal as JSON, where True is not 1; 15 and 15.0 hours are the same."""
    return bool(one == other) and canonical(one) == canonical(other)


def canonical(value: Any) -> str:
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return json.dumps(whole, sort_keys=True)


def read(path: str, value: Any, profile_id: str, values: Values, forces: dict[str, str]) -> None:
    target, kind = targets()[path], mapping()["read_as"].get(path, "words")
    if kind in {"borrowed", "borrowed_definition"}:
        values.update(borrowed(path, value, target, values["defaults.borrowed_from"]))
    elif kind in {"verb", "optional"}:
        values[target] = None if value is None else value is not False
        force = "may" if kind == "optional" else {"desirable": "should"}.get(value, value)
        if isinstance(force, str):
            forces[target] = force
    else:
        values[target] = None if value is None else READERS[kind](value, profile_id)


def borrowed(path: str, value: str, target: str, borrowed_from: dict[str, str]) -> Values:
    lender = value.removeprefix("as_")
    name = target.removeprefix("defaults.")
    borrowed_from[name] = lender
    if path == "defaults.like_expression_borrowed_from":
        borrowed_from["like_co_location"] = lender
        like = sheets()[lender]["definitions"]["like"]
        must = like["co_location"] == "must"
        return {target: expression(like["expression"], lender), "defaults.like_co_location": must}
    return {target: words(sheets()[lender]["consent"][path.removeprefix("defaults.")], lender)}


def words(value: Any, _: str) -> Any:
    if isinstance(value, dict):
        return {words(key, _): words(inner, _) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [words(inner, _) for inner in value]
    return mapping()["words"].get(value, value) if isinstance(value, str) else as_json(value)


def as_json(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float, str, list, dict, type(None))) else str(value)


def expression(written: str, _: str) -> list[list[str]]:
    """`BHV and (OPF or FST)` as one of each group."""
    return [[words(code, _) for code in re.findall(r"[A-Z]{3}", group)] for group in written.split(" and ")]


def clauses(keys: list[str], profile_id: str) -> list[Values]:
    known_clauses = mapping()["clauses"].get(profile_id, {})
    return [dict(zip(("key", "sv"), known_clauses[key], strict=True)) for key in keys]


def places(value: Any, _: str) -> list[Values]:
    if isinstance(value, str):
        return [{"place": value}]
    found = ({**mapping()["places"][who], "place": place} for who, place in value.items())
    return [{key: inner for key, inner in place.items() if inner is not None} for place in found]


def calendar(entries: list[Values], _: str) -> list[Values]:
    return [entry_of(dict(entry)) for entry in entries]


def entry_of(entry: Values) -> Values:
    key, english = mapping()["wheel"][entry["activity"]]
    weeks = [entry.pop("iso_week")] if "iso_week" in entry else entry.pop("iso_weeks", None)
    entry["responsible"] = words(entry["responsible"], "")
    return {"key": key, **entry, "en": english, **({"iso_weeks": weeks} if weeks else {})}


def one_or_more(value: Any, _: str) -> Any:
    found = words(value, _)
    return found if isinstance(found, list) else [found]


def decided(value: Any, _: str) -> dict[str, str]:
    by_whom = value if isinstance(value, dict) else {mapping()["decided_by"]: value}
    return {who: str(when) for who, when in by_whom.items()}


READERS: dict[str, Callable[[Any, str], Any]] = {
    "words": words,
    "verbatim": lambda value, _: value,
    "list": one_or_more,
    "expression": expression,
    "clauses": clauses,
    "places": places,
    "calendar": calendar,
    "decided": decided,
}
