"""Reads the clause library's files `<profile id>/<first day>.yaml`, once and fully checked."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import yaml

from slussen_contracts.clause_library.model import ClauseLibrary

SOURCES: Final[list[Traversable]] = [files("slussen_contracts.clause_library")]
"""Where libraries lie; a county's new edition is a new file, and no code."""


def _read(file: Traversable, profile_id: str) -> ClauseLibrary:
    read = ClauseLibrary.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    if (read.profile_id, f"{read.first_day}.yaml") != (profile_id, file.name):
        raise ValueError(f"{profile_id}/{file.name} is not named by its profile and first day")
    return read


def _files(profile_id: str) -> Iterator[Traversable]:
    for source in SOURCES:
        folder = source / profile_id
        if folder.is_dir():
            yield from (file for file in folder.iterdir() if file.name.endswith(".yaml"))


@cache
def editions(profile_id: str) -> tuple[ClauseLibrary, ...]:
    """Return all editions of a profile's library, the earliest first; none where it has none."""
    return tuple(sorted((_read(f, profile_id) for f in _files(profile_id)), key=lambda read: read.first_day))


def library(profile_id: str, *, on: date) -> ClauseLibrary | None:
    """Return the edition in use on a day, of two the later one; None where there is none."""
    return next((one for one in reversed(editions(profile_id)) if one.is_in_use(on)), None)
