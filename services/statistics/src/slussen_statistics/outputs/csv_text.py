"""CSV (RFC 4180) in UTF-8 with a mark of its encoding, which spreadsheets need."""

import csv
import io

from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.outputs.grid_text import Options, body, header


def write(dataset: Dataset, options: Options) -> bytes:
    """Return the dataset as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=options.separator)
    if options.has_title:
        writer.writerow([dataset.title])
        writer.writerow([])
    writer.writerow(header(dataset, options.names))
    for names, found in body(dataset, options.names):
        writer.writerow([*names, *found])
    return out.getvalue().encode("utf-8-sig")
