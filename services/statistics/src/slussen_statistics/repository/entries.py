"""Entries of centres: kept under the authority that made them, seen by those whose units work at the centre."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.agreements.api import AgreementKind
from slussen_statistics.domain.entries import Agreement, EntryIsVoidError
from slussen_statistics.repository.sight import seen_by
from slussen_statistics.tables import AgreementCopyRow, EntryRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of a centre are asked for."""

    kind: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    limit: int = 21
    offset: int = 0


async def add(session: AsyncSession, row: EntryRow) -> bool:
    """Keep a new entry; tell whether there was none of its natural key."""
    statement = insert(EntryRow).values(row.model_dump())
    made = statement.on_conflict_do_nothing(index_elements=["centre_id", "kind", "natural_key"])
    found = await (await session.connection()).execute(made.returning(col(EntryRow.id)))
    return found.first() is not None


async def find(
    session: AsyncSession,
    centre_id: UUID,
    entry_id: UUID,
    *,
    visible_to: UUID | None,
    for_update: bool = False,
) -> EntryRow | None:
    """Return an entry of a centre that an authority may see; None where there is none."""
    query = (
        select(EntryRow)
        .where(col(EntryRow.id) == entry_id)
        .where(col(EntryRow.centre_id) == centre_id)
        .where(seen_by(EntryRow, visible_to))
    )
    return (await session.exec(query.with_for_update() if for_update else query)).first()


async def find_by_key(
    session: AsyncSession, centre_id: UUID, kind: str, natural_key: str, *, visible_to: UUID | None
) -> EntryRow | None:
    """Return the entry of a natural key that an authority may see, locked; None where there is none."""
    query = (
        select(EntryRow)
        .where(col(EntryRow.centre_id) == centre_id)
        .where(col(EntryRow.kind) == kind)
        .where(col(EntryRow.natural_key) == natural_key)
        .where(seen_by(EntryRow, visible_to))
        .with_for_update()
    )
    return (await session.exec(query)).first()


async def list_entries(
    session: AsyncSession, centre_id: UUID, wanted: Wanted, *, visible_to: UUID | None
) -> Sequence[EntryRow]:
    """Return entries of a centre that an authority may see, the newest day first."""
    query = select(EntryRow).where(col(EntryRow.centre_id) == centre_id).where(seen_by(EntryRow, visible_to))
    if wanted.kind is not None:
        query = query.where(col(EntryRow.kind) == wanted.kind)
    if wanted.first_day is not None:
        query = query.where(col(EntryRow.on_day) >= wanted.first_day)
    if wanted.last_day is not None:
        query = query.where(col(EntryRow.on_day) <= wanted.last_day)
    query = (
        query.order_by(col(EntryRow.on_day).desc(), col(EntryRow.id))
        .limit(wanted.limit)
        .offset(wanted.offset)
    )
    return (await session.exec(query)).all()


async def replace(session: AsyncSession, row: EntryRow, changes: dict[str, Any]) -> EntryRow:
    """Keep the next version of an entry.

    Raises:
        EntryIsVoidError: It is void, and stays so.
    """
    if row.is_void:
        raise EntryIsVoidError
    row.version += 1
    for name, value in changes.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()
    return row


async def list_agreements(session: AsyncSession, centre_id: UUID, county_code: str) -> list[Agreement]:
    """Return the agreements on cooperation that cover a centre, those that have ended included.

    A county agreement covers every centre of the county that has none of its own. Agreements on premises, coordinators
    and intents cover none.
    """
    agreement = AgreementCopyRow
    of_centre = (col(agreement.kind) == AgreementKind.LOCAL) & (col(agreement.centre_id) == centre_id)
    of_county = (col(agreement.kind) == AgreementKind.COUNTY) & (col(agreement.county_code) == county_code)
    found = (await session.exec(select(agreement).where(of_centre | of_county))).all()
    own = [row for row in found if row.kind == AgreementKind.LOCAL] or found
    return [Agreement(row.valid_from, row.valid_through) for row in own]
