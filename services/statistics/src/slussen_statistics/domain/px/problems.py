"""What can be wrong with a question to PxWebApi; titles are those of the reference server, values are not echoed."""

from typing import ClassVar


class PxProblemError(Exception):
    """A question that can't be answered; its status and title are PxWebApi's."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "px-parameter"
    title: ClassVar[str] = "Bad Request"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title


class UnknownVariableError(PxProblemError):
    """The table has no such variable."""

    code = "px-unknown-variable"
    title = "Non-existent variable"


class UnknownCodelistError(PxProblemError):
    """There is no such code list for the variable."""

    code = "px-unknown-codelist"
    title = "Non-existent codelist"


class UnknownValueError(PxProblemError):
    """The variable has no such value."""

    code = "px-unknown-value"
    title = "Non-existent value"


class RepeatedVariableError(PxProblemError):
    """A variable has two selections."""

    code = "px-repeated-variable"
    title = "Repeated variable"


class MissingSelectionError(PxProblemError):
    """A variable that can't be left out has no selection."""

    code = "px-missing-selection"
    title = "Missing selection for mandatory variable"


class IllegalExpressionError(PxProblemError):
    """A selection expression is not one of the known forms."""

    code = "px-illegal-expression"
    title = "Illegal selection expression"


class IllegalPlacementError(PxProblemError):
    """Heading and stub don't hold each selected variable once."""

    code = "px-illegal-placement"
    title = "Illegal placement"


class UnsupportedFormatError(PxProblemError):
    """The output format, or a parameter for it, is not supported."""

    code = "px-unsupported-format"
    title = "Unsupported output format"


class UnsupportedLanguageError(PxProblemError):
    """The data are not there in that language."""

    code = "px-unsupported-language"
    title = "Unsupported language"


class TooManyCellsError(PxProblemError):
    """The answer would hold more cells than are allowed."""

    status = 403
    code = "px-too-many-cells"
    title = "Too many cells selected"


class NoSuchTableError(PxProblemError):
    """There is no such table, or nothing of it has been released."""

    status = 404
    code = "px-unknown-table"
    title = "Non-existent table"


class NoSuchCodelistError(PxProblemError):
    """There is no such code list."""

    status = 404
    code = "px-no-codelist"
    title = "Non-existent codelist"


class NoSuchPageError(PxProblemError):
    """There is no such page of the list of tables."""

    status = 404
    code = "px-unknown-page"
    title = "Non-existent page"


class NoSuchQueryError(PxProblemError):
    """There is no saved query of that id."""

    status = 404
    code = "px-unknown-query"
    title = "Saved query not found"
