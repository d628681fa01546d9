"""The annual wheel (årshjul): the year's duties with their days, owners and where they stand.

Days come from the profile's entries: a stated day, ISO weeks, or else the whole month. The day for handing in the
annual report (28 February, also in leap years) and the principals' day (1 March) are two duties (Annex B K-4).
No duty has a day outside its year: a week that begins or ends in another year is cut at the year's edge.

Source: handbook 7.3 Annual wheel and Deadlines, 7.4; S001 Bilaga 6; S002 13; S000 Systematiskt kvalitetsarbete.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from slussen_agreements.domain.days import MONTHS_A_YEAR, IsoWeek, Period, weeks_in
from slussen_agreements.domain.findings import Label
from slussen_contracts.agreements.codes import DutyState

__all__ = [
    "Duty",
    "DutyState",
    "WheelEntry",
    "by_month",
    "duties",
    "not_in_wheel",
    "parts_missing",
    "remind_on",
    "state",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelEntry:
    """One entry of a profile: what is done, by which role, and when in any year.

    `due` is month and day; `iso_weeks` may be several. With neither it is the whole `month`, and with no month
    either the whole year: the source asks for it and states no time. `parts` are what it must hold to be done.
    """

    what: Label
    responsible: str
    month: int | None = None
    due: tuple[int, int] | None = None
    iso_weeks: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty in one year; `owner` is who answers for it where the responsible role is filled."""

    what: Label
    responsible: str
    period: Period
    owner: str | None = None
    has_stated_time: bool = True
    parts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by in its centre: the entry and its first day."""
        return f"{self.what.key}:{self.period.first}"


def duties(year: int, entries: Sequence[WheelEntry], owners: Mapping[str, str]) -> tuple[Duty, ...]:
    """Return a year's duties in the order of their days; the entries' order holds within a day.

    Args:
        year: The calendar year.
        entries: Those of the profile and the centre's own.
        owners: Who has each responsible role.
    """
    made = [
        Duty(
            what=entry.what,
            responsible=entry.responsible,
            period=period,
            owner=owners.get(entry.responsible),
            has_stated_time=_has_stated_time(entry),
            parts=entry.parts,
        )
        for entry in entries
        for period in _periods(entry, year)
    ]
    return tuple(sorted(made, key=lambda duty: duty.period))


def not_in_wheel(asked_for: Sequence[WheelEntry], entries: Collection[WheelEntry]) -> tuple[WheelEntry, ...]:
    """Return what the profile asks for elsewhere (surveys, deadlines) and its wheel does not already have.

    An entry of the wheel on the same stated day or in the same weeks is the same thing.
    """
    days = {entry.due for entry in entries} - {None}
    weeks = {entry.iso_weeks for entry in entries} - {()}
    return tuple(entry for entry in asked_for if entry.due not in days and entry.iso_weeks not in weeks)


def by_month(wheel: Sequence[Duty]) -> dict[int, tuple[Duty, ...]]:
    """Return all twelve months with the duties of each; a month without any is there and empty (ST-08).

    A duty without a stated time stands in the month in which it must be done at last.
    """
    months = range(1, MONTHS_A_YEAR + 1)
    return {month: tuple(duty for duty in wheel if _month(duty) == month) for month in months}


def state(duty: Duty, *, done_on: date | None, today: date) -> DutyState:
    """Return where a duty stands: overdue from the day after its last."""
    if done_on is not None:
        return DutyState.DONE if done_on <= duty.period.last else DutyState.DONE_LATE
    if today > duty.period.last:
        return DutyState.OVERDUE
    return DutyState.CURRENT if today >= duty.period.first else DutyState.PLANNED


def remind_on(duty: Duty, ahead: timedelta) -> date:
    """Return the day to remind of it: ahead of its first day, or of its last where no time is stated."""
    return (duty.period.first if duty.has_stated_time else duty.period.last) - ahead


def parts_missing(duty: Duty, handed_in: Collection[str]) -> tuple[str, ...]:
    """Return the parts that a duty still lacks, such as goals, report or statistics (ST-16)."""
    return tuple(part for part in duty.parts if part not in handed_in)


def _month(duty: Duty) -> int:
    return (duty.period.first if duty.has_stated_time else duty.period.last).month


def _has_stated_time(entry: WheelEntry) -> bool:
    return bool(entry.month or entry.due or entry.iso_weeks)


def _periods(entry: WheelEntry, year: int) -> Iterator[Period]:
    if entry.due is not None:
        yield Period(date(year, *entry.due), date(year, *entry.due))
    elif entry.iso_weeks:
        yield from _week_periods(entry.iso_weeks, year)
    elif entry.month is not None:
        yield Period.of_month(year, entry.month)
    else:
        yield Period.of_year(year)


def _week_periods(weeks: Collection[int], year: int) -> Iterator[Period]:
    """Give one period for each run of weeks; week 53 is the last one in a year that has 52."""
    whole = Period.of_year(year)
    numbers = sorted({min(week, weeks_in(year)) for week in weeks})
    starts = [number for number in numbers if number - 1 not in numbers]
    ends = [number for number in numbers if number + 1 not in numbers]
    for first, last in zip(starts, ends, strict=True):
        yield Period(max(IsoWeek(year, first).first, whole.first), min(IsoWeek(year, last).last, whole.last))
