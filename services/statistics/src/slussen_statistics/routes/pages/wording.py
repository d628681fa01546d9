"""How pages show the domain's values: filters of the templates."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from slussen_chassis.pages.wording import Wording
from slussen_statistics.domain.reports.content import Cell, in_words
from slussen_statistics.domain.reports.document import written_cell
from slussen_statistics.domain.reports.words import DUE_TO, QUOTED_BY, RECIPIENTS
from slussen_statistics.routes.pages.paths import of_counter, of_own, of_report, of_survey

COLOURS: Final[Mapping[str, str]] = {
    "draft": "neutral",
    "submitted": "success",
    "breach": "danger",
    "warning": "warning",
    "notice": "info",
}
"""Which of the design system's colours a state has; its word stands beside it always."""
_NAMES: Final = {**RECIPIENTS, **DUE_TO, **QUOTED_BY}


def colour(code: str) -> str:
    """Return the colour of a state."""
    return COLOURS.get(code, "neutral")


def cell(value: Cell, language: str) -> str:
    """Return a figure as people read it."""
    return written_cell(value, Wording(language))


def named(code: str) -> Any:
    """Return the words of a recipient, a day or a speaker."""
    return _NAMES[code]


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "colour": colour,
    "cell": cell,
    "words": named,
    "of_year": in_words,
    "report_path": of_report,
    "survey_path": of_survey,
    "counter_path": of_counter,
    "own_path": of_own,
}
