"""The table: printed, and kept as Markdown."""

import statistics
from collections.abc import Sequence
from pathlib import Path

from slussen_bench.quantities import Missing, Row

HEADINGS = ("", "what; its floor", "figure", "floor", "ratio", "min-max", "goal", "")
SMALL = 100
BEGINNING = """# Speed beside its floors

What `{command}` wrote. Absolute figures belong to one machine and one moment; read the ratios.

{facts}

{table}

A floor is a small program that does the same durable work and nothing else (`tests/benchmarks/slussen_bench/floors.py`,
`bare_rows.py`); it counts only when it reaches half of what `pgbench` does with the same statement inside the server.
The spread is over the rounds: of the ratio where there is one, else of the figure.

"""
END = "<!-- Above: written by ./slussen bench. Below: written by people. -->\n"


def lines(rows: Sequence[Row | Missing]) -> list[tuple[str, ...]]:
    """Return the table's lines, headings first."""
    return [HEADINGS, *(_missing(row) if isinstance(row, Missing) else _line(row) for row in rows)]


def as_text(rows: Sequence[Row | Missing]) -> str:
    """Return the table for a terminal."""
    table = lines(rows)
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
                     for line in table)  # fmt: skip


def as_markdown(rows: Sequence[Row | Missing]) -> str:
    """Return the table as Markdown."""
    headings, *rest = lines(rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in [headings, ("---",) * len(HEADINGS), *rest])


def keep(path: Path, rows: Sequence[Row | Missing], notes: Sequence[str], command: str) -> None:
    """Write the table; what people have written below it stays."""
    written = path.read_text().partition(END)[2] if path.exists() else ""
    facts = "\n".join(f"- {note}." for note in notes)
    path.write_text(
        BEGINNING.format(command=command, facts=facts, table=as_markdown(rows)) + END + (written or "\n")
    )


def _missing(row: Missing) -> tuple[str, ...]:
    return (row.target, row.what, f"not measured: {row.why}", "", "", "", "", "")


def _line(row: Row) -> tuple[str, ...]:
    spread = row.ratios if row.floors else row.figures
    return (
        row.target,
        row.what,
        f"{shown(statistics.median(row.figures))} {row.unit}",
        shown(statistics.median(row.floors)) if row.floors else "",
        f"{statistics.median(row.ratios):.2f}" if row.floors else "",
        f"{shown(min(spread))}-{shown(max(spread))}" if len(spread) > 1 else "",
        _goal(row),
        row.verdict,
    )


def _goal(row: Row) -> str:
    if row.goal is None:
        return ""
    return str(row.goal) if row.goal.of == "ratio" else f"{row.goal} {row.unit}"


def shown(number: float) -> str:
    """Return a number with as many digits as it deserves."""
    if number >= SMALL:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
