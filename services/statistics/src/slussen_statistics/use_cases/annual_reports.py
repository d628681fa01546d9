"""Writing a centre's annual report together, handing it in, and opening it again for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.documents.pdf import page_count
from slussen_chassis.errors import ForbiddenError, InvalidError, NotFoundError
from slussen_chassis.web import check_version
from slussen_contracts.profiles.practice import Statistics
from slussen_contracts.statistics.entries import Quote
from slussen_statistics.domain.personal_numbers import personal_number_faults, texts_in
from slussen_statistics.domain.reports.checks import Finding, findings
from slussen_statistics.domain.reports.content import Content, ReportQuote
from slussen_statistics.domain.reports.deadlines import Due, dues
from slussen_statistics.domain.reports.document import (
    Written,
    description_document,
)
from slussen_statistics.domain.reports.outline import Outline, outline_of
from slussen_statistics.domain.reports.report import (
    NoSuchSectionError,
    ReportBegunError,
    ReportIsSubmittedError,
    year_to_come,
)
from slussen_statistics.repository import annual_reports, entries, register
from slussen_statistics.repository.entries import Wanted
from slussen_statistics.tables import AnnualReportEditionRow, AnnualReportRow, CentreCopyRow
from slussen_statistics.use_cases.entries import ENTRY, Desk, open_desk
from slussen_statistics.use_cases.report_content import gather, quotes_of, recipients_of

CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
MOST_ANSWERS = 500
MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands, with what the county says of it."""

    row: AnnualReportRow
    desk: Desk
    content: Content
    outline: Outline
    statistics: Statistics
    editions: Sequence[AnnualReportEditionRow]
    findings: Sequence[Finding] = ()

    @property
    def is_submitted(self) -> bool:
        """Tell whether it is locked."""
        return self.row.state == "submitted"

    @property
    def dues(self) -> tuple[Due, ...]:
        """Return by when it is due."""
        return dues(self.statistics.annual_report, self.row.year)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return to whom it goes, or, where it is submitted, went then."""
        return recipients_of(self.desk) if self.content.recipients is None else self.content.recipients

    def version_of(self, section: str) -> int:
        """Return the version of a heading's text; 0 before anything was written."""
        return int(self.row.passages.get(section, {}).get("version", 0))


async def list_own_centres(
    session: AsyncSession, *, caller: Caller, now: datetime
) -> Sequence[CentreCopyRow]:
    """Return the centres at which the caller's unit works."""
    return await annual_reports.list_own_centres(session, caller.unit_id, on=local_day(now))


async def list_reports(
    session: AsyncSession,
    *,
    caller: Caller,
    now: datetime,
    limit: int = MOST_YEARS,
    offset: int = 0,
    centre_id: UUID | None = None,
) -> Sequence[AnnualReportRow]:
    """Return the reports of the caller's centres, the newest year first."""
    centres = await list_own_centres(session, caller=caller, now=now)
    ids = [centre.centre_id for centre in centres if centre_id in {None, centre.centre_id}]
    audit.record(session, "annual_report.list", resource_type="annual_report")
    return await annual_reports.list_reports(
        session, ids, visible_to=caller.authority_id, limit=limit, offset=offset
    )


async def begin(
    session: AsyncSession, centre_id: UUID, year: int, *, caller: Caller, now: datetime
) -> Report:
    """Begin a centre's report of a year.

    Raises:
        NotFoundError: No such centre, or the caller's unit does not work there.
        InvalidError: The year has not begun.
        ReportBegunError: It is there already.
    """
    desk = await open_desk(session, centre_id, caller=caller, now=now)
    year_to_come(year, this_year=desk.today.year)
    row = await _new_row(session, desk, year)
    if not await annual_reports.add(session, row):
        raise ReportBegunError
    audit.record(session, "annual_report.begin", resource_type="annual_report", resource_id=row.id)
    return await whole_report(session, row, desk)


async def _new_row(session: AsyncSession, desk: Desk, year: int) -> AnnualReportRow:
    centre, authority = desk.centre, desk.caller.authority_id
    if authority is None:
        raise ForbiddenError
    working = await register.list_authorities(session, centre.centre_id, on=desk.today)
    return AnnualReportRow(
        id=new_id(),
        version=1,
        edition=1,
        state="draft",
        centre_id=centre.centre_id,
        county_code=centre.county_code,
        municipality_code=centre.municipality_code,
        year=year,
        profile_id=centre.profile_id,
        passages={},
        quotes={"version": 0, "quotes": []},
        changed_at=desk.now,
        responsible_authority_id=authority,
        grants=sorted({authority, *working}),
    )


