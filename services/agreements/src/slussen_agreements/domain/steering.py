"""Steering and management groups (styrgrupp, ledningsgrupp) and house meetings (husmöte) against the minimums.

Source: handbook 2.4 and 2.6; S002 13.1 and 13.2; S003 Familjecentralens styrgrupp; S001 Kontinuitet. An observed
average, such as Skåne's five hours a month, is a fact and no minimum (Annex B K-30).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from slussen_agreements.domain.days import Period
from slussen_agreements.domain.findings import Finding, Label, Weight

MONTHS: Final = (
    ("januari", "January"),
    ("februari", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augusti", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRule:
    """The fewest meetings in a calendar year; None where the county is silent or leaves it to the agreement."""

    name: Label
    min_per_year: int | None = None
    monthly: bool = False
    weight: Weight = Weight.BREACH


def seat_findings(
    seats: Sequence[Label], filled: Collection[str], *, weight: Weight = Weight.BREACH
) -> Iterator[Finding]:
    """Find the seats of a group that nobody has.

    Args:
        seats: Those that the county wants, in its order; none where it is silent.
        filled: The keys of the seats that somebody has.
        weight: How binding the composition is.
    """
    for seat in seats:
        if seat.key not in filled:
            yield Finding(
                "seat-empty",
                weight,
                f"Gruppen är inte komplett: {seat.sv} saknas.",
                f"The group is incomplete: {seat.en} is missing.",
                seat.key,
            )


def meetings_left(rule: MeetingRule, year: int, held: Collection[date]) -> int:
    """Return how many meetings remain to be held in a year; 0 where no number is stated."""
    counted = sum(day.year == year for day in held)
    return max((rule.min_per_year or 0) - counted, 0)


def meeting_findings(
    rule: MeetingRule, year: int, held: Collection[date], *, today: date
) -> Iterator[Finding]:
    """Find whether a year that has ended had fewer meetings than the minimum (AG-42)."""
    left = meetings_left(rule, year, held)
    if left and today.year > year:
        yield Finding(
            "too-few-meetings",
            rule.weight,
            f"{rule.name.sv}: {left} möten färre än minst {rule.min_per_year} under {year}.",
            f"{rule.name.en}: {left} below the minimum of {rule.min_per_year} meetings in {year}.",
            rule.name.key,
        )


def monthly_findings(
    rule: MeetingRule, open_in: Period, held: Collection[date], *, today: date
) -> Iterator[Finding]:
    """Find the whole calendar months without a meeting where there is to be one each month (AG-43).

    Args:
        rule: The county's.
        open_in: The period to look at, no longer than the centre was open; months in part of it don't count.
        held: The days on which meetings were held.
        today: A month is judged when it has ended.
    """
    if not rule.monthly:
        return
    for month in open_in.months():
        if month.last < today and not any(day in month for day in held):
            sv, en = MONTHS[month.first.month - 1]
            yield Finding(
                "month-without-meeting",
                rule.weight,
                f"{rule.name.sv} hölls inte i {sv} {month.first.year}; det ska hållas minst en gång i månaden.",
                f"{rule.name.en}: none in {en} {month.first.year}; there must be at least one a month.",
                f"{month.first:%Y-%m}",
            )
