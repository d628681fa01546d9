"""What imports and exports of the register ask for: things by what people know them by, and whole counties."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.register import Board, FamilyCentre, ResponsibleAuthority, Unit
from slussen_agreements.repository import register, rows
from slussen_agreements.tables import BoardRow, FamilyCentreRow, ResponsibleAuthorityRow, UnitRow


async def authority_by_number(session: AsyncSession, number: str) -> ResponsibleAuthority | None:
    """Return the authority with an organisation number, locked, or None."""
    kind = ResponsibleAuthorityRow
    query = select(kind).where(col(kind.organisation_number) == number).with_for_update()
    row = (await session.exec(query.execution_options(populate_existing=True))).first()
    return rows.thing(ResponsibleAuthority, row) if row else None


async def board_by_name(session: AsyncSession, authority_id: UUID, name: str) -> Board | None:
    """Return an authority's board of a name, or None."""
    query = select(BoardRow).where(col(BoardRow.authority_id) == authority_id, col(BoardRow.name) == name)
    row = (await session.exec(query)).first()
    return rows.thing(Board, row) if row else None


async def units_by_hsa_id(session: AsyncSession, hsa_ids: Collection[str]) -> dict[str, Unit]:
    """Return those of the units that the register has, by HSA-id."""
    found = await session.exec(select(UnitRow.id).where(col(UnitRow.hsa_id).in_(hsa_ids)))
    units = await register.units(session, found.all())
    return {unit.hsa_id: unit for unit in units.values()}


async def centres_by_name(session: AsyncSession, municipality_code: str, name: str) -> Sequence[FamilyCentre]:
    """Return a municipality's centres of a name; they may be several."""
    kind = FamilyCentreRow
    found = await session.exec(
        select(kind.id).where(col(kind.municipality_code) == municipality_code, col(kind.name) == name)
    )
    return [await register.get_centre(session, centre_id) for centre_id in found.all()]


async def boards(session: AsyncSession, board_ids: Collection[UUID]) -> dict[UUID, Board]:
    """Return those of the boards that the register has, by id."""
    found = await session.exec(select(BoardRow).where(col(BoardRow.id).in_(board_ids)))
    return {row.id: rows.thing(Board, row) for row in found}
