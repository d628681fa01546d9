"""A report's life: begun, written by several, submitted and locked, opened again for a reason."""

from typing import ClassVar

from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError, NotFoundError


class ReportBegunError(ConflictError):
    """The centre's report of the year is there already."""

    code: ClassVar[str] = "report-begun"
    title_sv = "Årets berättelse är redan påbörjad"
    title_en = "The year's report is begun already"


class ReportIsSubmittedError(ConflictError):
    """A submitted report is not changed; it is opened again for a reason."""

    code: ClassVar[str] = "report-is-submitted"
    title_sv = "Berättelsen är inlämnad och låst; öppna den igen för att ändra"
    title_en = "The report is submitted and locked; open it again to change it"


class ReportIsNotSubmittedError(ConflictError):
    """Only a submitted report is opened again."""

    code: ClassVar[str] = "report-is-not-submitted"
    title_sv = "Berättelsen är inte inlämnad"
    title_en = "The report is not submitted"


class FiguresChangedError(ConflictError):
    """There is a newer release than the one that was looked at."""

    code: ClassVar[str] = "figures-changed"
    title_sv = "Länet har publicerat nya siffror sedan du läste berättelsen; läs om den"
    title_en = "The county has released new figures since you read the report; read it again"


class NoSuchSectionError(NotFoundError):
    """The county's report has no such heading."""

    code: ClassVar[str] = "no-such-section"
    title_sv = "Länets berättelse har ingen sådan rubrik"
    title_en = "The county's report has no such heading"


def year_to_come(year: int, *, this_year: int) -> None:
    """Refuse a report of a year that has not begun.

    Raises:
        InvalidError: It has not.
    """
    if year > this_year:
        raise InvalidError(
            FieldProblem("year", "in-the-future", "året har inte börjat", "the year has not begun")
        )
