"""The register from a file: every row is checked by the rules that hold for a single one, and all are taken in or none.

A dry run does all that a real one does and takes it back, so that it answers what the real one would.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, TypeVar, cast

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import register_rules as rules
from slussen_agreements.domain.register import CentreActivity, ResponsibleAuthority, Unit, require_county
from slussen_agreements.domain.register_files import ENTRIES, RawRow
from slussen_agreements.repository import register
from slussen_agreements.repository import register_files as files
from slussen_agreements.use_cases import authorities, centres, units
from slussen_agreements.use_cases.announcing import announce_authority
from slussen_agreements.use_cases.staffing_imports import StaffingImport
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.errors import (
    ConflictError,
    DomainError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from slussen_chassis.problems import from_validation
from slussen_contracts.agreements.api import (
    BoardCreate,
    CentreActivityWrite,
    FamilyCentreWrite,
    ResponsibleAuthorityCreate,
    UnitChange,
    UnitCreate,
)
from slussen_contracts.agreements.register_files import (
    AuthorityEntry,
    BoardEntry,
    CentreEntry,
    ImportAction,
    ImportedRow,
    ImportFault,
    ImportReport,
    RegisterKind,
    StaffingEntry,
    UnitEntry,
)
from slussen_contracts.events import StrictModel

EntryT = TypeVar("EntryT", bound=StrictModel)
FIELDS: Mapping[str, str] = {"authorityId": "organisationNumber", "boardId": "board", "unitId": "hsaId"}
"""What the register's own members are called in a file."""

KEY_FIELDS: Mapping[RegisterKind, str] = {
    RegisterKind.AUTHORITIES: "organisationNumber",
    RegisterKind.BOARDS: "name",
    RegisterKind.UNITS: "hsaId",
    RegisterKind.CENTRES: "name",
    RegisterKind.STAFFING: "centre",
}
MOST_TOLD = 200


class ImportRefusedError(InvalidError):
    """Rows have faults, so that nothing was taken in; each is named by kind, line and field."""

    code: ClassVar[str] = "register-import"
    title_sv: ClassVar[str] = "Filen har fel och inget har tagits in"
    title_en: ClassVar[str] = "The file has faults, and nothing was taken in"


@dataclass(frozen=True, slots=True)
class _Run:
    """One import: its transaction, who runs it and when."""

    session: AsyncSession
    caller: Caller
    now: datetime
    staffing: StaffingImport


async def import_register(
    session: AsyncSession, found: Sequence[RawRow], *, dry_run: bool, caller: Caller, now: datetime
) -> ImportReport:
    """Take in the rows of a file in the caller's county, or answer what they would change.

    Raises:
        OtherCountyError: The caller belongs to no county.
        ImportRefusedError: A row of a real run has a fault; nothing is taken in.
    """
    require_county(caller.county_code)
    whole = await session.begin_nested()
    rows, faults = await _taken_in(_Run(session, caller, now, StaffingImport(session, caller, now)), found)
    if faults and not dry_run:
        raise ImportRefusedError(*map(_problem, faults[:MOST_TOLD]))
    if dry_run:
        await whole.rollback()
        session.sync_session.info.pop("outbox", None)
    audit.record(session, "register.try-import" if dry_run else "register.import", resource_type="register")
    return ImportReport(
        dry_run=dry_run,
        created=sum(row.action is ImportAction.CREATED for row in rows),
        changed=sum(row.action is ImportAction.CHANGED for row in rows),
        unchanged=sum(row.action is ImportAction.UNCHANGED for row in rows),
        rows=tuple(rows),
        faults=tuple(faults),
    )


async def _taken_in(run: _Run, found: Sequence[RawRow]) -> tuple[list[ImportedRow], list[ImportFault]]:
    """Take in row by row, authorities first; a row with a fault is left out, and the next is tried."""
    rows: list[ImportedRow] = []
    faults: list[ImportFault] = []
    seen: set[tuple[RegisterKind, str]] = set()
    order = list(RegisterKind)
    for raw in sorted(found, key=lambda each: order.index(each.kind)):
        try:
            async with run.session.begin_nested():
                entry = _entry(raw)
                key = _key(entry)
                _refuse_twice(raw.kind, key, seen)
                action = await STEPS[raw.kind](run, entry)
        except (InvalidError, ConflictError, ForbiddenError, NotFoundError) as error:
            faults += _faults(raw, error)
        else:
            rows.append(ImportedRow(kind=raw.kind, line=raw.line, key=key, action=action))
    hindered = await run.staffing.write()
    for row in rows:
        if found_late := hindered.get((row.kind, row.key)):
            faults += _faults(row, InvalidError(*found_late))
    return [row for row in rows if (row.kind, row.key) not in hindered], faults


async def _authority(run: _Run, entry: AuthorityEntry) -> ImportAction:
    before = await files.authority_by_number(run.session, entry.organisation_number)
    if before is None:
        wanted = ResponsibleAuthorityCreate.model_validate(dict(entry))
        await authorities.register_authority(run.session, wanted, caller=run.caller, now=run.now)
        return ImportAction.CREATED
    changed = replace(before, **dict(entry))
    if changed == before:
        return ImportAction.UNCHANGED
    require_county(run.caller.county_code, before.county_code)
    if changed.authority_type is not before.authority_type:
        raise InvalidError(_not_changed("authorityType"))
    changed = replace(changed, version=before.version + 1)
    rules.refuse(rules.authority_faults(changed))
    await register.save_authority(run.session, changed)
    announce_authority(run.session, changed, now=run.now)
    return ImportAction.CHANGED


