"""Gathering what a report holds: the centre's texts and goals, and the figures of the county's newest release."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.statistics.entries import Goal
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.model import Period as Fineness
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import Period, ReleaseInfo, empty_block
from slussen_statistics.domain.reports.content import (
    Content,
    Figures,
    FromRelease,
    ReportGoal,
    ReportQuote,
    SectionContent,
)
from slussen_statistics.domain.reports.figures import counts_where_nothing_is, figures_of, gap, shown_together
from slussen_statistics.domain.reports.outline import Filled, Outline, Section
from slussen_statistics.repository import entries, releases
from slussen_statistics.repository.entries import Wanted
from slussen_statistics.tables import AnnualReportRow
from slussen_statistics.use_cases.entries import ENTRY, Desk

MOST_GOALS = 200


async def gather(session: AsyncSession, row: AnnualReportRow, outline: Outline, desk: Desk) -> Content:
    """Return what a report holds now."""
    release = await releases.find_newest(session, row.county_code)
    sections = [await _section(session, section, row, release) for section in outline.sections]
    return Content(
        profile_id=row.profile_id,
        centre_name=desk.centre.name,
        year=row.year,
        edition=row.edition,
        release=None
        if release is None
        else FromRelease(release.id, release.released_on, release.period_through),
        sections=tuple(sections),
        quotes=tuple(ReportQuote(quote["text"], quote["by"]) for quote in row.quotes["quotes"]),
        goals=await _goals(session, desk, row.year),
        next_goals=await _goals(session, desk, row.year + 1),
        outline=outline,
        recipients=recipients_of(desk),
    )


def recipients_of(desk: Desk) -> tuple[str, ...]:
    """Return to whom a report goes by the county's profile."""
    found = desk.profile.statistics.annual_report.recipient.value if desk.profile else None
    return tuple(found or ())


async def _section(
    session: AsyncSession, section: Section, row: AnnualReportRow, release: ReleaseInfo | None
) -> SectionContent:
    figures: list[Figures] = []
    gaps: list[Label] = []
    for wanted in section.tables:
        found = await _filled(session, wanted, row, release)
        if isinstance(found, Figures):
            figures.append(found)
        else:
            gaps.append(found)
    text = row.passages.get(section.code, {}).get("text", "")
    return SectionContent(section.code, text, tuple(figures), tuple(gaps))


async def _filled(
    session: AsyncSession, wanted: Filled, row: AnnualReportRow, release: ReleaseInfo | None
) -> Figures | Label:
    """Return a table of the report, or in words why it is missing."""
    table = TABLES[wanted.table]
    if release is None:
        return gap(table, row.year, None, is_covered=False)
    months = table.period is Fineness.MONTH
    periods = [Period(row.year, month) for month in range(1, 13)] if months else [Period(row.year)]
    found = await releases.list_blocks(
        session, [release], table.id, areas=[str(row.centre_id)], periods=periods, with_counts=True
    )
    if not found and await _is_counted(session, table, row, release):
        found = [empty_block(release, table, str(row.centre_id), periods[0])]
    shown = shown_together(found)
    figures = figures_of(table, wanted, shown) if shown else None
    return figures or gap(table, row.year, release, is_covered=row.year <= release.period_through.year)


async def _is_counted(
    session: AsyncSession, table: Table, row: AnnualReportRow, release: ReleaseInfo
) -> bool:
    """Tell whether the release counted a centre in the year, so that it has zeros where it has no block."""
    if not counts_where_nothing_is(table, release) or row.year > release.period_through.year:
        return False
    if str(row.centre_id) not in {area.code for area in await releases.list_areas(session, [release])}:
        return False
    spans = await releases.list_table_periods(session, [release])
    alike = {one.id for one in TABLES.values() if one.subject == table.subject}
    return any(first.year <= row.year for table_id, (first, _) in spans.items() if table_id in alike)


async def _goals(session: AsyncSession, desk: Desk, year: int) -> tuple[ReportGoal, ...]:
    rows = await entries.list_entries(
        session,
        desk.centre.centre_id,
        Wanted(kind="goal", limit=MOST_GOALS),
        visible_to=desk.caller.authority_id,
    )
    read = [ENTRY.validate_python(row.body) for row in rows if not row.is_void]
    goals = [goal for goal in read if isinstance(goal, Goal) and goal.year == year]
    return tuple(_goal(goal) for goal in sorted(goals, key=lambda one: one.reference))


def _goal(goal: Goal) -> ReportGoal:
    return ReportGoal(
        goal.reference,
        goal.goal_kind.value,
        goal.goal,
        goal.how,
        goal.outcome,
        goal.is_measurable,
        goal.is_attained,
    )


def quotes_of(entered: Sequence[object]) -> list[ReportQuote]:
    """Return the quotes of answers."""
    found: list[ReportQuote] = []
    for entry in entered:
        found += [ReportQuote(quote.text, quote.by.value) for quote in getattr(entry, "quotes", ())]
    return found
