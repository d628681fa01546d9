"""Importing earlier years from CSV and XLSX: all rows or none, and a dry run that tells what would happen."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError
from slussen_chassis.outbox import enqueue
from slussen_chassis.problems import from_validation
from slussen_contracts.statistics.entries import EntryWrite
from slussen_contracts.statistics.events import EntryCorrected, EntryRecorded, EntryState
from slussen_statistics.domain.entries import (
    AlreadyEnteredError,
    CentreClosedError,
    Counted,
    faults_in,
    is_closed,
)
from slussen_statistics.domain.import_rows import repeated, shaped
from slussen_statistics.repository import entries, imports
from slussen_statistics.tables import EntryRow
from slussen_statistics.use_cases.entries import ENTRY, Desk, day_of, event_of, grants_at, new_row

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


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the file as an entry: its number in the file, as it is kept, and what of it counts."""

    number: int
    entry: EntryWrite
    row: EntryRow
    counted: Counted


@dataclass(frozen=True, slots=True)
class _Kept:
    """What came of the rows: how many are new, corrected or the same, what announces them, and who was corrected."""

    done: Mapping[str, int]
    events: Sequence[EntryState]
    corrected: Sequence[UUID]
    faults: Sequence[Fault]


async def import_entries(
    session: AsyncSession, desk: Desk, kind: str, *, content: bytes, media_type: str, is_dry_run: bool
) -> Imported:
    """Keep every row as an entry of a kind, or none of them where one has a fault.

    An entry that is there under the same day, month, year or reference is corrected; one that is the same is left. Two
    rows of the file that are one entry are a fault: neither replaces the other.

    Raises:
        UnreadableFileError: The file is no table, or has too many rows.
    """
    read = list(_rows(content, media_type))
    if len(read) > MOST_ROWS:
        raise UnreadableFileError(f"fler rader än {MOST_ROWS}", f"more rows than {MOST_ROWS}")
    savepoint = await session.begin_nested()
    rows, faults = await _checked(session, desk, kind, read)
    kept = await _keep(session, desk, kind, rows)
    faults = sorted([*faults, *kept.faults], key=lambda fault: fault.row)
    if is_dry_run or faults:
        await savepoint.rollback()
    else:
        await savepoint.commit()
        enqueue(session, *kept.events)
        for entry_id in kept.corrected:
            audit.record(session, "entry.correct", resource_type="entry", resource_id=entry_id)
        audit.record(session, "entry.import", resource_type="centre", resource_id=desk.centre.centre_id)
    return Imported(len(read), kept.done, tuple(faults[:MOST_FAULTS]))


async def _checked(
    session: AsyncSession, desk: Desk, kind: str, read: Sequence[Mapping[str, Any]]
) -> tuple[list[_Row], list[Fault]]:
    """Return the rows that are as they must be, and the faults of the others."""
    rows: dict[int, _Row] = {}
    faults: list[Fault] = []
    grants, centre = await grants_at(session, desk), desk.centre
    agreements = await entries.list_agreements(session, centre.centre_id, centre.county_code)
    for number, members in enumerate(read, FIRST_ROW):
        entry, problems = _entry(desk, kind, members)
        if entry is None:
            faults += [Fault(number, problem) for problem in problems]
        elif is_closed(agreements, on=day_of(desk, entry)):
            faults.append(_conflict(number, CentreClosedError()))
        else:
            rows[number] = _Row(number, entry, *new_row(desk, entry, grants=grants))
    for number, first in list(repeated((one.number, one.row.natural_key) for one in rows.values())):
        faults.append(_duplicate(rows.pop(number), first))
    return list(rows.values()), faults


def _entry(
    desk: Desk, kind: str, members: Mapping[str, Any]
) -> tuple[EntryWrite | None, Sequence[FieldProblem]]:
    """Return a row as an entry, or what hinders that it is one."""
    if kind == "answer" and "reference" not in members:
        return None, [_WITHOUT_REFERENCE]
    try:
        entry = ENTRY.validate_python({"kind": kind, **members})
    except ValidationError as error:
        problems = from_validation([dict(e) for e in error.errors()]).problems
        return None, [_without_kind(problem, kind) for problem in problems]
    found = faults_in(entry, today=desk.today, profile=desk.profile)
    return (None, found) if found else (entry, ())


async def _keep(session: AsyncSession, desk: Desk, kind: str, rows: Sequence[_Row]) -> _Kept:
    """Add what is new, and correct what is there and differs, in a few statements for the whole file."""
    there = await imports.find_by_keys(
        session,
        desk.centre.centre_id,
        kind,
        [one.row.natural_key for one in rows],
        visible_to=desk.caller.authority_id,
    )
    new = [one for one in rows if one.row.natural_key not in there]
    added = await imports.add_many(session, [one.row for one in new])
    changed = [
        (before, one)
        for one in rows
        if (before := there.get(one.row.natural_key)) and before.body != one.row.body
    ]
    for before, one in changed:
        before.version += 1
        before.body, before.on_day, before.recorded_at = one.row.body, one.row.on_day, desk.now
    await session.flush()
    events = [event_of(EntryRecorded, one.row, one.counted, desk) for one in new if one.row.id in added]
    events += [event_of(EntryCorrected, before, one.counted, desk) for before, one in changed]
    done = {
        "created": len(added),
        "corrected": len(changed),
        "unchanged": len(there) - len(changed),
    }
    hidden = [_conflict(one.number, AlreadyEnteredError()) for one in new if one.row.id not in added]
    return _Kept(done, events, [before.id for before, _ in changed], hidden)


def _conflict(number: int, error: ConflictError) -> Fault:
    return Fault(number, FieldProblem("on", error.code, error.detail_sv, error.detail_en))


def _duplicate(again: _Row, first: int) -> Fault:
    """Return the fault of a row that is the same entry as an earlier one."""
    members = type(again.entry).model_fields
    field = next(name for name in ("reference", "year", "on") if name in members)
    sv = f"rad {first} och rad {again.number} är samma uppgift; bara en av dem kan gälla"
    en = f"rows {first} and {again.number} are the same entry; only one of them can hold"
    return Fault(again.number, FieldProblem(field, "duplicate-row", sv, en))


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
