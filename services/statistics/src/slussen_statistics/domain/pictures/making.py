"""Makes each figure from published cells; nothing is computed but shares of protected parts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product

from slussen_statistics.domain.catalogue.model import Dimension
from slussen_statistics.domain.catalogue.referrals import BUCKETS
from slussen_statistics.domain.labels import ALL, TOTAL, Label
from slussen_statistics.domain.pictures import findings
from slussen_statistics.domain.pictures.figure import Cell, Column, Figure, FigureRow, Shape, Side
from slussen_statistics.domain.pictures.source import Source, share_of
from slussen_statistics.domain.published import Period
from slussen_statistics.domain.showing import WITHHELD

Make = Callable[[str, Label, Source], Figure]
PER_CENT = "\N{NO-BREAK SPACE}%"
NUMBER = Label("antal", "number")
SHARE = Label("andel, %", "share, %")
MEAN = Label("medel", "mean")
JOINT_HOURS = Label("Gemensam öppettid per vecka", "Joint opening hours a week")
NO_RULE = Label("Ingen regel om öppettid gäller här.", "No rule on opening hours applies here.")
EACH_WEEK = Label("\N{NO-BREAK SPACE}tim", "\N{NO-BREAK SPACE}h")
MEETING_RULE = Label("veckor som uppfyller regeln, %", "weeks that meet the rule, %")
HOURS = Label("timmar per vecka", "hours a week")
RELEASED = Label(
    "Källa: Slussen, publicerat {0}, till och med {1}.", "Source: Slussen, released {0}, through {1}."
)
YEAR = Label("år", "year")
MONTH = Label("månad", "month")
LONGEST_TREND = 24


def figure(  # noqa: PLR0913 - the parts of a figure
    name: str,
    title: Label,
    source: Source,
    shape: Shape,
    *,
    headings: tuple[str, ...],
    columns: Sequence[Column],
    rows: Sequence[FigureRow],
    finding: str,
    period: str = "",
    top: float | None = None,
    unit: str = "",
) -> Figure:
    """Return a figure with what all have in common."""
    place = f"{source.area_name}, {period or source.latest.code}"
    told = source.say(RELEASED).format(source.released_on, source.through)
    return Figure(
        id=name,
        shape=shape,
        title=source.say(title),
        place=place,
        headings=headings,
        columns=tuple(columns),
        rows=tuple(rows),
        finding=finding,
        source=told,
        language=source.language,
        top=top,
        unit=unit,
    )


def columns_of(source: Source, *shown: Label, drawn: Sequence[Label] | None = None) -> list[Column]:
    """Return the columns of both sides; the county's only where another area is chosen."""
    sides = [(Side.HERE, source.area_name)]
    if source.county is not None:
        sides.append((Side.COUNTY, source.county_name))
    return [
        Column(f"{name}: {source.say(label)}", side, source.say(label), drawn is None or label in drawn)
        for side, name in sides
        for label in shown
    ]


def flow(kind: str) -> Make:
    """Return what makes the flow inside the centre, or out of it."""

    def make(name: str, title: Label, source: Source) -> Figure:
        senders, receivers = (source.dimension(code) for code in ("fromProfession", "toProfession"))
        rows = []
        for a, b in product(senders.categories, receivers.categories):
            cells = source.cells((kind, a.code, b.code), "referrals")
            if any(cell.value or cell.status == WITHHELD for cell in cells):
                rows.append(FigureRow((source.say(a.label), source.say(b.label)), tuple(cells)))
        if not rows:
            none = source.cells((kind, TOTAL, TOTAL), "referrals")
            rows = [FigureRow((source.say(ALL), source.say(ALL)), tuple(none))]
        headings = (source.say(senders.label), source.say(receivers.label))
        made = figure(
            name,
            title,
            source,
            Shape.FLOW,
            headings=headings,
            columns=columns_of(source, NUMBER),
            rows=rows,
            finding=findings.of_flow(rows, source.language),
        )
        return replace(made, ends=_ends(source, kind))

    return make


def _ends(source: Source, kind: str) -> tuple[dict[str, Cell], dict[str, Cell]]:
    """Return the published totals of the senders and of the receivers here, by their names."""
    senders, receivers = (source.dimension(code) for code in ("fromProfession", "toProfession"))
    return (
        {
            source.say(a.label): source.cells((kind, a.code, TOTAL), "referrals")[0]
            for a in senders.categories
        },
        {
            source.say(b.label): source.cells((kind, TOTAL, b.code), "referrals")[0]
            for b in receivers.categories
        },
    )


def shares(dimension: str, measure: str, prefix: tuple[str, ...] = ()) -> Make:
    """Return what makes bands: how a whole is shared among the categories of a dimension."""

    def make(name: str, title: Label, source: Source) -> Figure:
        along = source.dimension(dimension)
        wholes = source.cells((*prefix, TOTAL), measure)
        rows = []
        for category in along.categories:
            parts = source.cells((*prefix, category.code), measure)
            pairs = [(part, share_of(part, whole)) for part, whole in zip(parts, wholes, strict=True)]
            rows.append(_band(source.say(category.label), pairs))
        return _bands(name, title, source, along, rows)

    return make


