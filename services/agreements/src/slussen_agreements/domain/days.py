"""Calendar arithmetic on days in Europe/Stockholm: months, ISO weeks, periods with first and last day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS_A_YEAR: Final = 12
DAYS_A_WEEK: Final = 7
_ALWAYS_IN_LAST_WEEK: Final = 28
"""The 28th of December is in its year's last ISO week."""

ONE_DAY: Final = timedelta(days=1)


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later, or that month's last day where it is shorter.

    Source: handbook 4.13, our default; so counts lag (1930:173) om beräkning av lagstadgad tid too.
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    last = last_of_month(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def weeks_in(year: int) -> int:
    """Return how many ISO weeks a year has: 52 or 53."""
    return date(year, MONTHS_A_YEAR, _ALWAYS_IN_LAST_WEEK).isocalendar().week


@dataclass(frozen=True, slots=True, order=True)
class IsoWeek:
    """A week from Monday through Sunday, by ISO 8601; its year may differ from a day's."""

    year: int
    week: int

    def __post_init__(self) -> None:
        """Refuse a week that the year does not have."""
        if not 1 <= self.week <= weeks_in(self.year):
            raise ValueError("the year has no such ISO week")

    @classmethod
    def of(cls, day: date) -> "IsoWeek":
        """Return the week that a day lies in."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return date.fromisocalendar(self.year, self.week, DAYS_A_WEEK)

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        return tuple(self.first + timedelta(days=n) for n in range(DAYS_A_WEEK))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from a first through a last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise ValueError("the last day is before the first")

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """Return a calendar year."""
        return cls(date(year, 1, 1), last_of_month(year, MONTHS_A_YEAR))

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        """Return a calendar month."""
        return cls(date(year, month, 1), last_of_month(year, month))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first <= day <= self.last

    def months(self) -> "Iterator[Period]":
        """Give the calendar months that lie wholly in it."""
        month = self.first if self.first.day == 1 else add_months(self.first.replace(day=1), 1)
        while (whole := Period.of_month(month.year, month.month)).last <= self.last:
            yield whole
            month = add_months(month, 1)