async def _board(run: _Run, entry: BoardEntry) -> ImportAction:
    owner = await _owner(run, entry.organisation_number)
    if await files.board_by_name(run.session, owner.id, entry.name) is not None:
        return ImportAction.UNCHANGED
    wanted = BoardCreate(authority_id=owner.id, name=entry.name)
    await authorities.register_board(run.session, wanted, caller=run.caller, now=run.now)
    return ImportAction.CREATED


async def _unit(run: _Run, entry: UnitEntry) -> ImportAction:
    owner = await _owner(run, entry.organisation_number)
    board = await files.board_by_name(run.session, owner.id, entry.board) if entry.board else None
    if entry.board and board is None:
        raise InvalidError(rules.unknown("board"))
    members = entry.model_dump(include=set(UnitChange.model_fields))
    wanted = UnitChange.model_validate({**members, "board_id": board.id if board else None})
    before = (await files.units_by_hsa_id(run.session, [entry.hsa_id])).get(entry.hsa_id)
    if before is None:
        new = UnitCreate(**dict(wanted), hsa_id=entry.hsa_id, authority_id=owner.id)
        await units.register_unit(run.session, new, caller=run.caller, now=run.now)
        return ImportAction.CREATED
    if before.authority_id != owner.id:
        raise InvalidError(_not_changed("organisationNumber"))
    if replace(before, **dict(wanted)) == before:
        return ImportAction.UNCHANGED
    await units.change_unit(run.session, before.id, wanted, expected=None, caller=run.caller, now=run.now)
    return ImportAction.CHANGED


async def _centre(run: _Run, entry: CentreEntry) -> ImportAction:
    there = await files.units_by_hsa_id(run.session, {each.hsa_id for each in entry.activities})
    wanted = _wanted_centre(entry, there)
    found = await files.centres_by_name(run.session, entry.municipality_code, entry.name)
    if not found:
        await centres.register_centre(run.session, wanted, caller=run.caller, now=run.now)
        return ImportAction.CREATED
    if len(found) > 1:
        raise InvalidError(rules.ambiguous_centre("name"))
    before = found[0]
    kept = wanted.model_copy(update={"display_term": wanted.display_term or before.display_term})
    activities = tuple(sorted(CentreActivity(each.activity, each.unit_id) for each in kept.activities))
    if replace(before, **{**dict(kept), "activities": activities}) == before:
        return ImportAction.UNCHANGED
    await centres.change_centre(run.session, before.id, kept, expected=None, caller=run.caller, now=run.now)
    return ImportAction.CHANGED


async def _post(run: _Run, entry: StaffingEntry) -> ImportAction:
    return await run.staffing.gather(entry)


Step = Callable[[_Run, Any], Awaitable[ImportAction]]

STEPS: Mapping[RegisterKind, Step] = {
    RegisterKind.AUTHORITIES: _authority,
    RegisterKind.BOARDS: _board,
    RegisterKind.UNITS: _unit,
    RegisterKind.CENTRES: _centre,
    RegisterKind.STAFFING: _post,
}


def _wanted_centre(entry: CentreEntry, there: Mapping[str, Unit]) -> FamilyCentreWrite:
    rules.refuse(
        rules.unknown(f"activities.{place}.hsaId")
        for place, each in enumerate(entry.activities)
        if each.hsa_id not in there
    )
    activities = tuple(
        CentreActivityWrite(activity=each.activity, unit_id=there[each.hsa_id].id)
        for each in entry.activities
    )
    return FamilyCentreWrite.model_validate({**dict(entry), "activities": activities})


async def _owner(run: _Run, organisation_number: str) -> ResponsibleAuthority:
    found = await files.authority_by_number(run.session, organisation_number)
    if found is None:
        raise InvalidError(rules.unknown("organisationNumber"))
    return found


def _entry(raw: RawRow) -> StrictModel:
    rules.refuse(raw.faults)
    try:
        return ENTRIES[raw.kind].model_validate(raw.members)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        raise from_validation(cast("list[dict[str, Any]]", found)) from error


def _key(entry: StrictModel) -> str:
    """Return what people know a row's thing by."""
    match entry:
        case AuthorityEntry():
            return entry.organisation_number
        case BoardEntry():
            return f"{entry.organisation_number} {entry.name}"
        case UnitEntry():
            return entry.hsa_id
        case CentreEntry():
            return f"{entry.municipality_code} {entry.name}"
        case StaffingEntry():
            return entry.key
        case _:
            raise TypeError(type(entry).__name__)


def _refuse_twice(kind: RegisterKind, key: str, seen: set[tuple[RegisterKind, str]]) -> None:
    if (kind, key) in seen:
        raise InvalidError(
            FieldProblem(KEY_FIELDS[kind], "unique", "står på två rader", "stands on two rows of the file")
        )
    seen.add((kind, key))


def _faults(row: RawRow | ImportedRow, error: DomainError) -> list[ImportFault]:
    whole = FieldProblem(KEY_FIELDS[row.kind], error.code, error.detail_sv, error.detail_en)
    problems = error.problems if isinstance(error, InvalidError) else (whole,)
    return [
        ImportFault(kind=row.kind, line=row.line, field=_field(p.field), rule=p.rule, sv=p.sv, en=p.en)
        for p in problems
    ]


def _field(name: str) -> str:
    """Return a fault's field by the name that it has in a file."""
    return ".".join(FIELDS.get(part, part) for part in name.split("."))


def _problem(fault: ImportFault) -> FieldProblem:
    return FieldProblem(f"{fault.kind}.{fault.line}.{fault.field}", fault.rule, fault.sv, fault.en)


def _not_changed(field: str) -> FieldProblem:
    return FieldProblem(field, "not-changed", "ändras inte genom import", "is not changed by import")
