"""Reads the profiles' files `<id>/<first day>.yaml`, once and fully checked."""

from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml

from slussen_contracts.profiles.model import CountyProfile


class UnknownProfileError(LookupError):
    """There is no such profile, or none of its versions is in force that day."""


def _read(file: Traversable, profile_id: str) -> CountyProfile:
    read = CountyProfile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    if (read.id, f"{read.first_day}.yaml") != (profile_id, file.name):
        raise ValueError(f"{profile_id}/{file.name} is not named by its id and first day")
    return read


@cache
def profile_ids() -> tuple[str, ...]:
    """Return the ids of all profiles, in alphabetical order."""
    folders = (entry for entry in files("slussen_contracts.profiles").iterdir() if entry.is_dir())
    return tuple(sorted(entry.name for entry in folders if not entry.name.startswith("_")))


@cache
def versions(profile_id: str) -> tuple[CountyProfile, ...]:
    """Return all versions of a profile, the earliest first.

    Raises:
        UnknownProfileError: There is no such profile.
    """
    if profile_id not in profile_ids():
        raise UnknownProfileError(profile_id)
    folder = files("slussen_contracts.profiles").joinpath(profile_id)
    read = (_read(file, profile_id) for file in folder.iterdir() if file.name.endswith(".yaml"))
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
