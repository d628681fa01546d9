"""The main finding of a figure in words: what somebody who does not see the picture is told."""

from collections.abc import Sequence

from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.pictures.figure import Cell, Column, FigureRow, said
from slussen_statistics.domain.showing import NOT_COMPUTABLE, WITHHELD

NOTHING = Label("Inga siffror är publicerade här än.", "No figures have been published here yet.")
ALL_WITHHELD = Label("Siffrorna visas inte här.", "The figures are withheld here.")
NO_REFERRALS = Label("Inga slussningar är räknade här.", "No referrals have been counted here.")
ALL_ALIKE = Label("Alla tal är {0}.", "All figures are {0}.")


def of_flow(rows: Sequence[FigureRow], language: str) -> str:
    """Return between whom most referrals go."""
    most = _highest(rows, 0)
    if most is None:
        return _nothing(rows, 0, language)
    if not most.values[0]:
        return NO_REFERRALS.in_language(language) + _missing(rows, 0, language)
    sv, en = "Flest går från {0} till {1}: {2}.", "Most go from {0} to {1}: {2}."
    text = (en if language == "en" else sv).format(*most.headings, said(most.cells[0], language))
    return text + _missing(rows, 0, language)


def of_bars(rows: Sequence[FigureRow], drawn: Sequence[int], unit: str, language: str) -> str:
    """Return which row is the largest here, and what the county has there; the numbers where there are no shares."""
    here, *beside = drawn
    most = _highest(rows, here)
    if most is None and here:
        return of_bars(rows, [column - 1 for column in drawn], "", language)
    if most is None:
        return _nothing(rows, here, language)
    number = said(most.cells[here], language) + unit
    if not most.values[here]:
        return ALL_ALIKE.in_language(language).format(number) + _missing(rows, here, language)
    high = "Highest" if language == "en" else "Högst"
    text = f"{high}: {most.headings[0].rstrip('.')}, {number}"
    if beside and most.values[beside[0]] is not None:
        county = "the county" if language == "en" else "länet"
        text += f" ({county} {said(most.cells[beside[0]], language)}{unit})"
    return f"{text}." + _missing(rows, here, language)


def of_lines(rows: Sequence[FigureRow], columns: Sequence[Column], language: str) -> str:
    """Return the first and the last number of the first line."""
    seen = [row for row in rows if row.values[0] is not None]
    if not seen:
        return _nothing(rows, 0, language)
    first, last = seen[0], seen[-1]
    if first is last:
        return f"{columns[0].short} {first.headings[0]}: {said(first.cells[0], language)}."
    sv, en = "{0}: från {2} ({1}) till {4} ({3}).", "{0}: from {2} ({1}) to {4} ({3})."
    ends = [
        columns[0].short,
        first.headings[0],
        said(first.cells[0], language),
        last.headings[0],
        said(last.cells[0], language),
    ]
    text = (en if language == "en" else sv).format(*ends)
    return text[0].upper() + text[1:] + _missing(rows, 0, language)


def of_spider(rows: Sequence[FigureRow], language: str) -> str:
    """Return the highest and the lowest axis."""
    seen: list[tuple[float, Cell, str]] = [
        (row.values[0], row.cells[0], row.headings[0]) for row in rows if row.values[0] is not None
    ]
    if not seen:
        return _nothing(rows, 0, language)
    high, low = max(seen, key=lambda one: one[0]), min(seen, key=lambda one: one[0])
    sv, en = "Högst: {0}, {1}. Lägst: {2}, {3}.", "Highest: {0}, {1}. Lowest: {2}, {3}."
    ends = (high[2], said(high[1], language), low[2], said(low[1], language))
    return (en if language == "en" else sv).format(*ends) + _missing(rows, 0, language)


def _highest(rows: Sequence[FigureRow], column: int) -> FigureRow | None:
    """Return the first row with the largest number of a column; None where no row has a number."""
    found = [row for row in rows if row.values[column] is not None]
    return max(found, key=lambda row: row.values[column] or 0, default=None)


def _nothing(rows: Sequence[FigureRow], column: int, language: str) -> str:
    is_withheld = any(row.cells[column].status == WITHHELD for row in rows)
    return (ALL_WITHHELD if is_withheld else NOTHING).in_language(language)


def _missing(rows: Sequence[FigureRow], column: int, language: str) -> str:
    """Return how many numbers of a column stand as a mark, by mark."""
    statuses = [row.cells[column].status for row in rows if row.values[column] is None]
    withheld, unknown = statuses.count(WITHHELD), statuses.count(NOT_COMPUTABLE)
    text = ""
    if withheld and language == "en":
        text += f" {withheld} {'figure is' if withheld == 1 else 'figures are'} withheld (..)."
    elif withheld:
        text += f" {withheld} tal visas inte (..)."
    if unknown and language == "en":
        text += f" {unknown} {'figure does' if unknown == 1 else 'figures do'} not exist (.)."
    elif unknown:
        text += f" {unknown} tal finns inte (.)."
    return text
