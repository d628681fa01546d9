"""Handing a report in, opening it again for a reason, and its document."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.documents.blocks import Document, Language
from slussen_chassis.documents.pdf import make_pdf
from slussen_chassis.errors import InvalidError, NotFoundError
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.statistics.events import (
    AnnualReportReopened,
    AnnualReportState,
    AnnualReportSubmitted,
)
from slussen_statistics.domain.personal_numbers import personal_number_faults
from slussen_statistics.domain.reports.deadlines import late_for
from slussen_statistics.domain.reports.document import HandedIn, Written, report_document
from slussen_statistics.domain.reports.report import FiguresChangedError, ReportIsNotSubmittedError
from slussen_statistics.repository import annual_reports
from slussen_statistics.tables import AnnualReportEditionRow
from slussen_statistics.use_cases.annual_reports import (
    CONTENT,
    Report,
    get_report,
    require_open,
    whole_report,
)


async def submit(
    session: AsyncSession,
    report_id: UUID,
    *,
    expected: int | None,
    release_id: UUID | None,
    caller: Caller,
    now: datetime,
) -> Report:
    """Hand in a report: it is checked, locked, kept as it is, and announced.

    Raises:
        InvalidError: Something that the county asks for is missing; each is named by its heading.
        PreconditionFailedError: It has changed since it was read.
        FiguresChangedError: A newer release is out than the one that was looked at.
        ReportIsSubmittedError: It is handed in already.
    """
    row, desk = await get_report(session, report_id, caller, now, for_update=True)
    require_open(row)
    check_version(row.version, expected)
    report = await whole_report(session, row, desk)
    release = report.content.release
    if release_id is not None and (release is None or release.id != release_id):
        raise FiguresChangedError
    if breaches := [one.problem() for one in report.findings if one.weight == "breach"]:
        raise InvalidError(*breaches)
    late = late_for(report.dues, on=desk.today)
    await annual_reports.keep_edition(session, await _edition(report, late))
    await annual_reports.change(session, row, {"state": "submitted", "changed_at": now})
    audit.record(session, "annual_report.submit", resource_type="annual_report", resource_id=row.id)
    enqueue(session, _event(AnnualReportSubmitted, report, late))
    return await whole_report(session, row, desk)


async def _edition(report: Report, late: tuple[str, ...]) -> AnnualReportEditionRow:
    row, now = report.row, report.desk.now
    handed_in = HandedIn(report.desk.today, late, row.reason)
    written = Written(report.content, report.outline, report.recipients, handed_in)
    pdf = await make_pdf(report_document(written, made_at=now))
    return AnnualReportEditionRow(
        report_id=row.id,
        edition=row.edition,
        county_code=row.county_code,
        submitted_at=now,
        late_for=list(late),
        reason=row.reason,
        content=CONTENT.dump_python(report.content, mode="json"),
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        responsible_authority_id=report.desk.caller.authority_id or row.responsible_authority_id,
        grants=row.grants,
    )


async def reopen(
    session: AsyncSession,
    report_id: UUID,
    reason: str,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Report:
    """Open a submitted report again as a new edition; the one that was handed in stays.

    Raises:
        ReportIsNotSubmittedError: It is a draft.
        PreconditionFailedError: It has changed since it was read.
    """
    row, desk = await get_report(session, report_id, caller, now, for_update=True)
    if row.state != "submitted":
        raise ReportIsNotSubmittedError
    check_version(row.version, expected)
    if faults := personal_number_faults([("reason", reason)]):
        raise InvalidError(*faults)
    changes = {"state": "draft", "edition": row.edition + 1, "reason": reason, "changed_at": now}
    await annual_reports.change(session, row, changes)
    audit.record(session, "annual_report.reopen", resource_type="annual_report", resource_id=row.id)
    report = await whole_report(session, row, desk)
    enqueue(session, _event(AnnualReportReopened, report, ()))
    return report


def describe(report: Report, *, edition: int | None, language: Language) -> tuple[Document, bytes | None]:
    """Return a report's document, and its PDF where an edition was handed in and kept in that language.

    Raises:
        NotFoundError: There is no such edition.
    """
    kept = _kept(report, edition)
    if kept is None:
        written = Written(report.content, report.outline, report.recipients)
        return report_document(written, made_at=report.row.changed_at, language=language), None
    handed_in = HandedIn(local_day(kept.submitted_at), tuple(kept.late_for), kept.reason)
    content = CONTENT.validate_python(kept.content)
    recipients = report.recipients if content.recipients is None else content.recipients
    written = Written(content, content.headings, recipients, handed_in)
    document = report_document(written, made_at=kept.submitted_at, language=language)
    return document, kept.pdf if language == "sv" else None


def _kept(report: Report, edition: int | None) -> AnnualReportEditionRow | None:
    if edition is None:
        return report.editions[0] if report.is_submitted else None
    for kept in report.editions:
        if kept.edition == edition:
            return kept
    raise NotFoundError


def _event(kind: type[AnnualReportState], report: Report, late: tuple[str, ...]) -> AnnualReportState:
    row, desk, release = report.row, report.desk, report.content.release
    return kind(
        id=new_id(),
        occurred_at=desk.now,
        county_code=row.county_code,
        aggregate_id=row.id,
        aggregate_version=row.version,
        centre_id=row.centre_id,
        municipality_code=row.municipality_code,
        year=row.year,
        edition=row.edition,
        profile_id=row.profile_id,
        release_id=release.id if release else None,
        submitted_on=desk.today if kind is AnnualReportSubmitted else None,
        recipients=report.recipients,
        late_for=late,
    )
