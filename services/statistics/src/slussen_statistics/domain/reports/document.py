"""The report as a document: every heading with its text, figures, pictures, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from slussen_chassis.documents.blocks import (
    Bars,
    Block,
    Document,
    Facts,
    Heading,
    Items,
    Language,
    Note,
    Paragraph,
    Table,
)
from slussen_chassis.pages.wording import Wording
from slussen_statistics.domain.reports.content import (
    Cell,
    Content,
    Figures,
    ReportGoal,
    SectionContent,
    in_words,
)
from slussen_statistics.domain.reports.outline import Outline, Section
from slussen_statistics.domain.reports.words import DUE_TO, QUOTED_BY, RECIPIENTS, Say

LONGEST = 100.0
BETWEEN = " \N{EN DASH} "
"""Between sender and receiver in a picture; an arrow is not among the document's characters."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How a report was submitted; without it, the document is a draft."""

    on: date
    late_for: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A report to be made a document of."""

    content: Content
    outline: Outline
    recipients: tuple[str, ...] = ()
    handed_in: HandedIn | None = None


def report_document(written: Written, *, made_at: datetime, language: Language = "sv") -> Document:
    """Return a report's document."""
    say, content = Say(language), written.content
    title = say.label(written.outline.title)
    return Document(
        title=f"{title} {content.year}",
        kind=content.centre_name,
        subject=f"urn:slussen:annual-report:{content.year}:edition:{content.edition}",
        author=content.centre_name,
        footer=f"{content.centre_name} · {content.year} · {say('edition').lower()} {content.edition}",
        made_at=made_at,
        blocks=tuple(_blocks(written, say)),
        language=language,
        mark=None if written.handed_in else say("draft"),
    )


def description_document(written: Written, *, made_at: datetime) -> Document | None:
    """Return the description alone, as it is laid out, to be measured; None where the county sets no length."""
    section = next((one for one in written.outline.sections if one.max_pages_from_profile), None)
    if section is None:
        return None
    say = Say("sv")
    blocks = tuple(_section(section, written, say))
    whole = report_document(written, made_at=made_at)
    return Document(
        title=whole.title,
        kind=whole.kind,
        subject=whole.subject,
        author=whole.author,
        footer=whole.footer,
        made_at=made_at,
        blocks=blocks,
    )


def _blocks(written: Written, say: Say) -> Iterator[Block]:
    yield _about(written, say)
    if written.outline.is_default:
        yield Paragraph(say("headings_default"))
    for section in written.outline.sections:
        yield from _section(section, written, say)
    if any(section.figures for section in written.content.sections):
        yield Note(say("figures_note"))


def _about(written: Written, say: Say) -> Facts:
    content, handed_in = written.content, written.handed_in
    recipients = ", ".join(say.label(RECIPIENTS[code]) for code in written.recipients if code in RECIPIENTS)
    rows = [
        (say("centre"), content.centre_name),
        (say("year"), str(content.year)),
        (say("edition"), str(content.edition)),
    ]
    if recipients:
        rows.append((say("recipient"), recipients))
    if handed_in is not None:
        rows.append((say("submitted"), handed_in.on.isoformat()))
    if handed_in is not None and handed_in.late_for:
        rows.append((say("late"), ", ".join(say.label(DUE_TO[code]) for code in handed_in.late_for)))
    if handed_in is not None and handed_in.reason:
        rows.append((say("reason"), handed_in.reason))
    rows.append((say("release"), _release(content, say)))
    return Facts(tuple(rows))


def _release(content: Content, say: Say) -> str:
    release = content.release
    if release is None:
        return say("no_release")
    day, through = release.released_on.isoformat(), release.period_through.isoformat()
    return say("release_value", day=day, through=through, id=release.id)


def _section(section: Section, written: Written, say: Say) -> Iterator[Block]:
    content = written.content
    there = content.section(section.code)
    yield Heading(say.label(in_words(section.heading, content.year)), section.level)
    if there.text:
        yield from (Paragraph(part) for part in there.text.split("\n\n") if part.strip())
    yield from _goals(content, section, say)
    for figures in there.figures:
        yield from _figures(figures, content.year, say)
    if there.gaps:
        yield Items(tuple(say.label(missing) for missing in there.gaps))
    if section.has_quotes and content.quotes:
        yield from _quotes(content, section, say)
    if not _holds_something(there, section, content):
        yield Paragraph(say("no_text"))


def _holds_something(there: SectionContent, section: Section, content: Content) -> bool:
    goals = {"this_year": content.goals, "next_year": content.next_goals, None: ()}[section.goals]
    quoted = section.has_quotes and content.quotes
    return bool(there.text or there.figures or there.gaps or goals or quoted)


def _quotes(content: Content, section: Section, say: Say) -> Iterator[Block]:
    yield Heading(say("quotes"), section.level + 1)
    marked = (f"”{quote.text}” ({say.label(QUOTED_BY[quote.by])})" for quote in content.quotes)
    yield Items(tuple(marked))


def _goals(content: Content, section: Section, say: Say) -> Iterator[Block]:
    if section.goals is None:
        return
    for goal in content.goals if section.goals == "this_year" else content.next_goals:
        yield Facts(tuple(_goal(goal, say, is_over=section.goals == "this_year")))


def _goal(goal: ReportGoal, say: Say, *, is_over: bool) -> Iterator[tuple[str, str]]:
    answer = {True: "yes", False: "no", None: "not_stated"}
    yield say("goal"), goal.goal
    yield say("how"), goal.how or say("not_stated")
    yield say("measurable"), say(answer[goal.is_measurable])
    if is_over:
        yield say("outcome"), goal.outcome or say("not_stated")
        yield say("attained"), say(answer[goal.is_attained])


def _figures(figures: Figures, year: int, say: Say) -> Iterator[Block]:
    wording = Wording(say.language)
    caption = f"{say.label(figures.title)}, {year}"
    rows = tuple(
        (*(say.label(label) for label in row.labels), *(written_cell(cell, wording) for cell in row.cells))
        for row in figures.rows
    )
    head = tuple(_capital(say.label(label)) for label in figures.head)
    yield Table(caption, head, rows, numeric=len(figures.rows[0].cells))
    if figures.picture is not None:
        yield _bars(figures, caption, say, wording)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _bars(figures: Figures, caption: str, say: Say, wording: Wording) -> Bars:
    column = figures.picture or 0
    values = [float(row.cells[column].value or 0) for row in figures.rows]
    most = figures.most or max(values) or LONGEST
    rows = tuple(
        (
            BETWEEN.join(say.label(label) for label in row.labels),
            written_cell(row.cells[column], wording),
            min(max(value / most, 0.0), 1.0),
        )
        for row, value in zip(figures.rows, values, strict=True)
    )
    return Bars(say("picture", title=caption), say("picture_alternative"), rows)


def written_cell(cell: Cell, wording: Wording) -> str:
    """Return a figure as people read it; what is not shown as its status."""
    return (cell.status or "") if cell.value is None else wording.number(cell.value, cell.decimals)
