"""The annual report over REST: begun, written, handed in, opened again; its document as PDF and DOCX."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from slussen_chassis.documents import docx
from slussen_chassis.documents.blocks import Language
from slussen_chassis.documents.docx import make_docx
from slussen_chassis.documents.pdf import make_pdf
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import (
    CurrentCaller,
    Now,
    Page,
    Paging,
    RequiredIfMatch,
    Transaction,
    requires,
    set_etag,
)
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.annual_reports import (
    AnnualReportCreate,
    AnnualReportEntry,
    AnnualReportRead,
    PassageWrite,
    QuotesWrite,
    ReopeningWrite,
    ReportSection,
    SubmissionWrite,
)
from slussen_statistics.domain.reports.report import NoSuchSectionError
from slussen_statistics.routes import report_answers
from slussen_statistics.use_cases import annual_reports, report_submission

PDF: Final = "application/pdf"
RECORDS: Final = [requires(scopes.RECORD)]
router = APIRouter(prefix="/statistics/v1/annual-reports", route_class=TransactionRoute, tags=["reports"])

SectionCode = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,40}$", examples=["description"])]
Edition = Annotated[int | None, Query(ge=1, le=1000, description="Utgåva. / Edition.", examples=[1])]
InLanguage = Annotated[Language, Query(alias="language", description="Språk. / Language.", examples=["sv"])]


@router.get(
    "",
    operation_id="listAnnualReports",
    summary="Verksamhetsberättelser / Annual reports",
    dependencies=RECORDS,
)
async def list_annual_reports(
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    page: Paging,
    centre_id: Annotated[UUID | None, Query(alias="centreId")] = None,
) -> Page[AnnualReportEntry]:
    """Berättelserna vid dina familjecentraler, det senaste året först. / The reports of your centres."""
    found = await annual_reports.list_reports(
        session, caller=caller, now=now, limit=page.limit + 1, offset=page.offset, centre_id=centre_id
    )
    return Page[AnnualReportEntry].of([report_answers.entry(row) for row in found], page)


@router.post(
    "",
    status_code=201,
    operation_id="beginAnnualReport",
    summary="Börja på årets berättelse / Begin the year's report",
    dependencies=RECORDS,
)
async def begin_annual_report(
    body: AnnualReportCreate, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> AnnualReportRead:
    """Börja på ett års verksamhetsberättelse och plan, med länets rubriker och ifyllda siffror.

    Begin a year's report and plan, with the county's headings and the figures filled in.
    """
    report = await annual_reports.begin(session, body.centre_id, body.year, caller=caller, now=now)
    set_etag(response, report.row.version)
    return report_answers.whole(report)


@router.get(
    "/{report_id}", operation_id="readAnnualReport", summary="En berättelse / A report", dependencies=RECORDS
)
async def read_annual_report(
    report_id: UUID, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> AnnualReportRead:
    """Berättelsen som den är: text, siffror ur den senaste publiceringen, vad som saknas och vad som hindrar.

    The report as it stands: texts, figures of the newest release, what is missing and what hinders.
    """
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    set_etag(response, report.row.version)
    return report_answers.whole(report)


@router.put(
    "/{report_id}/sections/{section}",
    operation_id="writeAnnualReportSection",
    summary="Skriv under en rubrik / Write under a heading",
    dependencies=RECORDS,
)
async def write_section(  # noqa: PLR0913, PLR0917 - the path, the body, the version, and who writes when
    report_id: UUID,
    section: SectionCode,
    body: PassageWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> ReportSection:
    """Spara texten under en rubrik. Varje rubrik har sin egen version, så att flera kan skriva samtidigt.

    Keep the text under a heading. Each heading has a version of its own, so that several people write at once.
    """
    report = await annual_reports.write_passage(
        session, report_id, section, body.text, expected=expected, caller=caller, now=now
    )
    set_etag(response, report.version_of(section))
    found = report.outline.section(section)
    if found is None:
        raise NoSuchSectionError
    return report_answers.section(report, found)


@router.put(
    "/{report_id}/quotes",
    operation_id="writeAnnualReportQuotes",
    summary="Citat i berättelsen / Quotes in the report",
    dependencies=RECORDS,
)
async def write_quotes(  # noqa: PLR0913, PLR0917 - the path, the body, the version, and who writes when
    report_id: UUID,
    body: QuotesWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AnnualReportRead:
    """Spara citaten; varje citat märks med kvinna, man eller annan. / Keep the quotes, each marked with who said it."""
    report = await annual_reports.write_quotes(
        session, report_id, body.quotes, expected=expected, caller=caller, now=now
    )
    set_etag(response, int(report.row.quotes["version"]))
    return report_answers.whole(report)


@router.post(
    "/{report_id}/submission",
    operation_id="submitAnnualReport",
    summary="Lämna in berättelsen / Hand in the report",
    dependencies=RECORDS,
)
async def submit_annual_report(  # noqa: PLR0913, PLR0917 - the path, the body, the version, and who submits when
    report_id: UUID,
    body: SubmissionWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AnnualReportRead:
    """Lämna in berättelsen: den prövas mot länets krav, låses och sparas. Efter länets dag är den försenad.

    Hand in the report: it is checked against what the county asks for, locked and kept. After the county's day it
    is late, and that is said.
    """
    report = await report_submission.submit(
        session, report_id, expected=expected, release_id=body.release_id, caller=caller, now=now
    )
    set_etag(response, report.row.version)
    return report_answers.whole(report)


@router.post(
    "/{report_id}/reopening",
    operation_id="reopenAnnualReport",
    summary="Öppna en inlämnad berättelse / Open a submitted report again",
    dependencies=RECORDS,
)
async def reopen_annual_report(  # noqa: PLR0913, PLR0917 - the path, the body, the version, and who opens it when
    report_id: UUID,
    body: ReopeningWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AnnualReportRead:
    """Öppna berättelsen igen som ny utgåva, med skäl; den som lämnats in finns kvar.

    Open the report again as a new edition, for a reason; the one that was handed in stays.
    """
    report = await report_submission.reopen(
        session, report_id, body.reason, expected=expected, caller=caller, now=now
    )
    set_etag(response, report.row.version)
    return report_answers.whole(report)


def _responses(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    return {200: {"content": {media_type: {"schema": schema}}, "description": "Filen. / The file."}}


@router.get(
    "/{report_id}/document/pdf",
    operation_id="getAnnualReportPdf",
    summary="Berättelsen som PDF / The report as PDF",
    dependencies=RECORDS,
    response_class=Response,
    responses=_responses(PDF),
)
async def get_pdf(
    report_id: UUID,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    edition: Edition = None,
    language: InLanguage = "sv",
) -> Response:
    """Berättelsen som tillgänglig PDF (PDF/UA-1, PDF/A-2a). / The report as accessible PDF."""
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    document, kept = report_submission.describe(report, edition=edition, language=language)
    return _file(
        kept or await make_pdf(document), PDF, f"verksamhetsberattelse-{report.row.year}.pdf", language
    )


@router.get(
    "/{report_id}/document/docx",
    operation_id="getAnnualReportDocx",
    summary="Berättelsen som DOCX / The report as DOCX",
    dependencies=RECORDS,
    response_class=Response,
    responses=_responses(docx.MEDIA_TYPE),
)
async def get_docx(
    report_id: UUID,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    edition: Edition = None,
    language: InLanguage = "sv",
) -> Response:
    """Berättelsen som DOCX att arbeta vidare med. / The report as DOCX, to work on."""
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    document, _ = report_submission.describe(report, edition=edition, language=language)
    name = f"verksamhetsberattelse-{report.row.year}.docx"
    return _file(await make_docx(document), docx.MEDIA_TYPE, name, language)


def _file(content: bytes, media_type: str, name: str, language: Language) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language}
    return Response(content, media_type=media_type, headers=headers)
