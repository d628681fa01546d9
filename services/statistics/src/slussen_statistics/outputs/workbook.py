"""XLSX: a sheet with the figures and one with the notes."""

import io

from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.outputs.grid_text import Cell, Options, body, header


def write(dataset: Dataset, options: Options) -> bytes:
    """Return the dataset as a workbook."""
    import xlsxwriter  # noqa: PLC0415 - slow to import, and few ask for it

    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, settings) as book:
        sheet = book.add_worksheet(dataset.table.id[:31])
        lines: list[list[Cell]] = [[dataset.title], []] if options.has_title else []
        lines.append([*header(dataset, options.names)])
        lines += [[*names, *found] for names, found in body(dataset, options.names)]
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line)
        notes = book.add_worksheet("Info")
        for row, text in enumerate(_information(dataset)):
            notes.write_string(row, 0, text)
    return out.getvalue()


def _information(dataset: Dataset) -> list[str]:
    told = dataset.about.lines(dataset.language)
    return [dataset.text(dataset.table.title), *(f"{heading}: {text}" for heading, text in told)]
