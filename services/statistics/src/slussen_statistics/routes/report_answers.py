"""From an annual report to what the API answers."""

from slussen_contracts.statistics.annual_reports import (
    AnnualReportEntry,
    AnnualReportRead,
    ReportDue,
    ReportEdition,
    ReportFigures,
    ReportFinding,
    ReportGoalRead,
    ReportRelease,
    ReportSection,
)
from slussen_contracts.statistics.entries import Quote, QuotedBy
from slussen_statistics.domain.reports.content import Figures, ReportGoal, in_words
from slussen_statistics.domain.reports.outline import Section
from slussen_statistics.formats import text_of
from slussen_statistics.tables import AnnualReportRow
from slussen_statistics.use_cases.annual_reports import Report


def entry(row: AnnualReportRow) -> AnnualReportEntry:
    """Return a report in a list."""
    return AnnualReportEntry(
        id=row.id,
        version=row.version,
        centre_id=row.centre_id,
        year=row.year,
        edition=row.edition,
        state="submitted" if row.state == "submitted" else "draft",
        profile=row.profile_id,
    )


def whole(report: Report) -> AnnualReportRead:
    """Return a report with everything that stands in it."""
    content, release = report.content, report.content.release
    return AnnualReportRead(
        **entry(report.row).model_dump(),
        title=text_of(report.outline.title),
        headings_are_default=report.outline.is_default,
        note=text_of(report.outline.note),
        recipients=list(report.recipients),
        dues=[ReportDue(to=due.to, day=due.day) for due in report.dues],
        release=release
        and ReportRelease(
            id=release.id, released_on=release.released_on, period_through=release.period_through
        ),
        sections=[section(report, one) for one in report.outline.sections],
        quotes=[Quote(text=quote.text, by=QuotedBy(quote.by)) for quote in content.quotes],
        quotes_version=int(report.row.quotes["version"]),
        goals=[_goal(goal) for goal in content.goals],
        next_goals=[_goal(goal) for goal in content.next_goals],
        findings=[
            ReportFinding(weight=one.weight, rule=one.rule, section=one.section, text=text_of(one.text))
            for one in report.findings
        ],
        editions=[
            ReportEdition(
                edition=kept.edition,
                submitted_at=kept.submitted_at,
                late_for=kept.late_for,
                reason=kept.reason,
                sha256=kept.sha256,
            )
            for kept in report.editions
        ],
    )


def section(report: Report, one: Section) -> ReportSection:
    """Return a heading with what stands under it."""
    there = report.content.section(one.code)
    return ReportSection(
        code=one.code,
        heading=text_of(in_words(one.heading, report.row.year)),
        hint=text_of(one.hint) if one.hint else None,
        level=one.level,
        is_required=one.is_required,
        special_item=one.special_item,
        text=there.text,
        version=report.version_of(one.code),
        figures=[_figures(table) for table in there.figures],
        gaps=[text_of(missing) for missing in there.gaps],
    )


def _figures(table: Figures) -> ReportFigures:
    return ReportFigures(
        table=table.table,
        title=text_of(table.title),
        head=[text_of(label) for label in table.head],
        labels=[[text_of(label) for label in row.labels] for row in table.rows],
        values=[[cell.value for cell in row.cells] for row in table.rows],
        statuses=[[cell.status for cell in row.cells] for row in table.rows],
    )


def _goal(goal: ReportGoal) -> ReportGoalRead:
    return ReportGoalRead(
        reference=goal.reference,
        kind=goal.kind,
        goal=goal.goal,
        how=goal.how,
        outcome=goal.outcome,
        is_measurable=goal.is_measurable,
        is_attained=goal.is_attained,
    )
