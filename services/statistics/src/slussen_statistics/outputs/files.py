"""A table's records as whole files: CSV (RFC 4180) and Parquet, with the same columns and the same figures."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.records import Kind, Record, columns_of


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is written, its media type and its ending."""

    write: Callable[[Table, Iterable[Record]], bytes]
    media_type: str
    ending: str


def to_csv(table: Table, rows: Iterable[Record]) -> bytes:
    """Return the records as CSV in UTF-8 with a mark of its encoding; a withheld figure is empty, its status `..`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns_of(table.id)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def to_parquet(table: Table, rows: Iterable[Record]) -> bytes:
    """Return the records as Parquet; a withheld figure is null, its status `..`."""
    import pyarrow as pa  # noqa: PLC0415 - large, and few ask for it
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    types = {Kind.TEXT: pa.string(), Kind.WHOLE: pa.int64(), Kind.NUMBER: pa.float64(), Kind.DAY: pa.string()}
    listed = list(rows)
    columns = {}
    for name, column in columns_of(table.id).items():
        values = pa.array([row[name] for row in listed], types[column.kind])
        columns[name] = values.cast(pa.date32()) if column.kind is Kind.DAY else values
    out = io.BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata({"table": table.id}), out)
    return out.getvalue()


FILE_FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat(to_csv, "text/csv; charset=utf-8; header=present", "csv"),
    "parquet": FileFormat(to_parquet, "application/vnd.apache.parquet", "parquet"),
}
