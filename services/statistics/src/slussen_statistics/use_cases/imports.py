"""Importing earlier years from CSV and XLSX: all rows or none, and a dry run that tells what would happen."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.errors import DomainError, FieldProblem, InvalidError
from slussen_chassis.problems import from_validation
from slussen_statistics.domain.import_rows import shaped
from slussen_statistics.use_cases.entries import ENTRY, Desk, put_entry

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
MOST_ROWS = 10_000
MOST_FAULTS = 200
FIRST_ROW = 2
"""Number of the first row under the heading, as a spreadsheet shows it."""


_WITHOUT_REFERENCE = FieldProblem(
    "reference",
    "missing",
    "behövs, så att svaret inte räknas igen om filen läses in igen",
    "is needed, so that the answer does not count again when the file is imported again",
)


class UnreadableFileError(InvalidError):
    """The file is no table of the form that it says."""

    code: ClassVar[str] = "unreadable-file"
    title_sv = "Filen går inte att läsa som tabell"
    title_en = "The file can't be read as a table"

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(FieldProblem("file", "unreadable", sv, en))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a row."""

    row: int
    problem: FieldProblem


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    rows: int
    done: Mapping[str, int]
    faults: tuple[Fault, ...]


async def import_entries(
    session: AsyncSession, desk: Desk, kind: str, *, content: bytes, media_type: str, is_dry_run: bool
) -> Imported:
    """Keep every row as an entry of a kind, or none of them where one has a fault.

    An entry that is there under the same day, month, year or reference is corrected; one that is the same is left.

    Raises:
        UnreadableFileError: The file is no table, or has too many rows.
    """
    read = list(_rows(content, media_type))
    if len(read) > MOST_ROWS:
        raise UnreadableFileError(f"fler rader än {MOST_ROWS}", f"more rows than {MOST_ROWS}")
    done: Counter[str] = Counter()
    faults: list[Fault] = []
    savepoint = await session.begin_nested()
    for number, row in enumerate(read, FIRST_ROW):
        found = await _keep(session, desk, kind, row)
        if isinstance(found, str):
            done[found] += 1
        else:
            faults += [Fault(number, problem) for problem in found]
    if is_dry_run or faults:
        await savepoint.rollback()
        session.sync_session.info.pop("outbox", None)
        session.sync_session.info.pop("audit", None)
    else:
        await savepoint.commit()
        audit.record(session, "entry.import", resource_type="centre", resource_id=desk.centre.centre_id)
    return Imported(len(read), done, tuple(faults[:MOST_FAULTS]))


async def _keep(
    session: AsyncSession, desk: Desk, kind: str, row: Mapping[str, Any]
) -> str | tuple[FieldProblem, ...]:
    if kind == "answer" and "reference" not in row:
        return (_WITHOUT_REFERENCE,)
    try:
        return await put_entry(session, desk, ENTRY.validate_python({"kind": kind, **row}))
    except ValidationError as error:
        problems = from_validation([dict(e) for e in error.errors()]).problems
        return tuple(_without_kind(problem, kind) for problem in problems)
    except InvalidError as error:
        return error.problems
    except DomainError as error:
        return (FieldProblem("on", error.code, error.detail_sv, error.detail_en),)


def _without_kind(problem: FieldProblem, kind: str) -> FieldProblem:
    return FieldProblem(problem.field.removeprefix(f"{kind}."), problem.rule, problem.sv, problem.en)


def _rows(content: bytes, media_type: str) -> Iterator[dict[str, Any]]:
    lines = _xlsx(content) if media_type == XLSX else _csv(content)
    heading = [_name(cell) for cell in next(lines, [])]
    if not any(heading):
        raise UnreadableFileError("rubrikraden saknas", "the heading is missing")
    for line in lines:
        row = {name: _cell(value) for name, value in zip(heading, line, strict=False) if name}
        filled = {name: value for name, value in row.items() if value not in {None, ""}}
        if filled:
            yield shaped(filled)


def _name(cell: Any) -> str:
    return str(cell or "").strip()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.strip()
    return value


def _csv(content: bytes) -> Iterator[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError("filen är inte UTF-8", "the file is not UTF-8") from None
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    except csv.Error:
        raise UnreadableFileError("filen är inte CSV", "the file is not CSV") from None


def _xlsx(content: bytes) -> Iterator[list[Any]]:
    import python_calamine  # noqa: PLC0415 - few ask for it

    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python()
    except (python_calamine.CalamineError, OSError, ValueError):
        raise UnreadableFileError("filen är ingen arbetsbok", "the file is no workbook") from None
    yield from rows
