"""What must hold of each thing in the register; each fault names its field and its rule, never a value."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from slussen_agreements.domain.register import Board, FamilyCentre, ResponsibleAuthority, Unit
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_contracts.identifiers import AuthorityType


def refuse(faults: Iterable[FieldProblem]) -> None:
    """Raise InvalidError with all `faults`, if there are any."""
    found = tuple(faults)
    if found:
        raise InvalidError(*found)


def unknown(field: str) -> FieldProblem:
    """Return the fault of a reference to nothing in the register."""
    return FieldProblem(field, "unknown", "finns inte i registret", "is not in the register")


def ambiguous_centre(field: str) -> FieldProblem:
    """Return the fault of a name that several centres of a municipality have."""
    return FieldProblem(field, "ambiguous", "flera centraler heter så", "several centres have that name")


def days_in_order(first: date, last: date | None) -> Iterator[FieldProblem]:
    """Find a last day before the first."""
    if last is not None and last < first:
        yield FieldProblem(
            "validThrough", "order", "ligger före första dagen", "is before the first valid day"
        )


def authority_faults(authority: ResponsibleAuthority) -> Iterator[FieldProblem]:
    """Find what is wrong with a responsible authority: a municipality, and no other, has a municipality code."""
    is_municipality = authority.authority_type is AuthorityType.MUNICIPALITY
    if is_municipality and authority.municipality_code is None:
        yield FieldProblem(
            "municipalityCode", "required", "krävs för en kommun", "a municipality must have it"
        )
    if authority.authority_type is AuthorityType.REGION and authority.municipality_code is not None:
        yield FieldProblem("municipalityCode", "not-allowed", "en region har ingen", "a region has none")
    yield from _in_county(authority.municipality_code, authority.county_code)


def board_faults(board: Board, authority: ResponsibleAuthority) -> Iterator[FieldProblem]:
    """Find what is wrong with a board: only a municipality of the same county has boards."""
    if authority.authority_type is not AuthorityType.MUNICIPALITY:
        yield FieldProblem(
            "authorityId", "municipality-only", "bara en kommun har nämnder", "only a municipality has boards"
        )
    elif authority.county_code != board.county_code:
        yield _other_county("authorityId")


def unit_faults(
    unit: Unit, authority: ResponsibleAuthority, *, board: Board | None, has_boards: bool
) -> Iterator[FieldProblem]:
    """Find what is wrong with a unit.

    Args:
        unit: The unit as it is to be.
        authority: Its responsible authority.
        board: The board it names; None where it names none, or the register has no such.
        has_boards: Whether the authority has boards in the register.
    """
    yield from days_in_order(unit.valid_from, unit.valid_through)
    yield from _in_county(unit.municipality_code, unit.county_code)
    if len(set(unit.professions)) < len(unit.professions):
        yield _twice("professions")
    if authority.is_bound_to_county and authority.county_code != unit.county_code:
        yield _other_county("authorityId")
    if unit.board_id is None:
        if has_boards:
            yield FieldProblem(
                "boardId",
                "required",
                "krävs: kommunen har nämnder, och de avgör sekretessgränsen",
                "required: the municipality has boards, and they decide the boundary of confidentiality",
            )
    elif board is None or board.authority_id != authority.id:
        yield FieldProblem("boardId", "of-authority", "är ingen av huvudmannens nämnder", "is not its board")


def centre_faults(centre: FamilyCentre, units: Mapping[UUID, Unit]) -> Iterator[FieldProblem]:
    """Find what is wrong with a centre; `units` are those of its units that the register has."""
    yield from days_in_order(centre.valid_from, centre.valid_through)
    yield from _in_county(centre.municipality_code, centre.county_code)
    if len(set(centre.activities)) < len(centre.activities):
        yield _twice("activities")
    for place, activity in enumerate(centre.activities):
        field = f"activities.{place}.unitId"
        unit = units.get(activity.unit_id)
        if unit is None:
            yield unknown(field)
            continue
        if unit.county_code != centre.county_code:
            yield _other_county(field)
        if unit.activity is not activity.activity:
            yield FieldProblem(
                f"activities.{place}.activity",
                "of-unit",
                "enheten bedriver en annan verksamhet",
                "the unit runs another activity",
            )
        if not _overlap(centre, unit):
            yield FieldProblem(
                field, "valid-days", "enheten finns inte de dagarna", "the unit does not exist on these days"
            )


def changed_unit_faults(changed: Unit, before: Unit) -> Iterator[FieldProblem]:
    """Find what a unit's centres hinder: while it runs a centre's activity, it keeps that activity."""
    if before.centre_ids and changed.activity is not before.activity:
        yield FieldProblem(
            "activity",
            "in-use",
            "enheten bedriver verksamheten vid en familjecentral",
            "the unit runs this activity at a family centre",
        )


def _in_county(municipality_code: str | None, county_code: str) -> Iterator[FieldProblem]:
    if municipality_code is not None and municipality_code[:2] != county_code:
        yield FieldProblem(
            "municipalityCode", "in-county", "kommunen ligger i ett annat län", "lies in another county"
        )


def _overlap(centre: FamilyCentre, unit: Unit) -> bool:
    begins_in_time = centre.valid_through is None or unit.valid_from <= centre.valid_through
    return begins_in_time and (unit.valid_through is None or unit.valid_through >= centre.valid_from)


def _other_county(field: str) -> FieldProblem:
    return FieldProblem(field, "in-county", "hör till ett annat län", "belongs to another county")


def _twice(field: str) -> FieldProblem:
    return FieldProblem(field, "unique", "samma sak står två gånger", "the same thing stands twice")
