"""HTML: one table with its caption and headings, right for screen readers, without styles or scripts."""

from html import escape

from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.outputs.grid_text import Options, body, header


def write(dataset: Dataset, options: Options) -> bytes:
    """Return the dataset as an HTML page."""
    title = escape(dataset.title)
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in header(dataset, options.names))
    lines = [
        f'<!doctype html>\n<html lang="{dataset.language}">',
        f'<head><meta charset="utf-8"><title>{title}</title></head>',
        "<body><table>",
        f"<caption>{title}</caption>" if options.has_title else "",
        f"<thead><tr>{heads}</tr></thead>\n<tbody>",
    ]
    for names, found in body(dataset, options.names):
        rows = "".join(f'<th scope="row">{escape(name)}</th>' for name in names)
        lines.append(f"<tr>{rows}{''.join(f'<td>{escape(str(cell))}</td>' for cell in found)}</tr>")
    lines.append("</tbody></table></body></html>\n")
    return "\n".join(line for line in lines if line).encode()
