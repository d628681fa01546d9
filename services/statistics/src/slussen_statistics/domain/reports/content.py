"""What a report holds at a moment: texts, quotes, goals, figures of one release, and what is missing.

A submitted edition keeps it as it was, so that its documents can be made again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.reports.outline import Outline, outline_of
from slussen_statistics.domain.showing import Value


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as the release shows it; without a value its status says why."""

    value: Value
    status: str | None
    decimals: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of a table: what it is of, and its figures."""

    labels: tuple[Label, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of the release in the report; `picture` is the column that is also drawn, `most` its full length."""

    table: str
    title: Label
    head: tuple[Label, ...]
    rows: tuple[FigureRow, ...]
    picture: int | None = None
    most: float | None = None

    @property
    def has_value(self) -> bool:
        """Tell whether any figure is there."""
        return any(cell.value is not None for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class ReportGoal:
    """A goal of a year as the centre has entered it."""

    reference: str
    kind: str
    goal: str
    how: str | None
    outcome: str | None
    is_measurable: bool
    is_attained: bool | None


@dataclass(frozen=True, slots=True)
class ReportQuote:
    """Words of a parent, and who said them: woman, man or other."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class FromRelease:
    """The release that the figures come from."""

    id: UUID
    released_on: date
    period_through: date


@dataclass(frozen=True, slots=True)
class SectionContent:
    """What stands under a heading; `gaps` names figures that are missing."""

    code: str
    text: str
    figures: tuple[Figures, ...]
    gaps: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A report's whole content; goals of the report's year and of the next.

    Attributes:
        outline: The headings that it was gathered by; None in editions that were kept without.
        recipients: To whom it went by the county's profile of the day; None likewise.
    """

    profile_id: str
    centre_name: str
    year: int
    edition: int
    release: FromRelease | None
    sections: tuple[SectionContent, ...]
    quotes: tuple[ReportQuote, ...]
    goals: tuple[ReportGoal, ...]
    next_goals: tuple[ReportGoal, ...]
    outline: Outline | None = None
    recipients: tuple[str, ...] | None = None

    @property
    def headings(self) -> Outline:
        """Return the outline that it is read by: its own, else the county's newest with the headings that it has."""
        if self.outline is not None:
            return self.outline
        return outline_of(self.profile_id).only([section.code for section in self.sections])

    def section(self, code: str) -> SectionContent:
        """Return what stands under a heading.

        Raises:
            KeyError: There is no such heading.
        """
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)


def priority_goals(goals: Iterable[ReportGoal]) -> list[ReportGoal]:
    """Return the goals that are priority goals."""
    return [goal for goal in goals if goal.kind == "priority"]


def in_words(heading: Label, year: int) -> Label:
    """Return a heading with its years filled in."""
    years = {"year": year, "next_year": year + 1}
    return Label(heading.sv.format_map(years), heading.en.format_map(years))
