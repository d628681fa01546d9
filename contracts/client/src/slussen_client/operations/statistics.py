"""The operations of statistics. Made by contracts/generate.py; change its sources, not this file."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal, Unpack

from slussen_client.asking import Asker, AsyncAsker
from slussen_client.calls import Answer, Operation, Options, WriteOptions
from slussen_client.models import statistics as models

READ_OWN_FLOW = Operation("GET", "/statistics/v1/centres/{centreId}/flow", (), ("application/json",), repeatable=True)
READ_OWN_TABLE = Operation("GET", "/statistics/v1/centres/{centreId}/tables/{tableId}", (), ("application/json",), repeatable=True)
MAKE_RELEASE = Operation("POST", "/statistics/v1/releases", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_TABLES = Operation("GET", "/statistics/v1/tables", (), ("application/json",), repeatable=True)
READ_TABLE = Operation("GET", "/statistics/v1/tables/{tableId}", (), ("application/json", "text/csv"), repeatable=True)
LIST_ENTRIES = Operation("GET", "/statistics/v1/centres/{centreId}/entries", (), ("application/json",), repeatable=True)
RECORD_ENTRY = Operation("POST", "/statistics/v1/centres/{centreId}/entries", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_ENTRY = Operation("GET", "/statistics/v1/centres/{centreId}/entries/{entryId}", (), ("application/json",), repeatable=True)
CORRECT_ENTRY = Operation("PUT", "/statistics/v1/centres/{centreId}/entries/{entryId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
VOID_ENTRY = Operation("POST", "/statistics/v1/centres/{centreId}/entries/{entryId}/voiding", (), ("application/json",), repeatable=True, keyed=True)
IMPORT_ENTRIES = Operation("POST", "/statistics/v1/centres/{centreId}/imports", ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("application/json",), repeatable=True, keyed=True)
LIST_INSTRUMENTS = Operation("GET", "/statistics/v1/instruments", (), ("application/json",), repeatable=True)
READ_INSTRUMENT = Operation("GET", "/statistics/v1/centres/{centreId}/instruments/{instrumentId}", (), ("application/json",), repeatable=True)
LIST_INDICATORS = Operation("GET", "/statistics/v1/indicators", (), ("application/json",), repeatable=True)
READ_COUNTS = Operation("GET", "/statistics/v1/centres/{centreId}/counts", (), ("application/json",), repeatable=True)
COUNT_VISITS = Operation("POST", "/statistics/v1/centres/{centreId}/counts", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_ANNUAL_REPORTS = Operation("GET", "/statistics/v1/annual-reports", (), ("application/json",), repeatable=True)
BEGIN_ANNUAL_REPORT = Operation("POST", "/statistics/v1/annual-reports", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_ANNUAL_REPORT = Operation("GET", "/statistics/v1/annual-reports/{reportId}", (), ("application/json",), repeatable=True)
WRITE_ANNUAL_REPORT_SECTION = Operation("PUT", "/statistics/v1/annual-reports/{reportId}/sections/{section}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
WRITE_ANNUAL_REPORT_QUOTES = Operation("PUT", "/statistics/v1/annual-reports/{reportId}/quotes", ("application/json",), ("application/json",), repeatable=True, keyed=True)
SUBMIT_ANNUAL_REPORT = Operation("POST", "/statistics/v1/annual-reports/{reportId}/submission", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REOPEN_ANNUAL_REPORT = Operation("POST", "/statistics/v1/annual-reports/{reportId}/reopening", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_ANNUAL_REPORT_PDF = Operation("GET", "/statistics/v1/annual-reports/{reportId}/document/pdf", (), ("application/pdf",), repeatable=True)
GET_ANNUAL_REPORT_DOCX = Operation("GET", "/statistics/v1/annual-reports/{reportId}/document/docx", (), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), repeatable=True)
LIST_SURVEYS = Operation("GET", "/statistics/v1/centres/{centreId}/surveys", (), ("application/json",), repeatable=True)
CREATE_SURVEY = Operation("POST", "/statistics/v1/centres/{centreId}/surveys", ("application/json",), ("application/json",), repeatable=True, keyed=True)
MAKE_SURVEY_LINKS = Operation("POST", "/statistics/v1/centres/{centreId}/surveys/{surveyId}/links", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CLOSE_SURVEY = Operation("POST", "/statistics/v1/centres/{centreId}/surveys/{surveyId}/closing", (), ("application/json",), repeatable=True, keyed=True)
READ_TABLE_FILE = Operation("GET", "/statistics/v1/tables/{tableId}/files/{form}", (), ("text/csv", "application/vnd.apache.parquet"), repeatable=True)
OPEN_IN_POWER_BI = Operation("GET", "/statistics/v1/connections/power-bi", (), ("application/json",), repeatable=True)
OPEN_IN_EXCEL = Operation("GET", "/statistics/v1/tables/{tableId}/connections/excel", (), ("text/x-ms-odc",), repeatable=True)
READ_WORKBOOK = Operation("GET", "/statistics/v1/workbook", (), ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",), repeatable=True)
READ_DATA_CATALOGUE = Operation("GET", "/statistics/v1/dcat", (), ("application/rdf+xml", "application/ld+json"), repeatable=True)
LIST_FIGURES = Operation("GET", "/statistics/v1/figures", (), ("application/json",), repeatable=True)
READ_FIGURE = Operation("GET", "/statistics/v1/figures/{figureId}", (), ("application/json",), repeatable=True)
READ_FIGURE_FILE = Operation("GET", "/statistics/v1/figures/{figureId}/{form}", (), ("image/svg+xml", "image/png", "text/csv"), repeatable=True)
GET_API_INFO = Operation("GET", "/statistics/v1/api-info", (), ("application/json",), repeatable=True)


class Statistics(Asker):
    """The operations of statistics."""

    def read_own_flow(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.OwnFlowRead]:
        """Own exact figures. Centrets slussningar från profession till profession, exakt och just nu. Bara
        för den vars enhet arbetar vid familjecentralen. Intern uppgift: lämna den inte vidare. The centre's
        referrals from profession to profession, exact and as of now; only for those whose unit works at the
        centre. Internal: don't pass it on.
        """
        return self._ask(READ_OWN_FLOW, path={"centreId": centre_id}, query={"year": year}, options=options)

    def read_own_table(self, centre_id: str, table_id: str, *, year: int, month: int | None = None, **options: Unpack[Options]) -> Answer[models.OwnTableRead]:
        """A table with own exact figures. En av tabellerna med centrets egna siffror, exakta och just nu,
        för ett år eller en av dess månader. Bara för den vars enhet arbetar vid familjecentralen. Intern
        uppgift: lämna den inte vidare. One of the tables with the centre's own figures, exact and as of
        now; only for those whose unit works at the centre. Internal: don't pass it on.
        """
        return self._ask(READ_OWN_TABLE, path={"centreId": centre_id, "tableId": table_id}, query={"year": year, "month": month}, options=options)

    def make_release(self, body: models.ReleaseCreate, **options: Unpack[WriteOptions]) -> Answer[models.ReleaseRead]:
        """Release the county's tables. Publicera det egna länets tabeller till och med den senast avslutade
        månaden, högst en gång per månad. Release the caller's county's tables through the last month that
        has ended, at most once a month.
        """
        return self._ask(MAKE_RELEASE, body=body, options=options)

    def list_tables(self, **options: Unpack[Options]) -> Answer[models.CatalogueRead]:
        """Published tables. All published tables."""
        return self._ask(LIST_TABLES, options=options)

    def read_table(self, table_id: str, *, county: str, area: str | None = None, year: int | None = None, period: str | None = None, format: Literal["json", "csv"] | None = None, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[models.TableRead | str]:
        """A published table. En tabell för ett län eller ett av dess områden under en period, ur länets
        senaste publicering. JSON eller CSV, efter `format` eller `Accept`. Dolda tal är `null` med status
        `..` i JSON och `..` i CSV. Utan `area` gäller hela länet, utan `year` eller `period` den senaste
        perioden. Andra urval finns i PxWebApi. A table of a county or one of its areas (a municipality's
        code, a centre's id) in a period, from the county's newest release; JSON or CSV. Withheld figures
        are `null` with status `..`, in CSV `..`. PxWebApi takes other selections.
        """
        return self._ask(READ_TABLE, path={"tableId": table_id}, query={"county": county, "area": area, "year": year, "period": period, "format": format}, headers={"if-none-match": if_none_match}, options=options)

    def list_entries(self, centre_id: str, *, kind: str | None = None, first_day: str | None = None, last_day: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageEntryRead]:
        """Entries. The centre's entries, the newest day first."""
        return self._ask(LIST_ENTRIES, path={"centreId": centre_id}, query={"kind": kind, "firstDay": first_day, "lastDay": last_day, "limit": limit, "offset": offset}, options=options)

    def iterate_entries(self, centre_id: str, *, kind: str | None = None, first_day: str | None = None, last_day: str | None = None, **options: Unpack[Options]) -> Iterator[models.EntryRead]:
        """Entries. The centre's entries, the newest day first, one by one over all pages."""
        return self._iterate(LIST_ENTRIES, path={"centreId": centre_id}, query={"kind": kind, "firstDay": first_day, "lastDay": last_day}, options=options)

    def record_entry(self, centre_id: str, body: models.Visits | models.VisitsMonth | models.GroupSession | models.ParentGroup | models.Listing | models.HomeVisits | models.StaffTime | models.Goal | models.ActivityPlan | models.AgreementReview | models.Answer, **options: Unpack[WriteOptions]) -> Answer[models.EntryRead]:
        """Enter figures or an answer. För in besök, gruppträffar, listade, hembesök, arbetstid, mål, plan
        eller svar vid familjecentralen. Texter stannar här; det som räknas når siffrorna strax efter. En
        uppgift som finns för dagen, månaden, året eller referensen rättas i stället. Enter visits,
        sessions, listing figures, home visits, working time, a goal, a plan or an answer. Texts stay here;
        what counts reaches the figures a moment later.
        """
        return self._ask(RECORD_ENTRY, path={"centreId": centre_id}, body=body, options=options)

    def read_entry(self, centre_id: str, entry_id: str, **options: Unpack[Options]) -> Answer[models.EntryRead]:
        """An entry with its ETag."""
        return self._ask(READ_ENTRY, path={"centreId": centre_id, "entryId": entry_id}, options=options)

    def correct_entry(self, centre_id: str, entry_id: str, body: models.Visits | models.VisitsMonth | models.GroupSession | models.ParentGroup | models.Listing | models.HomeVisits | models.StaffTime | models.Goal | models.ActivityPlan | models.AgreementReview | models.Answer, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.EntryRead]:
        """Correct an entry; the figures move exactly."""
        return self._ask(CORRECT_ENTRY, path={"centreId": centre_id, "entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    def void_entry(self, centre_id: str, entry_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.EntryRead]:
        """Void an entry: it counts nowhere."""
        return self._ask(VOID_ENTRY, path={"centreId": centre_id, "entryId": entry_id}, headers={"if-match": if_match}, options=options)

    def import_entries(self, centre_id: str, body: str | bytes, *, kind: Literal["visits", "visits_month", "group_session", "parent_group", "listing", "home_visits", "staff_time", "answer", "goal", "activity_plan"], dry_run: bool | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ImportRead]:
        """Import earlier figures. Importera rader från CSV eller XLSX: alla eller inga. Provkörning om inte
        annat sägs. Rubrikraden har uppgifternas namn. Finns en uppgift redan för dagen, månaden, året eller
        referensen rättas den. Svar har kolumner som `values.g1` och en egen `reference`; planer
        `sections.crc_work`; listor delas med semikolon. Två rader som är samma uppgift är ett fel
        (`duplicate-row`) som nämner båda. Ett år tar under en sekund, 10 000 rader några sekunder; svaret
        kommer när allt är klart. Bryts förbindelsen: skicka samma fil och `Idempotency-Key`. Import rows
        from CSV or XLSX: all or none; a dry run unless said otherwise. The heading holds the members'
        names; answers have columns such as `values.g1` and a `reference` each, plans `sections.crc_work`.
        Two rows that are the same entry are a fault (`duplicate-row`) that names both. A year takes less
        than a second, 10,000 rows some seconds; the answer comes when all is done. Where the connection
        breaks, send the same file and `Idempotency-Key` again.
        """
        return self._ask(IMPORT_ENTRIES, path={"centreId": centre_id}, query={"kind": kind, "dryRun": dry_run}, body=body, options=options)

    def list_instruments(self, **options: Unpack[Options]) -> Answer[models.InstrumentsRead]:
        """Instruments. Surveys, self-reflection, measurements, questions."""
        return self._ask(LIST_INSTRUMENTS, options=options)

    def read_instrument(self, centre_id: str, instrument_id: str, **options: Unpack[Options]) -> Answer[models.InstrumentRead]:
        """An instrument at the centre. With the items that apply there."""
        return self._ask(READ_INSTRUMENT, path={"centreId": centre_id, "instrumentId": instrument_id}, options=options)

    def list_indicators(self, *, profile: str | None = None, **options: Unpack[Options]) -> Answer[models.IndicatorsRead]:
        """Indicators and their tables. The handbook's indicators and tables."""
        return self._ask(LIST_INDICATORS, query={"profile": profile}, options=options)

    def read_counts(self, centre_id: str, *, on: str | None = None, **options: Unpack[Options]) -> Answer[models.CountsRead]:
        """A day's visits. What the day has come to; today unless said."""
        return self._ask(READ_COUNTS, path={"centreId": centre_id}, query={"on": on}, options=options)

    def count_visits(self, centre_id: str, body: models.TapsWrite, **options: Unpack[WriteOptions]) -> Answer[models.CountsRead]:
        """Count visits by taps. Lägg till tryck från en telefon; flera telefoner läggs ihop. Ett tryck som
        skickas igen räknas inte igen. Tryck som inte kan räknas (för gamla, en dag utan avtal) nämns i
        `refused` med skäl; de andra räknas. Add taps of a phone; several phones add up. A tap that is sent
        again is not counted again. Taps that can't be counted (too old, a day without agreement) are named
        in `refused` with the reason; the others count.
        """
        return self._ask(COUNT_VISITS, path={"centreId": centre_id}, body=body, options=options)

    def list_annual_reports(self, *, centre_id: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageAnnualReportEntry]:
        """Annual reports. The reports of your centres."""
        return self._ask(LIST_ANNUAL_REPORTS, query={"centreId": centre_id, "limit": limit, "offset": offset}, options=options)

    def iterate_annual_reports(self, *, centre_id: str | None = None, **options: Unpack[Options]) -> Iterator[models.AnnualReportEntry]:
        """Annual reports. The reports of your centres, one by one over all pages."""
        return self._iterate(LIST_ANNUAL_REPORTS, query={"centreId": centre_id}, options=options)

    def begin_annual_report(self, body: models.AnnualReportCreate, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Begin the year's report. Börja på ett års verksamhetsberättelse och plan, med länets rubriker och
        ifyllda siffror. Begin a year's report and plan, with the county's headings and the figures filled
        in.
        """
        return self._ask(BEGIN_ANNUAL_REPORT, body=body, options=options)

    def read_annual_report(self, report_id: str, **options: Unpack[Options]) -> Answer[models.AnnualReportRead]:
        """A report. Berättelsen som den är: text, siffror ur den senaste publiceringen, vad som saknas och
        vad som hindrar. The report as it stands: texts, figures of the newest release, what is missing and
        what hinders.
        """
        return self._ask(READ_ANNUAL_REPORT, path={"reportId": report_id}, options=options)

    def write_annual_report_section(self, report_id: str, section: str, body: models.PassageWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReportSection]:
        """Write under a heading. Spara texten under en rubrik. Varje rubrik har sin egen version, så att
        flera kan skriva samtidigt. Keep the text under a heading. Each heading has a version of its own, so
        that several people write at once.
        """
        return self._ask(WRITE_ANNUAL_REPORT_SECTION, path={"reportId": report_id, "section": section}, headers={"if-match": if_match}, body=body, options=options)

    def write_annual_report_quotes(self, report_id: str, body: models.QuotesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Quotes in the report. Keep the quotes, each marked with who said it."""
        return self._ask(WRITE_ANNUAL_REPORT_QUOTES, path={"reportId": report_id}, headers={"if-match": if_match}, body=body, options=options)

    def submit_annual_report(self, report_id: str, body: models.SubmissionWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Lämna in berättelsen: den prövas mot länets krav, låses och sparas. Efter länets dag är den
        försenad. Hand in the report: it is checked against what the county asks for, locked and kept. After
        the county's day it is late, and that is said.
        """
        return self._ask(SUBMIT_ANNUAL_REPORT, path={"reportId": report_id}, headers={"if-match": if_match}, body=body, options=options)

    def reopen_annual_report(self, report_id: str, body: models.ReopeningWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Open a submitted report again. Öppna berättelsen igen som ny utgåva, med skäl; den som lämnats in
        finns kvar. Open the report again as a new edition, for a reason; the one that was handed in stays.
        """
        return self._ask(REOPEN_ANNUAL_REPORT, path={"reportId": report_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_annual_report_pdf(self, report_id: str, *, edition: int | None = None, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """The report as PDF. The report as accessible PDF."""
        return self._ask(GET_ANNUAL_REPORT_PDF, path={"reportId": report_id}, query={"edition": edition, "language": language}, options=options)

    def get_annual_report_docx(self, report_id: str, *, edition: int | None = None, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """The report as DOCX, to work on."""
        return self._ask(GET_ANNUAL_REPORT_DOCX, path={"reportId": report_id}, query={"edition": edition, "language": language}, options=options)

    def list_surveys(self, centre_id: str, **options: Unpack[Options]) -> Answer[models.SurveysRead]:
        """Survey occasions. The centre's occasions, the newest first."""
        return self._ask(LIST_SURVEYS, path={"centreId": centre_id}, options=options)

    def create_survey(self, centre_id: str, body: models.SurveyCreate, **options: Unpack[WriteOptions]) -> Answer[models.SurveyRead]:
        """Create a survey occasion. Skapa ett tillfälle då besökare svarar på en enkät. Svaren räknas på
        tillfällets första dag. Create an occasion on which visitors answer a survey. Its answers count on
        its first day.
        """
        return self._ask(CREATE_SURVEY, path={"centreId": centre_id}, body=body, options=options)

    def make_survey_links(self, centre_id: str, survey_id: str, body: models.LinksCreate, **options: Unpack[WriteOptions]) -> Answer[models.LinksRead]:
        """Make links for one answer each. Gör länkar som var och en gäller för ett anonymt svar. De visas
        bara nu. Make links that are each good for one anonymous answer. They are shown this once.
        """
        return self._ask(MAKE_SURVEY_LINKS, path={"centreId": centre_id, "surveyId": survey_id}, body=body, options=options)

    def close_survey(self, centre_id: str, survey_id: str, **options: Unpack[WriteOptions]) -> Answer[models.SurveyRead]:
        """Close a survey occasion. Close it; unused links are worth nothing."""
        return self._ask(CLOSE_SURVEY, path={"centreId": centre_id, "surveyId": survey_id}, options=options)

    def read_table_file(self, table_id: str, form: Literal["csv", "parquet"], *, county: str | None = None, since: str | None = None, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[str | bytes]:
        """A table as a file. Hela tabellen som CSV eller Parquet: en rad per område, period och cell, ur
        länens senaste publiceringar. Adressen står sig. ETag ändras bara när något län publicerar på nytt.
        Med `since` kommer bara de områden och perioder vars siffror ändrats sedan dess; raderna ersätter
        dem med samma nycklar. The whole table as CSV or Parquet: one row for each area, period and cell,
        from the counties' newest releases. The address stays. The ETag changes only when some county
        releases anew. With `since` only areas and periods whose figures have changed come; their rows take
        the place of those with the same keys.
        """
        return self._ask(READ_TABLE_FILE, path={"tableId": table_id, "form": form}, query={"county": county, "since": since}, headers={"if-none-match": if_none_match}, options=options)

    def open_in_power_bi(self, **options: Unpack[Options]) -> Answer[dict[str, Any]]:
        """Open in Power BI. A file that opens Power BI at the feed."""
        return self._ask(OPEN_IN_POWER_BI, options=options)

    def open_in_excel(self, table_id: str, **options: Unpack[Options]) -> Answer[str]:
        """Open in Excel. A connection file for Excel."""
        return self._ask(OPEN_IN_EXCEL, path={"tableId": table_id}, options=options)

    def read_workbook(self, **options: Unpack[Options]) -> Answer[bytes]:
        """Workbook with every table's addresses. A workbook with every table's addresses."""
        return self._ask(READ_WORKBOOK, options=options)

    def read_data_catalogue(self, *, format: Literal["rdf-xml", "json-ld"] | None = None, **options: Unpack[Options]) -> Answer[bytes | dict[str, Any]]:
        """Catalogue of data sets, DCAT-AP-SE. Alla publicerade tabeller som datamängder enligt DCAT-AP-SE
        3, för Sveriges dataportal. RDF/XML, som portalen skördar, eller JSON-LD efter `format` eller
        `Accept`. All published tables as data sets by DCAT-AP-SE 3, for the national data portal: RDF/XML,
        or JSON-LD.
        """
        return self._ask(READ_DATA_CATALOGUE, query={"format": format}, options=options)

    def list_figures(self, **options: Unpack[Options]) -> Answer[models.FiguresRead]:
        """Figures that there are. The figures, and what embeds them elsewhere."""
        return self._ask(LIST_FIGURES, options=options)

    def read_figure(self, figure_id: str, *, county: str, area: str | None = None, year: int | None = None, lang: Literal["sv", "en"] | None = None, **options: Unpack[Options]) -> Answer[models.FigureRead]:
        """A figure as table and addresses. Bildens huvudresultat i ord, dess tabell, och var den finns som
        SVG, PNG och CSV. The figure's main finding in words, its table, and where it is as SVG, PNG and
        CSV.
        """
        return self._ask(READ_FIGURE, path={"figureId": figure_id}, query={"county": county, "area": area, "year": year, "lang": lang}, options=options)

    def read_figure_file(self, figure_id: str, form: Literal["svg", "png", "csv"], *, county: str, area: str | None = None, year: int | None = None, lang: Literal["sv", "en"] | None = None, size: Literal["wide", "narrow"] | None = None, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[bytes | str]:
        """A figure as a file. Bilden som SVG eller PNG, eller dess tabell som CSV; adressen står sig och
        ETag ändras när länet publicerar. The figure as SVG or PNG, or its table as CSV; the address stays,
        and the ETag changes when the county releases.
        """
        return self._ask(READ_FIGURE_FILE, path={"figureId": figure_id, "form": form}, query={"county": county, "area": area, "year": year, "lang": lang, "size": size}, headers={"if-none-match": if_none_match}, options=options)

    def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return self._ask(GET_API_INFO, options=options)



class AsyncStatistics(AsyncAsker):
    """The operations of statistics, to be awaited."""

    async def read_own_flow(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.OwnFlowRead]:
        """Own exact figures. Centrets slussningar från profession till profession, exakt och just nu. Bara
        för den vars enhet arbetar vid familjecentralen. Intern uppgift: lämna den inte vidare. The centre's
        referrals from profession to profession, exact and as of now; only for those whose unit works at the
        centre. Internal: don't pass it on.
        """
        return await self._ask(READ_OWN_FLOW, path={"centreId": centre_id}, query={"year": year}, options=options)

    async def read_own_table(self, centre_id: str, table_id: str, *, year: int, month: int | None = None, **options: Unpack[Options]) -> Answer[models.OwnTableRead]:
        """A table with own exact figures. En av tabellerna med centrets egna siffror, exakta och just nu,
        för ett år eller en av dess månader. Bara för den vars enhet arbetar vid familjecentralen. Intern
        uppgift: lämna den inte vidare. One of the tables with the centre's own figures, exact and as of
        now; only for those whose unit works at the centre. Internal: don't pass it on.
        """
        return await self._ask(READ_OWN_TABLE, path={"centreId": centre_id, "tableId": table_id}, query={"year": year, "month": month}, options=options)

    async def make_release(self, body: models.ReleaseCreate, **options: Unpack[WriteOptions]) -> Answer[models.ReleaseRead]:
        """Release the county's tables. Publicera det egna länets tabeller till och med den senast avslutade
        månaden, högst en gång per månad. Release the caller's county's tables through the last month that
        has ended, at most once a month.
        """
        return await self._ask(MAKE_RELEASE, body=body, options=options)

    async def list_tables(self, **options: Unpack[Options]) -> Answer[models.CatalogueRead]:
        """Published tables. All published tables."""
        return await self._ask(LIST_TABLES, options=options)

    async def read_table(self, table_id: str, *, county: str, area: str | None = None, year: int | None = None, period: str | None = None, format: Literal["json", "csv"] | None = None, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[models.TableRead | str]:
        """A published table. En tabell för ett län eller ett av dess områden under en period, ur länets
        senaste publicering. JSON eller CSV, efter `format` eller `Accept`. Dolda tal är `null` med status
        `..` i JSON och `..` i CSV. Utan `area` gäller hela länet, utan `year` eller `period` den senaste
        perioden. Andra urval finns i PxWebApi. A table of a county or one of its areas (a municipality's
        code, a centre's id) in a period, from the county's newest release; JSON or CSV. Withheld figures
        are `null` with status `..`, in CSV `..`. PxWebApi takes other selections.
        """
        return await self._ask(READ_TABLE, path={"tableId": table_id}, query={"county": county, "area": area, "year": year, "period": period, "format": format}, headers={"if-none-match": if_none_match}, options=options)

    async def list_entries(self, centre_id: str, *, kind: str | None = None, first_day: str | None = None, last_day: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageEntryRead]:
        """Entries. The centre's entries, the newest day first."""
        return await self._ask(LIST_ENTRIES, path={"centreId": centre_id}, query={"kind": kind, "firstDay": first_day, "lastDay": last_day, "limit": limit, "offset": offset}, options=options)

    def iterate_entries(self, centre_id: str, *, kind: str | None = None, first_day: str | None = None, last_day: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.EntryRead]:
        """Entries. The centre's entries, the newest day first, one by one over all pages."""
        return self._iterate(LIST_ENTRIES, path={"centreId": centre_id}, query={"kind": kind, "firstDay": first_day, "lastDay": last_day}, options=options)

    async def record_entry(self, centre_id: str, body: models.Visits | models.VisitsMonth | models.GroupSession | models.ParentGroup | models.Listing | models.HomeVisits | models.StaffTime | models.Goal | models.ActivityPlan | models.AgreementReview | models.Answer, **options: Unpack[WriteOptions]) -> Answer[models.EntryRead]:
        """Enter figures or an answer. För in besök, gruppträffar, listade, hembesök, arbetstid, mål, plan
        eller svar vid familjecentralen. Texter stannar här; det som räknas når siffrorna strax efter. En
        uppgift som finns för dagen, månaden, året eller referensen rättas i stället. Enter visits,
        sessions, listing figures, home visits, working time, a goal, a plan or an answer. Texts stay here;
        what counts reaches the figures a moment later.
        """
        return await self._ask(RECORD_ENTRY, path={"centreId": centre_id}, body=body, options=options)

    async def read_entry(self, centre_id: str, entry_id: str, **options: Unpack[Options]) -> Answer[models.EntryRead]:
        """An entry with its ETag."""
        return await self._ask(READ_ENTRY, path={"centreId": centre_id, "entryId": entry_id}, options=options)

    async def correct_entry(self, centre_id: str, entry_id: str, body: models.Visits | models.VisitsMonth | models.GroupSession | models.ParentGroup | models.Listing | models.HomeVisits | models.StaffTime | models.Goal | models.ActivityPlan | models.AgreementReview | models.Answer, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.EntryRead]:
        """Correct an entry; the figures move exactly."""
        return await self._ask(CORRECT_ENTRY, path={"centreId": centre_id, "entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    async def void_entry(self, centre_id: str, entry_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.EntryRead]:
        """Void an entry: it counts nowhere."""
        return await self._ask(VOID_ENTRY, path={"centreId": centre_id, "entryId": entry_id}, headers={"if-match": if_match}, options=options)

    async def import_entries(self, centre_id: str, body: str | bytes, *, kind: Literal["visits", "visits_month", "group_session", "parent_group", "listing", "home_visits", "staff_time", "answer", "goal", "activity_plan"], dry_run: bool | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ImportRead]:
        """Import earlier figures. Importera rader från CSV eller XLSX: alla eller inga. Provkörning om inte
        annat sägs. Rubrikraden har uppgifternas namn. Finns en uppgift redan för dagen, månaden, året eller
        referensen rättas den. Svar har kolumner som `values.g1` och en egen `reference`; planer
        `sections.crc_work`; listor delas med semikolon. Två rader som är samma uppgift är ett fel
        (`duplicate-row`) som nämner båda. Ett år tar under en sekund, 10 000 rader några sekunder; svaret
        kommer när allt är klart. Bryts förbindelsen: skicka samma fil och `Idempotency-Key`. Import rows
        from CSV or XLSX: all or none; a dry run unless said otherwise. The heading holds the members'
        names; answers have columns such as `values.g1` and a `reference` each, plans `sections.crc_work`.
        Two rows that are the same entry are a fault (`duplicate-row`) that names both. A year takes less
        than a second, 10,000 rows some seconds; the answer comes when all is done. Where the connection
        breaks, send the same file and `Idempotency-Key` again.
        """
        return await self._ask(IMPORT_ENTRIES, path={"centreId": centre_id}, query={"kind": kind, "dryRun": dry_run}, body=body, options=options)

    async def list_instruments(self, **options: Unpack[Options]) -> Answer[models.InstrumentsRead]:
        """Instruments. Surveys, self-reflection, measurements, questions."""
        return await self._ask(LIST_INSTRUMENTS, options=options)

    async def read_instrument(self, centre_id: str, instrument_id: str, **options: Unpack[Options]) -> Answer[models.InstrumentRead]:
        """An instrument at the centre. With the items that apply there."""
        return await self._ask(READ_INSTRUMENT, path={"centreId": centre_id, "instrumentId": instrument_id}, options=options)

    async def list_indicators(self, *, profile: str | None = None, **options: Unpack[Options]) -> Answer[models.IndicatorsRead]:
        """Indicators and their tables. The handbook's indicators and tables."""
        return await self._ask(LIST_INDICATORS, query={"profile": profile}, options=options)

    async def read_counts(self, centre_id: str, *, on: str | None = None, **options: Unpack[Options]) -> Answer[models.CountsRead]:
        """A day's visits. What the day has come to; today unless said."""
        return await self._ask(READ_COUNTS, path={"centreId": centre_id}, query={"on": on}, options=options)

    async def count_visits(self, centre_id: str, body: models.TapsWrite, **options: Unpack[WriteOptions]) -> Answer[models.CountsRead]:
        """Count visits by taps. Lägg till tryck från en telefon; flera telefoner läggs ihop. Ett tryck som
        skickas igen räknas inte igen. Tryck som inte kan räknas (för gamla, en dag utan avtal) nämns i
        `refused` med skäl; de andra räknas. Add taps of a phone; several phones add up. A tap that is sent
        again is not counted again. Taps that can't be counted (too old, a day without agreement) are named
        in `refused` with the reason; the others count.
        """
        return await self._ask(COUNT_VISITS, path={"centreId": centre_id}, body=body, options=options)

    async def list_annual_reports(self, *, centre_id: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageAnnualReportEntry]:
        """Annual reports. The reports of your centres."""
        return await self._ask(LIST_ANNUAL_REPORTS, query={"centreId": centre_id, "limit": limit, "offset": offset}, options=options)

    def iterate_annual_reports(self, *, centre_id: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.AnnualReportEntry]:
        """Annual reports. The reports of your centres, one by one over all pages."""
        return self._iterate(LIST_ANNUAL_REPORTS, query={"centreId": centre_id}, options=options)

    async def begin_annual_report(self, body: models.AnnualReportCreate, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Begin the year's report. Börja på ett års verksamhetsberättelse och plan, med länets rubriker och
        ifyllda siffror. Begin a year's report and plan, with the county's headings and the figures filled
        in.
        """
        return await self._ask(BEGIN_ANNUAL_REPORT, body=body, options=options)

    async def read_annual_report(self, report_id: str, **options: Unpack[Options]) -> Answer[models.AnnualReportRead]:
        """A report. Berättelsen som den är: text, siffror ur den senaste publiceringen, vad som saknas och
        vad som hindrar. The report as it stands: texts, figures of the newest release, what is missing and
        what hinders.
        """
        return await self._ask(READ_ANNUAL_REPORT, path={"reportId": report_id}, options=options)

    async def write_annual_report_section(self, report_id: str, section: str, body: models.PassageWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReportSection]:
        """Write under a heading. Spara texten under en rubrik. Varje rubrik har sin egen version, så att
        flera kan skriva samtidigt. Keep the text under a heading. Each heading has a version of its own, so
        that several people write at once.
        """
        return await self._ask(WRITE_ANNUAL_REPORT_SECTION, path={"reportId": report_id, "section": section}, headers={"if-match": if_match}, body=body, options=options)

    async def write_annual_report_quotes(self, report_id: str, body: models.QuotesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Quotes in the report. Keep the quotes, each marked with who said it."""
        return await self._ask(WRITE_ANNUAL_REPORT_QUOTES, path={"reportId": report_id}, headers={"if-match": if_match}, body=body, options=options)

    async def submit_annual_report(self, report_id: str, body: models.SubmissionWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Lämna in berättelsen: den prövas mot länets krav, låses och sparas. Efter länets dag är den
        försenad. Hand in the report: it is checked against what the county asks for, locked and kept. After
        the county's day it is late, and that is said.
        """
        return await self._ask(SUBMIT_ANNUAL_REPORT, path={"reportId": report_id}, headers={"if-match": if_match}, body=body, options=options)

    async def reopen_annual_report(self, report_id: str, body: models.ReopeningWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AnnualReportRead]:
        """Open a submitted report again. Öppna berättelsen igen som ny utgåva, med skäl; den som lämnats in
        finns kvar. Open the report again as a new edition, for a reason; the one that was handed in stays.
        """
        return await self._ask(REOPEN_ANNUAL_REPORT, path={"reportId": report_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_annual_report_pdf(self, report_id: str, *, edition: int | None = None, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """The report as PDF. The report as accessible PDF."""
        return await self._ask(GET_ANNUAL_REPORT_PDF, path={"reportId": report_id}, query={"edition": edition, "language": language}, options=options)

    async def get_annual_report_docx(self, report_id: str, *, edition: int | None = None, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """The report as DOCX, to work on."""
        return await self._ask(GET_ANNUAL_REPORT_DOCX, path={"reportId": report_id}, query={"edition": edition, "language": language}, options=options)

    async def list_surveys(self, centre_id: str, **options: Unpack[Options]) -> Answer[models.SurveysRead]:
        """Survey occasions. The centre's occasions, the newest first."""
        return await self._ask(LIST_SURVEYS, path={"centreId": centre_id}, options=options)

    async def create_survey(self, centre_id: str, body: models.SurveyCreate, **options: Unpack[WriteOptions]) -> Answer[models.SurveyRead]:
        """Create a survey occasion. Skapa ett tillfälle då besökare svarar på en enkät. Svaren räknas på
        tillfällets första dag. Create an occasion on which visitors answer a survey. Its answers count on
        its first day.
        """
        return await self._ask(CREATE_SURVEY, path={"centreId": centre_id}, body=body, options=options)

    async def make_survey_links(self, centre_id: str, survey_id: str, body: models.LinksCreate, **options: Unpack[WriteOptions]) -> Answer[models.LinksRead]:
        """Make links for one answer each. Gör länkar som var och en gäller för ett anonymt svar. De visas
        bara nu. Make links that are each good for one anonymous answer. They are shown this once.
        """
        return await self._ask(MAKE_SURVEY_LINKS, path={"centreId": centre_id, "surveyId": survey_id}, body=body, options=options)

    async def close_survey(self, centre_id: str, survey_id: str, **options: Unpack[WriteOptions]) -> Answer[models.SurveyRead]:
        """Close a survey occasion. Close it; unused links are worth nothing."""
        return await self._ask(CLOSE_SURVEY, path={"centreId": centre_id, "surveyId": survey_id}, options=options)

    async def read_table_file(self, table_id: str, form: Literal["csv", "parquet"], *, county: str | None = None, since: str | None = None, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[str | bytes]:
        """A table as a file. Hela tabellen som CSV eller Parquet: en rad per område, period och cell, ur
        länens senaste publiceringar. Adressen står sig. ETag ändras bara när något län publicerar på nytt.
        Med `since` kommer bara de områden och perioder vars siffror ändrats sedan dess; raderna ersätter
        dem med samma nycklar. The whole table as CSV or Parquet: one row for each area, period and cell,
        from the counties' newest releases. The address stays. The ETag changes only when some county
        releases anew. With `since` only areas and periods whose figures have changed come; their rows take
        the place of those with the same keys.
        """
        return await self._ask(READ_TABLE_FILE, path={"tableId": table_id, "form": form}, query={"county": county, "since": since}, headers={"if-none-match": if_none_match}, options=options)

    async def open_in_power_bi(self, **options: Unpack[Options]) -> Answer[dict[str, Any]]:
        """Open in Power BI. A file that opens Power BI at the feed."""
        return await self._ask(OPEN_IN_POWER_BI, options=options)

    async def open_in_excel(self, table_id: str, **options: Unpack[Options]) -> Answer[str]:
        """Open in Excel. A connection file for Excel."""
        return await self._ask(OPEN_IN_EXCEL, path={"tableId": table_id}, options=options)

    async def read_workbook(self, **options: Unpack[Options]) -> Answer[bytes]:
        """Workbook with every table's addresses. A workbook with every table's addresses."""
        return await self._ask(READ_WORKBOOK, options=options)

    async def read_data_catalogue(self, *, format: Literal["rdf-xml", "json-ld"] | None = None, **options: Unpack[Options]) -> Answer[bytes | dict[str, Any]]:
        """Catalogue of data sets, DCAT-AP-SE. Alla publicerade tabeller som datamängder enligt DCAT-AP-SE
        3, för Sveriges dataportal. RDF/XML, som portalen skördar, eller JSON-LD efter `format` eller
        `Accept`. All published tables as data sets by DCAT-AP-SE 3, for the national data portal: RDF/XML,
        or JSON-LD.
        """
        return await self._ask(READ_DATA_CATALOGUE, query={"format": format}, options=options)

    async def list_figures(self, **options: Unpack[Options]) -> Answer[models.FiguresRead]:
        """Figures that there are. The figures, and what embeds them elsewhere."""
        return await self._ask(LIST_FIGURES, options=options)

    async def read_figure(self, figure_id: str, *, county: str, area: str | None = None, year: int | None = None, lang: Literal["sv", "en"] | None = None, **options: Unpack[Options]) -> Answer[models.FigureRead]:
        """A figure as table and addresses. Bildens huvudresultat i ord, dess tabell, och var den finns som
        SVG, PNG och CSV. The figure's main finding in words, its table, and where it is as SVG, PNG and
        CSV.
        """
        return await self._ask(READ_FIGURE, path={"figureId": figure_id}, query={"county": county, "area": area, "year": year, "lang": lang}, options=options)

    async def read_figure_file(self, figure_id: str, form: Literal["svg", "png", "csv"], *, county: str, area: str | None = None, year: int | None = None, lang: Literal["sv", "en"] | None = None, size: Literal["wide", "narrow"] | None = None, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[bytes | str]:
        """A figure as a file. Bilden som SVG eller PNG, eller dess tabell som CSV; adressen står sig och
        ETag ändras när länet publicerar. The figure as SVG or PNG, or its table as CSV; the address stays,
        and the ETag changes when the county releases.
        """
        return await self._ask(READ_FIGURE_FILE, path={"figureId": figure_id, "form": form}, query={"county": county, "area": area, "year": year, "lang": lang, "size": size}, headers={"if-none-match": if_none_match}, options=options)

    async def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return await self._ask(GET_API_INFO, options=options)
