"""The data dictionary as a page: every table with its dimensions and measures, and the indicators' tables.

`contracts/generate.py` writes it to `contracts/docs/statistics.md`.
"""

from collections.abc import Iterator

from slussen_statistics.domain.catalogue import SUBJECTS, TABLES
from slussen_statistics.domain.catalogue.indicators import INDICATORS, tables_of
from slussen_statistics.domain.catalogue.model import Rule, Table
from slussen_statistics.domain.px.variables import pascal_case

_RULES = {
    Rule.VALUE: "as it is",
    Rule.SHARE: "per cent of {per}",
    Rule.MEAN: "per {per}",
    Rule.MEAN_ON_SCALE: "mean over {along}",
    Rule.MEDIAN: "median over {along}",
    Rule.REMAINDER: "{per} less {base}",
}
_PROTECTIONS = {
    "counted": "Cell Key Method",
    "entered": "threshold and rounding",
    "open": "none needed: what organisations have and do",
}


def page() -> str:
    """Return the page in Markdown."""
    return "\n".join([*_head(), *_indicators(), *_tables()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Statistics: tables and indicators"
    yield ""
    yield "Generated from `slussen_statistics.domain.catalogue`. Keys stay the same over releases: a table's id, its"
    yield "variables' and values' codes. Every table is published by county, municipality and family centre where it"
    yield "says nothing else, and by year or month; all exits show the same values."
    yield ""


def _indicators() -> Iterator[str]:
    yield "## Indicators"
    yield ""
    yield "| Indicator | What | Tables |"
    yield "|---|---|---|"
    for code, label in INDICATORS.items():
        tables = ", ".join(f"[{table}](#{table})" for table in tables_of(code))
        yield f"| {code} | {label.sv} / {label.en} | {tables} |"
    yield ""


def _tables() -> Iterator[str]:
    for table in TABLES.values():
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.id}"
    yield ""
    yield f"{table.title.sv} / {table.title.en}. {table.counts.sv} / {table.counts.en}."
    yield ""
    yield f"- Subject: {SUBJECTS[table.subject].en}. Period: {table.period.value}. Source: {table.source.en}."
    ways = ", ".join(_PROTECTIONS[p.value] for p in sorted(table.protections))
    yield f"- Protection: {ways}."
    if table.indicators:
        yield f"- Indicators: {', '.join(table.indicators)}."
    if table.note is not None:
        yield f"- Note: {table.note.sv} / {table.note.en}"
    yield ""
    yield "| Variable or measure | Codes or unit |"
    yield "|---|---|"
    for dimension in table.dimensions:
        sensitive = " (sensitive)" if dimension.is_sensitive else ""
        codes = ", ".join(f"`{code}`" for code in dimension.codes)
        yield f"| `{pascal_case(dimension.code)}` {dimension.label.en}{sensitive} | {codes} |"
    for m in table.measures:
        made = _RULES[m.rule].format(per=m.per, along=m.along, base=m.base)
        yield f"| measure `{m.code}` {m.label.en} | {m.unit.en}, {m.decimals} decimals, {made} |"
    yield ""
