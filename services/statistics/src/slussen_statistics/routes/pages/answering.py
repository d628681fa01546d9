"""The page on which a visitor answers a survey: open to all who hold a link, without login and without script."""

from typing import Any

from starlette.responses import Response

from slussen_chassis.errors import DomainError, FieldProblem, InvalidError
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import Now, Transaction
from slussen_contracts.statistics.entries import Quote, QuotedBy, Words
from slussen_statistics.domain.instruments import Instrument
from slussen_statistics.domain.surveys import LinkUsedError, SurveyClosedError
from slussen_statistics.use_cases import surveys
from slussen_statistics.use_cases.surveys import Given

router = page_router("statistics", "/survey")
ITEM = "item."
LONGEST_QUOTE = 1000


class AnswerForm(FormModel):
    """The form's fixed part; its answers have names of their own, `item.<code>`."""

    respondent: str | None = None
    quote: Words | None = None
    by: QuotedBy | None = None


@router.get("")
async def show_thanks(page: CurrentPage) -> Response:
    """Thank for an answer."""
    return page.show("survey_thanks.html")


@router.get("/{token}")
async def show_survey(token: str, page: CurrentPage, session: Transaction, now: Now) -> Response:
    """Show the survey that a link opens."""
    try:
        asked = await surveys.ask(session, token, now=now)
    except (LinkUsedError, SurveyClosedError) as error:
        return _ended(page, error)
    return page.show("survey.html", asked=asked, token=token, form=page.form())


@router.post("/{token}")
async def answer_survey(token: str, page: CurrentPage, session: Transaction, now: Now) -> Response:
    """Keep the answer; the link is used up with it."""
    try:
        asked = await surveys.ask(session, token, now=now)
    except (LinkUsedError, SurveyClosedError) as error:
        return _ended(page, error)
    form = await page.entered(AnswerForm)
    if content := form.content:
        async with form.attempt(session, **_names(asked.instrument)):
            given = Given(
                _values(form, asked.instrument), content.respondent, _quote(content.quote, content.by)
            )
            await surveys.answer(session, token, given, now=now)
            return page.go("/statistics/pages/survey", said="answer-taken")
    return page.show("survey.html", asked=asked, token=token, form=form)


def _names(instrument: Instrument) -> dict[str, str]:
    names = {f"values.{item.code}": f"{ITEM}{item.code}" for item in instrument.items}
    return {**names, "quotes.0.text": "quote"}


def _values(form: Form[Any], instrument: Instrument) -> dict[str, int]:
    """Return the numbers that were chosen; at least one is needed.

    Raises:
        InvalidError: None was, or one is no number of the scale.
    """
    points = instrument.scale.points if instrument.scale else 0
    steps = {str(number): number for number in range(1, points + 1)}
    chosen = form.named(ITEM)
    known = {item.code for item in instrument.items}
    wrong = [code for code, value in chosen.items() if code not in known or value not in steps]
    if wrong:
        sv, en = "välj ett av svaren", "choose one of the answers"
        raise InvalidError(*(FieldProblem(f"{ITEM}{code}", "enum", sv, en) for code in wrong))
    if not chosen:
        first = instrument.items[0].code
        sv, en = "svara på minst en fråga", "answer at least one question"
        raise InvalidError(FieldProblem(f"{ITEM}{first}", "missing", sv, en))
    return {code: steps[value] for code, value in chosen.items()}


def _quote(text: str | None, by: QuotedBy | None) -> Quote | None:
    """Return the visitor's own words, marked with who says them.

    Raises:
        InvalidError: They are too long, or not marked.
    """
    if not text:
        return None
    if len(text) > LONGEST_QUOTE:
        sv, en = f"får ha högst {LONGEST_QUOTE} tecken", f"must have at most {LONGEST_QUOTE} characters"
        raise InvalidError(FieldProblem("quote", "too-long", sv, en))
    if by is None:
        sv, en = (
            "välj vem du är, eller ta bort texten ovanför",
            "choose who you are, or remove the text above",
        )
        raise InvalidError(FieldProblem("by", "missing", sv, en))
    return Quote(text=text, by=by)


def _ended(page: WebPage, error: DomainError) -> Response:
    status = 404 if isinstance(error, LinkUsedError) else 409
    title = error.title_en if page.english else error.title_sv
    return page.show("survey_ended.html", status=status, ended=title)
