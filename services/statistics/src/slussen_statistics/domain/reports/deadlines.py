"""To whom a county's report goes, and by when; a source that names no day leaves none (handbook 7.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from slussen_contracts.profiles.calendar import month_and_day
from slussen_contracts.profiles.practice import AnnualReportRule


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The last day on which the report of a year is on time for somebody."""

    day: date
    to: str


def dues(rule: AnnualReportRule, year: int) -> tuple[Due, ...]:
    """Return by when the report of a year is due, the first day first; it is handed in the year after."""
    found = rule.deadline.value or {}
    return tuple(sorted(Due(date(year + 1, *month_and_day(written)), to) for to, written in found.items()))


def late_for(found: Iterable[Due], *, on: date) -> tuple[str, ...]:
    """Return for whom a report that is handed in on a day is late; the day itself is on time."""
    return tuple(due.to for due in found if on > due.day)
