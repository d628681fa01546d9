"""The formats of a published table: JSON with dense arrays, and CSV; both from the same arrays.

CSV (RFC 4180): UTF-8, comma, CRLF, one header row, one row for each cell and total; a withheld count is `..`.
"""

import csv
import io

from slussen_contracts.statistics.api import Category, Dimension, ReleaseRef, TableRead, Text
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.labels import KINDS, PROFESSIONS, Label
from slussen_statistics.domain.published import WITHHELD, PublishedTable

CSV_HEADER = (
    "county",
    "year",
    "period_from",
    "period_through",
    "released_on",
    "kind",
    "from_profession",
    "to_profession",
    "count",
)

_DIMENSIONS = (
    ("kind", Label("Slag", "Kind"), KINDS),
    ("fromProfession", Label("Från profession", "From profession"), PROFESSIONS),
    ("toProfession", Label("Till profession", "To profession"), PROFESSIONS),
)


def text_of(label: Label) -> Text:
    """Return a text in both languages as the API gives it."""
    return Text(sv=label.sv, en=label.en)


def to_csv(table: PublishedTable) -> str:
    """Return the table as CSV."""
    release = table.release
    fixed = (release.county_code, table.year, table.period_from, table.period_through, release.released_on)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_HEADER)
    for place, value in zip(table.places(), table.values(), strict=True):
        writer.writerow((*fixed, *place, WITHHELD if value is None else value))
    return out.getvalue()


def to_read(table: PublishedTable) -> TableRead:
    """Return the table as the JSON answer."""
    info, release = TABLES[table.table_id], table.release
    dimensions = [
        Dimension(
            id=name,
            label=text_of(label),
            categories=[
                Category(code=str(code), label=text_of(category)) for code, category in categories.items()
            ],
        )
        for name, label, categories in _DIMENSIONS
    ]
    return TableRead(
        id=info.id,
        title=text_of(info.title),
        unit=text_of(info.unit),
        source=text_of(info.source),
        county=release.county_code,
        year=table.year,
        period_from=table.period_from,
        period_through=table.period_through,
        release=ReleaseRef(
            id=release.id,
            released_on=release.released_on,
            revision_note=text_of(release.revision_note) if release.revision_note else None,
        ),
        note=text_of(info.note(release.threshold)),
        dimensions=dimensions,
        size=[len(dimension.categories) for dimension in dimensions],
        values=table.values(),
        statuses=table.statuses(),
    )
