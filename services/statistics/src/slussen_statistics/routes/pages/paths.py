"""Addresses of pages, in one place."""

from typing import Final
from uuid import UUID

HOME: Final = "/statistics/pages"
REPORTS: Final = f"{HOME}/reports"


def of_report(report_id: UUID, part: str = "") -> str:
    """Return the address of a report's page, or of one of its parts."""
    return f"{REPORTS}/{report_id}{part and '/'}{part}"
