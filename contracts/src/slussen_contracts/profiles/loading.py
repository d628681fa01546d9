"""Reads the profiles' files `<id>/<first day>.yaml`, once and fully checked."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import yaml

from slussen_contracts.profiles.model import CountyProfile

SOURCES: Final[list[Traversable]] = [files("slussen_contracts.profiles")]
"""Where profiles lie; a county that no source has yet is a new folder with a file, and no code."""


class UnknownProfileError(LookupError):
    """There is no such profile, or none of its versions is in force that day."""


def _read(file: Traversable, profile_id: str) -> CountyProfile:
    read = CountyProfile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    if (read.id, f"{read.first_day}.yaml") != (profile_id, file.name):
        raise ValueError(f"{profile_id}/{file.name} is not named by its id and first day")
    return read


def _folders() -> Iterator[Traversable]:
    for source in SOURCES:
        yield from (entry for entry in source.iterdir() if entry.is_dir() and not entry.name.startswith("_"))


@cache
def profile_ids() -> tuple[str, ...]:
    """Return the ids of all profiles, in alphabetical order."""
    return tuple(sorted({folder.name for folder in _folders()}))


@cache
def versions(profile_id: str) -> tuple[CountyProfile, ...]:
    """Return all versions of a profile, the earliest first.

    Raises:
        UnknownProfileError: There is no such profile.
    """
    if profile_id not in profile_ids():
        raise UnknownProfileError(profile_id)
    found = (file for folder in _folders() if folder.name == profile_id for file in folder.iterdir())
    read = (_read(file, profile_id) for file in found if file.name.endswith(".yaml"))
    return tuple(sorted(read, key=lambda version: version.first_day))


def profile(profile_id: str, *, on: date) -> CountyProfile:
    """Return the version of a profile that is in force on a day; of two the later one.

    Raises:
        UnknownProfileError: There is no such profile, or none in force that day.
    """
    for version in reversed(versions(profile_id)):
        if version.is_in_force(on):
            return version
    raise UnknownProfileError(f"{profile_id} has no version in force on {on}")
