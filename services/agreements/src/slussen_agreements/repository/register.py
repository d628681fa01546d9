"""The register's queries. Its rows are about organisations, not people: every caller with the scope reads them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from slussen_agreements.domain.register import (
    AuthorityNotFoundError,
    Board,
    BoardNameTakenError,
    BoardNotFoundError,
    CentreActivity,
    CentreNotFoundError,
    FamilyCentre,
    HsaIdTakenError,
    OrganisationNumberTakenError,
    ResponsibleAuthority,
    Unit,
    UnitNotFoundError,
)
from slussen_agreements.repository import rows
from slussen_agreements.tables import (
    BoardRow,
    FamilyCentreActivityRow,
    FamilyCentreRow,
    ResponsibleAuthorityRow,
    UnitRow,
)
from slussen_chassis.errors import DomainError
from slussen_chassis.web import PageRequest

RowT = TypeVar("RowT", ResponsibleAuthorityRow, BoardRow, UnitRow, FamilyCentreRow)

TAKEN: Mapping[str, type[DomainError]] = {
    "organisation_number_is_unique": OrganisationNumberTakenError,
    "hsa_id_is_unique": HsaIdTakenError,
    "board_name_is_unique_in_its_authority": BoardNameTakenError,
}


async def _page(
    session: AsyncSession, kind: type[RowT], conditions: Sequence[ColumnElement[bool]], page: PageRequest
) -> Sequence[RowT]:
    """Return one row more than the page holds, so that the caller knows whether there are more."""
    query = select(kind).where(*conditions).order_by(col(kind.name), col(kind.id))
    found = await session.exec(query.limit(page.limit + 1).offset(page.offset))
    return found.all()


async def add_authority(session: AsyncSession, authority: ResponsibleAuthority) -> None:
    """Enter a responsible authority; its organisation number must be new."""
    values = rows.columns(ResponsibleAuthorityRow, authority)
    await rows.add(session, ResponsibleAuthorityRow(**values), TAKEN)


async def find_authority(session: AsyncSession, authority_id: UUID) -> ResponsibleAuthority | None:
    """Return a responsible authority, or None."""
    row = await session.get(ResponsibleAuthorityRow, authority_id)
    return rows.thing(ResponsibleAuthority, row) if row else None


async def get_authority(
    session: AsyncSession, authority_id: UUID, *, for_update: bool = False
) -> ResponsibleAuthority:
    """Return a responsible authority.

    Raises:
        AuthorityNotFoundError: There is no such.
    """
    row = await session.get(ResponsibleAuthorityRow, authority_id, with_for_update=for_update or None)
    if row is None:
        raise AuthorityNotFoundError
    return rows.thing(ResponsibleAuthority, row)


async def save_authority(session: AsyncSession, authority: ResponsibleAuthority) -> None:
    """Write a responsible authority that was read for update."""
    await rows.write(session, ResponsibleAuthorityRow(**rows.columns(ResponsibleAuthorityRow, authority)))


async def list_authorities(
    session: AsyncSession, page: PageRequest, *, county_code: str | None, organisation_number: str | None
) -> list[ResponsibleAuthority]:
    """Return responsible authorities by name."""
    conditions = []
    if county_code is not None:
        conditions.append(col(ResponsibleAuthorityRow.county_code) == county_code)
    if organisation_number is not None:
        conditions.append(col(ResponsibleAuthorityRow.organisation_number) == organisation_number)
    found = await _page(session, ResponsibleAuthorityRow, conditions, page)
    return [rows.thing(ResponsibleAuthority, row) for row in found]


async def authorities(
    session: AsyncSession, authority_ids: Collection[UUID]
) -> dict[UUID, ResponsibleAuthority]:
    """Return those of the authorities that the register has, by id."""
    found = await session.exec(
        select(ResponsibleAuthorityRow).where(col(ResponsibleAuthorityRow.id).in_(authority_ids))
    )
    return {row.id: rows.thing(ResponsibleAuthority, row) for row in found}


async def add_board(session: AsyncSession, board: Board) -> None:
    """Enter a board; its name must be new in its municipality."""
    await rows.add(session, BoardRow(**rows.columns(BoardRow, board)), TAKEN)


async def find_board(session: AsyncSession, board_id: UUID) -> Board | None:
    """Return a board, or None."""
    row = await session.get(BoardRow, board_id)
    return rows.thing(Board, row) if row else None


async def get_board(session: AsyncSession, board_id: UUID, *, for_update: bool = False) -> Board:
    """Return a board.

    Raises:
        BoardNotFoundError: There is no such.
    """
    row = await session.get(BoardRow, board_id, with_for_update=for_update or None)
    if row is None:
        raise BoardNotFoundError
    return rows.thing(Board, row)


async def save_board(session: AsyncSession, board: Board) -> None:
    """Write a board that was read for update; its name must be new in its municipality."""
    await rows.write(session, BoardRow(**rows.columns(BoardRow, board)), TAKEN)


async def has_boards(session: AsyncSession, authority_id: UUID) -> bool:
    """Tell whether an authority has boards in the register."""
    found = await session.exec(select(BoardRow.id).where(col(BoardRow.authority_id) == authority_id).limit(1))
    return found.first() is not None


async def list_boards(
    session: AsyncSession, page: PageRequest, *, county_code: str | None, authority_id: UUID | None
) -> list[Board]:
    """Return boards by name."""
    conditions = []
    if county_code is not None:
        conditions.append(col(BoardRow.county_code) == county_code)
    if authority_id is not None:
        conditions.append(col(BoardRow.authority_id) == authority_id)
    return [rows.thing(Board, row) for row in await _page(session, BoardRow, conditions, page)]


async def add_unit(session: AsyncSession, unit: Unit) -> None:
    """Enter a unit; its HSA-id must be new."""
    await rows.add(session, UnitRow(**rows.columns(UnitRow, unit)), TAKEN)


async def save_unit(session: AsyncSession, unit: Unit) -> None:
    """Write a unit that was read for update."""
    await rows.write(session, UnitRow(**rows.columns(UnitRow, unit)))


async def get_unit(session: AsyncSession, unit_id: UUID, *, for_update: bool = False) -> Unit:
    """Return a unit with the centres it works at.

    Raises:
        UnitNotFoundError: There is no such.
    """
    found = await units(session, [unit_id], for_update=for_update)
    if unit_id not in found:
        raise UnitNotFoundError
    return found[unit_id]


async def units(
    session: AsyncSession, unit_ids: Collection[UUID], *, for_update: bool = False
) -> dict[UUID, Unit]:
    """Return those of the units that the register has, by id; locked in the order of their ids where asked."""
    query = select(UnitRow).where(col(UnitRow.id).in_(unit_ids)).order_by(col(UnitRow.id))
    if for_update:
        query = _locked(query)
    return {unit.id: unit for unit in await _with_centres(session, (await session.exec(query)).all())}


async def list_units(
    session: AsyncSession, page: PageRequest, *, county_code: str | None, hsa_id: str | None
) -> list[Unit]:
    """Return units by name."""
    conditions = []
    if county_code is not None:
        conditions.append(col(UnitRow.county_code) == county_code)
    if hsa_id is not None:
        conditions.append(col(UnitRow.hsa_id) == hsa_id)
    return await _with_centres(session, await _page(session, UnitRow, conditions, page))


async def _with_centres(session: AsyncSession, found: Sequence[UnitRow]) -> list[Unit]:
    activity = FamilyCentreActivityRow
    query = select(activity).where(col(activity.unit_id).in_([row.id for row in found]))
    centres: dict[UUID, set[UUID]] = {row.id: set() for row in found}
    for entry in await session.exec(query):
        centres[entry.unit_id].add(entry.centre_id)
    return [rows.thing(Unit, row, centre_ids=tuple(sorted(centres[row.id]))) for row in found]


async def add_centre(session: AsyncSession, centre: FamilyCentre) -> None:
    """Enter a family centre with its activities."""
    await rows.add(session, FamilyCentreRow(**rows.columns(FamilyCentreRow, centre)))
    await _write_activities(session, centre)


async def save_centre(session: AsyncSession, centre: FamilyCentre) -> None:
    """Write a family centre that was read for update, with its activities."""
    await rows.write(session, FamilyCentreRow(**rows.columns(FamilyCentreRow, centre)))
    await _write_activities(session, centre)


async def _write_activities(session: AsyncSession, centre: FamilyCentre) -> None:
    kind = FamilyCentreActivityRow
    wanted = set(centre.activities)
    for row in await session.exec(select(kind).where(col(kind.centre_id) == centre.id)):
        entry = CentreActivity(row.activity, row.unit_id)
        if entry in wanted:
            wanted.remove(entry)
        else:
            await session.delete(row)
    session.add_all(kind(centre_id=centre.id, activity=new.activity, unit_id=new.unit_id) for new in wanted)
    await rows.flush(session)


async def get_centre(session: AsyncSession, centre_id: UUID, *, for_update: bool = False) -> FamilyCentre:
    """Return a family centre with its activities.

    Raises:
        CentreNotFoundError: There is no such.
    """
    query = select(FamilyCentreRow).where(col(FamilyCentreRow.id) == centre_id)
    if for_update:
        query = _locked(query)
    row = (await session.exec(query)).first()
    if row is None:
        raise CentreNotFoundError
    return (await _with_activities(session, [row]))[0]


async def centres(session: AsyncSession, centre_ids: Collection[UUID]) -> dict[UUID, FamilyCentre]:
    """Return those of the centres that the register has, by id, in the order of their names."""
    query = select(FamilyCentreRow).where(col(FamilyCentreRow.id).in_(centre_ids))
    found = (await session.exec(query.order_by(col(FamilyCentreRow.name), col(FamilyCentreRow.id)))).all()
    return {centre.id: centre for centre in await _with_activities(session, found)}


async def list_centres(
    session: AsyncSession, page: PageRequest, *, county_code: str | None, municipality_code: str | None
) -> list[FamilyCentre]:
    """Return family centres by name."""
    conditions = []
    if county_code is not None:
        conditions.append(col(FamilyCentreRow.county_code) == county_code)
    if municipality_code is not None:
        conditions.append(col(FamilyCentreRow.municipality_code) == municipality_code)
    return await _with_activities(session, await _page(session, FamilyCentreRow, conditions, page))


async def _with_activities(session: AsyncSession, found: Sequence[FamilyCentreRow]) -> list[FamilyCentre]:
    activity = FamilyCentreActivityRow
    query = select(activity).where(col(activity.centre_id).in_([row.id for row in found]))
    by_centre: dict[UUID, list[CentreActivity]] = {row.id: [] for row in found}
    for entry in await session.exec(query):
        by_centre[entry.centre_id].append(CentreActivity(entry.activity, entry.unit_id))
    return [rows.thing(FamilyCentre, row, activities=tuple(sorted(by_centre[row.id]))) for row in found]


def _locked(query: SelectOfScalar[Any]) -> SelectOfScalar[Any]:
    return query.with_for_update().execution_options(populate_existing=True)


async def authorities_after(
    session: AsyncSession, last: UUID | None, limit: int
) -> list[ResponsibleAuthority]:
    """Return the next responsible authorities after an id, in the ids' order."""
    found = await _after(session, ResponsibleAuthorityRow, last, limit)
    return [rows.thing(ResponsibleAuthority, row) for row in found]


async def boards_after(session: AsyncSession, last: UUID | None, limit: int) -> list[Board]:
    """Return the next boards after an id, in the ids' order."""
    return [rows.thing(Board, row) for row in await _after(session, BoardRow, last, limit)]


async def units_after(session: AsyncSession, last: UUID | None, limit: int) -> list[Unit]:
    """Return the next units after an id, in the ids' order."""
    return await _with_centres(session, await _after(session, UnitRow, last, limit))


async def centres_after(session: AsyncSession, last: UUID | None, limit: int) -> list[FamilyCentre]:
    """Return the next family centres after an id, in the ids' order."""
    return await _with_activities(session, await _after(session, FamilyCentreRow, last, limit))


async def _after(session: AsyncSession, kind: type[RowT], last: UUID | None, limit: int) -> Sequence[RowT]:
    query = select(kind).order_by(col(kind.id)).limit(limit)
    if last is not None:
        query = query.where(col(kind.id) > last)
    return (await session.exec(query)).all()
