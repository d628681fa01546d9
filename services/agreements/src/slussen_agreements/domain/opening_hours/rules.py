"""The 15-hour rule, the summer rule, and what a week lacks under them.

A week is an ISO week. A reduced week lies wholly in the months of the summer rule; reduced weeks need not follow on
each other unless the profile says so; a half day is the profile's default of 4 hours. Public holidays are no
exception: the shortfall is shown with its reason.

Source: handbook 4.11; domain README, decided point 4; S001 Bilaga 1 (stay open in summer as far as possible).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.domain.findings import Finding, Weight
from slussen_agreements.domain.opening_hours.joint import Counting, joint_time
from slussen_agreements.domain.opening_hours.schedule import Schedule
from slussen_agreements.domain.opening_hours.time_set import MINUTES_AN_HOUR
from slussen_chassis.errors import FieldProblem

SUMMER_MONTHS: Final = frozenset({6, 7, 8})


@dataclass(frozen=True, slots=True, kw_only=True)
class SummerRule:
    """How hours may shrink in summer; None: the county is silent on it, or sets no limit."""

    months: frozenset[int] = SUMMER_MONTHS
    reduced_minutes: int | None = None
    max_weeks: int | None = None
    consecutive: bool = False
    stay_open: bool | None = None

    def holds(self, week: IsoWeek) -> bool:
        """Whether the week lies wholly in the summer months."""
        return week.first.month in self.months and week.last.month in self.months


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRule:
    """What a county asks of joint hours; `min_minutes` None: it asks for no number."""

    min_minutes: int | None = None
    summer: SummerRule | None = None
    counting: Counting = field(default_factory=Counting)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekResult:
    """A week under the rule; without a required number nothing is short and `is_fulfilled` is None.

    `open_minutes` and `open_days` are those in which at least one activity is open, `joint_days` those with any
    joint time; `is_reduced` tells that the summer rule lowered what is required.
    """

    week: IsoWeek
    joint_minutes: int
    open_minutes: int
    joint_days: int
    open_days: int
    required_minutes: int | None
    is_reduced: bool
    activity_minutes: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]

    @property
    def shortfall_minutes(self) -> int:
        """Minutes of joint time that the week lacks."""
        return max((self.required_minutes or 0) - self.joint_minutes, 0)

    @property
    def is_fulfilled(self) -> bool | None:
        """Whether the week has the joint time that is required."""
        return None if self.required_minutes is None else self.shortfall_minutes == 0

    @property
    def numbers(self) -> str:
        """What others are told of the week, as one text: another text is another number."""
        told = (
            self.joint_minutes,
            self.required_minutes,
            self.is_reduced,
            self.open_minutes,
            self.open_days,
            self.joint_days,
        )
        return "/".join("-" if one is None else str(int(one)) for one in told)


def evaluate_week(
    schedule: Schedule, week: IsoWeek, rule: HoursRule, *, reduced: Collection[IsoWeek] = ()
) -> WeekResult:
    """Evaluate a week's joint open time; `reduced` are the weeks that the centre has entered as reduced."""
    time = joint_time(schedule, week, rule.counting)
    reduced_to = _reduced_to(week, rule, reduced)
    required = rule.min_minutes if reduced_to is None else reduced_to
    by_activity = {activity.value: on_site.minutes for activity, on_site in time.by_activity.items()}
    findings = (
        *_shortfall(time.minutes, required, schedule.reasons_in(week)),
        *_closure(week, rule, is_closed=schedule.is_closed_in(week)),
    )
    return WeekResult(
        week=week,
        joint_minutes=time.minutes,
        open_minutes=time.open.minutes,
        joint_days=time.joint.days,
        open_days=time.open.days,
        required_minutes=required,
        is_reduced=reduced_to is not None,
        activity_minutes=tuple(by_activity.items()),
        findings=findings,
    )


def reduced_week_faults(
    week: IsoWeek, entered: Collection[IsoWeek], rule: HoursRule
) -> Iterator[FieldProblem]:
    """Find what hinders one more reduced week, given those entered before; no minimum: nothing to reduce from."""
    if rule.min_minutes is None:
        return
    if rule.summer is None or not rule.summer.holds(week):
        yield FieldProblem(
            "week",
            "outside-summer",
            "ligger inte helt i sommarmånaderna",
            "is not wholly in the summer months",
        )
        return
    if week in entered:
        yield FieldProblem("week", "unique", "är redan reducerad", "is reduced already")
    elif reduced_weeks_left(week.year, entered, rule.summer) == 0:
        yield FieldProblem(
            "week",
            "too-many-reduced-weeks",
            f"högst {rule.summer.max_weeks} veckor per år får reduceras",
            f"at most {rule.summer.max_weeks} weeks a year may be reduced",
        )
    if rule.summer.consecutive and not _continues(week, entered):
        yield FieldProblem("week", "consecutive", "ska följa på de andra", "must follow on the others")


def reduced_weeks_left(year: int, entered: Collection[IsoWeek], summer: SummerRule) -> int | None:
    """Return how many weeks of a year may still be reduced; None: there is no limit."""
    if summer.max_weeks is None:
        return None
    return max(summer.max_weeks - sum(week.year == year for week in set(entered)), 0)


def _reduced_to(week: IsoWeek, rule: HoursRule, reduced: Collection[IsoWeek]) -> int | None:
    """Return what the summer rule asks of a reduced week; None: it is not reduced, or there is nothing to reduce."""
    least, summer = rule.min_minutes, rule.summer
    if least is None or summer is None or week not in reduced or not summer.holds(week):
        return None
    lower = summer.reduced_minutes
    return lower if lower is not None and lower < least else None


def _shortfall(minutes: int, required: int | None, reasons: Collection[str]) -> Iterator[Finding]:
    missing = (required or 0) - minutes
    if missing > 0:
        because = f" ({'; '.join(reasons)})" if reasons else ""
        hours = _hours(missing)
        yield Finding(
            "joint-hours-short",
            Weight.BREACH,
            f"Det saknas {hours.replace('.', ',')} timmar gemensam öppettid{because}.",
            f"Joint open time is {hours} hours short{because}.",
        )


def _closure(week: IsoWeek, rule: HoursRule, *, is_closed: bool) -> Iterator[Finding]:
    summer = rule.summer
    if summer is not None and summer.stay_open and is_closed and summer.holds(week):
        yield Finding(
            "closed-in-summer",
            Weight.NOTICE,
            "Centralen är stängd; länet rekommenderar att hålla öppet även på sommaren, i mindre skala.",
            "The centre is closed; the county recommends staying open in summer too, on a smaller scale.",
        )


def _continues(week: IsoWeek, entered: Collection[IsoWeek]) -> bool:
    """Whether the week stands beside one entered the same year, or is the year's first."""
    same_year = {one.week for one in entered if one.year == week.year}
    return not same_year or bool(same_year & {week.week - 1, week.week + 1})


def _hours(minutes: int) -> str:
    """Return minutes as hours, with as few decimals as it takes."""
    return f"{minutes / MINUTES_AN_HOUR:.2f}".rstrip("0").rstrip(".")
