"""Annual reports: which there are, one with everything in it, handed in and opened again."""

from typing import Any
from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.annual_reports import Reason
from slussen_statistics.routes.pages.paths import of_report
from slussen_statistics.use_cases import annual_reports, report_submission
from slussen_statistics.use_cases.annual_reports import Report

router = page_router("statistics", "/reports")
RECORDS = [requires(scopes.RECORD)]


class BeginForm(FormModel):
    """A report to begin."""

    centre_id: UUID
    year: int = Field(ge=2000, le=2100)


class SubmitForm(FormModel):
    """A report to hand in, as it was seen."""

    version: int
    release_id: UUID | None = None


class ReopenForm(FormModel):
    """A report to open again."""

    version: int
    reason: Reason


@router.get("", dependencies=RECORDS)
async def show_reports(page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now) -> Response:
    """Show the reports of the reader's centres, and begin one."""
    return await _list(page, session, caller, now, page.form({"year": page.today.year - 1}))


@router.post("", dependencies=RECORDS)
async def begin_report(page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now) -> Response:
    """Begin a report."""
    form = await page.entered(BeginForm)
    if content := form.content:
        async with form.attempt(session):
            begun = await annual_reports.begin(
                session, content.centre_id, content.year, caller=caller, now=now
            )
            return page.go(of_report(begun.row.id), said="report-begun")
    return await _list(page, session, caller, now, form)


@router.get("/{report_id}", dependencies=RECORDS)
async def show_report(
    report_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Show a report: every heading with what stands under it, and what hinders."""
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    return _shown(page, report)


@router.post("/{report_id}/submission", dependencies=RECORDS)
async def submit_report(
    report_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Hand the report in."""
    form = await page.entered(SubmitForm)
    if content := form.content:
        async with form.attempt(session):
            report = await report_submission.submit(
                session,
                report_id,
                expected=content.version,
                release_id=content.release_id,
                caller=caller,
                now=now,
            )
            late = report.editions[0].late_for
            return page.go(of_report(report_id), said="report-late" if late else "report-submitted")
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    return _shown(page, report, submit_form=form)


@router.post("/{report_id}/reopening", dependencies=RECORDS)
async def reopen_report(
    report_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Open the report again for a reason."""
    form = await page.entered(ReopenForm)
    if content := form.content:
        async with form.attempt(session):
            await report_submission.reopen(
                session, report_id, content.reason, expected=content.version, caller=caller, now=now
            )
            return page.go(of_report(report_id), said="report-reopened")
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    return _shown(page, report, reopen_form=form)


def _shown(page: WebPage, report: Report, **forms: Form[Any]) -> Response:
    shown: dict[str, Any] = {"submit_form": page.form(), "reopen_form": page.form(), **forms}
    headings = {section.code: section.heading for section in report.outline.sections}
    return page.show("report.html", report=report, headings=headings, **shown)


async def _list(
    page: WebPage, session: Transaction, caller: CurrentCaller, now: Now, form: Form[Any]
) -> Response:
    centres = await annual_reports.list_own_centres(session, caller=caller, now=now)
    found = await annual_reports.list_reports(session, caller=caller, now=now)
    names = {centre.centre_id: centre.name for centre in centres}
    years = range(page.today.year, page.today.year - 5, -1)
    return page.show("reports.html", form=form, found=found, names=names, years=years)
