"""The headings of a county's annual report, as versioned data: what is written, what is filled in, what must be there.

Each is a file in `data/report_outlines`; headings that no source states are defaults and say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from slussen_statistics.domain.labels import Label

GoalsOf = Literal["this_year", "next_year"]
GENERAL = "socialstyrelsen"
"""The outline of a county that has none of its own: that of the national guidance."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A table that is filled in from the release.

    Attributes:
        rows: Dimensions whose categories are the rows; without any, each measure is a row.
        at: The category at which another dimension is read, where that is not its total.
        picture: The measure that is also drawn.
        most: The picture's full length; without it the largest value.
    """

    table: str
    measures: tuple[str, ...]
    rows: tuple[str, ...] = ()
    at: tuple[tuple[str, str], ...] = ()
    picture: str | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what belongs under it.

    Attributes:
        special_item: The item that the county asks for by name, which this section answers.
        answered_by_figure: Whether a figure of the release is an answer, without any text.
        goals: Which goals stand here: those of the report's year or of the next.
    """

    code: str
    heading: Label
    hint: Label | None = None
    level: int = 1
    is_required: bool = False
    max_pages_from_profile: bool = False
    special_item: str | None = None
    answered_by_figure: bool = False
    has_quotes: bool = False
    goals: GoalsOf | None = None
    tables: tuple[Filled, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a report in one version; `is_default`: no source states them."""

    profile: str
    version: int
    source: str
    title: Label
    note: Label
    sections: tuple[Section, ...]
    is_default: bool

    def section(self, code: str) -> Section | None:
        """Return a section; None where there is none of that code."""
        return next((section for section in self.sections if section.code == code), None)

    def only(self, codes: Sequence[str]) -> "Outline":
        """Return it with these headings and no others; one that it no longer has is named by its code."""
        found = (self.section(code) or Section(code, Label(code, code)) for code in codes)
        return replace(self, sections=tuple(found))


def _label(read: Mapping[str, Any]) -> Label:
    return Label(read["sv"], read["en"])


def _filled(read: Mapping[str, Any]) -> Filled:
    return Filled(
        read["table"],
        tuple(read["measures"]),
        tuple(read.get("rows", ())),
        tuple(read.get("at", {}).items()),
        read.get("picture"),
        read.get("most"),
    )


def _section(read: Mapping[str, Any]) -> Section:
    plain = {
        name: value for name, value in read.items() if name not in {"code", "sv", "en", "hint", "tables"}
    }
    hint = _label(read["hint"]) if "hint" in read else None
    tables = tuple(_filled(table) for table in read.get("tables", ()))
    return Section(read["code"], _label(read), hint, tables=tables, **plain)


@cache
def outlines() -> Mapping[str, Outline]:
    """Return every outline by its profile."""
    folder = files("slussen_statistics").joinpath("data", "report_outlines")
    found = {}
    for file in folder.iterdir():
        read = yaml.safe_load(file.read_text("utf-8"))
        sections = tuple(map(_section, read["sections"]))
        found[read["profile"]] = Outline(
            read["profile"],
            read["version"],
            read["source"],
            _label(read),
            _label(read["note"]),
            sections,
            read["is_default"],
        )
    return found


def outline_of(profile_id: str) -> Outline:
    """Return the outline of a county's profile; the national guidance's where the county has none."""
    return outlines().get(profile_id) or outlines()[GENERAL]
