"""The main finding of a figure in words: what somebody who does not see the picture is told."""

from collections.abc import Sequence

from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.pictures.figure import Column, FigureRow, said
from slussen_statistics.domain.showing import Value

NOTHING = Label("Inga siffror är publicerade här än.", "No figures have been published here yet.")


def of_flow(rows: Sequence[FigureRow], language: str) -> str:
    """Return between whom most referrals go."""
    seen = [row for row in rows if row.values[0]]
    if not seen:
        return NOTHING.in_language(language)
    most = max(seen, key=lambda row: row.values[0] or 0)
    sv, en = "Flest går från {0} till {1}: {2}.", "Most go from {0} to {1}: {2}."
    text = (en if language == "en" else sv).format(*most.headings, said(most.values[0], language))
    return text + _withheld(rows, language)


def of_bars(rows: Sequence[FigureRow], drawn: Sequence[int], unit: str, language: str) -> str:
    """Return which row is the largest here, and what the county has there."""
    found = [row for row in rows if row.values[drawn[0]] is not None]
    if not any(row.values[drawn[0]] for row in found):
        return NOTHING.in_language(language)
    most = max(found, key=lambda row: row.values[drawn[0]] or 0)
    high = "Highest" if language == "en" else "Högst"
    text = f"{high}: {most.headings[0].rstrip('.')}, {said(most.values[drawn[0]], language)}{unit}"
    if len(drawn) > 1 and most.values[drawn[1]] is not None:
        county = "the county" if language == "en" else "länet"
        text += f" ({county} {said(most.values[drawn[1]], language)}{unit})"
    return f"{text}." + _withheld(rows, language)


def of_lines(rows: Sequence[FigureRow], columns: Sequence[Column], language: str) -> str:
    """Return the first and the last number of the first line."""
    seen = [row for row in rows if row.values[0] is not None]
    if not any(row.values[0] for row in seen):
        return NOTHING.in_language(language)
    first, last = seen[0], seen[-1]
    if first is last:
        return f"{columns[0].short} {first.headings[0]}: {said(first.values[0], language)}."
    sv, en = "{0}: från {2} ({1}) till {4} ({3}).", "{0}: from {2} ({1}) to {4} ({3})."
    ends = [
        columns[0].short,
        first.headings[0],
        said(first.values[0], language),
        last.headings[0],
        said(last.values[0], language),
    ]
    text = (en if language == "en" else sv).format(*ends)
    return text[0].upper() + text[1:]


def of_spider(rows: Sequence[FigureRow], language: str) -> str:
    """Return the highest and the lowest axis."""
    seen: list[tuple[Value, str]] = [(r.values[0], r.headings[0]) for r in rows if r.values[0] is not None]
    if not seen:
        return NOTHING.in_language(language)
    high, low = max(seen, key=lambda s: s[0] or 0), min(seen, key=lambda s: s[0] or 0)
    sv, en = "Högst: {0}, {1}. Lägst: {2}, {3}.", "Highest: {0}, {1}. Lowest: {2}, {3}."
    ends = (high[1], said(high[0], language), low[1], said(low[0], language))
    return (en if language == "en" else sv).format(*ends)


def _withheld(rows: Sequence[FigureRow], language: str) -> str:
    count = sum(1 for row in rows if row.values[0] is None)
    if not count:
        return ""
    if language == "en":
        return f" {count} {'figure is' if count == 1 else 'figures are'} withheld."
    return f" {count} tal visas inte."
