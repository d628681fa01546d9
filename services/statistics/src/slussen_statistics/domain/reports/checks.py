"""What hinders that a report is submitted, and what to think of before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from slussen_chassis.errors import FieldProblem
from slussen_contracts.profiles.practice import Statistics
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.reports.content import Content, SectionContent, in_words, priority_goals
from slussen_statistics.domain.reports.outline import Outline, Section

Weight = Literal["breach", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a report: a breach hinders its submission, the others do not.

    Attributes:
        section: The heading it is about; None: the whole report.
    """

    weight: Weight
    rule: str
    section: str | None
    text: Label

    def problem(self) -> FieldProblem:
        """Return it as a fault of the submission."""
        field = f"sections.{self.section}" if self.section else "report"
        return FieldProblem(field, self.rule, self.text.sv, self.text.en)


def findings(
    content: Content, outline: Outline, statistics: Statistics, *, description_pages: int
) -> list[Finding]:
    """Return what is to be said of a report, what hinders first.

    Args:
        content: The report.
        outline: Its headings.
        statistics: What the county's profile says of follow-up.
        description_pages: How many pages the description takes as it is laid out.
    """
    found = [
        *_sections(content, outline, statistics),
        *_goals(content, outline, statistics),
        *_length(outline, statistics, description_pages),
        *_figures(content),
    ]
    order = {"breach": 0, "warning": 1, "notice": 2}
    return sorted(found, key=lambda one: order[one.weight])


def _sections(content: Content, outline: Outline, statistics: Statistics) -> Iterator[Finding]:
    special = frozenset(statistics.annual_report.special_items.value or ())
    wanted = frozenset(statistics.activity_plan_must_contain.value or ())
    for section in outline.sections:
        there = content.section(section.code)
        heading = in_words(section.heading, content.year)
        if section.special_item in special:
            if not _answers(there, section, content):
                yield Finding("breach", "missing-special-item", section.code, _missing_item(heading))
        elif (section.is_required or section.code in wanted) and not (
            there.text or _goals_of(section, content)
        ):
            text = Label(f"Avsnittet ”{heading.sv}” saknar text.", f"The section “{heading.en}” has no text.")
            yield Finding("breach", "missing-section", section.code, text)


def _answers(there: SectionContent, section: Section, content: Content) -> bool:
    by_figure = section.answered_by_figure and any(table.has_value for table in there.figures)
    return bool(there.text) or by_figure or _goals_of(section, content)


def _goals_of(section: Section, content: Content) -> bool:
    goals = {"this_year": content.goals, "next_year": content.next_goals}
    return bool(section.goals and goals[section.goals])


def _missing_item(heading: Label) -> Label:
    return Label(
        f"Den särskilda uppgiften ”{heading.sv}” saknas. Länets avtal kräver den.",
        f"The special item “{heading.en}” is missing. The county's agreement asks for it.",
    )


def _goals(content: Content, outline: Outline, statistics: Statistics) -> Iterator[Finding]:
    """Yield whether as many priority goals as the county expects are there, and measurable (S001 Bilaga 3)."""
    place = next((section.code for section in outline.sections if section.goals == "next_year"), None)
    expected = statistics.priority_goals_per_year.value
    chosen = priority_goals(content.next_goals)
    if expected and place and len(chosen) != expected:
        year = content.year + 1
        text = Label(
            f"{len(chosen)} prioriterade mål för {year}; {expected} förväntas.",
            f"{len(chosen)} priority goals for {year}; {expected} are expected.",
        )
        yield Finding("warning", "goals-expected", place, text)
    if expected and any(not goal.is_measurable for goal in chosen):
        text = Label(
            "Ett mål är inte märkt som mätbart; målen ska om möjligt vara mätbara.",
            "A goal is not marked as measurable; goals are to be measurable if possible.",
        )
        yield Finding("notice", "measurable", place, text)


def _length(outline: Outline, statistics: Statistics, pages: int) -> Iterator[Finding]:
    """Yield whether the description is longer than the county wants it (S001 Bilaga 3 Mall: one page)."""
    most = statistics.annual_report.description_max_pages.value
    place = next((section.code for section in outline.sections if section.max_pages_from_profile), None)
    if most and place and pages > most:
        text = Label(
            f"Beskrivningen tar {pages} sidor; mallen anger högst {most}.",
            f"The description takes {pages} pages; the template states at most {most}.",
        )
        yield Finding("warning", "too-long", place, text)


def _figures(content: Content) -> Iterator[Finding]:
    release = content.release
    if release is not None and date(content.year, 1, 1) <= release.period_through < date(
        content.year, 12, 31
    ):
        through = release.period_through.isoformat()
        text = Label(
            f"Siffrorna omfattar året till och med {through}.",
            f"The figures cover the year through {through}.",
        )
        yield Finding("warning", "year-not-covered", None, text)
    for section in content.sections:
        for missing in section.gaps:
            yield Finding("notice", "missing-figure", section.code, missing)
