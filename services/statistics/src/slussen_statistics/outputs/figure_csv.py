"""A figure's rows as CSV (RFC 4180), with the numbers as they were published."""

import csv
import io

from slussen_statistics.domain.pictures.figure import Cell, Figure
from slussen_statistics.domain.showing import WITHHELD, Value


def figure_csv(figure: Figure) -> bytes:
    """Return a figure's table as CSV in UTF-8 with a mark of its encoding; a status stands in place of a number."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*figure.headings, *(column.label for column in figure.columns)])
    for row in figure.rows:
        writer.writerow([*row.headings, *(_written(cell) for cell in row.cells)])
    return out.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> Value | str:
    return (cell.status or WITHHELD) if cell.value is None else cell.value
