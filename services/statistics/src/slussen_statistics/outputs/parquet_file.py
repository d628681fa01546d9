"""Parquet: one row for each cell, codes and texts of each variable, value and status; and what is told of the table."""

import io

from slussen_statistics.domain.px.dataset import Dataset, rows


def write(dataset: Dataset) -> bytes:
    """Return the dataset as a Parquet file."""
    import pyarrow as pa  # noqa: PLC0415 - large, and few ask for it
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    found = list(rows(dataset))
    columns: dict[str, pa.Array] = {}
    for at, some in enumerate(dataset.ordered):
        name = some.variable.code
        columns[name] = pa.array([place[at][0] for place, _, _ in found], pa.string()).dictionary_encode()
        texts = pa.array([place[at][1] for place, _, _ in found], pa.string())
        columns[f"{name}_text"] = texts.dictionary_encode()
    columns["value"] = pa.array([value for _, value, _ in found], pa.float64())
    columns["status"] = pa.array([status for _, _, status in found], pa.string())
    told = {"table": dataset.table.id, "title": dataset.title, **dataset.about.fields(dataset.language)}
    out = io.BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata(told), out)
    return out.getvalue()