def families(name: str, title: Label, source: Source) -> Figure:
    """Return the listed families by number of referrals: the table's own shares, and those without a referral."""
    along = source.dimension("referrals")
    without, listed = (source.cells((TOTAL,), measure) for measure in ("without", "listed"))
    none = [(part, share_of(part, whole)) for part, whole in zip(without, listed, strict=True)]
    rows = [_band(source.say(BUCKETS["none"]), none)]
    for category in along.categories:
        if category.code != "two_or_more":
            found = (source.cells((category.code,), measure) for measure in ("families", "share"))
            rows.append(_band(source.say(category.label), zip(*found, strict=True)))
    return _bands(name, title, source, along, rows)


def _band(heading: str, pairs: Iterable[tuple[Cell, Cell]]) -> FigureRow:
    return FigureRow((heading,), tuple(cell for pair in pairs for cell in pair))


def _bands(name: str, title: Label, source: Source, along: Dimension, rows: Sequence[FigureRow]) -> Figure:
    """Return bands, each with a number and its share of a whole."""
    drawn = [1] if source.county is None else [1, 3]
    return figure(
        name,
        title,
        source,
        Shape.BARS,
        headings=(source.say(along.label),),
        columns=columns_of(source, NUMBER, SHARE, drawn=[SHARE]),
        rows=rows,
        finding=findings.of_bars(rows, drawn, PER_CENT, source.language),
        top=100,
        unit=PER_CENT,
    )


def trend(lines: Sequence[tuple[Label, tuple[str, ...], str]], heading: Label) -> Make:
    """Return what makes lines over time; each line has its name, its cell and its measure."""

    def make(name: str, title: Label, source: Source) -> Figure:
        periods = source.periods[-LONGEST_TREND:]
        rows = []
        for period in periods:
            found = [source.cells(codes, measure, period) for _, codes, measure in lines]
            rows.append(
                FigureRow(
                    (_named(period),), tuple(cell for side in zip(*found, strict=True) for cell in side)
                )
            )
        columns = columns_of(source, *(label for label, _, _ in lines))
        return figure(
            name,
            title,
            source,
            Shape.LINES,
            headings=(source.say(heading),),
            columns=columns,
            rows=rows,
            finding=findings.of_lines(rows, columns, source.language),
            period=_span(periods),
        )

    return make


def ratings(shape: Shape, top: float) -> Make:
    """Return what makes the mean of each statement or axis."""

    def make(name: str, title: Label, source: Source) -> Figure:
        items, *others = source.table.dimensions
        rest = (TOTAL,) * len(others)
        rows = [
            FigureRow((source.say(c.label),), tuple(source.cells((c.code, *rest), "mean")))
            for c in items.categories
        ]
        drawn = range(1 if source.county is None else 2)
        finding = (
            findings.of_spider(rows, source.language)
            if shape is Shape.SPIDER
            else findings.of_bars(rows, drawn, "", source.language)
        )
        return figure(
            name,
            title,
            source,
            shape,
            headings=(source.say(items.label),),
            columns=columns_of(source, MEAN),
            rows=rows,
            finding=finding,
            top=top,
        )

    return make


def opening(name: str, title: Label, source: Source) -> Figure:
    """Return the share of weeks that meet the rule by year, with the hours beside it; without a rule the hours."""
    rows = []
    for period in source.periods:
        found = (source.cells((), measure, period) for measure in ("fulfilled_share", "hours"))
        rows.append(
            FigureRow((period.code,), tuple(cell for side in zip(*found, strict=True) for cell in side))
        )
    has_rule = all(row.values[1] is None for row in rows) or any(row.values[0] is not None for row in rows)
    drawn = [0, 2] if has_rule else [1, 3]
    unit = PER_CENT if has_rule else source.say(EACH_WEEK)
    finding = findings.of_bars(rows, drawn[: 1 if source.county is None else 2], unit, source.language)
    return figure(
        name,
        title if has_rule else JOINT_HOURS,
        source,
        Shape.BARS,
        headings=(source.say(YEAR),),
        columns=columns_of(source, MEETING_RULE, HOURS, drawn=[MEETING_RULE if has_rule else HOURS]),
        rows=rows,
        finding=finding if has_rule else f"{source.say(NO_RULE)} {finding}",
        period=_span(source.periods),
        top=100 if has_rule else None,
        unit=unit,
    )


def _named(period: Period) -> str:
    return f"{period.year}-{period.month:02d}" if period.month else str(period.year)


def _span(periods: Sequence[Period]) -> str:
    first, last = _named(periods[0]), _named(periods[-1])
    return first if first == last else f"{first}\N{EN DASH}{last}"
