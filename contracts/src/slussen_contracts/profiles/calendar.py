"""The annual wheel (årshjul): what comes back each year, when in the year, and who answers for it.

An entry is due on one day of the year, in ISO weeks, or at any time in its month. `(key, month)` names it within the
profile; the agreements service makes each year's duties from it.
"""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from slussen_contracts.profiles.setting import Frozen

LEAP_YEAR = 2000


def _of_every_year(written: str) -> str:
    if written == "02-29":
        raise ValueError("02-29 is no day of every year")
    datetime.strptime(f"{LEAP_YEAR}-{written}", "%Y-%m-%d")  # noqa: DTZ007 - a day has no time zone
    return written


MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_of_every_year)]
"""A day of every year as `MM-DD`; so the last of February is 28 February, in leap years too."""

IsoWeek = Annotated[int, Field(ge=1, le=53)]


def month_and_day(written: MonthDay) -> tuple[int, int]:
    """Return the month and the day of the month that `MM-DD` means."""
    return int(written[:2]), int(written[3:])


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
        if self.due is not None and (self.iso_weeks or month_and_day(self.due)[0] != self.month):
            raise ValueError("due is a day in the entry's month, or the entry has ISO weeks")
        return self
