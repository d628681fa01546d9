"""A dated release: what a county publishes of the months that have ended, and what it withholds.

A release must be safe by itself and beside the earlier ones of the same year. Two rules see to the latter, so that
the difference between two releases tells nothing about a few families:

- a figure moves only when it has changed by at least the threshold since it was last released, and never to under
  the threshold; until then the earlier figure stands. Totals are sums of the figures as they stand.
- what a year's table has once withheld stays withheld in that year's later releases.

So the difference of two releases is zero or at least the threshold in every cell, and each table that explains one
release (other small counts behind `..`) explains all of them.

Source: domain/disclosure-control.md 8 and "two releases"; design decision 22.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from slussen_chassis.errors import ConflictError, ForbiddenError
from slussen_statistics.domain.flow import Counts, FlowKind, Place, with_totals
from slussen_statistics.domain.suppression import protect


class ReleaseAlreadyMadeError(ConflictError):
    """The county has had its release of this calendar month."""

    code: ClassVar[str] = "release-already-made"
    title_sv = "Länet har redan gjort sin publicering den här kalendermånaden"
    title_en = "The county has made its release of this calendar month already"


class NothingToReleaseError(ConflictError):
    """No month that has ended holds a counted referral."""

    code: ClassVar[str] = "nothing-to-release"
    title_sv = "Ingen avslutad månad innehåller någon räknad slussning än"
    title_en = "No month that has ended holds a counted referral yet"


class NoCountyError(ForbiddenError):
    """A release is made for the caller's own county, and the caller has none."""

    code: ClassVar[str] = "no-county"
    title_sv = "Publicering görs för det egna länet, och du hör inte till något"
    title_en = "A release is made for one's own county, and you belong to none"


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's table of one kind as it is released.

    Attributes:
        figures: The inner cells as they stand; they never leave but through `shown`.
        withheld: Cells and totals that are shown as `..`.
    """

    figures: Counts = field(default_factory=dict)
    withheld: frozenset[Place] = frozenset()

    def shown(self) -> Mapping[Place, int | None]:
        """Return every cell and total that is not zero; None where it is withheld."""
        totals = with_totals(self.figures)
        return {p: None if p in self.withheld else totals[p] for p in sorted(totals) if totals[p]}


Tables = Mapping[tuple[int, FlowKind], YearTable]
"""The tables of a release by year and kind."""


def last_ended_day(today: date) -> date:
    """Return the last day of the last month that has ended on the calendar day `today`."""
    return today.replace(day=1) - timedelta(days=1)


def next_release_from(released_on: date) -> date:
    """Return the first day on which the county may make its next release: the first of the next month."""
    return (released_on.replace(day=28) + timedelta(days=4)).replace(day=1)


def first_table(counts: Counts, threshold: int) -> YearTable:
    """Return a year's table at its first release."""
    figures = {place: count for place, count in counts.items() if count}
    return YearTable(figures, protect(figures, threshold))


def next_table(before: YearTable, counts: Counts, threshold: int) -> YearTable:
    """Return a year's table at a later release than `before`."""
    places: Collection[Place] = {*before.figures, *counts}
    moved = {p: _stepped(before.figures.get(p, 0), counts.get(p, 0), threshold) for p in sorted(places)}
    figures = {place: figure for place, figure in moved.items() if figure}
    return YearTable(figures, protect(figures, threshold, already=before.withheld))


def next_tables(before: Tables, counts: Mapping[tuple[int, FlowKind], Counts], threshold: int) -> Tables:
    """Return all tables of a county's next release: those of years that were released before, and new years'."""
    return {
        key: (
            next_table(before[key], counts.get(key, {}), threshold)
            if key in before
            else first_table(counts[key], threshold)
        )
        for key in sorted({*before, *counts})
    }


def _stepped(before: int, count: int, threshold: int) -> int:
    return count if abs(count - before) >= threshold and count >= threshold else before
