"""A heading of a report to be written: its text, its goals, the parents' words."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from slussen_chassis.errors import NotFoundError
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.annual_reports import Passage
from slussen_contracts.statistics.entries import Goal, GoalKind, Quote, QuotedBy, Words
from slussen_statistics.domain.reports.report import NoSuchSectionError, ReportIsSubmittedError
from slussen_statistics.routes.pages.paths import of_report
from slussen_statistics.use_cases import annual_reports, report_goals
from slussen_statistics.use_cases.annual_reports import Report

router = page_router("statistics", "/reports/{report_id}/sections/{section}")
RECORDS = [requires(scopes.RECORD)]
ANSWERS = {True: "yes", False: "no", None: ""}


class TextForm(FormModel):
    """The text under the heading."""

    text: Passage = ""
    version: int


class QuoteForm(FormModel):
    """A parent's words to add, marked with who said them."""

    quote: Words
    by: QuotedBy
    version: int


class WithoutForm(FormModel):
    """A quote to take away, by its place."""

    place: int = Field(ge=0)
    version: int


class GoalForm(FormModel):
    """A goal of the report's year or the next."""

    reference: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    goal_kind: GoalKind
    version: int
    goal: Words
    how: Words | None = None
    outcome: Words | None = None
    is_measurable: Literal["yes"] | None = None
    is_attained: Literal["yes", "no"] | None = None


@router.get("", dependencies=RECORDS)
async def show_section(
    report_id: UUID, section: str, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Show a heading to be written."""
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    if report.is_submitted:
        return page.refuse(ReportIsSubmittedError())
    return await _shown(page, session, report, section)


@router.post("", dependencies=RECORDS)
async def write_section(
    report_id: UUID, section: str, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Keep the text; where somebody else was faster, both texts are shown."""
    form = await page.entered(TextForm)
    if content := form.content:
        async with form.attempt(session):
            await annual_reports.write_passage(
                session, report_id, section, content.text, expected=content.version, caller=caller, now=now
            )
            return page.go(of_report(report_id), said="text-stored", anchor=f"s-{section}")
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    if form.is_conflict and (stored := report.content.section(section).text):
        form.stored = {"text": stored}
    return await _shown(page, session, report, section, form=form)


@router.post("/quotes", dependencies=RECORDS)
async def add_quote(
    report_id: UUID, section: str, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Add a parent's words."""
    form = await page.entered(QuoteForm)
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    if content := form.content:
        quotes = [*_quotes(report), Quote(text=content.quote, by=content.by)]
        async with form.attempt(session, **{f"quotes.{len(quotes) - 1}.text": "quote"}):
            await annual_reports.write_quotes(
                session, report_id, quotes, expected=content.version, caller=caller, now=now
            )
            return page.go(of_report(report_id, f"sections/{section}"), said="quote-added", anchor="quotes")
    return await _shown(page, session, report, section, quote_form=form)


@router.post("/quotes/removal", dependencies=RECORDS)
async def remove_quote(
    report_id: UUID, section: str, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Take a quote away."""
    form = await page.entered(WithoutForm)
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    if content := form.content:
        quotes = [quote for at, quote in enumerate(_quotes(report)) if at != content.place]
        async with form.attempt(session):
            await annual_reports.write_quotes(
                session, report_id, quotes, expected=content.version, caller=caller, now=now
            )
            return page.go(of_report(report_id, f"sections/{section}"), said="quote-removed", anchor="quotes")
    return await _shown(page, session, report, section, quote_form=form)


@router.post("/goals", dependencies=RECORDS)
async def write_goal(
    report_id: UUID, section: str, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Keep a goal."""
    form = await page.entered(GoalForm)
    report = await annual_reports.read(session, report_id, caller=caller, now=now)
    if report.is_submitted:
        return page.refuse(ReportIsSubmittedError())
    if content := form.content:
        async with form.attempt(session):
            await report_goals.write_goal(
                session, report.desk, _goal(content, _year(report, section)), expected=content.version
            )
            return page.go(of_report(report_id, f"sections/{section}"), said="goal-stored", anchor="goals")
    return await _shown(page, session, report, section, faulty_goal=form)


def _goal(content: GoalForm, year: int) -> Goal:
    return Goal(
        kind="goal",
        year=year,
        goal_kind=content.goal_kind,
        goal=content.goal,
        reference=content.reference,
        is_measurable=content.is_measurable == "yes",
        how=content.how,
        outcome=content.outcome,
        is_attained=None if content.is_attained is None else content.is_attained == "yes",
    )


def _year(report: Report, code: str) -> int:
    """Return the year of the goals that stand under a heading."""
    section = report.outline.section(code)
    if section is None or section.goals is None:
        raise NotFoundError
    return report.row.year + (section.goals == "next_year")


def _quotes(report: Report) -> list[Quote]:
    return [Quote(text=quote.text, by=QuotedBy(quote.by)) for quote in report.content.quotes]


async def _shown(
    page: WebPage, session: Transaction, report: Report, code: str, **forms: Form[Any] | None
) -> Response:
    section = report.outline.section(code)
    if section is None:
        raise NoSuchSectionError
    there = report.content.section(code)
    faulty = forms.pop("faulty_goal", None)
    shown: dict[str, Any] = {"form": page.form({"text": there.text}), "quote_form": page.form(), **forms}
    return page.show(
        "report_section.html",
        report=report,
        section=section,
        there=there,
        version=report.version_of(code),
        goals=await _goal_forms(page, session, report, code, faulty) if section.goals else [],
        faulty_goal=faulty or page.form(),
        is_over=section.goals == "this_year",
        to_choose=await annual_reports.quotes_to_choose(session, report) if section.has_quotes else [],
        **shown,
    )


async def _goal_forms(
    page: WebPage, session: Transaction, report: Report, code: str, faulty: Form[Any] | None
) -> list[tuple[int, str, Form[Any]]]:
    """Return each goal's version, reference and form; the faulty one as it was sent."""
    year = _year(report, code)
    found = await report_goals.list_goals(session, report.desk, year)
    made: list[tuple[int, str, Form[Any]]] = []
    for version, goal in report_goals.to_ask_for(found, year):
        if faulty is not None and faulty.value("reference") == goal.reference:
            made.append((version, goal.reference, faulty))
            continue
        values = {
            "reference": goal.reference,
            "goalKind": goal.goal_kind.value,
            "goal": goal.goal,
            "how": goal.how,
            "outcome": goal.outcome,
            "isMeasurable": "yes" if goal.is_measurable else "",
            "isAttained": ANSWERS[goal.is_attained],
        }
        made.append((version, goal.reference, page.form(values)))
    return made
