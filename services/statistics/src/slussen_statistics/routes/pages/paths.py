"""Addresses of pages, in one place."""

from typing import Final
from uuid import UUID

HOME: Final = "/statistics/pages"
REPORTS: Final = f"{HOME}/reports"
COUNTER: Final = f"{HOME}/counter"
SURVEYS: Final = f"{HOME}/surveys"
OWN: Final = f"{HOME}/own"
FIGURES: Final = f"{HOME}/figures"
SURVEY: Final = f"{HOME}/survey"
"""Where a visitor answers; a link's token follows."""


def of_report(report_id: UUID, part: str = "") -> str:
    """Return the address of a report's page, or of one of its parts."""
    return f"{REPORTS}/{report_id}{part and '/'}{part}"


def of_survey(centre_id: UUID, survey_id: UUID, part: str = "") -> str:
    """Return the address of a survey occasion's page, or of one of its parts."""
    return f"{SURVEYS}/{centre_id}/{survey_id}{part and '/'}{part}"


def of_own(centre_id: UUID) -> str:
    """Return the address of a centre's own exact figures."""
    return f"{OWN}/{centre_id}"


def of_counter(centre_id: UUID) -> str:
    """Return the address of a centre's counter."""
    return f"{COUNTER}/{centre_id}"
