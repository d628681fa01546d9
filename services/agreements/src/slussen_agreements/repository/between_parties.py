"""Requests for negotiation and information between parties; who sees the agreement sees them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.between_parties import (
    AlreadyReceivedError,
    Information,
    InformationNotFoundError,
    Receipt,
    Renegotiation,
    RenegotiationNotFoundError,
    RenegotiationOpenError,
)
from slussen_agreements.repository import rows
from slussen_agreements.repository.lifecycle import under
from slussen_agreements.tables.parties import (
    InformationReceiptRow,
    PartyInformationRow,
    RenegotiationRow,
)
from slussen_chassis.clock import new_id
from slussen_contracts.agreements.between_parties import RenegotiationState

OPEN_ONCE = {"party_has_one_open_renegotiation": RenegotiationOpenError}


async def add_renegotiation(
    session: AsyncSession, agreement: Agreement, of: Renegotiation, *, made_by: UUID
) -> None:
    """Insert a party's request."""
    values = {**rows.columns(RenegotiationRow, of), **under(agreement, made_by)}
    await rows.add(session, RenegotiationRow(**values), OPEN_ONCE)


async def save_renegotiation(session: AsyncSession, of: Renegotiation) -> None:
    """Write a request that was read for update."""
    row = await _renegotiation_row(session, of.agreement_id, of.id)
    row.sqlmodel_update(rows.columns(RenegotiationRow, of))
    await rows.flush(session)


async def get_renegotiation(session: AsyncSession, agreement_id: UUID, request_id: UUID) -> Renegotiation:
    """Return a request under an agreement, locked.

    Raises:
        RenegotiationNotFoundError: There is none.
    """
    return rows.thing(Renegotiation, await _renegotiation_row(session, agreement_id, request_id))


async def renegotiations_of(session: AsyncSession, agreement_id: UUID) -> list[Renegotiation]:
    """Return the requests under an agreement, in the order in which they came in."""
    kind = RenegotiationRow
    query = select(kind).where(col(kind.agreement_id) == agreement_id).order_by(col(kind.id))
    return [rows.thing(Renegotiation, row) for row in await session.exec(query)]


async def find_unanswered(session: AsyncSession, today: date, *, most: int) -> list[tuple[UUID, UUID]]:
    """Return requests whose day for answers has passed untold, each with its controller; for the worker."""
    row = RenegotiationRow
    query = select(row.id, row.responsible_authority_id).where(
        col(row.state) == RenegotiationState.REQUESTED,
        col(row.answer_by) < today,
        col(row.overdue_on).is_(None),
    )
    return [(found[0], found[1]) for found in await session.exec(query.order_by(col(row.id)).limit(most))]


async def get_unanswered(
    session: AsyncSession, request_id: UUID, *, visible_to: UUID
) -> Renegotiation | None:
    """Return a request that somebody sees, locked; None where it is gone."""
    kind = RenegotiationRow
    query = select(kind).where(col(kind.id) == request_id, col(kind.grants).contains([visible_to]))
    row = (await session.exec(query.with_for_update())).first()
    return None if row is None else rows.thing(Renegotiation, row)


async def add_information(
    session: AsyncSession, agreement: Agreement, of: Information, *, made_by: UUID
) -> None:
    """Insert what a party told the others."""
    values = {**rows.columns(PartyInformationRow, of), **under(agreement, made_by)}
    await rows.add(session, PartyInformationRow(**values))


async def add_receipt(
    session: AsyncSession, agreement: Agreement, of: Information, receipt: Receipt, *, made_by: UUID
) -> None:
    """Insert that a party has taken part of an information."""
    row = InformationReceiptRow(
        id=new_id(),
        county_code=agreement.county_code,
        responsible_authority_id=made_by,
        grants=list(agreement.grants),
        information_id=of.id,
        authority_id=receipt.authority_id,
        subject=receipt.subject,
        received_at=receipt.received_at,
    )
    await rows.add(session, row, {"party_receives_an_information_once": AlreadyReceivedError})


async def get_information(session: AsyncSession, agreement_id: UUID, information_id: UUID) -> Information:
    """Return an information under an agreement.

    Raises:
        InformationNotFoundError: There is none.
    """
    found = [one for one in await information_of(session, agreement_id) if one.id == information_id]
    if not found:
        raise InformationNotFoundError
    return found[0]


async def information_of(session: AsyncSession, agreement_id: UUID) -> list[Information]:
    """Return what parties told each other under an agreement, the earliest first."""
    kind = PartyInformationRow
    query = select(kind).where(col(kind.agreement_id) == agreement_id).order_by(col(kind.id))
    found = (await session.exec(query)).all()
    receipts = await _receipts(session, [row.id for row in found])
    return [rows.thing(Information, row, receipts=tuple(receipts[row.id])) for row in found]


async def _receipts(session: AsyncSession, of: Collection[UUID]) -> dict[UUID, list[Receipt]]:
    kind = InformationReceiptRow
    query = select(kind).where(col(kind.information_id).in_(of)).order_by(col(kind.id))
    receipts: dict[UUID, list[Receipt]] = {one: [] for one in of}
    found: Sequence[InformationReceiptRow] = (await session.exec(query)).all()
    for row in found:
        receipts[row.information_id].append(rows.thing(Receipt, row))
    return receipts


async def _renegotiation_row(session: AsyncSession, agreement_id: UUID, request_id: UUID) -> RenegotiationRow:
    kind = RenegotiationRow
    query = select(kind).where(col(kind.id) == request_id, col(kind.agreement_id) == agreement_id)
    row = (await session.exec(query.with_for_update())).first()
    if row is None:
        raise RenegotiationNotFoundError
    return row
