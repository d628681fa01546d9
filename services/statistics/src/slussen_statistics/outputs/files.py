"""A table's records as whole files: CSV (RFC 4180) and Parquet, with the same columns and the same figures."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from slussen_statistics.domain.about import About
from slussen_statistics.domain.records import Kind, Record, columns_of


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is written, its media type and its ending."""

    write: Callable[[About, Iterable[Record], str], bytes]
    media_type: str
    ending: str


def to_csv(about: About, rows: Iterable[Record], _language: str) -> bytes:
    """Return the records as CSV in UTF-8 with a mark of its encoding; a withheld figure is empty, its status `..`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns_of(about.table.id)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def to_parquet(about: About, rows: Iterable[Record], language: str) -> bytes:
    """Return the records as Parquet, and what is told of the table; a withheld figure is null, its status `..`."""
    import pyarrow as pa  # noqa: PLC0415 - large, and few ask for it
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    types = {Kind.TEXT: pa.string(), Kind.WHOLE: pa.int64(), Kind.NUMBER: pa.float64(), Kind.DAY: pa.string()}
    listed = list(rows)
    columns = {}
    for name, column in columns_of(about.table.id).items():
        values = pa.array([row[name] for row in listed], types[column.kind])
        columns[name] = values.cast(pa.date32()) if column.kind is Kind.DAY else values
    out = io.BytesIO()
    title = about.table.title.in_language(language)
    told = {"table": about.table.id, "title": title, **about.fields(language)}
    pq.write_table(pa.table(columns).replace_schema_metadata(told), out)
    return out.getvalue()


FILE_FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat(to_csv, "text/csv; charset=utf-8; header=present", "csv"),
    "parquet": FileFormat(to_parquet, "application/vnd.apache.parquet", "parquet"),
}
