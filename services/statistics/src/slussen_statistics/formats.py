"""The plain formats of a published table: JSON with dense arrays, and CSV; both from the same block.

CSV (RFC 4180): UTF-8, comma, CRLF, one header row, one row for each cell, total and measure; `..` is withheld.
"""

import csv
import io
import re
from collections.abc import Sequence

from slussen_contracts.statistics.api import Category, Dimension, MeasureRead, ReleaseRef, TableRead, Text
from slussen_statistics.domain.catalogue import notes_of
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import Area, Block, cells_of
from slussen_statistics.domain.showing import Shown

CONTENTS = "contents"
"""Name of the dimension of measures."""

FIXED_COLUMNS = ("county", "area", "year", "month", "period_from", "period_through", "released_on")


def text_of(label: Label) -> Text:
    """Return a text in both languages as the API gives it."""
    return Text(sv=label.sv, en=label.en)


def snake_case(name: str) -> str:
    """Return a camelCase name as a column's name."""
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def csv_header(table: Table) -> tuple[str, ...]:
    """Return the names of a table's columns."""
    return (*FIXED_COLUMNS, *(snake_case(d.code) for d in table.dimensions), CONTENTS, "value")


def to_csv(block: Block) -> str:
    """Return the table as CSV."""
    release, period = block.release, block.period
    through = period.last_day(release.period_through)
    fixed = (
        release.county_code,
        block.area,
        period.year,
        period.month or "",
        period.first_day,
        through,
        release.released_on,
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(csv_header(block.table))
    for codes, measure, value, status in cells_of(block):
        writer.writerow((*fixed, *codes, measure, status if value is None else value))
    return out.getvalue()


def measures_of(table: Table) -> list[MeasureRead]:
    """Return a table's measures as the API gives them."""
    return [
        MeasureRead(code=m.code, label=text_of(m.label), unit=text_of(m.unit), decimals=m.decimals)
        for m in table.measures
    ]


def dimensions_of(table: Table) -> list[Dimension]:
    """Return a table's dimensions with their categories; where there are several measures they are the last."""
    found = [
        Dimension(
            id=d.code,
            label=text_of(d.label),
            categories=[Category(code=c.code, label=text_of(c.label)) for c in d.values],
        )
        for d in table.dimensions
    ]
    if len(table.measures) > 1:
        categories = [Category(code=m.code, label=text_of(m.label)) for m in table.measures]
        label = Text(sv="mått", en="measure")
        found.append(Dimension(id=CONTENTS, label=label, categories=categories))
    return found


def values_of(shown: Shown) -> tuple[list[float | int | None], list[str | None]]:
    """Return values and statuses in the order of `dimensions_of`: cell by cell, the measures of each together."""
    values = [value for cell in zip(*shown.values, strict=True) for value in cell]
    statuses: list[str | None] = [None] * len(values)
    for number, found in enumerate(shown.statuses):
        for position, status in found.items():
            statuses[position * len(shown.values) + number] = status
    return values, statuses


def notes_text(notes: Sequence[Label]) -> Text:
    """Return notes as one text."""
    return Text(sv=" ".join(note.sv for note in notes), en=" ".join(note.en for note in notes))


def to_read(block: Block, area: Area) -> TableRead:
    """Return the table as the JSON answer."""
    table, release, period = block.table, block.release, block.period
    values, statuses = values_of(block.shown)
    threshold = release.threshold if table.id in release.threshold_tables else None
    dimensions = dimensions_of(table)
    return TableRead(
        id=table.id,
        title=text_of(table.title),
        unit=text_of(table.counts),
        source=text_of(table.source),
        measures=measures_of(table),
        county=release.county_code,
        area=area.code,
        area_name=area.name,
        year=period.year,
        month=period.month or None,
        period_from=period.first_day,
        period_through=period.last_day(release.period_through),
        release=ReleaseRef(
            id=release.id,
            released_on=release.released_on,
            revision_note=text_of(release.revision_note) if release.revision_note else None,
        ),
        note=notes_text(notes_of(table, threshold=threshold)),
        dimensions=dimensions,
        size=[len(dimension.categories) for dimension in dimensions],
        values=values,
        statuses=statuses,
    )
