"""Instruments: surveys, self-reflection, measurements and lists of questions, as versioned data.

Each is a file in `data/instruments`; what its source leaves open stands as a default and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from slussen_statistics.domain.labels import Label

Kind = Literal["scale", "text"]


@dataclass(frozen=True, slots=True)
class Item:
    """A statement or question; `needs` is the activity without which it does not apply (handbook 7.3)."""

    code: str
    label: Label
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading."""

    code: str
    label: Label
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from 1 to `points` with its two named ends; `is_default`: the source does not state it so."""

    points: int
    low: Label
    high: Label
    is_default: bool


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument in one version.

    Attributes:
        kind: `scale`: each item gets a number; `text`: each gets words, and nothing is counted.
        is_instrument: Whether it is meant to measure; a list of questions is not.
        respondents: Groups of respondents by which answers are shown.
    """

    id: str
    version: int
    kind: Kind
    label: Label
    source: str
    profiles: tuple[str, ...]
    note: Label
    groups: tuple[Group, ...]
    scale: Scale | None
    respondents: tuple[Group, ...]
    steps: tuple[Group, ...]
    is_instrument: bool

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all items in their order."""
        return tuple(item for group in self.groups for item in group.items)

    def applicable(self, activities: frozenset[str]) -> tuple[Item, ...]:
        """Return the items that apply at a centre with these activities."""
        return tuple(item for item in self.items if item.needs is None or item.needs in activities)


def _label(read: Mapping[str, Any]) -> Label:
    return Label(read["sv"], read["en"])


def _group(read: Mapping[str, Any]) -> Group:
    items = (Item(i["code"], _label(i), i.get("needs")) for i in read.get("items", ()))
    return Group(read["code"], _label(read), tuple(items))


def _scale(read: Mapping[str, Any] | None) -> Scale | None:
    if read is None:
        return None
    return Scale(read["points"], _label(read["low"]), _label(read["high"]), bool(read.get("is_default")))


@cache
def instruments() -> Mapping[str, Instrument]:
    """Return every instrument by its id."""
    folder = files("slussen_statistics").joinpath("data", "instruments")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        read = yaml.safe_load(file.read_text("utf-8"))
        found[read["id"]] = Instrument(
            read["id"],
            read["version"],
            read["kind"],
            _label(read),
            read["source"],
            tuple(read["profiles"]),
            _label(read["note"]),
            tuple(map(_group, read["groups"])),
            _scale(read.get("scale")),
            tuple(map(_group, read.get("respondents", ()))),
            tuple(map(_group, read.get("steps", ()))),
            read.get("is_instrument", True),
        )
    return found
