"""HTML: one table with its caption and headings, and what is told about it; without styles or scripts."""

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
    told = dataset.about.lines(dataset.language)
    about = "".join(f"<dt>{escape(heading)}</dt><dd>{escape(text)}</dd>" for heading, text in told)
    lines.append(f"</tbody></table>\n<dl>{about}</dl></body></html>\n")
    return "\n".join(line for line in lines if line).encode()
