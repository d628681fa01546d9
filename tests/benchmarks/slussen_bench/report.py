"""The table: printed, and kept as Markdown."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from slussen_bench.quantities import Cost, Missing, Row

HEADINGS = ("", "what; its floor", "figure", "floor", "ratio", "min-max", "goal", "")
SMALL = 100
BEGINNING = """# Speed beside its floors

What `{command}` wrote. Absolute figures belong to one machine and one moment; read the ratios.

{facts}

{table}

A floor is a small program that does the same durable work and nothing else (`tests/benchmarks/slussen_bench/floors.py`,
`bare_rows.py`); it counts only when it reaches half of what `pgbench` does with the same statement inside the server.
The spread is over the rounds: of the ratio where there is one, else of the figure.

{costs}

Processor time is counted until the last effect of the last request, relays and subscribers included.

"""
END = "<!-- Above: written by ./slussen bench. Below: written by people. -->\n"


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that one run of the bench found."""

    rows: Sequence[Row | Missing]
    costs: Sequence[Cost]
    notes: Sequence[str]


def lines(rows: Sequence[Row | Missing]) -> list[tuple[str, ...]]:
    """Return the table's lines, headings first."""
    return [HEADINGS, *(_missing(row) if isinstance(row, Missing) else _line(row) for row in rows)]


def as_text(rows: Sequence[Row | Missing]) -> str:
    """Return the table for a terminal."""
    return aligned(lines(rows))


def aligned(table: Sequence[tuple[str, ...]]) -> str:
    """Return lines with columns as wide as their content."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table
    )
    return "\n".join(line.rstrip() for line in padded)


def as_markdown(rows: Sequence[Row | Missing]) -> str:
    """Return the table as Markdown."""
    headings, *rest = lines(rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in [headings, ("---",) * len(HEADINGS), *rest])


def costs_as_markdown(costs: Sequence[Cost]) -> str:
    """Return the processor time of each part as a table."""
    headings, *rest = cost_lines(costs)
    return "\n".join(f"| {' | '.join(line)} |" for line in [headings, ("---",) * len(headings), *rest])


def cost_lines(costs: Sequence[Cost]) -> list[tuple[str, ...]]:
    """Return the lines of that table: for each kind of request the median of its runs."""
    kinds = list(dict.fromkeys(cost.what for cost in costs))
    parts = list(dict.fromkeys(part for cost in costs for part in cost.parts))
    found = []
    for kind in kinds:
        runs = [cost.parts for cost in costs if cost.what == kind]
        medians = [statistics.median(run.get(part, 0.0) for run in runs) for part in parts]
        found.append(
            (kind, *(f"{median:.0f}" if median >= 1 else "" for median in medians), f"{sum(medians):.0f}")
        )
    return [("us of processor time for one", *parts, "in all"), *found]


def keep(path: Path, found: Found, command: str) -> None:
    """Write the tables; what people have written below them stays."""
    written = path.read_text().partition(END)[2] if path.exists() else ""
    facts = "\n".join(f"- {note}." for note in found.notes)
    tables = {"table": as_markdown(found.rows), "costs": costs_as_markdown(found.costs)}
    path.write_text(BEGINNING.format(command=command, facts=facts, **tables) + END + (written or "\n"))


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
