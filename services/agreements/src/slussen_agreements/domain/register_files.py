"""The register as CSV and JSON, and back: what is written reads back as it was.

Lists stand in one cell with blanks between: professions as codes, a centre's activities as `activity=HSA-id`.
Numbers have a decimal comma in CSV; a point is read too.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from pydantic.alias_generators import to_camel

from slussen_agreements.domain.spreadsheets import read_cell, written_cell
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_contracts.agreements.register_files import (
    AuthorityEntry,
    BoardEntry,
    CentreEntry,
    RegisterKind,
    StaffingEntry,
    UnitEntry,
)
from slussen_contracts.events import StrictModel

MOST_ROWS: Final = 2_000
BOM: Final = "\ufeff"
AMOUNT: Final = "fullTimeEquivalents"

ENTRIES: Final[dict[RegisterKind, type[StrictModel]]] = {
    RegisterKind.AUTHORITIES: AuthorityEntry,
    RegisterKind.BOARDS: BoardEntry,
    RegisterKind.UNITS: UnitEntry,
    RegisterKind.CENTRES: CentreEntry,
    RegisterKind.STAFFING: StaffingEntry,
}


class FileFaultError(InvalidError):
    """The file can't be read as what it says it is."""

    code: ClassVar[str] = "file"
    title_sv: ClassVar[str] = "Filen går inte att läsa"
    title_en: ClassVar[str] = "The file can't be read"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it came in: what it is about, its line (in JSON its place from 1) and its members."""

    kind: RegisterKind
    line: int
    members: Mapping[str, Any]
    faults: tuple[FieldProblem, ...] = field(default=())


def columns(kind: RegisterKind) -> list[str]:
    """Return the columns of a kind of row, in their order."""
    return [to_camel(name) for name in ENTRIES[kind].model_fields]


def written_csv(kind: RegisterKind, entries: Iterable[StrictModel]) -> str:
    """Return rows as CSV with semicolons and a byte order mark, as spreadsheets in Swedish take it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(columns(kind))
    for entry in entries:
        members = entry.model_dump(mode="json", by_alias=True)
        writer.writerow([written_cell(_cell(name, members[name])) for name in columns(kind)])
    return BOM + written.getvalue()


def read_csv(kind: RegisterKind, body: bytes) -> list[RawRow]:
    """Return the rows of a CSV file in UTF-8, with commas or semicolons.

    Raises:
        FileFaultError: It is not UTF-8, not CSV, has no or unknown columns, or too many rows.
    """
    text = _text(body)
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") >= heading.count(",") and ";" in heading else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_csv_rows(kind, reader))
    except csv.Error as error:
        raise _unreadable("csv", "är inte giltig CSV", "is not valid CSV") from error


def read_json(body: bytes) -> list[RawRow]:
    """Return the rows of a JSON file: lists of rows by kind.

    Raises:
        FileFaultError: It is not JSON, not lists of rows by kind, or has too many rows.
    """
    try:
        found = json.loads(_text(body))
    except (ValueError, RecursionError) as error:
        raise _unreadable("json", "är inte giltig JSON", "is not valid JSON") from error
    kinds = {kind.value for kind in RegisterKind}
    if not isinstance(found, dict) or not found.keys() <= kinds:
        raise _unreadable("form", "ska vara listor av rader per slag", "must be lists of rows by kind")
    listed = [(kind, found[kind.value]) for kind in RegisterKind if found.get(kind.value) is not None]
    if not all(isinstance(rows, list) for _, rows in listed):
        raise _unreadable("form", "ska vara listor av rader per slag", "must be lists of rows by kind")
    if sum(len(rows) for _, rows in listed) > MOST_ROWS:
        raise _too_many()
    return [
        RawRow(kind, line, members if isinstance(members, dict) else {})
        for kind, rows in listed
        for line, members in enumerate(rows, start=1)
    ]


def _csv_rows(kind: RegisterKind, reader: Any) -> Iterator[RawRow]:
    names = [name.strip() for name in next(reader, [])]
    _refuse_headings(kind, names)
    line = reader.line_num + 1
    for place, cells in enumerate(reader):
        if place >= MOST_ROWS:
            raise _too_many()
        if any(cells):
            members = {name: read_cell(cell) for name, cell in zip(names, cells, strict=False)}
            faults = () if len(cells) == len(names) else (_ragged(),)
            yield RawRow(kind, line, _members(members), faults)
        line = reader.line_num + 1


def _refuse_headings(kind: RegisterKind, names: list[str]) -> None:
    known = columns(kind)
    required = {to_camel(n) for n, f in ENTRIES[kind].model_fields.items() if f.is_required()}
    problems = [
        FieldProblem(name, "missing", "kolumnen saknas på rad 1", "the column is missing on line 1")
        for name in known
        if name in required and name not in names
    ]
    if not set(names) <= set(known) or len(set(names)) < len(names):
        text = (
            f"rad 1 ska ha kolumner bland: {', '.join(known)}",
            f"line 1 has columns of: {', '.join(known)}",
        )
        problems.append(FieldProblem("columns", "unknown", *text))
    if problems:
        raise FileFaultError(*problems)


def _members(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the members that a row's cells mean; an empty cell says nothing."""
    members: dict[str, Any] = {name: cell for name, cell in cells.items() if cell}
    if "professions" in members:
        members["professions"] = members["professions"].split()
    if AMOUNT in members:
        members[AMOUNT] = members[AMOUNT].replace(",", ".")
    if "activities" in members:
        pairs = (each.partition("=") for each in members["activities"].split())
        members["activities"] = [{"activity": activity, "hsaId": hsa_id} for activity, _, hsa_id in pairs]
    return members


def _cell(name: str, value: Any) -> str:
    """Return a member as the text of its cell."""
    if name == AMOUNT:
        return str(value).replace(".", ",")
    if isinstance(value, list):
        return " ".join(f"{e['activity']}={e['hsaId']}" if isinstance(e, dict) else e for e in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable("utf-8", "är inte UTF-8", "is not UTF-8") from error


def _ragged() -> FieldProblem:
    return FieldProblem(
        "row",
        "columns",
        "raden har inte lika många celler som rad 1",
        "the row does not have as many cells as line 1",
    )


def _unreadable(rule: str, sv: str, en: str) -> FileFaultError:
    return FileFaultError(FieldProblem("body", rule, sv, en))


def _too_many() -> FileFaultError:
    return _unreadable("max-rows", f"har fler än {MOST_ROWS} rader", f"has more than {MOST_ROWS} rows")