async def read(session: AsyncSession, report_id: UUID, *, caller: Caller, now: datetime) -> Report:
    """Return a report: a draft with the newest release's figures, a submitted one as it was handed in.

    Raises:
        NotFoundError: There is none that the caller may see.
    """
    row, desk = await get_report(session, report_id, caller, now)
    audit.record(session, "annual_report.read", resource_type="annual_report", resource_id=report_id)
    return await whole_report(session, row, desk)


async def write_passage(  # noqa: PLR0913 - which text of which report, the version, and who writes when
    session: AsyncSession,
    report_id: UUID,
    section: str,
    text: str,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Report:
    """Keep the text under a heading; each heading has a version of its own.

    Raises:
        NoSuchSectionError: The county's report has no such heading.
        PreconditionFailedError: Somebody else has written there meanwhile.
        ReportIsSubmittedError: The report is locked.
        InvalidError: The text holds a personal number.
    """
    row, desk = await get_report(session, report_id, caller, now, for_update=True)
    if outline_of(row.profile_id).section(section) is None:
        raise NoSuchSectionError
    require_open(row)
    version = int(row.passages.get(section, {}).get("version", 0))
    check_version(version, expected)
    if faults := personal_number_faults([("text", text)]):
        raise InvalidError(*faults)
    passages = {**row.passages, section: {"text": text, "version": version + 1}}
    await annual_reports.change(session, row, {"passages": passages, "changed_at": now})
    audit.record(session, "annual_report.write", resource_type="annual_report", resource_id=row.id)
    return await whole_report(session, row, desk)


async def write_quotes(
    session: AsyncSession,
    report_id: UUID,
    quotes: Sequence[Quote],
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Report:
    """Keep the parents' words in the report.

    Raises:
        PreconditionFailedError: Somebody else has changed them meanwhile.
        ReportIsSubmittedError: The report is locked.
        InvalidError: One holds a personal number.
    """
    row, desk = await get_report(session, report_id, caller, now, for_update=True)
    require_open(row)
    version = int(row.quotes["version"])
    check_version(version, expected)
    if faults := personal_number_faults(texts_in(quotes, "quotes")):
        raise InvalidError(*faults)
    kept = {"version": version + 1, "quotes": [quote.model_dump(mode="json") for quote in quotes]}
    await annual_reports.change(session, row, {"quotes": kept, "changed_at": now})
    audit.record(session, "annual_report.write", resource_type="annual_report", resource_id=row.id)
    return await whole_report(session, row, desk)


async def quotes_to_choose(session: AsyncSession, report: Report) -> list[ReportQuote]:
    """Return the quotes of the year's survey answers that are not in the report yet."""
    found = await entries.list_entries(
        session,
        report.row.centre_id,
        Wanted(kind="answer", limit=MOST_ANSWERS),
        visible_to=report.desk.caller.authority_id,
    )
    given = [one for one in found if not one.is_void and one.on_day.year == report.row.year]
    quotes = quotes_of([ENTRY.validate_python(one.body) for one in given])
    return [quote for quote in quotes if quote not in report.content.quotes]


def require_open(row: AnnualReportRow) -> None:
    """Refuse to change a submitted report.

    Raises:
        ReportIsSubmittedError: It is.
    """
    if row.state == "submitted":
        raise ReportIsSubmittedError


async def get_report(
    session: AsyncSession, report_id: UUID, caller: Caller, now: datetime, *, for_update: bool = False
) -> tuple[AnnualReportRow, Desk]:
    """Return a report of a centre at which the caller works.

    Raises:
        NotFoundError: There is none.
    """
    row = await annual_reports.find(session, report_id, visible_to=caller.authority_id, for_update=for_update)
    if row is None:
        raise NotFoundError
    return row, await open_desk(session, row.centre_id, caller=caller, now=now)


async def whole_report(session: AsyncSession, row: AnnualReportRow, desk: Desk) -> Report:
    """Return a report with what it holds now, or, where it is submitted, held then."""
    outline = outline_of(row.profile_id)
    editions = await annual_reports.list_editions(session, row.id, visible_to=desk.caller.authority_id)
    statistics = desk.profile.statistics if desk.profile else Statistics()
    if row.state == "submitted":
        content = CONTENT.validate_python(editions[0].content)
        return Report(row, desk, content, content.headings, statistics, editions)
    content = await gather(session, row, outline, desk)
    pages = await _description_pages(Written(content, outline), row.changed_at)
    found = findings(content, outline, statistics, description_pages=pages)
    return Report(row, desk, content, outline, statistics, editions, found)


async def _description_pages(written: Written, made_at: datetime) -> int:
    """Return how many pages the description takes as it is laid out; 0 where the county sets no length."""
    document = description_document(written, made_at=made_at)
    return 0 if document is None else await page_count(document)
