"""A centre's exact figures as CSV (RFC 4180); every row says that they are exact and not for publication."""

import csv
import io

from slussen_statistics.domain.exact import MARK, exact_rows
from slussen_statistics.domain.labels import Label
from slussen_statistics.use_cases.own_figures import OwnTable

MARKED = Label("märkning", "marking")
CENTRE = Label("familjecentral", "family centre")
PERIOD = Label("period", "period")
AT = Label("uttagen", "taken at")


def exact_csv(own: OwnTable, period: str, language: str) -> bytes:
    """Return the rows that hold something, in UTF-8 with a mark of its encoding; times are UTC."""
    table = own.table
    labels = [MARKED, CENTRE, PERIOD, AT]
    labels += [*(d.label for d in table.dimensions), *(m.label for m in table.measures)]
    mark, at = MARK.in_language(language), own.at.isoformat(timespec="seconds")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([label.in_language(language) for label in labels])
    for row in exact_rows(table, own.shown):
        said = [label.in_language(language) for label in row.headings]
        values = [cell.status if cell.value is None else cell.value for cell in row.cells]
        writer.writerow([mark, own.centre_name, period, at, *said, *values])
    return out.getvalue().encode("utf-8-sig")
