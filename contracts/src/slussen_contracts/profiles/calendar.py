"""The annual wheel (årshjul): what comes back each year, when in the year, and who answers for it.

An entry is due on one day of the year, in ISO weeks, or at any time in its month. A duty is made from it by year:
`(key, month)` names it within the profile.
"""

from calendar import monthrange
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from slussen_contracts.profiles.setting import Frozen

LEAP_YEAR = 2000
SUNDAY = 7


def _of_every_year(written: str) -> str:
    if written == "02-29":
        raise ValueError("02-29 is no day of every year")
    datetime.strptime(f"{LEAP_YEAR}-{written}", "%Y-%m-%d")  # noqa: DTZ007 - a day has no time zone
    return written


MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_of_every_year)]
"""A day of every year as `MM-DD`; so the last of February is 28 February, in leap years too."""

IsoWeek = Annotated[int, Field(ge=1, le=52)]
"""A week that every ISO year has."""


def day_of_year(written: str, year: int) -> date:
    """Return the day that `MM-DD` is in a year."""
    return date.fromisoformat(f"{year:04}-{written}")


class CalendarEntry(Frozen):
    """One entry of the annual wheel; `activity` is its Swedish text and `en` its English one."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    month: Annotated[int, Field(ge=1, le=12)]
    activity: str
    en: str
    responsible: str
    due: MonthDay | None = None
    iso_weeks: tuple[IsoWeek, ...] = ()

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if self.due is not None and (self.iso_weeks or int(self.due[:2]) != self.month):
            raise ValueError("due is a day in the entry's month, or the entry has ISO weeks")
        return self

    def period(self, year: int) -> tuple[date, date]:
        """Return the first and last day of the entry in a year; the last is when it is due.

        ISO weeks run from Monday through Sunday, from the first week named through the last.
        """
        if self.due is not None:
            day = day_of_year(self.due, year)
            return day, day
        if self.iso_weeks:
            first, last = min(self.iso_weeks), max(self.iso_weeks)
            return date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last, SUNDAY)
        return date(year, self.month, 1), date(year, self.month, monthrange(year, self.month)[1])
